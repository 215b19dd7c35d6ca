"""Terminal text of the command `log`."""

from __future__ import annotations

from datetime import date

from kbpivot.render.answers.log_file import LogAnswer
from kbpivot.render.text import Layout, Lines, Text, clean
from kbpivot.wording import counted, day_words

__all__ = ["log_text"]


def log_text(answer: LogAnswer, layout: Layout) -> Text:
    """Say where the log is, what it holds and who keeps it."""
    lines = Lines(layout)
    path = Text(clean(answer.path), style="bold")
    if answer.moved_from:
        lines.wrap("Moved ", Text(clean(answer.moved_from)), " to ", path, ".")
    elif not answer.exists and not answer.events:
        lines.wrap("No log yet. It will be ", path, ".")
    held = counted(answer.events, "event")
    if answer.events:
        first, last = (day_words(date.fromisoformat(day)) for day in (answer.first, answer.last))
        held += f", on {first}" if first == last else f", {first} to {last}"
    if answer.moved_from:
        lines.wrap(f"It holds {held}.")
    elif answer.exists or answer.events:
        lines.wrap(path, f": {held}.")
    lines.wrap("Git may keep it." if answer.git else "Git ignores it, as it names private notes.")
    if answer.own_copy:
        own = Text(clean(answer.own_copy))
        lines.wrap("What this machine recorded stays in ", own, " as well.")
    for copy in answer.copies:
        lines.wrap(Text(clean(copy)), " is a copy that a synchroniser made; it counts as well.")
    if answer.left:
        lines.wrap(Text(clean(answer.left)), " could not be removed; all it says is in the log.")
    return lines.text()
