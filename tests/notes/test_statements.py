"""What counts as a stated prerequisite, form by form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbpivot.notes import parse_note
from kbpivot.notes.vocabulary import Vocabulary


def stated(text, **kwargs):
    note = parse_note("Note.md", text, **kwargs)
    return [(s.relation, s.target.target, s.reason) for s in note.statements]


def needed(text, **kwargs):
    return [target for relation, target, _ in stated(text, **kwargs) if relation == "needs"]


@pytest.mark.parametrize(
    "key",
    [
        *("prerequisites", "Prerequisites", "prereqs", "prereq", "PREREQ", "requires"),
        *("builds-on", "builds_on", "Builds On", "pre-requisites", "depends-on", "depends_on"),
        *("前置", "前置知识", "선수", "Voraussetzungen", "Prérequis", "prerequis"),
        *("Prerrequisitos", "Предпосылки"),
    ],
)
def test_property_names(key):
    """Every known property name counts, whatever its case, hyphens and accents."""
    assert needed(f'---\n{key}: ["[[A]]"]\n---\n') == ["A"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"[[A]]"', ["A"]),
        ('\n  - "[[A]]"\n  - "[[B|the b]]"\n  - "[[C#Part]]"', ["A", "B", "C"]),
        ('"[[A]], [[B]]"', ["A", "B"]),
        ('"[text](folder/A.md)"', ["folder/A.md"]),
        ("Linear algebra", ["Linear algebra"]),
        ("[linear-algebra, notes/A.md]", ["linear-algebra", "notes/A.md"]),
        ("[[A]]", ["A"]),
        ("\n  - note: A\n    reason: for the proof", ["A"]),
        ("\n  - A: for the proof", ["A"]),
        ("[]", []),
        ("", []),
        ("TBD", []),
        ("101", ["101"]),
    ],
)
def test_property_values(value, expected):
    """Lists, single values, links, titles, slugs and paths all name prerequisites."""
    assert needed(f"---\nprerequisites: {value}\n---\n") == expected


@pytest.mark.parametrize(
    "value",
    [*("None", "none", "n/a", "'-'", "—", "None — this is the foundation", "nothing"), "[None]"],
)
def test_property_none_is_a_root(value):
    """An explicit "None" names no prerequisite and marks the note as a root, with its line."""
    note = parse_note("Note.md", f"---\ntype: concept\nprerequisites: {value}\n---\n")

    assert note.statements == ()
    assert note.root == 3


def test_an_unfilled_property_is_no_root():
    """An empty list is what a template leaves behind; it says nothing."""
    assert parse_note("Note.md", "---\nprerequisites: []\n---\n").root is None


def test_a_property_item_is_found_on_its_line():
    """The span of an item is the item, not the key."""
    text = '---\nprerequisites:\n  - "[[A]]"\n  - "[[B]]"\n---\n'
    first, second = parse_note("Note.md", text).statements

    assert (first.span.line, second.span.line) == (3, 4)
    assert text[second.span.start : second.span.end] == "[[B]]"


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        *(("status: todo", []), ("status: learning", ["A"]), ("blocks: ['[[X]]']", [])),
        *(("kanban-plugin: board", []), ("type: task", []), ("type: concept", ["A"])),
        ("tags: [task]", []),
    ],
)
def test_depends_on_counts_unless_the_note_is_a_task(extra, expected):
    """A task's `depends-on` is about work, a note's is about learning."""
    assert needed(f'---\ndepends-on: "[[A]]"\n{extra}\n---\n') == expected


def test_a_todo_note_still_has_prerequisites():
    """`status: todo` takes away `depends-on` alone."""
    assert needed('---\nprerequisites: "[[A]]"\nstatus: todo\n---\n') == ["A"]


@pytest.mark.parametrize("key", ["unlocks", "enables", "leads-to", "leads_to"])
def test_unlocks_points_forward(key):
    """`unlocks` and its like say that this note comes first."""
    assert stated(f'---\n{key}: "[[B]]"\n---\n') == [("unlocks", "B", "")]


@pytest.mark.parametrize(
    "text",
    [
        *("---\nnext: '[[B]]'\n---\n", "## Next up\n\n- [[B]]\n", "## Learn next\n[[B]]\n"),
        "- **Next up:** [[B]]\n",
    ],
)
def test_next_is_only_an_order(text):
    """`next` and "Next up" order notes and require nothing."""
    assert [relation for relation, *_ in stated(text)] == ["next"]


@pytest.mark.parametrize(
    "heading",
    [
        *("## Prerequisites", "# Prereqs", "### Prerequisite", "## Before you read", "## 前置知识"),
        *("## 🎒 Prerequisites", "## 2. Prerequisites", "## Prerequisites:", "Prerequisites\n---"),
        *("## **Prerequisites**", "## 선수 지식", "## Prérequis"),
    ],
)
def test_section_headings(heading):
    """Links under a prerequisite heading count until the next heading of its level."""
    text = f"{heading}\n\n- [[A]]\n- [b](B.md)\n\n# Other\n\n[[C]]\n"

    assert needed(text) == ["A", "B.md"]


@pytest.mark.parametrize("heading", ["Background", "Requirements", "See also", "Related"])
def test_other_headings_state_nothing(heading):
    """Papers have a Background, and it lists no prerequisites."""
    assert stated(f"## {heading}\n\n- [[A]]\n") == []


def test_a_section_ends_at_its_own_level():
    """Deeper headings stay inside; the next of the same level closes the section."""
    text = (
        "## Prerequisites\n### Math\n- [[A]]\n### Optional\n- [[B]]\n### Code\n- [[C]]\n## X\n[[D]]"
    )

    assert [(r, t) for r, t, _ in stated(text)] == [
        ("needs", "A"),
        ("optional", "B"),
        ("needs", "C"),
    ]


def test_a_section_without_links_means_nothing():
    """Tools and commands under "Prerequisites" are not notes."""
    note = parse_note("Note.md", "## Prerequisites\n\n- Python 3.11\n- Docker\n\n`pip install x`\n")

    assert note.statements == ()
    assert note.root is None


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("[[A]] - for the proof", "for the proof"),
        ("[[A]] — what a *dot product* is", "what a dot product is"),
        ("[[A]]: see [[B|the b]] there", "see the b there"),
        ("[[A]]", ""),
        ("**[[A]]** – notation", "notation"),
        ("[[A]] (for the notation)", "for the notation"),
        ("[a](A.md) — why", "why"),
    ],
)
def test_reasons(item, reason):
    """What follows a dash or colon is the reason; a link inside it is no prerequisite."""
    ((relation, target, why),) = stated(f"## Prerequisites\n\n- {item}\n")

    assert (relation, target.removesuffix(".md"), why) == ("needs", "A", reason)


@pytest.mark.parametrize(
    "text",
    [
        *("**Prerequisites:** [[A]], [[B]]", "- **Prerequisites:** [x](A), [y](B)"),
        *(
            "> **Prereqs:** [[A]] and [[B]]",
            "Prerequisites:: [[A]], [[B]]",
            "**Prereqs**: [[A]] [[B]]",
        ),
        *("Prerequisites: [[A]], [[B]]", "* __Requires:__ [[A]] & [[B]]", "前置知识：[[A]]、[[B]]"),
        *(
            "[prereqs:: [[A]], [[B]]]",
            "(requires:: [[A]] [[B]])",
            "- [ ] **Prereqs:** [[A]], [[B]]",
        ),
        *("**Prerequisites:**\n- [[A]]\n- [[B]]", "- **Prerequisites:**\n  - [[A]]\n  - [[B]]"),
        *("**Prerequisites:**\n\n- [[A]]\n- [[B]]", "**Prerequisites:** [[A]],\n[[B]]"),
        *(
            "| a | b |\n|---|---|\n| Prerequisites | [[A]], [[B]] |",
            "> [!info] Prerequisites\n> - [[A]]\n> - [[B]]",
        ),
        "**Time:** 2 h · **Prereqs:** [[A]], [[B]] · **Next:** [[C]]",
        "**Prerequisites:** [[A]], [[B]]. Later see [[C]].",
    ],
)
def test_labels_and_fields(text):
    """A label or inline field names prerequisites wherever it stands."""
    assert needed(f"Intro with [[Z]].\n\n{text}\n\nSee [[Y]].\n") == ["A", "B"]


@pytest.mark.parametrize(
    "text",
    [
        *("- **Prerequisites:** None — this is the foundation", "**Prereqs:** n/a", "Prereqs: -"),
        *("prerequisites:: none", "## Prerequisites\n\nNone.", "## Prerequisites\n- none"),
        *("前置：无", "**Prerequisites:** None, this leads to [[B]]"),
    ],
)
def test_none_is_a_root_in_every_form(text):
    """An explicit "None" in a label, field or section marks a root and is no node."""
    note = parse_note("Note.md", f"# Title\n\n{text}\n")

    assert [s for s in note.statements if s.relation == "needs"] == []
    assert note.root is not None
    assert note.root >= 3


@pytest.mark.parametrize(
    "text",
    [
        *("---\noptional-prerequisites: '[[A]]'\n---", "---\nprereqs: '[[A]] (optional)'\n---"),
        *("**Prerequisites:** [[A]] (optional)", "## Optional prerequisites\n- [[A]]"),
        *("## Prerequisites\n- (optional) [[A]]", "## Prerequisites\n- [[A]] (nice to have) - why"),
        "## Prerequisites\n- Optional: [[A]]",
    ],
)
def test_optional_never_needs(text):
    """Prerequisites that say they are optional are kept apart."""
    assert [(r, t) for r, t, _ in stated(f"{text}\n")] == [("optional", "A")]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "`**Prerequisites:** [[A]]`",
            "```\nPrerequisites: [[A]]\n```",
            "<!-- Prereqs: [[A]] -->",
        ),
        *(
            "---\nup: '[[A]]'\nrelated: '[[B]]'\nparent: '[[C]]'\n---",
            "Prerequisites [[A]] are hard.",
        ),
        *("**Prerequisites:** [[4]](https://example.org)", "**See also:** [[A]]", "## A\n[[B]]"),
        "## Prerequisites\n\n![[figure.png]]",
    ],
)
def test_no_prerequisite(text):
    """Code, comments, citations, pictures and plain links state nothing."""
    assert needed(f"{text}\n") == []


def test_every_target_of_an_item_is_kept():
    """Links strung together are all prerequisites."""
    text = "## Prerequisites\n\nYou should know [[A]] and be at ease with [[B]], [[C]].\n- [[D]] / [[E]]\n"

    assert needed(text) == ["A", "B", "C", "D", "E"]


def test_a_table_of_prerequisites_gives_reasons():
    """In a section, a row's first link is the target and the next cell its reason."""
    text = "## Prerequisites\n\n| note | why |\n|---|---|\n| [[A]] | the *proof* |\n| [[B]] | |\n"

    assert stated(text) == [("needs", "A", "the proof"), ("needs", "B", "")]


def test_configured_names():
    """A vocabulary adds names for properties and headings."""
    vocabulary = Vocabulary(prerequisites=(*Vocabulary().prerequisites, "kennen sollte man"))

    assert needed("## Kennen sollte man\n- [[A]]\n", vocabulary=vocabulary) == ["A"]
    assert needed("## Kennen sollte man\n- [[A]]\n") == []


def test_crlf_states_the_same():
    """Line endings play no part."""
    text = (
        "---\nprereqs:\n  - '[[A]]'\n---\n## Prerequisites\n- [[B]] - why\n\n**Requires:** [[C]]\n"
    )

    assert stated(text.replace("\n", "\r\n")) == stated(text)


_PIECES = st.sampled_from(
    [
        *("**Prerequisites:** ", "## Prerequisites\n", "[[A]]", "[b](B.md)", ", ", " - ", " — "),
        *(": ", "(optional)", "None", "\n", "\n\n", "- ", "> ", "| ", "|---|\n", "prereqs:: "),
        *(
            "[!info] ",
            "text",
            "`",
            "$",
            "%%",
            "[",
            "]",
            "(",
            ")",
            "::",
            "**",
            "---\n",
            "✅ ",
            "[x] ",
        ),
    ]
)


@given(st.lists(_PIECES, max_size=25).map("".join))
def test_any_text_gives_statements_inside_it(text):
    """No text makes reading fail, and every place lies in the text and on its line."""
    note = parse_note("Note.md", text)

    for row in (*note.statements, *note.entries, *note.marks):
        assert 0 <= row.span.start <= row.span.end <= len(text)
        assert text[: row.span.start].count("\n") == row.span.line - 1
    for statement in note.statements:
        assert statement.target.target


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> [!note] Prerequisites: [[A]], [[B]]\n> text\n", ["A", "B"]),
        ("> [!info]- Prerequisites: [[A]] - why\n> - [[B]]\n\n[[C]]\n", ["A", "B"]),
        ("> [!note] Prerequisites:\n> - [[A]]\n", ["A"]),
        ("> [!tip] See: [[A]]\n", []),
    ],
)
def test_a_callout_title_may_name_them_itself(text, expected):
    """What stands behind the colon of a callout's title counts as what stands below it."""
    assert needed(text) == expected


def test_a_callout_title_may_say_that_there_are_none():
    """`> [!note] Prerequisites: none` makes a root."""
    assert parse_note("N.md", "> [!note] Prerequisites: none\n").root == 1
