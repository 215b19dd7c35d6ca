"""Lessons of a course that a note lists: numbered boxes, each with its length.

They stand in a note with a property `lessons`, so that no other list is taken for them:

    1. [ ] Getting started (1 h 30 min)
       - teaches: [[Neural network]], Gradient descent
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kbpivot.model import Lesson, Span
from kbpivot.notes.durations import minutes_in
from kbpivot.notes.vocabulary import canonical

__all__ = ["KEY", "lessons"]

KEY: Final = "lessons"
_LESSON: Final = re.compile(
    r"^(?P<number>\d{1,4})[.)][ \t]+\[(?P<box>[^\]\n])\][ \t]+(?P<title>\S[^\n]*?)[ \t]+"
    r"\((?P<time>[^()\n]{1,40})\)[ \t]*$"
)
_TEACHES: Final = re.compile(r"^[ \t]+[-*+][ \t]+teaches:[ \t]*(?P<names>\S[^\n]*)$", re.IGNORECASE)
_FENCE: Final = re.compile(r"^[ ]{0,3}(?:`{3,}|~{3,})")
_LINK: Final = re.compile(r"\[(?P<words>[^\[\]]*)\]\([^()\s]*\)")
_WIKILINK: Final = re.compile(r"\[\[(?P<target>[^\[\]|#]+)[^\[\]]*\]\]")


def lessons(text: str, properties: Mapping[str, object], *, start: int = 0) -> tuple[Lesson, ...]:
    """Return the lessons that a note lists, in order; none without the property `lessons`.

    Args:
        text: the note's text.
        properties: its properties.
        start: offset behind them.
    """
    if not any(canonical(key) == KEY for key in properties):
        return ()
    found: list[Lesson] = []
    fenced = False
    place = start
    number = text.count("\n", 0, start)
    for line in text[start:].split("\n"):
        number += 1
        plain = line.rstrip("\r")
        if _FENCE.match(plain):
            fenced = not fenced
        elif not fenced:
            if (one := _LESSON.match(plain)) and (minutes := minutes_in(one["time"])):
                title = " ".join(_LINK.sub(lambda link: link["words"], one["title"]).split())
                span = Span(place, place + len(plain), number, 1)
                found.append(Lesson(len(found) + 1, title, minutes, one["box"], (), span))
            elif found and (said := _TEACHES.match(plain)):
                found[-1] = _teaching(found[-1], said["names"])
        place += len(line) + 1
    return tuple(found)


def _teaching(lesson: Lesson, names: str) -> Lesson:
    named = _WIKILINK.sub(lambda link: link["target"], names)
    new = [" ".join(one.split()) for one in re.split(r"[,;]", named)]
    return Lesson(
        lesson.number,
        lesson.title,
        lesson.minutes,
        lesson.box,
        (*lesson.teaches, *filter(None, new)),
        lesson.span,
    )
