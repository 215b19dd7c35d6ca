"""Properties of a note set line by line: every other line stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from kbpivot.notes.frontmatter import block_range
from kbpivot.notes.vocabulary import canonical
from kbpivot.safe_text import one_line

__all__ = ["Entry", "entries", "newline_of", "properties_end", "with_values", "yaml_text"]

Written = str | float | Sequence[str]

_KEY: Final = re.compile(
    r"^(?:\"(?P<double>[^\"\r\n]*)\"|'(?P<single>[^'\r\n]*)'|(?P<plain>[^\s#\-?:,\[\]{}&*!|>'\"%@`]"
    r"[^:\r\n]*?))[ \t]*:(?=[ \t\r\n]|$)",
)
_PLAIN: Final = re.compile(r"[^\W\d_][^:#\"\[\]{}|>&*!%@`\\]*")
_SYNTAX: Final = re.compile(r"[\w.+][^#\"\[\]{}|>&*!%@`\\]*")
_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


class Entry(NamedTuple):
    """One property in the text.

    Attributes:
        key: its name.
        start: offset of its line.
        value: offset behind the colon.
        end: offset behind the last line that belongs to it.
    """

    key: str
    start: int
    value: int
    end: int


def newline_of(text: str) -> str:
    """Return the line break of a text: that of its first line."""
    found = re.search(r"\r\n?|\n", text)
    return found[0] if found else "\n"


def _block(text: str) -> tuple[int, int, int] | None:
    """Return the offsets of the first property, of the closing line and behind it."""
    edges = block_range(text)
    if edges is None:
        return None
    start, stop = edges
    rest = re.compile(r"---[ \t]*(?:\r\n?|\n)?").match(text, stop)
    return start, stop, rest.end() if rest else stop + 3


def properties_end(text: str) -> int:
    """Return the offset behind the properties, 0 in a note without."""
    found = _block(text)
    return 0 if found is None else found[2]


def entries(text: str) -> tuple[Entry, ...]:
    """Return the properties in the order in which they stand in the text."""
    found = _block(text)
    if found is None:
        return ()
    start, stop, _ = found
    rows: list[Entry] = []
    place = start
    for line in re.findall(r"[^\r\n]*(?:\r\n?|\n)", text[start:stop]):
        key = _KEY.match(line)
        after = place + len(line)
        if key is not None:
            name = key["double"] or key["single"] or key["plain"] or ""
            rows.append(Entry(name, place, place + key.end(), after))
        elif rows and line.lstrip(" \t").startswith(("#", "\n", "\r")) and line[:1] not in " \t":
            pass  # a comment or an empty line between properties belongs to neither
        elif rows:
            rows[-1] = rows[-1]._replace(end=after)
        place = after
    return tuple(rows)


def with_values(text: str, values: Mapping[str, Written]) -> str:
    """Set properties: those that are there in their place, new ones behind the others.

    Args:
        text: the note.
        values: by property; text, a number, or a list of texts.
    """
    newline = newline_of(text)
    for key, value in values.items():
        known = next((one for one in entries(text) if canonical(one.key) == canonical(key)), None)
        if known is not None:
            head = text[known.start : known.value]
            text = text[: known.start] + _written(head, value, newline) + text[known.end :]
            continue
        block = _block(text)
        line = _written(f"{key}:", value, newline)
        if block is None:
            mark = "\ufeff" if text.startswith("\ufeff") else ""
            text = f"{mark}---{newline}{line}---{newline}{text[len(mark) :]}"
        else:
            text = text[: block[1]] + line + text[block[1] :]
    return text


def _written(head: str, value: Written, newline: str) -> str:
    if isinstance(value, int | float):
        return f"{head} {value:g}{newline}"
    if isinstance(value, str):
        return f"{head} {yaml_text(value)}{newline}"
    if not value:
        return f"{head} []{newline}"
    return newline.join([head, *(f"  - {yaml_text(item)}" for item in value), ""])


def yaml_text(text: str, *, typed: bool = False) -> str:
    """Write text so that YAML reads it back as this text, quoted only where it must be.

    Args:
        text: what to write; line breaks become spaces.
        typed: it may be read as a number or a date, if that is what it looks like.
    """
    text = one_line(text)
    safe = (_SYNTAX if typed else _PLAIN).fullmatch(text)
    if (
        safe
        and text == text.strip()
        and text.lower() not in _WORDS
        and ": " not in text
        and not text.endswith(":")
    ):
        return text
    return json.dumps(text, ensure_ascii=False)
