"""A note's running text in sections, with all that is not words masked out."""

from __future__ import annotations

import re
from typing import NamedTuple

from kbpivot.notes import frontmatter
from kbpivot.notes.blocks import headings
from kbpivot.notes.body import read_body
from kbpivot.notes.lines import Lines
from kbpivot.notes.own_block import START, without_own_block

__all__ = ["Section", "sections"]

_URL = re.compile(r"(?:https?|ftp|file|obsidian|zotero|mailto):\S+|www\.\S+")
_SIGNS = re.compile(r"[\[\]|*_`~=]")


class Section(NamedTuple):
    """The text under one heading, up to the next heading of any level.

    Attributes:
        heading: raw text of the heading, empty before the first one.
        level: heading level, 0 before the first heading.
        start: offset of `text` in the file.
        text: as long as the source; code, formulas, HTML, URLs, link destinations and marks are
            blanks, line breaks are kept, so an offset here is an offset in the file.
    """

    heading: str
    level: int
    start: int
    text: str


def _masked(text: str, start: int, end: int) -> str:
    return re.sub(r"[^\r\n]", " ", text[start:end])


def sections(text: str) -> tuple[Section, ...]:
    """Split the live text of a file into sections.

    Args:
        text: the whole raw text; properties are left out.

    Returns:
        Sections in source order. `text[s.start : s.start + len(s.text)]` is each one's source.
    """
    text = without_own_block(text) if START in text else text
    lines = Lines(text)
    body = frontmatter.frontmatter_of("", text, lines).body
    shape, found = read_body(text, lines, start=body)
    dead = [*shape.code, *shape.math, *found.formulas]
    dead += [(mark.start, mark.end) for mark in shape.opaque]
    dead += [(block.start, block.end) for block in shape.blocks if block.kind == "html"]
    pieces, last = [], body
    for start, end in sorted(dead):
        start = max(start, last)  # noqa: PLW2901  nested ranges: only what is not yet masked
        if end <= start:
            continue
        pieces.append(text[last:start])
        pieces.append(_masked(text, start, end))
        last = end
    pieces.append(text[last:])
    words = _SIGNS.sub(" ", _URL.sub(lambda m: " " * len(m[0]), "".join(pieces)))
    rows, heading, level, at = [], "", 0, body
    for row in headings(text, shape, lines):
        if row.span.start > at:
            rows.append(Section(heading, level, at, words[at - body : row.span.start - body]))
        heading, level, at = row.text, row.level, row.span.end
    rows.append(Section(heading, level, at, words[at - body :]))
    return tuple(row for row in rows if row.heading or row.text.strip())
