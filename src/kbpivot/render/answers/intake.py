"""The answer of `intake`: what came out, on three lists, each item with its reasons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from kbpivot.render.answers import Answer
from kbpivot.render.answers.study import rounded
from kbpivot.wording import counted, duration, named

if TYPE_CHECKING:
    from kbpivot.shell.importing.gather import Trouble
    from kbpivot.study.paper import Leaning, PaperReadiness
    from kbpivot.study.path import Step
    from kbpivot.workspace.intake import Choice, Intake, Placed

__all__ = [
    "IntakeAnswer",
    "IntakeCounts",
    "IntakeEntry",
    "IntakeReason",
    "LacksEntry",
    "MadeEntry",
    "TroubleEntry",
    "intake_answer",
    "why",
]


class LacksEntry(msgspec.Struct, frozen=True):
    """Something to learn before an item can be read.

    Attributes:
        path: null while no note is about it.
        title: what to call it.
        hours: what it still takes.
    """

    path: str | None
    title: str
    hours: float


class IntakeReason(msgspec.Struct, frozen=True):
    """Why an item is on its list.

    Attributes:
        code: `known`, `written` (known as far as your writing tells) or `missing`, each something
            that it leans on; `goal`, `unlocks`, or `nothing`.
        message: one sentence.
        path: the note it is about; null where there is none.
        quote: the words of the item in which it was seen; may be empty.
        title: what to call that which it is about; may be empty.
    """

    code: str
    message: str
    path: str | None = None
    quote: str = ""
    title: str = ""


class IntakeEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One item.

    Attributes:
        title: as its source says it, on one line.
        id: `arXiv:2106.09685`, `doi:…`, its address, or the source's own id.
        url: where to read, watch or hear it; may be empty.
        published: the day it came out, as YYYY-MM-DD; null where nothing says.
        bucket: `now`, `soon` or `later`.
        hours: what is missing takes, in hours.
        missing: what is missing, in the order to learn it.
        reasons: why it is on its list, the most telling first.
        unlocks: on the list `soon`, how many items can be read once all that is missing here is
            learnt, itself included; else 0.
        goal: the goal it is near to; null where there is none.
        steps: steps between what it names and that goal; null without one.
        source: where it was read.
    """

    title: str
    id: str
    url: str
    published: str | None
    bucket: str
    hours: float
    missing: tuple[LacksEntry, ...]
    reasons: tuple[IntakeReason, ...]
    unlocks: int
    goal: str | None
    steps: int | None
    source: str


class IntakeCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many items there are.

    Attributes:
        now: to read now, shown or not.
        soon: to read soon.
        later: not for you now.
        seen: left out, since they were shown before.
        noted: left out, since you have notes on them.
        older: left out by `--since`.
        replaced: left out, since they are new versions of older papers.
        undated: weighed, although nothing says when they came out.
    """

    now: int
    soon: int
    later: int
    seen: int
    noted: int
    older: int
    replaced: int
    undated: int


class TroubleEntry(msgspec.Struct, frozen=True):
    """Something that could not be read.

    Attributes:
        source: where.
        line: the line in it; null where there is none.
        message: why.
    """

    source: str
    line: int | None
    message: str


class MadeEntry(msgspec.Struct, frozen=True):
    """A note made of a box that was ticked.

    Attributes:
        path: the note.
        created: false where it was there already.
        guesses: paths of notes it perhaps builds on, put as a question in the note.
    """

    path: str
    created: bool
    guesses: tuple[str, ...] = ()


class IntakeAnswer(Answer, frozen=True, kw_only=True, tag="kbpivot.intake/1"):
    """What came out, placed on what you know.

    Attributes:
        sources: how many sources were read.
        items: the items of the three lists, the best of each first.
        counts: how many there are, also of those left out.
        troubles: sources and entries that could not be read.
        note: the note that holds the list; null where none was written.
        made: notes made of boxes that were ticked in it.
    """

    sources: int
    items: tuple[IntakeEntry, ...]
    counts: IntakeCounts
    troubles: tuple[TroubleEntry, ...] = ()
    note: str | None = None
    made: tuple[MadeEntry, ...] = ()

    def of(self, bucket: str) -> tuple[IntakeEntry, ...]:
        """Return the items of one list."""
        return tuple(one for one in self.items if one.bucket == bucket)


def intake_answer(
    found: Intake,
    choice: Choice,
    *,
    sources: int,
    replaced: int,
    troubles: Iterable[Trouble],
    note: str | None = None,
    made: Iterable[MadeEntry] = (),
) -> IntakeAnswer:
    """Return items on three lists as an answer.

    Args:
        found: the items.
        choice: which were weighed, and why others were not.
        sources: how many sources were read.
        replaced: how many new versions of older papers were left out.
        troubles: what could not be read.
        note: the note that holds the list.
        made: notes made of boxes that were ticked.
    """
    return IntakeAnswer(
        sources=sources,
        items=tuple(_entry(one, of_week=found.of_week) for one in found.placed),
        counts=IntakeCounts(
            now=found.counts["now"],
            soon=found.counts["soon"],
            later=found.counts["later"],
            seen=choice.seen,
            noted=len(choice.noted),
            older=choice.older,
            replaced=replaced,
            undated=choice.undated,
        ),
        troubles=tuple(TroubleEntry(one.source, one.line, one.message) for one in troubles),
        note=note,
        made=tuple(made),
    )


def _entry(one: Placed, *, of_week: bool) -> IntakeEntry:
    item = one.item
    return IntakeEntry(
        title=item.paper.title,
        id=item.id,
        url=item.paper.url,
        published=None if item.published is None else item.published.isoformat(),
        bucket=one.bucket,
        hours=rounded(one.readiness.hours),
        missing=tuple(map(_lacks, one.readiness.missing)),
        reasons=_reasons(one, of_week=of_week),
        unlocks=one.unlocks,
        goal=None if one.near is None else one.near.goal,
        steps=None if one.near is None else one.near.steps,
        source=item.source,
    )


def _lacks(step: Step) -> LacksEntry:
    return LacksEntry(path=step.path, title=step.title, hours=rounded(step.hours))


def _reasons(one: Placed, *, of_week: bool) -> tuple[IntakeReason, ...]:
    found: list[IntakeReason] = []
    concepts = one.readiness.concepts
    if not concepts:
        message = "It names nothing that you have a note on, and nothing on the way to a goal."
        return (IntakeReason("nothing", message),)
    if one.near is not None:
        found.append(_goal(one))
    if one.bucket == "soon":
        found.append(_unlocks(one, of_week=of_week))
    if one.bucket == "later":
        names = named(leaning.title for leaning in concepts)
        them = "it" if len(concepts) == 1 else "them"
        message = f"It leans on {names}: you have no note on {them}, and no goal needs {them}."
        found.append(IntakeReason("nothing", message, None, concepts[0].sentence))
    return (*found, *(_leaning(leaning, one.readiness) for leaning in concepts))


def _goal(one: Placed) -> IntakeReason:
    near = one.near
    assert near is not None
    if near.steps == 0:
        message = f"It names {one.near_title}, which is a goal of yours."
    else:
        steps = counted(near.steps, "step")
        message = f"It names {one.near_title}, {steps} before your goal {near.goal}."
    of_it = next((c for c in one.readiness.concepts if c.title == one.near_title), None)
    return IntakeReason(
        "goal",
        message,
        None if of_it is None else of_it.path,
        "" if of_it is None else of_it.sentence,
        one.near_title,
    )


def _unlocks(one: Placed, *, of_week: bool) -> IntakeReason:
    steps = one.readiness.missing
    first = named(step.title for step in steps)
    items = (
        f"{counted(one.unlocks, 'item')} of this week"
        if of_week
        else f"{one.unlocks:,} of these items"
    )
    hours = duration(one.readiness.hours)
    return IntakeReason(
        "unlocks",
        f"Learn {first} first, about {hours}; that unlocks {items}.",
        steps[0].path if steps else None,
    )


def _leaning(leaning: Leaning, readiness: PaperReadiness) -> IntakeReason:
    if leaning.node in readiness.assumed:
        code, said = "written", f"It leans on {leaning.title}, about which you wrote."
    elif leaning.node in readiness.known:
        code, said = "known", f"It leans on {leaning.title}, which you know."
    else:
        code, said = "missing", f"It leans on {leaning.title}, which is still to learn."
    return IntakeReason(code, said, leaning.path, leaning.sentence, leaning.title)


def why(item: IntakeEntry) -> str:
    """Return in a few sentences why an item is on its list, for text and notes."""
    said: list[str] = []
    for code, words in (("known", "You know"), ("written", "You wrote about")):
        if titles := [one.title for one in item.reasons if one.code == code]:
            said.append(f"{words} {named(titles)}.")
    if item.bucket == "now" and item.missing:
        steps = named(one.title for one in item.missing)
        said.append(f"First a look at {steps}, {duration(item.hours)}.")
    said += [one.message for one in item.reasons if one.code in {"goal", "unlocks"}]
    return " ".join(said)
