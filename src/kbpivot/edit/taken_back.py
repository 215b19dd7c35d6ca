"""The inverse of an edit that added something to a text, found by trying and proved by redoing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from kbpivot.errors import RefusedError

__all__ = ["taken_back"]

_MOST_LINES: Final = 7  # a heading, blank lines and an item; or fences, a key and an item
_MOST_PLACES: Final = 40  # lines that name what was added
_LINK: Final = re.compile(r"""["']?(?:\[\[[^\]\n]*\]\]|\[[^\]\n]*\]\([^)\n]*\))["']?""")
_AHEAD: Final = re.compile(r"[,;]?[ \t]*$")
_BEHIND: Final = re.compile(r"[,;]?[ \t]*")


def taken_back(
    text: str, added: str, again: Callable[[str], str], *, was: Callable[[str], bool] | None = None
) -> str | None:
    r"""Return a text as it was before an edit, None where that is not sure.

    Lines, or links in a line, are taken out until the edit made again gives the text byte for
    byte; so nothing else can be lost.

    Args:
        text: the text with what was added.
        added: a name that stands in what was added.
        again: makes the edit.
        was: tells a text that is known to be the one before. Without it, or where it tells none,
            the shortest text counts.

    >>> taken_back("a\n- [[B]]\n", "B", lambda text: text + "- [[B]]\n")
    'a\n'
    """
    best: str | None = None
    for trial in _trials(text, added):
        if best is not None and len(trial) >= len(best) and was is None:
            continue
        try:
            if trial == text or again(trial) != text:
                continue
        except RefusedError:
            continue
        if was is not None and was(trial):
            return trial
        if best is None or len(trial) < len(best):
            best = trial
    return best


def _trials(text: str, added: str) -> Iterator[str]:
    lines = text.splitlines(keepends=True)
    wanted = added.casefold()
    places = [k for k, line in enumerate(lines) if wanted in line.casefold()][:_MOST_PLACES]
    for place in places:
        line = lines[place]
        for start, end in _links(line, wanted):
            yield "".join((*lines[:place], line[:start] + line[end:], *lines[place + 1 :]))
        for size in range(1, _MOST_LINES + 1):
            for start in range(max(0, place - size + 1), place + 1):
                yield "".join((*lines[:start], *lines[start + size :]))


def _links(line: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Where links of a line stand that name what is wanted, with the comma ahead or behind."""
    for link in _LINK.finditer(line):
        if wanted in link.group().casefold():
            start, end = link.span()
            ahead = _AHEAD.search(line, 0, start)
            behind = _BEHIND.match(line, end)
            yield (start if ahead is None else ahead.start()), end
            yield start, end if behind is None else behind.end()
            yield start, end
