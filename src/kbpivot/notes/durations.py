"""Durations in words and numbers, as whole minutes."""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["DURATION", "minutes_in", "minutes_of"]

_HOUR = r"(?:hours?|hrs?|h(?![a-z])|std\.?|stunden?|heures?|horas?|ore|uur|小时|小時|時間|시간|ч(?:ас\w*)?)"
_MINUTE = r"(?:minut\w*|mins?|m(?![a-z0-9²³])|分钟|分鐘|分(?!之)|분|мин\w*)"  # `m` alone only right behind a number
_NUMBER = r"\d{1,5}(?:[.,]\d{1,3})?"
_RANGE = rf"{_NUMBER}(?:\s?(?:-|–|—|~|to|bis|à)\s?{_NUMBER})?"
_SPACE = r"[ \t\u00a0-]{0,3}"

DURATION = re.compile(
    rf"(?<![\w.])(?:"
    rf"(?P<clock>\d{{1,2}}):(?P<clock_minutes>[0-5]\d){_SPACE}{_HOUR}"
    rf"|(?P<hours>{_RANGE}){_SPACE}{_HOUR}"
    rf"(?:[ \t]{{0,3}}(?:and|und|et|y|,)?[ \t]{{0,3}}(?P<rest>\d{{1,3}})(?:{_SPACE}{_MINUTE})?(?![\w.:]))?"
    rf"|(?P<minutes>{_RANGE}){_SPACE}{_MINUTE}"
    rf"|PT(?:(?P<iso_hours>\d{{1,3}})H)?(?:(?P<iso_minutes>\d{{1,4}})M)?(?!\w)"
    rf")",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[~≈<>\s]*(?P<number>\d{1,5}(?:[.,]\d{1,3})?)\s*$")
_LONGEST = 60 * 1000  # a thousand hours: beyond that it is no study time


def minutes_in(text: str) -> int | None:
    """The first duration in a text ("~2h 15min", "预计 50 分钟"), or None; a range means its middle."""
    for match in DURATION.finditer(text):
        minutes = matched_minutes(match)
        if minutes is not None:
            return minutes
    return None


def matched_minutes(match: re.Match[str]) -> int | None:
    """The minutes of one match of `DURATION`; None when it says zero or too much to be true."""
    if match["clock"] is not None:
        total = int(match["clock"]) * 60.0 + int(match["clock_minutes"])
    elif match["hours"] is not None:
        total = _middle(match["hours"]) * 60
        if match["rest"] is not None:
            total += int(match["rest"])
    elif match["minutes"] is not None:
        total = _middle(match["minutes"])
    else:
        total = int(match["iso_hours"] or 0) * 60.0 + int(match["iso_minutes"] or 0)
    return _whole(total)


def minutes_of(value: object, *, unit: Literal["hours", "minutes", ""]) -> int | None:
    """The minutes a property value stands for, or None when it is no duration.

    A number without a unit is taken in `unit`; without one, a number below five or with a
    fraction up to twelve is hours, since nobody plans two minutes, and any other is minutes.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value)
        if plain is None:
            return minutes_in(value)
        value = _number(plain["number"])
    if not isinstance(value, int | float) or not 0 < value <= _LONGEST:
        return None
    guessed_hours = value < 5 or (value <= 12 and value != int(value))
    in_hours = unit == "hours" or (unit == "" and guessed_hours)
    return _whole(value * 60 if in_hours else value)


def _whole(total: float) -> int | None:
    if not 0 < total <= _LONGEST:
        return None
    return max(1, int(total + 0.5))


def _middle(text: str) -> float:
    numbers = [_number(found) for found in re.findall(_NUMBER, text)]
    return sum(numbers) / len(numbers)


def _number(text: str) -> float:
    return float(text.replace(",", "."))
