"""Durations as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbpivot.notes import parse_note
from kbpivot.notes.durations import minutes_in, minutes_of


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *(("~2h 15min", 135), ("~25 min", 25), ("预计 50 分钟", 50), ("1.5 hours", 90)),
        *(("1,5 h", 90), ("25-30 min", 28), ("1小时30分钟", 90), ("2시간 10분", 130), ("90m", 90)),
        *(("PT1H30M", 90), ("PT45M", 45), ("2h15", 135), ("1:30 h", 90), ("45 Minuten", 45)),
        *(("2 Stunden und 5 Minuten", 125), ("10 to 20 minutes", 15), ("25-minute read", 25)),
        *(("1 час 20 мин", 80), ("30 m²", None), ("5 models", None), ("12:30", None)),
        *(("2024-01-02", None), ("0 min", None), ("v2.5 hot", None), ("", None)),
    ],
)
def test_durations_in_words(text, minutes):
    """Hours and minutes are read in several languages; other numbers are no durations."""
    assert minutes_in(text) == minutes


@pytest.mark.parametrize(
    ("value", "unit", "minutes"),
    [
        *((1.46, "hours", 88), (45, "minutes", 45), ("2h", "", 120), (2, "", 120), (30, "", 30)),
        *(("1.5", "", 90), ("12:30", "", None), ("2024-01-02T10:30:00", "", None)),
        *((True, "hours", None), (0, "hours", None), ("~25", "minutes", 25), (None, "", None)),
        *((float("nan"), "hours", None), (float("inf"), "", None), (-3, "hours", None)),
        *((["40 min"], "", 40), ({"a": 1}, "hours", None), ("soon", "hours", None)),
    ],
)
def test_durations_in_properties(value, unit, minutes):
    """A bare number has the unit of its key; what is no duration is nothing."""
    assert minutes_of(value, unit=unit) == minutes


@given(st.floats() | st.integers() | st.text() | st.lists(st.text()))
def test_minutes_are_whole_and_positive(value):
    """Whatever the value, the answer is at least one whole minute or nothing."""
    minutes = minutes_of(value, unit="")

    assert minutes is None or (isinstance(minutes, int) and minutes >= 1)


@pytest.mark.parametrize(
    ("line", "minutes"),
    [
        *(("- **Read time:** ~25 min", 25), ("**Read time:** ~2h 15min", 135)),
        *(("> 预计 50 分钟", 50), ("Lesezeit: ca. 12 Minuten", 12), ("⏱ 20 min", 20)),
        *(("*8 min read*", 8), ("| Duration | 40 min |", 40), ("Time: about 3 hours", 180)),
        *(("Level: easy · Reading time: 15 min", 15), ("I ran for 20 min today", None)),
        *(("`Read time: 5 min`", None), ("Read time: _TBD_", None)),
        *(("A meeting of 30 minutes", None), ("[Read time: 5 min](https://x.org/5min)", 5)),
    ],
)
def test_stated_reading_time(line, minutes):
    """A duration counts behind a label, a clock or before "read", and nowhere else."""
    note = parse_note("Note.md", f"# Title\n\n{line}\n")

    assert note.read_minutes == minutes
    assert note.read_line == (None if minutes is None else 3)
