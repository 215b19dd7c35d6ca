"""Notes that lay out a course of study: a curriculum, a roadmap, the page of a course."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbpivot.notes.vocabulary import DEFAULT, canonical, words

if TYPE_CHECKING:
    from kbpivot.model import Entry, Note

__all__ = ["is_course", "is_course_page", "listed_targets"]

_LEAST_STOPS: Final = 2
_WORDS_AROUND: Final = 150  # an introduction
_WORDS_A_STOP: Final = 60  # what a course says of each of its stops
_LEAST_ON_PAGE: Final = 5
_WORDS_ON_PAGE: Final = 20  # for each stop; a note that says more has a subject of its own


def listed_targets(note: Note, *, ordered: bool = False) -> set[str]:
    """Return the notes that a note lists, but for its sources and what else it sets aside.

    Args:
        note: the note.
        ordered: only those in lists that are an order.
    """
    known = words(DEFAULT)

    def counts(entry: Entry) -> bool:
        said = canonical(entry.heading)
        return said not in known.asides and said not in known.heading

    return {
        entry.target.target
        for entry in note.entries
        if (entry.level >= 0 or not ordered) and counts(entry)
    }


def is_course(note: Note) -> bool:
    """Tell whether a note is called a curriculum, roadmap or the like, and is one.

    A name alone is not enough: it lists notes in an order and says little besides.
    """
    known = words(DEFAULT)
    first = note.headings[0].text if note.headings and note.headings[0].level == 1 else ""
    named = [canonical(name) for name in (note.name, note.title, first)]
    if not any(known.courses.within(name) for name in named):
        return False
    if any(known.sets.within(name) for name in named):
        return False
    stops = len(listed_targets(note, ordered=True))
    return stops >= _LEAST_STOPS and note.prose.words <= _WORDS_AROUND + _WORDS_A_STOP * stops


def is_course_page(note: Note) -> bool:
    """Tell whether a note, whatever its name, is little but numbered or weekly stops."""
    if len(note.entries) < _LEAST_ON_PAGE:
        return False
    stops = len(listed_targets(note, ordered=True))
    return stops >= _LEAST_ON_PAGE and note.prose.words <= _WORDS_ON_PAGE * stops
