"""The lines kbpivot itself keeps up to date in a note: never read as the author's words."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["END", "START", "OwnBlock", "own_block", "without_own_block"]

START = "%% kbpivot:start %%"
END = "%% kbpivot:end %%"

_MARK = re.compile(r"^[ \t]*%% kbpivot:(start|end) %%[ \t]*$", re.MULTILINE)


class OwnBlock(NamedTuple):
    """Where the markers stand.

    Attributes:
        start: offset behind the line of the start marker, -1 without one.
        end: offset of the line of the end marker, -1 without one.
        problem: why the block cannot be used, empty when it can.
    """

    start: int
    end: int
    problem: str


def own_block(text: str) -> OwnBlock:
    """Find the block between the two markers, each alone on its line."""
    plain = text.replace("\r", "\n") if "\r" in text else text
    marks = list(_MARK.finditer(plain))
    starts = [mark for mark in marks if mark[1] == "start"]
    ends = [mark for mark in marks if mark[1] == "end"]
    if not marks:
        return OwnBlock(-1, -1, "")
    if len(starts) != 1 or len(ends) != 1:
        missing = START if not starts else END if not ends else ""
        problem = f"the marker {missing!r} is missing" if missing else "a marker stands twice"
        return OwnBlock(-1, -1, problem)
    start, end = starts[0].end(), ends[0].start()
    if end < start:
        return OwnBlock(-1, -1, f"the marker {END!r} stands before {START!r}")
    if text.startswith("\r\n", start):
        start += 2
    elif start < end:
        start += 1
    return OwnBlock(start, end, "")


def without_own_block(text: str) -> str:
    """The text with what stands between the markers as blanks, every offset kept."""
    block = own_block(text)
    if block.start < 0:
        return text
    blank = re.sub(r"[^\r\n]", " ", text[block.start : block.end])
    return text[: block.start] + blank + text[block.end :]
