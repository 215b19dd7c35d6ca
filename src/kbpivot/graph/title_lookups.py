"""Which notes look for others by name, so that a new title reaches those it concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.graph.targets import spellings
from kbpivot.vault import sought_slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbpivot.model import Note

__all__ = ["Sought"]


class Sought:
    """The names under which each note may look for others, and who looks for a name.

    Names are held as slugs, which are alike wherever titles, aliases or slugs are.
    """

    def __init__(self, notes: Iterable[Note]) -> None:
        """Look through notes."""
        self._by_slug: dict[str, set[str]] = {}
        for note in notes:
            for name in _names_in(note):
                self._by_slug.setdefault(name, set()).add(note.path)

    def replace(self, old: Note, new: Note) -> None:
        """Put a note in place of another under its path."""
        before, after = _names_in(old), _names_in(new)
        for name in before - after:
            self._by_slug[name].discard(old.path)
        for name in after - before:
            self._by_slug.setdefault(name, set()).add(new.path)

    def paths(self, slugs: Iterable[str]) -> set[str]:
        """Return the notes that may look for one of these names."""
        return set[str]().union(*(self._by_slug.get(name, ()) for name in slugs))


def _names_in(note: Note) -> set[str]:
    names = {name for one in note.statements for name in spellings(one.target.target)}
    names.update(entry.target.target for entry in note.entries)
    names.update(mark.target.target for mark in note.marks)
    return set(map(sought_slug, names))
