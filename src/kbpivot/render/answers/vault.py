"""Answers of the commands about the vault itself: show, links, unresolved and their kin."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kbpivot.model import Note
from kbpivot.render.answers import Answer
from kbpivot.vault import ResolvedLink

__all__ = [
    "BacklinksAnswer",
    "DeadendsAnswer",
    "LinkEntry",
    "LinksAnswer",
    "NoteEntry",
    "OrphansAnswer",
    "UnresolvedAnswer",
    "UnresolvedEntry",
    "link_entries",
    "note_entries",
    "note_entry",
    "unresolved_entries",
]


class NoteEntry(msgspec.Struct, frozen=True):
    """A note: where it is and what it is called."""

    path: str
    title: str


class LinkEntry(msgspec.Struct, frozen=True):
    """A link as written.

    Attributes:
        path: the note it is written in.
        line: where in that note; null in a canvas.
        linkpath: the target as written, before `#`; empty for a link into the same note.
        subpath: the heading or block it names, without `#`; null without one.
        target: the file it leads to; null while there is none.
    """

    path: str
    line: int | None
    linkpath: str
    subpath: str | None
    target: str | None


class UnresolvedEntry(msgspec.Struct, frozen=True):
    """A link whose target is not written yet."""

    path: str
    line: int | None
    linkpath: str


class LinksAnswer(Answer, frozen=True, tag="kbpivot.links/1"):
    """The links a note contains, in the order of the text."""

    note: NoteEntry
    links: tuple[LinkEntry, ...]


class BacklinksAnswer(Answer, frozen=True, tag="kbpivot.backlinks/1"):
    """The links of other notes that lead to a note."""

    note: NoteEntry
    links: tuple[LinkEntry, ...]


class UnresolvedAnswer(Answer, frozen=True, tag="kbpivot.unresolved/1"):
    """The links that lead to nothing yet."""

    links: tuple[UnresolvedEntry, ...]


class OrphansAnswer(Answer, frozen=True, tag="kbpivot.orphans/1"):
    """The notes no other note links to."""

    notes: tuple[NoteEntry, ...]


class DeadendsAnswer(Answer, frozen=True, tag="kbpivot.deadends/1"):
    """The notes that link to no other note."""

    notes: tuple[NoteEntry, ...]


def link_entries(links: Iterable[ResolvedLink]) -> tuple[LinkEntry, ...]:
    """Return resolved links as entries."""
    return tuple(
        LinkEntry(
            path=one.source,
            line=one.line,
            linkpath=one.linkpath,
            subpath=one.link.subpath,
            target=one.target,
        )
        for one in links
    )


def unresolved_entries(links: Iterable[ResolvedLink]) -> tuple[UnresolvedEntry, ...]:
    """Return links without a target as entries."""
    return tuple(
        UnresolvedEntry(
            path=one.source,
            line=one.line,
            linkpath=one.linkpath,
        )
        for one in links
    )


def note_entries(notes: Iterable[Note]) -> tuple[NoteEntry, ...]:
    """Return notes as entries."""
    return tuple(map(note_entry, notes))


def note_entry(note: Note) -> NoteEntry:
    """Return a note as an entry."""
    return NoteEntry(path=note.path, title=note.title)
