"""The sentence around a place in a note: what a person reads to judge a guess."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["plain_words", "sentence_at"]

_END: Final = re.compile(
    r"[.!?][\"'”’)\]]*(?=\s|$)|[。！？]|\n(?=\s*(?:\n|-{3}|[-*+>#|]|\d+[.)]\s))"
)
_MARKS: Final = re.compile(r"(?:\s*-{3,}\n)?[\s>#|]*(?:[-*+]\s+|\d+[.)]\s+)?(?:\[.\]\s+)?")
_SHOWN_LINK: Final = re.compile(r"!?\[\[(?:[^\]|]*\|)?([^\]]*)\]\]|!?\[([^\]]*)\]\([^)]*\)")
_STYLE: Final = re.compile(r"[*_`=~]{1,3}(?=\S)|(?<=\S)[*_`=~]{1,3}")
_LONGEST: Final = 300
_AROUND: Final = 2000


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the sentence, list item or line of `text` that holds `start` to `end`."""
    floor = max(0, start - _AROUND)
    begin = floor
    for stop in _END.finditer(text, floor, start):
        begin = stop.end()
    found = _END.search(text, end)
    finish = len(text) if found is None else found.end()
    finish = min(finish, end + _AROUND)
    opening = _MARKS.match(text, begin, start)
    if opening is not None:
        begin = opening.end()
    return begin, begin + len(text[begin:finish].rstrip())


def plain_words(sentence: str) -> str:
    """A sentence without Markdown's marks, on one line, shortened at a word if very long."""
    shown = _SHOWN_LINK.sub(lambda m: m.group(1) or m.group(2) or "", sentence)
    words = " ".join(_STYLE.sub("", shown).split())
    if len(words) <= _LONGEST:
        return words
    return words[:_LONGEST].rsplit(" ", 1)[0] + " …"
