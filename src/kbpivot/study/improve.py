"""Good orders where no proof is in reach: best closure first, and moving single goals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kbpivot.study.jobs import bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbpivot.study.jobs import Jobs

__all__ = ["best_closures_first", "shift_goals"]


def shift_goals(jobs: Jobs, goals: Sequence[int]) -> list[int]:
    """Return `goals` after moving single ones, each with what it needs, to where they cost least.

    A goal may move as far as what it needs and what needs it allow; jobs shared with other goals
    are done by whoever comes first, so that both sides of a move are counted in full.
    """
    order = list(goals)
    improved = True
    while improved:
        improved = False
        for goal in goals:
            place = order.index(goal)
            best = _best_place(jobs, order, place)
            if best != place:
                order.insert(best, order.pop(place))
                improved = True
    return order


def _best_place(jobs: Jobs, order: list[int], place: int) -> int:
    """Return where in the rest of the order the goal at `place` costs least, `place` in doubt."""
    goal = order[place]
    rest = order[:place] + order[place + 1 :]
    needs = jobs.before[goal] | 1 << goal
    first, final = 0, len(rest)
    done = 1 << goal
    own: list[int] = []  # hours that each of the rest adds and the goal does not need
    both: list[int] = []  # hours that each of the rest adds and the goal needs as well
    for index, other in enumerate(rest):
        if needs >> other & 1:
            first = index + 1
        if jobs.before[other] >> goal & 1:
            final = min(final, index)
        fresh = (jobs.before[other] | 1 << other) & ~done
        done |= fresh
        own.append(_hours(jobs, fresh & ~needs))
        both.append(_hours(jobs, fresh & needs))
    # Walk toward the front. Passing rest[i], the goal no longer waits for own[i], and rest[i] waits
    # for what the goal brings: what it alone needs and all of both[i + 1:].
    brought = jobs.hours[goal] + _hours(jobs, needs & ~done)
    change = 0
    changes: dict[int, int] = {}
    for index in range(len(rest), first - 1, -1):
        if index < len(rest):
            change += jobs.values[rest[index]] * brought - jobs.values[goal] * own[index]
            brought += both[index]
        if index <= final:
            changes[index] = change
    best = min(changes, key=lambda index: (changes[index], abs(index - place), index))
    return best if changes[best] < changes[place] else place


def _hours(jobs: Jobs, members: int) -> int:
    return sum(jobs.hours[job] for job in bits(members))


def best_closures_first(jobs: Jobs, *, largest: int) -> list[int]:
    """Return the goals by the value per hour of each with all it needs, the highest first.

    Only goals that need fewer than `largest` jobs are weighed; those with more come last.
    Linear in the number of goals, and valid: what a goal needs is done when its turn comes.
    """
    ranked: list[tuple[float, int]] = []
    for goal, value in enumerate(jobs.values):
        if not value:
            continue
        needs = jobs.before[goal] | 1 << goal
        density = 0.0
        if needs.bit_count() <= largest:
            members = list(bits(needs))
            hours = sum(jobs.hours[job] for job in members)
            density = sum(jobs.values[job] for job in members) / hours if hours else math.inf
        ranked.append((-density, goal))
    out: list[int] = []
    done = 0
    valued = sum(1 << goal for _, goal in ranked)
    for _, goal in sorted(ranked):
        fresh = (jobs.before[goal] | 1 << goal) & valued & ~done
        out += bits(fresh)
        done |= fresh
    return out
