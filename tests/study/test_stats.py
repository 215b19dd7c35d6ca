"""What happened, week by week."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.study.learning_log import Event, event_from_fields
from kbpivot.study.stats import stats, week_log, week_of
from kbpivot.study.tracks import Track
from kbpivot.vault import Vault
from study_graphs import graph_of, knows

MONDAY = date(2026, 3, 2)


def event(day: int, kind: str, name: str = "A", **more: object) -> Event:
    at = f"{MONDAY + timedelta(days=day)}T20:00:00+01:00"
    fields = {"id": f"{day}{kind}{name}", "at": at, "event": kind, "note": name}
    return event_from_fields(fields | more)


LOG = [
    event(0, "known", "V"),
    event(1, "started", "A"),
    event(1, "studied", "A", minutes=30),
    event(6, "mastered", "A", minutes=15),
    event(7, "started", "B"),
    event(8, "mastered", "B"),
    event(21, "reviewed", "A", rating="good"),
]


def test_weeks_run_from_monday_and_have_no_gaps() -> None:
    """Time, mastered and begun notes fall into the week of their day; known ones are no work."""
    found = stats(LOG, until=MONDAY + timedelta(days=22))

    assert [week.start for week in found.weeks] == [
        MONDAY + timedelta(days=7 * n) for n in range(4)
    ]
    assert [week.mastered for week in found.weeks] == [("A",), ("B",), (), ()]
    assert [week.started for week in found.weeks] == [("A",), ("B",), (), ()]
    assert [week.minutes for week in found.weeks] == [45, 0, 0, 0]
    assert [week.reviews for week in found.weeks] == [0, 0, 0, 1]
    assert (found.hours, found.mastered, found.source, found.active_weeks) == (0.75, 2, "log", 3)


def test_only_the_last_weeks_are_told() -> None:
    """And nothing after the day asked for."""
    found = stats(LOG, until=MONDAY + timedelta(days=9), weeks=1)

    assert [week.mastered for week in found.weeks] == [("B",)]
    assert stats(LOG, until=MONDAY + timedelta(days=5)).mastered == 0
    with pytest.raises(ValueError, match="one week"):
        stats(LOG, until=MONDAY, weeks=0)


def test_prerequisites_closed() -> None:
    """Those of notes still open at the time; what was known before closes nothing anew."""
    G = graph_of("B: A; C: A B; V: A")
    found = stats(LOG, until=MONDAY + timedelta(days=9), G=G)

    assert [week.closed for week in found.weeks] == [2, 1]


def test_reviews_kept() -> None:
    """Due within a week and done by its Sunday; one that is due later is not due."""
    log = [event(0, "reviewed", rating="good"), event(3, "reviewed", rating="good")]
    kept = stats(log, until=MONDAY + timedelta(days=6)).weeks[0]
    assert (kept.reviews, kept.reviews_due, kept.reviews_kept) == (2, 1, 1)

    missed = stats(log[:1], until=MONDAY + timedelta(days=13)).weeks
    assert [(w.reviews_due, w.reviews_kept) for w in missed] == [(1, 0), (0, 0)]
    assert stats(log[:1], until=MONDAY).weeks[0].reviews_due == 0


def test_history_tells_where_there_is_no_log() -> None:
    """First written, and changed, by week."""
    history = {"B.md": [MONDAY + timedelta(days=8), MONDAY], "A.md": [MONDAY + timedelta(days=9)]}
    found = stats([], until=MONDAY + timedelta(days=13), history=history)

    assert [week.written for week in found.weeks] == [("B.md",), ("A.md",)]
    assert [week.touched for week in found.weeks] == [("B.md",), ("A.md", "B.md")]
    assert found.source == "history"
    assert stats(LOG, until=MONDAY + timedelta(days=13), history=history).source == "both"
    assert stats([], until=MONDAY).source == "nothing"


def test_renamed_notes_are_told_by_their_name_of_today() -> None:
    """Every name a note had is one note."""
    vault = Vault.from_texts({"x/B.md": "text"})
    log = [event(0, "mastered", "A.md"), event(1, "renamed", "A.md", to="x/B.md")]
    again = [*log, event(2, "mastered", "B")]
    found = stats(again, until=MONDAY + timedelta(days=6), vault=vault)

    assert found.weeks[0].mastered == ("x/B.md",)


def test_shares_of_tracks() -> None:
    """As they are now."""
    G = graph_of("B: A")
    track = Track("T", ("B",), "note")
    found = stats(LOG, until=MONDAY, G=G, state=knows("A"), tracks=[track])

    assert [(p.track.name, p.done, p.total) for p in found.tracks] == [("T", 1, 2)]


def test_week_log_is_made_of_facts() -> None:
    """What was mastered, what it builds on, what became ready, and where the tracks stood."""
    G = graph_of("A: V; B: A; C: A X")
    track = Track("T", ("B",), "note")
    found = week_log(
        LOG, week=MONDAY + timedelta(days=3), G=G, states=(knows(), knows("A", "V")), tracks=[track]
    )

    assert (found.start, found.end, found.minutes) == (MONDAY, MONDAY + timedelta(days=6), 45)
    assert [(m.title, m.minutes, m.builds_on, m.opened) for m in found.mastered] == [
        ("A", 45, ("V",), ("B",))
    ]
    assert (found.known, found.worked_on, found.reviewed) == (("V",), (), ())
    assert (found.before[0].done, found.tracks[0].done) == (0, 2)

    later = week_log(LOG, week=MONDAY + timedelta(days=21), G=G)
    assert (later.mastered, later.reviewed) == ((), ("A",))


def test_what_was_forgotten_in_the_week_was_not_mastered_in_it() -> None:
    """A mistake taken back leaves no trace."""
    log = [event(0, "mastered"), event(1, "forgot")]

    assert week_log(log, week=MONDAY, G=graph_of("A:")).mastered == ()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 60),
            st.sampled_from(("known", "started", "studied", "mastered", "forgot", "reviewed")),
            st.sampled_from("ABC"),
        ),
        max_size=15,
        unique=True,
    ),
    st.randoms(use_true_random=False),
)
def test_minutes_add_up_whatever_the_order(
    rows: list[tuple[int, str, str]], rng: random.Random
) -> None:
    """The weeks hold all the time that was logged, and shuffling changes nothing."""
    log = [event(day, kind, name, minutes=10) for day, kind, name in rows]
    until = MONDAY + timedelta(days=60)
    found = stats(log, until=until)
    rng.shuffle(log)

    assert sum(week.minutes for week in found.weeks) == 10 * len(rows)
    assert stats(log, until=until) == found
    assert all(week.reviews_kept <= week.reviews_due for week in found.weeks)


def test_weeks_at_the_beginning_of_time() -> None:
    """The first days of the calendar have a week too."""
    assert week_of(date.min) == date.min
    assert week_of(MONDAY + timedelta(days=6)) == MONDAY
