"""Measure the order of study against simple ways to order, on random graphs and on a vault.

python benchmarks/order.py [VAULT]

Prints the tables of docs/explanation/order.md. Without VAULT only the random graphs. The area of
an order is Σ value × hours left when the note is met; a share is that of the best known area.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from pathlib import Path

import networkx as nx

import kbpivot as kb
from kbpivot.schedule.first_choice import first_picks


def cost(order, value, hours):
    passed = total = 0.0
    for note in order:
        passed += hours[note]
        total += value.get(note, 0) * passed
    return total


def area(order, value, hours):
    everything = sum(hours[note] for note in order)
    return sum(value.get(note, 0) for note in order) * everything - cost(order, value, hours)


def by_front(graph, key):
    """Always take the ready note with the highest key; of equals the first by name."""
    waiting = {note: graph.in_degree(note) for note in graph}
    ready = {note for note, count in waiting.items() if not count}
    out = []
    while ready:
        best = min(ready, key=lambda note: (-key(note, waiting), str(note)))
        ready.remove(best)
        out.append(best)
        for later in graph.successors(best):
            waiting[later] -= 1
            if not waiting[later]:
                ready.add(later)
    return out


def depth_first(graph):
    """What most learning paths print: each last note's prerequisites, one after the other."""
    out = []
    for last in sorted((note for note in graph if not graph.out_degree(note)), key=str):
        need = nx.ancestors(graph, last) | {last}
        found = nx.dfs_postorder_nodes(graph.reverse(copy=False), last)
        out += [note for note in found if note in need and note not in out]
    return out


def page_rank(graph, damping=0.85, rounds=100):
    """PageRank in which every note passes its rank to what it needs."""
    rank = dict.fromkeys(graph, 1 / len(graph))
    for _ in range(rounds):
        ends = sum(rank[note] for note in graph if not graph.in_degree(note))
        passed = dict.fromkeys(graph, (1 - damping + damping * ends) / len(graph))
        for note in graph:
            for up in graph.predecessors(note):
                passed[up] += damping * rank[note] / graph.in_degree(note)
        rank = passed
    return rank


def heuristics(graph, value, hours, rng):
    rank = page_rank(graph)
    dice = {note: rng.random() for note in graph}
    longest = max(hours.values()) * 1e-6
    return {
        "random": by_front(graph, lambda note, _: dice[note]),
        "alphabetical": by_front(graph, lambda _note, _: 0),
        "depth-first": depth_first(graph),
        "most unlocked": by_front(
            graph, lambda note, waiting: sum(waiting[s] == 1 for s in graph.successors(note))
        ),
        "PageRank": by_front(graph, lambda note, _: rank[note]),
        "value per hour": by_front(
            graph, lambda note, _: value.get(note, 0) / (hours[note] or longest)
        ),
        "kbpivot": list(kb.study_order(graph, value=value, hours=hours).notes),
    }


def least_cost(graph, value, hours, first=None):
    """The least cost by a plain programme over all sets of notes; optionally with a first note."""
    notes = sorted(graph)
    needs = [sum(1 << notes.index(up) for up in graph.predecessors(note)) for note in notes]
    layer = {0: (0.0, 0.0)}
    for step in range(len(notes)):
        following = {}
        for done, (paid, passed) in layer.items():
            for index, note in enumerate(notes):
                if done >> index & 1 or needs[index] & ~done:
                    continue
                if first is not None and not step and note != first:
                    continue
                later = passed + hours[note]
                total = paid + value.get(note, 0) * later
                state = done | 1 << index
                if state not in following or total < following[state][0]:
                    following[state] = (total, later)
        layer = following
    return min(paid for paid, _ in layer.values())


def random_problem(seed, size=12):
    rng = random.Random(seed)
    graph = nx.DiGraph()
    graph.add_nodes_from(f"n{index:02}" for index in rng.sample(range(size), size))
    names = list(graph)
    density = rng.choice([0.1, 0.2, 0.3])
    for high in range(size):
        graph.add_edges_from(
            (names[low], names[high]) for low in range(high) if rng.random() < density
        )
    value = {note: rng.choice([0, 0, 1, 1, 2, 5]) for note in graph}
    value[names[-1]] = 1
    needed = {note for note in graph if value[note]}
    for note in list(needed):
        needed |= nx.ancestors(graph, note)
    hours = {note: rng.randrange(15, 240) / 60 for note in graph}
    part = nx.DiGraph()
    part.add_nodes_from(sorted(needed))
    part.add_edges_from(sorted(graph.subgraph(needed).edges))
    return part, value, hours, rng


def random_table(count):
    shares, optimal, firsts = {}, {}, {}
    picked = 0
    for seed in range(count):
        graph, value, hours, rng = random_problem(seed)
        least = least_cost(graph, value, hours)
        worth = sum(value[note] for note in graph)
        best = worth * sum(hours[note] for note in graph) - least
        openings = {
            note: least_cost(graph, value, hours, first=note)
            for note in graph
            if not graph.in_degree(note)
        }
        for name, order in heuristics(graph, value, hours, rng).items():
            share = area(order, value, hours) / best if best else 1.0
            shares.setdefault(name, []).append(share)
            optimal[name] = optimal.get(name, 0) + (cost(order, value, hours) < least + 1e-6)
            firsts[name] = firsts.get(name, 0) + (openings[order[0]] < least + 1e-6)
        pick = first_picks(graph, value=value, hours=hours, ready=openings)[0]
        picked += openings[pick.note] < least + 1e-6
    print(f"{count} random graphs of at most 12 notes\n")
    print("| order | share of the best area | least cost | best first note |")
    print("| --- | ---: | ---: | ---: |")
    for name, found in shares.items():
        print(
            f"| {name} | {statistics.mean(found):.3f} | {optimal[name] / count:.0%} "
            f"| {firsts[name] / count:.0%} |"
        )
    print(
        f"| optimum | 1.000 | 100% | 100% |\n\nfirst_picks: best first note in {picked} of {count}"
    )


def vault_table(path):
    graph = kb.prerequisite_graph(kb.read_vault(path))
    graph = graph.subgraph([note for note in graph if graph.degree(note)]).copy()
    hours = {note: attributes["hours"] for note, attributes in graph.nodes(data=True)}
    print(f"\n{len(graph)} notes, {graph.number_of_edges()} prerequisites\n")
    print(
        "| goals | notes | random | depth-first | PageRank | value per hour | kbpivot "
        "| of the bound | proven |"
    )
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    slowest = 0.0
    for goals in (5, 10, 20, 40, len(graph)):
        rows, sizes, bounds, proven, tries = {}, [], [], 0, 10 if goals < len(graph) else 1
        for seed in range(tries):
            rng = random.Random(seed)
            value = dict.fromkeys(rng.sample(sorted(graph), goals), 1)
            start = time.perf_counter()
            order = kb.study_order(graph, value=value, hours=hours)
            slowest = max(slowest, time.perf_counter() - start)
            proven += order.exact
            part = nx.DiGraph()
            part.add_nodes_from(sorted(order.notes))
            part.add_edges_from(sorted(graph.subgraph(order.notes).edges))
            sizes.append(len(part))
            found = heuristics(part, value, {note: hours[note] for note in part}, rng)
            ours = area(order.notes, value, hours)
            bounds.append(ours / (ours + order.cost - order.lower_bound))
            best = max(area(one, value, hours) for one in found.values())
            for name, one in found.items():
                rows.setdefault(name, []).append(area(one, value, hours) / best)
        wanted = ("random", "depth-first", "PageRank", "value per hour", "kbpivot")
        shares = " | ".join(f"{statistics.mean(rows[name]):.3f}" for name in wanted)
        print(
            f"| {goals} | {min(sizes)}–{max(sizes)} | {shares} "
            f"| {statistics.mean(bounds):.3f} | {proven} of {tries} |"
        )
    print(f"\nslowest order: {slowest:.2f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vault", nargs="?", type=Path, help="a vault that states prerequisites")
    parser.add_argument("--graphs", type=int, default=400, help="how many random graphs")
    arguments = parser.parse_args()
    random_table(arguments.graphs)
    if arguments.vault:
        vault_table(arguments.vault)


if __name__ == "__main__":
    main()
