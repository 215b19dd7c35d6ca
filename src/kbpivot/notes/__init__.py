"""Text to `Note`: properties, Markdown structure, and what an author states in words."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kbpivot.notes.body import parse_links
    from kbpivot.notes.canvas import parse_canvas
    from kbpivot.notes.parse import parse_note
    from kbpivot.notes.section import Section, sections

__all__ = ["Section", "parse_canvas", "parse_links", "parse_note", "sections"]

# The parsers are loaded when first asked for: a vault that was read before needs none of them.
_HOMES = {
    "Section": "kbpivot.notes.section",
    "parse_canvas": "kbpivot.notes.canvas",
    "parse_links": "kbpivot.notes.body",
    "parse_note": "kbpivot.notes.parse",
    "sections": "kbpivot.notes.section",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
