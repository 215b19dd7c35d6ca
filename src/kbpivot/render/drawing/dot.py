"""A picture in Graphviz's DOT language."""

from __future__ import annotations

from kbpivot.render.drawing.picture import Picture
from kbpivot.render.drawing.theme import GRADE_LOOKS, STATE_LOOKS
from kbpivot.safe_text import one_line

__all__ = ["dot", "dot_text"]


def dot_text(text: str) -> str:
    r"""Return `text` as a quoted DOT string that Graphviz shows as it is.

    Graphviz reads backslash escapes (`\N`, `\l`) and HTML entities in labels, so backslashes
    and ampersands are written out.
    """
    escaped = one_line(text).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def dot(picture: Picture, *, all_edges: bool = False) -> str:
    """Write a picture as DOT, left to right; `dot -Tsvg` draws it.

    Args:
        picture: what to draw.
        all_edges: also draw edges that others imply.
    """
    lines = [
        "digraph kbpivot {",
        "  rankdir=LR;",
        '  node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=11];',
        '  edge [color="#555b66", arrowsize=0.7];',
    ]
    for node in picture.nodes:
        look = STATE_LOOKS[node.state]
        outline = "rounded,filled,dashed" if look.dash else "rounded,filled"
        weight = 3 if node.about else look.weight
        ring = ", peripheries=2" if node.about else ""
        lines.append(
            f"  {node.id} [label={dot_text(f'{look.sign} {node.title}')},"
            f" tooltip={dot_text(f'{node.state}: {look.meaning}')}, style={dot_text(outline)},"
            f' fillcolor="{look.fill}", color="{look.stroke}", fontcolor="{look.ink}",'
            f" penwidth={weight}{ring}];"
        )
    for edge in picture.drawn_edges(all_edges=all_edges):
        grade = GRADE_LOOKS[edge.grade]
        head = ", arrowhead=odot" if edge.grade == "optional" else ""
        lines.append(
            f'  {edge.source} -> {edge.target} [style={grade.dot}, color="{grade.stroke}",'
            f" tooltip={dot_text(f'{edge.grade}: {grade.meaning}')}{head}];"
        )
    lines.append("}")
    return "\n".join(lines) + "\n"
