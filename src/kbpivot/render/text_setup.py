"""Terminal text of the commands that set something up."""

from __future__ import annotations

import shlex

from kbpivot.render.answers_setup import DemoAnswer, DoctorAnswer
from kbpivot.render.text import Layout, Lines, Text, counted

__all__ = ["demo_text", "doctor_text"]


def demo_text(answer: DemoAnswer, layout: Layout) -> Text:
    """Say where the copy is and what to try on it."""
    lines = Lines(layout)
    lines.wrap("Copied ", f"{counted(answer.notes, 'note')} to ", Text(answer.path), ".")
    folder = shlex.quote(answer.path)
    lines.add("Try: ", Text(f"kbpivot -C {folder}", style="bold"))
    lines.add("     ", Text(f"kbpivot -C {folder} next --why", style="bold"))
    return lines.text()


def doctor_text(answer: DoctorAnswer, layout: Layout) -> Text:
    """Return the facts, one a line or two."""
    lines = Lines(layout)
    width = max((len(fact.about) for fact in answer.facts), default=0)
    for fact in answer.facts:
        head = Text(f"{fact.about:<{width}}  ", style="bold")
        lines.wrap(fact.value, first=head)
        if fact.source:
            lines.wrap(fact.source, first=" " * (width + 2), style="dim")
    return lines.text()
