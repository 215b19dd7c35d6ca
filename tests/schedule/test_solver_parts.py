"""The parts an order is made of: whole numbers, blocks, reductions, programme, moves."""

from __future__ import annotations

import math
import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.schedule.dynamic_programme import goal_order
from kbpivot.schedule.instance import Jobs, bits, linear_order, whole_numbers
from kbpivot.schedule.local_search import best_closures_first, shift_goals
from kbpivot.schedule.reductions import forced_pieces, merged, with_implied_orders
from kbpivot.schedule.sidney_blocks import doubled_lower_bound, rounded_down, sidney_blocks
from kbpivot.schedule.solver import Effort, reach_goals, solved


@st.composite
def some_jobs(draw, *, most=8, valued=False):
    rng = random.Random(draw(st.integers(0, 10**6)))
    size = rng.randrange(1, most + 1)
    density = rng.choice([0.1, 0.3, 0.6])
    return Jobs.build(
        hours=[rng.choice([0, 1, 1, 2, 3, 7]) for _ in range(size)],
        values=[rng.choice([1, 2, 5] if valued else [0, 0, 1, 2, 5]) for _ in range(size)],
        parents=[[up for up in range(job) if rng.random() < density] for job in range(size)],
    )


def least(jobs):
    """The least cost, one job at a time over all closed sets."""
    layer = {0: (0, 0)}
    for _ in range(len(jobs)):
        following = {}
        for done, (cost, time) in layer.items():
            for job in range(len(jobs)):
                if done >> job & 1 or jobs.before[job] & ~done:
                    continue
                later = time + jobs.hours[job]
                total = cost + jobs.values[job] * later
                state = done | 1 << job
                following[state] = min(following.get(state, (math.inf, 0)), (total, later))
        layer = following
    return layer[(1 << len(jobs)) - 1][0]


def weights(jobs, members):
    return sum(jobs.values[job] for job in members), sum(jobs.hours[job] for job in members)


@given(st.lists(st.floats(0, 1e12) | st.sampled_from([0.05, 1.98, 119 / 60, 1e-300])))
def test_whole_numbers_lose_nothing(numbers):
    """Divided by their denominator the integers are the very floats they came from."""
    scaled, denominator = whole_numbers(numbers)

    assert [number / denominator for number in scaled] == numbers


def test_minutes_and_decimals_stay_small():
    """Whole minutes need 60 for a denominator, hundredths of an hour 100."""
    assert whole_numbers([1.5, 119 / 60]) == ([90, 119], 60)
    assert whole_numbers([1.98, 0.25]) == ([198, 25], 100)


def test_linear_order_takes_the_lowest_ready():
    """Kahn's order with the lowest number first; a cycle gives None."""
    assert linear_order([[2], [], [1], []]) == [1, 2, 0, 3]
    assert linear_order([[1], [0]]) is None


@given(some_jobs())
@settings(max_examples=150, deadline=None)
def test_blocks_are_the_densest_closed_sets(jobs):
    """Each block is closed, as dense as any closed set left, and none inside it is as dense."""
    left = set(range(len(jobs)))
    for block in sidney_blocks(jobs):
        inside = set(block)
        value, hours = weights(jobs, block)
        closed = [
            set(some)
            for size in range(1, len(left) + 1)
            for some in combinations(sorted(left), size)
            if all(not set(bits(jobs.before[job])) & left - set(some) for job in some)
        ]
        assert inside in closed
        for some in closed:
            other, longer = weights(jobs, some)
            assert other * hours <= value * longer
            if some < inside and value and hours and longer:
                assert other * hours < value * longer
        left -= inside
    assert not left


@given(some_jobs())
@settings(max_examples=150, deadline=None)
def test_bound_and_reductions_keep_the_least_cost(jobs):
    """The bound is below, merging shifts cost by nothing, implied orders keep the least."""
    best = least(jobs)

    assert doubled_lower_bound(jobs) <= 2 * best
    assert least(merged(jobs)) == best
    assert least(with_implied_orders(jobs)) == best
    assert least(with_implied_orders(merged(jobs))) == best
    order, proven = solved(jobs, effort=Effort())
    assert proven
    assert jobs.cost(order) == best


def test_rounded_jobs_bound_the_cost_from_below():
    """Numbers too large for exact cuts are rounded down, and the bound stays below and near."""
    rng = random.Random(4)
    jobs = Jobs.build(
        hours=[rng.randrange(2**60) for _ in range(9)],
        values=[rng.randrange(2**50) for _ in range(9)],
        parents=[[up for up in range(job) if rng.random() < 0.3] for job in range(9)],
    )
    small, factor = rounded_down(jobs)
    best = least(jobs)

    assert sum(small.hours) * sum(small.values) < 2**53
    assert factor > 1
    assert 0.4 * best < doubled_lower_bound(jobs) / 2 <= best
    order, proven = solved(jobs, effort=Effort())
    assert (jobs.cost(order), proven) == (best, True)
    # Taken apart along rounded blocks, the same order is proven by nothing.
    assert not reach_goals(jobs, effort=Effort())[1]


def test_merging_leaves_goals_and_what_they_share():
    """A chain under one goal joins it; what two goals share stays one job without value."""
    jobs = Jobs.build(
        hours=[1, 2, 3, 4, 5, 6],
        values=[0, 0, 0, 1, 1, 1],
        parents=[[], [0], [], [1], [1, 2], [4]],
    )

    result = merged(jobs)

    assert result.labels == (-1, 3, 4, 5)
    assert result.hours == (3, 4, 8, 6)
    assert result.before == (0, 0b1, 0b1, 0b101)


def test_pieces_end_where_everything_later_needs_everything_before():
    """Two roots, a waist, two leaves: three pieces."""
    jobs = Jobs.build(hours=[1] * 5, values=[1] * 5, parents=[[], [], [0, 1], [2], [2]])

    assert forced_pieces(jobs) == [[0, 1], [2], [3, 4]]


@given(some_jobs())
@settings(max_examples=100, deadline=None)
def test_programme_is_exact_until_it_says_otherwise(jobs):
    """Complete means least; with few states the order is still valid, with none there is none."""
    best = least(jobs)
    goals, visited, complete = goal_order(jobs, states=10**6, width=0)
    assert complete
    assert jobs.cost(jobs.filled(goals)) == best

    narrow, _, _ = goal_order(jobs, states=1, width=1)
    assert sorted(narrow) == sorted(goals)
    assert jobs.cost(jobs.filled(narrow)) >= best
    if goals:
        again, _, complete = goal_order(jobs, states=visited - 1, width=0)
        assert (again, complete) == ([], False)


@given(some_jobs(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_moving_goals_reaches_a_place_no_single_move_betters(jobs, rng):
    """After shifting, every other allowed place of any one goal costs at least as much."""
    todo = [job for job, value in enumerate(jobs.values) if value]
    goals: list[int] = []
    while todo:
        ready = [g for g in todo if not any(jobs.before[g] >> other & 1 for other in todo)]
        goals.append(rng.choice(ready))
        todo.remove(goals[-1])

    shifted = shift_goals(jobs, goals)

    best = jobs.cost(jobs.filled(shifted))
    assert sorted(shifted) == sorted(goals)
    assert best <= jobs.cost(jobs.filled(goals))
    for place, goal in enumerate(shifted):
        rest = shifted[:place] + shifted[place + 1 :]
        for index in range(len(goals)):
            other = [*rest[:index], goal, *rest[index:]]
            valid = all(
                not jobs.before[early] >> late & 1 for early, late in combinations(other, 2)
            )
            assert not valid or jobs.cost(jobs.filled(other)) >= best


@given(some_jobs(valued=True))
@settings(max_examples=60, deadline=None)
def test_closures_come_whole(jobs):
    """Best closure first gives every goal once, after the goals it needs."""
    goals = best_closures_first(jobs, largest=4)

    assert sorted(goals) == list(range(len(jobs)))
    for early, late in combinations(goals, 2):
        assert not jobs.before[early] >> late & 1


@pytest.mark.parametrize("seed", range(6))
def test_effort_runs_out_and_the_order_stays_whole(seed):
    """With hardly any effort, or blocks called too large, every goal is still reached once."""
    rng = random.Random(seed)
    jobs = Jobs.build(
        hours=[rng.randrange(1, 9) for _ in range(60)],
        values=[rng.randrange(1, 4) for _ in range(60)],
        parents=[[up for up in range(job) if rng.random() < 0.06] for job in range(60)],
    )
    good, _ = reach_goals(jobs, effort=Effort())
    for effort in (
        Effort(states=1, width=1, total=1),
        Effort(largest=5),
        Effort(largest=5, windows=()),
    ):
        goals, _ = reach_goals(jobs, effort=effort)

        assert sorted(goals) == list(range(60))
        order = jobs.filled(goals)
        assert sorted(order) == list(range(60))
        assert jobs.cost(jobs.filled(good)) <= jobs.cost(order)
