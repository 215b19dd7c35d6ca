"""A note as far as links go, and the reading of a body that all else builds on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.model import Ids, Note, Prose
from kbpivot.notes import frontmatter
from kbpivot.notes.inline import Inline, inline
from kbpivot.notes.lines import Lines
from kbpivot.notes.own_block import START, without_own_block
from kbpivot.notes.plain_body import plain_links
from kbpivot.notes.plain_headings import plain_headings

if TYPE_CHECKING:
    from kbpivot.notes.structure import Structure

__all__ = ["parse_links", "read_body"]

_ROUNDS = 3
"""How often the structure is read again when a wikilink or formula hides a code mark."""


def parse_links(path: str, text: str) -> Note:
    """Read no more of a Markdown file than its properties and links.

    Returns:
        The note as `parse_note` reads it, but for tags, blocks, fields, footnotes and all that an
        author states in words: these are left empty. Headings are those that begin with `#`.
    """
    if START in text:
        text = without_own_block(text)
    lines = Lines(text)
    front = frontmatter.frontmatter_of(path, text, lines)
    links = frontmatter.links(
        front.properties, front.lines, Lines(text[: front.body]), body=front.body
    )
    if "[[" in text or "](" in text:
        found = plain_links(text, front.body)
        if found is None:
            found = read_body(text, lines, start=front.body)[1].links
        links = [*found, *links]
    return Note(
        path=path,
        frontmatter=front.kind,
        properties=front.properties,
        raw=front.raw,
        property_lines=front.lines,
        publish=frontmatter.publish_flag(front.properties),
        links=tuple(links),
        tags=(),
        aliases=frontmatter.aliases(front.properties),
        headings=plain_headings(text, front.body),
        blocks=(),
        fields=(),
        statements=(),
        root=None,
        entries=(),
        marks=(),
        read_minutes=None,
        read_line=None,
        ids=Ids(),
        prose=Prose(0, 0, 0, 0, ()),
        lines=len(lines),
        diagnostics=(front.diagnostic,) if front.diagnostic else (),
    )


def read_body(text: str, lines: Lines, *, start: int = 0) -> tuple[Structure, Inline]:
    """Structure and inline content from offset `start` on, wikilinks and formulas first."""
    from kbpivot.notes.structure import structure  # an ordinary note's links need none

    hidden: list[tuple[int, int]] = []
    for _ in range(_ROUNDS):
        shape = structure(text, start=start, hidden=hidden)
        found = inline(text, shape, lines)
        if not found.hidden:
            break
        hidden = sorted({*hidden, *found.hidden})
    return shape, found
