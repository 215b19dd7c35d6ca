"""What is ready, and what was learnt last."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from kbpivot.graph.closure import components
from kbpivot.study.fringe import blockers, inner_fringe, node_states, outer_fringe
from kbpivot.study.state import KnowledgeState
from study_graphs import dags, digraphs, graph_of, known_parts, knows


@given(st.data())
def test_fringe_holds_nothing_mastered(data: st.DataObject) -> None:
    """What is mastered is not ready to be learnt."""
    G = data.draw(digraphs())
    state = data.draw(known_parts(G))

    assert outer_fringe(G, state).isdisjoint(state.mastered)
    assert inner_fringe(G, state) <= state.mastered


@given(st.data())
def test_fringe_is_what_the_definition_says(data: st.DataObject) -> None:
    """On a graph without cycles: open, and everything directly needed is mastered."""
    G = data.draw(dags())
    state = data.draw(known_parts(G))
    ready = {n for n in G if n not in state.mastered and set(G.pred[n]) <= state.mastered}
    latest = {n for n in state.mastered if not set(G.succ[n]) & state.mastered}

    assert outer_fringe(G, state) == ready
    assert inner_fringe(G, state) == latest


@given(st.data())
def test_fringe_is_empty_only_when_done(data: st.DataObject) -> None:
    """While something is open, something is ready: cycles included, for they become ready whole."""
    G = data.draw(digraphs())
    state = data.draw(known_parts(G))

    assert (not outer_fringe(G, state)) == (set(G) == set(state.mastered))


@given(st.data())
def test_one_by_one_everything_is_reached(data: st.DataObject) -> None:
    """Whatever ready note is taken each time, the end is reached in as many steps as notes."""
    G = data.draw(digraphs())
    state = knows()
    for _ in range(len(G)):
        ready = sorted(outer_fringe(G, state))
        state = knows(*state.mastered, data.draw(st.sampled_from(ready)))

    assert set(state.mastered) == set(G)


@given(digraphs())
def test_components_are_those_of_networkx(G: nx.DiGraph[str]) -> None:
    """The same sets, each after all it needs."""
    found = components(G, list(G))
    place = {node: number for number, members in enumerate(found) for node in members}

    assert {frozenset(c) for c in found} == {
        frozenset(c) for c in nx.strongly_connected_components(G)
    }
    assert all(place[before] <= place[after] for before, after in G.edges)


def test_planned_prerequisite_blocks_until_it_is_known_by_name() -> None:
    """A name known in another spelling lets the note through."""
    G = graph_of("RAG.md: Linear_Algebra", planned="Linear_Algebra")

    assert outer_fringe(G, knows()) == set()
    assert node_states(G, knows()) == {"RAG.md": "blocked", "Linear_Algebra": "planned"}
    named = KnowledgeState(names=frozenset({"linear algebra"}))
    assert outer_fringe(G, named) == {"RAG.md"}
    assert node_states(G, named)["Linear_Algebra"] == "mastered"


def test_a_known_name_says_nothing_of_a_note_that_exists() -> None:
    """Two notes may share a name; which of them was meant is not guessed."""
    G = graph_of("B.md: x/RAG.md")

    assert outer_fringe(G, KnowledgeState(names=frozenset({"rag"}))) == {"x/RAG.md"}


def test_only_stated_edges_block() -> None:
    """Wishes, orders and guesses do not."""
    G = graph_of("B: ?A >C ~D")

    assert "B" in outer_fringe(G, knows())


def test_members_of_a_cycle_become_ready_together() -> None:
    """When all that the cycle needs from outside is met, and not before."""
    G = graph_of("A: B R; B: A; C: B")

    assert outer_fringe(G, knows()) == {"R"}
    assert outer_fringe(G, knows("R")) == {"A", "B"}
    assert outer_fringe(G, knows("R", "A")) == {"B"}


def test_a_cycle_with_a_planned_member_waits() -> None:
    """What is not written cannot be learnt together with the rest."""
    assert outer_fringe(graph_of("A: P; P: A", planned="P"), knows()) == set()


def test_assumed_notes_block_nobody_and_may_be_studied() -> None:
    """What was written counts as met, and is not mastered."""
    G = graph_of("B: A; C: B")
    state = KnowledgeState(assumed=frozenset({"A"}), written=frozenset({"A"}))

    assert outer_fringe(G, state) == {"A", "B"}


def test_states_of_all_nodes() -> None:
    """One word each."""
    G = graph_of("B: A; C: B; D: C P", planned="P")

    assert node_states(G, knows("A", started="C")) == {
        "A": "mastered",
        "B": "ready",
        "C": "started",
        "D": "blocked",
        "P": "planned",
    }


def test_what_a_note_waits_for() -> None:
    """The open notes to begin with, not those behind them, and not the note's own cycle."""
    G = graph_of("D: B C; C: A; B: A X; E: D F; F: E")

    assert blockers(G, knows(), "D") == ("A", "X")
    assert blockers(G, knows("A", "B"), "D") == ("C",)
    assert blockers(G, knows("D"), "E") == ()
