"""What each state and each grade of edge looks like, the same in every format."""

from __future__ import annotations

from typing import Final, Literal, get_args

from kbpivot.graph.edges import GRADES as STRENGTH_FIRST
from kbpivot.graph.edges import Grade
from kbpivot.record import Record

__all__ = [
    "GRADES",
    "GRADE_LOOKS",
    "STATES",
    "STATE_LOOKS",
    "Grade",
    "GradeLook",
    "State",
    "StateLook",
]

State = Literal["mastered", "started", "ready", "blocked", "planned"]

STATES: Final[tuple[State, ...]] = get_args(State)
GRADES: Final[tuple[Grade, ...]] = tuple(sorted(STRENGTH_FIRST, key=lambda one: one == "optional"))
"""The surest first; optional edges, which order nothing, last."""


class StateLook(Record, frozen=True):
    """How a state is drawn; the sign and the outline tell states apart without colour.

    Attributes:
        sign: one character that stands for the state.
        plain: the same in ASCII, always three characters.
        meaning: what the state says about a note.
        fill: background, `#rrggbb`, for light surroundings.
        stroke: outline.
        ink: text.
        dash: outline dashes in pixels, empty for a solid line.
        weight: outline width in pixels.
        dark: background, outline and text for dark surroundings.
        terminal: colour of the sign in a terminal, empty for the terminal's own. It has 3:1 with
            the usual light and dark backgrounds; no one colour has 4.5:1 with both, so words
            are left as they are.
    """

    sign: str
    plain: str
    meaning: str
    fill: str
    stroke: str
    ink: str
    dash: str
    weight: float
    dark: tuple[str, str, str]
    terminal: str


STATE_LOOKS: Final[dict[State, StateLook]] = {
    "mastered": StateLook(
        "✓",
        "[x]",
        "you know it",
        "#e2f3e7",
        "#2f7d4f",
        "#14351f",
        "",
        1.5,
        ("#143022", "#57b27c", "#cdeedb"),
        "#3d9462",
    ),
    "started": StateLook(
        "◐",
        "[~]",
        "begun, not yet mastered",
        "#fff1cc",
        "#a86a0a",
        "#3f2a05",
        "",
        1.5,
        ("#362a10", "#d39b3a", "#f6e3b8"),
        "#b97a1c",
    ),
    "ready": StateLook(
        "▸",
        "[>]",
        "everything it needs is mastered",
        "#dce9ff",
        "#1a56c4",
        "#0b2556",
        "",
        2.5,
        ("#13294d", "#7aa8f7", "#dbe7ff"),
        "#4a83e6",
    ),
    "blocked": StateLook(
        "○",
        "[ ]",
        "something it needs is not mastered",
        "#f1f2f4",
        "#7b818c",
        "#2b2f36",
        "",
        1,
        ("#23262c", "#868d99", "#dfe2e7"),
        "",
    ),
    "planned": StateLook(
        "◌",
        "[?]",
        "named, but not yet written",
        "#ffffff",
        "#8b5aa8",
        "#46295a",
        "5 3",
        1.5,
        ("#1a1a1f", "#b48acb", "#ead9f5"),
        "#a574c2",
    ),
}


class GradeLook(Record, frozen=True):
    """How an edge is drawn.

    Attributes:
        meaning: who says that one note comes before the other.
        stroke: line colour in light surroundings.
        dark: line colour in dark ones.
        dash: dashes in pixels, empty for a solid line.
        weight: line width in pixels.
        mermaid: arrow in Mermaid.
        dot: line style in DOT.
    """

    meaning: str
    stroke: str
    dark: str
    dash: str
    weight: float
    mermaid: str
    dot: str


GRADE_LOOKS: Final[dict[Grade, GradeLook]] = {
    "stated": GradeLook("the author says so", "#555b66", "#9aa1ad", "", 1.5, "-->", "solid"),
    "ordered": GradeLook(
        "a list has it in this order", "#555b66", "#9aa1ad", "7 4", 1.5, "-.->", "dashed"
    ),
    "mapped": GradeLook(
        "the map of the field says so", "#3f7d8b", "#7fb6c2", "4 3", 1.5, "-. map .->", "dashed"
    ),
    "inferred": GradeLook(
        "a guess from the text", "#8b6d3f", "#c7a468", "1.5 4", 1.5, "-. guess .->", "dotted"
    ),
    "optional": GradeLook(
        "helps, but is not needed", "#8a8f98", "#9aa1ad", "10 3 2 3", 1, "--o", "dashed"
    ),
}
