"""Best orders by taking problems apart: blocks, merged jobs, forced pieces, then the programme.

Taking apart keeps the least cost, so an order made only of proven parts is proven.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kbpivot.schedule.dynamic_programme import goal_order
from kbpivot.schedule.instance import bits
from kbpivot.schedule.local_search import best_closures_first, shift_goals
from kbpivot.schedule.reductions import forced_pieces, merged, with_implied_orders
from kbpivot.schedule.sidney_blocks import rounded_down, sidney_blocks

if TYPE_CHECKING:
    from kbpivot.schedule.instance import Jobs

__all__ = ["Effort", "reach_goals", "solved"]

# States of the exact programme where it is worth no more: a second or so holds fifty of these.
_MODEST = 4_000


@dataclass(slots=True)
class Effort:
    """How much work an order may take, counted in states: the same on any machine.

    Attributes:
        states: the most states of the exact programme for one indivisible problem, until one
            such problem takes more.
        width: sets kept for each number of goals once that is too little.
        total: states left for the whole order; it counts down, and at 0 nothing more is tried.
        windows: lengths of the stretches of a good order that are solved again on their own.
        largest: the most goals an indivisible problem may have to be searched.
    """

    states: int = 50_000
    width: int = 100
    total: int = 200_000
    windows: tuple[int, ...] = (16, 32, 64)
    largest: int = 400


def solved(jobs: Jobs, *, effort: Effort) -> tuple[list[int], bool]:
    """Return an order of all jobs, and whether it costs least."""
    place = {label: job for job, label in enumerate(jobs.labels)}
    _, factor = rounded_down(jobs)
    if factor > 1:
        # Cuts of rounded numbers prove nothing; the programme over all goals may.
        whole = with_implied_orders(merged(jobs))
        goals, visited, proven = goal_order(whole, states=effort.states, width=0)
        if proven:
            return jobs.filled(place[whole.labels[goal]] for goal in goals), True
        effort.total = max(0, effort.total - visited)
        effort.states = min(effort.states, _MODEST)
    goals, proven = reach_goals(jobs, effort=effort)
    return jobs.filled(place[label] for label in goals), proven


def reach_goals(jobs: Jobs, *, effort: Effort) -> tuple[list[int], bool]:
    """Return the labels of the goals in the order to reach them, and whether it costs least."""
    small, factor = rounded_down(jobs)
    blocks = sidney_blocks(small)
    out: list[int] = []
    # Blocks of rounded numbers are good to go through, but prove nothing.
    proven = factor == 1
    for block in blocks:
        part = jobs if len(blocks) == 1 else jobs.part(block)
        goals, exact = _reach_block(part, effort)
        out += goals
        proven = proven and exact
    return out, proven


def _reach_block(block: Jobs, effort: Effort) -> tuple[list[int], bool]:
    goals = [job for job, value in enumerate(block.values) if value]
    if len(goals) < 2:
        return [block.labels[goal] for goal in goals], True
    if len(goals) > effort.largest:
        goals = best_closures_first(block, largest=effort.largest)
        if effort.windows:
            goals = _redo_windows(block, goals, effort.largest, effort)
        return [block.labels[goal] for goal in goals], False
    reduced = with_implied_orders(merged(block))
    pieces = forced_pieces(reduced)
    if len(pieces) == 1 and len(reduced) == len(block) and _links(reduced) == _links(block):
        return _search(block, effort)
    out: list[int] = []
    proven = True
    for piece in pieces:
        found, exact = reach_goals(reduced.part(piece), effort=effort)
        out += found
        proven = proven and exact
    return out, proven


def _links(jobs: Jobs) -> int:
    return sum(mask.bit_count() for mask in jobs.before)


def _search(jobs: Jobs, effort: Effort) -> tuple[list[int], bool]:
    limit = min(effort.states, effort.total)
    goals, visited, proven = goal_order(jobs, states=limit, width=effort.width)
    effort.total = max(0, effort.total - visited)
    if not proven:
        # The whole order is proven no longer, so the rest need not try as hard to be.
        effort.states = min(effort.states, _MODEST)
        goals = _improve(jobs, goals, effort)
    return [jobs.labels[goal] for goal in goals], proven


def _improve(jobs: Jobs, goals: list[int], effort: Effort) -> list[int]:
    """Solve stretches of the order again, and move single goals, until neither helps."""
    best = jobs.cost(jobs.filled(goals))
    while effort.windows:
        for length in effort.windows:
            if length < len(goals):
                goals = _redo_windows(jobs, goals, length, effort)
        goals = shift_goals(jobs, goals)
        cost = jobs.cost(jobs.filled(goals))
        if cost >= best or not effort.total:
            break
        best = cost
    return goals


def _redo_windows(jobs: Jobs, goals: list[int], length: int, effort: Effort) -> list[int]:
    """Solve each stretch of `length` goals, half overlapping, as the problem that is left there."""
    goals = list(goals)
    step = length // 2
    done = 0
    for start in range(0, len(goals) - step, step):
        if not effort.total:
            break
        window = goals[start : start + length]
        fresh = 0
        for goal in window:
            fresh |= (jobs.before[goal] | 1 << goal) & ~done
        members = list(bits(fresh))
        part = jobs.part(members)
        inner = replace(effort, states=_MODEST, width=60, windows=())
        found, _ = reach_goals(part, effort=inner)
        effort.total = inner.total
        number = dict(zip(part.labels, range(len(part)), strict=True))
        redone = [number[label] for label in found]
        place = {job: index for index, job in enumerate(members)}
        kept = [place[goal] for goal in window]
        if part.cost(part.filled(redone)) < part.cost(part.filled(kept)):
            goals[start : start + length] = [members[index] for index in redone]
        for goal in goals[start : start + step]:
            done |= jobs.before[goal] | 1 << goal
    return goals
