"""From what a person types or writes to a note: path, link, title, alias or slug."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

import msgspec

from kbpivot.model import Note
from kbpivot.vault.rows import RowKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

__all__ = [
    "NAMES",
    "Names",
    "names_of",
    "near_names",
    "slug",
    "words_key",
]

_Table = dict[str, list[str]]

_IDENTITIES = ("slug", "permalink", "id")
_ASCII: Final = bytes(
    ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256)
)


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
    if name.isascii():
        return "-".join(name.encode("ascii").translate(_ASCII).decode("ascii").split())
    folded = unicodedata.normalize("NFC", name).casefold()
    return "-".join("".join(c if c.isalnum() else " " for c in folded).split())


def _slug_key(name: str) -> str:
    """Return a slug, and with it the signs that make another subject: `C++` and `C#` are no C."""
    found = slug(name)
    if "+" in name or "#" in name:
        found += "".join(sign for sign in name if sign in "+#")
    return found


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


class NoteNames(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What one note is called.

    Attributes:
        path: its path.
        title, name, aliases: as of the note.
        slugs: its slug, permalink and id as sites spell them.
    """

    path: str
    title: str
    name: str
    aliases: tuple[str, ...]
    slugs: tuple[str, ...]


def _names(note: Note) -> NoteNames:
    slugs = tuple(
        slug(value.strip("/").rpartition("/")[2])
        for key, value in note.properties.items()
        if isinstance(value, str) and key.lower() in _IDENTITIES
    )
    return NoteNames(note.path, note.title, note.name, note.aliases, slugs)


NAMES: Final = RowKind("kbpivot.vault.names:NAMES", NoteNames, _names)


class Names:
    """Titles, aliases and slugs of all notes, each table made when first asked."""

    def __init__(self, notes: Collection[NoteNames]) -> None:
        self._notes = notes
        self._tables: tuple[_Table, ...] | None = None
        self._known: dict[str, tuple[str, ...]] = {}

    def paths(self, name: str) -> tuple[str, ...]:
        """Return the notes that answer to a title, else to an alias, else to a slug."""
        found = self._known.get(name)
        if found is None:
            if self._tables is None:
                self._tables = self._filled()
            titles, aliases, slugs = self._tables
            key = words_key(name)
            found = tuple(titles.get(key) or aliases.get(key) or slugs.get(_slug_key(name)) or ())
            self._known[name] = found
        return found

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


def _entries(note: NoteNames) -> dict[tuple[int, str], str]:
    """In which table (titles, aliases, slugs) a note stands under which key: to what was spelled."""
    title, name = note.title, note.name
    found = {(0, words_key(title)): title, (2, _slug_key(title)): title}
    if name != title:
        found[0, words_key(name)] = found[2, _slug_key(name)] = name
    for alias in note.aliases:
        found[1, words_key(alias)] = alias
    for key in note.slugs:
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
