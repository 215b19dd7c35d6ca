"""A picture as JSON Canvas, which Obsidian opens and lets the person rearrange."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Final

from kbpivot.render.drawing.layout import Box, Layout, Point, layered
from kbpivot.render.drawing.picture import Picture, PictureNode
from kbpivot.render.drawing.theme import GRADE_LOOKS, STATE_LOOKS, State
from kbpivot.safe_text import one_line, safe_json
from kbpivot.wording import duration

__all__ = ["canvas", "card_places", "markdown_text"]

CARD_WIDTH: Final = 340
CARD_HEIGHT: Final = 160
FRAME: Final = 16
_LABEL_ROOM: Final = 44  # Obsidian writes a group's label above its frame
_GAP: Final = _LABEL_ROOM + 24

_GRADE_LABELS: Final = {
    "optional": "helps",
    "ordered": "in this order",
    "mapped": "by the map",
    "inferred": "guess",
}
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~=$%^&:@])")
_NO_LINK: Final = re.compile(r"[\[\]|#^\\]|%%")


def markdown_text(text: str) -> str:
    """Return `text` so that Markdown shows it as it is, on one line."""
    return _MARKDOWN.sub(r"\\\1", one_line(text))


def _card_id(kind: str, key: str) -> str:
    # Obsidian's ids are 16 hexadecimal digits; derived from the name, they stay from run to run.
    return hashlib.blake2b(
        f"{kind}\0{key}".encode("utf-8", "surrogatepass"), digest_size=8
    ).hexdigest()


def _colour(state: State) -> dict[str, object]:
    # What waits keeps Obsidian's own colour, so that the others stand out.
    return {} if state == "blocked" else {"color": STATE_LOOKS[state].stroke}


def _card(node: PictureNode) -> dict[str, object]:
    if node.path is not None:
        return {"type": "file", "file": node.path}
    if node.redacted:
        return {"type": "text", "text": markdown_text(node.title)}
    # A link lets a click write the missing note; a name that no link can hold stands as text.
    name = node.title if _NO_LINK.search(node.key) is None and node.title == node.key else None
    text = f"[[{name}]]" if name else markdown_text(node.title)
    return {"type": "text", "text": f"{text}\n\nnot yet written"}


def card_places(text: str) -> dict[str, Point]:
    """Where the cards of a canvas lie, by their ids; nothing where the text is no canvas."""
    try:
        nodes = json.loads(text)["nodes"]
        return {
            str(node["id"]): (float(node["x"]), float(node["y"]))
            for node in nodes
            if node["type"] in ("file", "text")
        }
    except (ValueError, TypeError, KeyError, RecursionError):
        return {}


def _arranged(
    picture: Picture, layout: Layout, places: Mapping[str, Point], *, all_edges: bool
) -> dict[str, Box]:
    """Put each frame where its card lay, and new ones beside a neighbour, upon nothing else."""
    boxes: dict[str, Box] = {}
    for node in picture.nodes:
        place = places.get(_card_id("card", node.key))
        if place is not None:
            drawn = layout.boxes[node.id]
            boxes[node.id] = Box(place[0] - FRAME, place[1] - FRAME, drawn.width, drawn.height)
    near: dict[str, list[str]] = {node.id: [] for node in picture.nodes}
    for edge in picture.drawn_edges(all_edges=all_edges):
        near[edge.target].append(edge.source)
        near[edge.source].append(edge.target)
    for node in picture.nodes:
        if node.id in boxes:
            continue
        drawn = layout.boxes[node.id]
        beside = next((other for other in near[node.id] if other in boxes), None)
        if beside is not None:
            shift = (
                boxes[beside].x - layout.boxes[beside].x,
                boxes[beside].y - layout.boxes[beside].y,
            )
        else:
            shift = (0.0, max((box.y + box.height for box in boxes.values()), default=0.0) + _GAP)
        box = Box(drawn.x + shift[0], drawn.y + shift[1], drawn.width, drawn.height)
        while (other := _upon(box, boxes)) is not None:
            box = Box(box.x, other.y + other.height + _GAP, box.width, box.height)
        boxes[node.id] = box
    return boxes


def _upon(box: Box, boxes: Mapping[str, Box]) -> Box | None:
    """One of the boxes that a box would lie upon, label included, if there is one."""
    for other in boxes.values():
        if (
            abs(box.x - other.x) < box.width
            and other.y - box.height - _LABEL_ROOM < box.y < other.y + other.height + _LABEL_ROOM
        ):
            return other
    return None


def canvas(
    picture: Picture, *, all_edges: bool = False, places: Mapping[str, Point] | None = None
) -> str:
    """Write a picture as JSON Canvas, in layers from left to right.

    A note is a file card, a planned one a text card that links to it. Each card stands in a
    group whose label says the state and the hours, so colour is not needed to tell them.

    Args:
        picture: what to draw.
        all_edges: also draw edges that others imply.
        places: where cards lay, as `card_places` tells; they stay there, and new ones find room.
    """
    edges = picture.drawn_edges(all_edges=all_edges)
    layout = layered(
        [node.id for node in sorted(picture.nodes, key=lambda node: node.key)],
        [(edge.source, edge.target) for edge in edges],
        width=CARD_WIDTH + 2 * FRAME,
        height=CARD_HEIGHT + 2 * FRAME,
        gap_x=160,
        gap_y=_GAP,
    )
    boxes: Mapping[str, Box] = layout.boxes
    if places:
        boxes = _arranged(picture, layout, places, all_edges=all_edges)
    groups: list[dict[str, object]] = []
    cards: list[dict[str, object]] = []
    ids: dict[str, str] = {}
    for node in picture.nodes:
        box = boxes[node.id]
        x, y = round(box.x), round(box.y)
        ids[node.id] = _card_id("card", node.key)
        goal = "goal · " if node.goal else ""
        label = f"{STATE_LOOKS[node.state].sign} {goal}{node.state} · {duration(node.hours)}"
        groups.append(
            {
                "id": _card_id("group", node.key),
                "type": "group",
                "x": x,
                "y": y,
                "width": round(box.width),
                "height": round(box.height),
                "label": label,
            }
            | _colour(node.state)
        )
        cards.append(
            {
                "id": ids[node.id],
                **_card(node),
                "x": x + FRAME,
                "y": y + FRAME,
                "width": CARD_WIDTH,
                "height": CARD_HEIGHT,
            }
            | _colour(node.state)
        )
    keys = {node.id: node.key for node in picture.nodes}
    lines: list[dict[str, object]] = []
    for edge in edges:
        line: dict[str, object] = {
            "id": _card_id("edge", f"{keys[edge.source]}\0{keys[edge.target]}"),
            "fromNode": ids[edge.source],
            "fromSide": "right",
            "toNode": ids[edge.target],
            "toSide": "left",
        }
        if edge.grade in _GRADE_LABELS:
            line["label"] = _GRADE_LABELS[edge.grade]
        if edge.grade in ("mapped", "inferred"):
            line["color"] = GRADE_LOOKS[edge.grade].stroke
        lines.append(line)
    # Groups come first: what comes later is drawn on top.
    return safe_json({"nodes": groups + cards, "edges": lines}, indent="\t") + "\n"
