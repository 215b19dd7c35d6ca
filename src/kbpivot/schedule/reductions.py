"""Smaller problems with the same least cost: merged prerequisites, implied orders, forced cuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.schedule.instance import Jobs, bits

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["forced_pieces", "merged", "with_implied_orders"]


def merged(jobs: Jobs) -> Jobs:
    """Return the goals, each with the valueless jobs that only it and its dependants need.

    A job without value is best done just before the first goal that needs it. If that goal is
    known, the two become one; otherwise the jobs needed by the same goals become one job.
    Jobs of the result that have no value carry the label -1.
    """
    goals = [job for job, value in enumerate(jobs.values) if value]
    needed_by = [0] * len(jobs)
    for goal in goals:
        for job in bits(jobs.before[goal]):
            needed_by[job] |= 1 << goal
    extra = dict.fromkeys(goals, 0)
    shared: dict[int, int] = {}
    for job, dependants in enumerate(needed_by):
        if jobs.values[job] or not dependants:
            continue
        first = next(bits(dependants))
        if all(jobs.before[goal] >> first & 1 for goal in bits(dependants ^ 1 << first)):
            extra[first] += jobs.hours[job]
        else:
            shared[dependants] = shared.get(dependants, 0) + jobs.hours[job]
    number = {goal: len(shared) + index for index, goal in enumerate(goals)}
    valued = sum(1 << goal for goal in goals)
    parents: list[list[int]] = [[] for _ in shared]
    for goal in goals:
        parents.append([number[up] for up in bits(jobs.before[goal] & valued)])
        parents[-1] += [index for index, whose in enumerate(shared) if whose >> goal & 1]
    return Jobs.build(
        hours=[*shared.values(), *(jobs.hours[goal] + extra[goal] for goal in goals)],
        values=[*(0 for _ in shared), *(jobs.values[goal] for goal in goals)],
        parents=parents,
        labels=[*(-1 for _ in shared), *(jobs.labels[goal] for goal in goals)],
    )


def with_implied_orders(jobs: Jobs) -> Jobs:
    """Return the jobs with orders added that some least-cost order keeps.

    Goal i may come before goal j if all that i needs is needed by j too, all that builds on j
    builds on i too, and i has at least the value per hour of j: in an order j … i, moving j behind
    what is between, or i before it, costs nothing. Each order added may imply others.
    """
    size = len(jobs)
    before = list(jobs.before)
    after = [0] * size
    for job, mask in enumerate(before):
        for up in bits(mask):
            after[up] |= 1 << job
    goals = [job for job, value in enumerate(jobs.values) if value]
    changed = True
    while changed:
        changed = False
        for i in goals:
            value, hours = jobs.values[i], jobs.hours[i]
            for j in goals:
                if i == j or (before[i] | after[i]) >> j & 1:
                    continue
                if before[i] & ~before[j] or after[j] & ~after[i]:
                    continue
                gain = value * jobs.hours[j] - jobs.values[j] * hours
                if gain < 0 or (not gain and j < i and _alike(before, after, i, j)):
                    continue
                ups, downs = before[i] | 1 << i, after[j] | 1 << j
                for job in bits(downs):
                    before[job] |= ups
                for job in bits(ups):
                    after[job] |= downs
                changed = True
    return jobs if tuple(before) == jobs.before else jobs.renumbered(before)


def _alike(before: Sequence[int], after: Sequence[int], i: int, j: int) -> bool:
    return before[i] == before[j] and after[i] == after[j]


def forced_pieces(jobs: Jobs) -> list[list[int]]:
    """Return the finest division into pieces such that every job needs all of the pieces before."""
    size = len(jobs)
    by_depth = sorted(range(size), key=lambda job: (jobs.before[job].bit_count(), job))
    needed_by_rest = [0] * (size + 1)
    common = (1 << size) - 1
    for place in range(size - 1, -1, -1):
        common &= jobs.before[by_depth[place]]
        needed_by_rest[place] = common
    pieces: list[list[int]] = [[]]
    prefix = 0
    for place, job in enumerate(by_depth):
        if place and needed_by_rest[place] & prefix == prefix:
            pieces.append([])
        pieces[-1].append(job)
        prefix |= 1 << job
    return [sorted(piece) for piece in pieces]
