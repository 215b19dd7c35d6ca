"""The records that say what one file says: plain, immutable, and free of any second note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

__all__ = [
    "Block",
    "Canvas",
    "CanvasEdge",
    "CanvasEmbed",
    "CanvasLink",
    "Diagnostic",
    "Entry",
    "Field",
    "Heading",
    "Ids",
    "Lesson",
    "Link",
    "Note",
    "Prose",
    "Reference",
    "Span",
    "Statement",
    "StatusMark",
    "Tag",
]

Value = Any
# A property value: text, number, bool, None, list or mapping by YAML 1.2; dates stay text.
# msgspec has no recursive aliases, so the type says Any and readers narrow by isinstance.


class Span(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A range of the file's text.

    Attributes:
        start: offset of the first character in the decoded text (a BOM counts as one).
        end: offset behind the last character.
        line: 1-based line of `start`.
        column: 1-based column of `start`, in characters.
    """

    start: int
    end: int
    line: int
    column: int


class Diagnostic(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Something a person may want to look at in one note.

    Attributes:
        code: stable rule name, for instance `bad-frontmatter`.
        severity: `error`, `warning` or `info`.
        path: vault-relative path of the note.
        span: where, or None for the whole note.
        message: one sentence that states the fact.
        hint: what to do about it, may be empty.
    """

    code: str
    severity: Literal["error", "warning", "info"]
    path: str
    span: Span | None
    message: str
    hint: str = ""


class Link(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """An internal link or embed as written; nothing is resolved here.

    Attributes:
        linkpath: target before the first `#`; empty for a link into the same note.
        subpath: what follows the first `#`, without it; None when there is none.
        display: text after the first pipe, or a Markdown link's text; None without one.
        embed: True for `![[…]]` and `![…](…)`.
        kind: `wikilink`, `markdown` or `property`.
        property: dotted key for a property link, else None.
        span: place in the file (of a property link: of its value, or of its top-level key's line
            where the value is written with escapes); may be None.
        original: the exact source text.
        citation: True for `[[4]](https://…)`: kept here, skipped by everything later.
    """

    linkpath: str
    subpath: str | None
    display: str | None
    embed: bool
    kind: Literal["wikilink", "markdown", "property"]
    property: str | None
    span: Span | None
    original: str
    citation: bool = False


class Tag(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A tag; `name` starts with `#`, `span` is None when it stands in a property."""

    name: str
    span: Span | None


class Heading(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A top-level heading: level 1 to 6 and its raw source text without the marks."""

    level: int
    text: str
    span: Span


class Block(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A block id (without `^`); `span` is the whole block that carries it."""

    id: str
    span: Span


class Field(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A Dataview inline field: key as written, canonical name, raw value (None when empty)."""

    key: str
    name: str
    value: str | None
    span: Span


class Reference(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What a statement, a list entry or a status mark points at.

    Attributes:
        target: linkpath of a link, or the plain words of a text item.
        linked: True when it was written as a link (then Obsidian's resolution applies).
    """

    target: str
    linked: bool


class Statement(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A relation between notes in the author's own words.

    Attributes:
        form: where it stands: `property`, `section`, `label` or `field`.
        relation: `needs` (the target comes first), `optional` (needs, but never blocks),
            `unlocks` (this note comes before the target) or `next` (order only).
        key: the key, heading or label as written.
        target: what it names.
        reason: the words behind the link, may be empty.
        span: the item in the file.
    """

    form: Literal["property", "section", "label", "field"]
    relation: Literal["needs", "optional", "unlocks", "next"]
    key: str
    target: Reference
    reason: str
    span: Span


class Entry(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One link in a run of links: a list item or table row that leads with a note.

    Attributes:
        group: number of the run in the note: a list, a table, or several that go on together.
        numbered: True where numbers make the run an order: of items, rows or headings.
        heading: text of the nearest heading above, may be empty.
        target: the note named.
        span: the link in the file.
        level: place in the run, from 0; -1 where nothing says that the run is an order, -2 where
            it is said or seen to be none.
    """

    group: int
    numbered: bool
    heading: str
    target: Reference
    span: Span
    level: int = -1


class StatusMark(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A sign beside a link that says how far the person is with that note.

    Attributes:
        form: `table` (a cell of the same row) or `checkbox` (the item's box).
        mark: the cell's text, or the box's character (`x`, ` `, `/`).
        target: the note named.
        span: the row or item in the file.
    """

    form: Literal["table", "checkbox"]
    mark: str
    target: Reference
    span: Span


class Lesson(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A lesson or chapter of a course that a note lists.

    Attributes:
        number: its place in the list, from 1.
        title: what it is called.
        minutes: how long it takes.
        box: the character in its box.
        teaches: names of what it teaches, as written.
        span: its line.
    """

    number: int
    title: str
    minutes: int
    box: str
    teaches: tuple[str, ...]
    span: Span


class Prose(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """How much of the note is the author's own running text.

    Attributes:
        words: words (CJK characters count one each) of prose lines: headings, properties,
            code, comments, link-only lines and template phrases set aside.
        formulas: math blocks and inline formulas.
        code_lines: lines inside code blocks, without queries for lists of notes.
        placeholders: template phrases seen ("TBD", "To be filled …").
        lines: a 32-bit hash and word count of each prose line, flat (h1, n1, h2, n2, …), so
            that lines repeated in sibling notes can be told from own words without the text.
        variables: template variables in the text: `{{title}}`, `<% tp.date.now() %>`.
        media: pictures, films, PDFs and notes shown in place.
        hollow: headings with nothing below them.
        instructions: of a note that may be a manual for programs, the share of its sentences
            that tell somebody what to do, in percent; else 0.
        generated: whether a property or a line says that a program wrote the note.
    """

    words: int
    formulas: int
    code_lines: int
    placeholders: int
    lines: tuple[int, ...]
    variables: int = 0
    media: int = 0
    hollow: int = 0
    instructions: int = 0
    generated: bool = False


class Ids(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Identifiers of the source a note is about, read from raw text, never through numbers.

    Attributes:
        arxiv: arXiv ids without version, first named first.
        dois: DOIs in lower case.
        year: publication year when the note states one, else None.
        urls: True when the note holds any external URL.
        source: where the first id or year was found: `property`, `name`, `table`, `body` or "".
    """

    arxiv: tuple[str, ...] = ()
    dois: tuple[str, ...] = ()
    year: int | None = None
    urls: bool = False
    source: str = ""


class Note(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What one Markdown file says; made by `parse_note`, never by hand.

    Attributes:
        path: vault-relative POSIX path.
        frontmatter: `none`, `empty`, `ok` or `error`.
        properties: YAML 1.2 values; dates stay text.
        raw: each top-level property's scalar exactly as written (`1706.03760` keeps its zero).
        property_lines: 1-based line of each top-level property.
        publish: Obsidian's own publish flag, None when undecided.
        links: every internal link and embed, in source order, property links last.
        tags: property tags first.
        aliases: as Obsidian reads them.
        headings, blocks, fields: in source order.
        statements: prerequisites and other relations as written.
        root: line on which the author says there are no prerequisites ("None"), else None.
        entries: the notes that lists, tables and arrows name, run by run.
        marks: signs of progress beside links.
        read_minutes: reading time the text states ("Read time: ~25 min"), else None.
        read_line: the line that states it.
        ids: identifiers of the source.
        prose: how much own text there is.
        lines: lines in the file.
        diagnostics: what is wrong inside this note.
        footnotes: footnote definitions (id without `^`, lower case).
        lessons: lessons that it lists, where it has a property `lessons`.
    """

    path: str
    frontmatter: Literal["none", "empty", "ok", "error"]
    properties: Mapping[str, Value]
    raw: Mapping[str, str]
    property_lines: Mapping[str, int]
    publish: bool | None
    links: tuple[Link, ...]
    tags: tuple[Tag, ...]
    aliases: tuple[str, ...]
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    fields: tuple[Field, ...]
    statements: tuple[Statement, ...]
    root: int | None
    entries: tuple[Entry, ...]
    marks: tuple[StatusMark, ...]
    read_minutes: int | None
    read_line: int | None
    ids: Ids
    prose: Prose
    lines: int
    diagnostics: tuple[Diagnostic, ...]
    footnotes: tuple[Block, ...] = ()
    lessons: tuple[Lesson, ...] = ()

    @property
    def name(self) -> str:
        """File name without `.md`."""
        base = self.path.rpartition("/")[2]
        return base[:-3] if base.lower().endswith(".md") else base

    @property
    def title(self) -> str:
        """The property `title` when it is text, else the file name."""
        for key, value in self.properties.items():
            if len(key) == 5 and key.lower() == "title" and isinstance(value, str | int | float):
                text = self.raw.get(key, "") if not isinstance(value, str) else value
                if text.strip():
                    return " ".join(text.split())
        return self.name

    def __repr__(self) -> str:
        return f"Note({self.path!r}, {len(self.links)} links)"


class CanvasEmbed(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A file a canvas shows: exact vault path, subpath without `#` or None."""

    file: str
    subpath: str | None


class CanvasLink(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A link inside a text card; `node` is the card's id."""

    node: str
    link: Link

    @property
    def linkpath(self) -> str:
        """Target before the first `#`."""
        return self.link.linkpath

    @property
    def subpath(self) -> str | None:
        """What follows the first `#`."""
        return self.link.subpath

    @property
    def embed(self) -> bool:
        """True for an embed."""
        return self.link.embed


class CanvasEdge(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """An arrow of a canvas; ends are `none` or `arrow` as JSON Canvas has them."""

    id: str
    source: str
    target: str
    label: str | None
    from_end: str
    to_end: str


class Canvas(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What one JSON Canvas file says; a file that is no canvas is an empty one."""

    path: str
    embeds: tuple[CanvasEmbed, ...] = ()
    links: tuple[CanvasLink, ...] = ()
    urls: tuple[str, ...] = ()
    edges: tuple[CanvasEdge, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
