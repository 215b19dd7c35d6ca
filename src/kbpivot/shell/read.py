"""Reading a vault from disk, as little of it as has changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

from kbpivot.model import Diagnostic
from kbpivot.shell.cache import CachedCanvas, CachedNote, is_fresh, load, save
from kbpivot.shell.collector import collector_at_rest
from kbpivot.shell.files import decoded, list_files
from kbpivot.shell.parse_files import parse_file, parse_files
from kbpivot.shell.regular_file import read_regular
from kbpivot.vault import NoteTable, RowKind, Vault, dialect_of, is_note_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kbpivot.model import Link, Note
    from kbpivot.notes.vocabulary import Vocabulary
    from kbpivot.shell.cache import Entries
    from kbpivot.shell.files import FoundFile, Listing

__all__ = ["read_vault"]

_Row = TypeVar("_Row")


def read_vault(
    path: str | os.PathLike[str],
    *,
    cache: bool = True,
    vocabulary: Vocabulary | None = None,
    whole: bool = True,
    listing: Listing | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Vault:
    """Read the vault in a folder; nothing in it is changed.

    Args:
        path: the vault's folder.
        cache: use and keep what was parsed before, in the user's cache folder.
        vocabulary: what properties, headings and labels are called, if not as by default.
        whole: False reads no more of a note than its properties, links and plain headings where
            it was not read before: statements and all else are then left empty. It is for who
            asks where links lead, and takes half the time.
        listing: what is in the folder, if that was just looked at.
        progress: called now and then with the number of files parsed and to be parsed.

    Raises:
        VaultNotFoundError: there is no such folder.
    """
    root = os.fspath(path)
    with collector_at_rest():
        listing = list_files(root) if listing is None else listing
        if dialect_of((file.path for file in listing.notes), listing.others) != "obsidian":
            whole = True  # what a page is called stands in its text
        files = (*listing.notes, *listing.canvases)
        words = "" if vocabulary is None else repr(vocabulary)
        kept = load(root, words=words) if cache else {}
        entries: dict[str, CachedNote | CachedCanvas] = {}
        changed: list[FoundFile] = []
        for file in files:
            entry = kept.get(file.path)
            if entry is not None and is_fresh(entry, file, whole=whole):
                entries[file.path] = entry
            else:
                changed.append(file)
        _read_again_when_damaged(entries.values(), files, vocabulary)
        diagnostics = list(listing.diagnostics)
        unread: list[str] = []
        for done in parse_files(changed, vocabulary=vocabulary, whole=whole, progress=progress):
            if isinstance(done, Diagnostic):
                diagnostics.append(done)
                unread.append(done.path)
            else:
                entries[done.path] = done
        if cache and (changed or len(entries) != len(kept)):
            save(root, entries.values(), listed_ns=listing.listed_ns, words=words)
        diagnostics.extend(e.encoding for e in entries.values() if e.encoding is not None)
        disk = {file.path: file.disk for file in files}
        return Vault(
            _Kept(entries, _unread_notes(unread)),
            files=(*listing.others, *(p for p in unread if not is_note_path(p))),
            canvases=[e.parsed for e in entries.values() if isinstance(e, CachedCanvas)],
            text=TextsOnDisk(disk),
            diagnostics=diagnostics,
            copies=dict(listing.copies),
            outside=listing.outside,
        )


def _read_again_when_damaged(
    entries: Iterable[CachedNote | CachedCanvas],
    files: Sequence[FoundFile],
    vocabulary: Vocabulary | None,
) -> None:
    """Let notes whose place in the cache turns out to be damaged be parsed from their files."""
    parts = {id(one.part): one.part for one in entries if isinstance(one, CachedNote)}
    for part in parts.values():
        if part is not None:
            part.again = lambda path: _read_again(
                next(file for file in files if file.path == path), vocabulary
            )


def _read_again(file: FoundFile, vocabulary: Vocabulary | None) -> Note:
    """Parse a file whose row in the cache is damaged; what cannot be read is an empty note."""
    done = parse_file(file, vocabulary=vocabulary)
    return done.parsed if isinstance(done, CachedNote) else _unread_notes([file.path])[file.path]


class _Kept(NoteTable):
    """The notes as they are kept, each decoded when it is asked for."""

    def __init__(self, entries: Entries, unread: dict[str, Note]) -> None:
        self._entries = {p: e for p, e in entries.items() if isinstance(e, CachedNote)}
        self._entries.update((p, CachedNote(0, 0, 0, note, None)) for p, note in unread.items())

    def __getitem__(self, path: str) -> Note:
        return self._entries[path].parsed

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, path: object) -> bool:
        return path in self._entries

    def rows(self, kind: RowKind[_Row]) -> dict[str, _Row]:
        with collector_at_rest():
            return {path: entry.made(kind) for path, entry in self._entries.items()}

    def links(self, path: str) -> tuple[Link, ...]:
        return self._entries[path].links

    def links_at(self, path: str, places: Sequence[int]) -> list[Link]:
        return self._entries[path].links_at(places)

    def linkpaths(self, path: str) -> tuple[str, ...]:
        return self._entries[path].linkpaths


def _unread_notes(paths: Iterable[str]) -> dict[str, Note]:
    """A note that cannot be read is still a note, of which nothing is known."""
    names = [path for path in paths if is_note_path(path)]
    if not names:
        return {}
    from kbpivot.notes import parse_note

    return {path: parse_note(path, "") for path in names}


class TextsOnDisk:
    """The texts of a vault, each read from its file when it is asked for."""

    def __init__(self, disk: Mapping[str, str]) -> None:
        """Remember where each file lies: by vault path, its path on disk."""
        self._disk = disk

    def __call__(self, path: str) -> str:
        """Return a text; empty where the file cannot be read, which a diagnostic has said."""
        try:
            return decoded(read_regular(self._disk[path]), path=path)[0]
        except OSError:
            return ""
