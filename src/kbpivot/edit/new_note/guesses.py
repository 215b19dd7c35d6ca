"""Notes that a new one perhaps builds on, put down as a question."""

from __future__ import annotations

from collections.abc import Sequence

from kbpivot.edit.new_note.body import with_lines

__all__ = ["QUESTION", "with_guesses", "with_questions"]

QUESTION = "> [!question] Perhaps builds on"


def with_guesses(text: str, links: Sequence[str]) -> str:
    """Add a callout with links that a person may move into the prerequisites, or delete.

    It stands in no property and under no heading that states prerequisites, so nothing takes a
    guess for the author's word.

    Args:
        text: the note.
        links: as they are written, `[[Attention]]`.
    """
    return with_questions(text, links)


def with_questions(text: str, asked: Sequence[str]) -> str:
    """Add a callout with what a note perhaps builds on, links and other words, one a line."""
    if not asked:
        return text
    return with_lines(text, [QUESTION, *(f"> - {one}" for one in asked)])
