"""From the part of a link behind `#` to the heading, block or footnote it names."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

import msgspec

from kbpivot.model import Note, Span

__all__ = ["Place", "note_place"]

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


def note_place(note: Note, subpath: str) -> Place | None:
    """Find the part of a note that a subpath (with or without leading `#`) names.

    `^id` is a block and `[^id]` a footnote, whatever the case; anything else is a heading, or
    a chain `A#B` of headings, each deeper than the one before it. Punctuation, runs of spaces
    and case make no difference in headings. The first that fits is taken.
    """
    parts = [part for part in subpath.split("#") if part.strip()]
    if len(parts) == 1:
        part = parts[0].strip()
        if part.startswith("^"):
            wanted = part[1:].lower()
            for block in note.blocks:
                if block.id.lower() == wanted:
                    return Place("block", block.span)
            return None
        if part.startswith("[^") and part.endswith("]"):
            wanted = part[2:-1].lower()
            for block in note.footnotes:
                if block.id.lower() == wanted:
                    return Place("footnote", block.span)
            return None
    chain = [_bare(part) for part in parts]
    level = reached = 0
    for heading in note.headings if chain else ():
        # Obsidian does not stop where the section of an earlier part ends; nor do we.
        if heading.level > level and _bare(heading.text) == chain[reached]:
            level = heading.level
            reached += 1
            if reached == len(chain):
                return Place("heading", heading.span)
    return None


def _bare(text: str) -> str:
    return unicodedata.normalize("NFC", _MARKS.sub(" ", text).strip()).lower()
