"""Which notes a picture shows, in which order, and whose names must not show."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kbpivot.errors import NoteNotFoundError
from kbpivot.safe_text import one_line

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.DiGraph[str]

__all__ = [
    "chosen_nodes",
    "reading_order",
    "track_members",
]


def _reach(links: Mapping[str, Iterable[str]], start: Iterable[str]) -> set[str]:
    seen = set(start)
    waiting = deque(sorted(seen))
    while waiting:
        for node in links.get(waiting.popleft(), ()):
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return seen


def _needs(graph: Graph, follow: frozenset[str]) -> dict[str, list[str]]:
    return {
        node: [source for source, edge in graph.pred[node].items() if edge["grade"] in follow]
        for node in graph
    }


def chosen_nodes(
    graph: Graph, *, goal: str | None, around: str | None, depth: int, follow: frozenset[str]
) -> frozenset[str]:
    """Nodes that lead to `goal` or stand within `depth` steps of `around`; else all."""
    for name in (goal, around):
        if name is not None and name not in graph:
            raise NoteNotFoundError(name)
    chosen = frozenset(graph)
    if goal is not None:
        chosen &= _reach(_needs(graph, follow), [goal])
    if around is not None:
        near = {around}
        for links in (graph.pred, graph.succ):
            edge = {around}
            for _ in range(depth):
                edge = {m for n in edge for m in links[n]}
                near |= edge
        chosen &= near
    return chosen


def track_members(
    graph: Graph, tracks: Mapping[str, Iterable[str]], follow: frozenset[str]
) -> dict[str, set[str]]:
    """Nodes on the way to each track's goals, by the track's name."""
    needs = _needs(graph, follow) if tracks else {}
    return {
        one_line(name): _reach(needs, (goal for goal in tracks[name] if goal in graph))
        for name in sorted(tracks)
    }


def reading_order(graph: Graph, chosen: frozenset[str], wanted: Sequence[str]) -> dict[str, int]:
    """Number the nodes so that each stands behind what it needs.

    What the edges leave open goes by `wanted`, then title, then key, loose notes last. In a
    cycle the node that lacks least goes first, then the rest of the cycle falls open. Edges of
    weaker grades count as well, unless they alone hold everything up.
    """
    place = {node: number for number, node in enumerate(wanted)}
    rank = {
        node: (
            place.get(node, len(place)),
            not (graph.pred[node] or graph.succ[node]),
            one_line(str(graph.nodes[node]["title"])).casefold(),
            node,
        )
        for node in sorted(chosen)
    }
    weight = {"stated": 10**12, "ordered": 10**6, "mapped": 10**3, "inferred": 1, "optional": 1}
    lacking = {
        node: sum(
            weight[edge["grade"]]
            for source, edge in graph.pred[node].items()
            if source in chosen and source != node
        )
        for node in chosen
    }
    waiting = [(lack, rank[node], node) for node, lack in lacking.items()]
    heapq.heapify(waiting)
    order: dict[str, int] = {}
    while waiting:
        lack, _, node = heapq.heappop(waiting)
        if node in order or lack != lacking[node]:
            continue
        order[node] = len(order)
        for target, edge in graph.succ[node].items():
            if target in chosen and target not in order:
                lacking[target] -= weight[edge["grade"]]
                heapq.heappush(waiting, (lacking[target], rank[target], target))
    return order
