"""Whether a paper can be read now, by its abstract alone."""

from __future__ import annotations

import networkx as nx
import pytest

from kbpivot.graph import prerequisite_graph
from kbpivot.graph.inference import vault_names
from kbpivot.study import KnowledgeState, leanings, paper_readiness
from kbpivot.vault import Vault

TEXTS = {
    "Attention.md": "---\naliases: [self-attention]\nprerequisites: [Softmax]\nhours: 3\n---\nText.",
    "Multi-head attention.md": "---\nprerequisites: [Attention]\nhours: 1\n---\nText.",
    "Softmax.md": "---\nhours: 0.5\n---\nText.",
    "Reading list.md": "---\ntype: index\n---\n- [[Attention]]\n- [[Softmax]]\n- [[Multi-head attention]]\n",
    "RLHF.md": "---\nprerequisites: ['Bradley-Terry model']\nhours: 2\n---\nText.",
}
VAULT = Vault.from_texts(TEXTS)
G: nx.DiGraph[str] = prerequisite_graph(VAULT)
NAMES = vault_names(VAULT)


def named(text, **more):
    """Return the nodes that a text names."""
    return [one.node for one in leanings(G, text, names=NAMES, **more)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We use self-attention.", ["Attention.md"]),
        ("Multi-head attention helps.", ["Multi-head attention.md"]),
        ("Softmax, then attention and softmax.", ["Softmax.md", "Attention.md"]),
        ("A Bradley-Terry model of choices.", ["Bradley-Terry model"]),
        ("Here $softmax$ and `attention` and https://attention.org stand.", []),
        ("A reading list.", []),
        ("", []),
    ],
)
def test_what_a_text_names(text, expected):
    """Titles, aliases and planned notes count; formulas, code, addresses and lists do not."""
    assert named(text) == expected


def test_sentence_and_besides():
    """Each concept comes with the sentence that names it; a note on the paper is left out."""
    text = "It is fast. It rests on *softmax* alone. Softmax!"

    (found,) = leanings(G, text, names=NAMES)

    assert found.sentence == "It rests on softmax alone."
    assert named(text, besides=["Softmax.md"]) == []


def weighed(text, *known, **more):
    state = KnowledgeState(mastered=frozenset(known), **more)
    return paper_readiness(G, leanings(G, text, names=NAMES), state)


def test_what_is_missing_comes_with_what_it_needs():
    """Missing concepts bring what they build on, in an order that can be learnt."""
    found = weighed("Multi-head attention.")

    assert [step.node for step in found.missing] == [
        "Softmax.md",
        "Attention.md",
        "Multi-head attention.md",
    ]
    assert (found.hours, found.verdict, found.known) == (4.5, "park", ())


def test_an_hour_is_no_reason_to_park():
    """What is missing may take an hour; nothing missing is better still."""
    assert weighed("Attention and softmax.", "Attention.md").verdict == "read"
    assert weighed("Multi-head attention.", "Attention.md", "Softmax.md").verdict == "read"
    assert weighed("Attention.", "Softmax.md").verdict == "park"
    assert not weighed("Softmax.", "Softmax.md").missing


def test_nothing_named_says_nothing():
    """Of a paper that names nothing of the vault nothing can be said."""
    found = weighed("Birds migrate.")

    assert (found.verdict, found.concepts, found.missing) == ("unknown", (), ())


def test_what_is_assumed_is_said_to_be():
    """A written note counts as met and is not called known."""
    found = weighed("Softmax and attention.", "Attention.md", assumed=frozenset({"Softmax.md"}))

    assert found.known == ("Softmax.md", "Attention.md")
    assert found.assumed == ("Softmax.md",)
