"""Ordered runs of links, and signs of progress beside links."""

from __future__ import annotations

import pytest

from kbpivot.notes import parse_note


def entries(text):
    note = parse_note("README.md", text)
    return [(e.group, e.numbered, e.heading, e.target.target) for e in note.entries]


def marks(text):
    return [(m.form, m.mark, m.target.target) for m in parse_note("README.md", text).marks]


def test_lists_and_tables_are_runs():
    """Each list and table is a run of its own, in source order, under its heading."""
    text = (
        "# Topics\n\n- [[A]] - first\n- **Week 2:** [[B]]\n- see also the old [[Z]]\n\n"
        "| # | note |\n|---|---|\n| 1 | [c](C.md) |\n| 2 | [d](D.md) and [[Y]] |\n\n"
        "## More\n\n1. [[E]]\n2. [[F]]\n"
    )

    assert entries(text) == [
        (0, False, "Topics", "A"),
        (0, False, "Topics", "B"),
        (1, True, "Topics", "C.md"),
        (1, True, "Topics", "D.md"),
        (1, True, "Topics", "Y"),
        (2, True, "More", "E"),
        (2, True, "More", "F"),
    ]


def test_nested_items_stay_in_the_run():
    """A list and its inner lists are one run in reading order."""
    assert [row[0::3] for row in entries("- [[A]]\n  - [[B]]\n- [[C]]\n")] == [
        (0, "A"),
        (0, "B"),
        (0, "C"),
    ]


def test_an_arrow_chain_is_a_counted_run():
    """Notes tied by arrows are an order."""
    assert entries("Path: [[A]] → [[B]] -> [[C]], then [[D]]\n") == [
        (0, True, "", "A"),
        (0, True, "", "B"),
        (0, True, "", "C"),
    ]


def test_file_names_in_code_are_entries():
    """A list of file names in code is a table of contents."""
    note = parse_note("README.md", "- `TEXT.md` - text\n- `CODE.md`\n- `ls`\n")

    assert [(e.target.target, e.target.linked) for e in note.entries] == [
        ("TEXT.md", False),
        ("CODE.md", False),
    ]


def test_prose_links_are_no_entries():
    """A sentence that mentions a note does not list it."""
    assert entries("- this one builds upon [[A]] a lot\n\nSee [[B]].\n") == []


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        ("✅ Done", "✅ Done"),
        ("📖", "📖"),
        ("**done**", "done"),
        ("", None),
        ("reading", "reading"),
    ],
)
def test_status_column(cell, mark):
    """The cell under a status heading is the mark of the row's note."""
    text = f"| Topic | Notes | Status |\n|---|---|---|\n| [a](A.md) | 📝 | {cell} |\n"

    assert marks(text) == ([] if mark is None else [("table", mark, "A.md")])


def test_signs_without_a_status_heading():
    """Without such a heading a cell that begins with a known sign is the mark."""
    assert marks("| | |\n|---|---|\n| [[A]] | ✅ |\n| [[B]] | 📝 |\n| ⬜ | [[C]] |\n") == [
        ("table", "✅", "A"),
        ("table", "⬜", "C"),
    ]


def test_boxes():
    """The box of an item that leads with a note marks it, whatever its character."""
    text = "- [x] [[A]]\n- [ ] [[B]]\n- [/] [[C]]\n- [x] write to Ann about the old [[D]]\n- ✅ [[E]]\n- [[F]] ⬜\n"

    assert marks(text) == [
        ("checkbox", "x", "A"),
        ("checkbox", " ", "B"),
        ("checkbox", "/", "C"),
        ("checkbox", "✅", "E"),
        ("checkbox", "⬜", "F"),
    ]


def test_citations_lead_nothing():
    """A citation is no link to a note."""
    assert entries("- [[4]](https://example.org) says so\n") == []
