"""The way to a goal."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.errors import NoteNotFoundError
from kbpivot.study.basis import basis
from kbpivot.study.fringe import outer_fringe
from kbpivot.study.path import learning_path
from kbpivot.study.state import KnowledgeState
from study_graphs import dags, graph_of, known_parts, knows


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_path_is_what_is_left_below_the_goal(data: st.DataObject) -> None:
    """Exactly the goal and its ancestors, without what is mastered."""
    G = data.draw(dags(planned=True))
    state = data.draw(known_parts(G))
    goal = data.draw(st.sampled_from(sorted(G)))
    path = learning_path(G, goal, state)

    assert set(path.notes) == (nx.ancestors(G, goal) | {goal}) - state.mastered
    assert len(path.notes) == len(set(path.notes))
    assert path.hours == pytest.approx(sum(G.nodes[n]["hours"] for n in path.notes))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_each_step_is_ready_when_it_is_reached(data: st.DataObject) -> None:
    """Following the path, the next step is always in the outer fringe."""
    G = data.draw(dags())
    state = data.draw(known_parts(G))
    goals = data.draw(st.sets(st.sampled_from(sorted(G)), min_size=1, max_size=3))
    for step in learning_path(G, sorted(goals), state):
        assert step.node in outer_fringe(G, state)
        state = knows(*state.mastered, step.node)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_mastering_more_never_lengthens(data: st.DataObject) -> None:
    """Neither the steps nor the hours grow."""
    G = data.draw(dags())
    less = data.draw(known_parts(G))
    more = knows(*less.mastered, *data.draw(known_parts(G)).mastered)
    goal = data.draw(st.sampled_from(sorted(G)))
    before, after = learning_path(G, goal, less), learning_path(G, goal, more)

    assert set(after.notes) <= set(before.notes)
    assert after.hours <= before.hours + 1e-9


def test_steps_say_what_they_need_and_what_they_are_for() -> None:
    """Needs with grade, later steps, the goal, and the state of each."""
    G = graph_of("B: A; C: B P; D: C", planned="P", hours={"B": 0.5})
    path = learning_path(G, "C", knows("A", started="B"))

    assert [(s.node, s.path, s.state, s.hours, s.goal) for s in path] == [
        ("B", "B", "started", 0.5, False),
        ("P", None, "planned", 1.0, False),
        ("C", "C", "blocked", 1.0, True),
    ]
    assert [(n.node, n.grade, n.met) for n in path[0].needs] == [("A", "stated", True)]
    assert path[0].leads_to == ("C",)
    assert (path.exact, path.grade, len(path)) == (True, "stated", 3)


def test_a_mastered_goal_is_no_step() -> None:
    """What it builds on and was never marked still is."""
    path = learning_path(graph_of("B: A"), "B", knows("A", "B"))

    assert (path.steps, path.hours, path.exact) == ((), 0, True)
    assert learning_path(graph_of("B: A"), "B", knows("B")).notes == ("A",)


def test_known_names_are_no_steps() -> None:
    """A planned prerequisite that is known by name is not on the way."""
    G = graph_of("B: Linear-Algebra", planned="Linear-Algebra")

    assert learning_path(G, "B", KnowledgeState(names=frozenset({"linear algebra"}))).notes == (
        "B",
    )


def test_assumed_notes_are_steps_only_where_they_are_all_there_is() -> None:
    """What is written counts as met on the way; where all is, the steps are an order to read."""
    G = graph_of("B: A")
    some = KnowledgeState(assumed=frozenset({"A"}))

    assert learning_path(G, "B", some).notes == ("B",)
    assert learning_path(G, "B", some).assumed == ("A",)
    assert learning_path(G, "B", some, assume=False).notes == ("A", "B")
    every = KnowledgeState(assumed=frozenset({"A", "B"}))
    assert learning_path(G, "B", every).notes == ("A", "B")
    assert learning_path(G, "B", every).all_written
    assert learning_path(G, "B", every, assume=True).notes == ()


def test_weaker_edges_choose_between_equals() -> None:
    """The curriculum's order, not the alphabet, where the prerequisites leave it open."""
    G = graph_of("Z: A B C; A: >B; B: >C")

    assert learning_path(G, "Z", knows()).notes == ("C", "B", "A", "Z")


def test_order_takes_over_where_nothing_is_stated() -> None:
    """And says so; a guess is taken only where there is no order either."""
    ordered = graph_of("B: >A; C: >B; E: D")
    path = learning_path(ordered, "C", knows())
    assert (path.notes, path.grade) == (("A", "B", "C"), "ordered")
    assert [n.grade for n in path[2].needs] == ["ordered"]

    guessed = learning_path(graph_of("C: ~B; B: ~A"), "C", knows())
    assert (guessed.notes, guessed.grade) == (("A", "B", "C"), "inferred")
    assert learning_path(ordered, "E", knows()).grade == "stated"


def test_optional_prerequisites_come_before_and_can_be_left_out_by_year() -> None:
    """Older ones go with what only they need; what is needed anyway stays."""
    G = graph_of("Transformer: Attention ?RNN ?New; RNN: BPTT; Attention: Vectors")
    years = {"RNN": 1990, "New": 2021, "Attention": 2014}
    full = learning_path(G, "Transformer", knows(), years=years)
    short = learning_path(G, "Transformer", knows(), since=2015, years=years)

    assert set(full.notes) == {"Vectors", "Attention", "BPTT", "RNN", "New", "Transformer"}
    assert full.notes.index("RNN") < full.notes.index("Transformer")
    assert {s.node for s in full if s.optional} == {"RNN", "BPTT", "New"}
    assert set(short.notes) == {"Vectors", "Attention", "New", "Transformer"}
    assert "RNN" in learning_path(G, "Transformer", knows(), since=1990, years=years).notes
    assert [(left.node, left.year, left.wanted_by) for left in short.left_out] == [
        ("RNN", 1990, ("Transformer",))
    ]


def test_a_wish_never_closes_a_cycle() -> None:
    """An optional prerequisite that builds on the note itself is passed over."""
    path = learning_path(graph_of("B: A; A: ?B"), "B", knows())

    assert path.notes == ("A", "B")


def test_goals_by_title_and_near_names() -> None:
    """A path without `.md`, any case; else the error names what is near."""
    G = graph_of("Notes/Attention.md: A")

    assert learning_path(G, "attention", knows()).goals == ("Notes/Attention.md",)
    with pytest.raises(NoteNotFoundError) as caught:
        learning_path(G, "atention", knows())
    assert caught.value.near == ("Notes/Attention.md",)


def test_time_spent_counts() -> None:
    """What was logged on a started note is taken off, but something always remains."""
    G = graph_of("B: A", hours={"A": 2.0})
    state = KnowledgeState(started=frozenset({"A"}), spent={"A": 90.0})

    assert learning_path(G, "A", state).hours == pytest.approx(0.5)
    over = KnowledgeState(started=frozenset({"A"}), spent={"A": 900.0})
    assert learning_path(G, "A", over).hours == pytest.approx(0.2)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_was_begun_comes_as_early_as_it_can(data: st.DataObject) -> None:
    """The same steps in an allowed order, and none that was begun waits for another."""
    G = data.draw(dags())
    state = data.draw(known_parts(G))
    begun = frozenset(data.draw(st.sets(st.sampled_from(sorted(G))))) - state.mastered
    state = KnowledgeState(mastered=state.mastered, started=begun)
    goals = data.draw(st.lists(st.sampled_from(sorted(G)), min_size=1, unique=True))
    path = learning_path(G, goals, state, finish_started=True)

    assert sorted(path.notes) == sorted(learning_path(G, goals, state).notes)
    met = set(state.mastered)
    for place, note in enumerate(path.notes):
        assert set(G.pred[note]) <= met
        free = [n for n in path.notes[place:] if n in begun and set(G.pred[n]) <= met]
        assert not free or note in free
        met.add(note)


def test_a_strong_guess_orders_beside_a_list_and_is_marked() -> None:
    """A list about a goal switches off no strong guess; a likely one only breaks ties."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for name in ("listed.md", "strong.md", "likely.md", "goal.md"):
        graph.add_node(name, title=name[:-3], kind="concept", exists=True, minutes=10)
    graph.add_edge("listed.md", "goal.md", grade="ordered")
    graph.add_edge("strong.md", "goal.md", grade="inferred", tier="strong", score=0.95)
    graph.add_edge("likely.md", "goal.md", grade="inferred", tier="likely", score=0.7)

    found = basis(graph, ["goal.md"])

    assert set(found.graph.pred["goal.md"]) == {"listed.md", "strong.md"}
    assert found.graph.edges["strong.md", "goal.md"]["grade"] == "inferred"
