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
_STYLE: Final = re.compile(
    r"[*`~]{1,3}(?=\S)|(?<=\S)[*`~]{1,3}|==(?=\S)|(?<=\S)==|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)"
)
_LONGEST: Final = 600
_AROUND: Final = 280


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the sentence, list item or line of `text` that holds `start` to `end`.

    Without an end in sight it is the words around, so that a text with no full stop costs no
    more than another.
    """
    floor, ceiling = max(0, start - _AROUND), min(len(text), end + _AROUND)
    begin = floor
    for stop in _END.finditer(text, floor, start):
        begin = stop.end()
    if begin == floor > 0:
        begin = max(text.find(" ", floor, start) + 1, floor)
    found = _END.search(text, end, ceiling)
    if found is not None:
        finish = found.end()
    elif ceiling == len(text):
        finish = ceiling
    else:
        finish = max(text.rfind(" ", end, ceiling), end)
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
