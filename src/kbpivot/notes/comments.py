"""Where a text holds `%% comments %%`: links in them count, readers never see them."""

from __future__ import annotations

import re

from kbpivot.notes import frontmatter
from kbpivot.notes.body import read_body
from kbpivot.notes.lines import Lines
from kbpivot.notes.ranges import Ranges

__all__ = ["comments"]

_MARK = re.compile(r"%%")


def comments(text: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of all comments, blocks and inline, in source order.

    Args:
        text: the whole raw text of a note.
    """
    if "%%" not in text:
        return ()
    lines = Lines(text)
    body = frontmatter.frontmatter_of("", text, lines).body
    shape, found = read_body(text, lines, start=body)
    ranges = list(shape.comments)
    opaque = [(mark.start, mark.end) for mark in shape.opaque if mark.kind != "tail"]
    dead = Ranges([*shape.code, *shape.math, *found.formulas, *opaque])
    for leaf in shape.leaves:
        if leaf.kind == "comment":
            continue
        opened: int | None = None
        for mark in _MARK.finditer(text, leaf.start, leaf.end):
            if mark.start() in dead:
                continue
            if opened is None:
                opened = mark.start()
            else:
                ranges.append((opened, mark.end()))
                opened = None
    return tuple(sorted(ranges))
