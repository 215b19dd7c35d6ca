"""What follows from one note alone: made once when the note is read, and kept with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

from kbpivot.model import Note

__all__ = ["RowKind"]

_Row = TypeVar("_Row")


class RowKind(Generic[_Row]):
    """A kind of row: how it is made of a note, and how it is kept.

    A row never depends on another note, on settings or on the file system, so that it is as good
    as the note that it was made of. `Vault.each` has the rows of all notes.

    Attributes:
        name: the module and name under which the kind is found, with a colon between.
        kept: the type that msgspec encodes and decodes.
        made: makes the row of a note.
    """

    __slots__ = ("kept", "made", "name")

    def __init__(self, name: str, kept: Any, made: Callable[[Note], _Row]) -> None:  # noqa: ANN401
        """Name a kind; nothing is made yet."""
        self.name: Final = name
        self.kept: Final = kept
        self.made: Final = made

    def __repr__(self) -> str:
        return f"RowKind({self.name!r})"
