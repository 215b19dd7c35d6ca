"""What one source file defines, and which files it builds on."""

from __future__ import annotations

from kbpivot.record import Record

__all__ = ["SourceFile", "Symbol"]


class Symbol(Record, frozen=True):
    """Something that a file defines.

    Attributes:
        name: its name.
        line: 1-based line on which it begins.
        text: that line without the spaces around it.
        size: its lines.
    """

    name: str
    line: int
    text: str
    size: int


class SourceFile(Record, frozen=True):
    """A file of code.

    Attributes:
        path: its path in the clone.
        lines: lines that are not empty.
        symbols: what it defines at its top level, in order.
        builds_on: path and name of what it imports from other files when it is loaded; the name
            may be empty.
        uses: the same of what it only uses once it runs.
        words: what its docstrings or opening comment say.
    """

    path: str
    lines: int
    symbols: tuple[Symbol, ...]
    builds_on: frozenset[tuple[str, str]]
    uses: frozenset[tuple[str, str]] = frozenset()
    words: str = ""
