"""Whether a note is written, or still the template it was made from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kbpivot.model import Note

__all__ = ["LEAST_WORDS", "SHARED_BY", "Maturity", "own_words", "shared_lines"]

Maturity = Literal["written", "template"]

LEAST_WORDS = 15
"""A note with fewer words of its own is a template."""

SHARED_BY = 3
"""Notes of one folder in which a line stands that is nobody's own."""

_WORDS_A_FORMULA = 3  # a formula says about as much as a short sentence


def shared_lines(notes: Iterable[Note]) -> dict[str, frozenset[int]]:
    """For each folder the lines (as hashes) that stand word for word in three or more notes."""
    seen: dict[str, Counter[int]] = {}
    for note in notes:
        counts = seen.setdefault(note.path.rpartition("/")[0], Counter())
        counts.update(set(note.prose.lines[::2]))
    return {
        folder: frozenset(line for line, count in counts.items() if count >= SHARED_BY)
        for folder, counts in seen.items()
    }


def own_words(note: Note, shared: Mapping[str, frozenset[int]]) -> int:
    """Words that are neither template phrases nor lines shared with sibling notes."""
    lines = note.prose.lines
    common = shared.get(note.path.rpartition("/")[0], frozenset())
    if common.isdisjoint(lines[::2]):
        return note.prose.words + _WORDS_A_FORMULA * note.prose.formulas
    own = sum(
        count for line, count in zip(lines[::2], lines[1::2], strict=True) if line not in common
    )
    return own + _WORDS_A_FORMULA * note.prose.formulas
