"""Small prerequisite graphs for tests: written by hand, or drawn by hypothesis."""

from __future__ import annotations

import networkx as nx
from hypothesis import strategies as st

from kbpivot.study.state import KnowledgeState


def graph_of(
    needs: str,
    *,
    planned: str = "",
    hours: dict[str, float] | None = None,
    kinds: dict[str, str] | None = None,
) -> nx.DiGraph[str]:
    """Return the graph that lines like `C: A B ?D >E ~F` say: C needs A and B.

    `?D` is optional, `>E` ordered and `~F` a guess; `planned` names nodes without a note.
    """
    grades = {"?": "optional", ">": "ordered", "~": "inferred"}
    G: nx.DiGraph[str] = nx.DiGraph()
    for line in needs.replace(";", "\n").splitlines():
        after, _, rest = line.partition(":")
        if not (after := after.strip()):
            continue
        G.add_node(after)
        for word in rest.split():
            grade = grades.get(word[0], "stated")
            G.add_edge(word.lstrip("?>~"), after, grade=grade, evidence=())
    unwritten = set(planned.split())
    for node in G:
        G.nodes[node].update(
            exists=node not in unwritten,
            title=node,
            kind=(kinds or {}).get(node, "concept"),
            hours=(hours or {}).get(node, 1.0),
        )
    return G


def knows(*names: str, started: str = "") -> KnowledgeState:
    """Return the state in which these notes are mastered."""
    return KnowledgeState(mastered=frozenset(names), started=frozenset(started.split()))


@st.composite
def dags(draw: st.DrawFn, *, most: int = 9, planned: bool = False) -> nx.DiGraph[str]:
    """Draw a directed acyclic graph; edges lead from lower to higher letters."""
    names = "ABCDEFGHIJKLMNOP"[: draw(st.integers(1, most))]
    G: nx.DiGraph[str] = nx.DiGraph()
    for name in names:
        is_planned = planned and draw(st.integers(0, 4)) == 0
        G.add_node(name, exists=not is_planned, title=name, kind="concept", hours=1.0)
        G.nodes[name]["hours"] = draw(st.sampled_from((0.25, 0.5, 1.0, 3.0)))
    for place, after in enumerate(names):
        for before in names[:place]:
            if draw(st.integers(0, 2)) == 0:
                G.add_edge(before, after, grade="stated", evidence=())
    return G


@st.composite
def digraphs(draw: st.DrawFn, *, most: int = 7) -> nx.DiGraph[str]:
    """Draw any directed graph, cycles and self-loops included."""
    names = "ABCDEFGHIJ"[: draw(st.integers(1, most))]
    G: nx.DiGraph[str] = nx.DiGraph()
    G.add_nodes_from(names, exists=True, kind="concept", hours=1.0)
    for after in names:
        for before in names:
            if draw(st.integers(0, 4)) == 0:
                G.add_edge(before, after, grade="stated", evidence=())
    return G


@st.composite
def known_parts(draw: st.DrawFn, G: nx.DiGraph[str]) -> KnowledgeState:
    """Draw what is known of a graph: any set of its notes, not only closed ones."""
    notes = [node for node in G if G.nodes[node].get("exists", True)]
    return knows(*draw(st.sets(st.sampled_from(notes)) if notes else st.just(set())))
