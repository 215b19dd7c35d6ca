"""Fuzz `parse_note`: any text gives a note, spans quote the text, links alone are its links."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["kbpivot"]):
    from kbpivot.notes import parse_canvas, parse_links, parse_note, sections

PIECES = (
    "[[", "]]", "![[", "](", "[x](", ")", "|", "#", "^id", "`", "```", "~~~", "$", "$$", "%%", "---\n",
    "> ", "- ", "1. ", "- [x] ", "\n", "\n\n", "\r\n", "\r", "\t", "    ", "<div>", "<!--", "-->", "\\",
    "key:: v", "[k:: ", "(k:: ", "::", "**Prerequisites:** ", "## Prerequisites\n", "None", "~25 min",
    "tags: [a]\n", "a: &a [x]\n", "b: *a\n", "\ufeff", "é", "日本", "\u00a0", "👩\u200d👧", "\ud800", "{{x}}",
    "| a |\n|---|\n", "[^1]: ", "^[", "==", "**", "__", "https://arxiv.org/abs/1706.03762", "10.1000/x",
    "%% kbpivot:start %%\n", "%% kbpivot:end %%\n", "(optional)", " - ", "\x00", "\u2028",
)  # fmt: skip


def text_of(data: atheris.FuzzedDataProvider) -> str:
    """A text from bytes: Markdown pieces and stray characters."""
    parts = []
    while data.remaining_bytes() and len(parts) < 400:
        kind = data.ConsumeIntInRange(0, len(PIECES) + 3)
        parts.append(PIECES[kind] if kind < len(PIECES) else data.ConsumeUnicode(6))
    return "".join(parts)


def one_input(data: bytes) -> None:
    """One try."""
    text = text_of(atheris.FuzzedDataProvider(data))
    note = parse_note("Folder/2021 - Note.md", text)
    assert parse_links("Folder/2021 - Note.md", text).links == note.links, repr(text)
    for link in note.links:
        if link.kind != "property":
            assert text[link.span.start : link.span.end] == link.original, repr(text)
    for row in (*note.tags, *note.headings, *note.blocks, *note.fields, *note.statements,
                *note.entries, *note.marks):  # fmt: skip
        if row.span is not None:
            assert 0 <= row.span.start <= row.span.end <= len(text), repr(text)
    for section in sections(text):
        assert len(text[section.start : section.start + len(section.text)]) == len(section.text)
    parse_canvas("a.canvas", text)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
