"""What a watch prints: a line for each change, a few after a storm."""

from __future__ import annotations

from kbpivot.render.text.watch import watch_lines


def test_few_changes_are_all_told_and_harmless():
    """Each stands on a line of its own, and a name cannot move the cursor."""
    assert ["+ A is ready", "next: B␛[2J"] == list(
        watch_lines([("ready", "+ A is ready"), ("next", "next: B\x1b[2J")])
    )


def test_a_storm_is_counted():
    """Of many changes of one sort a few are named and the rest is counted."""
    storm = [("ready", f"+ {number} is ready") for number in range(500)]
    lines = list(watch_lines([*storm, ("next", "next: 7")]))

    assert lines[0] == "+ 0 is ready"
    assert lines[-2:] == ["  and 495 more like these", "next: 7"]
    assert len(lines) == 7
