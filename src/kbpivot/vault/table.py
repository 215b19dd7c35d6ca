"""Notes that are made only when asked for, while their links are at hand."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from kbpivot.model import Link, Note
    from kbpivot.vault.rows import RowKind

_Row = TypeVar("_Row")

__all__ = ["NoteTable"]


class NoteTable(Mapping[str, "Note"]):
    """Notes by path, of which links can be had without the rest.

    Where links lead is the question asked most often, and a note is much more than its links.
    """

    @abstractmethod
    def links(self, path: str) -> Sequence[Link]:
        """Return the links of a note, as `Note.links` holds them."""

    @abstractmethod
    def linkpaths(self, path: str) -> Sequence[str]:
        """Return the targets of these links as written, citations left out."""

    @abstractmethod
    def links_at(self, path: str, places: Sequence[int]) -> Sequence[Link]:
        """Return the links at some places of `linkpaths`."""

    @abstractmethod
    def rows(self, kind: RowKind[_Row]) -> dict[str, _Row]:
        """Return the rows of all notes by path."""
