"""Terminal text of `show`."""

from __future__ import annotations

from collections.abc import Sequence

from kbpivot.render.answers.note import RelationEntry, ShowAnswer
from kbpivot.render.text import Layout, Lines, Text, clean
from kbpivot.render.text.study import FORMS
from kbpivot.wording import counted, duration

__all__ = ["show_text"]

STATES = {
    "mastered": "you know it",
    "started": "you have begun it",
    "ready": "ready: all it states as a prerequisite is met",
    "blocked": "waits for what it builds on",
    "planned": "planned: no note yet",
    "": "not for studying",
}

STAGES = {"template": "a template so far", "empty": "empty so far"}


def show_text(answer: ShowAnswer, layout: Layout) -> Text:
    """Return what is known about a note."""
    lines = Lines(layout)
    lines.add(Text(clean(answer.title), style="bold"))
    if answer.path is not None:
        lines.add(layout.place(answer.path))
    said = [STATES[answer.state]]
    if answer.path is not None:
        said.insert(0, answer.kind if answer.kind != "other" else "note")
        said.append(STAGES.get(answer.maturity, "written"))
        said.append("public" if answer.public else "private")
    source = f" ({answer.hours_source})" if answer.hours_source else ""
    lines.wrap(f"{' · '.join([*said, duration(answer.hours)])}{source}")
    if answer.aliases:
        lines.wrap(", ".join(answer.aliases), first="aliases: ")
    if answer.tags:
        lines.wrap(" ".join(answer.tags), first="tags: ")
    for head, grades, related in (
        ("Builds on", _FIRM, answer.needs),
        ("Is listed after", {"ordered"}, answer.needs),
        ("Comes after, by the map", {"mapped"}, answer.needs),
        ("Seems to build on", {"inferred"}, answer.needs),
        ("Leads to", _FIRM, answer.unlocks),
        ("Is listed before", {"ordered"}, answer.unlocks),
        ("Comes before, by the map", {"mapped"}, answer.unlocks),
        ("Seems to lead to", {"inferred"}, answer.unlocks),
    ):
        _related(lines, head, [one for one in related if one.grade in grades])
    if answer.path is not None:
        lines.blank()
        lines.wrap(
            f"{counted(answer.links, 'link')}, {counted(answer.backlinks, 'backlink')}", style="dim"
        )
    for one in answer.diagnostics:
        place = f"line {one.line}: " if one.line else ""
        lines.wrap(f"{place}{one.message} {one.hint}")
    if answer.text is not None:
        lines.blank()
        for line in answer.text.splitlines():
            lines.add(Text(clean(line)))
    return lines.text()


_FIRM = frozenset({"stated", "optional"})


def _related(lines: Lines, head: str, related: Sequence[RelationEntry]) -> None:
    if not related:
        return
    lines.blank()
    lines.add(f"{head}:")
    layout = lines.layout
    for one in related:
        style = layout.place(one.note.path).style if one.note.path else ""
        line = Text("  ").append_text(Text(clean(one.note.title), style=style))
        if one.note.path is None:
            line.append("  planned: no note yet", style="dim")
        if one.grade == "optional":
            line.append("  optional", style="dim")
        elif one.grade != "stated" and one.path is not None:
            said = FORMS.get(one.form) or (f"under {one.key!r}" if one.key else "a guess")
            line.append(f"  {said}: ", style="dim")
            line.append_text(layout.place(one.path, one.line, style="dim"))
        lines.add(line)
