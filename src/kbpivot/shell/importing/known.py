"""Papers that a vault has notes about, found again by id, key or title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from kbpivot.edit.new_note import Paper
from kbpivot.errors import RefusedError
from kbpivot.notes.vocabulary import canonical
from kbpivot.vault.filename import file_name

if TYPE_CHECKING:
    from kbpivot.model import Note
    from kbpivot.traits import Traits
    from kbpivot.vault import Vault

__all__ = ["KnownPapers"]

_SIGNS = re.compile(r"[\W_]+")
_CITEKEYS = frozenset({"citekey", "cite key", "citation key", "bibkey"})


class KnownPapers:
    """The papers of a vault, and those that came in meanwhile."""

    def __init__(self, vault: Vault, traits: Mapping[str, Traits]) -> None:
        """Index the notes that are about a paper."""
        self._ids: dict[tuple[str, str], str] = {}
        self._starts: set[str] = set()
        self._titles: dict[str, list[tuple[str, int | None, bool, bool]]] = {}
        for note in vault.notes:
            if traits[note.path].kind == "paper":
                self._add_note(note)

    def _add_note(self, note: Note) -> None:
        ids = note.ids
        # Ids in running text may be those of other papers; the first one usually is not.
        own = slice(1) if ids.source == "body" else slice(None)
        for name, values in (("arxiv", ids.arxiv[own]), ("doi", ids.dois[own])):
            for value in values:
                self._ids.setdefault((name, value.lower()), note.path)
        key = _citekey(note)
        if key:
            self._ids.setdefault(("citekey", key), note.path)
        entry = (note.path, ids.year, bool(ids.arxiv[own]), bool(ids.dois[own]))
        for title in {canonical(note.title), canonical(note.name)}:
            self._starts.add(_start(title))
            self._titles.setdefault(title, []).append(entry)

    def add(self, path: str, paper: Paper) -> None:
        """Remember that a note about a paper was made."""
        for name in ("arxiv", "doi", "citekey"):
            value = getattr(paper, name)
            if value:
                self._ids.setdefault((name, value if name == "citekey" else value.lower()), path)
        entry = (path, paper.year, bool(paper.arxiv), bool(paper.doi))
        self._starts.add(_start(paper.title))
        self._titles.setdefault(canonical(paper.title), []).append(entry)

    def path(self, paper: Paper) -> str | None:
        """Return the path of the note that is about a paper, None without one.

        The same title is the same paper unless their ids or years tell them apart.
        """
        for key in (("arxiv", paper.arxiv), ("doi", paper.doi), ("citekey", paper.citekey)):
            found = self._ids.get(key)
            if key[1] and found is not None:
                return found
        if paper.title.isascii() and _start(paper.title) not in self._starts:
            return None
        for title in _called(paper.title):
            for path, year, has_arxiv, has_doi in self._titles.get(title, ()):
                told_apart = (has_arxiv and paper.arxiv) or (has_doi and paper.doi)
                if not told_apart and (year is None or paper.year in {None, year}):
                    return path
        return None


def _start(title: str) -> str:
    """The first letters of a title, which are those of its file's name as well."""
    return _SIGNS.sub("", title[:60]).casefold()[:6]


def _called(title: str) -> Iterator[str]:
    """What a note about a paper of this title may be called."""
    yield canonical(title)
    with suppress(RefusedError):
        yield canonical(file_name(title))


def _citekey(note: Note) -> str:
    for key, value in note.properties.items():
        if canonical(key) in _CITEKEYS and isinstance(value, str):
            return value.strip().lstrip("@")
    return note.name[1:] if note.name.startswith("@") else ""
