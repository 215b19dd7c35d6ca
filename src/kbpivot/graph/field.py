"""A map as a prerequisite graph: its entries, with the notes about them in their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kbpivot.graph.edges import EdgeFacts, Evidence
from kbpivot.graph.map_steps import entry_facts

if TYPE_CHECKING:
    import networkx as nx

    from kbpivot.maps import Map

__all__ = ["field_graph"]


def field_graph(field: Map, notes: Mapping[str, str]) -> nx.DiGraph[str]:
    """Return what a map says as a graph whose edges have the grade `mapped`.

    An entry is a node that its id names, or the path of the note about it.

    Args:
        field: the map.
        notes: path of the note about an entry, by id.
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    nodes = {id_: notes.get(id_, id_) for id_ in field.concepts}
    for id_, node in nodes.items():
        graph.add_node(node, **entry_facts(field, id_), exists=id_ in notes)
    for id_, one in field.concepts.items():
        for need in one.needs:
            evidence = Evidence(
                "mapped", "", None, "map", field.origin(id_, need), field.line(id_, need)
            )
            graph.add_edges_from([(nodes[need], nodes[id_], EdgeFacts.of((evidence,)))])
    return graph
