"""Edges that a picture may leave out, because a chain of others says them already."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kbpivot.render.drawing.theme import GRADES, Grade

__all__ = ["implied_edges", "strong_components"]


def strong_components(nodes: Collection[str], links: Mapping[str, list[str]]) -> dict[str, int]:
    """Number strongly connected components so that an edge never leads to a higher number.

    Tarjan's algorithm without recursion.
    """
    component: dict[str, int] = {}
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    count = 0
    for root in nodes:
        if root in number:
            continue
        trail = [(root, iter(links[root]))]
        number[root] = low[root] = len(number)
        stack.append(root)
        while trail:
            node, rest = trail[-1]
            for target in rest:
                if target not in number:
                    number[target] = low[target] = len(number)
                    stack.append(target)
                    trail.append((target, iter(links[target])))
                    break
                if target not in component:
                    low[node] = min(low[node], number[target])
            else:
                trail.pop()
                if trail:
                    low[trail[-1][0]] = min(low[trail[-1][0]], low[node])
                if low[node] == number[node]:
                    while True:
                        member = stack.pop()
                        component[member] = count
                        if member == node:
                            break
                    count += 1
    return component


def implied_edges(
    grades: Mapping[tuple[str, str], Grade], *, nodes: Collection[str]
) -> set[tuple[str, str]]:
    """Edges that a chain of edges at least as sure says already.

    A stated edge is never left out because of a guess: each grade is compared with chains of
    its own grade and the surer ones. Inside a cycle nothing is implied. The sets of what a
    component reaches are bits of Python integers.
    """
    implied: set[tuple[str, str]] = set()
    for number, grade in enumerate(GRADES):
        sure = frozenset(GRADES[: number + 1])
        if grade not in grades.values():
            continue
        links: dict[str, list[str]] = {node: [] for node in nodes}
        for pair in grades:
            if grades[pair] in sure:
                links[pair[0]].append(pair[1])
        component = strong_components(nodes, links)
        onward: dict[int, set[int]] = {}
        for node, following in links.items():
            mine = onward.setdefault(component[node], set())
            mine.update(component[target] for target in following)
            mine.discard(component[node])
        reach = [0] * len(onward)
        beyond = [0] * len(onward)
        for index in range(len(onward)):
            for after in onward[index]:
                beyond[index] |= reach[after]
            reach[index] = beyond[index]
            for after in onward[index]:
                reach[index] |= 1 << after
        for source, target in grades:
            a, b = component[source], component[target]
            if grades[source, target] == grade and beyond[a] >> b & 1:
                implied.add((source, target))
    return implied
