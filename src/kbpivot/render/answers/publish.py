"""The answer of `gaps`: what public notes lean on and their readers cannot reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import msgspec

from kbpivot.errors import KbpivotError
from kbpivot.render.answers import Answer
from kbpivot.render.answers.study import rounded

if TYPE_CHECKING:
    from kbpivot.publish import Gap, Public

__all__ = ["MOST_NEEDED_BY", "GapEntry", "GapsAnswer", "PublicFacts", "gap_entries", "gaps_answer"]


_LONGEST = 200  # characters of a quoted line

MOST_NEEDED_BY = 20
"""Notes that an entry names; on one note of a large vault thousands may build."""


class PublicFacts(msgspec.Struct, frozen=True):
    """What others can read.

    Attributes:
        notes: how many notes are public.
        reason: what says so.
        asks: whether that holds a question: a few notes have a flag, and the rest has none.
    """

    notes: int
    reason: str
    asks: bool = False


class GapEntry(msgspec.Struct, frozen=True):
    """One thing that is lacking.

    Attributes:
        kind: which rule it is.
        path: the public note in which a reader stumbles.
        line: where in it.
        target: path of the note that is lacking, or the name of one not written yet.
        needed_by: the public notes behind it, in order of path: the first twenty, or all with
            `--all-needed`.
        needed_by_count: how many there are.
        message: one sentence that states it.
        quote: what stands there, in the author's words; empty at the beginning of a note.
        hint: what to do about it.
        private: whether others must not be told the target.
        hours: a guess at the work it takes.
        also: the other kinds under which the same target is listed, such as `planned-link` of
            an `unexplained-concept`; the text lists it once.
    """

    kind: str
    path: str
    line: int
    target: str
    needed_by: tuple[str, ...]
    needed_by_count: int
    message: str
    quote: str
    hint: str
    private: bool
    hours: float
    also: tuple[str, ...] = ()


class GapsAnswer(Answer, frozen=True, tag="kbpivot.gaps/2"):
    """What public notes lean on and their readers cannot reach.

    Attributes:
        public: what others can read.
        notes: how many notes there are.
        gaps: the most worthwhile first.
    """

    public: PublicFacts
    notes: int
    gaps: tuple[GapEntry, ...]


def gap_entries(
    gaps: Iterable[Gap],
    *,
    text: Callable[[str], str] | None = None,
    most: int | None = MOST_NEEDED_BY,
) -> tuple[GapEntry, ...]:
    """Return gaps as entries.

    Args:
        gaps: what was found.
        text: reads a note, for the words at a line; without it nothing is quoted.
        most: how many notes behind each are named; all with None.
    """
    lines: dict[str, list[str]] = {}
    entries = []
    found = tuple(gaps)
    kinds: dict[str, set[str]] = {}
    for gap in found:
        kinds.setdefault(gap.target.casefold(), set()).add(gap.kind)
    for gap in found:
        if text is not None and gap.path not in lines:
            lines[gap.path] = _lines(text, gap.path)
        entries.append(
            GapEntry(
                kind=gap.kind,
                path=gap.path,
                line=gap.line,
                target=gap.target,
                needed_by=gap.needed_by[:most],
                needed_by_count=len(gap.needed_by),
                message=gap.message,
                quote=_quote(lines.get(gap.path, []), gap.line),
                hint=gap.hint,
                private=gap.private,
                hours=rounded(gap.hours),
                also=tuple(sorted(kinds[gap.target.casefold()] - {gap.kind})),
            )
        )
    return tuple(entries)


def _lines(text: Callable[[str], str], path: str) -> list[str]:
    try:
        return text(path).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except (KbpivotError, OSError):
        return []


def _quote(lines: list[str], number: int) -> str:
    """The words of a line without the marks of a list, a quote or a table."""
    if number == 1 or number > len(lines):
        return ""
    said = " ".join(lines[number - 1].strip().lstrip(">-*+|").split())
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST].rpartition(' ')[0]} …"


def gaps_answer(
    gaps: Iterable[Gap],
    *,
    public: Public,
    notes: int,
    text: Callable[[str], str] | None = None,
    most: int | None = MOST_NEEDED_BY,
) -> GapsAnswer:
    """Return gaps as an answer; `notes` is how many the vault has, the rest as `gap_entries`."""
    return GapsAnswer(
        public=PublicFacts(notes=len(public.paths), reason=public.reason, asks=public.asks),
        notes=notes,
        gaps=gap_entries(gaps, text=text, most=most),
    )
