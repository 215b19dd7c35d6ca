"""Which note leads to which along stated edges, for many pairs at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kbpivot.graph.precedence import components

__all__ = ["reaching"]

_SOURCES_AT_ONCE: Final = 8192


def reaching(pairs: Sequence[tuple[int, int]], *, edges: Iterable[tuple[int, int]]) -> list[bool]:
    """Say for each pair (a, b) whether a path of edges leads from a to b.

    Ancestors are bit sets, some thousands of sources at a time, so that memory stays small on
    large vaults. Notes of one cycle lead to each other.
    """
    after: dict[int, set[int]] = {}
    for a, b in edges:
        after.setdefault(a, set()).add(b)
        after.setdefault(b, set())
    unit: dict[int, int] = {}
    cyclic: set[int] = set()
    # `components` wants names; two-way tables keep it the one implementation.
    named = {str(a): [str(b) for b in sorted(behind)] for a, behind in sorted(after.items())}
    for number, members in enumerate(components(named)):
        for member in members:
            unit[int(member)] = number
        if len(members) > 1:
            cyclic.add(number)
    behind: list[set[int]] = [set() for _ in range(len(set(unit.values())))]
    for a, successors in after.items():
        for b in successors:
            if unit[a] != unit[b]:
                behind[unit[b]].add(unit[a])
    wanted = sorted({unit[a] for a, b in pairs if a in unit and b in unit})
    found = [False] * len(pairs)
    for begin in range(0, len(wanted), _SOURCES_AT_ONCE):
        bit = {source: 1 << k for k, source in enumerate(wanted[begin : begin + _SOURCES_AT_ONCE])}
        above: list[int] = []
        for number, sources in enumerate(behind):
            bits = 0
            for source in sources:
                bits |= above[source] | bit.get(source, 0)
            above.append(bits | (bit.get(number, 0) if number in cyclic else 0))
        for k, (a, b) in enumerate(pairs):
            if a in unit and b in unit and unit[a] in bit:
                found[k] = bool(above[unit[b]] & bit[unit[a]])
    return found
