"""How many minutes a note takes, and what says so."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Literal, NamedTuple

from kbpivot.notes.durations import minutes_of
from kbpivot.notes.vocabulary import DEFAULT, Vocabulary, canonical, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbpivot.model import Note
    from kbpivot.traits.signs import NoteSigns

__all__ = [
    "DEFAULT_MINUTES",
    "Effort",
    "MinutesSource",
    "median_minutes",
    "note_minutes",
    "stated_minutes",
]

MinutesSource = Literal["property", "stated", "words", "median", "default"]

DEFAULT_MINUTES = 78
"""1.3 hours: the median of the hours metacademy states for its concepts."""

_WORDS_A_MINUTE = 110  # reading to learn, not to skim
_MINUTES_A_FORMULA = 0.5
_CODE_LINES_A_MINUTE = 8
_LEAST = 5


class Effort(NamedTuple):
    """Whole minutes and what says so."""

    minutes: int
    source: MinutesSource


def note_minutes(note: NoteSigns, *, written: bool) -> Effort | None:
    """The minutes a note takes, as far as the note itself tells.

    A property speaks first (`hours`, `est_minutes`, `time`, also as an inline field), then a
    reading time in the text, then, for a written note, its words, formulas and code.

    Returns:
        None for a template that states nothing: see `median_minutes`.
    """
    if note.minutes is not None:
        return Effort(note.minutes, "property")
    if note.reading is not None:
        return Effort(note.reading, "stated")
    if not written:
        return None
    prose = note.prose
    needed = (
        prose.words / _WORDS_A_MINUTE
        + prose.formulas * _MINUTES_A_FORMULA
        + prose.code_lines / _CODE_LINES_A_MINUTE
    )
    return Effort(max(_LEAST, int(needed + 0.5)), "words")


def stated_minutes(note: Note, vocabulary: Vocabulary = DEFAULT) -> int | None:
    """Return the minutes that a property or inline field states."""
    units = words(vocabulary).time
    if not note.fields and units.keys().isdisjoint(map(canonical, note.properties)):
        return None
    best: tuple[int, int] | None = None
    pairs: list[tuple[str, object]] = list(note.properties.items())
    pairs.extend((field.key, field.value) for field in note.fields)
    for key, value in pairs:
        unit = units.get(canonical(key))
        if unit is None:
            continue
        minutes = minutes_of(value, unit=unit)
        # A key that names its unit is surer than `time`, which may be a time of day.
        if minutes is not None and (best is None or (unit == "") < best[0]):
            best = (int(unit == ""), minutes)
    return None if best is None else best[1]


def median_minutes(known: Iterable[int]) -> int | None:
    """The median in whole minutes, or None of nothing."""
    values = list(known)
    return int(median(values) + 0.5) if values else None
