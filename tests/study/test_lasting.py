"""Whether an interest lasts: weeks, pauses, what was written, and what it moved to."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kbpivot.notes import parse_note
from kbpivot.shell.log import new_event
from kbpivot.study import lasting
from kbpivot.traits.created import created_on

MONDAY = date(2026, 1, 5)


def event(days: int, kind: str, note: str = "A.md", **more):
    """Return an event so many days after the first Monday."""
    at = datetime.combine(MONDAY + timedelta(days=days), datetime.min.time()).astimezone()
    return new_event(kind, note, at=at, **more)


def until(weeks: int) -> date:
    """Return the Sunday of a week, the first one being 1."""
    return MONDAY + timedelta(days=7 * weeks - 1)


def test_nothing_at_all() -> None:
    """Where nothing happened in half a year, nothing is said."""
    assert lasting([], until=MONDAY) is None
    assert lasting([event(-300, "studied")], until=MONDAY) is None
    assert lasting([event(0, "known")], until=MONDAY) is None


def test_weeks_and_pauses() -> None:
    """The half year begins with what is done in it; a pause goes on to the last day."""
    log = [event(0, "studied", minutes=30), event(8, "known"), event(21, "mastered", minutes=60)]
    found = lasting(log, until=until(8))

    assert found is not None
    assert (found.start, found.weeks, found.study_weeks) == (MONDAY, 8, 2)
    assert (found.longest_pause, found.hours) == (4, 1.5)


def test_written_and_published() -> None:
    """Only what was first written in these months counts, and of it what others can read."""
    days = {"A.md": MONDAY, "B.md": MONDAY, "Old.md": MONDAY - timedelta(days=400)}
    found = lasting([], until=until(2), written=days, public={"A.md", "Old.md"})

    assert found is not None
    assert (found.written, found.published) == (("A.md", "B.md"), ("A.md",))


def test_what_the_interest_moved_to() -> None:
    """The first way to sort notes by which one subject stands out in either half is taken."""
    log = [event(0, "studied", "A.md", minutes=60), event(8, "studied", "B.md", minutes=30)]
    tracks = {"One": {"A.md", "B.md"}, "Two": {"A.md", "B.md"}}
    areas = {"Letters": {"A.md"}, "Words": {"B.md"}}

    found = lasting(log, until=until(2), subjects=(tracks, areas))
    unclear = lasting(log, until=until(2), subjects=(tracks,))

    assert found is not None
    assert found.moved == ("Letters", "Words")
    assert unclear is not None
    assert (unclear.moved, unclear.earlier) == (None, ())


def test_corrections() -> None:
    """A correction is told with what was wrong, and is no study."""
    found = lasting([event(1, "corrected", what="a sign")], until=until(1))

    assert found is not None
    assert [(one.note, one.what) for one in found.corrections] == [("A.md", "a sign")]
    assert found.study_weeks == 0


@given(
    st.lists(
        st.tuples(st.integers(-30, 200), st.sampled_from(["studied", "known", "corrected"])),
        max_size=12,
    )
)
def test_counts_fit_together(days) -> None:
    """Weeks with study and the longest pause never add up to more than there are weeks."""
    found = lasting([event(*one) for one in days], until=until(26))

    if found is not None:
        assert 1 <= found.weeks <= 26
        assert found.study_weeks + found.longest_pause <= found.weeks
        assert found.start <= found.end


def test_created_on() -> None:
    """A property says when a note was written; that of a paper's date does not."""
    for written, day in (
        ("created: 2026-01-05", date(2026, 1, 5)),
        ("Date Created: 2026-01-05T10:00", date(2026, 1, 5)),
        ("created: 20260105102233", date(2026, 1, 5)),
        ("created: 1735689600000", None),
        ("created: 20260105", date(2026, 1, 5)),
        ("created: 2026-13-05", None),
        ("created: last week", None),
        ("date: 2026-01-05", None),
    ):
        assert created_on(parse_note("A.md", f"---\n{written}\n---\n")) == day, written
