"""A picture as SVG: boxes in layers, light and dark; and as PNG by way of it."""

from __future__ import annotations

import unicodedata
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kbpivot.record import Record
from kbpivot.render.drawing.layout import Box, Layout, Point, layered
from kbpivot.render.drawing.picture import Picture, PictureEdge, PictureNode
from kbpivot.render.drawing.theme import GRADE_LOOKS, GRADES, STATE_LOOKS, STATES, State
from kbpivot.wording import duration

__all__ = [
    "BOX_HEIGHT",
    "BOX_WIDTH",
    "GAP_X",
    "ICONS",
    "Drawing",
    "drawing",
    "heading",
    "png",
    "svg",
]

BOX_WIDTH: Final = 204
BOX_HEIGHT: Final = 64
GAP_X: Final = 68
GAP_Y: Final = 20
MARGIN: Final = 28
_FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif"
_TITLE_SIZE: Final = 13.0
_TEXT_LEFT: Final = 36
_MOST_PIXELS: Final = 60_000_000

# Shapes inside a circle of radius 7 around (0, 0).
ICONS: Final[dict[State, str]] = {
    "mastered": '<circle r="7.5" class="solid"/><path d="M-3.4 .3 -1 2.8 3.6-2.6" class="tick"/>',
    "started": '<circle r="6.8" class="line"/><path d="M0-6.8a6.8 6.8 0 0 1 0 13.6z" class="solid"/>',
    "ready": '<path d="M-4.5-7 7.5 0-4.5 7z" class="solid"/>',
    "blocked": '<circle r="6.8" class="line"/>',
    "planned": '<circle r="6.8" class="line" stroke-dasharray="2.6 2.6"/>',
}


class Drawing(Record, frozen=True):
    """The inner SVG of a picture, and the room it takes in pixels.

    Attributes:
        body: the elements.
        width: of all boxes together.
        height: of all boxes together.
        layout: where they stand.
        gap: room between two layers.
        circles: whether an edge runs backwards, since it closes a circle.
    """

    body: str
    width: float
    height: float
    layout: Layout
    gap: float
    circles: bool


def _em(character: str) -> float:
    """Width of a character in ems, in the widest of the usual faces (DejaVu Sans Bold)."""
    if unicodedata.combining(character) or character == "\u200d":
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.02
    if character in "iljtfrI.,:;'|!()[]{} ":
        return 0.4
    if character in "mwMWQO@%&—":
        return 1.0
    return 0.76 if character.isupper() else 0.68


def _fit(text: str, room: float, *, lines: int) -> list[str]:
    """Break `text` into at most `lines` lines of `room` pixels, the last one shortened by `…`."""
    rows: list[str] = []
    row = ""
    used = 0.0
    rest = text
    while rest:
        word = rest.split(" ", 1)[0] + " "
        width = sum(map(_em, word.rstrip())) * _TITLE_SIZE
        if used + width <= room:
            row += word
            used += width + 0.35 * _TITLE_SIZE
            rest = rest[len(word) :]
            continue
        if not row:  # one word wider than the box: cut it
            size = 0.0
            cut = 0
            while cut < len(word) and size + _em(word[cut]) * _TITLE_SIZE <= room:
                size += _em(word[cut]) * _TITLE_SIZE
                cut += 1
            row, rest = rest[: max(cut, 1)], rest[max(cut, 1) :]
        rows.append(row.rstrip())
        row, used = "", 0.0
        if len(rows) == lines:
            break
    if row:
        rows.append(row.rstrip())
        rest = ""
    if rest and rows:
        last = rows[-1]
        while last and sum(map(_em, last + "…")) * _TITLE_SIZE > room:
            last = last[:-1]
        rows[-1] = last.rstrip() + "…"
    return rows


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _icon(state: State, x: float, y: float) -> str:
    return f'<g class="icon" transform="translate({_number(x)} {_number(y)})">{ICONS[state]}</g>'


def _label(node: PictureNode) -> str:
    goal = "goal, " if node.goal else ""
    return f"{node.title}, {goal}{node.state}, {duration(node.hours)}"


def _node(node: PictureNode, box: Box, *, interactive: bool) -> str:
    rows = _fit(node.title, BOX_WIDTH - _TEXT_LEFT - 10, lines=2)
    first = box.height / 2 - 8 * len(rows) + 4
    text = "".join(
        f'<text class="name" x="{_TEXT_LEFT}" y="{_number(first + 16 * place)}">{escape(row)}</text>'
        for place, row in enumerate(rows)
    )
    goal = "goal · " if node.goal else ""
    text += (
        f'<text class="meta" x="{_TEXT_LEFT}" y="{_number(first + 16 * len(rows) - 0.5)}">'
        f"{goal}{node.state} · {duration(node.hours)}</text>"
    )
    look = STATE_LOOKS[node.state]
    dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    ring = (
        f'<rect class="ring" x="-5" y="-5" width="{BOX_WIDTH + 10}" height="{BOX_HEIGHT + 10}"'
        ' rx="13"/>'
        if node.about
        else ""
    )
    handle = (
        f' id="{node.id}" role="button" tabindex="-1" aria-label={quoteattr(_label(node))}'
        if interactive
        else ""
    )
    name = "" if interactive else f"<title>{escape(_label(node))}</title>"
    return (
        f'<g class="node {node.state}{" goal" if node.goal else ""}"{handle}'
        f' transform="translate({_number(box.x)} {_number(box.y)})">{name}{ring}'
        f'<rect class="box" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="9"'
        f' stroke-width="{look.weight}"{dash}/>'
        f"{_icon(node.state, 19, box.height / 2)}{text}</g>"
    )


def _line(start: Point, end: Point, route: tuple[Point, ...]) -> str:
    """Write a smooth path: level where it passes a layer, curved between layers."""
    turn = 1 if end[0] >= start[0] else -1
    half = turn * BOX_WIDTH / 2
    path = f"M{_number(start[0])} {_number(start[1])}"
    x, y = start
    for px, py in (*((a - half, b) for a, b in route), end):
        middle = (x + px) / 2
        path += (
            f"C{_number(middle)} {_number(y)} {_number(middle)} {_number(py)}"
            f" {_number(px)} {_number(py)}"
        )
        x, y = px, py
        if (px, py) != end:
            x = px + 2 * half
            path += f"H{_number(x)}"
    return path


def _edge(edge: PictureEdge, layout: Layout, *, interactive: bool) -> str:
    source, target = layout.boxes[edge.source], layout.boxes[edge.target]
    back = source.x >= target.x
    start = (source.x if back else source.x + source.width, source.y + source.height / 2)
    tip = 3 if not back else -3
    end = (target.x + target.width if back else target.x, target.y + target.height / 2)
    end = (end[0] - tip, end[1])
    if back:  # beside the way there, not upon it
        start, end = (start[0], start[1] + 16), (end[0], end[1] + 16)
    look = GRADE_LOOKS[edge.grade]
    dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    ends = f' data-a="{edge.source}" data-b="{edge.target}"' if interactive else ""
    return (
        f'<path class="edge {edge.grade}{" back" if back else ""}"'
        f' d="{_line(start, end, layout.routes[edge.source, edge.target])}"'
        f' stroke-width="{look.weight}"{dash} marker-end="url(#tip-{edge.grade})"{ends}/>'
    )


def drawing(picture: Picture, *, all_edges: bool = False, interactive: bool = False) -> Drawing:
    """Lay a picture out and draw its boxes and lines, without any style sheet.

    Args:
        picture: what to draw.
        all_edges: also draw edges that others imply.
        interactive: give boxes ids, roles and labels for a page instead of tooltips.
    """
    edges = picture.drawn_edges(all_edges=all_edges)
    # Where many lines turn between two layers they need room to be told apart.
    gap = GAP_X * min(2.0, max(1.0, len(edges) / 200))
    layout = layered(
        # Not in study order: what one learns must not move the boxes.
        [node.id for node in sorted(picture.nodes, key=lambda node: node.key)],
        [(edge.source, edge.target) for edge in edges],
        width=BOX_WIDTH,
        height=BOX_HEIGHT,
        gap_x=gap,
        gap_y=GAP_Y,
    )
    tips = "".join(
        f'<marker id="tip-{grade}" class="tip {grade}" viewBox="0 0 8 8" refX="6.5" refY="4"'
        ' markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
        '<path d="M0 .6 7.4 4 0 7.4z"/></marker>'
        for grade in GRADES
        if any(edge.grade == grade for edge in edges)
    )
    lines = "".join(_edge(edge, layout, interactive=interactive) for edge in edges)
    boxes = "".join(
        _node(node, layout.boxes[node.id], interactive=interactive) for node in picture.nodes
    )
    hide = ' aria-hidden="true"' if interactive else ""
    body = f'<defs>{tips}</defs><g class="edges"{hide}>{lines}</g><g class="nodes">{boxes}</g>'
    circles = any(layout.boxes[edge.source].x >= layout.boxes[edge.target].x for edge in edges)
    return Drawing(body, layout.width, layout.height, layout, gap, circles)


def _style() -> str:
    rules = [
        f"text{{font-family:{_FONT}}}",
        f".name{{font-size:{_number(_TITLE_SIZE)}px;font-weight:600}}",
        ".meta{font-size:11px}",
        ".edge{fill:none}",
        ".tick{fill:none;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}",
        ".line{fill:none;stroke-width:1.7}",
        ".ring{fill:none;stroke-width:2}",
        ".page{fill:#ffffff}.note{fill:#4a4f59}.ring{stroke:#2b2f36}",
    ]
    dark = [".page{fill:#15171b}.note{fill:#b6bcc7}.ring{stroke:#e4e7ec}"]
    for state, look in STATE_LOOKS.items():
        for into, (fill, stroke, ink) in (
            (rules, (look.fill, look.stroke, look.ink)),
            (dark, look.dark),
        ):
            into.append(
                f".{state} .box{{fill:{fill};stroke:{stroke}}}.{state} text{{fill:{ink}}}"
                f".{state} .solid{{fill:{stroke}}}.{state} .line{{stroke:{stroke}}}"
                f".{state} .tick{{stroke:{fill}}}"
            )
    for grade, grade_look in GRADE_LOOKS.items():
        rules.append(
            f".edge.{grade}{{stroke:{grade_look.stroke}}}.tip.{grade}{{fill:{grade_look.stroke}}}"
        )
        dark.append(
            f".edge.{grade}{{stroke:{grade_look.dark}}}.tip.{grade}{{fill:{grade_look.dark}}}"
        )
    rules.append(".edge.back{stroke:#c0392b}")
    dark.append(".edge.back{stroke:#e57368}")
    return "".join(rules) + "@media (prefers-color-scheme:dark){" + "".join(dark) + "}"


def _legend(
    picture: Picture, edges: tuple[PictureEdge, ...], y: float, *, circles: bool
) -> tuple[str, float]:
    """Draw the signs that occur, in one row; return it and its width."""
    pieces: list[str] = []
    x = 0.0
    for state in STATES:
        if any(node.state == state for node in picture.nodes):
            pieces.append(
                f'<g class="{state}">{_icon(state, x + 8, y - 4)}</g>'
                f'<text class="meta note" x="{_number(x + 21)}" y="{_number(y)}">{state}</text>'
            )
            x += 40 + 6.2 * len(state)
    for grade in GRADES:
        if any(edge.grade == grade for edge in edges):
            look = GRADE_LOOKS[grade]
            dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
            pieces.append(
                f'<path class="edge {grade}" d="M{_number(x)} {_number(y - 4)}h34"'
                f' stroke-width="{look.weight}"{dash} marker-end="url(#tip-{grade})"/>'
                f'<text class="meta note" x="{_number(x + 42)}" y="{_number(y)}">{look.meaning}</text>'
            )
            x += 62 + 6.2 * len(look.meaning)
    if circles:
        pieces.append(
            f'<path class="edge back" d="M{_number(x)} {_number(y - 4)}h34" stroke-width="1.5"/>'
            f'<text class="meta note" x="{_number(x + 42)}" y="{_number(y)}">closes a circle</text>'
        )
        x += 62 + 6.2 * len("closes a circle")
    return f'<g class="legend">{"".join(pieces)}</g>', x


def heading(picture: Picture) -> str:
    """Say in a few words what a picture shows."""
    if picture.goal is not None:
        return f"The path to {picture.goal.title}"
    return "What builds on what" if picture.about is None else f"Around {picture.about.title}"


def svg(picture: Picture, *, title: str = "", all_edges: bool = False) -> str:
    """Draw a picture as one SVG file that follows the reader's light or dark setting.

    Args:
        picture: what to draw.
        title: what the picture is of; read by screen readers and shown as a tooltip.
        all_edges: also draw edges that others imply.
    """
    drawn = drawing(picture, all_edges=all_edges)
    edges = picture.drawn_edges(all_edges=all_edges)
    legend, legend_width = _legend(picture, edges, drawn.height + 44, circles=drawn.circles)
    width = max(drawn.width, legend_width) + 2 * MARGIN
    height = drawn.height + 2 * MARGIN + 44
    name = title or heading(picture)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_number(width)}"'
        f' height="{_number(height)}" viewBox="{-MARGIN} {-MARGIN} {_number(width)}'
        f' {_number(height)}" role="img" aria-label={quoteattr(name)}>'
        f"<title>{escape(name)}</title><style>{_style()}</style>"
        f'<rect class="page" x="{-MARGIN}" y="{-MARGIN}" width="100%" height="100%"/>'
        f"{drawn.body}{legend}</svg>\n"
    )


def png(picture: Picture, *, title: str = "", all_edges: bool = False, scale: float = 2.0) -> bytes:
    """Draw a picture as PNG, in light colours, with the fonts the machine has.

    Args:
        picture: what to draw.
        title: what the picture is of.
        all_edges: also draw edges that others imply.
        scale: pixels of the file per pixel of the drawing; less for a very large picture.
    """
    import resvg_py

    text = svg(picture, title=title, all_edges=all_edges)
    drawn = drawing(picture, all_edges=all_edges)
    area = (drawn.width + 2 * MARGIN) * (drawn.height + 2 * MARGIN + 44)
    zoom = min(scale, (_MOST_PIXELS / area) ** 0.5)
    return bytes(resvg_py.svg_to_bytes(svg_string=text, zoom=zoom))
