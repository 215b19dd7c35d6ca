"""The ordering problem in whole numbers: jobs with hours, a value and what must come before."""

from __future__ import annotations

import heapq
import math
from fractions import Fraction
from typing import TYPE_CHECKING

from kbpivot.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Jobs", "bits", "linear_order", "whole_numbers"]

# Hours come in whole minutes or two or three decimals, values in twentieths or decimals; the first
# denominator that carries every number keeps the products inside a machine word.
_DENOMINATORS = (1, 20, 60, 100, 1_000, 6_000, 60_000, 1_000_000, 60_000_000)


class Jobs(Record, frozen=True):
    """Jobs 0 … n-1, numbered so that every job has a higher number than what it needs.

    Attributes:
        hours: time of each job, as whole numbers of one unit.
        values: value of each job, as whole numbers of one unit.
        parents: the jobs that each job directly needs.
        before: all jobs that each job needs, directly or not, as a bit set; without the job.
        labels: the number of each job in the problem this one was cut from.
    """

    hours: tuple[int, ...]
    values: tuple[int, ...]
    parents: tuple[tuple[int, ...], ...]
    before: tuple[int, ...]
    labels: tuple[int, ...]

    @classmethod
    def build(
        cls,
        *,
        hours: Sequence[int],
        values: Sequence[int],
        parents: Sequence[Iterable[int]],
        labels: Sequence[int] | None = None,
    ) -> Jobs:
        """Build jobs whose `parents` already have lower numbers than their dependants."""
        before: list[int] = []
        direct = tuple(tuple(sorted(set(needs))) for needs in parents)
        for needs in direct:
            mask = 0
            for parent in needs:
                mask |= before[parent] | 1 << parent
            before.append(mask)
        numbers = range(len(direct)) if labels is None else labels
        return cls(tuple(hours), tuple(values), direct, tuple(before), tuple(numbers))

    def __len__(self) -> int:
        return len(self.hours)

    def part(self, members: Sequence[int]) -> Jobs:
        """Return the problem left to `members` (ascending) once all they need besides is done."""
        new = {old: number for number, old in enumerate(members)}
        return Jobs.build(
            hours=[self.hours[job] for job in members],
            values=[self.values[job] for job in members],
            parents=[[new[up] for up in self.parents[job] if up in new] for job in members],
            labels=[self.labels[job] for job in members],
        )

    def renumbered(self, needs: Sequence[int]) -> Jobs:
        """Return the same jobs with the constraints `needs` (bit sets, transitive and acyclic)."""
        sequence = sorted(range(len(self)), key=lambda job: (needs[job].bit_count(), job))
        new = {old: number for number, old in enumerate(sequence)}
        return Jobs.build(
            hours=[self.hours[job] for job in sequence],
            values=[self.values[job] for job in sequence],
            parents=[[new[up] for up in bits(needs[job])] for job in sequence],
            labels=[self.labels[job] for job in sequence],
        )

    def filled(self, goals: Iterable[int]) -> list[int]:
        """Return the order of all jobs that reaches `goals` in turn, each with what it needs."""
        done = 0
        out: list[int] = []
        for goal in goals:
            fresh = (self.before[goal] | 1 << goal) & ~done
            out.extend(bits(fresh))
            done |= fresh
        out.extend(bits((1 << len(self)) - 1 & ~done))
        return out

    def cost(self, order: Iterable[int]) -> int:
        """Return Σ value × completion time of `order`, in units of hours × units of value."""
        time = total = 0
        for job in order:
            time += self.hours[job]
            total += self.values[job] * time
        return total


def bits(mask: int) -> Iterator[int]:
    """Yield the numbers in a bit set, ascending."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def linear_order(needs: Sequence[Iterable[int]]) -> list[int] | None:
    """Return the order of items that always takes the lowest number ready; None with a cycle."""
    waiting = [0] * len(needs)
    dependants: list[list[int]] = [[] for _ in needs]
    for item, ups in enumerate(needs):
        for up in ups:
            dependants[up].append(item)
            waiting[item] += 1
    ready = [item for item, count in enumerate(waiting) if not count]
    out: list[int] = []
    while ready:
        item = heapq.heappop(ready)
        out.append(item)
        for later in dependants[item]:
            waiting[later] -= 1
            if not waiting[later]:
                heapq.heappush(ready, later)
    return out if len(out) == len(needs) else None


def whole_numbers(numbers: Sequence[float]) -> tuple[list[int], int]:
    """Return `numbers` as integers over one denominator, and that denominator.

    Without loss: a number is taken for a fraction only when that fraction, as a float, is the
    number itself; when no small denominator carries all of them, the binary fractions do.
    """
    for denominator in _DENOMINATORS:
        scaled = [round(number * denominator) for number in numbers]
        if all(a / denominator == b for a, b in zip(scaled, numbers, strict=True)):
            return scaled, denominator
    exact = [Fraction(number) for number in numbers]
    denominator = math.lcm(*(number.denominator for number in exact))
    return [int(number * denominator) for number in exact], denominator
