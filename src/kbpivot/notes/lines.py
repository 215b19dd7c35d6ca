"""Offsets to lines and columns: where in the file something stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate, count
from operator import add

from kbpivot.model import Span

__all__ = ["Lines"]

_BREAK = re.compile(r"\r\n?|\n")


class Lines:
    r"""The lines of one text; `\n`, `\r\n` and a lone `\r` each end a line."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def starts(self) -> list[int]:
        """Offset of each line's first character."""
        text = self.text
        if "\r" in text:
            return [0, *(match.end() for match in _BREAK.finditer(text))]
        # Lengths summed up, and one more for each line break: no step of it is Python's.
        lengths = list(map(len, text.split("\n")))
        lengths.pop()
        return list(map(add, accumulate(lengths, initial=0), count()))

    def __len__(self) -> int:
        """Lines of the text; a final line break opens no further line."""
        text = self.text
        if "\r" not in text:
            return text.count("\n") + (not text.endswith("\n"))
        starts = self.starts
        return len(starts) - (len(starts) > 1 and starts[-1] == len(text))

    def line(self, offset: int) -> int:
        """1-based line of an offset."""
        return bisect_right(self.starts, offset)

    def span(self, start: int, end: int) -> Span:
        """The span from `start` up to `end`."""
        starts = self.starts
        line = bisect_right(starts, start)
        return Span(start, end, line, start - starts[line - 1] + 1)

    def range(self, line: int) -> tuple[int, int]:
        """Start and end offset of a 1-based line, its line break included."""
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        return self.starts[line - 1], end
