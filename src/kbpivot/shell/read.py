"""Reading a vault from disk, as little of it as has changed."""

from __future__ import annotations

import gc
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kbpivot.model import Diagnostic
from kbpivot.shell.cache import CachedCanvas, CachedNote, is_fresh, load, save
from kbpivot.shell.files import decoded, list_files
from kbpivot.shell.parse import parse_files
from kbpivot.vault import Vault, is_note_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kbpivot.model import Note
    from kbpivot.notes.vocabulary import Vocabulary
    from kbpivot.shell.files import FoundFile

__all__ = ["read_vault"]


def read_vault(
    path: str | os.PathLike[str],
    *,
    cache: bool = True,
    vocabulary: Vocabulary | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Vault:
    """Read the vault in a folder; nothing in it is changed.

    Args:
        path: the vault's folder.
        cache: use and keep what was parsed before, in the user's cache folder.
        vocabulary: what properties, headings and labels are called, if not as by default.
        progress: called now and then with the number of files parsed and to be parsed.

    Raises:
        VaultNotFoundError: there is no such folder.
    """
    root = os.fspath(path)
    with _collector_at_rest():
        listed_ns = time.time_ns()
        listing = list_files(root)
        files = (*listing.notes, *listing.canvases)
        words = "" if vocabulary is None else repr(vocabulary)
        kept = load(root, words=words) if cache else {}
        entries: dict[str, CachedNote | CachedCanvas] = {}
        changed: list[FoundFile] = []
        for file in files:
            entry = kept.get(file.path)
            if entry is not None and is_fresh(entry, file):
                entries[file.path] = entry
            else:
                changed.append(file)
        diagnostics = list(listing.diagnostics)
        unread: list[str] = []
        for done in parse_files(changed, vocabulary=vocabulary, progress=progress):
            if isinstance(done, Diagnostic):
                diagnostics.append(done)
                unread.append(done.path)
            else:
                entries[done.parsed.path] = done
        if cache and (changed or len(entries) != len(kept)):
            save(root, entries.values(), listed_ns=listed_ns, words=words)
        diagnostics.extend(e.encoding for e in entries.values() if e.encoding is not None)
        disk = {file.path: file.disk for file in files}
        notes = {p: e.parsed for p, e in entries.items() if isinstance(e, CachedNote)}
        notes.update(_unread_notes(unread))
        return Vault(
            notes,
            files=(*listing.others, *(p for p in unread if not is_note_path(p))),
            canvases=[e.parsed for e in entries.values() if isinstance(e, CachedCanvas)],
            text=lambda path: _text(disk[path], path),
            diagnostics=diagnostics,
        )


def _unread_notes(paths: Iterable[str]) -> dict[str, Note]:
    """A note that cannot be read is still a note, of which nothing is known."""
    names = [path for path in paths if is_note_path(path)]
    if not names:
        return {}
    from kbpivot.notes import parse_note

    return {path: parse_note(path, "") for path in names}


def _text(disk: str, path: str) -> str:
    with open(disk, "rb") as handle:  # noqa: PTH123
        return decoded(handle.read(), path=path)[0]


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Hold the garbage collector: it would look in vain through a million new records."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
