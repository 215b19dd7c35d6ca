"""Names that head list items or fill table cells: such a list tells what there is."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kbpivot.language.words import tokens

__all__ = ["NO_LAYOUT", "Layout", "layout_of"]

_STRUCTURE: Final = re.compile(r"^[ \t>]*(?:[-*+][ \t]|\d+[.)][ \t]|\|)", re.MULTILINE)
_ITEM: Final = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)])[ \t]+(?:\[.\][ \t]+)?")
_ROW: Final = re.compile(r"[ \t>]*\||[^\n|]*[^\\\n]\|[^\n]*[^\\\n]\|")
_HEAD_END: Final = re.compile(
    r"[:：(（,，;—–→=/]|\s-+>?\s|\*\*\s*(?=\S)|[.!?](?=\s|$)|\]\](?=\s*[^\w\s])"
)
_LONGEST_HEAD: Final = 8  # words


class Layout(NamedTuple):
    """Where the lists and tables of a paragraph stand.

    Attributes:
        heads: number of words in the head of a list item, by the number of its first word.
        rows: (first, behind the last) word of each row of a table.
    """

    heads: dict[int, int]
    rows: tuple[tuple[int, int], ...]

    def lists(self, at: int, length: int) -> bool:
        """Tell whether a name of `length` words from word `at` on is what an item is about."""
        return self.heads.get(at) == length

    def tabulates(self, at: int) -> bool:
        """Tell whether word `at` stands in a table."""
        return any(first <= at < behind for first, behind in self.rows)


NO_LAYOUT: Final = Layout({}, ())


def layout_of(text: str, raw: str) -> Layout:
    """Find the lists and tables of a paragraph.

    Args:
        text: its words, with all else blanked out in place.
        raw: the same stretch of the file.
    """
    if _STRUCTURE.search(raw) is None:
        return NO_LAYOUT
    heads: dict[int, int] = {}
    rows: list[tuple[int, int]] = []
    at = words = 0
    for line in raw.splitlines(keepends=True):
        stop = at + len(line)
        found = tokens(text[at:stop])
        if _ROW.match(line) and line.count("|") > 1 and "[[" not in line.partition("|")[0]:
            rows.append((words, words + len(found)))
        elif (item := _ITEM.match(line)) is not None:
            begin = words + len(tokens(text[at : at + item.end()]))
            end = _HEAD_END.search(line, item.end() + 1)
            head = tokens(text[at + item.end() : at + (len(line) if end is None else end.start())])
            if 0 < len(head) <= _LONGEST_HEAD:
                heads[begin] = len(head)
        words += len(found)
        at = stop
    return Layout(heads, tuple(rows))
