"""A note about a course: its lessons as numbered boxes, each with its length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from kbpivot.edit.new_note.body import heading_named, under_heading, with_lines
from kbpivot.edit.new_note.properties import with_values
from kbpivot.safe_text import inert, one_line
from kbpivot.wording import duration

__all__ = ["COURSE_TEMPLATE", "LessonRow", "with_lesson_rows"]

COURSE_TEMPLATE: Final = """---
title: "{{title}}"
type: source
medium: course
url: ""
lessons:
prerequisites: []
status:
hours:
publish:
created: "{{date}}"
tags:
  - source
---
%% prerequisites, above: what does it take for granted? Links in quotes. %%

## Lessons

%% A ticked lesson is done, and what it teaches counts as reached. %%

## What I took from it

%% In your own words, with links to the notes that grew from it. %%

## Open questions
"""
_LESSONS: Final = frozenset({"lessons", "chapters", "lectures"})


class LessonRow(NamedTuple):
    """A lesson as it is written.

    Attributes:
        title: what it is called.
        minutes: how long it takes.
        address: where it is; may be empty.
        teaches: what it teaches, as links or names.
        topics: what else it names.
    """

    title: str
    minutes: int
    address: str = ""
    teaches: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


def with_lesson_rows(text: str, rows: Sequence[LessonRow], *, address: str, medium: str) -> str:
    """Put lessons into a note, with their number and the hours of all.

    Args:
        text: the note.
        rows: the lessons, in order.
        address: where the course is; may be empty.
        medium: `course` or `book`.
    """
    lines = [line for number, row in enumerate(rows, start=1) for line in _lines(number, row)]
    heading = heading_named(text, _LESSONS)
    if heading is None:
        text = with_lines(text, ["## Lessons", "", *lines], at=len(text))
    else:
        place = under_heading(text, heading)
        rest = text[place:].lstrip()
        if rest.startswith("%%") and "%%" in rest[2:]:
            place = text.index("%%", text.index("%%", place) + 2) + 2
            place += len(text[place:]) - len(text[place:].lstrip("\r\n")) and 1
        text = with_lines(text, lines, at=place)
    hours = sum(row.minutes for row in rows) / 60
    values: dict[str, str | float] = {"medium": medium, "lessons": len(rows)}
    if address:
        values["url"] = inert(one_line(address))
    text = with_values(text, values)
    return with_values(text, {"hours": round(hours, 2)})


def _lines(number: int, row: LessonRow) -> list[str]:
    title = inert(one_line(row.title)).replace("[", "(").replace("]", ")")
    shown = f"[{title}]({row.address})" if _is_plain(row.address) else title
    lines = [f"{number}. [ ] {shown} ({duration(row.minutes / 60, exact=True)})"]
    indent = " " * (len(str(number)) + 2)
    if row.teaches:
        lines.append(f"{indent}- teaches: {', '.join(row.teaches)}")
    lines += [f"{indent}- {inert(one_line(one))}" for one in row.topics]
    return lines


def _is_plain(address: str) -> bool:
    return address.startswith(("http://", "https://")) and not set(address) & set(" ()<>[]\n")
