"""Terminal text of the commands that set something up."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from kbpivot.render.answers.setup import DemoAnswer, DoctorAnswer, FactEntry, InitAnswer
from kbpivot.render.text import Layout, Lines, Text, clean
from kbpivot.wording import counted

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
    _facts(lines, answer.facts)
    return lines.text()


def _facts(lines: Lines, facts: Sequence[FactEntry]) -> None:
    width = max((len(fact.about) for fact in facts), default=0)
    for fact in facts:
        head = Text(f"{fact.about:<{width}}  ", style="bold underline" if fact.trouble else "bold")
        lines.wrap(fact.value, first=head)
        if fact.source:
            lines.wrap(fact.source, first=" " * (width + 2), style="dim")


def init_text(answer: InitAnswer, layout: Layout) -> Text:
    """Say what is here, what would be worth setting, and what was written, or would be."""
    lines = Lines(layout)
    if answer.written:
        _files(lines, answer)
        return lines.text()
    _facts(lines, answer.found)
    lines.blank()
    if answer.settings:
        where = Text(clean(answer.config))
        if answer.exists:
            lines.wrap("Worth adding to ", where, ", which is there and is left alone:")
        else:
            lines.wrap("Worth setting, in ", where, ":")
        for line in answer.settings.rstrip("\n").split("\n"):
            lines.add(Text(f"  {clean(line)}", style="dim" if line.startswith("#") else ""))
    else:
        no = "No further settings" if answer.exists else "No settings"
        lines.wrap(f"{no} are needed: all of this is understood as it is.")
    if answer.questions:
        lines.blank()
        lines.add("What only you know; an answer would be a line in kbpivot.toml:")
        for question in answer.questions:
            lines.wrap(question.message, first="- ")
            lines.add(Text(f"  [{question.table}] {clean(question.setting)}", style="dim"))
    if answer.files:
        lines.blank()
        _files(lines, answer)
    return lines.text()


def _files(lines: Lines, answer: InitAnswer) -> None:
    lines.add("Written:" if answer.written else "This would be written:")
    for path in answer.files:
        lines.add("  ", clean(path))
