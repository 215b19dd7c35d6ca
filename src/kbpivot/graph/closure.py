"""What leads to a node and what it leads to: closures, cyclic nodes, counts of descendants.

All functions take any `nx.DiGraph`. Nothing here is slower than linear but where it says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from kbpivot.graph.attributes import stores
from kbpivot.graph.memo import known_of
from kbpivot.graph.precedence import components as graph_components

if TYPE_CHECKING:
    from typing import TypeAlias

    import networkx as nx

    Graph: TypeAlias = nx.DiGraph[str]

__all__ = [
    "components",
    "cyclic_nodes",
    "descendant_counts",
    "predecessors",
    "with_ancestors",
    "with_descendants",
]

_COUNTED = 20_000


def with_ancestors(G: Graph, nodes: Iterable[str]) -> set[str]:
    """Return the nodes and everything that leads to them."""
    return _reached(stores(G)[2], nodes)


def with_descendants(G: Graph, nodes: Iterable[str]) -> set[str]:
    """Return the nodes and everything they lead to."""
    return _reached(stores(G)[1], nodes)


def _reached(steps: Mapping[str, Mapping[str, object]], nodes: Iterable[str]) -> set[str]:
    found = set(nodes)
    ahead = list(found)
    while ahead:
        for node in steps[ahead.pop()]:
            if node not in found:
                found.add(node)
                ahead.append(node)
    return found


def predecessors(G: Graph) -> Mapping[str, Collection[str]]:
    """Return what leads to each node directly; looked up faster than through the graph's views."""
    return stores(G)[2]


def components(G: Graph, nodes: Iterable[str]) -> list[list[str]]:
    """Return the strongly connected components of a part of the graph, prerequisites first.

    Each is sorted by name, and so are components that nothing orders, as far as edges allow.
    """
    # The search ends with what it began with, so it begins with the last names.
    inside = dict.fromkeys(sorted(nodes, reverse=True))
    successors = stores(G)[1]
    return [
        sorted(members) if len(members) > 1 else members
        for members in graph_components(
            {
                node: sorted([after for after in successors[node] if after in inside], reverse=True)
                for node in inside
            }
        )
    ]


def cyclic_nodes(G: Graph) -> Collection[str]:
    """Return the nodes on circles, and what stands between circles; of most graphs, none."""
    looked = known_of(G)
    if looked.circles is None:
        _, after, before = stores(G)
        waiting = {node: len(found) for node, found in before.items()}
        for steps in (after, before):
            free = [node for node, count in waiting.items() if not count]
            while free:
                node = free.pop()
                del waiting[node]
                for later in steps[node]:
                    if later in waiting:
                        waiting[later] -= 1
                        if not waiting[later]:
                            free.append(later)
            # Then the same from the other end.
            waiting = {node: sum(one in waiting for one in steps[node]) for node in waiting}
        looked.circles = frozenset(waiting)
    return looked.circles


def descendant_counts(
    G: Graph, *, leaving_out: AbstractSet[str] = frozenset()
) -> Mapping[str, int]:
    """Return for each node how many others lead on from it, directly or not.

    Sets of nodes are bits of one number, so that ten thousand nodes take a tenth of a second;
    beyond twenty thousand with edges, only direct ones are counted.

    Args:
        G: any directed graph.
        leaving_out: nodes that are not counted.
    """
    if leaving_out:
        return _counts_behind(G, leaving_out)
    looked = known_of(G)
    if looked.behind is None:
        looked.behind = _counts_behind(G, leaving_out)
    return looked.behind


def _counts_behind(G: Graph, leaving_out: AbstractSet[str]) -> dict[str, int]:
    _, successors, before = stores(G)
    linked = [node for node, found in successors.items() if found or before[node]]
    counts = dict.fromkeys(G, 0)
    if len(linked) > _COUNTED:
        for node in linked:
            counts[node] = sum(after not in leaving_out for after in successors[node])
        return counts
    # From the last notes back, so that the first sets are short; what is left then stands on a
    # circle or before one.
    behind: dict[str, int] = {}
    bit = 1
    waiting = {node: len(successors[node]) for node in linked}
    ready = [node for node, count in waiting.items() if not count]
    while ready:
        node = ready.pop()
        del waiting[node]
        mask = 0
        for after in successors[node]:
            mask |= behind[after]
        counts[node] = mask.bit_count()
        if node not in leaving_out:
            mask |= bit
            bit <<= 1
        behind[node] = mask
        for need in before[node]:
            waiting[need] -= 1
            if not waiting[need]:
                ready.append(need)
    knotted = {node: [n for n in successors[node] if n in waiting] for node in waiting}
    for members in reversed(graph_components(knotted)):
        mask = 0
        own: dict[str, int] = {}
        for node in members:
            for after in successors[node]:
                mask |= behind.get(after, 0)
            if node not in leaving_out:
                own[node] = bit
                mask |= bit
                bit <<= 1
        for node in members:
            behind[node] = mask
            counts[node] = (mask & ~own.get(node, 0)).bit_count()
    return counts
