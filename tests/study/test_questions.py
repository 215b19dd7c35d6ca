"""Which guesses are asked about first, and what refusing one means."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.errors import NoteNotFoundError
from kbpivot.shell.log import new_event
from kbpivot.study import learning_path, next_notes, questions
from kbpivot.study.basis import GUESSES_FILL
from kbpivot.study.learning_log import records, refusals
from kbpivot.study.moved_notes import followed
from study_graphs import graph_of, knows

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def guessed(needs, *, tiers=None, **more):
    """Return a graph in which guesses count beside what is stated."""
    G = graph_of(needs, **more)
    G.graph[GUESSES_FILL] = True
    for before, after, facts in G.edges(data=True):
        if facts["grade"] == "inferred":
            facts["tier"], facts["score"] = (tiers or {}).get(before + after, ("likely", 0.5))
    return G


def asked(found):
    """Return the pairs of questions."""
    return [question.first + question.second for question in found]


def test_what_changes_the_next_steps_comes_first():
    """A guess on the way to the goal is asked about before a surer one beside it."""
    G = guessed("C: ~A ~B; Z: ~Y", tiers={"YZ": ("strong", 0.99)})

    found = questions(G, knows(), goals="C")

    assert set(asked(found)[:2]) == {"AC", "BC"}
    assert all(question.changes for question in found[:2])
    assert (asked(found)[2], found[2].changes) == ("YZ", 0)


def test_the_unsure_of_equals_comes_first():
    """Of two guesses that change as much, the one more likely to be wrong is asked about first."""
    G = guessed("B: ~A; D: ~C", tiers={"AB": ("strong", 0.9), "CD": ("likely", 0.5)})

    assert asked(questions(G, knows(), goals=["B", "D"])) == ["CD", "AB"]


def test_only_guesses_are_asked_about():
    """What is stated, ordered or optional is no question."""
    G = guessed("D: A >B ?C ~E")

    assert asked(questions(G, knows(), goals="D")) == ["ED"]


def test_about_a_note():
    """With a note, only guesses about it and what leads to it are asked."""
    G = guessed("B: ~A; C: B; Z: ~Y; Y: ~C")

    assert asked(questions(G, knows(), about="C")) == ["AB"]
    with pytest.raises(NoteNotFoundError):
        questions(G, knows(), about="nobody")


def test_graph_is_left_as_it_was():
    """Trying out answers changes nothing in the graph."""
    G = guessed("C: ~A ~B; D: ~C A")
    before = sorted(G.edges(data="grade"))

    questions(G, knows())

    assert sorted(G.edges(data="grade")) == before


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from(["AB", "AC", "BC", "BD", "CD", "CE", "DE"]), min_size=1), st.data())
def test_every_guess_is_asked_once(pairs, data):
    """Each guess is one question, whatever is known and studied toward."""
    G = guessed("; ".join(f"{second}: ~{first}" for first, second in sorted(pairs)))
    known = data.draw(st.sets(st.sampled_from("ABCDE")))
    goals = data.draw(st.none() | st.sampled_from(sorted(G)))

    found = questions(G, knows(*known), goals=goals)

    assert sorted(asked(found)) == sorted(pairs)
    assert all(0 <= question.changes <= 10 for question in found)


def test_large_graph_is_asked_near_the_next_steps():
    """Beyond 600 notes only what is near is tried out, and still the next step leads."""
    many = "; ".join(f"N{i}: ~M{i}" for i in range(400))
    G = guessed(f"{many}; C: ~A ~B; D: C")

    found = questions(G, knows(), goals="D")

    assert set(asked(found)[:2]) == {"AC", "BC"}
    assert found[0].changes


def test_first_answer_does_not_unseat_the_other_guesses():
    """With one pair stated, the guesses still order the rest and the path has both."""
    G = guessed("C: A ~B; D: ~C")

    path = learning_path(G, "D", knows())
    suggestions = next_notes(G, knows(), goals="D")

    assert set(path.notes) == {"A", "B", "C", "D"}
    assert path.grade == "inferred"
    assert {step.node: step.guess for step in path} == {
        "A": True,  # C itself is there by a guess
        "B": True,
        "C": True,
        "D": False,
    }
    assert suggestions.grade == "inferred"


def test_a_way_without_guesses_is_not_called_one():
    """Where all on the way is stated, a guess elsewhere changes nothing."""
    G = guessed("B: A; Z: ~Y")

    path = learning_path(G, "B", knows())

    assert (path.grade, [step.guess for step in path]) == ("stated", [False, False])


def test_stated_and_guessed_needs_are_told_apart():
    """A reason never says of a guess that the note builds on it."""
    G = guessed("C: A ~B")

    (suggestion,) = next_notes(G, knows("A", "B"), goals="C", limit=1)
    said = " ".join(reason.message for reason in suggestion.reasons)

    assert "Builds on A. Seems to build on B." in said


def test_refusals_follow_their_notes():
    """What was refused is remembered under today's names, and taken back by `undone`."""
    first = new_event("refused", "A.md", to="B.md", at=NOW)
    second = new_event("refused", "A.md", to="C.md", at=NOW.replace(hour=13))
    moved = new_event("renamed", "B.md", to="D.md", at=NOW.replace(hour=14))
    undone = new_event("undone", of=second.id, at=NOW.replace(hour=15))

    assert refusals([first, second]) == {("A.md", "B.md"), ("A.md", "C.md")}
    assert refusals([first, second, moved]) == {("A.md", "D.md"), ("A.md", "C.md")}
    assert refusals([undone, moved, second, first]) == {("A.md", "D.md")}
    assert refusals(followed([first, second, moved])) == {("A.md", "D.md"), ("A.md", "C.md")}


def test_refusing_says_nothing_of_what_is_known():
    """A refusal is about two notes; neither becomes begun, seen or known by it."""
    assert not records([new_event("refused", "A.md", to="B.md", at=NOW)])
    with pytest.raises(ValueError, match="'to'"):
        new_event("refused", "A.md", at=NOW)
