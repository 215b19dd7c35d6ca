"""Terminal text of `new`."""

from __future__ import annotations

from kbpivot.render.answers_newcomer import NewAnswer, NewEntry
from kbpivot.render.text import Layout, Lines, Text, clean
from kbpivot.wording import counted, listed

__all__ = ["new_text"]


def new_text(answer: NewAnswer, layout: Layout) -> Text:
    """Say which notes were made and where, and what differs in those that were there."""
    lines = Lines(layout)
    for entry in answer.notes:
        lines.blank()
        if entry.created:
            _created(lines, entry)
        else:
            _compared(lines, entry)
    made = sum(entry.created for entry in answer.notes)
    if len(answer.notes) > 1:
        lines.blank()
        there = len(answer.notes) - made
        said = f"{counted(made, 'note')} created"
        lines.wrap(f"{said}, {there:,} there already." if there else f"{said}.")
    return lines.text()


def _created(lines: Lines, entry: NewEntry) -> None:
    place = lines.layout.place(entry.path)
    source = Text(clean(entry.template)) if entry.template else "kbpivot's template"
    where = f", {entry.folder_reason}" if entry.folder_reason else ""
    lines.wrap("Created ", place, where, "; from ", source, ".")
    for need in entry.needs:
        if need.path is None:
            hint = f" Did you mean {listed(need.near)}?" if need.near else ""
            lines.wrap(Text(clean(need.link)), f" is planned: no note is called so yet.{hint}")
    if entry.guesses:
        names = listed(path.rpartition("/")[2][:-3] for path in entry.guesses)
        lines.wrap(f"Perhaps builds on {names}: a question in the note, to answer or delete.")
    if entry.waiting:
        lead = "link leads" if entry.waiting == 1 else "links lead"
        lines.wrap(f"{entry.waiting:,} {lead} to it already.")
    if entry.namesake is not None:
        lines.wrap("Another note has this name: ", lines.layout.place(entry.namesake), ".")
    lines.add(Text(clean(entry.uri), style="dim"))


def _compared(lines: Lines, entry: NewEntry) -> None:
    place = lines.layout.place(entry.path)
    if not entry.diff:
        lines.wrap(place, " is there already and says the same. Nothing was written.")
        return
    lines.wrap(place, " is there already and differs. Nothing was written.")
    styles = {"+": "green", "-": "red", "@": "cyan"}
    for number, line in enumerate(entry.diff.split("\n")):
        style = "bold" if number < 2 else styles.get(line[:1], "")
        lines.add(Text(clean(line), style=style))
