"""Templates of Obsidian's own plugin, and the plain part of Templater's, filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from kbpivot.edit.new_note.date_format import formatted
from kbpivot.edit.new_note.properties import properties_end, yaml_text

__all__ = ["filled", "is_fillable"]

_CORE: Final = re.compile(
    r"\{\{\s*(?P<name>title|date|time)\s*(?::(?P<format>[^{}\r\n]*))?\}\}", re.IGNORECASE
)
_TEMPLATER: Final = re.compile(
    r"<%[-_]?\s*(?:"
    r"(?P<title>tp\.file\.title)"
    r"|(?P<cursor>tp\.file\.cursor(?:_append)?\([^()\r\n]*\))"
    r"|tp\.(?:date\.now|file\.creation_date|file\.last_modified_date)"
    r"\(\s*(?:(?P<quote>[\"'`])(?P<format>[^\"'`\r\n]*)(?P=quote))?\s*\)"
    r")\s*[-_]?%>"
)
_ANY_TEMPLATER: Final = re.compile(r"<%")


def is_fillable(text: str) -> bool:
    """Tell whether all that a template asks for can be filled in here.

    What Templater computes with JavaScript, or asks a person, cannot.
    """
    return _ANY_TEMPLATER.search(_TEMPLATER.sub("", text)) is None


def filled(
    text: str,
    *,
    title: str,
    now: datetime,
    date_format: str = "YYYY-MM-DD",
    time_format: str = "HH:mm",
) -> str:
    """Fill in a template's `{{title}}`, `{{date}}`, `{{time}}`, also with a format of their own.

    Templater's `tp.file.title`, `tp.file.cursor()` and `tp.date.now("YYYY")` are filled too.
    In the properties a value is quoted where YAML would read it as something else.

    Args:
        text: the template.
        title: the title of the note.
        now: the time, with its zone.
        date_format: format of `{{date}}`, from the settings of Obsidian's plugin.
        time_format: format of `{{time}}`.
    """

    def value(found: re.Match[str]) -> str:
        named = found.groupdict()
        if found.re is _TEMPLATER:
            if named["title"] or named["cursor"]:
                return title if named["title"] else ""
            return formatted(now, named["format"] or "YYYY-MM-DD")
        name = found["name"].lower()
        if name == "title":
            return title
        usual = date_format if name == "date" else time_format
        return formatted(now, (found["format"] or "").strip() or usual)

    end = properties_end(text)
    head = "".join(_filled_line(line, value) for line in text[:end].splitlines(keepends=True))
    body = text[end:]
    for pattern in (_CORE, _TEMPLATER):
        body = pattern.sub(value, body)
    return head + body


def _filled_line(line: str, value: Callable[[re.Match[str]], str]) -> str:
    """Fill in a line of the properties, by the rules of the quotes that a variable stands in."""
    found = sorted(
        (match for pattern in (_CORE, _TEMPLATER) for match in pattern.finditer(line)),
        key=re.Match.start,
    )
    if not found:
        return line
    pieces: list[str] = []
    plain = titled = False
    last = 0
    for match in found:
        pieces.append(line[last : match.start()])
        last = match.end()
        quote = _open_quote(line[: match.start()])
        text = " ".join(value(match).split())
        if quote == '"':
            text = text.replace("\\", "\\\\").replace('"', '\\"')
        elif quote == "'":
            text = text.replace("'", "''")
        else:
            plain = True
            titled = titled or "title" in match[0].lower()
        pieces.append(text)
    pieces.append(line[last:])
    whole = "".join(pieces)
    if not plain:
        return whole
    entry = re.match(r"(\s*(?:[^\s:#'\"][^:]*:|-)[ \t]+)(.*?)([ \t]*\r?\n?)$", whole, re.DOTALL)
    if entry is None or entry[2][:1] in {'"', "'", "[", "{", "|", ">"}:
        return whole
    return f"{entry[1]}{yaml_text(entry[2], typed=not titled)}{entry[3]}"


def _open_quote(before: str) -> str:
    """Return the quote that is open at the end of the beginning of a line, or ""."""
    quote = ""
    place = 0
    while place < len(before):
        char = before[place]
        if (
            not quote
            and char in "\"'"
            and (not before[:place].strip() or before[place - 1] in " [{,:-")
        ):
            quote = char
        elif quote == '"' and char == "\\":
            place += 1
        elif char == quote:
            quote = ""
        place += 1
    return quote
