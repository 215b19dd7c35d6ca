"""What a body holds beside running text: things shown in place, and headings with nothing below."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kbpivot.notes.structure import Structure

__all__ = ["hollow_headings", "is_query", "media"]

_SHOWN = re.compile(r"<(?:img|iframe|video|audio|embed|object|svg|picture)\b", re.IGNORECASE)
_QUERY = re.compile(r"[`~]{3,}\s*(?:dataview|dataviewjs|query|tasks|base|bases|todoist)\b")


def media(text: str, shape: Structure) -> int:
    """Count what the body shows in place: pictures, films, PDFs, other notes."""
    count = 0
    if "![" in text:
        count += sum(text.count("![", leaf.start, leaf.end) for leaf in shape.leaves)
    if "<" in text:
        for block in shape.blocks:
            if block.kind in ("html", "paragraph") and _SHOWN.search(text, block.start, block.end):
                count += 1
    return count


def is_query(code: str) -> bool:
    """Tell whether a block of code asks a plugin for a list of notes, and so says nothing."""
    return _QUERY.match(code) is not None


def hollow_headings(text: str, shape: Structure) -> int:
    """Count the headings with nothing below them before the next one as high, or the end.

    Comments, empty list items and table rows, and rules are nothing.
    """
    filled: set[int] = set()
    levels: dict[int, int] = {}
    for leaf in shape.leaves:
        if leaf.kind == "heading":
            levels.setdefault(leaf.block, leaf.level)
        elif (
            leaf.kind != "comment"
            and not (leaf.kind == "cell" and leaf.row == 0)
            and text[leaf.start : leaf.end].strip(" \t\r\n[]xX>*-%")
        ):
            filled.add(leaf.block)
    count = open_level = 0
    for place, block in enumerate(shape.blocks):
        if block.kind == "heading":
            level = levels.get(place, 1)
            if open_level and level <= open_level:
                count += 1
            open_level = level
        elif (
            block.kind in ("code", "math", "footnote")
            or (block.kind == "html" and not text.startswith("<!--", block.start))
            or (place in filled and not text.startswith("%%", block.start))
        ):
            open_level = 0
    return count + (open_level > 0)
