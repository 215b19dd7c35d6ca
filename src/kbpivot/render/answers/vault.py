"""Answers of the commands about the vault itself: show, links, unresolved and their kin."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from kbpivot.model import Note
from kbpivot.render.answers import Answer
from kbpivot.vault import ResolvedLink, Vault, absence, planned_name

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
    """A link that leads to no file.

    Attributes:
        path: the note or canvas it is written in.
        line: where in that note; null in a canvas.
        linkpath: the target as written, before `#`.
        kind: what it asks for. `note`: a note that is not written yet. `near`: one that is there
            under another name or in another folder. Else it is a missing `file`, a `day`, the
            `placeholder` of a template or example, an `address`, or `brackets` that are no link.
        near: the notes that seem to be meant, of the kind `near`.
    """

    path: str
    line: int | None
    linkpath: str
    kind: str
    near: tuple[str, ...] = ()


class LinksAnswer(Answer, frozen=True, tag="kbpivot.links/1"):
    """The links a note contains, in the order of the text."""

    note: NoteEntry
    links: tuple[LinkEntry, ...]


class BacklinksAnswer(Answer, frozen=True, tag="kbpivot.backlinks/1"):
    """The links of other notes that lead to a note."""

    note: NoteEntry
    links: tuple[LinkEntry, ...]


class UnresolvedAnswer(Answer, frozen=True, tag="kbpivot.unresolved/1"):
    """The links that lead to no file, of all kinds, in the order of the files."""

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


def unresolved_entries(vault: Vault) -> tuple[UnresolvedEntry, ...]:
    """Return the links of a vault without a target as entries."""
    entries = []
    for one in vault.unresolved():
        kind: str = absence(one.link)
        near = _meant(vault, one) if kind == "note" else ()
        entries.append(
            UnresolvedEntry(
                path=one.source,
                line=one.line,
                linkpath=one.linkpath,
                kind="near" if near else kind,
                near=near,
            )
        )
    return tuple(entries)


def _meant(vault: Vault, link: ResolvedLink) -> tuple[str, ...]:
    name = planned_name(link.linkpath)
    path = vault.find(link.linkpath, source=link.source) or vault.find(name)
    if path is not None:
        return (path,)
    near = vault.near(name)
    return () if near is None else near.paths


def note_entries(notes: Iterable[Note]) -> tuple[NoteEntry, ...]:
    """Return notes as entries."""
    return tuple(map(note_entry, notes))


def note_entry(note: Note) -> NoteEntry:
    """Return a note as an entry."""
    return NoteEntry(path=note.path, title=note.title)
