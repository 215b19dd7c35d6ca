"""What one note alone says about order, and what its node is called."""

from __future__ import annotations

from typing import Final

import msgspec

from kbpivot.model import Entry, Lesson, Note, Statement
from kbpivot.notes.titles import shown_title
from kbpivot.vault import RowKind

__all__ = ["CLAIMS", "NoteClaims"]


class NoteClaims(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What a graph is made of, as far as one note goes.

    Attributes:
        path: the note's path.
        title: what to call it where it is shown.
        year: the year that it states, else None.
        root: line on which it says that it needs nothing, else None.
        statements: its prerequisites and other relations as written.
        entries: the notes that its lists name.
        lessons: the lessons of a course that it lists.
    """

    path: str
    title: str
    year: int | None
    root: int | None
    statements: tuple[Statement, ...]
    entries: tuple[Entry, ...]
    lessons: tuple[Lesson, ...] = ()


def _claims(note: Note) -> NoteClaims:
    return NoteClaims(
        note.path,
        shown_title(note),
        note.ids.year,
        note.root,
        note.statements,
        note.entries,
        note.lessons,
    )


CLAIMS: Final = RowKind("kbpivot.graph.claims:CLAIMS", NoteClaims, _claims)
