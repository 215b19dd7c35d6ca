"""Hold the map of AI against a vault whose author states prerequisites.

    python benchmarks/map_truth.py VAULT [--map FILE_OR_FOLDER]

Notes are placed on the map, and each prerequisite that the author states between two placed notes
is looked for there: `confirmed` (a need of the map), `implied` (a need of a need), `absent` (the
map sees no order) or `contradicted` (the map has it the other way round); these are printed.
"""

from __future__ import annotations

import argparse
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


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vault")
    parser.add_argument("--map", default="ai")
    given = parser.parse_args()
    field, vault = kb.read_map(given.map), kb.read_vault(given.vault)
    stated = kb.prerequisite_graph(vault)
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
