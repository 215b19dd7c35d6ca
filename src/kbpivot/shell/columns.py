"""Columns of bytes in one file or buffer, each read and checked when it is first asked for."""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kbpivot.shell.own_files import OwnFile

__all__ = ["Columns", "joined", "opened"]

_LENGTH: Final = 4  # bytes that say how long the head is
_SUM: Final = 8


class _Head(msgspec.Struct, frozen=True, array_like=True):
    """What stands before the columns.

    Attributes:
        root: what the columns are about.
        basis: the name of the columns that these change; empty where they stand alone.
        gone: what those have and is no more.
        places: where each column begins behind the head, its length, and its checksum.
    """

    root: str
    basis: bytes
    gone: tuple[str, ...]
    places: dict[str, tuple[int, int, int]]


class Columns:
    """Some columns; what is damaged is as if it were not there.

    Attributes:
        name: names these very columns.
        basis: the name of the columns that these change; empty where they stand alone.
        gone: what those have and is no more.
    """

    def __init__(self, source: OwnFile | memoryview, head: _Head, name: bytes, start: int) -> None:
        """Read no column yet."""
        self.name, self.basis, self.gone = name, head.basis, head.gone
        self._source, self._places, self._start = source, head.places, start

    def read(self, column: str) -> memoryview | None:
        """Return the bytes of a column, None where it is missing or damaged."""
        place = self._places.get(column)
        if place is None:
            return None
        start, length, checksum = place
        found = self._bytes(start, length)
        return None if found is None or zlib.adler32(found) != checksum else found

    def slice(self, column: str, start: int, length: int) -> memoryview | None:
        """Return some bytes of a column, not checked; None where it does not have them."""
        place = self._places.get(column)
        if place is None or start + length > place[1]:
            return None
        return self._bytes(place[0] + start, length)

    def _bytes(self, start: int, length: int) -> memoryview | None:
        start += self._start
        if isinstance(self._source, memoryview):
            found = self._source[start : start + length]
        else:
            try:
                found = memoryview(self._source.read(start, length))
            except OSError:
                return None
        return found if len(found) == length else None


def joined(
    columns: Mapping[str, Sequence[bytes | bytearray]],
    *,
    root: str,
    basis: bytes = b"",
    gone: Sequence[str] = (),
) -> list[bytes | bytearray]:
    """Return the parts of a file that `opened` reads.

    Args:
        columns: the bytes of each column, in pieces.
        root: what they are about.
        basis: the name of the columns that these change.
        gone: what those have and is no more.
    """
    places: dict[str, tuple[int, int, int]] = {}
    at = 0
    for name, pieces in columns.items():
        length, checksum = 0, 1
        for piece in pieces:
            checksum = zlib.adler32(piece, checksum)
            length += len(piece)
        places[name] = at, length, checksum
        at += length
    head = msgspec.msgpack.encode(_Head(root, basis, tuple(gone), places))
    parts: list[bytes | bytearray] = [_name(head), len(head).to_bytes(_LENGTH, "big"), head]
    parts += [piece for pieces in columns.values() for piece in pieces]
    return parts


def opened(source: OwnFile | memoryview, *, root: str, start: int = 0) -> Columns | None:
    """Return the columns that a file or buffer holds, None where they are of something else.

    Args:
        source: the file or buffer.
        root: what the columns are to be about.
        start: where they begin.
    """
    begin = start + _SUM + _LENGTH
    try:
        if isinstance(source, memoryview):
            first = bytes(source[start:begin])
            length = int.from_bytes(first[_SUM:], "big")
            head = bytes(source[begin : begin + length])
        else:
            first = source.read(start, _SUM + _LENGTH)
            length = int.from_bytes(first[_SUM:], "big")
            if length > source.size:
                return None
            head = source.read(begin, length)
        if first[:_SUM] != _name(head):
            return None
        known = msgspec.msgpack.decode(head, type=_Head)
    except (OSError, msgspec.MsgspecError, RecursionError):
        return None
    if known.root != root:
        return None
    return Columns(source, known, first[:_SUM], begin + length)


def _name(head: bytes) -> bytes:
    return hashlib.blake2b(head, digest_size=_SUM).digest()
