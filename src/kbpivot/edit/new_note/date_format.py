"""Dates in the formats of Moment.js, which Obsidian's settings and templates are written in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Final

__all__ = ["formatted"]

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_DAYS: Final = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
# What stands for a whole format; English, as in an Obsidian that is set to English.
_LONG: Final = {
    "LTS": "h:mm:ss A",
    "LT": "h:mm A",
    "LLLL": "dddd, MMMM D, YYYY h:mm A",
    "LLL": "MMMM D, YYYY h:mm A",
    "LL": "MMMM D, YYYY",
    "L": "MM/DD/YYYY",
    "llll": "ddd, MMM D, YYYY h:mm A",
    "lll": "MMM D, YYYY h:mm A",
    "ll": "MMM D, YYYY",
    "l": "M/D/YYYY",
}
_TOKEN: Final = re.compile(
    r"\[[^\[\]]*\]|\\.|LTS|LT|LL?L?L?|ll?l?l?|YYYY|YY|Y|Qo|Q|MMMM|MMM|MM|Mo|M|DDDD|DDDo|DDD|DD|Do|D"
    r"|dddd|ddd|dd|do|d|e|E|ww|wo|w|WW|Wo|W|gggg|gg|GGGG|GG|A|a|HH|H|hh|h|kk|k|mm|m|ss|s|S{1,9}"
    r"|ZZ|Z|X|x"
)


def formatted(when: datetime, pattern: str) -> str:
    """Write a time by a pattern such as `YYYY-MM-DD`, `dddd Do MMMM` or `[Week] GGGG-[W]WW`.

    Names are English. Letters that mean nothing stay, and so does what stands in brackets.

    Args:
        when: the time, with its zone.
        pattern: tokens of Moment.js.
    """

    def token(found: re.Match[str]) -> str:
        text = found[0]
        if text[0] == "[":
            return text[1:-1]
        if text[0] == "\\":
            return text[1:]
        if text in _LONG:
            return formatted(when, _LONG[text])
        if text[0] == "S":
            return f"{when.microsecond * 1000:09d}"[: len(text)]
        return _WRITTEN[text](when)

    return _TOKEN.sub(token, pattern)


def _ordinal(number: int) -> str:
    ending = "th"
    if number % 100 not in (11, 12, 13):
        ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _weekday(when: date) -> int:
    """Return the day of the week from Sunday, 0."""
    return when.isoweekday() % 7


def _american_week(when: datetime) -> tuple[int, int]:
    """Return year and week of weeks that start on Sunday; the one with 1 January is the first."""
    day = when.date()
    for year in (day.year + 1, day.year):
        if year > date.max.year:
            continue
        first = date(year, 1, 1)
        past = day.toordinal() - (first.toordinal() - _weekday(first))
        if past >= 0:
            return year, past // 7 + 1
    raise AssertionError("every day is past the first Sunday before its own year")


def _zone(when: datetime, between: str) -> str:
    shift = when.utcoffset()
    minutes = 0 if shift is None else round(shift.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}{between}{abs(minutes) % 60:02d}"


def _day_of_year(when: datetime) -> int:
    return when.timetuple().tm_yday


_WRITTEN: Final[dict[str, Callable[[datetime], str]]] = {
    "YYYY": lambda when: f"{when.year:04d}",
    "YY": lambda when: f"{when.year % 100:02d}",
    "Y": lambda when: f"{when.year}",
    "Q": lambda when: f"{(when.month + 2) // 3}",
    "Qo": lambda when: _ordinal((when.month + 2) // 3),
    "MMMM": lambda when: _MONTHS[when.month - 1],
    "MMM": lambda when: _MONTHS[when.month - 1][:3],
    "MM": lambda when: f"{when.month:02d}",
    "Mo": lambda when: _ordinal(when.month),
    "M": lambda when: f"{when.month}",
    "DDDD": lambda when: f"{_day_of_year(when):03d}",
    "DDDo": lambda when: _ordinal(_day_of_year(when)),
    "DDD": lambda when: f"{_day_of_year(when)}",
    "DD": lambda when: f"{when.day:02d}",
    "Do": lambda when: _ordinal(when.day),
    "D": lambda when: f"{when.day}",
    "dddd": lambda when: _DAYS[_weekday(when)],
    "ddd": lambda when: _DAYS[_weekday(when)][:3],
    "dd": lambda when: _DAYS[_weekday(when)][:2],
    "do": lambda when: _ordinal(_weekday(when)),
    "d": lambda when: f"{_weekday(when)}",
    "e": lambda when: f"{_weekday(when)}",
    "E": lambda when: f"{when.isoweekday()}",
    "ww": lambda when: f"{_american_week(when)[1]:02d}",
    "wo": lambda when: _ordinal(_american_week(when)[1]),
    "w": lambda when: f"{_american_week(when)[1]}",
    "WW": lambda when: f"{when.isocalendar().week:02d}",
    "Wo": lambda when: _ordinal(when.isocalendar().week),
    "W": lambda when: f"{when.isocalendar().week}",
    "gggg": lambda when: f"{_american_week(when)[0]:04d}",
    "gg": lambda when: f"{_american_week(when)[0] % 100:02d}",
    "GGGG": lambda when: f"{when.isocalendar().year:04d}",
    "GG": lambda when: f"{when.isocalendar().year % 100:02d}",
    "A": lambda when: "AM" if when.hour < 12 else "PM",
    "a": lambda when: "am" if when.hour < 12 else "pm",
    "HH": lambda when: f"{when.hour:02d}",
    "H": lambda when: f"{when.hour}",
    "hh": lambda when: f"{when.hour % 12 or 12:02d}",
    "h": lambda when: f"{when.hour % 12 or 12}",
    "kk": lambda when: f"{when.hour or 24:02d}",
    "k": lambda when: f"{when.hour or 24}",
    "mm": lambda when: f"{when.minute:02d}",
    "m": lambda when: f"{when.minute}",
    "ss": lambda when: f"{when.second:02d}",
    "s": lambda when: f"{when.second}",
    "ZZ": lambda when: _zone(when, ""),
    "Z": lambda when: _zone(when, ":"),
    "X": lambda when: f"{int(when.timestamp())}",
    "x": lambda when: f"{int(when.timestamp() * 1000)}",
}
