"""Text to `Note`: properties, Markdown structure, and what an author states in words."""

from kbpivot.notes.canvas import parse_canvas
from kbpivot.notes.parse import parse_note
from kbpivot.notes.sections import Section, sections

__all__ = ["Section", "parse_canvas", "parse_note", "sections"]
