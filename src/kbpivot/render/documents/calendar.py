"""A plan as a calendar (iCalendar, RFC 5545) that phones and desktops import."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from kbpivot.render.answers.plan import PlanAnswer, PlanEntry
from kbpivot.render.text.plan import entry_time
from kbpivot.safe_text import one_line
from kbpivot.wording import named

if TYPE_CHECKING:
    from icalendar import Event

__all__ = ["calendar"]

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def calendar(
    answer: PlanAnswer, *, made: datetime, address: Callable[[str], str] | None = None
) -> str:
    """Return one all-day event for each thing to do, with the line breaks iCalendar asks for.

    An event is told by the note and the part of it, not by its day: importing a later plan moves
    what is there instead of adding to it, because its revision is the later one.

    Args:
        answer: the plan.
        made: when it was made, with a time zone.
        address: the address that opens a note, by its path.
    """
    from icalendar import Calendar

    made = made.astimezone(UTC).replace(microsecond=0)
    found = Calendar()
    found.add("prodid", "-//kbpivot//plan//EN")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", f"Study: {one_line(named(answer.goals))}")
    for week in answer.weeks:
        for entry in week.notes:
            if entry.first_day is not None and entry.last_day is not None:
                found.add_component(
                    _event(entry, entry_time(entry, week), answer, made=made, address=address)
                )
    return str(found.to_ical().decode("utf-8"))


def _event(
    entry: PlanEntry,
    time: str,
    answer: PlanAnswer,
    *,
    made: datetime,
    address: Callable[[str], str] | None,
) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", _uid(entry))
    event.add("dtstamp", made)
    event.add("last-modified", made)
    # Calendars take a later revision in place of an earlier one.
    event.add("sequence", max(int((made - _EPOCH).total_seconds()) // 60, 0))
    event.add("dtstart", date.fromisoformat(entry.first_day or ""))
    # The end of an all-day event is the day after its last.
    event.add("dtend", date.fromisoformat(entry.last_day or "") + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [entry.kind])
    part = f", part {entry.part} of {entry.parts}" if entry.parts > 1 else ""
    verb = "Review" if entry.kind == "review" else "Study"
    event.add("summary", f"{verb}: {one_line(entry.title)} ({time}{part})")
    event.add("description", _description(entry, answer))
    if entry.path is not None and address is not None:
        event.add("url", address(entry.path))
    return event


def _uid(entry: PlanEntry) -> str:
    what = f"{entry.kind}\0{entry.path or ''}\0{'' if entry.path else entry.title}\0{entry.part}"
    digest = hashlib.blake2b(what.encode("utf-8", "surrogatepass"), digest_size=12)
    return f"{digest.hexdigest()}@kbpivot"


def _description(entry: PlanEntry, answer: PlanAnswer) -> str:
    if entry.kind == "review":
        return "You chose to keep this in memory."
    toward = named(one_line(goal) for goal in answer.goals)
    rows = [
        "This reaches a goal." if entry.goal and entry.part == entry.parts else f"Toward {toward}."
    ]
    if entry.path is None:
        rows.append("There is no note yet: write it, or find a source.")
    return "\n".join(rows)
