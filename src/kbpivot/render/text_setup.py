"""Terminal text of the commands that set something up."""

from __future__ import annotations

import shlex

from kbpivot.render.answers_setup import DemoAnswer
from kbpivot.render.text import Layout, Lines, Text, counted

__all__ = ["demo_text"]


def demo_text(answer: DemoAnswer, layout: Layout) -> Text:
    """Say where the copy is and what to try on it."""
    lines = Lines(layout)
    lines.wrap("Copied ", f"{counted(answer.notes, 'note')} to ", Text(answer.path), ".")
    folder = shlex.quote(answer.path)
    lines.add("Try: ", Text(f"kbpivot -C {folder}", style="bold"))
    lines.add("     ", Text(f"kbpivot -C {folder} next --why", style="bold"))
    return lines.text()
