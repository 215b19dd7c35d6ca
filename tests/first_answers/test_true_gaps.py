"""Gaps that are none: names of venues, words in lower case, ids below headings, nothing at all."""

from __future__ import annotations

import pytest

from commandline import answer, kbpivot, vault_of
from small_vaults import found

THREE = """
    == A.md ==
    … {0}
    == B.md ==
    … {1}
    == C.md ==
    … {2}
"""


@pytest.mark.parametrize(
    "uses",
    [
        ("Shown at ICASSP.", "An ICASSP talk.", "ICASSP again."),
        ("People from DFKI say so.", "DFKI wrote it.", "Ask DFKI."),
        ("On a GKE node.", "GKE was down.", "It costs more on GKE."),
        ("The XQRC 2024 was large.", "Sent to XQRC.", "XQRC took it."),
        ("He works at ZQLAB.", "ZQLAB has it.", "See ZQLAB."),
        ("We rented a QZX for it.", "The QZX is loud.", "A QZX helps."),
        ("The area under the curve.", "Its AUC is one.", "An AUC of half."),
        ("The k nearest neighbours.", "A KNN needs no training.", "So does KNN."),
        ("The expected calibration error.", "Its ECE is small.", "Then ECE."),
    ],
)
def test_no_acronym_to_spell_out(uses):
    """Venues, labs and machines have no full name that helps; words in any case spell one out."""
    assert found(THREE.format(*uses, "ECE falls."), "undefined-acronym") == []


@pytest.mark.parametrize("acronym", ["GRPO", "HNSW", "MCTS", "XGBT"])
def test_an_acronym_nobody_spells_out(acronym):
    """Three notes use it, and no words in a row begin with its letters."""
    text = THREE.format(f"With {acronym}.", f"Use {acronym} here.", f"{acronym} is fast.")

    assert [target for _, target, _ in found(text, "undefined-acronym")] == [acronym]


@pytest.mark.parametrize(
    "block",
    [
        "## Runs\n\n^{id}\n",
        "## Runs\n^{id}\n",
        "| a |\n| - |\n| 1 |\n\n^{id}\n",
        "- a\n- b\n\n^{id}\n",
    ],
)
def test_an_id_alone_is_there(block):
    """An id in a paragraph of its own names what stands before it, a heading too."""
    lines = block.format(id="runs").replace("\n", "\n    ")
    text = f"""
    == A.md ==
    … [[B#^runs]] and [[B#^gone]]
    == B.md ==
    … and so on.

    {lines}
    """

    assert [target for _, target, _ in found(text, "missing-heading")] == ["B.md#^gone"]


def test_a_heading_in_the_other_number_is_pointed_out(tmp_path):
    """The hint names the heading that was perhaps meant."""
    vault = vault_of(
        tmp_path, "== A.md ==\nSee [[B#Implicit Fields]].\n== B.md ==\n# Implicit field\n"
    )
    (gap,) = [
        gap for gap in answer("gaps", folder=vault)["gaps"] if gap["kind"] == "missing-heading"
    ]

    assert "'Implicit field'" in gap["message"]


def test_missing_files_of_one_note_are_one_gap():
    """Three pictures that one note shows in vain are one thing to mend."""
    text = """
        == A.md ==
        … ![[a.png]] ![[b.png]] ![[c.png]]
        == B.md ==
        … ![[d.png]]
    """

    assert [place for place, _, _ in found(text, "missing-embed")] == ["A.md:1", "B.md:1"]


def test_files_that_are_kept_elsewhere_are_asked_about_once():
    """Where most of what notes show is not in the vault, that is one question."""
    shown = "".join(f"    == N{n}.md ==\n    … ![[{n}.png]]\n" for n in range(12))

    assert len(found(f"\n{shown}", "missing-embed", every=False)) == 1
    there = [f"{n}.png" for n in range(9)]
    assert len(found(f"\n{shown}", "missing-embed", every=False, files=there)) == 3


def test_one_note_does_not_fill_the_first_ten(tmp_path):
    """Of a dozen links to unwritten notes in one note, later ones come behind those of others."""
    many = " ".join(f"[[Subject {n}]]" for n in "ABCDEFGHIJKL")
    text = (
        f"== A.md ==\nSome words of my own. {many}\n== B.md ==\nMore words here. [[Other thing]]\n"
    )
    gaps = answer("gaps", folder=vault_of(tmp_path, text))["gaps"]

    assert [gap["target"] for gap in gaps].index("Other thing") < 2
    assert len(gaps) == 13


@pytest.mark.parametrize(
    "text", ["== notes.txt ==\nno note\n", "== A.md ==\n---\npublish: false\n---\nFor me alone.\n"]
)
@pytest.mark.parametrize("kind", ["any", "planned-link"])
def test_nothing_to_look_at_is_no_success(tmp_path, text, kind):
    """Without a public note `--fail-on` says so and leaves with 2."""
    result = kbpivot("gaps", "--fail-on", kind, folder=vault_of(tmp_path, text))

    assert result.code == 2
    assert "nothing was checked" in result.err


def test_a_usual_phrase_is_no_mention():
    """The words "this article" in three notes use no note that a link calls so."""
    text = """
        == A.md ==
        … see [[this article]].
        == B.md ==
        … in this article it says so.
        == C.md ==
        … this article is old.
    """

    assert found(text, "unexplained-concept") == []


PEOPLE_AND_WORKS = """
    == Focus.md ==
    Deep work needs long blocks. {0}
    == Flow.md ==
    Flow is a state of concentration. {1}
    == Habits.md ==
    A habit is what one does without choosing. {2}
"""


@pytest.mark.parametrize(
    "uses",
    [
        ("From the book by [[Cal Newport]].", "As [[Cal Newport]] says.", "See [[Cal Newport]]."),
        ("[[Ada von Lovelace]] wrote so.", "[[Ada von Lovelace]] here.", "[[Ada von Lovelace]]."),
        ("— [[J. R. Firth]]", "[[J. R. Firth]] again.", "More of [[J. R. Firth]]."),
        ("After [[@newport2016]].", "So [[@newport2016]].", "Cf. [[@newport2016]], page 3."),
        ("From [[Deep work - Rules for a distracted world]].",) * 3,
        ("Read [[Range: Why generalists win in the end]].",) * 3,
        ("[[TODO]] more.", "[[To do]] more.", "[[FIXME]] this."),
        ("[[to-do]] more.", "[[To-Do]] more.", "[[to do]] this."),
    ],
)
def test_people_works_and_marks_are_no_gaps(uses):
    """A person, a source and a mark of one's own are nothing that a note must explain."""
    text = PEOPLE_AND_WORKS.format(*uses)

    assert found(text, "unexplained-concept") == []
    assert found(text, "planned-link") == []


@pytest.mark.parametrize(
    "name", ["Attention Span", "Deep work - overview", "Working memory", "Time: an introduction"]
)
def test_a_subject_in_capitals_is_a_gap(name):
    """What nobody speaks of as of a person is a subject, and a short second part is one of it."""
    text = PEOPLE_AND_WORKS.format(*[f"It rests on [[{name}]], of which more below."] * 3)

    assert found(text, "unexplained-concept") != []


def test_a_hub_without_text_is_used_only_in_sentences():
    """Lines that file a note under a topic use nothing; a sentence that leans on it does."""
    hub = "\n    == Area.md ==\n    ---\n    tags: [area]\n    ---\n"
    filed = PEOPLE_AND_WORKS.format(*["\n\n    Topics: [[Area]]"] * 3) + hub
    leaned = PEOPLE_AND_WORKS.format(*["It is a part of the [[Area]] that we look at."] * 3) + hub

    assert found(filed, "unexplained-concept") == []
    assert found(leaned, "unexplained-concept") != []
