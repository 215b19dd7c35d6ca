"""Notes that nobody means to write, and gaps told once: what small signs do not say."""

from __future__ import annotations

import pytest

from kbpivot.graph import prerequisite_graph
from kbpivot.notes.prerequisite_phrases import announced
from kbpivot.publish import gaps
from kbpivot.traits import vault_traits
from kbpivot.vault import Vault
from small_vaults import found


def left_out(texts, path):
    return vault_traits(Vault.from_texts(texts))[path].left_out


WRITTEN = "A ring has two operations, and the second one spreads over the first as in numbers."


@pytest.mark.parametrize(
    ("empty", "written"),
    [
        ("Residual network.md", "Residual networks.md"),
        ("ML/C - Attributs d’intervalle.md", "ML/C - Attributs d'intervalles.md"),
        ("gradient-descent.md", "Gradient Descent.md"),
        ("Reseau.md", "Réseau.md"),
    ],
)
def test_an_empty_note_spelled_as_a_written_one(empty, written):
    """The file that a click on a misspelt link made is no note to write."""
    assert left_out({empty: "", written: WRITTEN}, empty) == "twin"


@pytest.mark.parametrize(
    ("empty", "others"),
    [
        ("A/Network.md", {"B/Networks.md": WRITTEN}),  # of another subject, in another folder
        ("Networks.md", {"Network.md": ""}),  # neither is written
        ("Model C.md", {"Model C++.md": WRITTEN}),
        ("Lecture 1.md", {"Lecture 2.md": WRITTEN}),
        ("Network.md", {"Net work.md": WRITTEN, "Networks.md": WRITTEN}),  # which of them?
    ],
)
def test_an_empty_note_of_its_own_subject(empty, others):
    """Another subject, another folder or two that fit: the note waits to be written."""
    assert left_out({empty: "", **others}, empty) == ""


def test_a_link_to_an_empty_spelling_names_the_written_note():
    """Readers who follow it find nothing, while the text is beside it."""
    text = """
    == Rings.md ==
    …
    == Ring.md ==
    == A.md ==
    … as in a [[Ring]] of numbers.
    """
    assert found(text, "near-name") == [("A.md:1", "Ring", ("A.md",))]


def test_a_note_that_only_points_to_another():
    """One link and nothing else is a signpost; with a heading or asked for by a link, a stub."""
    rings = {"Rings.md": WRITTEN}

    assert left_out({"01 Basics.md": "[[Rings]]\n", **rings}, "01 Basics.md") == "pointer"
    assert left_out({"01 Basics.md": "[Rings](Rings.md)", **rings}, "01 Basics.md") == "pointer"
    assert left_out({"01 Basics.md": "# Basics\n[[Rings]]\n", **rings}, "01 Basics.md") == ""
    assert left_out({"01 Basics.md": "[[Fields]]\n", **rings}, "01 Basics.md") == ""
    asked = {"A.md": f"{WRITTEN} [[01 Basics]]", **rings}
    assert left_out({"01 Basics.md": "[[Rings]]\n", **asked}, "01 Basics.md") == ""


def test_a_line_shared_with_siblings_makes_no_short_note_a_template():
    """Three notes with one title over an exercise hold their own words, if few."""
    exercise = "> [!example] Exam question\n"
    notes = {
        "L/Pipelining.md": f"- Fetch\n- Decode\n- Execute\n- Write back the result\n\n{exercise}> How many?\n",
        "L/Caches.md": f"{exercise}> {WRITTEN}\n",
        "L/Memory.md": f"{exercise}> {WRITTEN} Pages too.\n",
    }
    form = "What is it in one sentence? Why does it matter? Where is it used?\n"
    forms = {f"F/{name}.md": f"{form}\nA set.\n" for name in "abc"}
    traits = vault_traits(Vault.from_texts({**notes, **forms}))

    assert traits["L/Pipelining.md"].maturity == "written"
    assert traits["F/a.md"].maturity == "template"


def test_a_table_of_contents_that_leads_nowhere_is_told_once():
    """Many old anchors of one page are one lack; two are two."""
    page = "\n".join(
        ["== A.md ==", *(f"{n}. [Part {n}](#part-{n})" for n in range(1, 6)), "…", "## Other", "…"]
    )
    few = (
        page.replace("#part-1", "#other").replace("#part-2", "#other").replace("#part-3", "#other")
    )

    assert len(found(page, "missing-heading", every=False)) == 1
    assert len(found(few, "missing-heading", every=False)) == 2


def test_two_lists_in_the_wrong_order_are_one_lack():
    """What several lists have too early is told once, of the first."""
    lists = "1. [[Fields]]\n2. [[Rings]]\n"
    texts = {
        "Start here.md": f"# Start here\n\n{lists}",
        "Syllabus.md": f"# Syllabus\n\n{lists}",
        "Fields.md": f"Prerequisites: [[Rings]]\n\n{WRITTEN} Of fields.",
        "Rings.md": WRITTEN,
    }
    vault = Vault.from_texts(texts)
    told = gaps(vault, prerequisite_graph(vault), kinds=["start-order"], every=True)

    assert [(one.path, one.target) for one in told] == [("Start here.md", "Fields.md")]


@pytest.mark.parametrize(
    "name",
    ["@Diagnostic ultrasound: physics and equipment", "@noether1921", "@A review of imaging"],
)
def test_a_source_is_not_to_be_explained(name):
    """Names that a reference manager makes stand for works, not for notes that are missing."""
    text = "".join(f"\n    == {one}.md ==\n    … as [[{name}]] says of it." for one in "ABC")

    assert found(text, "unexplained-concept") == []


@pytest.mark.parametrize(
    "heading", ["## [2026-05-21] created", "## 2026-05-21", "## 2026/5/2 Rings"]
)
def test_a_log_by_day_is_no_note_to_study(heading):
    """A log whose sections are days is a journal; one with other sections is about logs."""
    log = f"# Log\n\n{heading}\n- {WRITTEN}\n" + f"{heading}\n- {WRITTEN}\n" * 3
    other = f"# Log\n\n## Base\n{WRITTEN}\n## Product\n{WRITTEN}\n## Power\n{WRITTEN}\n"

    assert vault_traits(Vault.from_texts({"log.md": log}))["log.md"].kind == "daily"
    assert vault_traits(Vault.from_texts({"log.md": other}))["log.md"].kind != "daily"


def test_what_an_essential_is_no_prerequisite():
    """`필수 지식` over a section says what it is about; `선수 지식` says what comes first."""
    assert announced("필수 지식") == ""
    assert announced("필수 선수 지식") == "needs"
    assert announced("사전 지식") == "needs"
