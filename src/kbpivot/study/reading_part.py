"""How far into a note some minutes lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kbpivot.model import Heading, Note

__all__ = ["part_until"]


def part_until(note: Note, *, minutes: float, whole: float, done: float = 0.0) -> Heading | None:
    """Return the heading before which to stop when only a part of a note fits.

    Time is spread over the lines below the properties; the part ends at the heading nearest to where the time
    is up, so it is a part that has an end. None when no heading lies between, or all of it fits.

    Args:
        note: the note.
        minutes: time there is.
        whole: time the whole note takes, in minutes.
        done: time already spent on it.
    """
    if whole <= 0 or done + minutes >= whole:
        return None
    top = max(note.property_lines.values(), default=-1) + 1  # the line that closes them
    first, end = (
        top + (note.lines - top) * min(part / whole, 1) for part in (done, done + minutes)
    )
    # A heading right at the beginning of the part would leave nothing to read.
    within = [h for h in note.headings if h.span.line > first + (end - first) / 2]
    nearest = min(within, key=lambda h: (abs(h.span.line - 1 - end), h.span.line), default=None)
    if nearest is None or nearest.span.line - 1 > end + (end - first) / 2:
        return None
    return nearest
