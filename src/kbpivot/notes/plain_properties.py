"""Properties of an ordinary note at a fifth of the cost; for any other block the answer is None.

Read are lines `name: value` and lists of such values, one value a line, whose type YAML 1.2
leaves in no doubt. `tests/notes/test_plain_reading.py` holds this reading to the whole one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kbpivot.model import Value

__all__ = ["Properties", "plain_properties"]

_INSIDE = r"\w !#$%&'()*+,./:;<=>?@\[\]^`{|}~\-"
"""What may stand in quotes: letters of any script, digits and signs, but no blank save the space."""
_ROW = re.compile(
    rf"""(?:([A-Za-z_](?:[A-Za-z0-9_ -]*[A-Za-z0-9_-])?):(?=[ \n])|([ ]*)-(?=[ ]))[ ]*
    (?:
      ([^\W\d_](?:[\w !$%&'()*+,./;<=>?@\[\]^`{{|}}~"\-]|:(?=[\w/])|\#(?<=[^ ]\#))*)  # plain words
    | "([{_INSIDE}]*)"
    | '([\w !\#$%&()*+,./:;<=>?@\[\]^`{{|}}~"\-]*)'
    | (\d\d\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?)                              # a date
    | (0|[1-9]\d{{0,14}})
    | \[((?:[A-Za-z_/][\w/ -]*(?:,[ ]?[A-Za-z_/][\w/ -]*)*)?)\]                       # a short list
    )?[ ]*\n""",
    re.VERBOSE,
)
_WORDS: dict[str, bool | None] = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_WORDS |= dict.fromkeys(("null", "Null", "NULL"))


class Properties(NamedTuple):
    """What a block holds: the values, the source of each number, and the 0-based line of each key."""

    values: dict[str, Value]
    raw: dict[str, str]
    lines: dict[str, int]


def plain_properties(block: str) -> Properties | None:
    """Read a block, without its delimiters; None in doubt."""
    values: dict[str, Value] = {}
    raw: dict[str, str] = {}
    lines: dict[str, int] = {}
    items: list[Value] | None = None
    name = indent = ""
    position, number, length = 0, 0, len(block)
    match = _ROW.match
    while position < length:
        row = match(block, position)
        if row is None:
            return None
        position = row.end()
        kind = row.lastindex
        value: Value
        if kind == 3:
            value = row[3].rstrip(" ")
            if value in _WORDS:
                value = _WORDS[value]
            elif value[-1] == ":":
                return None
        elif kind in {4, 5, 6}:
            value = row[kind]
        elif kind == 7:
            value = int(row[7])
        elif kind == 8:
            value = _short_list(row[8])
            if value is None:
                return None
        else:
            value = None
        key = row[1]
        if key is None:
            if items is None or kind in {2, 7, 8}:
                return None
            if not items:
                indent = row[2]
                values[name] = items
            elif row[2] != indent:
                return None
            items.append(value)
        else:
            if key in values or key in _WORDS:
                return None
            name = key
            values[name] = value
            lines[name] = number
            items = [] if kind == 1 else None
            if kind == 7:
                raw[name] = row[7]
        number += 1
    return Properties(values, raw, lines) if values else None


def _short_list(inside: str) -> list[Value] | None:
    """The values of `[a, b]`, None where one of them may be no text."""
    if not inside:
        return []
    values = [part.strip(" ") for part in inside.split(",")]
    return None if not _WORDS.keys().isdisjoint(values) else list(values)
