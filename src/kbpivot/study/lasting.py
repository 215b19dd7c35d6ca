"""Whether it is a lasting interest: what half a year of a log and of notes says; facts only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from kbpivot.record import Record
from kbpivot.study.learning_log import Event, effective_events
from kbpivot.study.stats import week_of

__all__ = ["WORK", "Correction", "Lasting", "Subject", "lasting"]

WORK = frozenset({"started", "studied", "mastered", "reviewed"})
"""Events that are study; what was known before is none."""

_WEEKS = 26


class Correction(Record, frozen=True):
    """A correction that somebody sent.

    Attributes:
        note: the note it was about.
        day: when it came.
        what: what was wrong.
    """

    note: str
    day: date
    what: str


class Subject(Record, frozen=True):
    """What was done for one subject in some weeks.

    Attributes:
        name: what to call it: a track, or a part of the map.
        minutes: time logged on its notes.
        notes: how many of its notes were studied.
    """

    name: str
    minutes: float
    notes: int


class Lasting(Record, frozen=True):
    """Half a year, or what there is of it.

    Attributes:
        start: the Monday of the first week, in which something happened or half a year ago.
        end: the last day.
        weeks: how many weeks these are.
        study_weeks: weeks with study, or with a change of a note where there was no log yet.
        longest_pause: the most weeks without it, one after another.
        minutes: time logged.
        written: notes first written then.
        published: those of them that others can read now.
        corrections: corrections received, oldest first.
        earlier: what was studied in the first half, most of it first.
        later: what was studied in the second half.
    """

    start: date
    end: date
    weeks: int
    study_weeks: int
    longest_pause: int
    minutes: float
    written: tuple[str, ...]
    published: tuple[str, ...]
    corrections: tuple[Correction, ...]
    earlier: tuple[Subject, ...]
    later: tuple[Subject, ...]

    @property
    def hours(self) -> float:
        """Time logged, in hours."""
        return self.minutes / 60

    @property
    def moved(self) -> tuple[str, str] | None:
        """What most was done for in either half, where one thing stands out in each."""
        first, second = _foremost(self.earlier), _foremost(self.later)
        return None if first is None or second is None else (first, second)


def lasting(
    log: Iterable[Event],
    *,
    until: date,
    history: Mapping[str, Sequence[date]] | None = None,
    written: Mapping[str, date] | None = None,
    public: Collection[str] = frozenset(),
    subjects: Sequence[Mapping[str, Collection[str]]] = (),
) -> Lasting | None:
    """Return what the half year up to a day says; None where nothing happened in it.

    Args:
        log: events in any order, under the names notes have today.
        until: the last day that counts.
        history: days on which each note was changed before there was a log.
        written: the day on which each note was first written, as far as that is known.
        public: notes that others can read.
        subjects: ways to sort notes, the best first: names of subjects with their notes. The first
            one is taken by which one subject stands out in either half.
    """
    monday = week_of(until)
    start = monday - timedelta(days=min(7 * (_WEEKS - 1), (monday - date.min).days))
    events = [one for one in effective_events(log, at=until) if one.day >= start]
    studied = [one for one in events if one.event in WORK]
    changes = {
        week_of(day) for days in (history or {}).values() for day in days if start <= day <= until
    }
    first_written = {path: day for path, day in (written or {}).items() if start <= day <= until}
    corrections = tuple(
        Correction(one.note, one.day, one.what or "") for one in events if one.event == "corrected"
    )
    active = {week_of(one.day) for one in studied} | changes
    begun = min((*active, *map(week_of, first_written.values())), default=None)
    if begun is None and not corrections:
        return None
    begun = min([week_of(one.day) for one in corrections] if begun is None else [begun])
    weeks = (monday - begun).days // 7 + 1
    middle = begun + timedelta(days=7 * (weeks // 2))
    halves = (
        [one for one in studied if one.day < middle],
        [one for one in studied if one.day >= middle],
    )
    earlier, later = _by_subject(halves, subjects) if weeks > 1 else ((), ())
    return Lasting(
        start=begun,
        end=until,
        weeks=weeks,
        study_weeks=len(active),
        longest_pause=_longest_pause(active, begun, weeks),
        minutes=sum(one.minutes or 0.0 for one in events),
        written=tuple(sorted(first_written)),
        published=tuple(sorted(path for path in first_written if path in public)),
        corrections=corrections,
        earlier=earlier,
        later=later,
    )


def _longest_pause(active: Collection[date], begun: date, weeks: int) -> int:
    longest = pause = 0
    for number in range(weeks):
        pause = 0 if begun + timedelta(days=7 * number) in active else pause + 1
        longest = max(longest, pause)
    return longest


def _by_subject(
    halves: tuple[Sequence[Event], Sequence[Event]],
    subjects: Sequence[Mapping[str, Collection[str]]],
) -> tuple[tuple[Subject, ...], tuple[Subject, ...]]:
    for sorting in subjects:
        earlier, later = (_done_for(half, sorting) for half in halves)
        if _foremost(earlier) is not None and _foremost(later) is not None:
            return earlier, later
    return (), ()


def _done_for(
    events: Sequence[Event], subjects: Mapping[str, Collection[str]]
) -> tuple[Subject, ...]:
    """What was done for each subject; a note of several counts for each of them."""
    found = []
    for name, members in subjects.items():
        mine = [one for one in events if one.note in members]
        if mine:
            minutes = sum(one.minutes or 0.0 for one in mine)
            found.append(Subject(name, minutes, len({one.note for one in mine})))
    return tuple(sorted(found, key=lambda one: (-one.minutes, -one.notes, one.name)))


def _foremost(subjects: Sequence[Subject]) -> str | None:
    """The subject for which most was done, None where two are as good."""
    if not subjects:
        return None
    if len(subjects) > 1:
        first, second = subjects[:2]
        if (first.minutes, first.notes) == (second.minutes, second.notes):
            return None
    return subjects[0].name
