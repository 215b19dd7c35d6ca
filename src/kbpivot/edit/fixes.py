"""Edits as data: the least that mends a finding, and what a text looks like with them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from kbpivot.record import Record

__all__ = ["Edit", "diff", "edited"]


class Edit(Record, frozen=True):
    """Words to put in place of a stretch of a file's text.

    Attributes:
        path: the note.
        start: offset of the first character that goes.
        end: offset behind the last one.
        old: what stands there now; where it does not, the edit no longer fits.
        new: what is to stand there.
    """

    path: str
    start: int
    end: int
    old: str
    new: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits made; every other character stays as it is.

    An edit whose place holds other words by now, or that overlaps one before it, is left out.

    >>> edited("See [[b]].", [Edit("A.md", 4, 9, "[[b]]", "[[B|b]]")])
    'See [[B|b]].'
    """
    pieces: list[str] = []
    at = 0
    for edit in sorted(set(edits), key=lambda one: (one.start, one.end, one.new)):
        if edit.start < at or text[edit.start : edit.end] != edit.old:
            continue
        pieces += (text[at : edit.start], edit.new)
        at = edit.end
    return "".join([*pieces, text[at:]])


def diff(path: str, before: str, after: str) -> str:
    """Return a unified diff of one file, as `git diff` shows it; empty when nothing changes."""
    lines: list[str] = []
    for line in difflib.unified_diff(
        before.splitlines(keepends=True),
        after.splitlines(keepends=True),
        f"a/{path}",
        f"b/{path}",
        n=1,
    ):
        shown = line.rstrip("\r\n")
        lines.append(shown + "\n")
        if line[:1] in "+- " and shown == line:
            lines.append("\\ No newline at end of file\n")
    return "".join(lines)
