"""A small picture of a study page, for the card that messengers show of a link."""

from __future__ import annotations

import base64
from typing import Final

from kbpivot.render.drawing.html.record import StudyPage
from kbpivot.render.drawing.theme import STATE_LOOKS, State

__all__ = ["preview"]

_WIDTH: Final = 600
_HEIGHT: Final = 315
_MOST: Final = 60  # chips
_CHIP: Final = (52, 22)


def preview(study: StudyPage) -> str:
    """Return the picture as a `data:` address: how far along, and the notes by state.

    It holds no letters, so that it is the same whichever fonts a machine has.
    """
    import resvg_py

    data = bytes(resvg_py.svg_to_bytes(svg_string=_drawn(study)))
    return f"data:image/png;base64,{base64.b64encode(data).decode('ascii')}"


def _drawn(study: StudyPage) -> str:
    states = {node.id: node.state for node in study.picture.nodes}
    shown = [*study.order, *states] if study.order else list(states)
    known = [one for one in states if states[one] == "mastered"]
    order = list(dict.fromkeys([*known[:10], *shown]))[:_MOST]
    share = len(known) / len(states) if states else 0.0
    green = STATE_LOOKS["mastered"].stroke
    parts = [
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fbfbfa"/>',
        '<rect x="30" y="30" width="540" height="12" rx="6" fill="#d9dce1"/>',
        f'<rect x="30" y="30" width="{540 * share:.0f}" height="12" rx="6" fill="{green}"/>',
    ]
    first = study.suggestions[0].id if study.suggestions else ""
    for place, one in enumerate(order):
        row, column = divmod(place, 9)
        parts.append(_chip(states[one], 30 + 60 * column, 66 + 32 * row, ring=one == first))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}">'
        f"{''.join(parts)}</svg>"
    )


def _chip(state: State, x: int, y: int, *, ring: bool) -> str:
    look = STATE_LOOKS[state]
    dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    width, height = _CHIP
    around = (
        f'<rect x="{x - 4}" y="{y - 4}" width="{width + 8}" height="{height + 8}" rx="9"'
        ' fill="none" stroke="#1a56c4" stroke-width="3"/>'
        if ring
        else ""
    )
    return (
        f'{around}<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="6"'
        f' fill="{look.fill}" stroke="{look.stroke}" stroke-width="{look.weight}"{dash}/>'
    )
