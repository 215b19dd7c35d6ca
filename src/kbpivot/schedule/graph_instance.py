"""What is to be ordered: the notes under some goals, as jobs in whole numbers."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from kbpivot.graph.precedence import components
from kbpivot.record import Record
from kbpivot.schedule.instance import Jobs, linear_order, whole_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    import networkx as nx
    from _typeshed import SupportsRichComparison

__all__ = ["DEFAULT_HOURS", "Problem", "checked", "study_problem"]

DEFAULT_HOURS = 1.3


class Problem(Record, frozen=True):
    """The notes that goals need, gathered into units that nothing else is studied between.

    Attributes:
        jobs: one job for each unit, in the order that ties are broken by.
        units: the notes of each job, in the order to study them: one, or those of a cycle.
        hours_scale: the units of `jobs` that make an hour.
        values_scale: the units of `jobs` that make a value of 1.
        inside: cost to add to that of the jobs, for notes met before their unit is finished.
        value: Σ value over the notes.
    """

    jobs: Jobs
    units: tuple[tuple[str, ...], ...]
    hours_scale: int
    values_scale: int
    inside: int
    value: float

    def notes(self, order: Iterable[int]) -> tuple[str, ...]:
        """Return the notes of `order`, a sequence of jobs."""
        return tuple(note for job in order for note in self.units[job])

    def cost(self, total: int) -> float:
        """Return a cost of jobs as value × hours."""
        return _quotient(total + self.inside, self.hours_scale * self.values_scale)

    def delay(self, total: int) -> float:
        """Return a difference in cost of jobs as hours, on average over the value."""
        value = sum(self.jobs.values)
        return _quotient(total, value * self.hours_scale) if value else 0.0

    def bound(self, doubled: int) -> float:
        """Return twice a bound on the cost of jobs as a bound in value × hours."""
        scale = 2 * self.hours_scale * self.values_scale
        return _quotient(doubled + 2 * self.inside, scale)


def study_problem(
    G: nx.DiGraph[str],
    *,
    value: Mapping[str, float],
    hours: Mapping[str, float],
    mastered: AbstractSet[str],
    ties: Mapping[str, SupportsRichComparison] | None,
) -> Problem:
    """Return the notes of `G` with value and all their ancestors, without those mastered."""
    goals = [note for note in G if checked(value.get(note, 0), note, "value") > 0]
    needed = _with_ancestors(G, (note for note in goals if note not in mastered)) - mastered

    def standing(note: str) -> tuple[object, ...]:
        hint = (1,) if ties is None or note not in ties else (0, ties[note])
        title = str(G.nodes[note].get("title", note))
        return (hint, length[note], title, str(note), type(note).__qualname__)

    length = {note: checked(hours.get(note, DEFAULT_HOURS), note, "hours") for note in needed}
    notes = sorted(needed, key=standing)
    number = {note: index for index, note in enumerate(notes)}
    needs = [
        sorted(number[up] for up in G.predecessors(note) if up in number and up != note)
        for note in notes
    ]
    whole_hours, hours_scale = whole_numbers([length[note] for note in notes])
    worth = [float(value.get(note, 0)) for note in notes]
    whole_values, values_scale = whole_numbers(worth)

    order = linear_order(needs)
    groups = [[index] for index in order] if order is not None else _units(needs)
    inside = 0
    for group in groups:
        if len(group) > 1:
            group.sort(key=lambda index: (_rank(whole_values[index], whole_hours[index]), index))
            inside += _early(group, whole_hours, whole_values)
    home = {index: unit for unit, group in enumerate(groups) for index in group}
    jobs = Jobs.build(
        hours=[sum(whole_hours[index] for index in group) for group in groups],
        values=[sum(whole_values[index] for index in group) for group in groups],
        parents=[
            {home[up] for index in group for up in needs[index]} - {unit}
            for unit, group in enumerate(groups)
        ],
    )
    units = tuple(tuple(notes[index] for index in group) for group in groups)
    return Problem(jobs, units, hours_scale, values_scale, inside, math.fsum(worth))


def checked(number: float, note: str, what: str) -> float:
    """Return a value or an hour of `note`, or raise ValueError."""
    if not (math.isfinite(number) and number >= 0):
        raise ValueError(f"The {what} of {note!r} must be a finite number of at least 0: {number}.")
    return float(number)


def _with_ancestors(G: nx.DiGraph[str], goals: Iterable[str]) -> set[str]:
    found = set(goals)
    todo = list(found)
    while todo:
        for up in G.predecessors(todo.pop()):
            if up not in found:
                found.add(up)
                todo.append(up)
    return found


def _units(needs: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the strong components, each after those it needs and by its lowest note."""
    after: dict[int, list[int]] = {index: [] for index in range(len(needs))}
    for index, ups in enumerate(needs):
        for up in ups:
            after[up].append(index)
    groups = sorted(map(sorted, components(after)))
    home = {index: unit for unit, group in enumerate(groups) for index in group}
    order = linear_order(
        [
            {home[up] for index in group for up in needs[index]} - {unit}
            for unit, group in enumerate(groups)
        ]
    )
    assert order is not None, "strong components form no cycle"
    return [groups[unit] for unit in order]


def _rank(value: int, hours: int) -> tuple[int, Fraction]:
    """Return a sort key that puts the most value per hour first."""
    if not hours:
        return (0, Fraction(0)) if value else (2, Fraction(0))
    return (1, Fraction(-value, hours))


def _early(group: Sequence[int], hours: Sequence[int], values: Sequence[int]) -> int:
    """Return the cost of `group` in its order, less that of meeting all of it at its end."""
    left = total = 0
    for index in reversed(group):
        total -= values[index] * left
        left += hours[index]
    return total


def _quotient(number: int, divisor: int) -> float:
    try:
        return number / divisor
    except OverflowError:
        return math.inf
