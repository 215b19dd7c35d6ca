"""Terminal text of `new`."""

from __future__ import annotations

from collections.abc import Sequence

from kbpivot.render.answers.new import NewAnswer, NewEntry
from kbpivot.render.text import Layout, Lines, Text, clean
from kbpivot.wording import counted, listed

__all__ = ["new_text"]

_EACH = 5
"""So many notes are told one by one; of more, each new one has a line."""


def new_text(answer: NewAnswer, layout: Layout) -> Text:
    """Say which notes were made and where, and what differs in those that were there."""
    lines = Lines(layout)
    made = [entry for entry in answer.notes if entry.created]
    same = [entry for entry in answer.notes if not entry.created and not entry.diff]
    many = len(answer.notes) > _EACH
    if many:
        _listed(lines, made)
    for entry in answer.notes:
        if many and (entry.created or not entry.diff):
            continue
        lines.blank()
        if entry.created:
            _created(lines, entry)
        else:
            _compared(lines, entry)
    if len(answer.notes) > 1:
        lines.blank()
        there = len(answer.notes) - len(made)
        said = f"{counted(len(made), 'note')} created"
        alike = "" if not many or not same else f", {len(same):,} with nothing to add"
        lines.wrap(f"{said}, {there:,} there already{alike}." if there else f"{said}.")
    return lines.text()


def _listed(lines: Lines, made: Sequence[NewEntry]) -> None:
    """Give each new note a line, under one sentence on where they are and what they are from."""
    if not made:
        return
    first = made[0]
    source = Text(clean(first.template)) if first.template else "kbpivot's template"
    where = f" {first.folder_reason}," if first.folder_reason else ""
    lines.wrap(f"Created{where} from ", source, ":")
    for entry in made:
        lines.add("  ", lines.layout.place(entry.path))
    asked = sum(bool(entry.guesses) for entry in made)
    if asked:
        lines.wrap(f"{asked:,} of them perhaps build on your notes: questions in them, to answer.")
    _planned(lines, first)


def _created(lines: Lines, entry: NewEntry) -> None:
    place = lines.layout.place(entry.path)
    source = Text(clean(entry.template)) if entry.template else "kbpivot's template"
    where = f", {entry.folder_reason}" if entry.folder_reason else ""
    lines.wrap("Created ", place, where, "; from ", source, ".")
    if entry.concept is not None:
        taken = "Other names, what it builds on" if entry.mapped_needs else "Other names"
        lines.wrap(
            f"{taken} and where to learn it are from kbpivot's map: ",
            Text(f"kbpivot map {entry.concept}"),
        )
    if entry.same is not None:
        lines.wrap("There is a note about the same already: ", lines.layout.place(entry.same), ".")
    _planned(lines, entry)
    if entry.guesses:
        names = listed(path.rpartition("/")[2][:-3] for path in entry.guesses)
        lines.wrap(f"Perhaps builds on {names}: a question in the note, to answer or delete.")
    if entry.waiting:
        lead = "link leads" if entry.waiting == 1 else "links lead"
        lines.wrap(f"{entry.waiting:,} {lead} to it already.")
    if entry.namesake is not None:
        lines.wrap("Another note has this name: ", lines.layout.place(entry.namesake), ".")
    lines.add(Text(clean(entry.uri), style="dim"))


def _planned(lines: Lines, entry: NewEntry) -> None:
    if entry.mapped_needs:
        planned = [need.link for need in entry.needs if need.path is None]
        if planned:
            are = "is planned: no note is" if len(planned) == 1 else "are planned: no notes are"
            lines.wrap(f"{listed(map(clean, planned), most=5)} {are} called so yet.")
        return
    for need in entry.needs:
        if need.path is None:
            hint = f" Did you mean {listed(need.near)}?" if need.near else ""
            lines.wrap(Text(clean(need.link)), f" is planned: no note is called so yet.{hint}")


def _compared(lines: Lines, entry: NewEntry) -> None:
    place = lines.layout.place(entry.path)
    if not entry.diff:
        lines.wrap(place, " is there already and says the same. Nothing was written.")
        return
    lines.wrap(place, " is there already and differs. Nothing was written.")
    styles = {"+": "bold", "-": "", "@": "dim"}
    for number, line in enumerate(entry.diff.split("\n")):
        style = "bold" if number < 2 else styles.get(line[:1], "")
        lines.add(Text(clean(line), style=style))
