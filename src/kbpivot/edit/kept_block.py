"""What kbpivot writes into a note between its own markers, and nothing outside of them."""

from __future__ import annotations

from kbpivot.errors import RefusedError
from kbpivot.notes.own_block import END, START, own_block

__all__ = ["with_block"]


def with_block(text: str, content: str) -> str:
    r"""The note's text with `content` between its markers and every other character kept.

    Args:
        text: the note; without markers they are added at its end.
        content: Markdown with `\n` line breaks; it takes on those of the note.

    Raises:
        RefusedError: one marker is missing, stands twice, or they stand in the wrong order.
    """
    block = own_block(text)
    if block.problem:
        raise RefusedError(f"The note was not touched: {block.problem}.")
    newline = "\r\n" if "\r\n" in text else "\n"
    content = content.replace("\n", newline)
    if block.start < 0:
        gap = "" if not text else newline if text.endswith(("\n", "\r")) else newline * 2
        return f"{text}{gap}{START}{newline}{content}{END}{newline}"
    return text[: block.start] + content + text[block.end :]
