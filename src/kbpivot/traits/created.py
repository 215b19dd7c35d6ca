"""The day on which a note says that it was first written."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from kbpivot.notes.vocabulary import canonical

if TYPE_CHECKING:
    from kbpivot.model import Note

__all__ = ["created_on"]

_KEYS: Final = frozenset({"created", "created at", "created on", "date created", "creation date"})
_DAY: Final = re.compile(r"((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?=\D|\d{4}(?:\d\d)?\Z|\Z)")


def created_on(note: Note) -> date | None:
    """Return the day in a property such as `created`; None where none says it as a date.

    A property `date` says nothing here: of a paper it is the day on which that came out.

    Args:
        note: the note.
    """
    for key, value in note.properties.items():
        if canonical(key) in _KEYS:
            found = _DAY.match(str(note.raw.get(key) or value).strip())
            if found is not None:
                try:
                    return date(*map(int, found.groups()))
                except ValueError:
                    continue
    return None
