"""Prerequisites that a person names, written where the note has a place for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kbpivot.model import Value
from kbpivot.notes import parse_note
from kbpivot.notes.vocabulary import DEFAULT, Vocabulary, canonical, words
from kbpivot.render.newnote.body import heading_named, under_heading
from kbpivot.render.newnote.properties import (
    entries,
    newline_of,
    properties_end,
    with_values,
    yaml_text,
)

__all__ = ["with_needs"]

_LABEL: Final = re.compile(
    r"^(?P<head>[ \t>]*(?:[-*+][ \t]+)?(?:\*\*|__)?(?P<name>[^\W\d_][^:：\r\n*]{1,40}?)"
    r"(?:(?:\*\*|__)[ \t]*[:：]{1,2}|[:：]{1,2}[ \t]*(?:\*\*|__)?))[ \t]*$",
    re.MULTILINE,
)


def with_needs(text: str, links: Sequence[str], *, vocabulary: Vocabulary = DEFAULT) -> str:
    """Add links to what a note builds on, in one place.

    The place is the property the note has for it, else an empty label such as
    `**Prerequisites:**`, else the section, else a new property.

    Args:
        text: the note.
        links: as they are written, `[[Attention]]`.
        vocabulary: what the property, label and section may be called.
    """
    known = words(vocabulary)
    if not links:
        return text

    def means_needs(table: str, name: str) -> bool:
        meaning = getattr(known, table).get(canonical(name))
        return meaning is not None and meaning.relation == "needs" and not meaning.depends

    for entry in entries(text):
        if means_needs("property", entry.key):
            return _in_property(text, entry.key, links)
    newline = newline_of(text)
    for label in _LABEL.finditer(text, properties_end(text)):
        if means_needs("label", label["name"]):
            added = f"{text[: label.end('head')]} {', '.join(links)}{text[label.end() :]}"
            if _states(added, links, vocabulary):
                return added
    headings = frozenset(
        name for name, meaning in known.heading.items() if meaning.relation == "needs"
    )
    heading = heading_named(text, headings)
    if heading is not None:
        place = under_heading(text, heading)
        rows = "".join(f"- {link}{newline}" for link in links)
        before = text[:place] if text[:place].endswith(("\n", "\r")) else text[:place] + newline
        rest = text[place:].lstrip("\r\n")
        added = f"{before}{newline}{rows}{newline if rest else ''}{rest}"
        if _states(added, links, vocabulary):
            return added
    return with_values(text, {"prerequisites": links})


def _in_property(text: str, key: str, links: Sequence[str]) -> str:
    entry = next(one for one in entries(text) if one.key == key)
    value = parse_note("note.md", text).properties.get(key)
    listed = re.search(r"^(?P<indent>[ \t]*)-[ \t]", text[entry.value : entry.end], re.MULTILINE)
    if listed and isinstance(value, list):
        newline = newline_of(text)
        rows = "".join(f"{listed['indent']}- {yaml_text(link)}{newline}" for link in links)
        return text[: entry.end] + rows + text[entry.end :]
    return with_values(text, {key: [*_texts(value), *links]})


def _texts(value: Value) -> list[str]:
    """Return the texts of a property; an unquoted `[[A]]` is a list in a list."""
    if value is None or value == "":
        return []
    if isinstance(value, list):
        return [
            f"[[{', '.join(map(str, one))}]]" if isinstance(one, list) else str(one)
            for one in value
            if one not in (None, "")
        ]
    return [str(value)]


def _states(text: str, links: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Tell whether a note states all of these links as prerequisites."""
    found = parse_note("note.md", text, vocabulary=vocabulary).statements
    stated = {one.target.target for one in found if one.relation == "needs"}
    wanted = {link.linkpath for link in parse_note("links.md", " ".join(links)).links}
    return wanted <= stated
