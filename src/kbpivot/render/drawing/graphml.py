"""A picture as GraphML, for Gephi, yEd, Cytoscape and networkx."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kbpivot.render.drawing.picture import Picture, PictureEdge
from kbpivot.safe_text import one_line

__all__ = ["graphml"]

_KEYS: Final = (
    ("node", "label", "string"),
    ("node", "path", "string"),
    ("node", "exists", "boolean"),
    ("node", "kind", "string"),
    ("node", "hours", "double"),
    ("node", "state", "string"),
    ("node", "tracks", "string"),
    ("edge", "grade", "string"),
    ("edge", "implied", "boolean"),
    ("edge", "evidence", "string"),
    ("edge", "score", "double"),
)


def _values(pairs: dict[str, str], *, kind: str, indent: str) -> list[str]:
    return [
        f'{indent}<data key="{kind}-{name}">{escape(one_line(value))}</data>'
        for name, value in pairs.items()
    ]


def _evidence(edge: PictureEdge) -> str:
    places = []
    for reason in edge.reasons:
        place = reason.path if reason.line is None else f"{reason.path}:{reason.line}"
        places.append(f"{place} ({reason.words})" if reason.words else place)
    return "; ".join(places)


def graphml(picture: Picture) -> str:
    """Write a picture as GraphML; every edge is there, and says whether others imply it.

    Node ids are the paths (or the names of notes not yet written). XML cannot hold control
    characters, so such a character in a name stands there as its Unicode picture.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ]
    lines.extend(
        f'  <key id="{kind}-{name}" for="{kind}" attr.name="{name}" attr.type="{type_}"/>'
        for kind, name, type_ in _KEYS
    )
    lines.append('  <graph edgedefault="directed">')
    ids: dict[str, str] = {}
    for node in picture.nodes:
        name = one_line(node.key)
        if name in ids.values():  # two keys that differ only in what XML cannot hold
            name = f"{name} ({node.id})"
        ids[node.id] = name
        values = {"label": node.title}
        if node.path is not None:
            values["path"] = node.path
        values |= {
            "exists": "true" if node.path is not None or node.redacted else "false",
            "kind": node.kind,
            "hours": f"{node.hours:.4g}",
            "state": node.state,
            "tracks": ", ".join(node.tracks),
        }
        lines.append(f"    <node id={quoteattr(name)}>")
        lines.extend(_values(values, kind="node", indent="      "))
        lines.append("    </node>")
    for edge in picture.edges:
        values = {
            "grade": edge.grade,
            "implied": "true" if edge.implied else "false",
            "evidence": _evidence(edge),
        }
        if edge.score is not None:
            values["score"] = f"{edge.score:.4g}"
        lines.append(
            f"    <edge source={quoteattr(ids[edge.source])} target={quoteattr(ids[edge.target])}>"
        )
        lines.extend(_values(values, kind="edge", indent="      "))
        lines.append("    </edge>")
    lines.extend(("  </graph>", "</graphml>"))
    return "\n".join(lines) + "\n"
