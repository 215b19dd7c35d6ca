"""Offsets to lines and columns: where in the file something stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from kbpivot.model import Span

__all__ = ["Lines"]

_BREAK = re.compile(r"\r\n?|\n")


class Lines:
    r"""The lines of one text; `\n`, `\r\n` and a lone `\r` each end a line.

    Lines are counted from the last place asked for, since questions come in source order.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._plain = "\r" not in text
        self._at = 0
        self._line = 1

    @cached_property
    def starts(self) -> list[int]:
        """Offset of each line's first character."""
        return [0, *(match.end() for match in _BREAK.finditer(self.text))]

    def __len__(self) -> int:
        """Lines of the text; a final line break opens no further line."""
        if self._plain:
            return self.text.count("\n") + (not self.text.endswith("\n"))
        return len(self.starts) - (self.starts[-1] == len(self.text))

    def line(self, offset: int) -> int:
        """1-based line of an offset."""
        if not self._plain:
            return bisect_right(self.starts, offset)
        if offset >= self._at:
            self._line += self.text.count("\n", self._at, offset)
        else:
            self._line -= self.text.count("\n", offset, self._at)
        self._at = offset
        return self._line

    def span(self, start: int, end: int) -> Span:
        """The span from `start` up to `end`."""
        line = self.line(start)
        if self._plain:
            return Span(start, end, line, start - self.text.rfind("\n", 0, start))
        return Span(start, end, line, start - self.starts[line - 1] + 1)

    def range(self, line: int) -> tuple[int, int]:
        """Start and end offset of a 1-based line, its line break included."""
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        return self.starts[line - 1], end
