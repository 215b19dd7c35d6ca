"""First picks: what starting with each ready note costs against the best of them."""

from __future__ import annotations

import random
import time

import networkx as nx
import pytest
from hypothesis import given, settings

from kbpivot.schedule.first_choice import first_picks
from kbpivot.schedule.study_order import study_order
from order_graphs import cost_of, least_cost, study_graphs


def ready_in(G, mastered=frozenset()):
    return [n for n in G if n not in mastered and set(G.predecessors(n)) <= mastered]


@given(study_graphs(most=8))
@settings(max_examples=120, deadline=None)
def test_each_pick_costs_the_best_order_that_starts_with_it(problem):
    """Picks agree with the plain programme forced to start there; the first is an optimal one."""
    G, value, hours = problem
    order = study_order(G, value=value, hours=hours)
    worth = sum(value.values())

    picks = first_picks(G, value=value, hours=hours, ready=ready_in(G))

    assert {pick.note for pick in picks} == set(ready_in(G))
    for pick in picks:
        notes = {*order.notes, pick.note}
        assert pick.exact
        least = least_cost(G, notes, value, hours, first=pick.note)
        assert pick.cost == pytest.approx(least, rel=1e-9, abs=1e-9)
        if worth:
            assert pick.delay == pytest.approx((pick.cost - order.cost) / worth, abs=1e-9)
    if order.notes:
        assert picks[0].delay == 0
        assert picks[0].cost == order.cost
    assert [pick.delay for pick in picks] == sorted(pick.delay for pick in picks)


def test_every_step_to_one_goal_is_as_good():
    """With one goal no ready note on its path delays it; one beside the path does by its hours."""
    G = nx.DiGraph([("a", "goal"), ("b", "goal"), ("c", "aside")])

    picks = first_picks(G, value={"goal": 1}, hours={"a": 2, "b": 1, "c": 3}, ready=["a", "b", "c"])

    assert [(pick.note, pick.delay) for pick in picks] == [("b", 0), ("a", 0), ("c", 3)]
    assert picks[0].note == study_order(G, value={"goal": 1}, hours={"a": 2, "b": 1}).notes[0]


def test_what_cannot_be_picked_is_left_out():
    """Mastered notes and names outside the graph are no picks; without value nothing is late."""
    G = nx.DiGraph([("a", "b")])

    assert first_picks(G, value={"b": 1}, hours={}, ready=["a", "x"], mastered={"a"}) == ()
    (pick,) = first_picks(G, value={}, hours={}, ready=["a"])
    assert (pick.cost, pick.delay) == (0, 0)


def test_a_note_of_a_cycle_stands_for_the_cycle():
    """Starting inside a loop means studying the loop."""
    G = nx.DiGraph([("a", "b"), ("b", "a")])
    G.add_node("c")

    picks = first_picks(G, value={"b": 1, "c": 1}, hours=dict.fromkeys("abc", 1), ready="abc")

    assert {pick.note: pick.cost for pick in picks} == {"c": 3, "a": 4, "b": 4}


@pytest.mark.parametrize("seed", range(3))
def test_many_choices_cost_what_a_real_order_costs(seed):
    """Beyond 40 choices a cost is that of an order that exists: never below the bound."""
    rng = random.Random(seed)
    G = nx.DiGraph()
    for high in range(150):
        for low in rng.sample(range(80), 2):
            G.add_edge(f"low{low:02}", f"high{high:03}")
    value = {note: 1 for note in G if note.startswith("high")}
    hours = {note: rng.randrange(1, 9) for note in G}
    order = study_order(G, value=value, hours=hours)

    picks = first_picks(G, value=value, hours=hours, ready=ready_in(G))

    assert len(picks) > 40
    assert not any(pick.exact for pick in picks)
    assert picks[0].delay == 0
    assert picks[0].cost <= 1.02 * cost_of(order.notes, value, hours)
    assert all(order.lower_bound <= pick.cost for pick in picks)


def test_many_choices_count_what_the_first_note_brings():
    """Fifty notes that need nothing: starting with one costs it first and the rest by density."""
    rng = random.Random(7)
    G = nx.DiGraph()
    G.add_nodes_from(f"n{index:02}" for index in range(50))
    value = {note: rng.randrange(1, 9) for note in G}
    hours = {note: rng.randrange(1, 9) for note in G}
    by_density = sorted(G, key=lambda note: -value[note] / hours[note])

    picks = first_picks(G, value=value, hours=hours, ready=G)

    assert len(picks) == 50
    for pick in picks:
        order = [pick.note, *(note for note in by_density if note != pick.note)]
        assert pick.cost == pytest.approx(cost_of(order, value, hours))


def test_ten_thousand_notes_are_picked_from_in_seconds():
    """Time at 10,000 valued notes stays within what a person waits for (four seconds at worst)."""
    rng = random.Random(1)
    G = nx.DiGraph()
    G.add_nodes_from(f"n{index:05}" for index in range(10_000))
    for high in range(1, 10_000):
        for low in {rng.randrange(max(0, high - 200), high) for _ in range(rng.randrange(4))}:
            G.add_edge(f"n{low:05}", f"n{high:05}")
    hours = {note: rng.randrange(10, 300) / 60 for note in G}
    start = time.process_time()

    picks = first_picks(G, value=dict.fromkeys(G, 1), hours=hours, ready=ready_in(G))

    assert time.process_time() - start < 4
    assert len(picks) == len(ready_in(G))
