"""The path to a goal as a tree of plain text lines, for a terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Final

from rich.style import Style
from rich.text import Text

from kbpivot.render.drawing.picture import Picture, PictureEdge, PictureNode
from kbpivot.render.drawing.theme import STATE_LOOKS, STATES
from kbpivot.render.text import Layout, Lines, shortened
from kbpivot.wording import duration

__all__ = ["tree", "tree_text"]

_LOOSE: Final = 6  # notes without edges that are all named
_LEAST: Final = 12  # columns that a title is left

_BRANCHES: Final = ("├─ ", "└─ ", "│  ", "   ")
_PLAIN_BRANCHES: Final = ("|- ", "`- ", "|  ", "   ")
_GRADE_WORDS: Final = {
    "stated": "",
    "ordered": "listed before",
    "mapped": "by the map",
    "inferred": "guess",
    "optional": "helps",
}


def tree(
    picture: Picture, *, all_edges: bool = False, plain: bool = False, width: int | None = None
) -> str:
    """Write a picture as an indented tree: under each note what it needs, as `tree_text` does."""
    layout = Layout(width=width or sys.maxsize)
    text = tree_text(picture, layout=layout, all_edges=all_edges, plain=plain)
    return f"{text.plain}\n"


def tree_text(
    picture: Picture, *, layout: Layout, all_edges: bool = False, plain: bool = False
) -> Text:
    """Lay a picture out as an indented tree: under each note what it needs.

    Without a goal each note that nothing builds on starts a tree. What is mastered is not
    opened further, and a note that stands in several places is opened at the first one and
    marked `↑` at the others, so the text grows with the edges and not with the ways. Where the
    lines would leave the window, a note is marked `↓` and starts a tree of its own below. Of
    notes that no edge touches a few are named and the rest is counted.

    Args:
        picture: what to draw.
        layout: how wide the lines may be, and where titles lead.
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

    if picture.about is not None:
        roots = [picture.about.id]
    else:
        roots = [node.id for node in picture.nodes if node.id not in used]
        roots.sort(key=lambda key: (not needs[key], place[key]))
    loose = [key for key in roots if not needs[key]] if picture.about is None else []
    left_out = loose[_LOOSE - 1 :] if len(loose) > _LOOSE and layout.width < sys.maxsize else []
    trees = _Trees(nodes, needs, layout, plain=plain)
    trees.opened.update(left_out)
    for root in roots:
        if root not in trees.opened:
            trees.grow(root)
    for node in picture.nodes:  # what only cycles or another goal's notes lead to
        if node.id not in trees.opened:
            trees.grow(node.id)
    lines = trees.lines
    if left_out:
        lines.wrap(f"and {len(left_out)} more that need nothing and that nothing builds on")
    present = [state for state in STATES if any(n.state == state for n in picture.nodes)]
    if present:
        sign = {s: STATE_LOOKS[s].plain if plain else STATE_LOOKS[s].sign for s in present}
        lines.blank()
        lines.add("   ".join(f"{sign[state]} {state}" for state in present))
    return lines.text()


class _Trees:
    """The lines of trees, grown one after another without recursion: chains may be long."""

    def __init__(
        self,
        nodes: Mapping[str, PictureNode],
        needs: Mapping[str, Sequence[PictureEdge]],
        layout: Layout,
        *,
        plain: bool,
    ) -> None:
        self.lines = Lines(layout)
        self.opened: set[str] = set()
        self._nodes = nodes
        self._needs = needs
        self._layout = layout
        self._plain = plain

    def grow(self, root: str) -> None:
        """Add the tree of a note, and those that found no room in it."""
        roots = [root]
        for key in roots:  # grows while it is gone through
            if key == root or key not in self.opened:
                roots += self._grow(key)

    def _grow(self, root: str) -> list[str]:
        """Add one tree; return the notes that are to start trees of their own below."""
        branch, last_branch, bar, blank = _PLAIN_BRANCHES if self._plain else _BRANCHES
        deepest = self._layout.width // 2
        later: list[str] = []
        waiting: list[tuple[str, str, str, str]] = [(root, "", "", "")]
        while waiting:
            key, before, under, words = waiting.pop()
            node = self._nodes[key]
            edges = [] if node.state == "mastered" else self._needs[key]
            notes = [words] if words else []
            if node.state != "mastered":
                notes.insert(0, duration(node.hours))
            again = key in self.opened
            deep = bool(edges) and not again and len(under) >= deepest
            if again and edges:
                notes.append("see above" if self._plain else "↑")
            elif deep:
                notes.append("see below" if self._plain else "↓")
                later.append(key)
            self._line(node, before, notes)
            if again or deep:
                continue
            self.opened.add(key)
            if node.state == "mastered":
                self.opened.update(_below(key, self._needs))
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
        return later

    def _line(self, node: PictureNode, before: str, notes: Sequence[str]) -> None:
        look = STATE_LOOKS[node.state]
        sign = look.plain if self._plain else look.sign
        detail = f"  ({', '.join(notes)})" if notes else ""
        room = self._layout.width - len(before) - len(sign) - 1 - len(detail)
        title = (
            shortened(node.title, max(room, _LEAST)) if room < len(node.title) * 2 else node.title
        )
        address = self._layout.address(node.path) if node.path is not None else None
        self.lines.add(
            Text(before, style="dim"),
            Text(sign, style=look.terminal),
            " ",
            Text(title, style=Style(link=address) if address else ""),
            Text(detail, style="dim"),
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
