"""Terminal text of `begin`: the ways in, what will be written, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence

from kbpivot.render.answers.begin import BeginAnswer, WayEntry
from kbpivot.render.text import Layout, Lines, Text, clean
from kbpivot.render.text.next import suggestion_head
from kbpivot.render.text.plan import day
from kbpivot.wording import duration, named, part_of_notes

__all__ = ["begun_text", "here_text", "set_text", "ways_text"]


def here_text(answer: BeginAnswer, layout: Layout) -> Text:
    """Return what is here, before anything is asked."""
    lines = Lines(layout)
    if not answer.notes:
        lines.wrap("There are no notes here yet, which is a good place to begin.")
    elif answer.placed:
        lines.wrap(f"{part_of_notes(answer.placed, answer.notes)} on kbpivot's map of AI.")
    return lines.text()


def ways_text(ways: Sequence[WayEntry], layout: Layout, *, on_map: bool) -> Text:
    """Return the ways in, numbered, and how to answer."""
    lines = Lines(layout)
    lines.add(Text("Where do you want to go?", style="bold"))
    lines.blank()
    for number, way in enumerate(ways, start=1):
        lines.wrap(
            Text(clean(way.name), style="bold"),
            f": {way.says}" if way.says else "",
            first=Text(f"{number:>4}  ", style="dim"),
        )
    if ways:
        lines.blank()
    other = "the name of anything on the map, such as RLHF or LoRA" if on_map else "a note's name"
    lines.wrap(f"Answer with a number, or with {other}." if ways else f"Answer with {other}.")
    return lines.text()


def set_text(answer: BeginAnswer, layout: Layout) -> Text:
    """Return what is set already, and how to change one thing."""
    lines = Lines(layout)
    lines.wrap(
        "Set here: toward ",
        Text(clean(named(answer.goals)), style="bold"),
        f", {duration(answer.hours_per_week)} a week. {_left(answer)}",
    )
    lines.wrap(
        "To change one thing and nothing else: kbpivot begin --goal NAME, kbpivot begin --hours"
        " HOURS, or kbpivot place.",
        style="dim",
    )
    _next(lines, answer)
    return lines.text()


def begun_text(answer: BeginAnswer, layout: Layout) -> Text:
    """Return what was written, when the way is done, and the first step."""
    lines = Lines(layout)
    written = [one for one in (answer.config, answer.note) if one]
    if answer.placement is not None and answer.placement.batch is not None:
        written.append("your log")
    if written:
        lines.wrap("Written: ", _listed(written), ".")
    if answer.kept is not None:
        lines.wrap(
            layout.place(answer.kept),
            " is your own note, so it was left alone; `kbpivot plan -o FILE.md` writes the path"
            " elsewhere.",
        )
    lines.blank()
    lines.wrap(
        Text(clean(named(answer.goals)), style="bold"),
        f": {duration(answer.hours_per_week)} a week. {_left(answer)}",
    )
    _next(lines, answer)
    lines.blank()
    lines.wrap(
        "`kbpivot next` says more of it, `kbpivot plan` shows the weeks; `kbpivot begin` again"
        " changes what is set.",
        style="dim",
    )
    return lines.text()


def _listed(written: Sequence[str]) -> str:
    return named(written, most=5)


def _left(answer: BeginAnswer) -> str:
    if not answer.steps:
        return "Nothing is left on the way."
    known = f"You know {answer.known:,} of the steps; " if answer.known else ""
    left = f"{answer.steps:,} {'are' if answer.steps > 1 else 'is'} left, about"
    ends = ""
    if answer.finish is not None and answer.finish.planned:
        ends = f", done on {day(answer.finish.planned)} by the estimates"
    said = f"{known}{left} {duration(answer.hours)}{ends}."
    return said[:1].upper() + said[1:]


def _next(lines: Lines, answer: BeginAnswer) -> None:
    if answer.next is not None and answer.next.suggestions:
        lines.wrap("First: ", *suggestion_head(answer.next.suggestions[0], lines.layout))
