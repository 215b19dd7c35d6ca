"""The path to a goal as a tree of plain text lines, for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kbpivot.render.look import STATE_LOOKS, STATES
from kbpivot.render.picture import Picture, PictureEdge, PictureNode
from kbpivot.wording import duration

__all__ = ["tree"]

_BRANCHES: Final = ("├─ ", "└─ ", "│  ", "   ")
_PLAIN_BRANCHES: Final = ("|- ", "`- ", "|  ", "   ")
_GRADE_WORDS: Final = {
    "stated": "",
    "ordered": "listed before",
    "inferred": "guess",
    "optional": "helps",
}


def tree(picture: Picture, *, all_edges: bool = False, plain: bool = False) -> str:
    """Write a picture as an indented tree: under each note what it needs.

    Without a goal each note that nothing builds on starts a tree. What is mastered is not
    opened further, and a note that stands in several places is opened at the first one and
    marked `↑` at the others, so the text grows with the edges and not with the ways.

    Args:
        picture: what to draw.
        all_edges: also show edges that others imply.
        plain: use ASCII signs only.
    """
    nodes = {node.id: node for node in picture.nodes}
    place = {node.id: number for number, node in enumerate(picture.nodes)}
    needs: dict[str, list[PictureEdge]] = {node.id: [] for node in picture.nodes}
    used: set[str] = set()
    for edge in picture.drawn_edges(all_edges=all_edges):
        needs[edge.target].append(edge)
        used.add(edge.source)
    for edges in needs.values():
        edges.sort(key=lambda edge: place[edge.source])

    if picture.goal is not None:
        roots = [picture.goal.id]
    else:
        roots = [node.id for node in picture.nodes if node.id not in used]
        roots.sort(key=lambda key: (not needs[key], place[key]))
    lines: list[str] = []
    opened: set[str] = set()
    for root in roots:
        _grow(root, nodes, needs, opened, lines, plain=plain)
    for node in picture.nodes:  # what only cycles or another goal's notes lead to
        if node.id not in opened:
            _grow(node.id, nodes, needs, opened, lines, plain=plain)
    present = [state for state in STATES if any(n.state == state for n in picture.nodes)]
    if present:
        sign = {s: STATE_LOOKS[s].plain if plain else STATE_LOOKS[s].sign for s in present}
        lines += ["", "   ".join(f"{sign[state]} {state}" for state in present)]
    return "\n".join(lines) + "\n"


def _grow(
    root: str,
    nodes: Mapping[str, PictureNode],
    needs: Mapping[str, Sequence[PictureEdge]],
    opened: set[str],
    lines: list[str],
    *,
    plain: bool,
) -> None:
    """Add the lines of one tree, without recursion: a chain may be thousands of notes long."""
    branch, last_branch, bar, blank = _PLAIN_BRANCHES if plain else _BRANCHES
    waiting: list[tuple[str, str, str, str]] = [(root, "", "", "")]
    while waiting:
        key, before, under, words = waiting.pop()
        node = nodes[key]
        look = STATE_LOOKS[node.state]
        again = key in opened
        opened.add(key)
        notes = [words] if words else []
        if node.state != "mastered":
            notes.insert(0, duration(node.hours))
        if again and needs[key] and node.state != "mastered":
            notes.append("see above" if plain else "↑")
        detail = f"  ({', '.join(notes)})" if notes else ""
        lines.append(f"{before}{look.plain if plain else look.sign} {node.title}{detail}")
        if again:
            continue
        edges = needs[key]
        if node.state == "mastered":
            opened.update(_below(key, needs))
            continue
        for number, edge in enumerate(reversed(edges)):
            is_last = number == 0
            waiting.append(
                (
                    edge.source,
                    under + (last_branch if is_last else branch),
                    under + (blank if is_last else bar),
                    _GRADE_WORDS[edge.grade],
                )
            )


def _below(key: str, needs: Mapping[str, Sequence[PictureEdge]]) -> set[str]:
    found: set[str] = set()
    waiting = [key]
    while waiting:
        for edge in needs[waiting.pop()]:
            if edge.source not in found:
                found.add(edge.source)
                waiting.append(edge.source)
    return found
