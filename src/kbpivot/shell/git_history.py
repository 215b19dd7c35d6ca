"""What git tells about notes: where they moved, and on which days they were changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date

from kbpivot.vault import vault_path

__all__ = ["DAYS", "MOVES", "STAGED_MOVES", "days_of_change", "moves_of"]

_NAMES = ("-M", "--name-status", "--relative", "-z")

DAYS = ("log", "--no-merges", "--format=%x01%ad", "--date=short", "--diff-filter=AMR", *_NAMES)
"""Arguments of git whose answer `days_of_change` reads."""

MOVES = ("log", "--format=", "--diff-filter=R", *_NAMES)
"""Arguments of git whose answer `moves_of` reads; `--since` may follow."""

STAGED_MOVES = ("diff", "--cached", "--diff-filter=R", *_NAMES)
"""The same for moves that are not committed yet."""


def days_of_change(answer: bytes) -> dict[str, tuple[date, ...]]:
    """Return the days on which each note was changed, by its path today, the newest first.

    Days are those of the author's own calendar.

    Args:
        answer: what git said to `DAYS`: the newest commit first.
    """
    today: dict[str, str] = {}  # what a path of the past is called now
    found: dict[str, dict[date, None]] = {}
    for day, old, new in _changes(answer):
        if day is None or not new.lower().endswith(".md"):
            continue
        path = today.get(new, new)
        if path:
            found.setdefault(path, {})[day] = None
        if old != new:
            today[old] = path
            today[new] = ""  # before that, the name belonged to a note that is gone
    return {path: tuple(days) for path, days in sorted(found.items())}


def moves_of(*answers: bytes) -> dict[str, str]:
    """Return where notes went, old path to new path, one step each.

    Args:
        answers: what git said to `STAGED_MOVES` and `MOVES`; the newest move comes first.
    """
    found: dict[str, str] = {}
    for answer in answers:
        for _, old, new in _changes(answer):
            if old.lower().endswith(".md") and old != new:
                found.setdefault(old, new)
    return found


def _changes(answer: bytes) -> Iterator[tuple[date | None, str, str]]:
    """Yield (day, path before, path after) for each entry that git lists."""
    words = iter(answer.split(b"\0"))
    day: date | None = None
    for word in words:
        sign = word.lstrip(b"\n")
        if sign.startswith(b"\x01"):
            try:
                day = date.fromisoformat(sign[1:].decode("ascii", "replace"))
            except ValueError:  # a commit whose date is beyond the calendar
                day = None
        elif sign:
            before = after = vault_path(os.fsdecode(next(words, b"")))
            if sign[:1] in {b"R", b"C"}:
                after = vault_path(os.fsdecode(next(words, b"")))
            yield day, before, after
