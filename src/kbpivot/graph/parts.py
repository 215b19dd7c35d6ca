"""The part of a prerequisite graph that edges of some grades make."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING

from kbpivot.graph.attributes import stores
from kbpivot.graph.memo import known_of
from kbpivot.graph.plain import PlainGraph

if TYPE_CHECKING:
    from typing import TypeAlias

    import networkx as nx

    Graph: TypeAlias = nx.DiGraph[str]

__all__ = ["grades_of", "part_of"]


def grades_of(G: Graph) -> frozenset[str]:
    """Return the grades of the edges."""
    looked = known_of(G)
    if looked.grades is None:
        edges = chain.from_iterable(found.values() for found in stores(G)[1].values())
        try:
            looked.grades = frozenset(map(itemgetter("grade"), edges))
        except KeyError:  # edges of a graph that somebody else built
            looked.grades = frozenset(
                facts.get("grade", "stated")
                for _, found in G.adjacency()
                for facts in found.values()
            )
    return looked.grades


def part_of(G: Graph, grades: Collection[str]) -> Graph:
    """Return the graph with the same nodes and only the edges of these grades.

    The graph itself is returned when it has no others.
    """
    if grades_of(G).issubset(grades):
        return G
    parts, wanted = known_of(G).parts, frozenset(grades)
    part = parts.get(wanted)
    if part is None and isinstance(G, PlainGraph):
        part = parts[wanted] = G.of_grades(wanted)
    if part is None:
        part = parts[wanted] = G.__class__()
        part.add_nodes_from(G.nodes(data=True))
        part.add_edges_from(
            (before, after, facts)
            for before, found in G.adjacency()
            for after, facts in found.items()
            if facts.get("grade", "stated") in wanted
        )
    return part
