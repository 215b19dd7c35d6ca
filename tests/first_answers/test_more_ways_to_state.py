"""Ways to state a prerequisite: sentences, headings, remarks, mappings, and what states nothing."""

from __future__ import annotations

import pytest

from kbpivot.notes import parse_note
from kbpivot.publish.stray_links import stray_links
from kbpivot.vault import Vault


def said(text, path="Note.md"):
    """What a note states, as (relation, name)."""
    return [(one.relation, one.target.target) for one in parse_note(path, text).statements]


def needs(*names):
    return [("needs", name) for name in names]


BOTH = [
    "See first: [[A]], [[B]]",
    "Read first: [[A]] and [[B]]",
    "Read this first: [[A]], [[B]]",
    "**Assumes:** [[A]], [[B]]",
    "Assumes [[A]] and [[B]].",
    "Assumes familiarity with [[A]] and [[B]].",
    "Requires knowledge of [[A]] and [[B]].",
    "Requires a basic understanding of [[A]], [[B]].",
    "This note assumes that you know [[A]] and [[B]].",
    "This chapter requires [[A]] and [[B]].",
    "You should know [[A]] and [[B]].",
    "Before reading this, read [[A]] and [[B]].",
    "Read [[A]] and [[B]] first.",
    "Make sure you understand [[A]] and [[B]].",
    "The prerequisites are [[A]] and [[B]].",
    "Builds on [[A]] and [[B]].",
    "Knowledge required: [[A]], [[B]]",
    "> **Prior knowledge:** [[A]], [[B]]",
    "Zuerst lesen: [[A]], [[B]]",
    "Setzt [[A]] und [[B]] voraus.",
    "Setzt Kenntnisse in [[A]] und [[B]] voraus.",
    "Benötigtes Vorwissen: [[A]], [[B]]",
    "Lies zuerst [[A]] und [[B]].",
    "À lire d'abord : [[A]], [[B]]",
    "Suppose connaissances de [[A]] et [[B]].",
    "**Connaissances requises :** [[A]], [[B]]",
    "Leer primero: [[A]], [[B]]",
    "Requiere conocimientos de [[A]] y [[B]].",
    "Conocimientos previos: [[A]], [[B]]",
    "Leia antes: [[A]], [[B]]",
    "Requer conhecimento de [[A]] e [[B]].",
    "**Conhecimentos necessários:** [[A]], [[B]]",
    "Сначала прочитать: [[A]], [[B]]",
    "Требует знания [[A]] и [[B]].",
    "**Необходимые знания:** [[A]], [[B]]",
    "前置阅读：[[A]]、[[B]]",
    "**前置课程：** [[A]]、[[B]]",
    "需要先了解[[A]]和[[B]]。",
    "阅读本文前请先阅读[[A]]、[[B]]。",
    "先に読む：[[A]]、[[B]]",
    "この記事は[[A]]、[[B]]を前提とします。",
    "事前知識：[[A]]、[[B]]",
    "선행 학습: [[A]], [[B]]",
    "먼저 읽기: [[A]], [[B]]",
    "먼저 [[A]], [[B]]를 읽으세요.",
]


@pytest.mark.parametrize("line", BOTH)
def test_a_line_that_says_what_comes_first(line):
    """Labels and sentences in nine languages state what they name, with either colon."""
    assert said(f"{line}\n\nThe text itself.\n") == needs("A", "B")


@pytest.mark.parametrize("line", BOTH[:9])
def test_such_a_line_may_be_an_item_or_a_quote(line):
    """Bullets and quote marks in front change nothing."""
    assert said(f"- {line}\n") == needs("A", "B")
    assert said(f"> {line}\n") == needs("A", "B")


@pytest.mark.parametrize(
    "heading",
    [
        "Knowledge required for this note",
        "Prerequisites for this lesson",
        "Math prerequisites",
        "What you should know before",
        "What you need to know first",
        "Before you start",
        "Required knowledge",
        "Assumed background knowledge",
        "2.1 Prerequisites",
        "🧱 Prerequisites:",
        "Voraussetzungen für dieses Kapitel",
        "Benötigte Vorkenntnisse",
        "Was man vorher wissen sollte",
        "Prérequis pour ce chapitre",
        "Connaissances préalables",
        "Conocimientos previos necesarios",
        "Antes de leer",
        "Pré-requisitos para esta aula",
        "Conhecimentos prévios",
        "Необходимые знания",
        "Что нужно знать заранее",
        "本节前置知识",
        "阅读本文前",
        "この記事の前提知識",
        "読む前に",
        "이 글의 선수 지식",
        "필요한 지식",
    ],
)
def test_a_heading_of_prerequisites(heading):
    """Names of prerequisites count with words around them that only say for what."""
    assert said(f"# Title\n\n## {heading}\n\n- [[A]]\n- [[B]]\n\n## Text\n\n- [[C]]\n") == needs(
        "A", "B"
    )


def test_a_heading_may_say_that_they_only_help():
    """Recommended prerequisites are optional ones."""
    text = "## Recommended prerequisites for this note\n\n- [[A]]\n"

    assert said(text) == [("optional", "A")]


@pytest.mark.parametrize(
    ("item", "relation"),
    [
        ("[[A]] — prerequisite: the second line needs it", "needs"),
        ("[[A]] - prerequisite", "needs"),
        ("[[A]] (prerequisite)", "needs"),
        ("**[[A]]**: a prerequisite, strictly", "needs"),
        ("[A](A.md) – Voraussetzung", "needs"),
        ("[[A]]：前置知识", "needs"),
        ("[[A]] (optional prerequisite)", "optional"),
        ("[[A]] — not a prerequisite", None),
        ("[[A]] — prerequisites are told there", None),
        ("[[A]] — requires: a GPU", None),
        ("[[A]] — see also", None),
    ],
)
def test_the_word_may_stand_behind_the_link(item, relation):
    """In a list a remark that only says "prerequisite" makes its link one."""
    name = "A.md" if "(A.md)" in item else "A"

    assert said(f"## Links\n\n- {item}\n- [[B]] — afterwards\n") == (
        [(relation, name)] if relation else []
    )


@pytest.mark.parametrize(
    "line",
    [
        "Assumes [[Independence]] between the features.",
        "Requires [[Labels]] for every example in the batch.",
        "It needs [[Memory]].",
        "See [[A]] for another view.",
        "Read [[A]] for the proof.",
        "You should see [[A]].",
        "First came [[A]], then [[B]].",
        "No prerequisites for [[A]].",
        "Prerequisites [[A]] are hard.",
        "The prerequisite of [[A]] is hard to say.",
        "[[A]] is a prerequisite of [[B]].",
        "Wir setzen [[A]] gleich null.",
        "Supone [[A]] constante en el tiempo.",
        "[[GPU]]が必要です。",
        "我们需要[[A]]的梯度。",
        "## Background\n\n- [[A]]",
        "## Required reading\n\n- [[A]]",
    ],
)
def test_a_sentence_about_the_subject_states_nothing(line):
    """What an idea assumes or where else to look is no prerequisite of the note."""
    assert said(f"{line}\n") == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('\n  core:\n    - "[[A]]"\n  optional:\n    - "[[B]]"', [("needs", "A"), ("optional", "B")]),
        ("{hard: [A, B], recommended: [C]}", [*needs("A", "B"), ("optional", "C")]),
        ('\n  math: "[[A]]"\n  code: "[[B]]"', needs("A", "B")),
        ("\n  math:\n    required: [A]\n    helpful: [B]", [("needs", "A"), ("optional", "B")]),
        ('\n  - note: "[[A]]"\n    level: 2\n    optional: true', [("optional", "A")]),
        ("\n  - A: for the proof", needs("A")),
        ("[[Entropy, cross]]", needs("Entropy, cross")),
        ("\n  - [[A|shown]]\n  - [[x/B]]\n  - [[null]]\n  - [[C: D]]", needs("A", "x/B", "null", "C: D")),
        ("[[[A]], [[B, C]]]", needs("A", "B, C")),
        ("\n  - [[Bayes' rule]]", needs("Bayes' rule")),
        ("[2.30, 007, 1e3]", needs("2.30", "007", "1e3")),
        ("2.10", needs("2.10")),
        ("\n  - A\n  - 3", needs("A", "3")),
        ("\n  - ~\n  - A", needs("A")),
        ("{}", []),
    ],
)  # fmt: skip
def test_a_value_is_read_as_it_is_written(value, expected):
    """Keys only sort; an unquoted wikilink is one link; a number keeps its spelling."""
    note = parse_note("Note.md", f"---\nprerequisites: {value}\nother: 1\n---\nText.\n")

    assert [(one.relation, one.target.target) for one in note.statements] == expected


@pytest.mark.parametrize(
    "key", ["conocimientos previos", "前置阅读", "required-knowledge", "先に読む"]
)
def test_a_property_may_be_called_so(key):
    """What heads a section may be the name of a property as well."""
    assert said(f'---\n{key}: ["[[A]]"]\n---\n') == needs("A")


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("prerequisites/README.md", "Prerequisites"),
        ("00-prerequisites/index.md", "Prerequisites"),
        ("course/Prerequisites.md", "Prerequisites"),
        ("Voraussetzungen/README.md", "Voraussetzungen"),
        ("前置知识.md", "前置知识"),
    ],
)
def test_a_list_of_prerequisites_needs_none_of_them(path, heading):
    """The index of a folder of prerequisites lists them and states nothing about itself."""
    assert said(f"# {heading}\n\n- [[A]]\n- [[B]]\n", path) == []


def test_a_note_called_so_may_have_some_itself():
    """A section further down says what that note needs, whatever it is called."""
    text = "# What you need for this trade\n\n## Prerequisites\n\n- [[A]]\n\n## A head\n\nText.\n"

    assert said(text, "Topics/prerequisites.md") == needs("A")


def test_a_property_that_names_a_moved_note_is_told():
    """The link is told like one in a text, with an edit that mends it."""
    vault = Vault.from_texts(
        {"New/A.md": "x", "B.md": '---\nprerequisites:\n  - "[[Old/A]]"\n---\ny\n'}
    )
    (found,) = stray_links(vault)

    assert (found.code, found.link.source, found.target) == ("moved-note", "B.md", "New/A.md")
    assert found.edit is not None
    assert found.edit.new == "[[A]]"
