"""The exact programme: the least cost of reaching every set of goals that can be reached.

A state is the set of goals reached, together with what they need. The least cost of a state is that
of one goal less plus the hours added, which everything not yet reached waits for. With k goals
there are at most 2**k states, and never more than the problem has closed sets of jobs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.schedule.instance import bits

if TYPE_CHECKING:
    from kbpivot.schedule.instance import Jobs

__all__ = ["goal_order"]

# Least cost, value not reached, hours left, valueless jobs done, goals ready.
_State = tuple[int, int, int, int, int]


def goal_order(jobs: Jobs, *, states: int, width: int) -> tuple[list[int], int, bool]:
    """Return the goals in their best order, the states visited, and whether all of them were.

    Up to `states` states every set is kept and the order costs least. From there on only the
    `width` most promising sets of each size are, so the order is only good; with `width` 0 there
    is none. Of orders that cost the same, the one whose last goals have the highest numbers.
    """
    goals = [job for job, value in enumerate(jobs.values) if value]
    number = {goal: index for index, goal in enumerate(goals)}
    valued = sum(1 << goal for goal in goals)
    hours = [jobs.hours[goal] for goal in goals]
    values = [jobs.values[goal] for goal in goals]
    ups = [sum(1 << number[up] for up in bits(jobs.before[goal] & valued)) for goal in goals]
    shares = [jobs.before[goal] & ~valued for goal in goals]
    downs: list[list[int]] = [[] for _ in goals]
    everything = sum(hours)
    shared = 0
    for goal, mask in enumerate(ups):
        shared |= shares[goal]
        for up in bits(mask):
            downs[up].append(goal)
    lengths = {0: 0}
    everything += sum(jobs.hours[job] for job in bits(shared))

    def expanded(layer: dict[int, _State], room: int) -> tuple[dict[int, _State], dict[int, int]]:
        """Return the states one goal further and the goal each is best reached by."""
        following: dict[int, _State] = {}
        via: dict[int, int] = {}
        for state, (cost, waiting, left, done, ready) in layer.items():
            for goal in bits(ready):
                low = 1 << goal
                fresh = shares[goal] & ~done
                if fresh not in lengths:
                    lengths[fresh] = sum(jobs.hours[job] for job in bits(fresh))
                step = hours[goal] + lengths[fresh]
                reached = state | low
                total = cost + waiting * step
                known = following.get(reached)
                if known is None:
                    unlocked = ready ^ low
                    for later in downs[goal]:
                        if not ups[later] & ~reached:
                            unlocked |= 1 << later
                    rest = waiting - values[goal]
                    following[reached] = (total, rest, left - step, done | fresh, unlocked)
                    via[reached] = goal
                elif total < known[0] or (total == known[0] and goal > via[reached]):
                    following[reached] = (total, *known[1:])
                    via[reached] = goal
            if len(following) > room:
                break
        return following, via

    ready = sum(1 << goal for goal, mask in enumerate(ups) if not mask)
    layer: dict[int, _State] = {0: (0, sum(values), everything, 0, ready)}
    last: list[dict[int, int]] = []
    visited, complete = 1, True
    unlimited = len(goals) * max(width, 1) + 1
    for _ in goals:
        room = states - visited if complete else unlimited
        following, via = expanded(layer, room)
        if len(following) > room:
            visited += len(following)
            if not width:
                return [], visited, False
            complete = False
            layer = _promising(layer, width)
            following, via = expanded(layer, unlimited)
        visited += len(following)
        layer = following if complete else _promising(following, width)
        last.append(via)
    state = (1 << len(goals)) - 1
    out: list[int] = []
    for via in reversed(last):
        out.append(goals[via[state]])
        state ^= 1 << via[state]
    return out[::-1], visited, complete


def _promising(layer: dict[int, _State], width: int) -> dict[int, _State]:
    """Return the states that would cost least if the value left were reached evenly."""
    ranked = sorted(
        (2 * cost + waiting * left, state) for state, (cost, waiting, left, _, _) in layer.items()
    )
    return {state: layer[state] for _, state in ranked[:width]}
