"""How far into a note some minutes lead."""

from __future__ import annotations

from kbpivot.notes import parse_note
from kbpivot.study.reading_part import part_until

NOTE = parse_note(
    "A.md",
    "\n".join(
        [
            "# Attention",
            *["words"] * 9,
            "## Scores",
            *["words"] * 9,
            "## Heads",
            *["words"] * 19,
            "## Cost",
            *["words"] * 9,
        ]
    ),
)


def stop(minutes: float, **more: float) -> str | None:
    found = part_until(NOTE, minutes=minutes, whole=50, **more)
    return None if found is None else found.text


def test_the_part_ends_at_the_nearest_heading() -> None:
    """Fifty lines in fifty minutes."""
    assert stop(10) == "Scores"
    assert stop(22) == "Heads"
    assert stop(38) == "Cost"
    assert stop(15, done=20) == "Cost"


def test_no_part_without_a_heading_in_reach() -> None:
    """All of it fits, or the next heading is too far away."""
    assert stop(50) is None
    assert stop(60) is None
    assert stop(5, done=42) is None
    assert stop(5, done=22) is None
    assert part_until(parse_note("B.md", "words"), minutes=1, whole=10) is None
