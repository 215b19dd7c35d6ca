"""Answers of `stats`: what happened week by week, and one week in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from kbpivot.graph.attributes import title_of
from kbpivot.render.answers import Answer
from kbpivot.render.answers.study import rounded

if TYPE_CHECKING:
    from kbpivot.graph.attributes import Graph
    from kbpivot.study import (
        Interest,
        Lasting,
        Learnt,
        Stats,
        Subject,
        TrackProgress,
        WeekLog,
    )

__all__ = [
    "CorrectionEntry",
    "HalfYearEntry",
    "LearntEntry",
    "StatsAnswer",
    "SubjectEntry",
    "TrackEntry",
    "TrackWeekEntry",
    "WeekAnswer",
    "WeekStatsEntry",
    "half_year_entry",
    "stats_answer",
    "title_then",
    "week_answer",
]


class WeekStatsEntry(msgspec.Struct, frozen=True):
    """A week from Monday to Sunday.

    Attributes:
        start: its Monday, as YYYY-MM-DD.
        hours: time logged.
        mastered: titles of notes mastered.
        started: titles of notes begun.
        closed: prerequisites of open notes that were met by these.
        reviews: reviews done.
        reviews_due: reviews that fell due in it.
        reviews_kept: those of them that were done by its Sunday.
        written: how many notes were first written, by the history of the files.
        touched: how many were changed, by that history.
        corrections: how many corrections were received.
    """

    start: str
    hours: float
    mastered: tuple[str, ...]
    started: tuple[str, ...]
    closed: int
    reviews: int
    reviews_due: int
    reviews_kept: int
    written: int
    touched: int
    corrections: int = 0

    @property
    def active(self) -> bool:
        """Whether anything happened in it."""
        done = self.hours or self.mastered or self.started or self.reviews
        return bool(done or self.touched or self.corrections)


class TrackEntry(msgspec.Struct, frozen=True):
    """How far along a track is, and what was done for it.

    Attributes:
        name: what to call it.
        done: notes of it that are known, its goals and all they build on.
        notes: how many there are.
        hours: what the rest takes.
        weeks: weeks in which something was logged on its notes.
        logged: hours logged on them.
        own: the part of these hours on notes that no other track needs.
        last: the last day of that, as YYYY-MM-DD; null without any.
    """

    name: str
    done: int
    notes: int
    hours: float
    weeks: int
    logged: float
    own: float
    last: str | None


class CorrectionEntry(msgspec.Struct, frozen=True):
    """A correction that was received.

    Attributes:
        title: the note it was about.
        day: when it came, as YYYY-MM-DD.
        what: what was wrong; may be empty.
    """

    title: str
    day: str
    what: str


class SubjectEntry(msgspec.Struct, frozen=True):
    """What was done for a track, or for a part of the map.

    Attributes:
        name: what to call it.
        hours: time logged on its notes.
        notes: how many of its notes were studied.
    """

    name: str
    hours: float
    notes: int


class HalfYearEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What half a year says, or what there is of it.

    Attributes:
        start: the Monday of its first week, as YYYY-MM-DD.
        end: its last day.
        weeks: how many weeks these are.
        study_weeks: weeks with study; before the log began, with a change of a note.
        longest_pause: the most weeks without it, one after another.
        hours: time logged.
        written: notes first written then, as far as git or their properties tell.
        published: those of them that others can read now.
        corrected: corrections received.
        corrections: these, oldest first; empty where others may not know them.
        earlier: what was studied in the first half, most of it first; empty where nothing
            stands out.
        later: the same of the second half.
    """

    start: str
    end: str
    weeks: int
    study_weeks: int
    longest_pause: int
    hours: float
    written: int
    published: int
    corrected: int
    corrections: tuple[CorrectionEntry, ...]
    earlier: tuple[SubjectEntry, ...]
    later: tuple[SubjectEntry, ...]


class StatsAnswer(Answer, frozen=True, tag="kbpivot.stats/1"):
    """What happened, week by week.

    Attributes:
        weeks: oldest first, without gaps.
        active_weeks: weeks in which anything happened.
        hours: time logged in all of them.
        mastered: notes mastered in all of them.
        source: where it is from: `log`, `history` (git), `both` or `nothing`.
        tracks: how far each track is, and what was done for it.
        half_year: what the last half year says, or what there is of it; null where nothing
            happened in it.
    """

    weeks: tuple[WeekStatsEntry, ...]
    active_weeks: int
    hours: float
    mastered: int
    source: str
    tracks: tuple[TrackEntry, ...]
    half_year: HalfYearEntry | None = None


class LearntEntry(msgspec.Struct, frozen=True):
    """A note in the log of a week.

    Attributes:
        title: what to call it.
        hours: time logged on it that week.
        builds_on: titles of what it builds on directly.
        opened: titles of notes that became ready with it.
    """

    title: str
    hours: float
    builds_on: tuple[str, ...]
    opened: tuple[str, ...]


class TrackWeekEntry(msgspec.Struct, frozen=True):
    """How far a track came in a week.

    Attributes:
        name: what to call it.
        before: notes of it that were known at the end of the week before.
        done: notes known at the end of this one.
        notes: how many there are.
    """

    name: str
    before: int
    done: int
    notes: int


class WeekAnswer(Answer, frozen=True, tag="kbpivot.week/1"):
    """The facts of one week.

    Attributes:
        start: its Monday, as YYYY-MM-DD.
        end: its Sunday.
        hours: time logged.
        mastered: notes mastered.
        worked_on: notes begun or continued.
        known: titles of what was said to be known before.
        reviewed: titles of notes reviewed.
        written: titles of notes first written, by git's history, where nothing is logged.
        changed: titles of notes changed, by that history.
        tracks: how far each track came.
        unnamed: how many titles of private notes are left out.
    """

    start: str
    end: str
    hours: float
    mastered: tuple[LearntEntry, ...]
    worked_on: tuple[LearntEntry, ...]
    known: tuple[str, ...]
    reviewed: tuple[str, ...]
    written: tuple[str, ...]
    changed: tuple[str, ...]
    tracks: tuple[TrackWeekEntry, ...]
    unnamed: int


def half_year_entry(
    found: Lasting, *, title: Callable[[str], str], disclose: bool = True
) -> HalfYearEntry:
    """Return what half a year says as an entry.

    Args:
        found: what it says.
        title: what to call a node.
        disclose: whether to tell the corrections, and not only how many there were.
    """

    def subjects(entries: Iterable[Subject]) -> tuple[SubjectEntry, ...]:
        return tuple(
            SubjectEntry(one.name, rounded(one.minutes / 60), one.notes) for one in entries
        )

    return HalfYearEntry(
        start=found.start.isoformat(),
        end=found.end.isoformat(),
        weeks=found.weeks,
        study_weeks=found.study_weeks,
        longest_pause=found.longest_pause,
        hours=rounded(found.hours),
        written=len(found.written),
        published=len(found.published),
        corrected=len(found.corrections),
        corrections=tuple(
            CorrectionEntry(title(one.note), one.day.isoformat(), one.what)
            for one in (found.corrections if disclose else ())
        ),
        earlier=subjects(found.earlier),
        later=subjects(found.later),
    )


def stats_answer(
    found: Stats,
    *,
    graph: Graph,
    interests: Iterable[Interest],
    half_year: HalfYearEntry | None = None,
) -> StatsAnswer:
    """Return statistics as an answer.

    Args:
        found: the statistics.
        graph: knows the titles.
        interests: what was done for each of the same tracks.
        half_year: what the last half year says.
    """

    def titles(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(title_then(name, graph=graph) for name in names)

    return StatsAnswer(
        weeks=tuple(
            WeekStatsEntry(
                start=week.start.isoformat(),
                hours=rounded(week.hours),
                mastered=titles(week.mastered),
                started=titles(week.started),
                closed=week.closed,
                reviews=week.reviews,
                reviews_due=week.reviews_due,
                reviews_kept=week.reviews_kept,
                written=len(week.written),
                touched=len(week.touched),
                corrections=week.corrections,
            )
            for week in found.weeks
        ),
        active_weeks=found.active_weeks,
        hours=rounded(found.hours),
        mastered=found.mastered,
        source=found.source,
        tracks=tuple(
            TrackEntry(
                name=one.track.name,
                done=one.done,
                notes=one.total,
                hours=rounded(one.hours_left),
                weeks=interest.weeks,
                logged=rounded(interest.minutes / 60),
                own=rounded(interest.own_minutes / 60),
                last=interest.last.isoformat() if interest.last else None,
            )
            for one, interest in zip(found.tracks, interests, strict=True)
        ),
        half_year=half_year,
    )


def title_then(name: str, *, graph: Graph) -> str:
    """Return what to call a note of the log, also one that is gone: then by its file's name."""
    if name in graph:
        return title_of(graph, name)
    return name.rpartition("/")[2].removesuffix(".md") if name.endswith(".md") else name


def week_answer(
    found: WeekLog,
    *,
    shown: Callable[[str], bool],
    title: Callable[[str], str],
    written: Sequence[str] = (),
    changed: Sequence[str] = (),
) -> WeekAnswer:
    """Return one week as an answer in which only some notes are named.

    Args:
        found: the facts.
        shown: whether a node may be named.
        title: what to call a node.
        written: nodes first written in the week, where git tells.
        changed: nodes changed in it.
    """
    hidden: set[str] = set()

    def names(nodes: Iterable[str]) -> tuple[str, ...]:
        chosen = list(nodes)
        hidden.update(node for node in chosen if not shown(node))
        return tuple(title(node) for node in chosen if shown(node))

    def learnt(entries: Iterable[Learnt]) -> tuple[LearntEntry, ...]:
        chosen = list(entries)
        hidden.update(one.node for one in chosen if not shown(one.node))
        return tuple(
            LearntEntry(
                title=title(one.node),
                hours=rounded(one.minutes / 60),
                # What stands beside a note is left out silently: it is no event of the week.
                builds_on=tuple(title(node) for node in one.builds_on if shown(node)),
                opened=tuple(title(node) for node in one.opened if shown(node)),
            )
            for one in chosen
            if shown(one.node)
        )

    return WeekAnswer(
        start=found.start.isoformat(),
        end=found.end.isoformat(),
        hours=rounded(found.minutes / 60),
        mastered=learnt(found.mastered),
        worked_on=learnt(found.worked_on),
        known=names(found.known),
        reviewed=names(found.reviewed),
        written=names(written),
        changed=names(node for node in changed if node not in set(written)),
        tracks=tuple(
            _track_week(before, after)
            for before, after in zip(found.before, found.tracks, strict=True)
        ),
        unnamed=len(hidden),
    )


def _track_week(before: TrackProgress, after: TrackProgress) -> TrackWeekEntry:
    return TrackWeekEntry(
        name=after.track.name, before=before.done, done=after.done, notes=after.total
    )
