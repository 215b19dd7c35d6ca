"""What was parsed before, so that only changed files are parsed again."""

from __future__ import annotations

import hashlib
import os
import time
import zlib
from contextlib import suppress
from functools import lru_cache, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec
from msgspec.msgpack import Decoder

from kbpivot.model import Canvas, Diagnostic, Link, Note
from kbpivot.shell.own_files import read_own
from kbpivot.shell.writing import write_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kbpivot.shell.files import FoundFile
    from kbpivot.vault import RowKind

__all__ = [
    "KINDS",
    "CachedCanvas",
    "CachedNote",
    "Entries",
    "cache_file",
    "cache_folder",
    "is_fresh",
    "load",
    "packed",
    "row_decoders",
    "save",
    "unpacked",
]

_FORMAT = 5
KINDS = (
    "kbpivot.vault.vault:DIAGNOSTICS",
    "kbpivot.vault.names:NAMES",
    "kbpivot.vault.near:NEAR",
    "kbpivot.traits.table:SIGNS",
    "kbpivot.graph.claims:CLAIMS",
    "kbpivot.study.status:STATUS",
)
"""Where the kinds of rows are defined that are kept with each note."""

_RACY_NS = 2_000_000_000  # the coarsest clock of a file system still in use (FAT)
_FORGOTTEN_SECONDS = 180 * 24 * 3600
_OURS = frozenset({".msgpack", ".seen", ".waiting"})  # a file of each for a vault


_Value = TypeVar("_Value")


class _Row(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A note as it stands in the cache: what most commands ask for, and the rest still encoded.

    Attributes:
        path: its path.
        size, mtime_ns, ctime_ns: what the folder said of the file then.
        encoding: what was wrong with its bytes, if anything.
        whole: False when nothing but links and properties was read.
        linkpaths: targets of its links as written, citations left out.
        links: its links, encoded.
        rest: the note without its links, encoded.
        rows: its rows of each of the `KINDS`, encoded; none where only links were read.
    """

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    encoding: Diagnostic | None
    whole: bool
    linkpaths: tuple[str, ...]
    links: memoryview
    rest: memoryview
    rows: tuple[msgspec.Raw, ...] = ()


_ENCODER = msgspec.msgpack.Encoder()
_NOTE = msgspec.msgpack.Decoder(Note)
_LINK = msgspec.msgpack.Decoder(Link)
_LINKS = msgspec.msgpack.Decoder(tuple[Link, ...])
_RAW_LINKS = msgspec.msgpack.Decoder(list[msgspec.Raw])


class CachedNote:
    """A note as it was parsed; one that comes from the cache is decoded when asked for."""

    __slots__ = (
        *("_again", "_made", "_note", "_row", "_rows"),
        *("ctime_ns", "encoding", "mtime_ns", "path", "size", "whole"),
    )

    def __init__(
        self,
        size: int,
        mtime_ns: int,
        ctime_ns: int,
        parsed: Note,
        encoding: Diagnostic | None,
        *,
        whole: bool = True,
    ) -> None:
        """Put a note beside what the folder says of its file.

        Args:
            size: bytes of the file.
            mtime_ns: when its content last changed.
            ctime_ns: when anything about it last changed.
            parsed: what was made of it.
            encoding: what was wrong with its bytes, if anything.
            whole: False when nothing but links and properties was read.
        """
        self.path = parsed.path
        self.size, self.mtime_ns, self.ctime_ns = size, mtime_ns, ctime_ns
        self.encoding, self.whole = encoding, whole
        self._note: Note | None = parsed
        self._row: _Row | None = None
        self._rows: tuple[msgspec.Raw, ...] = ()
        self._made: dict[str, object] = {}
        self._again: Callable[[], Note] | None = None

    @classmethod
    def kept(cls, row: _Row) -> CachedNote:
        """Return the note of a row, not yet decoded."""
        self = cls.__new__(cls)
        self._again = None
        self.path, self.encoding, self.whole = row.path, row.encoding, row.whole
        self.size, self.mtime_ns, self.ctime_ns = row.size, row.mtime_ns, row.ctime_ns
        self._note, self._row, self._rows = None, row, row.rows
        self._made = {}
        return self

    def __reduce__(self) -> tuple[object, ...]:
        # A copy holds the note itself: the bytes behind it belong to the whole cache.
        make = partial(CachedNote, whole=self.whole)
        return make, (self.size, self.mtime_ns, self.ctime_ns, self.parsed, self.encoding)

    @property
    def parsed(self) -> Note:
        """What was made of the file."""
        if self._note is None:
            assert self._row is not None
            try:
                note = _decoded(self._row)
            except (msgspec.MsgspecError, ValueError, RecursionError):
                if self._again is None:
                    raise
                note = self._again()
            self._note = note
            # It holds the bytes of the whole cache; whoever writes the cache again encodes anew.
            self._row = None
        return self._note

    def made(self, kind: RowKind[_Value], place: int, decoder: Decoder[_Value]) -> _Value:
        """Return a row of the note.

        Args:
            kind: which.
            place: its place among the `KINDS`.
            decoder: that of its type.
        """
        if self._rows:
            try:
                return decoder.decode(self._rows[place])
            except (msgspec.MsgspecError, IndexError, RecursionError):
                self._rows = ()  # damaged: the note makes them again
        if kind.name not in self._made:
            self._made[kind.name] = kind.made(self.parsed)
        return cast("_Value", self._made[kind.name])

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the note."""
        if self._note is None and self._row is not None:
            with suppress(msgspec.MsgspecError):
                links = _LINKS.decode(self._row.links)
                if _linkpaths(links) == self._row.linkpaths:
                    return links
        return self.parsed.links

    def links_at(self, places: Sequence[int]) -> list[Link]:
        """Some of the links, by their places in `linkpaths`; the others are not decoded."""
        if self._note is None and self._row is not None:
            with suppress(msgspec.MsgspecError):
                written = _RAW_LINKS.decode(self._row.links)
                paths = self._row.linkpaths
                if len(written) == len(paths):
                    found = [_LINK.decode(written[place]) for place in places]
                    if all(one.linkpath == paths[p] for one, p in zip(found, places, strict=True)):
                        return found
        links = [link for link in self.links if not link.citation]
        return [links[place] for place in places]

    @property
    def linkpaths(self) -> tuple[str, ...]:
        """Their targets as written, citations left out."""
        if self._row is not None:
            return self._row.linkpaths
        return _linkpaths(self.parsed.links)

    def checked_against(self, again: Callable[[], Note]) -> None:
        """Take a way to read the file again, for a row that turns out to be damaged."""
        self._again = again

    def row(self) -> _Row | None:
        """Return the row of the cache, None when the note would not come back as it is."""
        if self._row is not None:
            return self._row
        note = self.parsed
        if not _survives(note.properties):
            return None
        return _Row(
            self.path,
            self.size,
            self.mtime_ns,
            self.ctime_ns,
            self.encoding,
            self.whole,
            self.linkpaths,
            memoryview(_ENCODER.encode(note.links)),
            memoryview(_ENCODER.encode(msgspec.structs.replace(note, links=()))),
            self._rows or self._encoded(),
        )

    def _encoded(self) -> tuple[msgspec.Raw, ...]:
        if not self.whole:
            return ()
        decoders = row_decoders()
        return tuple(
            msgspec.Raw(_ENCODER.encode(self.made(kind, place, decoder)))
            for place, (kind, decoder) in enumerate(decoders.values())
        )


def _decoded(row: _Row) -> Note:
    """Return the note of a row.

    Raises:
        msgspec.MsgspecError: it is none.
        ValueError: its parts do not belong together.
    """
    note = _NOTE.decode(row.rest)
    links = _LINKS.decode(row.links)
    if note.path != row.path or _linkpaths(links) != row.linkpaths:
        raise ValueError(row.path)
    # Nobody has seen the record yet: it is still being made.
    msgspec.structs.force_setattr(note, "links", links)
    return note


def _linkpaths(links: Iterable[Link]) -> tuple[str, ...]:
    return tuple(link.linkpath for link in links if not link.citation)


class CachedCanvas(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A canvas as it was parsed.

    Attributes:
        size, mtime_ns, ctime_ns: what the folder said of the file then.
        parsed: what was made of it.
        encoding: what was wrong with its bytes, if anything.
    """

    size: int
    mtime_ns: int
    ctime_ns: int
    parsed: Canvas
    encoding: Diagnostic | None

    @property
    def path(self) -> str:
        """Its path."""
        return self.parsed.path


class _Contents(msgspec.Struct, frozen=True, gc=False, array_like=True):
    root: str
    notes: list[_Row]
    canvases: list[CachedCanvas]


Entries = dict[str, CachedNote | CachedCanvas]


@lru_cache(maxsize=1)
def row_decoders() -> dict[str, tuple[RowKind[Any], Decoder[Any]]]:
    """Return the kinds of rows that are kept, with a decoder each, by name, in the order kept."""
    found: dict[str, tuple[RowKind[Any], Decoder[Any]]] = {}
    for name in KINDS:
        module, _, attribute = name.partition(":")
        kind: RowKind[Any] = getattr(import_module(module), attribute)
        found[name] = kind, Decoder(kind.kept)
    return found


def cache_file(root: str | os.PathLike[str]) -> Path:
    """Return where the cache of the vault at `root` is: one file in the user's cache folder.

    `$KBPIVOT_CACHE` names another folder.
    """
    real = os.fsencode(os.path.realpath(root))
    return cache_folder(root) / f"{hashlib.blake2b(real, digest_size=10).hexdigest()}.msgpack"


def cache_folder(root: str | os.PathLike[str] | None = None) -> Path:
    """Return the user's cache folder for kbpivot; `$KBPIVOT_CACHE` names another.

    Args:
        root: the vault's folder; one that lies in it is not taken, since what a vault brings
            would be believed.
    """
    folder = os.environ.get("KBPIVOT_CACHE")
    if folder and root is not None:
        real, top = os.path.realpath(folder), os.path.realpath(root)
        if real == top or real.startswith(top.rstrip(os.sep) + os.sep):
            folder = None
    if not folder:
        import platformdirs

        folder = platformdirs.user_cache_dir("kbpivot", appauthor=False)
    return Path(folder)


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
    try:
        data = read_own(cache_file(root))
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
        write_bytes(path, _mark(), _sum(body), body)
    except OSError:
        return False
    _forget_old(path.parent)
    return True


def packed(entries: Iterable[CachedNote | CachedCanvas], *, root: str) -> bytearray:
    """Encode entries; one that would not come back as it is is left out.

    The bytes are those of `_Contents`, put together in one buffer: of a large vault they are
    a good part of the memory used.
    """
    notes, canvases = bytearray(), bytearray()
    counts = {id(notes): 0, id(canvases): 0}
    for entry in entries:  # one at a time: who parses them need not hold them all
        into = notes if isinstance(entry, CachedNote) else canvases
        end = len(into)
        try:
            row = entry.row() if isinstance(entry, CachedNote) else entry
            if row is None:
                continue
            _ENCODER.encode_into(row, into, end)
        except (TypeError, ValueError, OverflowError, RecursionError):
            del into[end:]
        else:
            counts[id(into)] += 1
    # An array of three: the root, and two arrays, each with its length in four bytes.
    head = b"\x93" + _ENCODER.encode(root) + b"\xdd" + counts[id(notes)].to_bytes(4, "big")
    notes[:0] = head
    notes += b"\xdd" + counts[id(canvases)].to_bytes(4, "big")
    notes += canvases
    return notes


def unpacked(body: bytes | bytearray | memoryview, *, root: str) -> Entries:
    """Decode what `packed` encoded for the same root, by vault path; else nothing."""
    try:
        contents = msgspec.msgpack.Decoder(_Contents).decode(body)
    except (msgspec.MsgspecError, RecursionError):
        return {}
    if contents.root != root:
        return {}
    kept: Entries = {row.path: CachedNote.kept(row) for row in contents.notes}
    kept.update((entry.parsed.path, entry) for entry in contents.canvases)
    return kept


def _survives(properties: object) -> bool:
    if not properties:
        return True
    data = _ENCODER.encode(properties)
    return bool(msgspec.msgpack.decode(data, strict=False) == properties)


def _name(root: str | os.PathLike[str], words: str) -> str:
    """Name the vault and the words, in a way that msgpack can hold."""
    return f"{os.path.realpath(root)!a} {words!a}"


def _sum(body: bytearray | memoryview) -> bytes:
    return b"%08x" % zlib.adler32(body)


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
