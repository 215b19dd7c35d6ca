"""Random study problems and the slow, plain programmes that answers are compared with."""

from __future__ import annotations

import random

import networkx as nx
from hypothesis import strategies as st

VALUES = [0, 0, 0.05, 0.1, 1, 1, 2]
HOURS = [0, 0.25, 0.5, 1, 1.3, 119 / 60, 2.71]


@st.composite
def study_graphs(draw, *, most=9, cycles=False):
    """A graph, values and hours; edges go from lower to higher numbers, or anywhere."""
    size = draw(st.integers(1, most))
    rng = random.Random(draw(st.integers(0, 10**6)))
    density = draw(st.sampled_from([0.05, 0.15, 0.3, 0.6]))
    names = [f"n{index}" for index in range(size)]
    rng.shuffle(names)
    G = nx.DiGraph()
    G.add_nodes_from(names)
    for low in range(size):
        for high in range(size):
            if low != high and (low < high or cycles) and rng.random() < density:
                G.add_edge(names[low], names[high])
    value = {name: rng.choice(VALUES) for name in names}
    hours = {name: rng.choice(HOURS) for name in names}
    if draw(st.booleans()):
        value = {name: rng.random() for name in names}
        hours = {name: rng.uniform(0.1, 4) for name in names}
    return G, value, hours


def cost_of(notes, value, hours):
    time = total = 0.0
    for note in notes:
        time += hours.get(note, 1.3)
        total += value.get(note, 0) * time
    return total


def needed(G, value, mastered=frozenset()):
    goals = {note for note in G if value.get(note, 0) > 0 and note not in mastered}
    found = set(goals)
    for goal in goals:
        found |= nx.ancestors(G, goal)
    return found - mastered


def is_valid(G, notes):
    place = {note: index for index, note in enumerate(notes)}
    inside = [(a, b) for a, b in G.edges if a in place and b in place]
    return len(place) == len(notes) and all(place[a] < place[b] for a, b in inside)


def least_cost(G, notes, value, hours, first=None):
    """The least cost over all orders of `notes`, by a programme over all sets that can be done.

    Shares no idea with the code it checks: one note at a time, no goals, blocks or merging.
    """
    notes = sorted(notes)
    place = {note: index for index, note in enumerate(notes)}
    needs = [sum(1 << place[up] for up in G.predecessors(note) if up in place) for note in notes]
    layer = {0: (0.0, 0.0)}
    for step in range(len(notes)):
        following = {}
        for done, (cost, time) in layer.items():
            for index, note in enumerate(notes):
                if done >> index & 1 or needs[index] & ~done:
                    continue
                if first is not None and not step and note != first:
                    continue
                later = time + hours.get(note, 1.3)
                total = cost + value.get(note, 0) * later
                known = following.get(done | 1 << index)
                if known is None or total < known[0]:
                    following[done | 1 << index] = (total, later)
        layer = following
    return min(cost for cost, _ in layer.values())
