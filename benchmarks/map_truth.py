"""Hold the map of AI against a vault whose author states prerequisites.

    python benchmarks/map_truth.py VAULT [--map FILE_OR_FOLDER] [--hidden]

Notes are placed on the map, and each prerequisite that the author states between two placed notes
is looked for there: `confirmed` (a need of the map), `implied` (a need of a need), `absent` (the
map sees no order) or `contradicted` (the map has it the other way round); these are printed.

With `--hidden` the property `prerequisites` is cut out of every note before. Then the map orders
the notes by itself, and what was cut judges that order: each pair of notes that the map orders with
no other note between them, and each two steps that follow each other on the path to a note.
"""

from __future__ import annotations

import argparse
import itertools
import re
from collections import Counter

import networkx as nx

import kbpivot as kb


def verdict(graph, before, after):
    if before == after:
        return "same"
    if graph.has_edge(before, after):
        return "confirmed"
    if nx.has_path(graph, before, after):
        return "implied"
    return "contradicted" if nx.has_path(graph, after, before) else "absent"


PROPERTY = re.compile(r"^prerequisites:(?:[^\n]*\n)(?:[ \t]+-[^\n]*\n)*", re.MULTILINE)


def hidden(vault, field, stated):
    """Print how far the map's order of the bare notes agrees with what was cut out of them."""
    texts = {path: PROPERTY.sub("", vault.text(path), count=1) for path in vault.paths}
    bare = kb.Vault.from_texts(texts, files=vault.files)
    left = kb.prerequisite_graph(bare).number_of_edges()
    order = kb.prerequisite_graph(bare, grades=("mapped",), maps=[field])
    truth = nx.transitive_closure(nx.DiGraph(stated.edges))
    nobody = kb.KnowledgeState()
    steps = {}
    for goal in sorted(node for node in order if order.pred[node]):
        path = [step.node for step in kb.learning_path(order, goal, nobody).steps]
        steps |= dict.fromkeys(itertools.pairwise(path))
    print(
        f"{left} stated edges left after cutting; {len(kb.place_notes(bare, field))} notes placed"
    )
    for name, pairs in (("pairs of the map", order.edges), ("adjacent steps of paths", steps)):
        found = Counter(
            "confirmed"
            if truth.has_edge(*pair)
            else "contradicted"
            if truth.has_edge(*pair[::-1])
            else "not said"
            for pair in pairs
        )
        said = ", ".join(
            f"{found[word]} {word}" for word in ("confirmed", "not said", "contradicted")
        )
        share = found["contradicted"] / max(len(pairs), 1)
        print(f"  {len(pairs)} {name}: {said} ({share:.1%})")
    for before, after in sorted(pair for pair in order.edges if truth.has_edge(*pair[::-1])):
        print(f"  against: the author has {after} before {before}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vault")
    parser.add_argument("--map", default="ai")
    parser.add_argument("--hidden", action="store_true", help="cut what the author states")
    given = parser.parse_args()
    field, vault = kb.read_map(given.map), kb.read_vault(given.vault)
    stated = kb.prerequisite_graph(vault)
    if given.hidden:
        hidden(vault, field, stated)
        return
    placed = kb.place_notes(vault, field)
    found = Counter()
    against = []
    for before, after in stated.edges:
        if before in placed and after in placed:
            said = verdict(field.graph, placed[before], placed[after])
            found[said] += 1
            if said == "contradicted":
                against.append((placed[before], placed[after]))
    print(f"{len(placed)} of {len(vault)} notes placed; {stated.number_of_edges()} stated edges,")
    print(f"{sum(found.values())} of them between placed notes:")
    for said in ("confirmed", "implied", "absent", "contradicted", "same"):
        print(f"  {said:<13}{found[said]:>5}")
    for before, after in sorted(against):
        print(f"  against: the author has {before} before {after}")


if __name__ == "__main__":
    main()
