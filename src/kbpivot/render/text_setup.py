"""Terminal text of the commands that set something up."""

from __future__ import annotations

import shlex

from kbpivot.render.answers_setup import DemoAnswer, DoctorAnswer, InitAnswer
from kbpivot.render.text import Layout, Lines, Text, clean, counted

__all__ = ["demo_text", "doctor_text", "init_text"]


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


def init_text(answer: InitAnswer, layout: Layout) -> Text:
    """Say what was written, or show what would be."""
    lines = Lines(layout)
    if not answer.files:
        lines.wrap("There is nothing to set up: the settings and templates are there.")
        return lines.text()
    lines.add("Written:" if answer.written else "This would be written:")
    for path in answer.files:
        lines.add("  ", layout.place(path))
    if not answer.written and answer.settings:
        lines.blank()
        for line in answer.settings.rstrip("\n").split("\n"):
            lines.add(Text(f"  {clean(line)}", style="dim"))
    return lines.text()
