"""What was parsed before, so that only changed files are parsed again."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from kbpivot.shell.cache_place import cache_file, cache_folder
from kbpivot.shell.columns import joined, opened
from kbpivot.shell.kept_notes import (
    ARRAYS,
    INDEXED,
    KINDS,
    CachedCanvas,
    CachedNote,
    Part,
    append,
    row_decoder,
)
from kbpivot.shell.own_files import OwnFile
from kbpivot.shell.writing import write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kbpivot.shell.files import FoundFile

__all__ = [
    "KINDS",
    "CachedCanvas",
    "CachedNote",
    "Entries",
    "cache_file",
    "cache_folder",
    "forget",
    "is_fresh",
    "kept_files",
    "load",
    "packed",
    "row_decoder",
    "save",
    "unpacked",
]

_FORMAT = 6
_ARRAY: Final = b"\xdd"
_RACY_NS = 2_000_000_000  # the coarsest clock of a file system still in use (FAT)
_MANY_TIMES: Final = (
    12  # as many files as changed ones, for these to be kept in a file of their own
)
_FORGOTTEN_SECONDS = 180 * 24 * 3600
_OURS = frozenset({".msgpack", ".seen", ".waiting"})  # a file of each for a vault


Entries = dict[str, CachedNote | CachedCanvas]


def kept_files(root: str | os.PathLike[str]) -> list[Path]:
    """Return the files in which anything of a vault is cached: notes, answers, orders, guesses."""
    file = cache_file(root)
    with suppress(OSError):
        return sorted(place for place in file.parent.glob(f"{file.stem}.*") if _is_kept(place))
    return []


def _is_kept(place: Path) -> bool:
    return place.suffix == ".msgpack" and place.is_file() and not place.is_symlink()


def forget(root: str | os.PathLike[str]) -> int:
    """Remove all that is cached of a vault, and return how many bytes that were.

    Raises:
        OSError: a file cannot be removed.
    """
    size = 0
    for place in kept_files(root):
        with suppress(FileNotFoundError):
            size += place.stat().st_size
            place.unlink()
    return size


def is_fresh(entry: CachedNote | CachedCanvas, file: FoundFile, *, whole: bool = True) -> bool:
    """Tell whether a file is still what it was when `entry` was made.

    Args:
        entry: what was made of it.
        file: what the folder says now.
        whole: an entry of which nothing but links and properties was read does not do.
    """
    return (
        entry.mtime_ns == file.mtime_ns
        and entry.size == file.size
        and entry.ctime_ns == file.ctime_ns
        and not (whole and isinstance(entry, CachedNote) and not entry.whole)
    )


def load(root: str | os.PathLike[str], *, words: str = "") -> Entries:
    """Return what was kept of a vault, by vault path; nothing if that cannot be trusted.

    A cache that is missing, cut off, damaged, of another vault or made by another version of
    the parser counts as none.

    Args:
        root: the vault's folder.
        words: what the parser was told beside the texts, as text.
    """
    base = _part(cache_file(root), _name(root, words))
    if base is None or base.columns.basis:
        return {}
    kept = _entries(base)
    changes = _part(_changes_file(root), _name(root, words))
    if changes is not None and changes.columns.basis == base.columns.name:
        for path in changes.columns.gone:
            kept.pop(path, None)
        kept.update(_entries(changes))
    return kept


def _part(path: Path, root: str) -> Part | None:
    try:
        file = OwnFile(path)
        mark = _mark()
        if file.read(0, len(mark)) != mark:
            return None
        columns = opened(file, root=root, start=len(mark))
        return None if columns is None else Part(columns, is_base=not columns.basis)
    except (OSError, ValueError, msgspec.MsgspecError, RecursionError):
        return None


def _entries(part: Part) -> Entries:
    kept: Entries = {
        file.path: CachedNote.kept(part, place) for place, file in enumerate(part.files)
    }
    kept.update(part.canvases)
    return kept


def _changes_file(root: str | os.PathLike[str]) -> Path:
    """Return where what changed since the main file was written is kept, if that is little."""
    return cache_file(root).with_suffix(".changes.msgpack")


def save(
    root: str | os.PathLike[str],
    entries: Iterable[CachedNote | CachedCanvas],
    *,
    listed_ns: int,
    words: str = "",
) -> bool:
    """Keep what was parsed; return False where that is not possible, which is no error.

    An entry is left out when its file changed so shortly before the folder was listed that a
    further change might not show in its times, or when its properties would not come back as
    they are (numbers beyond 64 bits, for instance).

    Args:
        root: the vault's folder.
        entries: all its notes and canvases.
        listed_ns: when the folder was listed, nanoseconds since 1970.
        words: what the parser was told beside the texts, as text.
    """
    every = [entry for entry in entries if entry.mtime_ns <= listed_ns - _RACY_NS]
    name, path = _name(root, words), cache_file(root)
    base = next((e.part for e in every if isinstance(e, CachedNote) and _on_base(e)), None)
    try:
        if base is not None:
            new = [entry for entry in every if not _is_of(entry, base)]
            if len(new) * _MANY_TIMES <= len(every):
                gone = _paths(base).difference(entry.path for entry in every)
                parts = packed(new, root=name, basis=base.columns.name, gone=sorted(gone))
                write_bytes(_changes_file(root), _mark(), *parts)
                return True
        write_bytes(path, _mark(), *packed(every, root=name))
        with suppress(OSError):
            _changes_file(root).unlink()
    except OSError:
        return False
    _forget_old(path.parent)
    return True


def _on_base(entry: CachedNote) -> bool:
    return entry.part is not None and entry.part.is_base


def _is_of(entry: CachedNote | CachedCanvas, part: Part) -> bool:
    if isinstance(entry, CachedNote):
        return entry.part is part
    return part.canvases.get(entry.path) is entry


def _paths(part: Part) -> set[str]:
    return {*(file.path for file in part.files), *part.canvases}


def packed(
    entries: Iterable[CachedNote | CachedCanvas],
    *,
    root: str,
    basis: bytes = b"",
    gone: Sequence[str] = (),
) -> list[bytes | bytearray]:
    """Encode entries in pieces of a file; one that would not come back as it is is left out.

    Args:
        entries: the entries; one at a time, so that who parses them need not hold them all.
        root: what they are of.
        basis: the name of the columns that these change.
        gone: paths of those that are no more.
    """
    columns = {name: bytearray() for name in (*ARRAYS, *INDEXED, "canvases")}
    notes = canvases = 0
    for entry in entries:
        ends = {name: len(column) for name, column in columns.items()}
        try:
            if isinstance(entry, CachedNote):
                notes += entry.write(columns)
            else:
                append(columns["canvases"], entry)
                canvases += 1
        except (TypeError, ValueError, OverflowError, RecursionError):
            for name, end in ends.items():
                del columns[name][end:]
    # Arrays, with their length in four bytes before them; of those with an index only pieces.
    heads = dict.fromkeys(ARRAYS, _ARRAY + notes.to_bytes(4, "big"))
    heads["canvases"] = _ARRAY + canvases.to_bytes(4, "big")
    return joined(
        {name: (heads.get(name, b""), column) for name, column in columns.items()},
        root=root,
        basis=basis,
        gone=gone,
    )


def unpacked(body: bytes | bytearray | memoryview, *, root: str) -> Entries:
    """Decode what `packed` encoded for the same root, by vault path; else nothing."""
    try:
        columns = opened(memoryview(body), root=root)
        return {} if columns is None else _entries(Part(columns, is_base=False))
    except (ValueError, msgspec.MsgspecError, RecursionError):
        return {}


def _name(root: str | os.PathLike[str], words: str) -> str:
    """Name the vault and the words, in a way that msgpack can hold."""
    return f"{os.path.realpath(root)!a} {words!a}"


@lru_cache(maxsize=1)
def _mark() -> bytes:
    """Name the parser: its cache is of no use to another version, or after an edit to it."""
    package = Path(__file__).parent.parent
    seen = hashlib.blake2b(digest_size=8)
    makers = {package.joinpath(*name.split(".")[1:-1]) for name in KINDS}
    folders = sorted({package / "notes", package / "language", package / "vault", *makers})
    for source in (package / "model.py", *(one for f in folders for one in sorted(f.glob("*.py")))):
        with suppress(OSError):
            about = source.stat()
            # Not by importing it: with a fresh cache no parser is needed at all.
            seen.update(f"{source.name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return f"kbpivot cache {_FORMAT} {seen.hexdigest()}\n".encode()


def _forget_old(folder: Path) -> None:
    """Drop the caches of vaults that nobody has touched for half a year."""
    limit = time.time() - _FORGOTTEN_SECONDS
    with suppress(OSError):
        for path in folder.iterdir():
            if path.suffix in _OURS and path.stat().st_mtime < limit:
                path.unlink()
