"""Notes that come before each other: one shortest cycle per strongly connected component."""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from typing import TYPE_CHECKING

from kbpivot.graph.edges import Edge, Evidence, evidence_of
from kbpivot.graph.precedence import components
from kbpivot.record import Record

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Cycle", "cycles"]


class Cycle(Record, frozen=True):
    """A shortest way round; each node comes before the next, and the last before the first.

    Attributes:
        nodes: the nodes in that order, the first in order of path leading.
        edges: the stated edges between them, the closing one last.
        members: how many nodes the whole knot has.
    """

    nodes: tuple[str, ...]
    edges: tuple[Edge, ...]
    members: int

    @property
    def places(self) -> tuple[Evidence, ...]:
        """The two places that disagree: what puts the first node first, and what puts it last."""
        return (self.edges[0].evidence[:1]) + (self.edges[-1].evidence[:1])


def cycles(G: nx.DiGraph[str]) -> tuple[Cycle, ...]:
    """Find one shortest cycle in each knot of stated edges.

    Args:
        G: a prerequisite graph; an edge without `grade` counts as stated.

    Returns:
        One cycle per strongly connected component with more than one node, by first node.
    """
    successors: dict[str, list[str]] = {node: [] for node in sorted(G)}
    for before, after, facts in G.edges(data=True):
        if facts.get("grade", "stated") == "stated" and before != after:
            successors[before].append(after)
    for after_list in successors.values():
        after_list.sort()
    found: list[Cycle] = []
    for component in components(successors):
        if len(component) > 1:
            nodes = _shortest(component, successors)
            first = nodes.index(min(nodes))
            nodes = nodes[first:] + nodes[:first]
            edges = tuple(_edge(G, a, b) for a, b in pairwise([*nodes, nodes[0]]))
            found.append(Cycle(tuple(nodes), edges, len(component)))
    return tuple(sorted(found, key=lambda cycle: cycle.nodes))


def _edge(G: nx.DiGraph[str], before: str, after: str) -> Edge:
    evidence = tuple(e for e in evidence_of(G.edges[before, after]) if e.grade == "stated")
    return Edge(before, after, "stated", evidence)


def _shortest(component: list[str], successors: dict[str, list[str]]) -> list[str]:
    """A shortest cycle of one component.

    From each node in turn the shortest way back is sought, no deeper than the best so far; then
    the node and everything that stands on no cycle without it are taken out.
    """
    inside = set(component)
    after = {node: [n for n in successors[node] if n in inside] for node in sorted(component)}
    before: dict[str, list[str]] = {node: [] for node in after}
    for node, following in after.items():
        for one in following:
            before[one].append(node)
    outgoing = {node: len(following) for node, following in after.items()}
    incoming = {node: len(preceding) for node, preceding in before.items()}
    best: list[str] = []
    for start in after:
        if start not in inside:
            continue
        way = _way_back(start, after, inside, len(best))
        if way and (not best or len(way) < len(best)):
            best = way
            if len(best) == 2:
                break
        work = [start]
        while work:
            node = work.pop()
            if node not in inside:
                continue
            inside.remove(node)
            for one in after[node]:
                incoming[one] -= 1
                if one in inside and not incoming[one]:
                    work.append(one)
            for one in before[node]:
                outgoing[one] -= 1
                if one in inside and not outgoing[one]:
                    work.append(one)
    return best


def _way_back(start: str, after: dict[str, list[str]], inside: set[str], bound: int) -> list[str]:
    """The shortest cycle through `start`, shorter than `bound` (0 for no bound); empty for none."""
    parent: dict[str, str] = {start: ""}
    queue = deque([(start, 1)])
    while queue:
        node, length = queue.popleft()
        if bound and length >= bound:
            return []
        for one in after[node]:
            if one == start:
                way = [node]
                while way[-1] != start:
                    way.append(parent[way[-1]])
                return way[::-1]
            if one in inside and one not in parent:
                parent[one] = node
                queue.append((one, length + 1))
    return []
