"""JSON Canvas files: which notes and links a canvas holds."""

from __future__ import annotations

import json
from typing import Any

from kbpivot.model import Canvas, CanvasEdge, CanvasEmbed, CanvasLink, Diagnostic
from kbpivot.notes.inline import inline
from kbpivot.notes.lines import Lines
from kbpivot.notes.structure import structure

__all__ = ["parse_canvas"]


def parse_canvas(path: str, text: str) -> Canvas:
    """Read a `.canvas` file (JSON Canvas 1.0); never raises, bad JSON is a diagnostic.

    File paths are exact vault paths, a group's background counts as an embed, and text cards go
    through the Markdown reader.
    """
    if not text.strip().lstrip("\ufeff"):
        return Canvas(path)
    try:
        data = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        place = getattr(error, "lineno", 1)
        return Canvas(path, diagnostics=(_bad(path, f"line {place} is no JSON"),))
    if not isinstance(data, dict):
        return Canvas(path, diagnostics=(_bad(path, "it is no canvas object"),))
    embeds: list[CanvasEmbed] = []
    links: list[CanvasLink] = []
    urls: list[str] = []
    for node in _objects(data.get("nodes")):
        kind = node.get("type")
        if kind == "file" and isinstance(node.get("file"), str):
            subpath = node.get("subpath")
            named = subpath.removeprefix("#") if isinstance(subpath, str) else ""
            embeds.append(CanvasEmbed(node["file"], named or None))
        elif kind == "text" and isinstance(node.get("text"), str):
            card = node["text"]
            shape = structure(card)
            found = inline(card, shape, Lines(card))
            links.extend(CanvasLink(str(node.get("id", "")), link) for link in found.links)
        elif kind == "link" and isinstance(node.get("url"), str):
            urls.append(node["url"])
        elif kind == "group" and isinstance(node.get("background"), str):
            embeds.append(CanvasEmbed(node["background"], None))
    edges = tuple(
        CanvasEdge(
            str(edge.get("id", "")),
            str(edge.get("fromNode", "")),
            str(edge.get("toNode", "")),
            edge["label"] if isinstance(edge.get("label"), str) else None,
            str(edge.get("fromEnd") or "none"),
            str(edge.get("toEnd") or "arrow"),
        )
        for edge in _objects(data.get("edges"))
    )
    return Canvas(path, tuple(embeds), tuple(links), tuple(urls), edges)


def _objects(value: object) -> list[dict[str, Any]]:
    """The JSON objects of a list; anything else is left out."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _bad(path: str, why: str) -> Diagnostic:
    return Diagnostic("bad-canvas", "error", path, None, f"The canvas cannot be read: {why}.")
