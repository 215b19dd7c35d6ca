"""Dataview inline fields: `Key:: value` on a line of its own, `[key:: value]`, `(key:: value)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kbpivot.model import Field
from kbpivot.notes.ranges import Ranges

if TYPE_CHECKING:
    from kbpivot.notes.lines import Lines
    from kbpivot.notes.structure import Structure

__all__ = ["canonical_key", "fields"]

_WHOLE_KEY = re.compile(r"(?:[^\W_]|[ _/\-\u200d\ufe0f]|[\U0001F000-\U0001FAFF\u2600-\u27BF])+")
_OPENER = re.compile(r"[\[(]")
_KEY = re.compile(r"[ \t]*([^\[\]()\r\n:]+?)[ \t]*::")
_DOUBLE_COLON = re.compile("::")
_LINE = re.compile(r"[^\r\n]+")


def canonical_key(key: str) -> str:
    """Dataview's canonical key: lower case, blanks as `-`, markup dropped."""
    plain = re.sub(r"[*_~`]{1,3}([^*_~`]+)[*_~`]{1,3}", r"\1", key)
    plain = re.sub(r"[^\w\s/\-\U0001F000-\U0001FAFF\u2600-\u27BF]", "", plain)
    return re.sub(r"\s+", "-", plain.strip()).lower()


def fields(text: str, shape: Structure, lines: Lines) -> tuple[Field, ...]:
    """Inline fields of the live text in source order; none in code."""
    rows: list[Field] = []
    places = [match.start() for match in _DOUBLE_COLON.finditer(text)]
    places.append(len(text))
    at = 0
    for leaf in shape.leaves:
        if leaf.kind == "comment":
            continue
        while places[at] < leaf.start:
            at += 1
        if places[at] >= leaf.end:
            continue
        marks = shape.opaque[leaf.opaque[0] : leaf.opaque[1]]
        code = Ranges((mark.start, mark.end) for mark in marks if mark.kind == "code")
        for match in _LINE.finditer(text, leaf.start, leaf.end):
            start, end = match.span()
            if text.find("::", start, end) < 0:
                continue
            if leaf.quote:
                start += len(re.match(r"[ \t]*(?:>[ \t]?)*", match[0])[0])  # type: ignore[index]
            bracketed = list(_bracketed(text, start, end, code, lines))
            if bracketed:
                rows.extend(bracketed)
                continue
            if leaf.item >= 0 and shape.items[leaf.item].task is not None:
                continue  # on tasks only the bracketed form counts
            if leaf.kind == "cell":
                continue
            place = text.find("::", start, end)
            key = _whole_line_key(text[start:place])
            if key and place - 1 not in code:
                value = text[place + 2 : end].strip(" \t") or None
                rows.append(Field(key, canonical_key(key), value, lines.span(start, end)))
    return tuple(rows)


def _whole_line_key(before: str) -> str:
    """The key of a line that is a field as a whole, from what stands before `::`; "" for none."""
    bare = before.strip(" \t").strip("*_~`=")
    return bare.strip() if _WHOLE_KEY.fullmatch(bare) else ""


def _bracketed(text: str, start: int, end: int, code: Ranges, lines: Lines) -> list[Field]:
    """Fields in brackets on one line; the value ends at the balancing bracket."""
    rows = []
    pairs: dict[int, int] | None = None
    position = start
    while (match := _OPENER.search(text, position, end)) is not None:
        position = match.end()
        if match.start() in code:
            continue
        key = _KEY.match(text, position, end)
        if key is None:
            continue
        if pairs is None:
            pairs = _bracket_pairs(text, start, end)
        closed = pairs.get(match.start(), -1)
        if closed < key.end():
            continue
        value = text[key.end() : closed].strip() or None
        name = key[1].strip()
        rows.append(Field(name, canonical_key(name), value, lines.span(match.start(), closed + 1)))
        position = closed + 1
    return rows


def _bracket_pairs(text: str, start: int, end: int) -> dict[int, int]:
    r"""Each opening bracket of one line with the one that balances it; `\` escapes."""
    pairs: dict[int, int] = {}
    open_round: list[int] = []
    open_square: list[int] = []
    position = start
    while position < end:
        char = text[position]
        if char == "\\":
            position += 1
        elif char == "[":
            open_square.append(position)
        elif char == "(":
            open_round.append(position)
        elif char == "]" and open_square:
            pairs[open_square.pop()] = position
        elif char == ")" and open_round:
            pairs[open_round.pop()] = position
        position += 1
    return pairs
