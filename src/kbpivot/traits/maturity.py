"""Whether a note is written, is still the template it was made from, or is empty."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kbpivot.traits.signs import NoteSigns

__all__ = ["LEAST_WORDS", "SHARED_BY", "Maturity", "note_maturity", "own_words", "shared_lines"]

Maturity = Literal["written", "template", "empty"]

LEAST_WORDS = 15
"""A note that shows signs of a template is one while it has fewer words of its own."""

_A_SENTENCE = 3  # words; without signs of a template they are a definition
_LEAST_CODE = 3  # lines
_HOLLOW = 2  # headings with nothing below them that make a form

SHARED_BY = 3
"""Notes of one folder in which a line stands that is nobody's own."""

_WORDS_A_FORMULA = 3  # a formula says about as much as a short sentence


def shared_lines(notes: Iterable[NoteSigns]) -> dict[str, frozenset[int]]:
    """For each folder the lines (as hashes) that stand word for word in three or more notes."""
    seen: dict[str, Counter[int]] = {}
    for note in notes:
        counts = seen.setdefault(note.path.rpartition("/")[0], Counter())
        counts.update(set(note.prose.lines[::2]))
    return {
        folder: frozenset(line for line, count in counts.items() if count >= SHARED_BY)
        for folder, counts in seen.items()
    }


def note_maturity(note: NoteSigns, shared: Mapping[str, frozenset[int]]) -> Maturity:
    """Tell how far a note is.

    What is in it decides, not its length: running text, formulas, code, pictures and tables are
    content. Signs of a template are phrases to be replaced, two headings or more with nothing
    below, holes for values, and lines that sibling notes have word for word and that say more
    than the rest; with them, fewer than 15 words of one's own are a template. Without them one sentence is a note, and a note of
    nothing but properties, links or its title is empty.

    Args:
        note: what the note says.
        shared: lines that stand in several notes of a folder, from `shared_lines`.
    """
    said = note.prose
    own = own_words(note, shared)
    form = (
        said.placeholders > 0
        or said.hollow >= _HOLLOW
        or said.variables > 0
        or _shared_words(note, shared) > own
    )
    if own >= LEAST_WORDS or said.code_lines >= _LEAST_CODE:
        return "written"
    if form:
        return "template"
    if own >= _A_SENTENCE or said.media or said.code_lines or said.formulas:
        return "written"
    return "empty"


def _shared_words(note: NoteSigns, shared: Mapping[str, frozenset[int]]) -> int:
    """Words in lines that sibling notes have as well: a title over an exercise is no form."""
    lines = note.prose.lines
    common = shared.get(note.path.rpartition("/")[0], frozenset())
    if common.isdisjoint(lines[::2]):
        return 0
    return sum(
        max(count, 1) for line, count in zip(lines[::2], lines[1::2], strict=True) if line in common
    )


def own_words(note: NoteSigns, shared: Mapping[str, frozenset[int]]) -> int:
    """Words that are neither template phrases nor lines shared with sibling notes."""
    lines = note.prose.lines
    common = shared.get(note.path.rpartition("/")[0], frozenset())
    if common.isdisjoint(lines[::2]):
        return note.prose.words + _WORDS_A_FORMULA * note.prose.formulas
    own = sum(
        count for line, count in zip(lines[::2], lines[1::2], strict=True) if line not in common
    )
    return own + _WORDS_A_FORMULA * note.prose.formulas
