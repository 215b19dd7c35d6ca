"""Stray links: what is told, what is not, and that an edit changes the link and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.edit.fixes import Edit, diff, edited
from kbpivot.graph import prerequisite_graph
from kbpivot.publish.check import check
from kbpivot.publish.stray_links import stray_links
from kbpivot.vault import Vault

FILES = {
    "Concepts/Attention.md": "---\naliases: [Self-attention]\n---\n# Heads\n\nText. ^block\n",
    "Concepts/Low rank.md": "",
    "Concepts/Café.md": "",
    "a/Twin.md": "",
    "b/Twin.md": "",
}


def strays(text, *, source="Notes/A.md", files=(), more=()):
    vault = Vault.from_texts({**FILES, **dict(more), source: text}, files=files)
    return [
        (one.code, one.edit.new if one.edit else None)
        for one in stray_links(vault)
        if one.link.source == source
    ]


@pytest.mark.parametrize(
    ("link", "code", "mended"),
    [
        ("[[attention]]", "link-case", "[[Attention|attention]]"),
        ("[[attention|it]]", "link-case", "[[Attention|it]]"),
        ("[[attention#Heads]]", "link-case", "[[Attention#Heads]]"),
        ("![[attention]]", "link-case", "![[Attention]]"),
        ("[[concepts/attention|it]]", "link-case", "[[Concepts/Attention|it]]"),
        ("[[attention.md|it]]", "link-case", "[[Attention.md|it]]"),
        ("[x](../Concepts/attention.md)", "link-case", "[x](../Concepts/Attention.md)"),
        ('[x](<../concepts/low rank.md> "t")', "link-case", '[x](<../Concepts/Low rank.md> "t")'),
        ("[x](../concepts/low%20rank.md#a)", "link-case", None),
        ("[[Old/Attention]]", "moved-note", "[[Attention]]"),
        ("[[Old/Attention#Heads|it]]", "moved-note", "[[Attention#Heads|it]]"),
        ("[[Old/Attention#^block]]", "moved-note", "[[Attention#^block]]"),
        ("[[Old/Attention#Gone]]", "moved-note", None),
        ("[x](Old/Low%20rank.md)", "moved-note", "[x](../Concepts/Low%20rank.md)"),
        ("[x](<Old/Low rank.md>)", "moved-note", "[x](<../Concepts/Low rank.md>)"),
        ("![x](img/cat.png)", "moved-note", "![x](../pictures/cat.png)"),
        ("[[Self-attention]]", "alias-link", "[[Attention|Self-attention]]"),
        ("[[self-attention|it]]", "alias-link", "[[Attention|it]]"),
        ("| a | [[self-attention]] |\n| - | - |", "alias-link", "[[Attention\\|self-attention]]"),
        ("| a |\n| - |\n| [[attention\\|it]] |", "link-case", "[[Attention\\|it]]"),
    ],
)
def test_stray(link, code, mended):
    """The rule and the least edit that leads to the file; none where a part would be lost."""
    assert strays(link, files=["pictures/cat.png"]) == [(code, mended)]


VALUES = [
    ("[[attention]]", "link-case", "[[Attention|attention]]"),
    ("[[attention|it]]", "link-case", "[[Attention|it]]"),
    ("[[concepts/attention]]", "link-case", "[[Concepts/Attention|concepts/attention]]"),
    ("[[Old/Attention]]", "moved-note", "[[Attention]]"),
    ("[[Old/Attention#Heads]]", "moved-note", "[[Attention#Heads]]"),
    ("[[Old/Attention#Gone]]", "moved-note", None),
    ("[[Self-attention]]", "alias-link", "[[Attention|Self-attention]]"),
    ("[x](Old/Low%20rank.md)", "moved-note", "[x](../Concepts/Low%20rank.md)"),
    ("[x](../concepts/attention.md)", "link-case", "[x](../Concepts/Attention.md)"),
]
PLACES = [
    'up: "{}"\n',
    "up: '{}'\n",
    'up: ["{}"]\n',
    "up: [x, '{}'] # one\n",
    'up:\n  - x\n  - "{}"\n',
    'up:\n  deep:\n    - also: "{}"\nlast: 1\n',
    '# "{}" is not it\nup: "{}"\n',
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("value", "code", "mended"), VALUES)
def test_stray_in_a_property(value, code, mended, place):
    """A link in a property is told like one in the text, and mended between its quotes alone."""
    before = "---\ntitle: T\n" + place.replace("{}", value) + "---\nText.\n"
    vault = Vault.from_texts({**FILES, "Notes/A.md": before})
    (one,) = stray_links(vault)

    assert (one.code, one.edit.new if one.edit else None) == (code, mended)
    if one.edit:
        where = before.rindex(value)
        after = edited(before, [one.edit])
        assert after == before[:where] + mended + before[where + len(value) :]
        assert not list(stray_links(Vault.from_texts({**FILES, "Notes/A.md": after})))


@pytest.mark.parametrize(
    "written",
    [
        "up: >-\n  [[attention]]\n",
        'up: "[[\\u0061ttention]]"\n',
        'up: "[[attention]], [[Attention]]"\n',
        'up: # "[[attention]]"\n  - [x, >-\n',
        "up: '[[it''s]]'\n",
    ],
)
def test_no_edit_where_the_value_is_written_otherwise(written):
    """Folded text, escapes and several links in one value are told at most, never rewritten."""
    texts = {**FILES, "It's.md": "", "Notes/A.md": f"---\n{written}---\n"}

    assert not any(one.edit for one in stray_links(Vault.from_texts(texts)))


def test_no_edit_that_would_end_the_value():
    """A name with the quote that surrounds the value is not written between them."""
    files = {"Concepts/Bayes' rule.md": "", "Concepts/So called.md": "---\naliases: [it]\n---\n"}
    for mark, fixed in (("'", False), ('"', True)):
        note = f"---\nup: {mark}[[Old/Bayes{mark * (mark == chr(39))}' rule]]{mark}\n---\n"
        (one,) = stray_links(Vault.from_texts({**files, "A.md": note}))
        assert (one.code, one.edit is not None) == ("moved-note", fixed)


@pytest.mark.parametrize("place", ["up:: {}", "[up:: {}]", "- (up:: {})", "> up:: x, {}"])
@pytest.mark.parametrize(("value", "code", "mended"), VALUES)
def test_stray_in_a_field(value, code, mended, place):
    """A link in an inline field is told and mended like any other in the text."""
    assert strays(place.replace("{}", value)) == [(code, mended)]


def test_ambiguous_in_a_property():
    """Which of two files a property means is told as well."""
    assert strays('---\nup: "[[Twin]]"\n---\n') == [("ambiguous-link", None)]


@pytest.mark.parametrize(
    "link",
    [
        "[[Attention]]",
        "[[Attention|attention]]",
        "[[Concepts/Attention]]",
        "[x](../Concepts/Attention.md)",
        "[[Cafe\u0301]]",
        "[[Group theory]]",
        "[[Old/Twin]]",
        "[[Old/Group theory]]",
        "[x](https://example.org/attention.md)",
        "`[[attention]]`",
        "[[x/README]]",
    ],
)
def test_not_stray(link):
    """Right links, planned notes, names that two notes have, code, addresses."""
    assert strays(link, more={"sub/README.md": ""}) == []


def test_ambiguous():
    """A link that two files answer to equally well; a path tells them apart."""
    assert strays("[[Twin]] and [[a/Twin]]") == [("ambiguous-link", None)]


def test_writing_in_lower_case_is_a_habit():
    """Many wikilinks in lower case are how somebody writes; Markdown links are still told."""
    assert len(strays("[[attention]]\n" * 20)) == 20
    assert strays("[[attention]]\n" * 21 + "[x](../Concepts/attention.md)") == [
        ("link-case", "[x](../Concepts/Attention.md)")
    ]
    assert len(strays("[[attention]]\n" * 21 + "[[Attention]]\n" * 200)) == 21


def test_edited():
    """Edits are made from the text as it was; one that no longer fits is left out."""
    edits = [
        Edit("A.md", 4, 9, "[[b]]", "[[B]]"),
        Edit("A.md", 0, 3, "See", "Cf."),
        Edit("A.md", 5, 8, "[b]", "no"),
        Edit("A.md", 9, 10, "!", "?"),
    ]

    assert edited("See [[b]].", edits) == "Cf. [[B]]."


def test_diff():
    """A diff names the file and shows the lines, also one without an end."""
    assert diff("A.md", "a\nb\nc", "a\nB\nc") == (
        "--- a/A.md\n+++ b/A.md\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n\\ No newline at end of file\n"
    )
    assert diff("A.md", "a\r\nb\r\n", "a\r\nB\r\n").count("No newline") == 0
    assert diff("A.md", "a", "a") == ""


LINKS = st.sampled_from(
    [
        *("[[attention]]", "[[Attention]]", "[[Old/Attention#heads]]", "[[self-attention]]"),
        *("![[attention]]", "[x](../concepts/attention.md)", "[x](Old/Low%20rank.md)", "[[Plan]]"),
        *("[[a/twin|t]]", "[[cafe\u0301]]", "`[[attention]]`", "[[low rank#x]]"),
    ]
)
BETWEEN = st.text("ab \n#>-é🙂\u200b", max_size=6).map(lambda t: f" {t} ")
ENDS = st.sampled_from(["\n", "\r\n"])


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(BETWEEN, LINKS), max_size=5),
    BETWEEN,
    ENDS,
    st.sampled_from(["", "\ufeff"]),
)
def test_a_fix_changes_its_links_alone(pieces, tail, end, bom):
    """Outside of the edits no character differs; after them the finding is gone, no new one is
    there.
    """
    text = bom + ("".join(f"{a}{link}" for a, link in pieces) + tail).replace("\n", end)
    vault = Vault.from_texts({**FILES, "Notes/A.md": text})
    before = check(vault, prerequisite_graph(vault))
    edits = sorted((e for one in before for e in one.edits), key=lambda e: e.start)
    after = edited(text, edits)

    kept, at, moved = [], 0, 0
    for edit in edits:
        kept.append(text[at : edit.start])
        assert after[moved : moved + len(kept[-1])] == kept[-1]
        moved += len(kept[-1])
        assert after[moved : moved + len(edit.new)] == edit.new
        moved += len(edit.new)
        at = edit.end
    assert after[moved:] == text[at:]

    mended = Vault.from_texts({**FILES, "Notes/A.md": after})
    left = check(mended, prerequisite_graph(mended))
    assert not any(one.edits for one in left)
    assert [(f.code, f.subject) for f in left] == [
        (f.code, f.subject) for f in before if not f.edits
    ]
