"""What was parsed before, so that only changed files are parsed again."""

from __future__ import annotations

import hashlib
import os
import time
import zlib
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kbpivot.model import Canvas, Diagnostic, Note
from kbpivot.shell.files import write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbpivot.shell.files import FoundFile

__all__ = [
    "CachedCanvas",
    "CachedNote",
    "Entries",
    "cache_file",
    "is_fresh",
    "load",
    "packed",
    "save",
    "unpacked",
]

_FORMAT = 1
_RACY_NS = 2_000_000_000  # the coarsest clock of a file system still in use (FAT)
_FORGOTTEN_SECONDS = 180 * 24 * 3600


class CachedNote(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A note as it was parsed.

    Attributes:
        size, mtime_ns, ctime_ns: what the folder said of the file then.
        parsed: what was made of it.
        encoding: what was wrong with its bytes, if anything.
    """

    size: int
    mtime_ns: int
    ctime_ns: int
    parsed: Note
    encoding: Diagnostic | None


class CachedCanvas(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A canvas as it was parsed; the same attributes as `CachedNote`."""

    size: int
    mtime_ns: int
    ctime_ns: int
    parsed: Canvas
    encoding: Diagnostic | None


class _Contents(msgspec.Struct, frozen=True, gc=False, array_like=True):
    root: str
    notes: list[CachedNote]
    canvases: list[CachedCanvas]


Entries = dict[str, CachedNote | CachedCanvas]


def cache_file(root: str | os.PathLike[str]) -> Path:
    """Return where the cache of the vault at `root` is: one file in the user's cache folder.

    `$KBPIVOT_CACHE` names another folder.
    """
    folder = os.environ.get("KBPIVOT_CACHE")
    if not folder:
        import platformdirs

        folder = platformdirs.user_cache_dir("kbpivot", appauthor=False)
    real = os.fsencode(os.path.realpath(root))
    return Path(folder) / f"{hashlib.blake2b(real, digest_size=10).hexdigest()}.msgpack"


def is_fresh(entry: CachedNote | CachedCanvas, file: FoundFile) -> bool:
    """Tell whether a file is still what it was when `entry` was made."""
    return (
        entry.mtime_ns == file.mtime_ns
        and entry.size == file.size
        and entry.ctime_ns == file.ctime_ns
    )


def load(root: str | os.PathLike[str], *, words: str = "") -> Entries:
    """Return what was kept of a vault, by vault path; nothing if that cannot be trusted.

    A cache that is missing, cut off, damaged, of another vault or made by another version of
    the parser counts as none.

    Args:
        root: the vault's folder.
        words: what the parser was told beside the texts, as text.
    """
    try:
        data = cache_file(root).read_bytes()
    except OSError:
        return {}
    mark = _mark()
    if not data.startswith(mark):
        return {}
    body = memoryview(data)[len(mark) + 8 :]
    if data[len(mark) : len(mark) + 8] != _sum(body):
        return {}
    return unpacked(body, root=_name(root, words))


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
    body = packed(
        (e for e in entries if e.mtime_ns <= listed_ns - _RACY_NS), root=_name(root, words)
    )
    path = cache_file(root)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(path, _mark(), _sum(body), body, lasting=False)
    except OSError:
        return False
    _forget_old(path.parent)
    return True


def packed(entries: Iterable[CachedNote | CachedCanvas], *, root: str) -> bytearray:
    """Encode entries; one that would not come back as it is is left out.

    The bytes are those of `_Contents`, put together in one buffer: of a large vault they are
    a good part of the memory used.
    """
    notes: list[CachedNote] = []
    canvases: list[CachedCanvas] = []
    for entry in entries:
        if isinstance(entry, CachedCanvas):
            canvases.append(entry)
        else:
            notes.append(entry)
    encoder = msgspec.msgpack.Encoder()
    body = bytearray(b"\x93")  # an array of three
    body += encoder.encode(root)
    for kind in (notes, canvases):
        start = len(body)
        body += b"\xdd\0\0\0\0"  # an array whose length is filled in below
        count = 0
        for entry in kind:
            end = len(body)
            try:
                if isinstance(entry, CachedNote) and not _survives(entry.parsed.properties):
                    continue
                encoder.encode_into(entry, body, end)
            except (TypeError, ValueError, OverflowError, RecursionError):
                del body[end:]
            else:
                count += 1
        body[start + 1 : start + 5] = count.to_bytes(4, "big")
    return body


def unpacked(body: bytes | bytearray | memoryview, *, root: str) -> Entries:
    """Decode what `packed` encoded for the same root, by vault path; else nothing."""
    try:
        contents = msgspec.msgpack.Decoder(_Contents).decode(body)
    except (msgspec.MsgspecError, RecursionError):
        return {}
    if contents.root != root:
        return {}
    kept: Entries = {entry.parsed.path: entry for entry in contents.notes}
    kept.update((entry.parsed.path, entry) for entry in contents.canvases)
    return kept


def _survives(properties: object) -> bool:
    if not properties:
        return True
    data = msgspec.msgpack.encode(properties)
    return bool(msgspec.msgpack.decode(data, strict=False) == properties)


def _name(root: str | os.PathLike[str], words: str) -> str:
    """Name the vault and the words, in a way that msgpack can hold."""
    return f"{os.path.realpath(root)!a} {words!a}"


def _sum(body: bytearray | memoryview) -> bytes:
    return b"%08x" % zlib.crc32(body)


@lru_cache(maxsize=1)
def _mark() -> bytes:
    """Name the parser: its cache is of no use to another version, or after an edit to it."""
    package = Path(__file__).parent.parent
    seen = hashlib.blake2b(digest_size=8)
    for source in (package / "model.py", *sorted((package / "notes").glob("*.py"))):
        with suppress(OSError):
            about = source.stat()
            # Not by importing it: with a fresh cache no parser is needed at all.
            seen.update(f"{source.name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return f"kbpivot cache {_FORMAT} {seen.hexdigest()}\n".encode()


def _forget_old(folder: Path) -> None:
    """Drop the caches of vaults that nobody has touched for half a year."""
    limit = time.time() - _FORGOTTEN_SECONDS
    with suppress(OSError):
        for path in folder.glob("*.msgpack"):
            if path.stat().st_mtime < limit:
                path.unlink()
