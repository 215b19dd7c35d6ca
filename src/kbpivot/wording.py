"""How sentences say lists, counts, days and durations, the same wherever one is made."""

from __future__ import annotations

import math
import re
import shlex
from collections.abc import Iterable
from datetime import date

__all__ = [
    "adds_up",
    "coarse_minutes",
    "counted",
    "day_words",
    "duration",
    "hours_origin",
    "listed",
    "named",
    "part_of_notes",
    "quoted",
    "shell_word",
]


def listed(words: Iterable[str], *, most: int = 3, of: int = 0) -> str:
    """Return words as a list in a sentence; of many, the first and the number of the others.

    Args:
        words: what is listed; the first few are enough.
        most: how many are named when there are more; one more than that is named, too.
        of: how many words there are in all, if more than are given.

    >>> listed(["a", "b", "c", "d"]), listed(["a", "b", "c", "d", "e"])
    ('a, b, c and d', 'a, b, c and 2 more')
    """
    shown = list(dict.fromkeys(words))
    total = max(of, len(shown))
    if total > len(shown) or len(shown) > most + 1:
        shown = shown[:most]
        shown.append(f"{total - len(shown):,} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def named(titles: Iterable[str], *, most: int = 3, of: int = 0) -> str:
    """Return titles as a list in a sentence, in quotes those that read like two.

    >>> named(["The chain rule and its kin", "Limits"])
    '"The chain rule and its kin" and Limits'
    """
    found = list(dict.fromkeys(titles))
    if max(of, len(found)) > 1:
        found = [quoted(title) for title in found]
    return listed(found, most=most, of=of)


def quoted(title: str) -> str:
    """Return a title, in quotes when it reads like several in a list."""
    return f'"{title}"' if " and " in title or ", " in title else title


def shell_word(title: str) -> str:
    """Return a title as one word of a shell.

    >>> shell_word("Softmax"), shell_word("KL divergence")
    ('Softmax', "'KL divergence'")
    """
    return title if re.fullmatch(r"[\w.-]+", title) else shlex.quote(title)


def part_of_notes(part: int, whole: int) -> str:
    """Return which part of somebody's notes is meant, with its verb.

    >>> part_of_notes(1, 1), part_of_notes(1, 4), part_of_notes(3, 4)
    ('Your note is', '1 of your 4 notes is', '3 of your 4 notes are')
    """
    if whole == 1:
        return "Your note is"
    return f"{part:,} of your {whole:,} notes {'is' if part == 1 else 'are'}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number of things.

    >>> counted(1, "note"), counted(3, "note"), counted(1200, "entry", "entries")
    ('1 note', '3 notes', '1,200 entries')
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def duration(hours: float, *, exact: bool = False) -> str:
    """Return hours in words, coarser the longer they are.

    Minutes below an hour, steps of five below two hours, half hours below ten, then hours.

    Args:
        hours: how long.
        exact: whether to keep every minute, for times that have to add up.

    >>> duration(0.5), duration(1.3), duration(4.4), duration(86.2)
    ('30 min', '1 h 20 min', '4 h 30 min', '86 h')
    """
    minutes = round(hours * 60) if exact else coarse_minutes(hours)
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest} min"
    return f"{whole:,} h {rest} min" if rest else f"{whole:,} h"


def coarse_minutes(hours: float) -> int:
    """Return hours as the minutes that `duration` says.

    >>> coarse_minutes(1.3), coarse_minutes(4.4)
    (80, 270)
    """
    minutes = round(hours * 60)
    for least, step in ((600, 60), (120, 30), (60, 5)):
        if minutes >= least:
            return math.floor(minutes / step + 0.5) * step
    return minutes


def adds_up(hours: Iterable[float]) -> bool:
    """Tell whether times add up when each is said as coarsely as `duration` does.

    >>> adds_up([1.0, 0.5]), adds_up([1.26, 1.26, 1.48])
    (True, False)
    """
    found = list(hours)
    return sum(map(coarse_minutes, found)) == coarse_minutes(sum(found))


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_words(day: date) -> str:
    """Return a date as people write it, the same in every locale.

    >>> day_words(date(2026, 5, 3))
    '3 May 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_ORIGINS = {
    "property": "as the note says",
    "stated": "your own reading time",
    "words": "from its length",
    "median": "the median of your notes",
    "default": "a usual note",
}


def hours_origin(source: str) -> str:
    """Return where the hours of a note come from; other words than those of traits stay."""
    return _ORIGINS.get(source, source)
