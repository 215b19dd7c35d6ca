"""What a picture shows, leaves out and hides."""

from __future__ import annotations

import itertools

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn_graphs import evidence, learning_graph, learning_states
from kbpivot.errors import NoteNotFoundError
from kbpivot.render.drawing.canvas import canvas
from kbpivot.render.drawing.dot import dot
from kbpivot.render.drawing.graphml import graphml
from kbpivot.render.drawing.html import html
from kbpivot.render.drawing.mermaid import mermaid
from kbpivot.render.drawing.nodelink import nodelink
from kbpivot.render.drawing.picture import picture
from kbpivot.render.drawing.svg import svg
from kbpivot.render.drawing.tree import tree

GRADES = ("stated", "ordered", "inferred")


@st.composite
def graded_graphs(draw, *, acyclic=False):
    """Small graphs whose edges have any grade."""
    size = draw(st.integers(1, 9))
    names = [f"{letter}.md" for letter in "abcdefghi"[:size]]
    graph = nx.DiGraph()
    for name in names:
        graph.add_node(name, exists=True, title=name[0], kind="concept", hours=1.0)
    pairs = [(a, b) for a, b in itertools.permutations(names, 2) if not acyclic or a < b]
    for a, b in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=20)) if pairs else ():
        graph.add_edge(a, b, grade=draw(st.sampled_from(GRADES)), evidence=())
    return graph


def drawn(graph, **options):
    return picture(graph, states={}, **options)


def keys(shown):
    return {node.key for node in shown.nodes}


def pairs(shown, edges):
    names = {node.id: node.key for node in shown.nodes}
    return {(names[edge.source], names[edge.target]) for edge in edges}


def test_a_goal_brings_what_it_needs_and_nothing_else():
    """A goal's picture holds the goal and its ancestors over stated edges."""
    graph = learning_graph()
    stated = nx.DiGraph(e[:2] for e in graph.edges(data="grade") if e[2] == "stated")
    goal = "Concepts/Softmax.md"

    shown = picture(graph, states=learning_states(graph), goal=goal)

    assert nx.ancestors(stated, goal) | {goal} == keys(shown)
    assert shown.goal.key == goal


def test_weaker_edges_pull_nothing_in_unless_followed():
    """A guess is drawn between notes that are shown anyway; `follow` makes it lead further."""
    graph = learning_graph()
    goal = "Concepts/Softmax.md"

    assert "Concepts/KL divergence.md" not in keys(drawn(graph, goal=goal))
    assert "Concepts/KL divergence.md" in keys(
        drawn(graph, goal=goal, follow=("stated", "inferred"))
    )


@pytest.mark.parametrize(
    ("depth", "expected"), [(0, {"c"}), (1, {"b", "c", "d"}), (2, {"a", "b", "c", "d", "e"})]
)
def test_around_a_note_counts_steps_each_way(depth, expected):
    """`around` shows so many steps of needs and of what is unlocked."""
    graph = nx.DiGraph()
    nx.add_path(graph, "abcde", grade="stated", evidence=())
    nx.set_node_attributes(
        graph, {n: {"exists": True, "title": n, "kind": "concept", "hours": 1} for n in graph}
    )

    assert expected == keys(drawn(graph, around="c", depth=depth))


def test_an_unknown_goal_is_a_clear_error():
    """A goal outside the graph is the caller's mistake."""
    with pytest.raises(NoteNotFoundError, match="Nowhere"):
        drawn(learning_graph(), goal="Nowhere.md")


@settings(max_examples=80, deadline=None)
@given(graded_graphs(acyclic=True))
def test_implied_edges_are_those_of_a_transitive_reduction(graph):
    """On stated edges alone, what is left is networkx's transitive reduction."""
    nx.set_edge_attributes(graph, "stated", "grade")
    shown = drawn(graph)

    assert set(nx.transitive_reduction(graph).edges) == pairs(shown, shown.drawn_edges())


@settings(max_examples=150, deadline=None)
@given(graded_graphs())
def test_leaving_implied_edges_out_loses_no_connection(graph):
    """With cycles and all grades, reachability stays, also among the surer edges alone."""
    shown = drawn(graph)
    for count in range(1, len(GRADES) + 1):
        sure = GRADES[:count]
        full = nx.DiGraph(e[:2] for e in graph.edges(data="grade") if e[2] in sure)
        kept = nx.DiGraph()
        kept.add_nodes_from(full)
        kept.add_edges_from(pairs(shown, (e for e in shown.drawn_edges() if e.grade in sure)))

        for node in full:
            assert nx.descendants(full, node) == nx.descendants(kept, node)


def test_a_guess_never_hides_what_the_author_said():
    """A stated edge stays although inferred ones lead the same way."""
    graph = nx.DiGraph()
    for node in "abc":
        graph.add_node(node, exists=True, title=node, kind="concept", hours=1)
    graph.add_edge("a", "b", grade="inferred", evidence=())
    graph.add_edge("b", "c", grade="stated", evidence=())
    graph.add_edge("a", "c", grade="stated", evidence=())

    assert not any(edge.implied for edge in drawn(graph).edges)


@settings(max_examples=80, deadline=None)
@given(graded_graphs())
def test_reading_order_puts_needs_first_wherever_cycles_allow(graph):
    """A note stands behind each stated need outside its own cycle."""
    place = {node.key: number for number, node in enumerate(drawn(graph).nodes)}
    stated = nx.DiGraph(e[:2] for e in graph.edges(data="grade") if e[2] == "stated")
    circle = {n: frozenset(c) for c in nx.strongly_connected_components(stated) for n in c}

    acyclic = all(len(c) == 1 for c in circle.values())
    for a, b in stated.edges:
        assert not acyclic or place[a] < place[b]
    assert set(graph) == set(place)


def test_a_known_study_order_settles_the_reading_order():
    """Where edges leave it open, the order handed in wins over the alphabet; loose notes end it."""
    graph = nx.DiGraph()
    for node in "abcde":
        graph.add_node(node, exists=True, title=node, kind="concept", hours=1)
    graph.add_edge("c", "a", grade="stated", evidence=())
    graph.add_edge("d", "e", grade="stated", evidence=())

    assert [n.key for n in drawn(graph, order="deca").nodes] == ["d", "e", "c", "a", "b"]
    assert [n.key for n in drawn(graph).nodes] == ["c", "a", "d", "e", "b"]


def test_a_node_without_a_state_word_is_blocked_or_planned():
    """Where the caller names no state, a note counts as blocked and a missing one as planned."""
    words = {node.title: node.state for node in drawn(learning_graph()).nodes}

    assert words["Power laws"] == "planned"
    assert words["Adam"] == "blocked"


def test_tracks_name_every_note_on_the_way():
    """Each note is told the tracks that lead through it."""
    shown = drawn(
        learning_graph(), tracks={"B": ["Concepts/Entropy.md"], "A": ["Concepts/Adam.md"]}
    )
    tracks = {node.title: node.tracks for node in shown.nodes}

    assert tracks["Expectation"] == ("A", "B")
    assert tracks["Logarithms"] == ("B",)
    assert tracks["Transformer"] == ()


def secret_graph():
    """A public note that needs a private one, a planned one and a secretly planned one."""
    graph = nx.DiGraph()
    for path, title in (
        ("Open.md", "Open"),
        ("Diary/Secret.md", "Secret title"),
        ("Diary/Deeper.md", "Deeper secret"),
    ):
        graph.add_node(path, exists=True, title=title, kind="concept", hours=1.0)
    for name in ("Plan", "Hushplan"):
        graph.add_node(name, exists=False, title=name, kind="other", hours=1.0)
    said = evidence("stated", "Open.md", "needs", "because Secret title says so", 3)
    hushed = evidence("stated", "Diary/Secret.md", "needs", "hush words", 4)
    graph.add_edge("Diary/Secret.md", "Open.md", grade="stated", evidence=(said,))
    graph.add_edge("Plan", "Open.md", grade="stated", evidence=(said,))
    graph.add_edge("Hushplan", "Diary/Secret.md", grade="stated", evidence=(hushed,))
    graph.add_edge("Hushplan", "Open.md", grade="inferred", evidence=(hushed,))
    graph.add_edge("Diary/Deeper.md", "Diary/Secret.md", grade="stated", evidence=(hushed,))
    return graph


FORMATS = {
    "mermaid": mermaid,
    "dot": dot,
    "graphml": graphml,
    "nodelink": nodelink,
    "canvas": canvas,
    "svg": svg,
    "tree": tree,
    "html": lambda shown: html(
        shown,
        text=lambda path: f"[[Diary/Secret]] [[Diary/Secret|by the way]] from {path}",
        resolve=lambda link, _: f"{link}.md",
        vault_name="V",
    ),
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_public_picture_names_nothing_private(name):
    """No title, path or word of a private note stands in any format."""
    shown = picture(secret_graph(), states={}, public={"Open.md"})
    text = FORMATS[name](shown)

    for word in ("Secret", "Deeper", "Diary", "Hush", "hush", "by the way"):
        assert word not in text
    assert "private note 1" in text
    assert "Open" in text
    assert "Plan" in text


def test_a_public_picture_leaves_out_private_notes_no_public_one_touches():
    """What lies behind a private note says nothing to a reader; `show_private` shows it all."""
    graph = secret_graph()

    shown = picture(graph, states={}, public={"Open.md"})
    frank = picture(graph, states={}, public={"Open.md"}, show_private=True)

    assert [n.title for n in shown.nodes if n.redacted] == ["private note 1", "private note 2"]
    assert len(shown.nodes) == 4
    assert keys(frank) == set(graph)
    assert not any(node.redacted for node in frank.nodes)


def test_reasons_are_those_a_reader_can_look_up():
    """Reasons from private notes go, and so do words that mention a private name."""
    graph = secret_graph()
    plain = evidence("stated", "Open.md", "needs", "for the second step", 5)
    graph.edges["Plan", "Open.md"]["evidence"] += (plain,)

    shown = picture(graph, states={}, public={"Open.md"})
    names = {node.id: node.title for node in shown.nodes}
    reasons = {names[edge.source]: edge.reasons for edge in shown.edges}

    assert [reason.words for reason in reasons["Plan"]] == ["", "for the second step"]
    assert {"Open.md"} == {r.path for several in reasons.values() for r in several}


@settings(max_examples=30, deadline=None)
@given(graded_graphs(), st.randoms(use_true_random=False))
def test_order_of_insertion_changes_no_byte(graph, random):
    """The same graph built in another order gives the same text in every format."""
    again = nx.DiGraph()
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(data=True))
    random.shuffle(nodes)
    random.shuffle(edges)
    again.add_nodes_from(nodes)
    again.add_edges_from(edges)

    for name, write in FORMATS.items():
        assert write(drawn(graph)) == write(drawn(again)), name
