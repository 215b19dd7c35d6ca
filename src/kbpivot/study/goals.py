"""From what a person names to nodes of a graph, and what each goal is worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kbpivot.errors import AmbiguousNoteError, NoteNotFoundError
from kbpivot.graph.attributes import own_title
from kbpivot.study.state import name_key
from kbpivot.vault import base_key, near_names, planned_key

if TYPE_CHECKING:
    from typing import TypeAlias

    import networkx as nx

    Graph: TypeAlias = nx.DiGraph[str]

__all__ = ["goal_weights", "node_named"]


def node_named(G: Graph, name: str) -> str:
    """Return the node a name means: the node itself, a path without `.md`, a title or base name.

    Raises:
        AmbiguousNoteError: several nodes answer to it.
        NoteNotFoundError: none does; it carries near names.
    """
    for node in (name, f"{name}.md"):
        if node in G:
            return node
    found: list[str] = []
    for same in (base_key, planned_key, name_key):  # the closer spelling first
        key = same(name)
        found = sorted(node for node in G if key and key in {same(node), same(own_title(G, node))})
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousNoteError(name, near=tuple(found))
    raise NoteNotFoundError(name, near=near_names(name, ((own_title(G, n), n) for n in G)))


def goal_weights(G: Graph, goals: str | Iterable[str] | Mapping[str, float]) -> dict[str, float]:
    """Return the value of each goal by node: its weight, or 1.

    Raises:
        NoteNotFoundError: a goal is not in the graph.
        ValueError: a weight is not positive.
    """
    pairs = (
        [(goals, 1.0)]
        if isinstance(goals, str)
        else list(goals.items())
        if isinstance(goals, Mapping)
        else [(goal, 1.0) for goal in goals]
    )
    weights: dict[str, float] = {}
    for goal, weight in pairs:
        if not weight > 0:
            raise ValueError(f"The goal {goal!r} needs a weight above 0, not {weight}.")
        node = node_named(G, goal)
        weights[node] = max(weights.get(node, 0.0), float(weight))
    return weights
