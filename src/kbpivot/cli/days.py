"""Days as people give them on the command line."""

from __future__ import annotations

from datetime import date, datetime

import click

__all__ = ["TODAY", "day_given", "day_of"]

TODAY = "today"
_FIRST, _LAST = 1900, 2999  # beyond, it is a slip of the pen, and weeks may leave the calendar


def day_of(value: str) -> date:
    """Return the day that a text names: `2027-01-31`, or `today`.

    Raises:
        click.BadParameter: it names none, or one that nobody means.
    """
    if value == TODAY:
        return datetime.now().astimezone().date()
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day; write it as 2027-01-31.") from None
    if not _FIRST <= found.year <= _LAST:
        raise click.BadParameter(f"{value!r} is outside of {_FIRST} to {_LAST}.")
    return found


def day_given(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> date | None:
    """Read the day of an option; the callback of every option that takes one."""
    return None if value is None else day_of(value)
