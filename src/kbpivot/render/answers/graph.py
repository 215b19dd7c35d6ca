"""A graph as JSON, in the node-link form that networkx and others read."""

from __future__ import annotations

import msgspec

from kbpivot.render.answers import Answer
from kbpivot.render.drawing.theme import Grade, State

__all__ = ["GraphAnswer", "GraphEdge", "GraphFacts", "GraphNode", "GraphReason"]


class GraphFacts(msgspec.Struct, frozen=True):
    """What the graph is of.

    Attributes:
        goal: the node that all others lead to, with `--goal`; else null.
        about: that node, or the one of `--around`; else null.
    """

    goal: str | None
    about: str | None


class GraphNode(msgspec.Struct, frozen=True):
    """A note, written or not.

    Attributes:
        id: its path, or its name while it is not written.
        path: its path; null while it is not written, and for a private note that is not named.
        title: what to call it.
        kind: what it is, for instance `concept` or `paper`.
        hours: how long it takes.
        state: whether you know it, can study it, or neither.
        tracks: the tracks that lead through it, sorted.
    """

    id: str
    path: str | None
    title: str
    kind: str
    hours: float
    state: State
    tracks: tuple[str, ...]


class GraphReason(msgspec.Struct, frozen=True):
    """Where an edge was read from.

    Attributes:
        grade: how sure this reason is.
        path: the note in which it stands; null when no note says it.
        line: where in that note.
        key: the property or heading it stands under.
        reason: the author's words, where there are some.
    """

    grade: Grade
    path: str | None
    line: int | None
    key: str
    reason: str


class GraphEdge(msgspec.Struct, frozen=True, omit_defaults=True):
    """`source` comes before `target`.

    Attributes:
        source: a node's id.
        target: a node's id.
        grade: the surest of the reasons.
        implied: whether a chain of edges says it already; drawings leave such out.
        evidence: the reasons.
        score: how likely a guess is; only of inferred edges.
        tier: the same in a word.
    """

    source: str
    target: str
    grade: Grade
    implied: bool
    evidence: tuple[GraphReason, ...]
    score: float | None = None
    tier: str = ""


class GraphAnswer(Answer, frozen=True, kw_only=True, tag="kbpivot.graph/1"):
    """A graph that `networkx.node_link_graph(data, edges="edges")` reads.

    Attributes:
        directed: always true.
        multigraph: always false.
        graph: what it is of.
        nodes: in reading order.
        edges: all of them, also those that drawings leave out.
    """

    directed: bool
    multigraph: bool
    graph: GraphFacts
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
