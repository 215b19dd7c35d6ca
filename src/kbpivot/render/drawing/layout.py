"""Where the boxes of a picture stand: layers from left to right, no two on one spot."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kbpivot.record import Record

__all__ = ["Box", "Layout", "Point", "layered"]

Point = tuple[float, float]

_SWEEPS: Final = 12
_PATIENCE: Final = 60_000  # nodes times rounds that crossing reduction may take
_FLAT: Final = 1.7  # width to height of a whole picture that people like on a screen


class Box(Record, frozen=True):
    """A rectangle; `x`, `y` is its upper left corner."""

    x: float
    y: float
    width: float
    height: float


class Layout(Record, frozen=True):
    """Boxes by node, the points an edge passes on its way by (source, target), overall size.

    A route leaves out its ends: it starts in the middle of the source's right side and ends in
    the middle of the target's left side. Each point stands for a straight piece as wide as a
    box, so a line that follows the route crosses no box.
    """

    boxes: Mapping[str, Box]
    routes: Mapping[tuple[str, str], tuple[Point, ...]]
    width: float
    height: float


@dataclasses.dataclass(slots=True)
class _Part:
    """One connected part, laid out from (0, 0)."""

    boxes: dict[str, Box]
    routes: dict[tuple[str, str], tuple[Point, ...]]
    width: float
    height: float


def layered(
    nodes: Sequence[str],
    edges: Iterable[tuple[str, str]],
    *,
    width: float,
    height: float,
    gap_x: float,
    gap_y: float,
) -> Layout:
    """Lay boxes of one size out in layers, each left of what builds on it.

    Layers are chosen so that edges are short, nodes in a layer ordered by igraph's layered
    layout so that few edges cross, and then placed as near to their neighbours as room allows.
    Connected parts are laid out by themselves and packed; loose nodes stand in a grid at the
    end. The result depends on nothing but the arguments.

    Args:
        nodes: ids; their order breaks ties.
        edges: pairs of different nodes; cycles may occur, then some edges run backwards.
        width: of each box; likewise `height`.
        height: of each box.
        gap_x: room between layers.
        gap_y: room between boxes of a layer.
    """
    rank = {node: number for number, node in enumerate(nodes)}
    pairs = sorted({(a, b) for a, b in edges if a != b}, key=lambda p: (rank[p[0]], rank[p[1]]))
    parts: list[_Part] = []
    loose: list[str] = []
    for members, own in _parts(nodes, pairs):
        if len(members) == 1:
            loose.append(members[0])
        else:
            parts.append(_part(members, own, width, height, gap_x, gap_y))
    parts.sort(key=lambda part: -len(part.boxes))
    return _packed(parts, loose, width, height, gap_x, gap_y)


def _parts(
    nodes: Sequence[str], pairs: Sequence[tuple[str, str]]
) -> list[tuple[list[str], list[tuple[str, str]]]]:
    """Split into connected parts, in the order of their first nodes."""
    head = {node: node for node in nodes}

    def find(node: str) -> str:
        while head[node] != node:
            head[node] = head[head[node]]
            node = head[node]
        return node

    for a, b in pairs:
        head[find(b)] = find(a)
    members: dict[str, list[str]] = {}
    own: dict[str, list[tuple[str, str]]] = {}
    for node in nodes:
        members.setdefault(find(node), []).append(node)
    for pair in pairs:
        own.setdefault(find(pair[0]), []).append(pair)
    return [(group, own.get(key, [])) for key, group in members.items()]


def _forward(
    members: Sequence[str], pairs: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], bool]:
    """Turn the edges that close a cycle round: pair → True when it keeps its direction."""
    links: dict[str, list[str]] = {node: [] for node in members}
    for a, b in pairs:
        links[a].append(b)
    kept = dict.fromkeys(pairs, True)
    state = dict.fromkeys(members, 0)
    for root in members:
        if state[root]:
            continue
        state[root] = 1
        trail = [(root, iter(links[root]))]
        while trail:
            node, rest = trail[-1]
            for target in rest:
                if state[target] == 0:
                    state[target] = 1
                    trail.append((target, iter(links[target])))
                    break
                if state[target] == 1:
                    kept[node, target] = False
            else:
                state[node] = 2
                trail.pop()
    return kept


def _layers(members: Sequence[str], arcs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Give each node a layer behind all it needs, so that edges are short.

    Longest paths from the left first; then each node, from the right, moves within the room
    its neighbours leave to where its edges are shortest, and to the right when that is all the
    same, which brings what starts a chain along.
    """
    needs: dict[str, list[str]] = {node: [] for node in members}
    feeds: dict[str, list[str]] = {node: [] for node in members}
    for a, b in arcs:
        needs[b].append(a)
        feeds[a].append(b)
    lacking = {node: len(needs[node]) for node in members}
    order = [node for node in members if not lacking[node]]
    layer = dict.fromkeys(order, 0)
    for node in order:
        for target in feeds[node]:
            layer[target] = max(layer.get(target, 0), layer[node] + 1)
            lacking[target] -= 1
            if not lacking[target]:
                order.append(target)
    for _ in range(8):
        moved = False
        for node in reversed(order):
            pull = len(feeds[node]) - len(needs[node])
            place = layer[node]
            if feeds[node] and pull >= 0:
                place = min(layer[target] for target in feeds[node]) - 1
            elif needs[node] and pull < 0:
                place = max(layer[source] for source in needs[node]) + 1
            if place != layer[node]:
                layer[node] = place
                moved = True
        if not moved:
            break
    first = min(layer.values())
    return {node: layer[node] - first for node in members}


def _part(
    members: Sequence[str],
    pairs: Sequence[tuple[str, str]],
    width: float,
    height: float,
    gap_x: float,
    gap_y: float,
) -> _Part:
    kept = _forward(members, pairs)
    number = {node: index for index, node in enumerate(members)}
    arcs = sorted(
        {pair if keep else pair[::-1] for pair, keep in kept.items()},
        key=lambda pair: (number[pair[0]], number[pair[1]]),
    )
    layer = _layers(members, arcs)

    # Vertices are numbers: the nodes, then a stand-in for each layer that edges of a node pass.
    # They share it, so what leaves a note for many is one line that forks late.
    level = [layer[node] for node in members]
    steps: dict[tuple[int, int], None] = {}
    shared: dict[tuple[str, int], int] = {}
    passing: dict[tuple[str, str], list[int]] = {}
    for a, b in arcs:
        last = number[a]
        way = passing.setdefault((a, b), [])
        for between in range(layer[a] + 1, layer[b]):
            if (a, between) not in shared:
                shared[a, between] = len(level)
                level.append(between)
            way.append(shared[a, between])
            steps[last, way[-1]] = None
            last = way[-1]
        steps[last, number[b]] = None
    across = _ordered(level, list(steps))
    tall = [height if index < len(members) else 0.0 for index in range(len(level))]
    middle = _placed(across, list(steps), tall, gap_y)

    top = min(y - tall[i] / 2 for i, y in enumerate(middle))
    bottom = max(y + tall[i] / 2 for i, y in enumerate(middle))
    step = width + gap_x
    boxes = {
        node: Box(level[i] * step, round(middle[i] - tall[i] / 2 - top, 1), width, height)
        for node, i in number.items()
    }
    routes: dict[tuple[str, str], tuple[Point, ...]] = {}
    for pair, keep in kept.items():
        points = tuple(
            (level[i] * step + width / 2, round(middle[i] - top, 1))
            for i in passing[pair if keep else pair[::-1]]
        )
        routes[pair] = points if keep else points[::-1]
    return _Part(boxes, routes, (max(level) + 1) * step - gap_x, round(bottom - top, 1))


def _ordered(level: Sequence[int], steps: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Order the vertices of each layer so that few edges cross, by igraph's layered layout."""
    import igraph  # type: ignore[import-untyped]

    graph = igraph.Graph(n=len(level), edges=list(steps), directed=True)
    rounds = max(4, min(100, _PATIENCE // len(level)))
    coordinates: list[list[float]] = graph.layout_sugiyama(
        layers=list(level), hgap=1, vgap=1, maxiter=rounds
    ).coords
    across: list[list[int]] = [[] for _ in range(max(level) + 1)]
    for index in sorted(range(len(level)), key=lambda i: (coordinates[i][0], i)):
        across[level[index]].append(index)
    return across


def _placed(
    across: Sequence[Sequence[int]],
    steps: Sequence[tuple[int, int]],
    tall: Sequence[float],
    gap: float,
) -> list[float]:
    """Find the middle of each vertex: near its neighbours, in order, `gap` apart."""
    left: list[list[int]] = [[] for _ in tall]
    right: list[list[int]] = [[] for _ in tall]
    for a, b in steps:
        right[a].append(b)
        left[b].append(a)
    middle = [0.0] * len(tall)
    for row in across:
        y = 0.0
        for index in row:
            middle[index] = y + tall[index] / 2
            y += tall[index] + gap
        for index in row:
            middle[index] -= y / 2
    for sweep in range(_SWEEPS):
        rows = across if sweep % 2 == 0 else across[::-1]
        for row in rows:
            wish: list[float] = []
            weight: list[float] = []
            for index in row:
                sides = [left[index], right[index]]
                if sweep < _SWEEPS - 4:
                    # Follow the layer that has just been placed, then settle between both.
                    sides = [left[index] if sweep % 2 == 0 else right[index]]
                near = [middle[other] for side in sides for other in side]
                wish.append(_median(near) if near else middle[index])
                # A line that passes layers is kept straight before boxes are centred.
                weight.append(0.2 if not near else 4.0 if not tall[index] else 1.0)
            for index, y in zip(row, _spread(row, wish, weight, tall, gap), strict=True):
                middle[index] = y
    return middle


def _median(values: list[float]) -> float:
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def _spread(
    row: Sequence[int],
    wish: Sequence[float],
    weight: Sequence[float],
    tall: Sequence[float],
    gap: float,
) -> list[float]:
    """Move wishes apart as little as possible (least squares), keeping their order.

    Taking the room before each vertex off turns this into isotonic regression, which pooling
    adjacent violators solves exactly.
    """
    offset: list[float] = []
    room = 0.0
    for place, index in enumerate(row):
        if place:
            beside = tall[row[place - 1]] + tall[index]
            room += beside / 2 + (gap if beside else gap / 2)  # lines may run closer
        offset.append(room)
    pools: list[tuple[float, float, int]] = []  # mean, weight, count
    for place in range(len(row)):
        mean, mass, count = wish[place] - offset[place], weight[place], 1
        while pools and pools[-1][0] > mean:
            before = pools.pop()
            mean = (before[0] * before[1] + mean * mass) / (before[1] + mass)
            mass += before[1]
            count += before[2]
        pools.append((mean, mass, count))
    flat = [mean for mean, _, count in pools for _ in range(count)]
    return [y + offset[place] for place, y in enumerate(flat)]


def _packed(
    parts: Sequence[_Part],
    loose: Sequence[str],
    width: float,
    height: float,
    gap_x: float,
    gap_y: float,
) -> Layout:
    """Put the parts on shelves below each other, the loose nodes in a grid behind them."""
    area = sum((p.width + gap_x) * (p.height + 2 * gap_y) for p in parts)
    area += len(loose) * (width + gap_x / 2) * (height + gap_y)
    room = max([math.sqrt(area * _FLAT), width, *(part.width for part in parts)])
    boxes: dict[str, Box] = {}
    routes: dict[tuple[str, str], tuple[Point, ...]] = {}
    x = y = shelf = widest = 0.0
    for part in parts:
        if x and x + part.width > room:
            x, y, shelf = 0.0, y + shelf + 2 * gap_y, 0.0
        for node, box in part.boxes.items():
            boxes[node] = Box(round(box.x + x, 1), round(box.y + y, 1), box.width, box.height)
        for pair, points in part.routes.items():
            routes[pair] = tuple((round(a + x, 1), round(b + y, 1)) for a, b in points)
        widest = max(widest, x + part.width)
        shelf = max(shelf, part.height)
        x += part.width + gap_x
    bottom = y + shelf
    if loose:
        bottom += 2 * gap_y if parts else 0.0
        columns = max(1, int((room + gap_x / 2) // (width + gap_x / 2)))
        columns = min(columns, len(loose))
        for place, node in enumerate(loose):
            row, column = divmod(place, columns)
            boxes[node] = Box(
                round(column * (width + gap_x / 2), 1),
                round(bottom + row * (height + gap_y), 1),
                width,
                height,
            )
        rows = -(-len(loose) // columns)
        bottom += rows * (height + gap_y) - gap_y
        widest = max(widest, columns * (width + gap_x / 2) - gap_x / 2)
    return Layout(boxes, routes, round(widest, 1), round(bottom, 1))
