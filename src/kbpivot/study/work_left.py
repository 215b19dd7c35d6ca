"""What is left to do of a graph's notes: which are satisfied, and how many hours each still takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kbpivot.graph.attributes import own_title
from kbpivot.schedule.graph_instance import DEFAULT_HOURS
from kbpivot.study.state import KnowledgeState, name_key

if TYPE_CHECKING:
    from typing import TypeAlias

    import networkx as nx

    Graph: TypeAlias = nx.DiGraph[str]

__all__ = ["STUDY_KINDS", "hours_of", "satisfied"]

STUDY_KINDS = frozenset({"paper", "concept", "code", "other", ""})
"""Kinds of notes that are studied; the others list, plan, log or explain."""


def hours_of(
    G: Graph, state: KnowledgeState | None = None, *, hours: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Return the hours each node still takes.

    Args:
        G: nodes may have `hours`; the default is 1.3.
        state: time logged on a started note is taken off, but a tenth of it always remains.
        hours: hours that are better known than the graph's.
    """
    given = {} if hours is None else hours
    found: dict[str, float] = {}
    for node, facts in G.nodes(data=True):
        value = given.get(node, facts.get("hours"))
        found[node] = DEFAULT_HOURS if value is None else max(float(value), 0.0)
    for path, minutes in (state.spent if state is not None else {}).items():
        if path in found:
            found[path] = max(found[path] - minutes / 60, found[path] / 10)
    return found


def satisfied(G: Graph, state: KnowledgeState) -> frozenset[str]:
    """Return the nodes that block nobody: mastered, assumed, or known by name."""
    nodes = {node for node in (*state.mastered, *state.assumed) if node in G}
    if state.names:
        known = {name_key(name) for name in state.names}
        nodes.update(
            node
            for node, facts in G.nodes(data=True)
            if not facts.get("exists", True)
            and (name_key(node) in known or name_key(own_title(G, node)) in known)
        )
    return frozenset(nodes)
