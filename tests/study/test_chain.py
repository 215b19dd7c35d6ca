"""Why one note comes before another: the shortest chain of the surest edges."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.errors import NoteNotFoundError
from kbpivot.study.chain import prerequisite_chain


def graph(*edges):
    """Build a graph from (before, after, grade)."""
    G = nx.DiGraph()
    for before, after, grade in edges:
        G.add_edge(before, after, grade=grade, evidence=())
    return G


def steps(chain):
    """Return the steps of a chain as pairs."""
    return [(edge.before, edge.after) for edge in chain.edges]


def test_chain_is_the_shortest():
    """Of two ways the shorter one is told."""
    G = graph(
        ("a", "b", "stated"), ("b", "c", "stated"), ("c", "d", "stated"), ("b", "d", "stated")
    )

    assert steps(prerequisite_chain(G, "a", "d")) == [("a", "b"), ("b", "d")]


def test_stated_edges_win_over_a_shorter_guess():
    """A chain of stated edges is told before one guess says the same."""
    G = graph(("a", "b", "stated"), ("b", "c", "stated"), ("a", "c", "inferred"))

    chain = prerequisite_chain(G, "a", "c")

    assert [edge.grade for edge in chain.edges] == ["stated", "stated"]


def test_guess_is_told_when_nothing_else_is_there():
    """Without stated edges a guess leads, and says that it is one."""
    chain = prerequisite_chain(graph(("a", "b", "inferred")), "a", "b")

    assert [edge.grade for edge in chain.edges] == ["inferred"]


def test_other_way_round():
    """Asked in the wrong direction, the answer says so and shows the way there is."""
    chain = prerequisite_chain(graph(("a", "b", "stated")), "b", "a")

    assert chain.turned
    assert steps(chain) == [("a", "b")]


def test_nothing_orders_them():
    """Two notes that no edge connects have an empty chain, and so has a note with itself."""
    G = graph(("a", "b", "stated"), ("c", "d", "stated"))

    assert steps(prerequisite_chain(G, "a", "d")) == []
    assert steps(prerequisite_chain(G, "a", "a")) == []


def test_unknown_note():
    """A name that is not in the graph is refused."""
    with pytest.raises(NoteNotFoundError):
        prerequisite_chain(graph(("a", "b", "stated")), "a", "zzz")


@settings(max_examples=60)
@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_chain_is_as_long_as_the_shortest_path(pairs):
    """On any graph, cycles included, the chain is there exactly when networkx finds a path."""
    G = graph(*((str(a), str(b), "stated") for a, b in pairs), ("0", "x", "stated"))
    nodes = sorted(G)
    for end in nodes:
        if end == "0":
            continue
        chain = prerequisite_chain(G, "0", end)
        if nx.has_path(G, "0", end):
            assert not chain.turned
            assert len(chain) == nx.shortest_path_length(G, "0", end)
            assert all(G.has_edge(*step) for step in steps(chain))
        else:
            assert chain.turned or not chain.edges
