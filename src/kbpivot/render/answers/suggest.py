"""The answer of `suggest`: questions about guesses, and what answers to them did."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import msgspec

from kbpivot.render.answers import Answer
from kbpivot.render.answers.study import EvidenceEntry, NodeEntry, evidence_entries

if TYPE_CHECKING:
    from kbpivot.study.questions import Question

__all__ = ["GuessEntry", "ProblemEntry", "SuggestAnswer", "WrittenEntry", "guess_entry"]


class GuessEntry(msgspec.Struct, frozen=True):
    """A question: does one note come before another?

    Attributes:
        first: the note that seems to come first.
        second: the note that seems to build on it.
        tier: `strong` or `likely`; `asked` where somebody asks and nothing suggests it.
        score: how likely it is, 0 to 1.
        changes: how many of the next ten steps another answer would change.
        evidence: where one note speaks of the other, and the sentence; of the form `asked`, why
            somebody asks, and no path.
    """

    first: NodeEntry
    second: NodeEntry
    tier: str
    score: float
    changes: int
    evidence: tuple[EvidenceEntry, ...]


class WrittenEntry(msgspec.Struct, frozen=True):
    """A note that was changed; `diff` shows how, as `git diff` does."""

    path: str
    diff: str


class ProblemEntry(msgspec.Struct, frozen=True):
    """An answer that could not be followed.

    Attributes:
        first: path of the first note; empty when the line names none.
        second: path of the second note.
        line: where in the list; null outside of one.
        message: one sentence.
    """

    first: str
    second: str
    line: int | None
    message: str


class SuggestAnswer(Answer, frozen=True, tag="kbpivot.suggest/1"):
    """Questions about guesses; after `--apply` also what the answers did.

    Attributes:
        stated: pairs of notes of which it is stated which comes first.
        guessed: pairs of which that is guessed.
        form: how an answer is written into a note: `property`, `section` or `label`.
        key: the property, heading or label.
        questions: the most useful first.
        left: how many more there are.
        written: notes that were changed, or would be with `--dry-run`.
        refused: pairs that will not be asked about again.
        problems: answers that could not be followed.
        asked: whether `--ask` added the question.
    """

    stated: int
    guessed: int
    form: str
    key: str
    questions: tuple[GuessEntry, ...]
    left: int
    written: tuple[WrittenEntry, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    problems: tuple[ProblemEntry, ...] = ()
    asked: bool = False


def guess_entry(question: Question, *, text: Callable[[str], str]) -> GuessEntry:
    """Return a question as an entry; `text` reads a note."""
    return GuessEntry(
        first=NodeEntry(path=question.first, title=question.first_title),
        second=NodeEntry(path=question.second, title=question.second_title),
        tier=question.tier,
        score=round(question.score, 4),
        changes=question.changes,
        evidence=evidence_entries(
            (one for one in question.evidence if one.grade == "inferred"), text=text
        ),
    )


def guess_entries(
    questions: Iterable[Question], *, text: Callable[[str], str]
) -> tuple[GuessEntry, ...]:
    """Return questions as entries; `text` reads a note."""
    return tuple(guess_entry(one, text=text) for one in questions)
