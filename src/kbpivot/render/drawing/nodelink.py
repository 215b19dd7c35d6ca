"""A picture as networkx node-link data: every note, every edge, every reason."""

from __future__ import annotations

from kbpivot.render.answers import encode
from kbpivot.render.answers.graph import GraphAnswer, GraphEdge, GraphFacts, GraphNode, GraphReason
from kbpivot.render.drawing.picture import Picture, Reason

__all__ = ["nodelink"]


def _reason(reason: Reason) -> GraphReason:
    return GraphReason(
        grade=reason.grade,
        path=reason.path or None,
        line=reason.line,
        key=reason.key,
        reason=reason.words,
    )


def nodelink(picture: Picture) -> str:
    """Write a picture as JSON that `networkx.node_link_graph(data, edges="edges")` reads.

    Every edge is there, also those a drawing leaves out; they say `"implied": true`. A node's
    `id` is its path, or the name of a note not yet written; then `path` is null.
    """
    keys = {node.id: node.key for node in picture.nodes}
    answer = GraphAnswer(
        directed=True,
        multigraph=False,
        graph=GraphFacts(
            goal=picture.goal.key if picture.goal else None,
            about=picture.about.key if picture.about else None,
        ),
        nodes=tuple(
            GraphNode(
                id=node.key,
                path=node.path,
                title=node.title,
                kind=node.kind,
                hours=round(node.hours, 4),
                state=node.state,
                tracks=node.tracks,
            )
            for node in picture.nodes
        ),
        edges=tuple(
            GraphEdge(
                source=keys[edge.source],
                target=keys[edge.target],
                grade=edge.grade,
                implied=edge.implied,
                evidence=tuple(map(_reason, edge.reasons)),
                score=None if edge.score is None else round(edge.score, 4),
                tier="" if edge.score is None else edge.tier,
            )
            for edge in picture.edges
        ),
    )
    return encode(answer) + "\n"
