"""What a watch tells in a terminal: a line for each change, and few of them after a storm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from kbpivot.render.text import clean

__all__ = ["watch_lines"]

_MOST = 6  # lines of one sort: a move of a folder must not push everything off the screen


def watch_lines(changes: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the lines for changes.

    Args:
        changes: a code, which sorts them, and a message for each.
    """
    for _, group in groupby(changes, key=lambda change: change[0]):
        messages = [message for _, message in group]
        shown = messages if len(messages) <= _MOST else messages[: _MOST - 1]
        yield from map(clean, shown)
        if len(shown) < len(messages):
            yield f"  and {len(messages) - len(shown)} more like these"
