"""Terminal text of `new`."""

from __future__ import annotations

from collections.abc import Sequence

from kbpivot.render.answers.new import CodeEntry, CourseEntry, NewAnswer, NewEntry
from kbpivot.render.text import Layout, Lines, Text, clean
from kbpivot.wording import counted, duration, listed, shell_word

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
            _created(lines, entry, code=answer.code, course=answer.course)
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


def _created(
    lines: Lines,
    entry: NewEntry,
    *,
    code: CodeEntry | None = None,
    course: CourseEntry | None = None,
) -> None:
    place = lines.layout.place(entry.path)
    source = Text(clean(entry.template)) if entry.template else "kbpivot's template"
    where = f", {entry.folder_reason}" if entry.folder_reason else ""
    lines.wrap("Created ", place, where, "; from ", source, ".")
    if code is not None:
        _code(lines, code)
    if course is not None:
        _course(lines, course, entry)
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
    if entry.on_map:
        names = listed(map(clean, entry.on_map))
        lines.wrap(f"It also names {names}, of which you have no note: in that question, too.")
    if entry.waiting:
        lead = "link leads" if entry.waiting == 1 else "links lead"
        lines.wrap(f"{entry.waiting:,} {lead} to it already.")
    if entry.namesake is not None:
        lines.wrap("Another note has this name: ", lines.layout.place(entry.namesake), ".")
    lines.add(Text(clean(entry.uri), style="dim"))


def _code(lines: Lines, code: CodeEntry) -> None:
    """Say what was read and in which order to read it."""
    size = f"{counted(code.files, 'file')}, {code.lines:,} lines of code"
    commit = f", commit {code.commit[:10]}" if code.commit else ""
    lines.wrap(
        f"{size}{commit}. {counted(len(code.reading), 'file')} to read: "
        f"about {duration(code.hours)}."
    )
    if code.rough:
        lines.wrap("The order is from import lines alone, which is rough.", style="dim")
    rows: list[tuple[Text | str, ...]] = [
        (
            str(number),
            Text(lines.layout.fit(stop.path, 40), style="bold"),
            Text(lines.layout.fit(stop.symbol, 26)),
            f"line {stop.line}",
        )
        for number, stop in enumerate(code.reading, start=1)
    ]
    lines.table(rows, indent=2, right="r")


def _course(lines: Lines, course: CourseEntry, entry: NewEntry) -> None:
    """Say how many lessons there are, and how to go on."""
    hours = sum(one.hours for one in course.lessons)
    lines.wrap(f"{counted(len(course.lessons), 'lesson')}, {duration(hours)} in all.")
    assumed = [one for one in course.lessons if one.assumed]
    if assumed:
        each = "" if len(assumed) == 1 else " each"
        lines.wrap(
            f"Of {counted(len(assumed), 'lesson')} no length is said; it counts"
            f" {duration(assumed[0].hours)}{each}, or what --minutes says."
        )
    name = entry.path.rpartition("/")[2].removesuffix(".md")
    lines.add("First: ", Text(f"kbpivot next --goal {shell_word(name)}", style="bold"))


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
