"""The answers of `check`, `explain` and `reader`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from kbpivot.render.answers import Answer
from kbpivot.render.answers.publish import PublicFacts

if TYPE_CHECKING:
    from kbpivot.publish import Public
    from kbpivot.publish.check import Finding
    from kbpivot.publish.reader import ReaderPath
    from kbpivot.publish.rules import Rule

__all__ = [
    "CheckAnswer",
    "DeadLinkEntry",
    "EarlyEntry",
    "ExplainAnswer",
    "FindingEntry",
    "ReaderAnswer",
    "RuleEntry",
    "check_answer",
    "explain_answer",
    "reader_answer",
]


class FindingEntry(msgspec.Struct, frozen=True):
    """One thing that was found.

    Attributes:
        code: the rule; `kbpivot explain CODE` says more.
        severity: `error`, `warning` or `info`.
        path: the file.
        line: where in it; null for the whole file.
        column: where in the line; null for the whole line.
        message: one sentence that states the fact.
        hint: what to do about it.
        fixable: whether `check --fix` can mend it.
    """

    code: str
    severity: str
    path: str
    line: int | None
    column: int | None
    message: str
    hint: str
    fixable: bool


class CheckAnswer(Answer, frozen=True, tag="kbpivot.check/1"):
    """What a check found.

    Attributes:
        public: what others can read.
        notes: how many notes there are.
        known: findings that the baseline lets pass; they are not listed.
        gone: findings of the baseline that are no longer there.
        diagnostics: by file and line.
    """

    public: PublicFacts
    notes: int
    known: int
    gone: int
    diagnostics: tuple[FindingEntry, ...]


class RuleEntry(msgspec.Struct, frozen=True):
    """One rule.

    Attributes:
        code: its name.
        group: `gaps`, `links`, `notes` or `leaks`.
        severity: `error`, `warning` or `info`.
        on: whether `check` looks for it when nobody says otherwise.
        fixable: whether `check --fix` can mend it.
        summary: half a sentence.
        definition: when exactly it is told.
        example: what it looks like.
        near_miss: what looks alike and is not told.
        todo: what to do about it.
    """

    code: str
    group: str
    severity: str
    on: bool
    fixable: bool
    summary: str
    definition: str
    example: str
    near_miss: str
    todo: str


class ExplainAnswer(Answer, frozen=True, tag="kbpivot.explain/1"):
    """What rules mean."""

    rules: tuple[RuleEntry, ...]


class EarlyEntry(msgspec.Struct, frozen=True):
    """A note that a reader meets before what it builds on.

    Attributes:
        path: the note.
        line: where it names what it builds on.
        needs: the note that comes later on the way.
    """

    path: str
    line: int
    needs: str


class DeadLinkEntry(msgspec.Struct, frozen=True):
    """A link that a reader cannot follow.

    Attributes:
        path: the note it stands in.
        line: where in it.
        linkpath: the target as written.
        reason: `private`, `planned`, and on GitHub also `wikilink`, `extension`, `path`, `case`.
    """

    path: str
    line: int
    linkpath: str
    reason: str


class ReaderAnswer(Answer, frozen=True, tag="kbpivot.reader/1"):
    """One walk through the public notes.

    Attributes:
        public: what others can read.
        notes: how many notes there are.
        venue: `github` or `site`.
        entries: pages to start from.
        order: every page reached, in the order in which it is met.
        unreached: public notes that the walk does not meet.
        early: notes met before what they build on.
        dead: links that lead nowhere for this reader.
    """

    public: PublicFacts
    notes: int
    venue: str
    entries: tuple[str, ...]
    order: tuple[str, ...]
    unreached: tuple[str, ...]
    early: tuple[EarlyEntry, ...]
    dead: tuple[DeadLinkEntry, ...]


def check_answer(
    findings: Iterable[Finding], *, public: Public, notes: int, known: int = 0, gone: int = 0
) -> CheckAnswer:
    """Return findings as an answer.

    Args:
        findings: what was found and is new.
        public: what others can read.
        notes: how many notes the vault has.
        known: how many findings the baseline lets pass.
        gone: how many of the baseline are no longer there.
    """
    return CheckAnswer(
        public=PublicFacts(notes=len(public.paths), reason=public.reason, asks=public.asks),
        notes=notes,
        known=known,
        gone=gone,
        diagnostics=tuple(
            FindingEntry(
                code=one.code,
                severity=one.severity,
                path=one.path,
                line=one.line,
                column=one.column,
                message=one.message,
                hint=one.hint,
                fixable=bool(one.edits),
            )
            for one in findings
        ),
    )


def explain_answer(rules: Iterable[Rule]) -> ExplainAnswer:
    """Return rules as an answer."""
    return ExplainAnswer(
        rules=tuple(
            RuleEntry(
                code=one.code,
                group=one.group,
                severity=one.severity,
                on=one.on,
                fixable=one.fixable,
                summary=one.summary,
                definition=one.definition,
                example=one.example,
                near_miss=one.near_miss,
                todo=one.todo,
            )
            for one in rules
        )
    )


def reader_answer(path: ReaderPath, *, public: Public, notes: int) -> ReaderAnswer:
    """Return a walk as an answer; `notes` is how many the vault has."""
    return ReaderAnswer(
        public=PublicFacts(notes=len(public.paths), reason=public.reason, asks=public.asks),
        notes=notes,
        venue=path.venue,
        entries=path.entries,
        order=path.order,
        unreached=path.unreached,
        early=tuple(EarlyEntry(one.path, one.line, one.needs) for one in path.early),
        dead=tuple(
            DeadLinkEntry(one.path, one.line, one.linkpath, one.reason) for one in path.dead
        ),
    )
