"""One note's text to its `Note`: the only place that reads a note, total on every text."""

from __future__ import annotations

from kbpivot.model import Diagnostic, Note
from kbpivot.notes import frontmatter
from kbpivot.notes.authorship import is_generated
from kbpivot.notes.blocks import block_ids, footnotes, headings
from kbpivot.notes.body import read_body
from kbpivot.notes.fields import fields
from kbpivot.notes.identifiers import identifiers
from kbpivot.notes.instructions import may_instruct
from kbpivot.notes.lessons import lessons
from kbpivot.notes.lines import Lines
from kbpivot.notes.marks import runs
from kbpivot.notes.own_block import START, without_own_block
from kbpivot.notes.property_statements import property_statements
from kbpivot.notes.prose import prose, read_time
from kbpivot.notes.statements import body_statements
from kbpivot.notes.tasks import is_about_work
from kbpivot.notes.vocabulary import DEFAULT, Vocabulary, words

__all__ = ["parse_note"]

_DEFAULT_WORDS = words(DEFAULT)


def parse_note(path: str, text: str, *, vocabulary: Vocabulary = DEFAULT) -> Note:
    """Read one Markdown file.

    Args:
        path: vault-relative POSIX path; it gives the note its name.
        text: the decoded text, line breaks and BOM as they are in the file.
        vocabulary: what properties, headings and labels are called.

    Returns:
        The note. Every span satisfies `text[span.start:span.end] == original`.

    Never raises on any text: what cannot be read is a `Diagnostic` of the note.
    """
    if START in text:
        text = without_own_block(text)
    lines = Lines(text)
    front = frontmatter.frontmatter_of(path, text, lines)
    shape, found = read_body(text, lines, start=front.body)
    property_links = frontmatter.links(front.properties, front.lines, lines, body=front.body)
    diagnostics: list[Diagnostic] = []
    if front.diagnostic:
        diagnostics.append(front.diagnostic)
    # Hashing a vocabulary for the lookup costs more than reading a short note.
    said = _DEFAULT_WORDS if vocabulary is DEFAULT else words(vocabulary)
    note_tags = (*frontmatter.tags(front.properties), *found.tags)
    note_fields = fields(text, shape, lines) if "::" in text else ()
    note_headings = headings(text, shape, lines)
    tag_names = [tag.name for tag in note_tags]
    above = property_statements(
        text, front.properties, front.lines, lines, said, body=front.body, tags=tag_names
    )
    below = body_statements(
        text,
        shape,
        found.links,
        note_fields,
        lines,
        said,
        is_task=lambda: is_about_work(front.properties, tag_names),
        path=path,
    )
    statements = (*above.statements, *below.statements)
    needs = any(one.relation == "needs" for one in statements)
    name = path.rpartition("/")[2].removesuffix(".md")
    names = [
        name,
        *(str(front.properties[key]) for key in front.properties if key.lower() == "title"),
    ]
    run = runs(text, shape, found.links, note_headings, lines, said, names=names)
    reading = read_time(text, shape, lines, said, start=front.body)
    return Note(
        path=path,
        frontmatter=front.kind,
        properties=front.properties,
        raw=front.raw,
        property_lines=front.lines,
        publish=frontmatter.publish_flag(front.properties),
        links=(*found.links, *property_links),
        tags=note_tags,
        aliases=frontmatter.aliases(front.properties),
        headings=note_headings,
        blocks=block_ids(text, shape, lines),
        fields=note_fields,
        statements=statements,
        root=None if needs else above.root or below.root,
        entries=tuple(run.entries),
        marks=tuple(run.marks),
        read_minutes=None if reading is None else reading[0],
        read_line=None if reading is None else reading[1],
        ids=identifiers(name, text, front.raw, front.properties, body=front.body),
        prose=prose(
            text,
            shape,
            found.formulas,
            said,
            instructs=may_instruct(path),
            generated=is_generated(text, front.properties, tag_names),
        ),
        lines=len(lines),
        diagnostics=tuple(diagnostics),
        footnotes=footnotes(shape, lines),
        lessons=lessons(text, front.properties, start=front.body),
    )
