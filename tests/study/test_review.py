"""What the person chose to keep in memory."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.study.learning_log import Event, event_from_fields
from kbpivot.study.review import due_reviews, reviews


def event(day: int, kind: str = "reviewed", note: str = "A", **more: object) -> Event:
    at = (datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=day)).isoformat()
    return event_from_fields(
        {"id": f"{day}{kind}{note}", "at": at, "event": kind, "note": note} | more
    )


def test_only_what_is_reviewed_on_purpose_is_scheduled() -> None:
    """Mastering a note asks for no review."""
    assert reviews([event(0, "mastered"), event(1, "studied")], at=date(2026, 6, 1)) == ()


def test_one_good_review_comes_back_after_some_days_and_intervals_grow() -> None:
    """FSRS with its default weights: two to three days, then about ten."""
    first = reviews([event(0, rating="good")], at=date(2026, 1, 1))[0]
    assert date(2026, 1, 3) <= first.due <= date(2026, 1, 5)
    assert 2 < first.stability < 3

    second = reviews([event(0, rating="good"), event(3, rating="good")], at=date(2026, 1, 4))[0]
    assert second.due - second.last > 2 * (first.due - first.last)
    assert (second.count, second.last) == (2, date(2026, 1, 4))


def test_recall_after_thirty_days() -> None:
    """The figure on which it rests that memory never takes a note out of the state: two thirds."""
    found = reviews([event(0, rating="good")], at=date(2026, 1, 31))[0]

    assert 0.6 < found.recall < 0.75


def test_ratings_order_the_next_day() -> None:
    """Again comes back no later than hard, hard than good, good than easy."""
    due = [
        reviews([event(0, rating=rating)], at=date(2026, 1, 1))[0].due
        for rating in ("again", "hard", "good", "easy")
    ]

    assert due == sorted(due)
    assert due[0] < due[-1]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 90), st.sampled_from(("again", "hard", "good", "easy"))),
        min_size=1,
        max_size=6,
    )
)
def test_the_same_record_gives_the_same_days(sittings: list[tuple[int, str]]) -> None:
    """Whatever the order of the lines, and whenever it is asked for."""
    log = [
        event(day, rating=rating, id=f"{number:03}")
        for number, (day, rating) in enumerate(sittings)
    ]
    first = reviews(log, at=date(2026, 12, 31))[0]

    assert first.due == reviews(log[::-1], at=date(2027, 6, 1))[0].due
    assert first.due >= first.last
    assert 0 <= first.recall <= 1


def test_forgetting_takes_a_note_off_the_schedule() -> None:
    """Until it is reviewed again, as new."""
    log = [event(0), event(5), event(9, "forgot")]
    assert reviews(log, at=date(2026, 3, 1)) == ()

    again = reviews([*log, event(20)], at=date(2026, 3, 1))[0]
    assert again.count == 1


def test_due_is_a_day_where_the_person_is() -> None:
    """The days are those of the clock that asks."""
    east = timezone(timedelta(hours=9))
    late = event_from_fields(
        {"id": "1", "at": "2026-01-01T20:00:00+00:00", "event": "reviewed", "note": "A"}
    )

    assert reviews([late], at=datetime(2026, 1, 9, tzinfo=east))[0].last == date(2026, 1, 2)


def test_due_reviews_leave_out_the_others() -> None:
    """What is due today is due, what is due tomorrow is not."""
    log = [event(0, rating="good")]
    due = reviews(log, at=date(2026, 1, 1))[0].due

    assert due_reviews(log, at=due - timedelta(days=1)) == ()
    assert [r.path for r in due_reviews(log, at=due)] == ["A"]
