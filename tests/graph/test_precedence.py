"""Components, cycles and growing orders against plain definitions."""

from __future__ import annotations

from random import Random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbpivot.graph import Precedence, components, cycles
from kbpivot.graph.contradictions import contradicted
from kbpivot.graph.curricula import Run, Stop
from kbpivot.graph.edges import Edge, Evidence
from kbpivot.graph.precedence import admitted
from kbpivot.graph.relations import Relations, with_guesses

NODES = [f"n{number}" for number in range(9)]
PAIRS = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=24)


def digraph(pairs):
    G = nx.DiGraph()
    G.add_edges_from((a, b) for a, b in pairs if a != b)
    return G


@given(PAIRS)
def test_components_are_those_of_networkx_in_order(pairs):
    """The same components, ancestors first."""
    G = digraph(pairs)
    found = components({node: sorted(G[node]) for node in sorted(G)})

    assert {frozenset(c) for c in found} == {
        frozenset(c) for c in nx.strongly_connected_components(G)
    }
    place = {node: number for number, members in enumerate(found) for node in members}
    assert all(place[a] <= place[b] for a, b in G.edges)


@given(PAIRS)
def test_one_shortest_cycle_for_each_knot(pairs):
    """Each knot gives a closed way, and none in it is shorter."""
    G = digraph(pairs)
    found = cycles(G)
    knots = [c for c in nx.strongly_connected_components(G) if len(c) > 1]

    assert len(found) == len(knots)
    for cycle in found:
        (knot,) = (c for c in knots if cycle.nodes[0] in c)
        assert all(G.has_edge(edge.source, edge.target) for edge in cycle.edges)
        assert [edge.target for edge in cycle.edges] == [*cycle.nodes[1:], cycle.nodes[0]]
        assert len(cycle.nodes) == min(map(len, nx.simple_cycles(G.subgraph(knot))))
        assert cycle.nodes[0] == min(cycle.nodes)
        assert cycle.members == len(knot)


@given(PAIRS, PAIRS)
def test_precedence_takes_what_closes_no_cycle(given_pairs, further):
    """An edge is refused exactly when the other way round is known already."""
    stated = digraph(given_pairs)
    precedence = Precedence(stated.edges)
    reference = stated.copy()
    for a, b in further:
        if a == b:
            continue
        reference.add_nodes_from((a, b))
        backward = nx.has_path(reference, b, a)
        answer = precedence.add(a, b)
        if not backward:
            assert answer == "added"
            reference.add_edge(a, b)
        elif a in stated and b in stated and nx.has_path(stated, b, a):
            assert answer == "given"
        else:
            assert answer == "later"
    condensed = nx.condensation(reference)
    assert nx.is_directed_acyclic_graph(condensed)
    for a, b in reference.edges:
        same = nx.has_path(reference, b, a)
        assert same or precedence.rank(a) < precedence.rank(b)


@pytest.mark.parametrize("seed", range(3))
def test_an_order_that_is_turned_again_and_again_stays_one(seed):
    """Hundreds of edges against the present order leave no two nodes in one place."""
    chance = Random(seed)
    precedence, reference = Precedence(()), nx.DiGraph()
    for _ in range(900):
        a, b = chance.sample(range(40), 2)
        wanted = not (a in reference and b in reference and nx.has_path(reference, b, a))
        assert precedence.admit(str(a), str(b)) == wanted
        if wanted:
            reference.add_edge(a, b)
    ranks = [precedence.rank(str(node)) for node in reference]
    assert len(set(ranks)) == len(ranks)
    assert all(precedence.rank(str(a)) < precedence.rank(str(b)) for a, b in reference.edges)


@given(PAIRS, PAIRS)
def test_what_is_admitted_is_what_could_be_added_in_turn(given_pairs, offered):
    """Looking at all edges at once admits exactly what weighing them one by one does."""
    precedence = Precedence(given_pairs)
    expected = [a != b and precedence.add(a, b) == "added" for a, b in offered]

    assert admitted(given_pairs, offered) == expected


@given(PAIRS, PAIRS, PAIRS)
def test_guesses_give_way_to_what_is_written_and_to_better_guesses(stated, ordered, guessed):
    """Best first, a guess is taken unless it closes a circle; what is written stays as it was."""
    place = {grade: Evidence(grade, "A.md", None, "label", "") for grade in ("stated", "ordered")}
    written = dict.fromkeys(((a, b) for a, b in stated if a != b), "stated")
    taken = Precedence(written)
    for pair in ordered:
        if pair not in written and pair[0] != pair[1] and taken.add(*pair) == "added":
            written[pair] = "ordered"
    edges = tuple(Edge(*pair, written[pair], (place[written[pair]],)) for pair in sorted(written))
    guesses = [
        Edge(*pair, "inferred", (Evidence("inferred", "A.md", None, str(n), ""),), n / 9, "likely")
        for n, pair in enumerate(guessed)
    ]
    found = with_guesses(Relations(edges, {}, frozenset(), (), ()), guesses)
    best_first = sorted(guesses, key=lambda edge: (-edge.score, edge.source, edge.target))
    accepted = {
        edge
        for edge in best_first
        if edge.source != edge.target and taken.add(edge.source, edge.target) == "added"
    }

    pairs = [(edge.source, edge.target) for edge in found.edges]
    assert pairs == sorted(written.keys() | {(edge.source, edge.target) for edge in accepted})
    for edge in found.edges:
        pair = (edge.source, edge.target)
        own = [one.evidence[0] for one in best_first if (one.source, one.target) == pair]
        own = own if pair in {(one.source, one.target) for one in accepted} else []
        before = [place[written[pair]]] if pair in written else []
        assert list(edge.evidence) == before + own
        assert edge.grade == written.get(pair, "inferred")
        assert (edge.score is None) == (pair in written)


@given(PAIRS, st.permutations(NODES), st.integers(1, 3))
def test_contradictions_are_what_comes_before_its_needs(pairs, order, width):
    """A note is early exactly when the run has something it needs at a later level."""
    G = digraph(pairs)
    said = Evidence("ordered", "Home.md", None, "index", "")
    stops = tuple(Stop(node, said, level // width) for level, node in enumerate(order))
    run = Run("Home.md", "index", numbered=True, stops=stops)
    expected = {}
    for place, node in enumerate(order):
        later = tuple(
            other
            for other in order[(place // width + 1) * width :]
            if node in G
            and other in G
            and nx.has_path(G, other, node)
            and not nx.has_path(G, node, other)
        )
        if later:
            expected[node] = later

    assert {c.early: c.needs for c in contradicted([run], G.edges)} == expected


def test_a_long_ring_is_one_cycle():
    """A ring of thousands takes no longer than reading it."""
    G = nx.DiGraph()
    nx.add_cycle(G, [f"n{number:05}" for number in range(20_000)])

    (cycle,) = cycles(G)
    assert len(cycle.nodes) == 20_000
