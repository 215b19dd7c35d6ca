"""Prerequisites and other relations that stand in a note's properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kbpivot.model import Reference, Statement
from kbpivot.notes.inline import property_links
from kbpivot.notes.phrases import (
    is_placeholder,
    reason_after,
    says_none,
    says_optional,
    without_optional,
)
from kbpivot.notes.tasks import is_about_work
from kbpivot.notes.vocabulary import canonical

if TYPE_CHECKING:
    from kbpivot.model import Span
    from kbpivot.notes.lines import Lines
    from kbpivot.notes.vocabulary import Meaning, Relation, Words

__all__ = ["Stated", "property_statements"]


class Stated(NamedTuple):
    """Statements in source order, and the line on which the author says there are none."""

    statements: list[Statement]
    root: int | None


_WIKILINK = re.compile(r"!?\[\[((?:(?!\[\[)[^\r\n])+?)\]\]")
_MARKDOWN_LINK = re.compile(r"\[(?:\\.|[^\[\]\\])*\]\((?:<[^<>\r\n]*>|[^\s<>()]*)\)")
_NAME_KEYS = ("note", "link", "title", "name", "path", "id")
_REASON_KEYS = ("reason", "why", "because", "for", "comment")


def property_statements(
    text: str,
    properties: Mapping[str, object],
    property_lines: Mapping[str, int],
    lines: Lines,
    words: Words,
    *,
    body: int,
    tags: Sequence[str] = (),
) -> Stated:
    """Relations stated in properties; `body` is the offset at which the frontmatter ends."""
    found: list[Statement] = []
    root: int | None = None
    for key, value in properties.items():
        meaning = words.property.get(canonical(key))
        if meaning is None or (meaning.depends and is_about_work(properties, tags)):
            continue
        line = property_lines.get(key, 0)
        start, end = lines.range(line) if 0 < line <= len(lines) else (0, 0)
        whole = lines.span(start, start + len(text[start:end].rstrip("\r\n")))
        position = start
        for item, reason in _values(value):
            if says_none(item, words):
                if meaning.relation == "needs" and root is None:
                    root = max(line, 1)
                continue
            if is_placeholder(item, words):
                continue
            span = whole
            at = text.find(item, position, body)
            if at >= 0:
                position = at + len(item)
                span = lines.span(at, position)
            found.extend(_written(item, reason, key, meaning, span, words))
    if any(one.relation == "needs" for one in found):
        root = None
    return Stated(found, root)


def _values(value: object) -> Iterator[tuple[str, str]]:
    """Each target and reason of a property value; a list in a list is an unquoted `[[link]]`."""
    if isinstance(value, str):
        if value.strip():
            yield value.strip(), ""
    elif value is False:
        yield "none", ""
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int | float):
        yield str(value), ""
    elif isinstance(value, Mapping):
        named = {str(key).casefold(): one for key, one in value.items()}
        name = next((named[key] for key in _NAME_KEYS if isinstance(named.get(key), str)), None)
        if isinstance(name, str):
            reason = next((named[key] for key in _REASON_KEYS if named.get(key)), "")
            yield name.strip(), str(reason)
        else:
            for key, one in value.items():
                yield str(key), one if isinstance(one, str) else ""
    elif isinstance(value, Sequence):
        for one in value:
            yield from _values(one)


def _written(
    item: str, reason: str, key: str, meaning: Meaning, span: Span, words: Words
) -> Iterator[Statement]:
    """Statements of one string: every link in it, or the string itself as a name."""
    matches = list(_WIKILINK.finditer(item)) or list(_MARKDOWN_LINK.finditer(item))
    named = False
    for number, match in enumerate(matches):
        after = matches[number + 1].start() if number + 1 < len(matches) else len(item)
        tail = item[match.end() : after]
        before = item[: match.start()] if number == 0 else ""
        for target, _, _ in property_links(match[0].removeprefix("!")):
            if target:
                named = True
                relation = _relation(meaning, optional=says_optional(f"{before}{tail}", words))
                why = reason or reason_after(without_optional(tail, words), loose=True)
                yield Statement("property", relation, key, Reference(target, True), why, span)
    if not named:
        optional = says_optional(item, words)
        name = without_optional(item, words).strip() if optional else item
        if name and "://" not in name:
            relation = _relation(meaning, optional=optional)
            yield Statement("property", relation, key, Reference(name, False), reason, span)


def _relation(meaning: Meaning, *, optional: bool) -> Relation:
    return "optional" if optional and meaning.relation == "needs" else meaning.relation
