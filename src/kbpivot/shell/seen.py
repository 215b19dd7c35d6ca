"""What `intake` has shown of a vault's sources: in the user's cache folder, never in the vault."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

import filelock
import msgspec

from kbpivot.errors import KbpivotError
from kbpivot.shell.cache_place import cache_file
from kbpivot.shell.importing.items import Item
from kbpivot.shell.own_files import read_own
from kbpivot.shell.writing import write_bytes

__all__ = ["Seen", "Waiting"]

_MOST: Final = 50_000  # ids that are remembered; the oldest go first
_WAIT: Final = 10.0  # seconds; an append takes a few milliseconds
_KEY: Final = re.compile(rb"[0-9a-f]{18}")


class Seen:
    """The keys of items that were shown, a line each; appended, and shortened when there are many."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        """Find the file; nothing is read yet.

        Args:
            root: the vault's folder.
        """
        self._file = cache_file(root).with_suffix(".seen")

    def keys(self) -> frozenset[str]:
        """Return the keys of all that was shown; a line that was cut off counts as none."""
        return frozenset(self._lines())

    def add(self, items: Iterable[Item]) -> None:
        """Remember that items were shown; where that cannot be written, it is not remembered.

        Raises:
            KbpivotError: another process has been writing for ten seconds.
        """
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with filelock.FileLock(self._file.with_suffix(".lock"), timeout=_WAIT):
                known = self._lines()
                new = [one.key for one in items if one.key not in known]
                if not new:
                    return
                kept = [*known, *new]
                if len(kept) > _MOST or not self._is_whole():
                    lines = "".join(f"{key}\n" for key in kept[-_MOST:])
                    write_bytes(self._file, lines.encode())
                else:
                    self._append("".join(f"{key}\n" for key in new).encode())
        except filelock.Timeout:
            raise KbpivotError(
                f"Another process has been writing {self._file} for {_WAIT:.0f} seconds."
            ) from None
        except OSError:
            return

    def _append(self, data: bytes) -> None:
        """Write all lines in one step."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        handle = os.open(self._file, flags, 0o600)
        try:
            os.write(handle, data)
        finally:
            os.close(handle)

    def _lines(self) -> dict[str, None]:
        with suppress(OSError):
            rows = read_own(self._file).split(b"\n")
            return {row.decode(): None for row in rows if _KEY.fullmatch(row)}
        return {}

    def _is_whole(self) -> bool:
        """Whether the last line ends, so that the next one can stand behind it."""
        try:
            data = read_own(self._file)
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return not data or data.endswith(b"\n")


class _Entry(msgspec.Struct, frozen=True):
    """An item that stands in a note, and since when."""

    item: Item
    since: date


class Waiting:
    """The items that stand in a note with a box, kept whole until somebody ticks them."""

    def __init__(self, root: str | os.PathLike[str], note: str) -> None:
        """Find the file; nothing is read yet.

        Args:
            root: the vault's folder.
            note: vault path of the note.
        """
        self._note = note
        self._file: Path = cache_file(root).with_suffix(".waiting")

    def entries(self) -> Mapping[str, tuple[Item, date]]:
        """Return the items that the note was given, by address, each with the day of that."""
        held = self._all().get(self._note, ())
        return {one.item.paper.url or one.item.id: (one.item, one.since) for one in held}

    def keep(self, entries: Iterable[tuple[Item, date]]) -> None:
        """Remember what stands in the note now; where that cannot be written, it is not."""
        held = self._all()
        held[self._note] = tuple(_Entry(item, since) for item, since in entries)
        with suppress(OSError):
            write_bytes(self._file, msgspec.msgpack.encode(held))

    def _all(self) -> dict[str, tuple[_Entry, ...]]:
        try:
            return msgspec.msgpack.decode(read_own(self._file), type=dict[str, tuple[_Entry, ...]])
        except (OSError, msgspec.MsgspecError):
            return {}
