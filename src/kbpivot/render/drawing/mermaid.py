"""A picture as a Mermaid flowchart, for Obsidian, GitHub and anything else that draws it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from kbpivot.render.drawing.picture import Picture, PictureNode
from kbpivot.render.drawing.theme import GRADE_LOOKS, STATE_LOOKS, STATES
from kbpivot.safe_text import one_line

__all__ = ["mermaid", "mermaid_text", "too_large"]

# What Mermaid draws unless its settings are changed, which Obsidian and GitHub do not offer.
_MOST_EDGES: Final = 500
_MOST_CHARACTERS: Final = 50_000

# A label is code to Mermaid: HTML, Markdown, icons (`fa:…`), maths (`$$`), comments (`%%`) and
# its own entities. Whatever could be one of those is written as `#code;`, which Mermaid turns
# back last. Letters, digits, spaces and harmless punctuation stay, so the source can be read.
_ACTIVE: Final = re.compile(
    r"""[^\w ,.'/:+=()!?–—-]|_|^[-+]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d\d\d)[.)]|:(?! )|//"""
)
_BOX: Final = {
    "mastered": ('(["', '"])'),
    "started": ('("', '")'),
    "ready": ('["', '"]'),
    "blocked": ('["', '"]'),
    "planned": ('["', '"]'),
}


def mermaid_text(text: str) -> str:
    """Return `text` as it must stand inside a quoted Mermaid label."""

    def entity(match: re.Match[str]) -> str:
        return (
            "".join(f"#{ord(character)};" for character in match[0] if ord(character) < 0x7F)
            or match[0]
        )

    return _ACTIVE.sub(entity, one_line(text))


def too_large(text: str) -> str:
    """Say why Mermaid will refuse to draw a flowchart, in one sentence; empty when it will not."""
    edges = sum(" --> " in row or " -." in row or " --o " in row for row in text.splitlines())
    if edges <= _MOST_EDGES and len(text) <= _MOST_CHARACTERS:
        return ""
    return (
        f"Mermaid draws at most {_MOST_EDGES} lines and {_MOST_CHARACTERS:,} characters; this has"
        f" {edges:,} and {len(text):,}. --goal or --around draws a part, -o graph.html all of it."
    )


def mermaid(
    picture: Picture,
    *,
    all_edges: bool = False,
    link_text: Callable[[str], str] | None = None,
    more: int = 0,
) -> str:
    """Write a picture as a Mermaid flowchart, left to right.

    Args:
        picture: what to draw.
        all_edges: also draw edges that others imply.
        link_text: what Obsidian links a path by. When given, each note's label is that text and
            the box opens the note when clicked in Obsidian; the state then shows by outline and
            colour, else also by a sign before the title.
        more: notes that also lead to the goal and are not drawn; a box says how many.
    """

    def label(node: PictureNode) -> str:
        if link_text is not None and node.path is not None:
            return mermaid_text(link_text(node.path))
        sign = "" if link_text is not None else f"{STATE_LOOKS[node.state].sign} "
        return sign + mermaid_text(node.title)

    lines = ["flowchart LR"]
    for node in picture.nodes:
        left, right = _BOX[node.state]
        lines.append(f"  {node.id}{left}{label(node)}{right}")
    lines.extend(
        f"  {edge.source} {GRADE_LOOKS[edge.grade].mermaid} {edge.target}"
        for edge in picture.drawn_edges(all_edges=all_edges)
    )
    if more:
        lines.append(f'  more["+{more:,} more"]')
        lines.extend(f"  more -.-> {node.id}" for node in picture.nodes if node.goal)
        lines.append("  classDef more fill:none,stroke:#7b818c,stroke-dasharray:2 3")
        lines.append("  class more more")
    for state in STATES:
        members = [node.id for node in picture.nodes if node.state == state]
        if members:
            look = STATE_LOOKS[state]
            dash = f",stroke-dasharray:{look.dash}" if look.dash else ""
            lines.append(
                f"  classDef {state} fill:{look.fill},stroke:{look.stroke},color:{look.ink},"
                f"stroke-width:{look.weight}px{dash}"
            )
            lines.append(f"  class {','.join(members)} {state}")
    if picture.about is not None:
        lines.append("  classDef about stroke-width:4px")
        lines.append(f"  class {picture.about.id} about")
    if link_text is not None:
        linked = [node.id for node in picture.nodes if node.path is not None]
        if linked:
            lines.append(f"  class {','.join(linked)} internal-link")
    return "\n".join(lines) + "\n"
