"""Notes and canvases as the cache keeps them: in columns, decoded where they are asked for."""

from __future__ import annotations

from contextlib import suppress
from functools import cache, cached_property, partial
from importlib import import_module
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, Optional, TypeVar, cast
from zlib import adler32

import msgspec
from msgspec.msgpack import Decoder

from kbpivot.model import Canvas, Diagnostic, Link, Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kbpivot.shell.columns import Columns
    from kbpivot.vault import RowKind

__all__ = [
    "ARRAYS",
    "INDEXED",
    "KINDS",
    "CachedCanvas",
    "CachedNote",
    "Part",
    "append",
    "row_decoder",
]

KINDS = (
    "kbpivot.vault.vault:DIAGNOSTICS",
    "kbpivot.vault.names:NAMES",
    "kbpivot.vault.near:NEAR",
    "kbpivot.traits.table:SIGNS",
    "kbpivot.graph.claims:CLAIMS",
    "kbpivot.study.status:STATUS",
    "kbpivot.maps.matching:CALLED",
    "kbpivot.traits.publication:FLAGS",
)
"""Where the kinds of rows are defined that are kept with each note."""

_Value = TypeVar("_Value")


class _File(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What is known of a note without reading what was made of it.

    Attributes:
        path: its path.
        size, mtime_ns, ctime_ns: what the folder said of the file then.
        encoding: what was wrong with its bytes, if anything.
        whole: False when nothing but links and properties was read.
    """

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    encoding: Diagnostic | None
    whole: bool


_ENCODER = msgspec.msgpack.Encoder()
_NOTE = msgspec.msgpack.Decoder(Note)
_LINK = msgspec.msgpack.Decoder(Link)
_LINKS = msgspec.msgpack.Decoder(tuple[Link, ...])
_RAW_LINKS = msgspec.msgpack.Decoder(list[msgspec.Raw])
_RAWS = msgspec.msgpack.Decoder(list[msgspec.Raw])
_FILES = msgspec.msgpack.Decoder(list[_File])
_LINKPATHS = msgspec.msgpack.Decoder(list[tuple[str, ...]])
_PATHS = msgspec.msgpack.Decoder(tuple[str, ...])
_INDEX = msgspec.msgpack.Decoder(list[tuple[int, int]])
INDEXED: Final = ("links", "rest")  # columns of which single notes are read
ARRAYS: Final = ("files", "linkpaths", *(f"{name} index" for name in INDEXED), *KINDS)
_NIL: Final = b"\xc0"


class Part:
    """Notes as they stand in one file of the cache, a column for each thing known of them.

    A column is read when it is first asked for, and one that is damaged counts as missing: the
    note is then read again.

    Attributes:
        columns: the columns.
        is_base: whether it is the main file of a vault, not one of changes.
        again: parses the file of a path.
        files: what each place is about.
        canvases: the canvases, by path.
    """

    def __init__(self, columns: Columns, *, is_base: bool) -> None:
        """Read which files it is about.

        Raises:
            ValueError: it does not say.
        """
        self.columns, self.is_base = columns, is_base
        self.again: Callable[[str], Note] | None = None
        files, canvases = columns.read("files"), columns.read("canvases")
        if files is None or canvases is None:
            raise ValueError("the cache is damaged")
        self.files = _FILES.decode(files)
        self.canvases = {one.path: one for one in _CANVASES.decode(canvases)}
        self._indexes: dict[str, list[tuple[int, int, int]]] = {}
        self._raws: dict[str, list[msgspec.Raw] | None] = {}
        self._rows: dict[str, list[Any] | None] = {}

    @cached_property
    def linkpaths(self) -> list[tuple[str, ...]] | None:
        """Targets of the links of each note as written, citations left out."""
        found = self._decoded("linkpaths", _LINKPATHS)
        return found if found is not None and len(found) == len(self.files) else None

    def paths_at(self, place: int) -> tuple[str, ...] | None:
        """Return `linkpaths` of one note."""
        if "linkpaths" in vars(self):
            return None if self.linkpaths is None else self.linkpaths[place]
        raws = self.raws("linkpaths")
        return None if raws is None else _PATHS.decode(raws[place])

    def _decoded(self, column: str, decoder: Decoder[_Value]) -> _Value | None:
        data = self.columns.read(column)
        if data is not None:
            with suppress(msgspec.MsgspecError, RecursionError):
                return decoder.decode(data)
        return None

    def piece(self, column: str, place: int) -> memoryview | None:
        """Return what a column that has an index holds of one note; None where it is damaged."""
        index = self._indexes.get(column)
        if index is None:
            known = self._decoded(f"{column} index", _INDEX) or []
            starts = accumulate((length for length, _ in known), initial=0)
            index = [(at, length, one) for at, (length, one) in zip(starts, known, strict=False)]
            self._indexes[column] = index
        if place >= len(index):
            return None
        start, length, checksum = index[place]
        found = self.columns.slice(column, start, length)
        return None if found is None or adler32(found) != checksum else found

    def raws(self, column: str) -> list[msgspec.Raw] | None:
        """Return a column as its pieces, one a note; None where it is damaged."""
        if column not in self._raws:
            found = self._decoded(column, _RAWS)
            whole = found is not None and len(found) == len(self.files)
            self._raws[column] = found if whole else None
        return self._raws[column]

    def rows(self, name: str) -> list[Any] | None:
        """Return the rows of a kind, one a note, None for a note that has none."""
        if name not in self._rows:
            found = self._decoded(name, row_decoder(name)[1]) if name in KINDS else None
            whole = found is not None and len(found) == len(self.files)
            self._rows[name] = found if whole else None
        return self._rows[name]

    def note(self, place: int) -> Note:
        """Return the note at a place.

        Raises:
            msgspec.MsgspecError: it is none.
            ValueError: its parts do not belong together, or are not there.
        """
        rest, links = self.piece("rest", place), self.piece("links", place)
        if rest is None or links is None:
            raise ValueError("the cache is damaged")
        note = _NOTE.decode(rest)
        found = _LINKS.decode(links)
        if note.path != self.files[place].path or _linkpaths(found) != self.paths_at(place):
            raise ValueError(note.path)
        # Nobody has seen the record yet: it is still being made.
        msgspec.structs.force_setattr(note, "links", found)
        return note


class CachedNote:
    """A note as it was parsed; one that comes from the cache is decoded when asked for."""

    __slots__ = (
        *("_made", "_note", "_part", "_place"),
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
        self._part: Part | None = None
        self._place = -1
        self._made: dict[str, object] | None = None

    @classmethod
    def kept(cls, part: Part, place: int) -> CachedNote:
        """Return the note at a place of the cache, not yet decoded."""
        self = cls.__new__(cls)
        file = part.files[place]
        self.path, self.encoding, self.whole = file.path, file.encoding, file.whole
        self.size, self.mtime_ns, self.ctime_ns = file.size, file.mtime_ns, file.ctime_ns
        self._note, self._part, self._place, self._made = None, part, place, None
        return self

    def __reduce__(self) -> tuple[object, ...]:
        # A copy holds the note itself: the bytes behind it belong to the whole cache.
        make = partial(CachedNote, whole=self.whole)
        return make, (self.size, self.mtime_ns, self.ctime_ns, self.parsed, self.encoding)

    @property
    def part(self) -> Part | None:
        """The part of the cache that it comes from; None for one that was just parsed."""
        return self._part

    @property
    def parsed(self) -> Note:
        """What was made of the file."""
        if self._note is None:
            assert self._part is not None
            try:
                note = self._part.note(self._place)
            except (msgspec.MsgspecError, ValueError, RecursionError):
                if self._part.again is None:
                    raise
                note = self._part.again(self.path)
                self._part = None  # what the cache says of it is not to be trusted
            self._note = note
        return self._note

    def made(self, kind: RowKind[_Value]) -> _Value:
        """Return a row of the note."""
        if self._part is not None:
            rows = self._part.rows(kind.name)
            if rows is not None and (row := rows[self._place]) is not None:
                return cast("_Value", row)
        if self._made is None:
            self._made = {}
        if kind.name not in self._made:
            self._made[kind.name] = kind.made(self.parsed)
        return cast("_Value", self._made[kind.name])

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the note."""
        if self._note is None and self._part is not None:
            data = self._part.piece("links", self._place)
            if data is not None:
                with suppress(msgspec.MsgspecError):
                    links = _LINKS.decode(data)
                    if _linkpaths(links) == self._part.paths_at(self._place):
                        return links
        return self.parsed.links

    def links_at(self, places: Sequence[int]) -> list[Link]:
        """Some of the links, by their places in `linkpaths`; the others are not decoded."""
        if self._note is None and self._part is not None:
            data, paths = self._part.piece("links", self._place), self.linkpaths
            if data is not None:
                with suppress(msgspec.MsgspecError):
                    written = _RAW_LINKS.decode(data)
                    if len(written) == len(paths):
                        found = [_LINK.decode(written[place]) for place in places]
                        fits = zip(found, places, strict=True)
                        if all(one.linkpath == paths[p] for one, p in fits):
                            return found
        links = [link for link in self.links if not link.citation]
        return [links[place] for place in places]

    @property
    def linkpaths(self) -> tuple[str, ...]:
        """Their targets as written, citations left out."""
        if self._part is not None and (paths := self._part.linkpaths) is not None:
            return paths[self._place]
        return _linkpaths(self.parsed.links)

    def write(self, columns: dict[str, bytearray]) -> bool:
        """Append the note to columns; return False when it would not come back as it is."""
        part = self._part
        if part is None and not _survives(self.parsed.properties):
            return False
        file = _File(
            *(self.path, self.size, self.mtime_ns, self.ctime_ns, self.encoding, self.whole)
        )
        append(columns["files"], file)
        for name in ("linkpaths", *KINDS):
            raws = None if part is None else part.raws(name)
            if raws is not None:
                columns[name] += raws[self._place]
            elif name == "linkpaths":
                append(columns[name], self.linkpaths)
            elif self.whole:
                append(columns[name], self.made(row_decoder(name)[0]))
            else:
                columns[name] += _NIL
        for name in INDEXED:
            data = None if part is None else part.piece(name, self._place)
            if data is None:
                note = self.parsed
                of = note.links if name == "links" else msgspec.structs.replace(note, links=())
                data = memoryview(_ENCODER.encode(of))
            columns[name] += data
            append(columns[f"{name} index"], (len(data), adler32(data)))
        return True


def append(column: bytearray, value: object) -> None:
    """Encode a value at the end of a column."""
    _ENCODER.encode_into(value, column, len(column))


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


_CANVASES = msgspec.msgpack.Decoder(list[CachedCanvas])


@cache
def row_decoder(name: str) -> tuple[RowKind[Any], Decoder[Any]]:
    """Return the kind of rows of a name among the `KINDS`, and a decoder of its column."""
    module, _, attribute = name.partition(":")
    kind: RowKind[Any] = getattr(import_module(module), attribute)
    return kind, Decoder(list[Optional[kind.kept]])  # type: ignore[name-defined]  # noqa: UP045


def _survives(properties: object) -> bool:
    if not properties:
        return True
    data = _ENCODER.encode(properties)
    return bool(msgspec.msgpack.decode(data, strict=False) == properties)
