"""Weeks of study as a picture: bars for hours and notes, and how far each track is."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kbpivot.render.answers.stats import StatsAnswer
from kbpivot.render.drawing.theme import STATE_LOOKS
from kbpivot.render.text import shortened
from kbpivot.render.text.plan import day
from kbpivot.safe_text import one_line
from kbpivot.wording import counted, day_words, duration

__all__ = ["chart_png", "chart_svg"]

_FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif"
_WIDTH: Final = 720
_LEFT: Final = 24
_TALL: Final = 96
_FLAT: Final = 44
_ROW: Final = 34
_WEEK: Final = 50  # pixels of a week at most: thirteen of them fill the picture
_VALUES: Final = 26  # pixels of a week from which on each bar has its value
_DATES: Final = 52  # pixels that a date needs


def chart_svg(answer: StatsAnswer) -> str:
    """Draw statistics as SVG, light and dark by the reader's own setting.

    Args:
        answer: the weeks and tracks; titles of notes are not drawn.
    """
    weeks = answer.weeks
    span = f"{day(weeks[0].start)} to {day(weeks[-1].start)}" if weeks else ""
    name = f"Study, week by week: {span}"
    body = [f'<text class="name" x="{_LEFT}" y="34">{escape(name)}</text>']
    y = 52
    rows: list[tuple[str, str, Sequence[float], int]] = [
        ("Hours logged", duration(answer.hours), [week.hours for week in weeks], _TALL),
        (
            "Notes mastered",
            str(answer.mastered),
            [float(len(week.mastered)) for week in weeks],
            _FLAT,
        ),
        (
            "Notes changed, by git",
            counted(sum(week.touched for week in weeks), "time"),
            [float(week.touched) for week in weeks],
            _FLAT,
        ),
    ]
    for title, total, values, height in rows:
        if any(values):
            said = _hours if title.startswith("Hours") else _count
            body.append(
                _bars(
                    f"{title}: {total}",
                    values,
                    said,
                    [one.start for one in weeks],
                    y=y,
                    height=height,
                )
            )
            y += height + 70
    active = f"Something in {answer.active_weeks} of {counted(len(weeks), 'week')}"
    body.append(f'<text class="meta" x="{_LEFT}" y="{y + 4}">{escape(active)}</text>')
    y += 24
    for track in answer.tracks:
        share = track.done / track.notes if track.notes else 1.0
        body.append(_track(track.name, f"{track.done} of {track.notes}", share, y=y))
        y += _ROW
    height = y + 16
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}"'
        f' viewBox="0 0 {_WIDTH} {height}" role="img" aria-label={quoteattr(name)}>'
        f"<title>{escape(name)}</title><style>{_style()}</style>"
        f'<rect class="page" width="{_WIDTH}" height="{height}"/>{"".join(body)}</svg>\n'
    )


def chart_png(answer: StatsAnswer, *, scale: float = 2.0) -> bytes:
    """Draw statistics as PNG, in light colours, with the fonts the machine has."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=chart_svg(answer), zoom=scale))


def _hours(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") + " h"


def _count(value: float) -> str:
    return f"{value:g}"


def _bars(
    title: str,
    values: Sequence[float],
    said: Callable[[float], str],
    starts: Sequence[str],
    *,
    y: int,
    height: int,
) -> str:
    """Draw one bar for each week, the last one at the right edge, with its value and days below.

    A bar is never wider than a week of three months, so that few weeks look like few.
    """
    step = min((_WIDTH - 2 * _LEFT) / len(values), _WEEK)
    left = _WIDTH - _LEFT - step * len(values)
    most = max(values)
    base = y + 34 + height
    pieces = [f'<text class="meta" x="{_LEFT}" y="{y + 12}">{escape(title)}</text>']
    highest = values.index(most)
    for number, value in enumerate(values):
        middle = left + (number + 0.5) * step
        if value > 0:
            size = max(value / most * height, 2.0)
            pieces.append(
                f'<rect class="bar" x="{left + number * step + step * 0.1:.1f}"'
                f' y="{base - size:.1f}" width="{step * 0.8:.1f}" height="{size:.1f}" rx="2"/>'
            )
            if step >= _VALUES or number == highest:
                pieces.append(
                    f'<text class="value" x="{middle:.1f}" y="{base - size - 4:.1f}">'
                    f"{escape(said(value))}</text>"
                )
    every = max(1, math.ceil(_DATES / step))
    pieces += [
        f'<text class="value" x="{left + (number + 0.5) * step:.1f}" y="{base + 15}">'
        f"{escape(day_words(date.fromisoformat(starts[number])).rsplit(' ', 1)[0])}</text>"
        for number in range((len(values) - 1) % every, len(values), every)
    ]
    pieces.append(
        f'<line class="axis" x1="{left:.1f}" x2="{_WIDTH - _LEFT}" y1="{base}" y2="{base}"/>'
    )
    return "".join(pieces)


def _track(name: str, said: str, share: float, *, y: int) -> str:
    left, right = 300, 110
    width = _WIDTH - _LEFT - left - right
    return (
        f'<text class="row" x="{_LEFT}" y="{y + 13}">{escape(shortened(one_line(name), 36))}</text>'
        f'<rect class="rest" x="{left}" y="{y}" width="{width}" height="16" rx="3"/>'
        f'<rect class="bar" x="{left}" y="{y}" width="{width * share:.1f}" height="16" rx="3"/>'
        f'<text class="row" x="{left + width + 12}" y="{y + 13}">{escape(said)}</text>'
    )


def _style() -> str:
    bar, rest = STATE_LOOKS["mastered"], STATE_LOOKS["blocked"]
    return (
        f"text{{font-family:{_FONT};fill:#2b2f36}}.name{{font-size:16px;font-weight:600}}"
        ".meta{font-size:12px}.value{font-size:11px;text-anchor:middle}.row{font-size:13px}"
        f".page{{fill:#ffffff}}.bar{{fill:{bar.stroke}}}.rest{{fill:{rest.fill}}}"
        f".axis{{stroke:{rest.stroke};stroke-width:1}}"
        "@media (prefers-color-scheme:dark){text{fill:#dfe2e7}.page{fill:#15171b}"
        f".bar{{fill:{bar.dark[1]}}}.rest{{fill:{rest.dark[0]}}}.axis{{stroke:{rest.dark[1]}}}}}"
    )
