"""How messages about studying say lists, counts and durations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

__all__ = ["counted", "day_words", "duration", "hours_origin", "listed"]


def listed(words: Iterable[str], *, most: int = 3) -> str:
    """Return words as a list in a sentence; those beyond `most` are counted.

    >>> listed(["a", "b", "c", "d"], most=2)
    'a, b and 2 more'
    """
    shown = list(dict.fromkeys(words))
    if len(shown) > most:
        shown = [*shown[:most], f"{len(shown) - most} more"]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def counted(number: int, noun: str) -> str:
    """Return a number of things.

    >>> counted(1, "note"), counted(3, "note")
    ('1 note', '3 notes')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def duration(hours: float) -> str:
    """Return hours in words: minutes below an hour, then steps of five, then half hours.

    >>> duration(0.5), duration(1.3), duration(4.4)
    ('30 min', '1 h 20 min', '4.5 h')
    """
    minutes = round(hours * 60)
    if minutes >= 60:
        minutes = round(minutes / 5) * 5
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 120:
        return "1 h" if minutes == 60 else f"1 h {minutes - 60} min"
    return f"{round(minutes / 30) / 2:g} h"


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
