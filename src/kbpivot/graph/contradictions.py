"""Where a list or numbered files put a note before something it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kbpivot.graph.precedence import components
from kbpivot.graph.recall import recalled
from kbpivot.model import Span
from kbpivot.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kbpivot.graph.curricula import Run

__all__ = ["Contradiction", "contradicted"]

_SHOWN = 8  # notes that a contradiction names, if not more are needed directly
_BATCH = 4096  # places in runs that one pass over the graph looks after


class Contradiction(Record, frozen=True):
    """An order that disagrees with what the notes state, once for each note that comes too early.

    Attributes:
        path: the index that lists it; for numbered files and a map, the note that comes too early.
        span: its entry in the index, None for numbered files.
        form: `index`, `numbers` or `map`.
        key: the heading over the list, the file name, or the name of the map.
        early: the note that comes too early.
        needs: what it needs and the run lists only later, in the order of the run: all that it
            names itself, and of what these need in turn enough to make eight.
    """

    path: str
    span: Span | None
    form: Literal["index", "numbers", "menu", "map"]
    key: str
    early: str
    needs: tuple[str, ...]


def contradicted(
    runs: Sequence[Run], stated: Iterable[tuple[str, str]]
) -> tuple[Contradiction, ...]:
    """Find every note that a run puts before something it needs.

    Args:
        runs: the orders.
        stated: pairs of nodes, the first before the second. Notes that need each other
            contradict themselves already and are not held against an order.

    Returns:
        Contradictions by path and place.
    """
    if not runs:
        return ()
    pairs = sorted(set(stated))
    return recalled(
        "contradicted",
        lambda: (runs, pairs),
        lambda: _contradicted(runs, pairs),
        kept=tuple[Contradiction, ...],
        size=len(pairs),
    )


def _contradicted(
    runs: Sequence[Run], pairs: Sequence[tuple[str, str]]
) -> tuple[Contradiction, ...]:
    after: dict[str, list[str]] = {}
    before: dict[str, list[str]] = {}
    for first, second in pairs:
        after.setdefault(first, []).append(second)
        after.setdefault(second, [])
        before.setdefault(second, []).append(first)
    units = components(after)
    unit_of = {node: number for number, members in enumerate(units) for node in members}
    found: list[Contradiction] = []
    batch: list[Run] = []
    size = 0
    for run in runs:
        if sum(stop.node in unit_of for stop in run.stops) < 2:
            continue
        batch.append(run)
        size += len(run.stops)
        if size >= _BATCH:
            found.extend(_in_batch(batch, units, unit_of, before))
            batch, size = [], 0
    found.extend(_in_batch(batch, units, unit_of, before))
    return tuple(sorted(found, key=_place))


def _place(one: Contradiction) -> tuple[str, int, str]:
    return one.path, -1 if one.span is None else one.span.start, one.early


def _in_batch(
    runs: Sequence[Run],
    units: list[list[str]],
    unit_of: dict[str, int],
    before: dict[str, list[str]],
) -> Iterable[Contradiction]:
    if not runs:
        return
    # One bit for each unit that some run names; a unit's mask holds the units it builds on.
    bits: dict[int, int] = {}
    for run in runs:
        for stop in run.stops:
            unit = unit_of.get(stop.node)
            if unit is not None:
                bits.setdefault(unit, len(bits))
    needs = [0] * len(units)
    for number, members in enumerate(units):
        mask = 0
        for member in members:
            for node in before.get(member, ()):
                unit = unit_of[node]
                if unit != number:
                    mask |= needs[unit]
                    if unit in bits:
                        mask |= 1 << bits[unit]
        needs[number] = mask
    for run in runs:
        yield from _in_run(run, needs, bits, unit_of, before)


def _in_run(
    run: Run,
    needs: Sequence[int],
    bits: dict[int, int],
    unit_of: dict[str, int],
    before: dict[str, list[str]],
) -> Iterable[Contradiction]:
    position = {stop.node: place for place, stop in enumerate(run.stops)}
    listed: dict[int, list[int]] = {}  # bit to the places, so far, of that unit in the run
    later = 0
    beside: list[tuple[int, int]] = []  # units and places of the same level
    for place in range(len(run.stops) - 1, -1, -1):
        stop = run.stops[place]
        if place + 1 < len(run.stops) and run.stops[place + 1].level != stop.level:
            for passed, other in beside:
                later |= 1 << bits[passed]
                listed.setdefault(bits[passed], []).append(other)
            beside = []
        unit = unit_of.get(stop.node)
        if unit is None:
            continue
        missing = needs[unit] & later
        if missing:
            direct = {
                position[node]
                for node in before.get(stop.node, ())
                if position.get(node, -1) > place
                and run.stops[position[node]].level != stop.level
                and missing >> bits[unit_of[node]] & 1
            }
            while missing and len(direct) < _SHOWN:
                lowest = missing & -missing
                missing ^= lowest
                direct.update(listed[lowest.bit_length() - 1])
            names = tuple(run.stops[number].node for number in sorted(direct))
            evidence = stop.evidence
            yield Contradiction(
                evidence.path, evidence.span, run.form, evidence.key, stop.node, names
            )
        beside.append((unit, place))
