"""What a map knows of a concept, put into a new note: other names and where to learn it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kbpivot.edit.new_note.properties import newline_of, with_values
from kbpivot.notes import parse_note
from kbpivot.notes.vocabulary import canonical

__all__ = ["with_aliases", "with_sources"]

_HEADINGS: Final = frozenset(
    {"source", "sources", "reference", "references", "where to learn it", "quelle", "quellen"}
)

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n?|\n)?")


def with_aliases(text: str, names: Sequence[str], *, path: str) -> str:
    """Add names to the aliases of a note, but those it has.

    Args:
        text: the note.
        names: other names of what it is about.
        path: the note's path.
    """
    note = parse_note(path, text)
    known = {one.casefold() for one in (note.name, note.title, *note.aliases)}
    new = [one for one in names if one.casefold() not in known]
    if not new:
        return text
    key = next((key for key in note.properties if key.lower() == "aliases"), "aliases")
    return with_values(text, {key: [*note.aliases, *new]})


def with_sources(text: str, sources: Sequence[str], *, path: str) -> str:
    """Add where to learn something: under the heading that is there for it, else as a property.

    Args:
        text: the note.
        sources: one line each.
        path: the note's path.
    """
    if not sources:
        return text
    note, newline = parse_note(path, text), newline_of(text)
    for heading in note.headings:
        if canonical(heading.text) in _HEADINGS:
            start = heading.span.start
            line = _LINE.match(text, start)
            end = start if line is None else line.end()
            before = text[:end] if text[:end].endswith(("\n", "\r")) else text[:end] + newline
            listed = "".join(f"- {one}{newline}" for one in sources)
            return f"{before}{newline}{listed}{text[end:]}"
    key = next((key for key in note.properties if canonical(key) in _HEADINGS), "source")
    return with_values(text, {key: sources[0] if len(sources) == 1 else list(sources)})
