"""The map of a study page: where its boxes stand, wrapped so that they can be read."""

from __future__ import annotations

import functools
from typing import Final

from kbpivot.render.drawing.layout import Layout, layered
from kbpivot.render.drawing.picture import Picture

__all__ = ["map_data"]

WIDTH: Final = 184
HEIGHT: Final = 52
GAP_X: Final = 44
GAP_Y: Final = 12
STEP_X: Final = WIDTH + GAP_X
STEP_Y: Final = HEIGHT + GAP_Y
_FLAT: Final = 1.5  # width to height of the map that fits a screen
_MANY: Final = 150  # edges; of more only those of the note in hand are drawn


def map_data(picture: Picture, *, all_edges: bool = False) -> dict[str, object]:
    """Return the places of the boxes and the size of the map, in pixels.

    What comes first stands on the left. A map much wider than a screen is broken into bands
    below each other, like lines of text, and a tall column is set side by side.
    """
    edges = picture.drawn_edges(all_edges=all_edges)
    keys = {node.id: node.key for node in picture.nodes}
    layout = _layout(
        # Not in study order: what one learns must not move the boxes.
        tuple(sorted(keys.values())),
        tuple(sorted((keys[edge.source], keys[edge.target]) for edge in edges)),
    )
    tied = {
        end for edge in edges if edge.source != edge.target for end in (edge.source, edge.target)
    }
    loose = [node.id for node in picture.nodes if node.id not in tied]
    columns: dict[float, list[str]] = {}
    ids = {key: id_ for id_, key in keys.items()}
    for key, box in sorted(layout.boxes.items(), key=lambda pair: (pair[1].x, pair[1].y)):
        if ids[key] in tied:
            columns.setdefault(box.x, []).append(ids[key])
    places, width, height = _wrapped(list(columns.values()), loose)
    return {
        "box": {"width": WIDTH, "height": HEIGHT, "gap": GAP_X},
        "width": width,
        "height": height,
        "places": [places[node.id] for node in picture.nodes],
        "many": len(edges) > _MANY,
    }


@functools.lru_cache(maxsize=1)
def _layout(nodes: tuple[str, ...], edges: tuple[tuple[str, str], ...]) -> Layout:
    """Where the boxes of nodes stand; a page that is made anew has mostly the same ones."""
    return layered(nodes, edges, width=WIDTH, height=HEIGHT, gap_x=GAP_X, gap_y=GAP_Y)


def _wrapped(
    columns: list[list[str]], loose: list[str]
) -> tuple[dict[str, tuple[int, int]], int, int]:
    """Set columns below each other so that the map fits a screen best; loose boxes come last."""
    count = sum(map(len, columns)) + len(loose)
    tall = max(4, round((count * STEP_X / STEP_Y / _FLAT) ** 0.5))
    narrow = [
        column[start : start + tall] for column in columns for start in range(0, len(column), tall)
    ]
    bands = _bands(narrow)
    across = max([*map(len, bands), min(len(loose), max(4, round(tall * _FLAT / 3)))], default=0)
    bands += [
        [[one] for one in loose[start : start + across]]
        for start in range(0, len(loose), across or 1)
    ]
    places: dict[str, tuple[int, int]] = {}
    top = 0
    for band in bands:
        rows = max(map(len, band))
        for place, column in enumerate(band):
            free = (rows - len(column)) * STEP_Y // 2
            for down, node in enumerate(column):
                places[node] = (place * STEP_X, top + free + down * STEP_Y)
        top += rows * STEP_Y + (2 * GAP_Y if len(band[0]) > 1 or rows > 1 else 0)
    return places, max(across * STEP_X - GAP_X, 0), max(top - GAP_Y, 0)


def _bands(columns: list[list[str]]) -> list[list[list[str]]]:
    """The columns in as many bands as let the map be shown largest on a screen."""

    def bands(number: int) -> list[list[list[str]]]:
        size = -(-len(columns) // number)
        return [columns[start : start + size] for start in range(0, len(columns), size)]

    def extent(found: list[list[list[str]]]) -> float:
        height = sum(max(map(len, band)) * STEP_Y + 2 * GAP_Y for band in found)
        return max(len(found[0]) * STEP_X / _FLAT, height)

    if not columns:
        return []
    return min((bands(number) for number in range(1, len(columns) + 1)), key=extent)
