"""Orders of nodes: strongly connected components, and a topological order that grows by edges."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable
from typing import TYPE_CHECKING, Literal, TypeVar

from kbpivot.graph.recall import recalled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

__all__ = ["Precedence", "admitted", "components"]

_Node = TypeVar("_Node", bound=Hashable)

_SPACE = 1 << 40  # between the labels of neighbours in an order, for what is moved there


def components(successors: Mapping[_Node, Collection[_Node]]) -> list[list[_Node]]:
    """Strongly connected components, ancestors before descendants (Tarjan 1972, no recursion).

    Args:
        successors: for every node, the nodes behind it; iteration order decides ties.
    """
    index: dict[_Node, int] = {}
    low: dict[_Node, int] = {}
    on_stack: set[_Node] = set()
    stack: list[_Node] = []
    found: list[list[_Node]] = []
    for root in successors:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        work = [(root, iter(successors[root]))]
        while work:
            node, rest = work[-1]
            for after in rest:
                if after not in index:
                    index[after] = low[after] = len(index)
                    stack.append(after)
                    on_stack.add(after)
                    work.append((after, iter(successors.get(after, ()))))
                    break
                if after in on_stack and index[after] < low[node]:
                    low[node] = index[after]
            else:
                work.pop()
                if work and low[node] < low[work[-1][0]]:
                    low[work[-1][0]] = low[node]
                if low[node] == index[node]:
                    component: list[_Node] = []
                    while True:
                        member = stack.pop()
                        on_stack.remove(member)
                        component.append(member)
                        if member == node:
                            break
                    found.append(component)
    found.reverse()
    return found


def admitted(given: Iterable[tuple[str, str]], offered: Sequence[tuple[str, str]]) -> list[bool]:
    """Tell which edges can be added in turn, each unless it closes a cycle with those before it.

    The answers are those of `Precedence.add`. An edge between two components of the graph of all
    edges lies on no cycle, so only the others are weighed one by one; mostly there are none.

    Args:
        given: edges that hold, also where they go round in a circle.
        offered: the edges to add, the first before the others.
    """
    held = sorted(set(given))
    return recalled(
        "admitted",
        lambda: (held, offered),
        lambda: _admitted(held, offered),
        kept=list[bool],
        size=len(held) + len(offered),
    )


def _admitted(held: Sequence[tuple[str, str]], offered: Sequence[tuple[str, str]]) -> list[bool]:
    successors: dict[str, list[str]] = {}
    for pairs in (held, offered):
        for before, after in pairs:
            successors.setdefault(before, []).append(after)
            successors.setdefault(after, [])
    unit: dict[str, int] = {}
    for number, members in enumerate(components(successors)):
        if len(members) > 1:
            unit |= dict.fromkeys(members, number)

    def on_cycle(before: str, after: str) -> bool:
        return before in unit and unit[before] == unit.get(after)

    doubtful = [on_cycle(*pair) for pair in offered]
    found = [before != after for before, after in offered]
    if any(doubtful):
        precedence = Precedence(pair for pair in held if on_cycle(*pair))
        refused: set[tuple[str, str]] = set()
        for place, pair in enumerate(offered):
            if doubtful[place]:
                found[place] = pair not in refused and precedence.admit(*pair)
                if not found[place]:
                    refused.add(pair)
    return found


class Precedence:
    """A topological order that takes further edges as long as they close no cycle.

    The order is kept up to date as in Pearce and Kelly (2007), but only the smaller of the two
    sets that an edge puts out of order is moved, to labels between those of two neighbours.
    So adding m edges to a vault's graph costs little more than reading them. Nodes of one cycle
    are one unit.
    """

    def __init__(self, edges: Iterable[tuple[str, str]]) -> None:
        pairs = sorted(set(edges))
        successors: dict[str, list[str]] = {}
        for before, after in pairs:
            successors.setdefault(before, []).append(after)
            successors.setdefault(after, [])
        self._unit: dict[str, int] = {}
        self._rank: list[int] = []
        for number, members in enumerate(components(successors)):
            for member in members:
                self._unit[member] = number
            self._rank.append(number * _SPACE)
        self._labels = list(self._rank)
        self._after: list[set[int]] = [set() for _ in self._rank]
        self._before: list[set[int]] = [set() for _ in self._rank]
        for before, after in pairs:
            a, b = self._unit[before], self._unit[after]
            if a != b:
                self._after[a].add(b)
                self._before[b].add(a)
        self._given: list[frozenset[int] | set[int]] = [set(units) for units in self._after]

    def rank(self, node: str) -> int | None:
        """A number that grows along the present order; None for a node that no edge names."""
        unit = self._unit.get(node)
        return None if unit is None else self._rank[unit]

    def leads(self, before: str, after: str) -> bool:
        """True when the edges given at the start lead from `before` to `after`."""
        a, b = self._unit.get(before), self._unit.get(after)
        if a is None or b is None or before == after:
            return False
        return a == b or self._reaches(a, b, given=True)

    def add(self, before: str, after: str) -> Literal["added", "given", "later"]:
        """Add an edge unless it closes a cycle.

        Returns:
            `added`; or `given` when the edges given at the start lead the other way, or `later`
            when only together with edges added since they do.
        """
        a, b = self._number(before), self._number(after)
        if a == b:
            return "given"
        if b in self._after[a]:
            return "added"
        if self._rank[a] > self._rank[b]:
            if self._reaches(b, a, given=True):
                return "given"
            if not self._reorder(a, b):
                return "later"
        self._after[a].add(b)
        self._before[b].add(a)
        return "added"

    def admit(self, before: str, after: str) -> bool:
        """Add an edge unless it closes a cycle, whichever edges that takes; sooner than `add`."""
        a, b = self._number(before), self._number(after)
        if a == b:
            return False
        if b not in self._after[a]:
            if self._rank[a] > self._rank[b] and not self._reorder(a, b):
                return False
            self._after[a].add(b)
            self._before[b].add(a)
        return True

    def _number(self, node: str) -> int:
        unit = self._unit.get(node)
        if unit is None:
            unit = self._unit[node] = len(self._rank)
            label = self._labels[-1] + _SPACE if self._labels else 0
            self._rank.append(label)
            self._labels.append(label)
            self._after.append(set())
            self._before.append(set())
            self._given.append(set())
        return unit

    def _reaches(self, start: int, goal: int, *, given: bool) -> bool:
        edges, bound = (self._given if given else self._after), self._rank[goal]
        if self._rank[start] > bound:
            return False
        seen, work = {start}, [start]
        while work:
            for unit in edges[work.pop()]:
                if unit == goal:
                    return True
                if unit not in seen and self._rank[unit] < bound:
                    seen.add(unit)
                    work.append(unit)
        return False

    def _reorder(self, a: int, b: int) -> bool:
        """Move what leads to `a` before what `b` leads to; False when `b` leads to `a`."""
        found = self._one_side(b, a)
        if found is None:
            return False
        moved, ahead = found
        moved.sort(key=self._rank.__getitem__)
        # Ahead of `b` is moved right behind `a`, what leads to `a` right before `b`.
        place = bisect_right(self._labels, self._rank[a]) if ahead else self._place(b)
        low = self._labels[place - 1] if place else self._labels[0] - _SPACE
        high = self._labels[place] if place < len(self._labels) else self._labels[-1] + _SPACE
        step = (high - low) // (len(moved) + 1)
        if not step or len(self._labels) > 8 * len(self._rank) + 64:
            self._relabel()
            return self._reorder(a, b)
        labels = range(low + step, low + step * (len(moved) + 1), step)
        for unit, label in zip(moved, labels, strict=True):
            self._rank[unit] = label
        self._labels[place:place] = labels
        return True

    def _place(self, unit: int) -> int:
        return bisect_left(self._labels, self._rank[unit])

    def _relabel(self) -> None:
        """Give all units new labels in the same order, with room between them."""
        order = sorted(range(len(self._rank)), key=self._rank.__getitem__)
        for number, unit in enumerate(order):
            self._rank[unit] = number * _SPACE
        self._labels = list(range(0, len(order) * _SPACE, _SPACE))

    def _one_side(self, start: int, goal: int) -> tuple[list[int], bool] | None:
        """What `start` leads to, or else what leads to `goal`, as far as it lies between them.

        The two are searched in turn, the one with less to look at first; the side that is known
        first is returned, and True where it is that of `start`. None when `start` leads to `goal`.
        """
        rank, after, before = self._rank, self._after, self._before
        lower, upper = rank[start], rank[goal]
        ahead, behind = {start}, {goal}
        front, back = [start], [goal]
        while front and back:
            onward = len(front) <= len(back)
            edges, seen, other = (after, ahead, behind) if onward else (before, behind, ahead)
            reached: list[int] = []
            for unit in front if onward else back:
                for beside in edges[unit]:
                    if beside in other:
                        return None
                    if beside not in seen and lower < rank[beside] < upper:
                        seen.add(beside)
                        reached.append(beside)
            if onward:
                front = reached
            else:
                back = reached
        return ([*behind], False) if front else ([*ahead], True)
