"""Answers of the commands about the person's log: done and its kin, review, undo."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from kbpivot.render.answers import Answer
from kbpivot.render.answers.next import NextAnswer
from kbpivot.render.answers.study import NodeEntry

if TYPE_CHECKING:
    from datetime import date

    from kbpivot.study import Event, Review

__all__ = [
    "EventEntry",
    "MarkedEntry",
    "RecordAnswer",
    "ReviewAnswer",
    "ReviewEntry",
    "event_entries",
    "marked_entry",
    "review_entries",
]


class EventEntry(msgspec.Struct, frozen=True):
    """A line of the log.

    Attributes:
        id: unique name of the line.
        at: when, with the offset from UTC.
        event: `known`, `started`, `studied`, `mastered`, `forgot`, `reviewed`, `renamed`,
            `corrected`, `refused`, `confirmed` or `undone`.
        note: path or name of the note; empty for `undone`.
        minutes: time spent; null when none was given.
        rating: how a review went; null for most other events.
        to: the new path, of a note that moved; null otherwise.
        what: what was wrong, of a correction; null otherwise.
        by: `placement` where it follows from a placement; null otherwise.
        concept: id of the concept of the map that it is about; null otherwise.
        batch: what the lines of one command share; null for a line of its own.
    """

    id: str
    at: str
    event: str
    note: str
    minutes: float | None
    rating: str | None
    to: str | None = None
    by: str | None = None
    concept: str | None = None
    batch: str | None = None
    what: str | None = None


class MarkedEntry(msgspec.Struct, frozen=True):
    """A note of which it was known already what was to be recorded, so that nothing was.

    Attributes:
        path: null while it is not written.
        since: the day from which on it is known, as YYYY-MM-DD; null where nothing says it.
    """

    path: str | None
    title: str
    since: str | None


class RecordAnswer(Answer, frozen=True, tag="kbpivot.record/1"):
    """What was recorded and what follows from it; the answer of every command that records.

    Attributes:
        events: the lines that were added; moves of notes come before what was asked for.
        undone: the lines these cancel.
        already: notes that were mastered or known already; for these no line was added.
        opened: notes that became ready.
        closed: notes that are not ready any more.
        builds_on: what the notes marked just now build on directly, and you have not marked.
        next: what `kbpivot next` says now.
    """

    events: tuple[EventEntry, ...]
    undone: tuple[EventEntry, ...]
    opened: tuple[NodeEntry, ...]
    closed: tuple[NodeEntry, ...]
    builds_on: tuple[NodeEntry, ...]
    next: NextAnswer
    already: tuple[MarkedEntry, ...] = ()


class ReviewEntry(msgspec.Struct, frozen=True):
    """Something the person chose to keep in memory.

    Attributes:
        path: the note, or the name it was reviewed by.
        due: day on which to look at it again, as YYYY-MM-DD.
        last: day of the last review.
        reviews: how many there were.
        recall: the chance to recall it now, 0 to 1.
    """

    path: str
    title: str
    due: str
    last: str
    reviews: int
    recall: float


class ReviewAnswer(Answer, frozen=True, tag="kbpivot.review/1"):
    """What is kept in memory.

    Attributes:
        due: what is due now, the oldest first.
        later: the rest, by day.
    """

    due: tuple[ReviewEntry, ...]
    later: tuple[ReviewEntry, ...]


def event_entries(events: Iterable[Event]) -> tuple[EventEntry, ...]:
    """Return events as entries."""
    return tuple(
        EventEntry(
            one.id,
            one.at,
            one.event,
            one.note,
            one.minutes,
            one.rating,
            one.to,
            one.by,
            one.concept,
            one.batch,
            one.what,
        )
        for one in events
    )


def marked_entry(node: NodeEntry, *, since: date | None) -> MarkedEntry:
    """Return a note that is known already as an entry."""
    return MarkedEntry(
        path=node.path, title=node.title, since=None if since is None else since.isoformat()
    )


def review_entries(reviews: Iterable[Review]) -> tuple[ReviewEntry, ...]:
    """Return reviews as entries."""
    return tuple(
        ReviewEntry(
            path=one.path,
            title=one.title,
            due=one.due.isoformat(),
            last=one.last.isoformat(),
            reviews=one.count,
            recall=round(one.recall, 3),
        )
        for one in reviews
    )
