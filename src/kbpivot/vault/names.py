"""From what a person types or writes to a note: path, link, title, alias or slug."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kbpivot.model import Note

__all__ = [
    "Names",
    "names_of",
    "near_names",
    "slug",
    "words_key",
]

_Table = dict[str, list[str]]

_IDENTITIES = ("slug", "permalink", "id")


def words_key(name: str) -> str:
    """Return what two spellings of a title have in common: NFC, case folded, single spaces."""
    if not name.isascii():
        name = unicodedata.normalize("NFC", name)
    return " ".join(name.casefold().split())


def slug(name: str) -> str:
    """Return a name as sites and file names spell it: letters and digits, hyphens between.

    >>> slug("Support vector machines (SVMs)")
    'support-vector-machines-svms'
    """
    folded = unicodedata.normalize("NFC", name).casefold()
    return "-".join("".join(c if c.isalnum() else " " for c in folded).split())


def _slug_key(name: str) -> str:
    """Return a slug, and with it the signs that make another subject: `C++` and `C#` are no C."""
    return slug(name) + "".join(sign for sign in name if sign in "+#")


def names_of(note: Note) -> tuple[object, ...]:
    """Return all that a note is called: two notes of one path with equal names answer alike."""
    return (
        note.title,
        note.name,
        note.aliases,
        tuple(
            (key.lower(), value)
            for key, value in note.properties.items()
            if isinstance(value, str) and key.lower() in _IDENTITIES
        ),
    )


def _identities(note: Note) -> Iterator[str]:
    for key, value in note.properties.items():
        if isinstance(value, str) and key.lower() in _IDENTITIES:
            yield slug(value.strip("/").rpartition("/")[2])


class Names:
    """Titles, aliases and slugs of all notes, each table made when first asked."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self._notes = notes
        self._tables: tuple[_Table, ...] | None = None

    def paths(self, name: str) -> tuple[str, ...]:
        """Return the notes that answer to a title, else to an alias, else to a slug."""
        if self._tables is None:
            self._tables = self._filled()
        titles, aliases, slugs = self._tables
        key = words_key(name)
        return tuple(titles.get(key) or aliases.get(key) or slugs.get(_slug_key(name)) or ())

    def replaced(self, notes: Sequence[Note], edited: Mapping[str, Note]) -> Names:
        """Return the names of notes of which some were written anew.

        Args:
            notes: the notes as they are now, in order of path; the paths are those of before.
            edited: those that are others now, as they were, by path.
        """
        other = Names(notes)
        if self._tables is not None:
            other._tables = tables = tuple(dict(table) for table in self._tables)
            new = {note.path: note for note in notes if note.path in edited}
            for path, old in edited.items():
                gone, come = _entries(old).keys(), _entries(new[path]).keys()
                for place, key in sorted(gone - come):
                    tables[place][key] = [one for one in tables[place][key] if one != path]
                for place, key in sorted(come - gone):
                    tables[place][key] = sorted([*tables[place].get(key, ()), path])
        return other

    def _filled(self) -> tuple[_Table, ...]:
        tables: tuple[_Table, ...] = ({}, {}, {})
        for note in self._notes:
            for place, key in _entries(note):
                tables[place].setdefault(key, []).append(note.path)
        return tables

    def all(self) -> Iterator[tuple[str, str]]:
        """Yield every name that a person may have meant, with its path."""
        for note in self._notes:
            yield note.name, note.path
            if note.title != note.name:
                yield note.title, note.path
            for alias in note.aliases:
                yield alias, note.path


def _entries(note: Note) -> dict[tuple[int, str], str]:
    """In which table (titles, aliases, slugs) a note stands under which key: to what was spelled."""
    title, name = note.title, note.name
    found = {(0, words_key(title)): title, (2, _slug_key(title)): title}
    if name != title:
        found[0, words_key(name)] = found[2, _slug_key(name)] = name
    for alias in note.aliases:
        found[1, words_key(alias)] = alias
    for key in _identities(note):
        found[2, key] = key
    return {entry: spelled for entry, spelled in found.items() if entry[1]}


def near_names(name: str, known: Iterable[tuple[str, str]], *, limit: int = 3) -> tuple[str, ...]:
    """Return the known names closest to one that failed, best first, one for each note.

    Letter pairs in common choose two hundred of them cheaply; only those are compared in full,
    so that ten thousand names take milliseconds.
    """
    import difflib

    wanted = words_key(name.removesuffix(".md"))
    pairs = _pairs(wanted)
    if not pairs:
        return ()
    rough: list[tuple[float, str, str, str]] = []
    for spelled, path in known:
        key = words_key(spelled)
        theirs = _pairs(key)
        shared = len(pairs & theirs)
        if shared:
            # Share of the shorter name, so that "attention" finds "attention is all you need".
            close = shared / min(len(pairs), len(theirs)) + shared / max(len(pairs), len(theirs))
            rough.append((-close, key, spelled, path))
    rough.sort()
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    ranked: list[tuple[float, str, str]] = []
    words = set(wanted.split())
    for _, key, spelled, path in rough[:200]:
        matcher.set_seq1(key)
        ratio = matcher.ratio()
        if words <= set(key.split()) or key.startswith(wanted):
            ratio = max(ratio, 0.75) + 0.1 * ratio
        if ratio >= 0.6:
            ranked.append((-ratio, spelled, path))
    ranked.sort()
    chosen: dict[str, str] = {}
    for _, spelled, path in ranked:
        chosen.setdefault(path, spelled)
    return tuple(dict.fromkeys(chosen.values()))[:limit]


def _pairs(key: str) -> set[str]:
    return {key[i : i + 2] for i in range(len(key) - 1)} or ({key} if key else set())
