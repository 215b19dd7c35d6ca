"""The graph in plain dictionaries answers as networkx does."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from kbpivot.graph.digraph import PrerequisiteGraph
from kbpivot.graph.edges import EdgeFacts, Evidence, evidence_of
from kbpivot.graph.parts import part_of
from kbpivot.graph.plain import PlainGraph, as_networkx

NODES = [f"n{number}.md" for number in range(7)]
NODE = st.sampled_from(NODES)
PLACE = Evidence("stated", "n0.md", None, "label", "Needs")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add_node"), NODE, st.fixed_dictionaries({"title": st.sampled_from("xy")})),
        st.tuples(st.just("add_edge"), NODE, NODE, st.sampled_from(("stated", "optional", "ordered"))),
        st.tuples(st.just("remove_edge"), NODE, NODE),
    ),
    max_size=30,
)  # fmt: skip


def built(steps):
    """The same steps on both graphs."""
    plain, whole = PlainGraph(), PrerequisiteGraph()
    for step in steps:
        if step[0] == "add_node":
            plain.add_node(step[1], **step[2])
            whole.add_node(step[1], **step[2])
        elif step[0] == "add_edge":
            facts = EdgeFacts.of((PLACE,)) | {"grade": step[3]}
            plain.add_edges_from([(step[1], step[2], facts)])
            whole.add_edges_from([(step[1], step[2], facts)])
        elif whole.has_edge(step[1], step[2]):
            plain.remove_edge(step[1], step[2])
            whole.remove_edge(step[1], step[2])
    return plain, whole


def shown(G):
    """All that is asked of a graph, in its order."""
    return {
        "nodes": list(G.nodes(data=True)),
        "names": (list(G), list(G.nodes), len(G), G.number_of_nodes()),
        "edges": list(G.edges(data=True)),
        "pairs": (list(G.edges), len(G.edges), G.number_of_edges()),
        "succ": {node: dict(G.succ[node]) for node in G},
        "pred": {node: set(G.pred[node]) for node in G},
        "steps": {node: (list(G.successors(node)), set(G.predecessors(node))) for node in G},
        "adjacency": {node: dict(found) for node, found in G.adjacency()},
        "out": {node: list(G.out_edges(node, data=True)) for node in G},
        "has": [G.has_edge(a, b) for a in NODES for b in NODES],
        "in": [(node in G, (node, NODES[0]) in G.edges) for node in NODES],
        "facts": [(G.edges[pair]["grade"], G.nodes[pair[0]].get("title")) for pair in G.edges],
    }


@given(STEPS, st.sets(NODE))
def test_it_answers_as_networkx_does(steps, kept):
    """Nodes, edges, neighbours, copies and parts are the same, in the same order."""
    plain, whole = built(steps)
    assert shown(plain) == shown(whole)
    assert shown(plain.copy()) == shown(whole.copy())
    part, expected = shown(plain.subgraph(kept)), shown(whole.subgraph(kept))
    assert set(part["pairs"][0]) == set(expected["pairs"][0])
    assert part["succ"] == expected["succ"]
    for grades in (("stated",), ("stated", "ordered"), ()):
        assert shown(part_of(plain, grades)) == shown(part_of(whole, grades))


@given(STEPS)
def test_as_networkx_holds_all_of_it(steps):
    """What library users get is a networkx graph with the same attributes and evidence."""
    plain, whole = built(steps)
    given_out = as_networkx(plain)
    assert isinstance(given_out, nx.DiGraph)
    assert shown(given_out) == shown(whole)
    assert as_networkx(whole) is whole
    for pair in whole.edges:
        assert evidence_of(given_out.edges[pair]) == evidence_of(whole.edges[pair])


@given(STEPS, NODE, NODE)
def test_a_copy_is_apart(steps, before, after):
    """Changes of a copy do not show in the graph it was made of."""
    plain, _ = built(steps)
    said = shown(plain)
    copied = plain.copy()
    copied.add_edge(before, after, grade="inferred")
    copied.add_node(before, title="other")
    assert shown(plain) == said
