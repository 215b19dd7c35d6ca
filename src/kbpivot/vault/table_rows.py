"""Notes and links as flat rows of plain values, for data frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.record import NOT_A_NUMBER, Row, joined

if TYPE_CHECKING:
    from kbpivot.model import Note
    from kbpivot.vault.vault import ResolvedLink, Vault

__all__ = ["link_row", "note_row"]


def note_row(vault: Vault, note: Note) -> Row:
    """Return what a note says of itself, and its links."""
    links = vault.links(note.path)
    return {
        "path": note.path,
        "title": note.title,
        "folder": note.path.rpartition("/")[0],
        "publish": "" if note.publish is None else "yes" if note.publish else "no",
        "links": len(links),
        "backlinks": len(vault.backlinks(note.path)),
        "unresolved": sum(link.target is None for link in links),
        "headings": len(note.headings),
        "words": note.prose.words,
        "tags": joined(dict.fromkeys(tag.name for tag in note.tags)),
        "aliases": joined(note.aliases),
    }


def link_row(link: ResolvedLink) -> Row:
    """Return a link as written, and where it leads."""
    written = link.link
    return {
        "source": link.source,
        "line": NOT_A_NUMBER if link.line is None else float(link.line),
        "linkpath": written.linkpath,
        "subpath": written.subpath or "",
        "display": written.display or "",
        "kind": written.kind,
        "embed": written.embed,
        "target": link.target or "",
    }
