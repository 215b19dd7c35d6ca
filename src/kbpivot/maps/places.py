"""Where in a map file each table and key stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from kbpivot.model import Span

__all__ = ["Places"]

_HEADER: Final = re.compile(r"\ufeff?\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")
_KEY: Final = re.compile(r"\s*([\"'\w-]+(?:\s*\.\s*[\"'\w-]+)*)\s*=")


class Places:
    """The lines of a TOML text, found without a parser: a key in odd dress gets its table's line."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        self._lines: dict[tuple[str, ...], int] = {}
        self.order: list[tuple[str, ...]] = []
        table: tuple[str, ...] = ()
        for number, line in enumerate(text.split("\n"), start=1):
            self._starts.append(self._starts[-1] + len(line) + 1)
            if head := _HEADER.match(line):
                keys = table = _parts(head[1])
            elif entry := _KEY.match(line):
                keys = (*table, *_parts(entry[1]))
            else:
                continue
            if keys not in self._lines:
                self.order.append(keys)
                for length in range(1, len(keys) + 1):
                    self._lines.setdefault(keys[:length], number)
        self._end = len(text)

    def span(self, *keys: str) -> Span:
        """Return the line of a key, else of the table around it, else the first line."""
        while keys and keys not in self._lines:
            keys = keys[:-1]
        return self.line(self._lines.get(keys, 1))

    def line(self, number: int) -> Span:
        """Return a line as a span."""
        start = self._starts[number - 1]
        return Span(start, max(start, min(self._starts[number] - 1, self._end)), number, 1)

    def line_at(self, offset: int) -> Span:
        """Return the line that holds an offset."""
        return self.line(bisect_right(self._starts, min(offset, self._end)))


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
