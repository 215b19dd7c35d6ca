"""Placement finds where a person stands in a dozen questions, and changes nothing on the way."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot import placement
from kbpivot.errors import KbpivotError
from small_maps import chain_map, small_map

CHAIN = chain_map(14)


def asked(state, known, *, slip=lambda: False):
    """Answer every question as somebody who knows some concepts, slipping now and then."""
    while state.question is not None:
        state = state.answer((state.question in known) != slip())
    return state


def grown(field, draw):
    """What somebody knows who learned in a random order up to a random size."""
    known, size = set(), draw.randint(0, len(field))
    while len(known) < size:
        ready = [id_ for id_ in field.order
                 if id_ not in known and field.concepts[id_].needs.keys() <= known]  # fmt: skip
        known.add(draw.choice(ready))
    return known


def test_an_answer_gives_a_new_state():
    """A state stays what it was, and two answers to it give two states."""
    first = placement(CHAIN)
    question = first.question
    yes, no = first.answer(known=True), first.answer(known=False)

    assert (first.question, first.answers) == (question, ())
    assert yes.answers == ((question, True),)
    assert no.answers == ((question, False),)
    assert question in yes.mastered
    assert question not in no.mastered


def test_a_yes_lifts_what_is_needed_and_a_no_lowers_what_needs_it():
    """Knowing a concept speaks for all it needs, not knowing it against all that needs it."""
    first = placement(CHAIN)
    below = CHAIN.closure(["c6-1"]) - {"c6-1"}
    above = {id_ for id_ in CHAIN.order if "c6-1" in CHAIN.closure([id_])} - {"c6-1"}
    yes, no = first.told("c6-1", known=True), first.told("c6-1", known=False)

    assert all(yes.beliefs[id_] > first.beliefs[id_] for id_ in below)
    assert all(no.beliefs[id_] < first.beliefs[id_] for id_ in above)


@settings(deadline=None, max_examples=15)
@given(st.lists(st.booleans(), max_size=12))
def test_what_is_mastered_is_closed(answers):
    """Whatever is answered, with each mastered concept all that it needs is mastered."""
    state = placement(CHAIN)
    for known in answers:
        if state.question is None:
            break
        state = state.answer(known)

    assert all(CHAIN.concepts[id_].needs.keys() <= state.mastered for id_ in state.mastered)


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10_000))
def test_it_ends(seed):
    """No more than the agreed number of questions is asked, and after the last one none is left."""
    draw = random.Random(seed)
    state = placement(CHAIN, questions=7)
    while state.question is not None:
        state = state.answer(draw.random() < 0.5)

    assert len(state.answers) <= 7
    with pytest.raises(KbpivotError, match="no question left"):
        state.answer(known=True)


def test_it_places_learners_it_does_not_imagine():
    """Of learners grown at random, few concepts are placed wrong: 5 % with true answers, 10 %
    with one answer in ten the wrong way round.
    """
    draw = random.Random(5)
    start = placement(CHAIN)
    wrong = {}
    for slips in (0.0, 0.1):
        shares = []
        for _ in range(12):
            known = grown(CHAIN, draw)
            state = asked(start, known, slip=lambda slips=slips: draw.random() < slips)
            shares.append(len(state.mastered ^ known) / len(CHAIN))
        wrong[slips] = sum(shares) / len(shares)

    assert wrong[0.0] <= 0.05
    assert wrong[0.1] <= 0.10


def test_it_ends_early_when_the_frontier_is_sure():
    """Who knows all or nothing is not asked a dozen questions."""
    for known in (set(CHAIN.order), set()):
        state = asked(placement(CHAIN), known)

        assert state.sure
        assert len(state.answers) < 10
        assert state.mastered == known


def test_answers_that_clash_are_asked_again():
    """A yes above a no is one slip at least, and which it was is asked about."""
    state = placement(CHAIN).told("c3-0", known=False).told("c12-0", known=True)
    again = []
    while state.question is not None:
        again.append(state.question)
        state = state.answer(state.question in CHAIN.closure(["c12-0"]))

    assert {"c3-0", "c12-0"} & set(again)
    assert "c3-0" in state.mastered


def test_only_what_the_goal_needs_is_asked():
    """With a goal, questions and beliefs are about the way to it, in the order of the map."""
    field = small_map()
    state = placement(field, "Attention mechanisms")

    assert list(state.beliefs) == [
        id_ for id_ in field.order if id_ in field.closure(["attention"])
    ]
    assert list(placement(field, "research").beliefs)[-1] == "attention-is-all-you-need"


def test_papers_are_not_asked_about():
    """A question is about a concept: whether somebody read a paper says little."""
    state = placement(small_map(), "research")

    assert "attention-is-all-you-need" not in state.crowd.asked


def test_what_is_known_is_not_asked():
    """What the record says is taken as known, with what it needs."""
    field = small_map()
    state = placement(field, "transformer", known=["backpropagation"])

    assert {"backpropagation", "chain-rule", "school-mathematics"} <= state.mastered
    seen = set()
    while state.question is not None:
        seen.add(state.question)
        state = state.answer(known=False)
    assert not seen & field.closure(["backpropagation"])


def test_a_goal_that_is_nowhere_is_refused():
    """A goal that names neither a concept nor a track is told by its name."""
    with pytest.raises(KbpivotError, match="'alchemy'"):
        placement(small_map(), "alchemy")


def test_the_same_map_asks_the_same():
    """Chance is drawn from a fixed seed: questions and beliefs are the same at every start."""
    one, other = placement(CHAIN, "c9-1"), placement(CHAIN, "c9-1")

    assert one.question == other.question
    assert one.beliefs == other.beliefs
