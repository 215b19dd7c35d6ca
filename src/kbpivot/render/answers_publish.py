"""The answer of `gaps`: what public notes lean on and their readers cannot reach."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from kbpivot.render.answers import Answer
from kbpivot.render.answers_study import rounded

if TYPE_CHECKING:
    from kbpivot.publish import Gap, Public

__all__ = ["GapEntry", "GapsAnswer", "PublicFacts", "gap_entries", "gaps_answer"]


class PublicFacts(msgspec.Struct, frozen=True):
    """What others can read.

    Attributes:
        notes: how many notes are public.
        reason: what says so.
    """

    notes: int
    reason: str


class GapEntry(msgspec.Struct, frozen=True):
    """One thing that is lacking.

    Attributes:
        kind: which rule it is.
        path: the public note in which a reader stumbles.
        line: where in it.
        target: path of the note that is lacking, or the name of one not written yet.
        needed_by: every public note behind it.
        message: one sentence that states it.
        hint: what to do about it.
        private: whether others must not be told the target.
        hours: a guess at the work it takes.
    """

    kind: str
    path: str
    line: int
    target: str
    needed_by: tuple[str, ...]
    message: str
    hint: str
    private: bool
    hours: float


class GapsAnswer(Answer, frozen=True, tag="kbpivot.gaps/1"):
    """What public notes lean on and their readers cannot reach.

    Attributes:
        public: what others can read.
        notes: how many notes there are.
        gaps: the most worthwhile first.
    """

    public: PublicFacts
    notes: int
    gaps: tuple[GapEntry, ...]


def gap_entries(gaps: Iterable[Gap]) -> tuple[GapEntry, ...]:
    """Return gaps as entries."""
    return tuple(
        GapEntry(
            kind=gap.kind,
            path=gap.path,
            line=gap.line,
            target=gap.target,
            needed_by=gap.needed_by,
            message=gap.message,
            hint=gap.hint,
            private=gap.private,
            hours=rounded(gap.hours),
        )
        for gap in gaps
    )


def gaps_answer(gaps: Iterable[Gap], *, public: Public, notes: int) -> GapsAnswer:
    """Return gaps as an answer; `notes` is how many the vault has."""
    return GapsAnswer(
        public=PublicFacts(notes=len(public.paths), reason=public.reason),
        notes=notes,
        gaps=gap_entries(gaps),
    )
