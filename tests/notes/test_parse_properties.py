"""Invariants of `parse_note` over any text."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kbpivot.notes import parse_note, sections

PIECES = [
    "[[A]]", "![[b.png|100]]", "[[A#h|x]]", "[x](Note.md)", "[y](<a b.md>)", "`code`", "``",
    "```", "~~~", "$", "$$", "%%", "#tag", "#", "# H", "> ", "> [!note]", "- ", "1. ", "- [x] ",
    "|", "| a | b |", "|---|---|", "<div>", "</div>", "<!--", "-->", "\\", "^id", "^[", "[^1]",
    "[^1]: ", "key:: v", "[k:: v]", "---", "---\n", "tags: [a]", "a: b: c", "prerequisites:",
    '  - "[[A]]"', "**Prerequisites:** ", "## Prerequisites", "\t", "    ", "\n", "\n\n",
    "\r\n", "\r", "\ufeff", "é", "日本語", "👩‍👧", "\u00a0", "\x00", "word", " ", "{{date}}", "]]",
    "[[", "](", "*", "_", "==", "~~", "https://x.org/a#b", "$5", "\u2028",
]  # fmt: skip

texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text())


@given(texts)
@settings(max_examples=300, deadline=None)
@example("\ufeff---\ntags: [a]\n---\n[[B]]")
@example("`[[a`]]`")
@example("---\n? a\n: b\n---\n")
@example("---\n{a: 1}\n---\n")
@example("[^1]: > q ^x")
@example("> - ```\n> [[x")
@example("---\na: &a [\ud800]\nb: *a\n---\n[[B]]")
@example('[a](b "[[c]]")')
def test_spans_quote_the_source(text):
    """Every span lies in the text, and a link's span quotes the link exactly."""
    note = parse_note("Folder/Note.md", text)

    rows = (
        *(*note.links, *note.tags, *note.headings, *note.blocks, *note.fields, *note.footnotes),
        *(*note.statements, *note.entries, *note.marks, *note.diagnostics),
    )
    for row in rows:
        span = row.span
        if span is None:
            continue
        assert 0 <= span.start <= span.end <= len(text)
        lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text[: span.start])
        assert (span.line, span.column) == (len(lines), len(lines[-1]) + 1)
    for link in note.links:
        if link.span is not None:
            assert link.original == text[link.span.start : link.span.end]
    for tag in note.tags:
        if tag.span is not None:
            assert tag.name == text[tag.span.start : tag.span.end]
    for heading in note.headings:
        assert heading.text in text[heading.span.start : heading.span.end]
    for field in note.fields:
        source = text[field.span.start : field.span.end]
        assert field.key in source
        assert (field.value or "") in source
    for block in (*note.blocks, *note.footnotes):
        assert text[block.span.start : block.span.end].strip()


PROPERTY = st.sampled_from(
    [
        "up: '[[A]]'",
        "rel:",
        "  - '[[B|c]]'",
        '  - "[[A]]"',
        "  - [t](x.md)",
        "  - '[t](x y.md)'",
        "m: {n: '[[A]]', o: ['[[C]]']}",
        "f: >-",
        "  [[A]]",
        "j: '[[it''s]]'",
        '"[[A]]": b',
        "# '[[A]]'",
        "t: [[A]]",
        "k:\t'[[A]]'",
        "n: 1706.03760",
        "prerequisites: '[[P]] - why'",
    ]
)


@given(st.lists(PROPERTY, max_size=8).map(lambda rows: "---\n" + "\n".join(rows) + "\n---\n[[Z]]"))
@settings(max_examples=300, deadline=None)
def test_links_of_properties_quote_the_source(text):
    """A property link's span quotes the file and, where the value stands as read, is the value."""
    note = parse_note("N.md", text)
    for link in note.links:
        if link.span is not None:
            assert link.original == text[link.span.start : link.span.end]
            assert link.linkpath.split("'")[0] in text[link.span.start :]
        if link.kind == "property" and link.original.startswith("[["):
            assert link.linkpath in link.original
            assert link.span.start < note.links[0].span.start


@given(texts)
@settings(max_examples=150, deadline=None)
@example("#tag\n- ")
def test_line_breaks_do_not_matter(text):
    """CRLF, LF and CR give the same links, tags and headings on the same lines."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")

    def facts(note):
        return (
            note.frontmatter,
            [(link.linkpath, link.subpath, link.kind, link.span and link.span.line)
             for link in note.links],
            [tag.name for tag in note.tags],
            [(row.level, row.text, row.span.line) for row in note.headings],
            [(row.id, row.span.line) for row in note.blocks],
        )  # fmt: skip

    wanted = facts(parse_note("N.md", plain))
    assert wanted == facts(parse_note("N.md", plain.replace("\n", "\r\n")))
    assert wanted == facts(parse_note("N.md", plain.replace("\n", "\r")))


@given(texts)
@settings(max_examples=150, deadline=None)
def test_a_fence_hides_everything(text):
    """Inside a code fence there are no links, tags, headings or block ids."""
    body = text.replace("\r", "\n")
    note = parse_note("N.md", f"``````````\n{body}\n``````````\n")

    assert ((), (), (), ()) == (note.links, note.tags, note.headings, note.blocks)


@given(texts)
@settings(max_examples=150, deadline=None)
def test_a_paragraph_in_front_only_shifts(text):
    """A paragraph and a blank line in front shift what follows and change nothing else."""
    if text.lstrip("\ufeff").startswith("---") or text.startswith("\ufeff"):
        return
    before = "Some words.\n\n"

    def facts(note, shift):
        return [
            (link.linkpath, link.subpath, link.kind, link.span.start - shift) for link in note.links
        ]

    assert facts(parse_note("N.md", text), 0) == facts(
        parse_note("N.md", before + text), len(before)
    )


@given(texts)
@settings(max_examples=100, deadline=None)
def test_sections_keep_offsets(text):
    """A section's masked text is as long as its source and shows only characters of it."""
    for section in sections(text):
        source = text[section.start : section.start + len(section.text)]

        assert len(source) == len(section.text)
        assert all(a in (b, " ") for a, b in zip(section.text, source, strict=True))


STORMS = {
    "open brackets": "[[",
    "closed brackets": "]]",
    "wikilinks": "[[a]] ",
    "backticks": "` `` ",
    "dollars": "$a $",
    "double dollars": "$$ x $",
    "quotes": "> ",
    "lists": "- ",
    "fields": "[a:: ",
    "hashes": "#a",
    "stars": "*a _b ",
    "comments": "%% a\n",
    "indented math": "    $$\n",
    "html": "<a ",
    "carets": "a ^b\n",
    "link texts": "[a](",
    "words": "word ",
    "table": "|a|b|\n|-|-|\n",
    "hidden code": "[[a ` b]] ` ",
    "prices": "$5 and ",
    "formulas that fail": "$a $1 ",
    "addresses": "https://x.org/$a#b",
    "addresses without end": "www.x.org/$a_#b",
    "comment marks and tags": "%%#a",
    "marks and tags": "==#a",
    "footnotes in brackets": "^[[[a",
    "surplus cells": "|a|\n|-|\n|b|c|d \\| e|\n",
    "lone returns": "a\r",
    "escapes": "\\",
    "backslashed dollars": "\\$a$",
    "anchors of lists": "- a ^b\n\n^c\n\n",
    "definitions": "[^a]: b\n\n",
    "nested emphasis": "***a_",
    "links in links": "[a [b](c) ",
    "images": "![",
    "callouts": "> [!a] b\n> > ",
    "entities": "&amp;",
    "emphasis before tags": "_a_#b",
}


@pytest.mark.parametrize("piece", STORMS.values(), ids=STORMS.keys())
def test_reading_is_linear(piece):
    """Twice the text takes less than three times the time, whatever it repeats."""

    def seconds(count):
        text = piece * count
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            parse_note("N.md", text)
            best = min(best, time.process_time() - start)
        return best

    count = 12_000 // len(piece)
    while (first := seconds(count)) < 0.02 and count < 400_000:
        count *= 2
    assert seconds(2 * count) < 3 * first + 0.02
