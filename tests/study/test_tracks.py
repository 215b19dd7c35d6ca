"""Tracks: where their goals come from, how far they are, what they share."""

from __future__ import annotations

import pytest

from kbpivot.errors import NoteNotFoundError
from kbpivot.graph import prerequisite_graph
from kbpivot.study.objective import chosen_objective, most_leaned_on
from kbpivot.study.state import KnowledgeState
from kbpivot.study.tracks import (
    Track,
    main_index,
    shared_notes,
    track_named,
    track_progress,
    tracks,
)
from kbpivot.vault import Vault
from study_graphs import graph_of, knows

TEXTS = {
    "Vectors.md": "x",
    "Attention.md": "---\nprerequisites: [Vectors, Softmax]\n---\n",
    "RAG.md": "---\nprerequisites: [Attention]\n---\n",
    "Evals.md": "---\nprerequisites: [Vectors]\n---\n",
    "Engineer.md": "---\ntype: track\n---\n\n1. [[RAG]]\n2. [[Evals]]\n3. [[Softmax]]\n",
    "Researcher.md": "---\ntype: track\ngoals: ['[[Attention]]', '[[Nowhere]]']\n---\n[[Evals]]\n",
    "README.md": "# Start\n\n- [[RAG]]\n- [[Maths]]\n",
    "Maths.md": "---\ntype: index\n---\n# Maths\n\n- [[Vectors]]\n- [[Evals]]\n",
}


def vault_and_graph() -> tuple[Vault, object]:
    vault = Vault.from_texts(TEXTS)
    return vault, prerequisite_graph(vault)


def test_goals_are_the_property_else_what_the_note_lists() -> None:
    """Planned prerequisites may be goals; a goal that is nothing yet is told."""
    vault, G = vault_and_graph()
    found = {track.name: track for track in tracks(vault, G)}  # type: ignore[arg-type]

    assert found["Engineer"].goals == ("RAG.md", "Evals.md", "Softmax")
    assert found["Researcher"].goals == ("Attention.md",)
    assert found["Researcher"].unknown == ("[[Nowhere]]",)
    assert {track.source for track in found.values()} == {"note"}


def test_a_track_without_goals_leads_to_what_it_builds_on() -> None:
    """Prerequisites stand in for goals while a track has none, as one just begun."""
    texts = {**TEXTS, "New.md": "---\ntype: track\ngoals: []\nprerequisites: ['[[RAG]]']\n---\n"}
    vault = Vault.from_texts(texts)
    G = prerequisite_graph(vault)

    assert track_named(vault, G, "New").goals == ("RAG.md",)
    assert {track.name: track.goals for track in tracks(vault, G)}["New"] == ("RAG.md",)


def test_configured_tracks_come_first() -> None:
    """Names as a person writes them; unknown ones are told."""
    vault, G = vault_and_graph()
    first = tracks(vault, G, configured={"Mine": ["rag", "[[Evals]]", "zebra"]})[0]  # type: ignore[arg-type]

    assert (first.name, first.goals, first.unknown) == ("Mine", ("RAG.md", "Evals.md"), ("zebra",))


def test_the_main_index_lists_what_its_indexes_list() -> None:
    """The one in the fewest folders that lists most; an index in it stands for its notes."""
    vault, G = vault_and_graph()
    index = main_index(vault, G)  # type: ignore[arg-type]

    assert index is not None
    assert (index.path, index.source) == ("README.md", "index")
    assert index.goals == ("RAG.md", "Vectors.md", "Evals.md")
    assert main_index(Vault.from_texts({"A.md": "x"}), graph_of("A.md:")) is None


def test_indexes_that_list_each_other_end() -> None:
    """Each is gone into once."""
    texts = {
        "README.md": "- [[Maths]]\n- [[A]]\n",
        "Maths.md": "---\ntype: index\n---\n- [[README]]\n- [[B]]\n",
        "A.md": "x",
        "B.md": "x",
    }
    vault = Vault.from_texts(texts)
    index = main_index(vault, prerequisite_graph(vault))

    assert index is not None
    assert index.goals in {("B.md", "A.md"), ("A.md", "B.md")}


def test_any_note_or_index_is_a_track() -> None:
    """By its name, and a wrong name is an error with near names."""
    vault, G = vault_and_graph()

    assert track_named(vault, G, "engineer").goals == ("RAG.md", "Evals.md", "Softmax")  # type: ignore[arg-type]
    assert track_named(vault, G, "Maths").goals == ("Vectors.md", "Evals.md")  # type: ignore[arg-type]
    single = track_named(vault, G, "RAG")  # type: ignore[arg-type]
    assert (single.goals, single.source) == (("RAG.md",), "goal")
    assert track_named(vault, G, "softmax").goals == ("Softmax",)  # type: ignore[arg-type]
    with pytest.raises(NoteNotFoundError) as caught:
        track_named(vault, G, "Atention")  # type: ignore[arg-type]
    assert caught.value.near == ("Attention",)


def test_progress_counts_goals_and_all_they_build_on() -> None:
    """Hours are those of what is open."""
    G = graph_of("B: A; C: B P", planned="P", hours={"A": 2, "C": 3})
    one = Track("One", ("C",), "goal")
    progress = track_progress(G, [one, Track("None", (), "note")], knows("A"))

    assert [(p.done, p.total, p.hours_left, p.share) for p in progress] == [
        (1, 4, 5.0, 0.25),
        (0, 0, 0, 1.0),
    ]
    named = KnowledgeState(mastered=frozenset({"A"}), names=frozenset({"p"}))
    assert track_progress(G, [one], named)[0].done == 2


def test_what_tracks_share() -> None:
    """Those of most tracks first."""
    G = graph_of("B: A; C: A; D: B; E: B C")
    found = [Track(name, (name,), "goal") for name in ("D", "E", "C")]
    shared = shared_notes(G, found, knows("A"))

    assert [(s.node, s.tracks, s.known) for s in shared] == [
        ("A", ("D", "E", "C"), True),
        ("B", ("D", "E"), False),
        ("C", ("E", "C"), False),
    ]


def test_what_most_notes_lean_on() -> None:
    """All that builds on a note counts, not only what is next to it; known and listing ones do not."""
    G = graph_of("B: A; C: B; D: B; E: X; M: A", kinds={"A": "index"})

    assert most_leaned_on(G, frozenset()) == {"B": 2.0, "X": 1.0}
    assert most_leaned_on(G, frozenset({"B"})) == {"X": 1.0}
    many = graph_of("\n".join(f"A{n}: B{n}" for n in range(30)))
    assert len(most_leaned_on(many, frozenset())) == 12
    assert most_leaned_on(graph_of("A: B; B: A; C: A"), frozenset()) == {"A": 2.0, "B": 2.0}
    assert most_leaned_on(graph_of("A: ; B:"), frozenset()) == {"A": 1.0, "B": 1.0}


def test_the_aim_is_said_in_words() -> None:
    """Goals, tracks, index, or nothing in particular."""
    G = graph_of("B: A; C: A")
    done = frozenset("ABC")
    track, index = Track("T", ("B",), "note"), Track("README", ("C",), "index")

    assert chosen_objective(G, frozenset(), goals=["B", "C"]).text == "B and C"
    assert chosen_objective(G, frozenset(), tracks=[track]).text == "T"
    assert chosen_objective(G, frozenset(), tracks=[index]).kind == "index"
    assert chosen_objective(G, frozenset("AB"), tracks=[track, index]).names == ("README",)
    assert chosen_objective(G, done, tracks=[track]).kind == "vault"
    assert chosen_objective(graph_of("A:"), frozenset()).kind == "any"
