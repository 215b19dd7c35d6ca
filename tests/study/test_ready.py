"""Whether a note can be read now."""

from __future__ import annotations

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.study.fringe import outer_fringe
from kbpivot.study.ready import readiness, ready_notes, unlocked
from kbpivot.study.state import KnowledgeState
from study_graphs import dags, graph_of, known_parts, knows


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_known_and_missing_are_what_the_note_leans_on(data: st.DataObject) -> None:
    """Each thing once; nothing missing means nothing blocks it."""
    G = data.draw(dags())
    state = data.draw(known_parts(G))
    note = data.draw(st.sampled_from(sorted(G)))
    found = readiness(G, note, state)
    missing = [step.node for step in found.missing]

    assert sorted([*found.known, *missing]) == sorted(nx.ancestors(G, note))
    assert set(found.known) <= state.mastered
    if found.ready and note not in state.mastered:
        assert note in outer_fringe(G, state)


def test_paper_readiness() -> None:
    """Known first to last, missing in order with hours, planned ones without a path."""
    G = graph_of(
        "Paper: Attention RNN Loss; Attention: Vectors; RNN: Vectors P; Loss: Vectors",
        planned="P",
        hours={"RNN": 2, "P": 1.5},
    )
    found = readiness(G, "paper", knows("Vectors", "Attention", "Loss"))

    assert found.known == ("Vectors", "Attention", "Loss")
    assert [(step.node, step.path) for step in found.missing] == [("P", None), ("RNN", "RNN")]
    assert (found.hours, found.ready, found.mastered, found.grade) == (3.5, False, False, "stated")


def test_a_mastered_note_can_be_asked_about() -> None:
    """What it leans on is told all the same."""
    found = readiness(graph_of("B: A"), "B", knows("B"))

    assert ([step.node for step in found.missing], found.mastered) == (["A"], True)


def test_what_is_assumed_is_told_apart() -> None:
    """It counts as known, and is named."""
    state = KnowledgeState(assumed=frozenset({"A"}))
    found = readiness(graph_of("B: A"), "B", state)

    assert (found.known, found.assumed, found.ready) == (("A",), ("A",), True)


def test_unlocked_is_what_waits_for_this_alone() -> None:
    """Not what waits for something else too, and nothing planned."""
    G = graph_of("B: A; C: A X; D: A; P: A", planned="P")

    assert unlocked(G, frozenset(), "A") == ("B", "D")
    assert unlocked(G, frozenset({"X", "D"}), "A") == ("B", "C")


def test_ready_notes_in_order() -> None:
    """Begun first, then those on which most builds; lists and logs are left out."""
    G = graph_of("Z: Y; X: Y; W: V; U: ; I:", kinds={"I": "index"}, hours={"U": 0.5})

    assert [n.node for n in ready_notes(G, knows())] == ["Y", "V", "U"]
    begun = ready_notes(G, knows(started="U"))
    assert [(n.node, n.started) for n in begun] == [("U", True), ("Y", False), ("V", False)]
    assert begun[1].unlocks == ("X", "Z")
