"""One note's text to its `Note`: the only place that reads a note, total on every text."""

from __future__ import annotations

from kbpivot.model import Diagnostic, Ids, Note, Prose
from kbpivot.notes import frontmatter
from kbpivot.notes.blocks import block_ids, footnotes, headings
from kbpivot.notes.fields import fields
from kbpivot.notes.inline import Inline, inline
from kbpivot.notes.lines import Lines
from kbpivot.notes.structure import Structure, structure

__all__ = ["parse_note", "read_body"]

_ROUNDS = 3
"""How often the structure is read again when a wikilink or formula hides a code mark."""


def parse_note(path: str, text: str) -> Note:
    """Read one Markdown file.

    Args:
        path: vault-relative POSIX path; it gives the note its name.
        text: the decoded text, line breaks and BOM as they are in the file.

    Returns:
        The note. Every span satisfies `text[span.start:span.end] == original`.

    Never raises on any text: what cannot be read is a `Diagnostic` of the note.
    """
    lines = Lines(text)
    front = frontmatter.frontmatter_of(path, text, lines)
    shape, found = read_body(text, lines, start=front.body)
    property_links = frontmatter.links(front.properties, front.lines, lines)
    diagnostics: list[Diagnostic] = []
    if front.diagnostic:
        diagnostics.append(front.diagnostic)
    return Note(
        path=path,
        frontmatter=front.kind,
        properties=front.properties,
        raw=front.raw,
        property_lines=front.lines,
        publish=frontmatter.publish_flag(front.properties),
        links=(*found.links, *property_links),
        tags=(*frontmatter.tags(front.properties), *found.tags),
        aliases=frontmatter.aliases(front.properties),
        headings=headings(text, shape, lines),
        blocks=block_ids(text, shape, lines),
        fields=fields(text, shape, lines) if "::" in text else (),
        statements=(),
        root=None,
        entries=(),
        marks=(),
        read_minutes=None,
        read_line=None,
        ids=Ids(),
        prose=Prose(0, 0, 0, 0, ()),
        lines=len(lines),
        diagnostics=tuple(diagnostics),
        footnotes=footnotes(shape, lines),
    )


def read_body(text: str, lines: Lines, *, start: int = 0) -> tuple[Structure, Inline]:
    """Structure and inline content from offset `start` on, wikilinks and formulas first."""
    hidden: list[tuple[int, int]] = []
    for _ in range(_ROUNDS):
        shape = structure(text, start=start, hidden=hidden)
        found = inline(text, shape, lines)
        if not found.hidden:
            break
        hidden = sorted({*hidden, *found.hidden})
    return shape, found
