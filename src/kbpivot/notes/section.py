"""A note's running text in sections, with all that is not words masked out."""

from __future__ import annotations

import re
from typing import NamedTuple

from kbpivot.notes.blocks import headings
from kbpivot.notes.body import read_body
from kbpivot.notes.frontmatter import block_range
from kbpivot.notes.lines import Lines
from kbpivot.notes.own_block import START, without_own_block

__all__ = ["Section", "sections"]

_URL = re.compile(r"(?:https?|ftp|file|obsidian|zotero|mailto):\S+|www\.\S+")
_MAY_BE_URL = re.compile(r"(?:http|file|obsidian|zotero|mailto|ftp)s?:|www\.")
_SIGNS = {ord(sign): " " for sign in "[]|*_`~="}


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
    edges = block_range(text)
    body = edges[1] + 3 if edges is not None else int(text.startswith("\ufeff"))
    return _cut(text, body, _outline(text, body))


class _Outline(NamedTuple):
    """What of a text is no words, and its headings.

    Attributes:
        dead: (start, end) of code, formulas and link destinations.
        headings: (start, end, level, words) of the headings.
    """

    dead: list[tuple[int, int]]
    headings: list[tuple[int, int, int, str]]


def _outline(text: str, body: int) -> _Outline:
    lines = Lines(text)
    shape, found = read_body(text, lines, start=body)
    dead = [*shape.code, *shape.math, *found.formulas]
    dead += [(mark.start, mark.end) for mark in shape.opaque]
    dead += [(block.start, block.end) for block in shape.blocks if block.kind == "html"]
    rows = headings(text, shape, lines)
    return _Outline(dead, [(row.span.start, row.span.end, row.level, row.text) for row in rows])


def _cut(text: str, body: int, reading: _Outline) -> tuple[Section, ...]:
    pieces, last = [], body
    for start, end in sorted(reading.dead):
        start = max(start, last)  # noqa: PLW2901  nested ranges: only what is not yet masked
        if end <= start:
            continue
        pieces.append(text[last:start])
        pieces.append(_masked(text, start, end))
        last = end
    pieces.append(text[last:])
    words = "".join(pieces)
    if _MAY_BE_URL.search(words):
        words = _URL.sub(lambda m: " " * len(m[0]), words)
    words = words.translate(_SIGNS)
    rows, heading, level, at = [], "", 0, body
    for begin, end, depth, title in reading.headings:
        if begin > at:
            rows.append(Section(heading, level, at, words[at - body : begin - body]))
        heading, level, at = title, depth, end
    rows.append(Section(heading, level, at, words[at - body :]))
    return tuple(row for row in rows if row.heading or row.text.strip())
