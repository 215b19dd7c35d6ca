"""A picture as networkx node-link data: every note, every edge, every reason."""

from __future__ import annotations

from typing import Final

from kbpivot.render.names import safe_json
from kbpivot.render.picture import Picture, Reason

__all__ = ["SCHEMA", "nodelink"]

SCHEMA: Final = "kbpivot.graph/1"


def _reason(reason: Reason) -> dict[str, object]:
    return {
        "grade": reason.grade,
        "path": reason.path or None,
        "line": reason.line,
        "key": reason.key,
        "reason": reason.words,
    }


def nodelink(picture: Picture) -> str:
    """Write a picture as JSON that `networkx.node_link_graph(data, edges="edges")` reads.

    Every edge is there, also those a drawing leaves out; they say `"implied": true`. A node's
    `id` is its path, or the name of a note not yet written; then `path` is null.
    """
    keys = {node.id: node.key for node in picture.nodes}
    data = {
        "schema": SCHEMA,
        "directed": True,
        "multigraph": False,
        "graph": {
            "goal": picture.goal.key if picture.goal else None,
            "about": picture.about.key if picture.about else None,
        },
        "nodes": [
            {
                "id": node.key,
                "path": node.path,
                "title": node.title,
                "kind": node.kind,
                "hours": round(node.hours, 4),
                "state": node.state,
                "tracks": list(node.tracks),
            }
            for node in picture.nodes
        ],
        "edges": [
            {
                "source": keys[edge.source],
                "target": keys[edge.target],
                "grade": edge.grade,
                "implied": edge.implied,
                "evidence": [_reason(reason) for reason in edge.reasons],
            }
            | ({} if edge.score is None else {"score": round(edge.score, 4), "tier": edge.tier})
            for edge in picture.edges
        ],
    }
    return safe_json(data, indent=2) + "\n"
