"""Good orders where no proof is in reach: best closure first, and moving single goals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kbpivot.schedule.instance import bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbpivot.schedule.instance import Jobs

__all__ = ["best_closures_first", "shift_goals"]


def shift_goals(jobs: Jobs, goals: Sequence[int]) -> list[int]:
    """Return `goals` after moving single ones to where they cost least, until none moves.

    A goal may move as far as the goals it needs and those that need it allow. Jobs without value
    are done by the first goal that needs them, so a move may shift them from one goal to another.
    """
    valued = sum(1 << goal for goal in goals)
    shares = {goal: jobs.before[goal] & ~valued for goal in goals}
    order = list(goals)
    improved = True
    while improved:
        improved = False
        for goal in goals:
            place = order.index(goal)
            best = _best_place(jobs, order, place, shares)
            if best != place:
                order.insert(best, order.pop(place))
                improved = True
    return order


def _best_place(jobs: Jobs, order: list[int], place: int, shares: dict[int, int]) -> int:
    """Return where in the rest of the order the goal at `place` costs least, `place` in doubt."""
    goal = order[place]
    needs, share = jobs.before[goal], shares[goal]
    first = place
    while first and not needs >> order[first - 1] & 1:
        first -= 1
    done = 0
    for other in order[:first]:
        done |= shares[other]
    # Walk from the earliest place toward the end. Behind one more goal, this one waits for what
    # that adds besides, and that one no longer waits for what this one still has to bring.
    change = 0
    changes = [0]
    for other in order[first:place] + order[place + 1 :]:
        if jobs.before[other] >> goal & 1:
            break
        fresh = shares[other] & ~done
        done |= fresh
        own = jobs.hours[other] + _hours(jobs, fresh & ~share)
        brought = jobs.hours[goal] + _hours(jobs, share & ~done)
        change += jobs.values[goal] * own - jobs.values[other] * brought
        changes.append(change)
    here = place - first
    best = min(range(len(changes)), key=lambda index: (changes[index], abs(index - here), index))
    return first + best if changes[best] < changes[here] else place


def _hours(jobs: Jobs, members: int) -> int:
    return sum(jobs.hours[job] for job in bits(members)) if members else 0


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
