"""Vaults, notes, graphs and workspaces can be pickled and copied, and answer as before."""

from __future__ import annotations

import copy
import pickle
from datetime import date
from pathlib import Path

import networkx as nx
import pytest

import kbpivot as kb

EXAMPLE = Path(__file__).parents[1] / "examples" / "vault"
TODAY = date(2026, 11, 23)


def pickled(value):
    return pickle.loads(pickle.dumps(value))


@pytest.mark.parametrize("copied", [pickled, copy.deepcopy, copy.copy])
@pytest.mark.parametrize("cache", [True, False])
def test_copies_answer_as_the_original(copied, cache):
    """Read lazily or not, worked out or not, a copy says what its original says."""
    vault = kb.read_vault(EXAMPLE, cache=cache)
    fresh = kb.Workspace(EXAMPLE, cache=cache)
    used = kb.Workspace(EXAMPLE, cache=cache)
    expected = used.suggestions(today=TODAY)

    again = copied(vault)
    assert again.paths == vault.paths
    assert list(again.notes) == list(vault.notes)
    assert again.text("Home.md") == vault.text("Home.md")
    assert copied(vault["Home.md"]) == vault["Home.md"]
    assert copied(used.state) == used.state
    assert copied(used.config) == used.config
    for work in (fresh, used):
        assert copied(work).suggestions(today=TODAY) == expected


def test_a_workspace_cannot_be_set():
    """What would be accepted and ignored is refused."""
    work = kb.Workspace(EXAMPLE)

    with pytest.raises(AttributeError, match="graph="):
        work.graph = nx.DiGraph()
    with pytest.raises(AttributeError, match="does not change"):
        work.anything = 1


def test_a_graph_of_ones_own_is_gone_by():
    """A graph given to the workspace decides what comes first, and nothing of the notes does."""
    order = ["Concepts/Transformer.md", "Concepts/Softmax.md", "Concepts/Vectors and matrices.md"]
    graph = nx.DiGraph()
    nx.add_path(graph, order, grade="stated")
    nx.set_node_attributes(graph, True, "exists")
    nx.set_node_attributes(graph, "concept", "kind")

    work = kb.Workspace(EXAMPLE, graph=graph, guess=False)
    _, path = work.way([order[-1]])

    assert work.study_graph is graph
    assert set(work.graph.edges) == set(graph.edges)
    assert [step.node for step in path.steps] == [n for n in order if n not in work.state.mastered]
