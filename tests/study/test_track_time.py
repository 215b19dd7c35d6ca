"""Which track the time went to."""

from __future__ import annotations

from datetime import date, timedelta

from kbpivot.study.learning_log import Event, event_from_fields
from kbpivot.study.track_time import interests
from kbpivot.study.tracks import Track
from study_graphs import graph_of

MONDAY = date(2026, 3, 2)
G = graph_of("B: A; C: A; D: C")
TRACKS = [Track("One", ("B",), "note"), Track("Two", ("D",), "note")]


def event(day: int, kind: str, note: str, minutes: float | None = None) -> Event:
    at = f"{MONDAY + timedelta(days=day)}T20:00:00+01:00"
    fields = {"id": f"{day}{kind}{note}", "at": at, "event": kind, "note": note}
    return event_from_fields(fields | ({} if minutes is None else {"minutes": minutes}))


LOG = [
    event(0, "known", "A"),
    event(1, "studied", "A", 30),
    event(2, "started", "B", 60),
    event(14, "mastered", "C", 120),
    event(15, "started", "Elsewhere", 600),
]


def test_a_shared_note_counts_for_each_and_its_own_for_one() -> None:
    """What was known before is no work, and what belongs to no track counts for none."""
    found = interests(LOG, until=MONDAY + timedelta(days=20), weeks=9, G=G, tracks=TRACKS)

    assert [(one.track.name, one.weeks, one.minutes, one.own_minutes) for one in found] == [
        ("One", 1, 90, 60),
        ("Two", 2, 150, 120),
    ]
    assert (found[1].first, found[1].last) == (
        MONDAY + timedelta(days=1),
        MONDAY + timedelta(days=14),
    )


def test_only_the_weeks_asked_for_count() -> None:
    """Before and after them nothing was; a track without anything has no days."""
    late = interests(LOG, until=MONDAY + timedelta(days=20), weeks=1, G=G, tracks=TRACKS)
    early = interests(LOG, until=MONDAY + timedelta(days=6), weeks=1, G=G, tracks=TRACKS)

    assert [(one.weeks, one.minutes, one.first) for one in late] == [
        (0, 0, None),
        (1, 120, MONDAY + timedelta(days=14)),
    ]
    assert [one.minutes for one in early] == [90, 30]
    assert interests([], until=date.min, weeks=520, G=G, tracks=TRACKS)[0].weeks == 0
