"""The fold of a log: what events add up to, whatever their order and however often they come."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbpivot.study.learning_log import (
    KINDS,
    Event,
    effective_events,
    event_from_fields,
    fields_of_event,
    records,
)


def event(number: int, kind: str, note: str = "A.md", **more: object) -> Event:
    at = more.pop("at", f"2026-01-{number:02d}T10:00:00+00:00")
    return event_from_fields({"id": f"e{number}", "at": at, "event": kind, "note": note} | more)


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    count = draw(st.integers(0, 14))
    events = []
    for number in range(count):
        kind = draw(st.sampled_from((*KINDS, "something-new")))
        name = draw(st.sampled_from("ABC"))
        minute = draw(st.integers(0, 5))
        events.append(
            Event(
                id=f"e{number}",
                at=f"2026-01-01T1{minute}:00:00+0{draw(st.integers(0, 2))}:00",
                event=kind,
                note=name,
                minutes=draw(st.sampled_from((None, 5, 30))),
                rating=draw(st.sampled_from((None, "again", "easy"))),
                to=draw(st.sampled_from("ABC")),
                of=f"e{draw(st.integers(0, max(count - 1, 0)))}",
            )
        )
    return events


@given(logs(), st.randoms(use_true_random=False))
def test_fold_ignores_order_and_duplicates(events: list[Event], rng: random.Random) -> None:
    """Shuffled and doubled lines add up to the same records."""
    twice = [*events, *rng.sample(events, k=len(events) // 2)]
    rng.shuffle(twice)

    assert records(events) == records(twice)
    assert effective_events(events) == effective_events(twice)


@given(logs())
def test_fold_is_a_fold(events: list[Event]) -> None:
    """Folding what counts gives what folding everything gives."""
    assert records(effective_events(events)) == records(events)


@given(logs())
def test_fields_round_trip(events: list[Event]) -> None:
    """A line says an event, and the event says the line."""
    for one in events:
        if one.event != "undone" or one.of:
            assert one == event_from_fields(fields_of_event(one))


def test_mastered_then_forgotten_then_mastered() -> None:
    """The last word counts, and the first date of an unbroken mastery is remembered."""
    first = event(1, "started")
    done = event(2, "mastered")
    again = event(5, "known")
    lost = event(7, "forgot")

    assert records([first, done, again])["A.md"].since == date(2026, 1, 2)
    assert records([first, done, again, lost])["A.md"].state == "forgotten"
    assert records([first, done, lost, event(9, "mastered")])["A.md"].since == date(2026, 1, 9)


def test_starting_again_takes_nothing_away() -> None:
    """A mastered note that is opened once more stays mastered."""
    assert records([event(1, "mastered"), event(2, "started")])["A.md"].state == "mastered"


def test_study_time_starts_a_note_and_adds_up() -> None:
    """Minutes are summed; those spent on an open note are told apart from all time."""
    found = records([event(1, "studied", minutes=20), event(2, "studied", minutes=15)])["A.md"]

    assert (found.state, found.minutes, found.spent) == ("started", 35, 35)
    assert records([event(1, "studied", minutes=20), event(2, "mastered")])["A.md"].spent == 0


def test_undo_and_its_undoing() -> None:
    """`undone` cancels its line; undoing that brings the line back."""
    done = event(1, "mastered")
    undo = event(2, "undone", note="", of="e1")
    redo = event(3, "undone", note="", of="e2")

    assert records([done, undo]) == {}
    assert records([done, undo, redo])["A.md"].state == "mastered"


def test_renames_move_the_record() -> None:
    """What was logged before follows the note; what is logged later under the old name does not."""
    found = records(
        [
            event(1, "mastered"),
            event(2, "renamed", to="B.md"),
            event(3, "started"),
        ]
    )

    assert found["B.md"].state == "mastered"
    assert found["A.md"].state == "started"


def test_two_records_of_one_note_join() -> None:
    """After a rename onto a name that has a record, the later state counts and time adds up."""
    found = records(
        [
            event(1, "mastered", minutes=10),
            event(2, "started", note="B.md", minutes=5),
            event(3, "renamed", to="B.md"),
        ]
    )["B.md"]

    assert (found.state, found.minutes) == ("started", 15)


def test_at_is_a_day_on_the_persons_calendar() -> None:
    """A date takes the whole day as the person's clock had it; a time is an instant."""
    late = event(1, "mastered", at="2026-01-01T23:30:00-08:00")

    assert "A.md" in records([late], at=date(2026, 1, 1))
    assert "A.md" in records([late], at="2026-01-01")
    assert records([late], at=datetime(2026, 1, 2, 7, 0, tzinfo=UTC)) == {}
    assert "A.md" in records([late], at=datetime(2026, 1, 2, 8, 0, tzinfo=UTC))


def test_sorting_is_by_instant_not_by_text() -> None:
    """Two machines in different zones still agree on what came last."""
    east = event(1, "mastered", at="2026-01-02T01:00:00+09:00")  # 16:00 UTC on the 1st
    west = event(2, "forgot", at="2026-01-01T20:00:00+00:00")

    assert records([east, west])["A.md"].state == "forgotten"


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"at": "2026-01-01T00:00:00Z", "event": "known", "note": "A"}, "'id'"),
        ({"id": "1", "event": "known", "note": "A"}, "'at'"),
        ({"id": "1", "at": "soon", "event": "known", "note": "A"}, "ISO"),
        ({"id": "1", "at": "0001-01-01T00:00:00+09:00", "event": "known", "note": "A"}, "ISO"),
        ({"id": "1", "at": "2026-01-01T00:00:00Z", "event": "known"}, "'note'"),
        ({"id": "1", "at": "2026-01-01T00:00:00Z", "event": "undone"}, "'of'"),
        ({"id": "1", "at": "2026-01-01T00:00:00Z", "event": "renamed", "note": "A"}, "'to'"),
        (
            {"id": "1", "at": "2026-01-01", "event": "studied", "note": "A", "minutes": -1},
            "minutes",
        ),
        (
            {"id": "1", "at": "2026-01-01", "event": "studied", "note": "A", "minutes": True},
            "minutes",
        ),
        (
            {"id": "1", "at": "2026-01-01", "event": "reviewed", "note": "A", "rating": "meh"},
            "rating",
        ),
        ({"id": "1", "at": "2026-01-01", "event": "known", "note": 7}, "note"),
    ],
)
def test_fields_that_cannot_be_meant_are_refused(fields: dict[str, object], complaint: str) -> None:
    """The refusal names the field."""
    with pytest.raises(ValueError, match=complaint):
        event_from_fields(fields)


def test_fields_of_others_are_kept() -> None:
    """A field or an event from a later version goes through unchanged."""
    fields = {"id": "1", "at": "2026-01-01T00:00:00Z", "event": "sung", "note": "A", "key": [1]}

    assert fields == fields_of_event(event_from_fields(fields))
    assert records([event_from_fields(fields)]) == {}


def test_marks_that_are_no_text_are_somebody_elses() -> None:
    """A line of another tool with a number as its batch is read, and keeps the number."""
    fields = {"id": "a", "at": "2026-01-01T10:00:00Z", "event": "known", "note": "A.md", "batch": 7}
    event = event_from_fields(fields)

    assert event.batch is None
    assert fields_of_event(event) == fields
