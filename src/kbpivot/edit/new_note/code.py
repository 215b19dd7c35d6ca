"""A note about code: what it is, and files in reading order with the lines to begin at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from kbpivot.edit.new_note.body import heading_named, under_heading, with_lines
from kbpivot.safe_text import inert, one_line
from kbpivot.wording import counted

__all__ = ["CODE_TEMPLATE", "Anchor", "anchors", "with_reading"]

CODE_TEMPLATE: Final = """---
title: "{{title}}"
type: code
clone: ""
commit: ""
size: ""
prerequisites: []
status:
hours:
publish:
created: "{{date}}"
tags:
  - code
---
%% clone: where it lies on this computer. hours: the files below, read with care. %%

## What it is

## Reading order

%% What the others build on comes first. `kbpivot check` tells where a line has moved. %%

## What I took from it

%% In your own words, with links to the notes that grew from it. %%

## Open questions
"""
_ABOUT: Final = frozenset({"what it is"})
_ORDER: Final = frozenset({"reading order"})
_ROW: Final = re.compile(
    r"^[ \t]*\d+[.)][ \t]+(?:\[.\][ \t]+)?`(?P<path>[^`\n]+)`"
    r"(?:, `(?P<symbol>[^`\n]+)`)?, line (?P<line>\d{1,7}): (?P<fence>`+) ?(?P<text>.+?) ?(?P=fence)"
    r"(?!`)",
    re.MULTILINE,
)


class Anchor(NamedTuple):
    """A line of code that a note names.

    Attributes:
        path: the file, as seen from the clone.
        symbol: what begins there, may be empty.
        line: 1-based line when the note was written.
        text: the line's text without the spaces around it.
        start: offset in the note.
    """

    path: str
    symbol: str
    line: int
    text: str
    start: int = 0


def with_reading(
    text: str, description: str, stops: Sequence[tuple[Anchor, str]], *, rough: bool
) -> str:
    """Put into a note what code is, and the files to read.

    Args:
        text: the note.
        description: the code's own line on what it is, empty for none.
        stops: where to begin in each file, with a remark, in reading order.
        rough: whether the order was found by import lines alone.
    """
    if stops:
        rows = [_row(number, *stop) for number, stop in enumerate(stops, start=1)]
        if rough:
            rows = ["This order is from import lines alone, which is rough.", "", *rows]
        text = _under(text, _ORDER, rows)
    return _under(text, _ABOUT, [inert(one_line(description))]) if description else text


def _under(text: str, names: frozenset[str], lines: list[str]) -> str:
    heading = heading_named(text, names)
    if heading is None:
        return with_lines(text, lines, at=len(text))
    place = under_heading(text, heading)
    comment = re.compile(r"(?:[ \t]*\r?\n)*%%[^%]*%%[ \t]*(?:\r?\n|\Z)").match(text, place)
    return with_lines(text, lines, at=comment.end() if comment else place)


def _row(number: int, anchor: Anchor, remark: str) -> str:
    symbol = f", `{anchor.symbol}`" if anchor.symbol else ""
    code = anchor.text.replace("\t", " ")
    fence = "`" * (max(map(len, re.findall("`+", code)), default=0) + 1)
    pad = " " if code.startswith("`") or code.endswith("`") else ""
    said = f" ({remark})" if remark else ""
    return (
        f"{number}. [ ] `{anchor.path}`{symbol}, line {anchor.line}:"
        f" {fence}{pad}{code}{pad}{fence}{said}"
    )


def remark_of(used_by: int) -> str:
    """Say how much builds on a file."""
    if not used_by:
        return "what it comes to"
    return f"{counted(used_by, 'file')} {'builds' if used_by == 1 else 'build'} on it"


def anchors(text: str) -> tuple[Anchor, ...]:
    """Return the lines of code that a note names, in order."""
    return tuple(
        Anchor(
            found["path"],
            found["symbol"] or "",
            int(found["line"]),
            found["text"].strip(),
            found.start(),
        )
        for found in _ROW.finditer(text)
    )
