"""Edges from a map order notes where their author is silent, and give way to what is written."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbpivot import evidence, prerequisite_graph
from kbpivot.graph import contradictions, mapped_edges
from kbpivot.maps import parse_map
from small_maps import chain_map, small_map
from small_vaults import vault_of

FIELD = small_map("ai")
GRADES = ("stated", "optional", "ordered", "mapped", "inferred")


def graph(text, *grades):
    """The graph of a vault with edges of some grades, by the small map."""
    return prerequisite_graph(vault_of(text), grades=grades or GRADES[:4], maps=FIELD)


def grades_of(G):
    """The grade of each edge."""
    return {pair: G.edges[pair]["grade"] for pair in G.edges}


BARE = """
== Softmax.md ==
…
== Backpropagation.md ==
…
== Recurrent neural networks.md ==
…
== Transformer.md ==
… Attention and backpropagation.
"""


def test_the_map_orders_notes_that_state_nothing():
    """A note comes before another where the map leads there past no third note."""
    assert grades_of(graph(BARE)) == {
        ("Backpropagation.md", "Recurrent neural networks.md"): "mapped",
        ("Backpropagation.md", "Transformer.md"): "mapped",
        ("Softmax.md", "Transformer.md"): "mapped",
    }


def test_the_evidence_is_the_line_of_the_map():
    """Each mapped edge says what the map says, step by step where no note lies between."""
    G = graph(BARE)
    (direct,) = evidence(G, "Backpropagation.md", "Transformer.md")
    (over,) = evidence(G, "Softmax.md", "Transformer.md")

    assert (direct.grade, direct.path, direct.line) == ("mapped", "", None)
    assert (direct.form, direct.key) == ("map", "ai")
    assert direct.reason == (
        "transformer needs backpropagation, because the whole stack is trained by it"
    )
    assert over.reason == (
        "transformer needs attention, because every block is built around it; "
        "attention needs softmax, because it turns the matches into weights that add up to one"
    )


def test_edges_have_plain_attributes():
    """A mapped edge has no path of a note, and any networkx writer takes the graph."""
    G = graph(BARE)

    assert G.edges["Softmax.md", "Transformer.md"] == {"grade": "mapped", "form": "map"}
    assert "mapped" in "".join(nx.generate_graphml(G))


def test_helps_makes_no_edge():
    """What is useful before and not needed orders nothing."""
    text = BARE + "== Attention.md ==\n… A dot product, a softmax.\n"

    assert not graph(text).has_edge("Recurrent neural networks.md", "Attention.md")


STATED = """
== Transformer.md ==
---
prerequisites: ["[[Softmax]]"]
---
… Attention and backpropagation.
== Softmax.md ==
…
== Backpropagation.md ==
{backpropagation}
…
== Recurrent neural networks.md ==
…
"""


def test_what_is_stated_is_stronger():
    """A stated edge stays stated, and the map's line stands behind it as more evidence."""
    G = graph(STATED.replace("{backpropagation}", ""))

    assert G.edges["Softmax.md", "Transformer.md"]["grade"] == "stated"
    assert [one.grade for one in evidence(G, "Softmax.md", "Transformer.md")] == [
        "stated", "mapped",
    ]  # fmt: skip


def test_an_edge_against_a_stated_way_is_dropped_and_told():
    """What the author states the other way round counts, and the contradiction names both notes."""
    text = STATED.replace("{backpropagation}", "Prerequisites: [[Transformer]]")
    G = graph(text)

    assert grades_of(G)["Transformer.md", "Backpropagation.md"] == "stated"
    assert not G.has_edge("Backpropagation.md", "Transformer.md")
    (one,) = contradictions(vault_of(text), maps=FIELD)
    assert (one.form, one.key) == ("map", "ai")
    assert (one.early, one.needs) == ("Backpropagation.md", ("Transformer.md",))
    assert contradictions(vault_of(text)) == ()


def test_a_pair_that_is_optional_is_left_alone():
    """Where the author calls one note optional for the other, the map does not order the two."""
    text = BARE + (
        "== Attention.md ==\n---\noptional: []\n---\n… A dot product.\n\n"
        "## Optional prerequisites\n\n- [[Softmax]]\n"
    )
    G = graph(text)

    assert grades_of(G)["Softmax.md", "Attention.md"] == "optional"


def test_an_order_is_stronger_than_the_map():
    """Numbered files keep their order where the map has another one."""
    text = """
    == 01 Transformer.md ==
    … Attention and backpropagation.
    == 02 Softmax.md ==
    …
    == 03 Backpropagation.md ==
    …
    == 04 Recurrent neural networks.md ==
    …
    """
    G = graph(text)

    assert not G.has_edge("02 Softmax.md", "01 Transformer.md")
    assert nx.is_directed_acyclic_graph(G)


def test_the_map_is_stronger_than_a_guess():
    """A guess that goes against the map is not taken."""
    G = graph(BARE, "stated", "mapped", "inferred")

    assert nx.is_directed_acyclic_graph(G)
    assert all(G.edges[pair]["grade"] == "mapped" for pair in graph(BARE).edges)


def test_indexes_and_notes_left_out_take_no_part():
    """A list of links named after a concept is no note about it."""
    text = (
        BARE
        + "== Attention.md ==\n---\ntags: [moc]\nkind: index\n---\n- [[Softmax]]\n- [[Transformer]]\n"
    )
    G = graph(text)

    assert not any("Attention.md" in pair for pair in grades_of(G))


def test_mapped_edges_need_a_map():
    """To ask for them without a map is a mistake of the call, and says how to give one."""
    with pytest.raises(ValueError, match=r"maps=kbpivot\.read_map\('ai'\)"):
        prerequisite_graph(vault_of(BARE), grades=("stated", "mapped"))


CHAIN = chain_map(9, 4)


@given(st.sets(st.sampled_from(sorted(CHAIN.concepts))))
def test_mapped_edges_are_the_map_seen_from_the_notes(chosen):
    """Notes reach each other by mapped edges exactly where the map leads; no edge is implied."""
    edges = mapped_edges(CHAIN, {f"{id_}.md": id_ for id_ in sorted(chosen)})
    G = nx.DiGraph([(edge.source, edge.target) for edge in edges])
    G.add_nodes_from(f"{id_}.md" for id_ in chosen)
    whole = nx.transitive_closure_dag(CHAIN.graph)

    assert {(a, b) for a in G for b in nx.descendants(G, a)} == {
        (f"{a}.md", f"{b}.md") for a, b in whole.edges if a in chosen and b in chosen
    }
    assert set(nx.transitive_reduction(G).edges) == set(G.edges)


def test_several_maps_count_together():
    """The last of several maps counts most; what it does not say is taken from the others."""
    own = parse_map(
        {"own.toml": "[softmax]\nname = 'Softmax'\nneeds.backpropagation = 'we teach it so'\n"},
        name="own",
        known=FIELD,
    )
    G = prerequisite_graph(vault_of(BARE), grades=("stated", "mapped"), maps=[FIELD, own])

    assert G.has_edge("Backpropagation.md", "Softmax.md")
    (one,) = evidence(G, "Backpropagation.md", "Softmax.md")
    assert (one.key, one.reason) == ("own", "softmax needs backpropagation, because we teach it so")
