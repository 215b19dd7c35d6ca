"""Offsets to lines and columns: where in the file something stands."""

from __future__ import annotations

import re
from bisect import bisect_right

from kbpivot.model import Span

__all__ = ["Lines"]

_BREAK = re.compile(r"\r\n?|\n")


class Lines:
    r"""The line starts of one text; `\n`, `\r\n` and a lone `\r` each end a line."""

    __slots__ = ("starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in _BREAK.finditer(text))]

    def __len__(self) -> int:
        """Lines of the text; a final line break opens no further line."""
        return len(self.starts) - (self.starts[-1] == len(self.text))

    def line(self, offset: int) -> int:
        """1-based line of an offset."""
        return bisect_right(self.starts, offset)

    def span(self, start: int, end: int) -> Span:
        """The span from `start` up to `end`."""
        line = bisect_right(self.starts, start)
        return Span(start, end, line, start - self.starts[line - 1] + 1)

    def range(self, line: int) -> tuple[int, int]:
        """Start and end offset of a 1-based line, its line break included."""
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        return self.starts[line - 1], end
