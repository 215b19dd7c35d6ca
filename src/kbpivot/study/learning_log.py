"""The person's log: events that happened to notes, and what they add up to.

An event is one line of the log (`kbpivot.shell.log` reads and writes them). What a set of events
says does not depend on the order in which they are given, and a line given twice counts once, so
the logs of two machines merge by union.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Literal, cast, get_args

from immutabledict import immutabledict
from msgspec.structs import replace

from kbpivot.record import NOT_A_NUMBER, Record, Row

__all__ = [
    "ASKED",
    "KINDS",
    "RATINGS",
    "REFUSED",
    "Event",
    "Kind",
    "NoteLog",
    "Rating",
    "asked",
    "effective_events",
    "event_from_fields",
    "fields_of_event",
    "instant",
    "records",
    "refusals",
]

Kind = Literal[
    "known",
    "started",
    "studied",
    "mastered",
    "forgot",
    "reviewed",
    "renamed",
    "undone",
    "corrected",
]
Rating = Literal["again", "hard", "good", "easy"]

KINDS: tuple[str, ...] = get_args(Kind)
RATINGS: tuple[str, ...] = get_args(Rating)
REFUSED = "refused"
"""An answer to a question about two notes; unlike `KINDS` it says nothing of what is known."""
CONFIRMED = "confirmed"
"""The other answer: the later note states the earlier one since. `undo` takes that out again."""
ASKED = "asked"
"""A question about two notes that somebody put, an agent for one; nothing follows from it."""


class Event(Record, frozen=True):
    """One thing that happened.

    Attributes:
        id: unique name of the line.
        at: ISO 8601 time with offset; without one it is read as UTC.
        event: one of `KINDS`, or `refused`: the person says that `note` does not come before
            `to`, or `asked`: somebody asks the person whether it does. Other words are kept and mean nothing yet.
        note: path or name of the note; empty for `undone`.
        minutes: time spent, at least 0.
        rating: how a review went; at another event, that it is to come back for review.
        to: the new path, for `renamed`; the other note, for `refused` and `asked`.
        of: the id of the line that an `undone` cancels.
        hash: fingerprint of the note's content at that time; lets a moved note be followed.
        what: what was wrong in the note, for `corrected`.
        by: by what it came, where nobody said it of the note itself: `placement`.
        concept: id of the concept of a map that it is about, whatever note is about that today.
        batch: what the lines of one command share, so that `undo` takes them back together.
        more: fields that are not ours, kept as they came.
    """

    id: str
    at: str
    event: str
    note: str = ""
    minutes: float | None = None
    rating: str | None = None
    to: str | None = None
    of: str | None = None
    hash: str | None = None
    what: str | None = None
    by: str | None = None
    concept: str | None = None
    batch: str | None = None
    more: Mapping[str, object] = immutabledict()

    @property
    def when(self) -> datetime:
        """The time as an aware datetime with the offset it was written in."""
        return instant(self.at)

    @property
    def day(self) -> date:
        """The date on the person's own calendar when it happened."""
        return self.when.date()

    def row(self) -> Row:
        """Return the event as a flat row of plain values."""
        return {
            "at": self.at,
            "day": self.day.isoformat(),
            "event": self.event,
            "note": self.note,
            "minutes": NOT_A_NUMBER if self.minutes is None else float(self.minutes),
            "rating": self.rating or "",
            "to": self.to or "",
            "by": self.by or "",
            "concept": self.concept or "",
            "batch": self.batch or "",
            "of": self.of or "",
            "id": self.id,
        }

    def __repr__(self) -> str:
        return f"Event({self.event} {self.note or self.of!r} at {self.at})"


def instant(text: str) -> datetime:
    """Return an ISO 8601 time as an aware datetime; without an offset it is UTC.

    Raises:
        ValueError: it is no time, or one that has no counterpart in UTC.
    """
    parsed = datetime.fromisoformat(text.strip())
    if parsed.tzinfo is None:
        parsed = parsed.replace(tzinfo=UTC)
    try:
        parsed.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text!r} lies outside the calendar") from error
    return parsed


_TEXTS = ("note", "to", "of", "hash")
_MARKS = (
    "what",
    "by",
    "concept",
    "batch",
)  # anything but text in these is somebody else's, and kept


def event_from_fields(fields: Mapping[str, object]) -> Event:
    """Return the event that a decoded log line says.

    Args:
        fields: the members of the line's JSON object.

    Raises:
        ValueError: a field is missing or cannot be meant; the text says which.
    """
    known: dict[str, str | None] = dict.fromkeys(_TEXTS)
    for key in ("id", "at", "event"):
        value = fields.get(key)
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"it has no {key!r}")
        known[key] = value
    for key in _TEXTS:
        value = fields.get(key)
        if value is not None and not isinstance(value, str):
            raise ValueError(f"{key!r} must be text")
        known[key] = value
    kind = cast("str", known["event"])
    pair = ("note", "to")
    answers = dict.fromkeys((REFUSED, CONFIRMED, ASKED), pair)
    needed = {"undone": ("of",), "renamed": pair, **answers}.get(kind, ("note",))
    for key in needed if kind in (*KINDS, *answers) else ():
        if not (known[key] or "").strip():
            raise ValueError(f"a line with event {kind!r} needs {key!r}")
    minutes = fields.get("minutes")
    if minutes is not None and (
        isinstance(minutes, bool)
        or not isinstance(minutes, int | float)
        or not math.isfinite(minutes)
        or minutes < 0
    ):
        raise ValueError("'minutes' must be a number that is not negative")
    rating = fields.get("rating")
    if rating is not None and rating not in RATINGS:
        raise ValueError(f"'rating' must be one of {', '.join(RATINGS)}")
    at = cast("str", known["at"])
    try:
        instant(at)
    except ValueError:
        raise ValueError(f"{at!r} is no ISO time") from None
    marks = {key: value for key in _MARKS if isinstance(value := fields.get(key), str)}
    taken = {"id", "at", "event", "minutes", "rating", *_TEXTS, *marks}
    return Event(
        id=cast("str", known["id"]),
        at=at,
        event=kind,
        note=known["note"] or "",
        minutes=minutes,
        rating=None if rating is None else str(rating),
        to=known["to"],
        of=known["of"],
        hash=known["hash"],
        **marks,
        more=immutabledict({k: v for k, v in fields.items() if k not in taken}),
    )


def fields_of_event(event: Event) -> dict[str, object]:
    """Return the members of the JSON object that says `event`; absent ones are left out."""
    fields: dict[str, object] = {"id": event.id, "at": event.at, "event": event.event}
    if event.note:
        fields["note"] = event.note
    for key in ("minutes", "rating", "to", "of", "hash", *_MARKS):
        value = getattr(event, key)
        if value is not None:
            fields[key] = value
    return fields | {key: event.more[key] for key in sorted(event.more)}


def _order(event: Event) -> tuple[datetime, str, str]:
    # The last part decides only between two different lines with the same id.
    return event.when.astimezone(UTC), event.id, repr(sorted(fields_of_event(event).items()))


def _is_late(event: Event, at: datetime | date | str) -> bool:
    """Whether `event` came after `at`: a day on the person's calendar, or an instant."""
    if isinstance(at, str):
        try:
            return event.day > date.fromisoformat(at.strip())
        except ValueError:
            return event.when > instant(at)
    if isinstance(at, datetime):
        return event.when > (at if at.tzinfo else at.replace(tzinfo=UTC))
    return event.day > at


def effective_events(
    events: Iterable[Event], *, at: datetime | date | str | None = None
) -> tuple[Event, ...]:
    """Return the events that count: in order of (time, id), each once, without undone ones.

    An `undone` that was itself undone later has no effect.

    Args:
        events: in any order, duplicates allowed.
        at: leave out what came later; a date means the whole of that day.
    """
    ordered: dict[str, Event] = {}
    for event in sorted(events, key=_order):
        if at is None or not _is_late(event, at):
            ordered.setdefault(event.id, event)
    cancelled: set[str] = set()
    for event in reversed(ordered.values()):
        if event.event == "undone" and event.of is not None and event.id not in cancelled:
            cancelled.add(event.of)
    return tuple(
        event for event in ordered.values() if event.event != "undone" and event.id not in cancelled
    )


class NoteLog(Record, frozen=True):
    """What the events about one note add up to.

    Attributes:
        state: `mastered`, `started`, `forgotten` or "" (only studied time or reviews).
        how: the event that set the state.
        since: day on which the state began, None without one.
        seen: day of the last event about the note.
        minutes: time logged, over all sessions.
        spent: time logged since the note was last started anew (0 once mastered).
        reviews: (time, rating) of each review, or mastery that was rated, since the note was last
            forgotten.
    """

    state: Literal["mastered", "started", "forgotten", ""] = ""
    how: str = ""
    since: date | None = None
    seen: date | None = None
    minutes: float = 0.0
    spent: float = 0.0
    reviews: tuple[tuple[datetime, str], ...] = ()

    def joined(self, other: NoteLog) -> NoteLog:
        """Return what both add up to when they turn out to be about one note.

        The state that began later counts; a record without a state says nothing about it.
        """
        mine, theirs = (bool(r.state) for r in (self, other))
        later = (other.since or date.min) >= (self.since or date.min)
        held = other if theirs and (later or not mine) else self
        return NoteLog(
            state=held.state,
            how=held.how,
            since=held.since,
            seen=max(self.seen or date.min, other.seen or date.min),
            minutes=self.minutes + other.minutes,
            spent=0.0 if held.state in {"mastered", "forgotten"} else self.spent + other.spent,
            reviews=tuple(sorted((*self.reviews, *other.reviews))),
        )


def _after(record: NoteLog, event: Event) -> NoteLog:
    minutes = event.minutes or 0.0
    record = replace(
        record,
        seen=event.day,
        minutes=record.minutes + minutes,
        spent=record.spent + minutes,
    )
    if event.event == "reviewed" or (event.rating and event.event in {"mastered", "known"}):
        when = event.when.astimezone(UTC)
        record = replace(record, reviews=(*record.reviews, (when, event.rating or "good")))
    match event.event:
        case "known" | "mastered":
            if record.state == "mastered":  # the first date is the one to remember
                return replace(record, spent=0.0)
            return replace(record, state="mastered", how=event.event, since=event.day, spent=0.0)
        case "started":
            if record.state == "mastered":  # reading it again takes nothing away
                return record
            since = record.since if record.state == "started" else event.day
            return replace(record, state="started", how="started", since=since)
        case "studied":
            if record.state in {"mastered", "started"}:
                return record
            return replace(record, state="started", how="studied", since=event.day)
        case "forgot":
            return replace(
                record, state="forgotten", how="forgot", since=event.day, spent=0.0, reviews=()
            )
        case _:
            return record


def records(
    events: Iterable[Event], *, at: datetime | date | str | None = None
) -> Mapping[str, NoteLog]:
    """Return what each note's events add up to, by path or name as logged, sorted by it.

    A `renamed` moves what was logged so far to the new path.

    Args:
        events: in any order, duplicates allowed.
        at: leave out what came later.
    """
    found: dict[str, NoteLog] = {}
    for event in effective_events(events, at=at):
        if event.event == "renamed":
            if event.to is None or event.to == event.note or event.note not in found:
                continue
            moved = found.pop(event.note)
            kept = found.get(event.to)
            found[event.to] = moved if kept is None else moved.joined(kept)
        elif event.event in KINDS and event.note:
            found[event.note] = _after(found.get(event.note, NoteLog()), event)
    return immutabledict({name: found[name] for name in sorted(found)})


def refusals(events: Iterable[Event]) -> frozenset[tuple[str, str]]:
    """Return the pairs (first, second) of which the person said that the first comes not before.

    A `renamed` also moves what was refused so far.
    """
    found: set[tuple[str, str]] = set()
    for event in effective_events(events):
        if event.to is None:
            continue
        if event.event == REFUSED:
            found.add((event.note, event.to))
        elif event.event == "renamed":
            names = {event.note: event.to}
            found = {(names.get(a, a), names.get(b, b)) for a, b in found}
    return frozenset(found)


def asked(events: Iterable[Event]) -> Mapping[tuple[str, str], str]:
    """Return the pairs (first, second) about which somebody asked, and the reason given.

    What was refused since is not among them. A `renamed` moves what was asked so far.
    """
    found: dict[tuple[str, str], str] = {}
    for event in effective_events(events):
        if event.to is None:
            continue
        if event.event == ASKED:
            found[event.note, event.to] = str(event.more.get("reason") or "")
        elif event.event == REFUSED:
            found.pop((event.note, event.to), None)
        elif event.event == "renamed":
            names = {event.note: event.to}
            found = {(names.get(a, a), names.get(b, b)): why for (a, b), why in found.items()}
    return found
