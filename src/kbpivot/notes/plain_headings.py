"""Headings of an ordinary body by their lines alone, for who reads no more than links."""

from __future__ import annotations

import re
from typing import Final

from kbpivot.model import Heading, Span

__all__ = ["plain_headings"]

_LINE: Final = re.compile(
    r"^ {0,3}(?:(?P<fence>`{3,}|~{3,})|(?P<marks>#{1,6})[ \t]+(?P<text>[^\r\n]*?)[ \t]*"
    r"(?:(?<=[ \t])#+[ \t]*)?\r?$)",
    re.MULTILINE,
)


def plain_headings(text: str, start: int) -> tuple[Heading, ...]:
    """Return the headings that begin with `#` and stand in no fence, in source order.

    The whole reading knows underlined ones too, and what formulas, HTML and comments hide.

    Args:
        text: the whole text of a file.
        start: where its body begins.
    """
    if text.find("#", start) < 0:
        return ()
    found: list[Heading] = []
    fence = ""
    line, counted = text.count("\n", 0, start) + 1, start
    for match in _LINE.finditer(text, start):
        mark = match["fence"]
        if mark:
            if not fence:
                fence = mark
            elif mark.startswith(fence):
                fence = ""
        elif not fence and match["text"]:
            line += text.count("\n", counted, match.start())
            counted = match.start()
            span = Span(match.start(), match.end(), line, 1)
            found.append(Heading(len(match["marks"]), match["text"].strip(), span))
    return tuple(found)
