"""From the part of a link behind `#` to the heading, block or footnote it names."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from typing import Literal

import msgspec

from kbpivot.model import Note, Span

__all__ = ["Place", "Places"]

# The marks Obsidian sets aside on both sides; apostrophe, hyphen and underscore count.
_MARKS = re.compile(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\s]+")


class Place(msgspec.Struct, frozen=True, gc=False):
    """A part of a note.

    Attributes:
        kind: `heading`, `block` or `footnote`.
        span: the heading's line, the whole block, or the footnote's definition.
    """

    kind: Literal["heading", "block", "footnote"]
    span: Span


class Places:
    """The parts of one note, ordered so that each is found without going through all of them."""

    def __init__(self, note: Note) -> None:
        self.note = note
        self._blocks: dict[str, Span] = {}
        self._footnotes: dict[str, Span] = {}
        # For each name, by level: the numbers of the headings, rising.
        self._headings: dict[str, dict[int, list[int]]] = {}
        for block in note.blocks:
            self._blocks.setdefault(block.id.lower(), block.span)
        for block in note.footnotes:
            self._footnotes.setdefault(block.id.lower(), block.span)
        for number, heading in enumerate(note.headings):
            levels = self._headings.setdefault(_bare(heading.text), {})
            levels.setdefault(heading.level, []).append(number)

    def find(self, subpath: str) -> Place | None:
        """Find the part that a subpath (with or without leading `#`) names.

        `^id` is a block and `[^id]` a footnote, whatever the case; anything else is a heading,
        or a chain `A#B` of headings, each deeper than the one before it. Punctuation, runs of
        spaces and case make no difference in headings. The first that fits is taken.
        """
        parts = [part for part in subpath.split("#") if part.strip()]
        if len(parts) == 1:
            part = parts[0].strip()
            if part.startswith("^"):
                span = self._blocks.get(part[1:].lower())
                return None if span is None else Place("block", span)
            if part.startswith("[^") and part.endswith("]"):
                span = self._footnotes.get(part[2:-1].lower())
                return None if span is None else Place("footnote", span)
        level, number = 0, -1
        for part in parts:
            # Obsidian does not stop where the section of an earlier part ends; nor do we.
            after = self._next(_bare(part), level=level, after=number)
            if after is None:
                return None
            number, level = after, self.note.headings[after].level
        return Place("heading", self.note.headings[number].span) if parts else None

    def _next(self, name: str, *, level: int, after: int) -> int | None:
        found: list[int] = []
        for depth, numbers in self._headings.get(name, {}).items():
            place = bisect_right(numbers, after)
            if depth > level and place < len(numbers):
                found.append(numbers[place])
        return min(found, default=None)


def _bare(text: str) -> str:
    return unicodedata.normalize("NFC", _MARKS.sub(" ", text).strip()).lower()
