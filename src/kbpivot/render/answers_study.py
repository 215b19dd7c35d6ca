"""Answers of the commands about studying: path, why, ready and their kin."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from kbpivot.render.answers import Answer

if TYPE_CHECKING:
    from kbpivot.graph import Evidence
    from kbpivot.study import (
        Chain,
        LearningPath,
        LeftOut,
        Need,
        Plan,
        PlanItem,
        Readiness,
        ReadyNote,
        Step,
        Week,
    )

__all__ = [
    "EdgeEntry",
    "EvidenceEntry",
    "FinishEntry",
    "KnownEntry",
    "LeftOutEntry",
    "NeedEntry",
    "NodeEntry",
    "PathAnswer",
    "PlanAnswer",
    "PlanEntry",
    "ReadyAnswer",
    "ReadyEntry",
    "StepEntry",
    "WeekEntry",
    "WhyAnswer",
    "evidence_entries",
    "need_entry",
    "path_answer",
    "plan_answer",
    "readiness_answer",
    "ready_answer",
    "rounded",
    "why_answer",
]

QUOTED = 160
"""Characters of a note that are quoted as evidence."""


class EvidenceEntry(msgspec.Struct, frozen=True):
    """Where it is written that one note comes before another.

    Attributes:
        path: the note it is written in.
        line: where in that note; null when it follows from a file's name.
        form: how it is written: a property, a section, a label, a field, a list, a file name.
        key: the property, heading or label as written.
        reason: the author's words behind the link; may be empty.
        quote: the line itself, shortened.
    """

    path: str
    line: int | None
    form: str
    key: str
    reason: str
    quote: str


class NeedEntry(msgspec.Struct, frozen=True):
    """Something a note builds on.

    Attributes:
        path: null while it is not written.
        grade: `stated` by the author, `optional`, `ordered` by a curriculum or `inferred`, a guess.
        met: true when it is mastered already.
    """

    path: str | None
    title: str
    grade: str
    met: bool


class StepEntry(msgspec.Struct, frozen=True):
    """A note on the way to a goal.

    Attributes:
        path: null while it is not written.
        hours: what it still takes.
        state: `started`, `ready`, `blocked` or `planned`.
        needs: what it builds on directly.
        leads_to: titles of the later steps that build on it directly.
        goal: whether it is a goal itself.
        optional: whether it is only wished for by what comes after it.
    """

    path: str | None
    title: str
    hours: float
    state: str
    needs: tuple[NeedEntry, ...]
    leads_to: tuple[str, ...]
    goal: bool
    optional: bool


class LeftOutEntry(msgspec.Struct, frozen=True):
    """An optional prerequisite that was left out because of its year."""

    title: str
    year: int
    wanted_by: tuple[str, ...]


class PathAnswer(Answer, frozen=True, tag="kbpivot.path/1"):
    """What is left to learn for a goal, in a good order.

    Attributes:
        goals: titles of the goals.
        notes: the steps, each after all it needs.
        hours: what all steps take together.
        exact: whether no order reaches the goals sooner.
        grade: what the order rests on: `stated`, `ordered` or `inferred`.
        left_out: optional prerequisites that `--since` took away.
    """

    goals: tuple[str, ...]
    notes: tuple[StepEntry, ...]
    hours: float
    exact: bool
    grade: str
    left_out: tuple[LeftOutEntry, ...]


def path_answer(found: LearningPath, *, goals: Iterable[str]) -> PathAnswer:
    """Return a learning path as an answer; `goals` are the titles of its goals."""
    titles = {step.node: step.title for step in found}
    return PathAnswer(
        goals=tuple(goals),
        notes=tuple(_step(step, titles) for step in found),
        hours=rounded(found.hours),
        exact=found.exact,
        grade=found.grade,
        left_out=tuple(map(_left_out, found.left_out)),
    )


def _step(step: Step, titles: Mapping[str, str]) -> StepEntry:
    return StepEntry(
        path=step.path,
        title=step.title,
        hours=rounded(step.hours),
        state=step.state,
        needs=tuple(map(need_entry, step.needs)),
        leads_to=tuple(titles[node] for node in step.leads_to),
        goal=step.goal,
        optional=step.optional,
    )


def _left_out(found: LeftOut) -> LeftOutEntry:
    return LeftOutEntry(title=found.title, year=found.year, wanted_by=found.wanted_by)


def need_entry(need: Need) -> NeedEntry:
    """Return one prerequisite as an entry."""
    return NeedEntry(path=need.path, title=need.title, grade=need.grade, met=need.met)


class ReadyEntry(msgspec.Struct, frozen=True):
    """A note that can be studied now.

    Attributes:
        hours: what it still takes.
        started: whether it was begun.
        unlocks: titles of the notes that wait for this one alone.
    """

    path: str
    title: str
    hours: float
    started: bool
    unlocks: tuple[str, ...]


class KnownEntry(msgspec.Struct, frozen=True):
    """Something a note builds on that the person has.

    Attributes:
        path: null when it is known by name and has no note.
        assumed: true when that is only assumed from the person's writing.
    """

    path: str | None
    title: str
    assumed: bool


class ReadyAnswer(Answer, frozen=True, tag="kbpivot.ready/1"):
    """What can be studied now; or, for one note, what it leans on and what of that is missing.

    Attributes:
        note: title of the note asked about; null when none was named.
        notes: the notes that are ready; empty when a note was named.
        known: what the note leans on and the person has.
        missing: what the note leans on and the person lacks, in the order to learn it.
        hours: what the missing notes take.
        ready: whether nothing is missing.
        grade: what this rests on: `stated`, `ordered` or `inferred`.
    """

    note: str | None = None
    notes: tuple[ReadyEntry, ...] = ()
    known: tuple[KnownEntry, ...] = ()
    missing: tuple[StepEntry, ...] = ()
    hours: float = 0.0
    ready: bool | None = None
    grade: str = "stated"


class PlanEntry(msgspec.Struct, frozen=True):
    """Something to do in a week.

    Attributes:
        path: null while it is not written.
        kind: `study` or `review`.
        hours: time in this week.
        part: which part of the note this is, from 1.
        parts: into how many weeks the note is split.
        goal: whether finishing it reaches a goal.
    """

    path: str | None
    title: str
    kind: str
    hours: float
    part: int
    parts: int
    goal: bool


class WeekEntry(msgspec.Struct, frozen=True):
    """Seven days.

    Attributes:
        start: their first day, as YYYY-MM-DD.
        hours: time planned in them.
    """

    start: str
    hours: float
    notes: tuple[PlanEntry, ...]


class FinishEntry(msgspec.Struct, frozen=True):
    """When everything is done.

    Attributes:
        p50: the day by which half of such plans are done; null beyond the calendar.
        p80: the day by which four in five are.
    """

    p50: str | None
    p80: str | None


class PlanAnswer(Answer, frozen=True, tag="kbpivot.plan/1"):
    """Weeks of study toward goals.

    Attributes:
        goals: titles of the goals.
        start: first day of the plan.
        by: the last day that counts; null without a deadline.
        hours_per_week: time in a week.
        hours: time of all steps, with what is left out.
        left_out: steps that do not end before the deadline.
        reached: titles of the goals that do.
        reviews_left: reviews that found no place in these weeks.
        exact: whether no order reaches the goals sooner.
    """

    goals: tuple[str, ...]
    start: str
    by: str | None
    hours_per_week: float
    hours: float
    weeks: tuple[WeekEntry, ...]
    finish: FinishEntry
    left_out: tuple[StepEntry, ...]
    reached: tuple[str, ...]
    reviews_left: int
    exact: bool


class NodeEntry(msgspec.Struct, frozen=True):
    """A note of the graph; `path` is null while it is not written."""

    path: str | None
    title: str


class EdgeEntry(msgspec.Struct, frozen=True):
    """One step of a chain.

    Attributes:
        before: the note that comes first.
        after: the note that builds on it.
        grade: `stated` by the author, `optional`, `ordered` by a curriculum or `inferred`, a guess.
        evidence: every place that says so.
    """

    before: NodeEntry
    after: NodeEntry
    grade: str
    evidence: tuple[EvidenceEntry, ...]


class WhyAnswer(Answer, frozen=True, tag="kbpivot.why/1"):
    """Why one note comes before another.

    Attributes:
        first: the note asked about first.
        last: the other one.
        turned: whether it is `last` that comes before `first`.
        edges: the chain between them; empty when nothing orders them.
    """

    first: NodeEntry
    last: NodeEntry
    turned: bool
    edges: tuple[EdgeEntry, ...]


def why_answer(
    found: Chain, *, node: Callable[[str], NodeEntry], text: Callable[[str], str]
) -> WhyAnswer:
    """Return a chain as an answer; `node` describes a node, `text` reads a note."""
    return WhyAnswer(
        first=node(found.first),
        last=node(found.last),
        turned=found.turned,
        edges=tuple(
            EdgeEntry(
                before=node(edge.before),
                after=node(edge.after),
                grade=edge.grade,
                evidence=evidence_entries(edge.evidence, text=text),
            )
            for edge in found.edges
        ),
    )


def ready_answer(found: Iterable[ReadyNote], *, titles: Mapping[str, str]) -> ReadyAnswer:
    """Return the notes that are ready as an answer; `titles` of all nodes."""
    return ReadyAnswer(
        notes=tuple(
            ReadyEntry(
                path=note.node,
                title=note.title,
                hours=rounded(note.hours),
                started=note.started,
                unlocks=tuple(titles[node] for node in note.unlocks),
            )
            for note in found
        )
    )


def readiness_answer(
    found: Readiness, *, titles: Mapping[str, str], paths: Container[str]
) -> ReadyAnswer:
    """Return what a note leans on as an answer; `paths` are the nodes that have a note."""
    steps = {step.node: step.title for step in found.missing}
    return ReadyAnswer(
        note=found.title,
        known=tuple(
            KnownEntry(
                path=node if node in paths else None,
                title=titles[node],
                assumed=node in found.assumed,
            )
            for node in found.known
        ),
        missing=tuple(_step(step, {**titles, **steps}) for step in found.missing),
        hours=rounded(found.hours),
        ready=found.ready,
        grade=found.grade,
    )


def plan_answer(found: Plan, *, titles: Mapping[str, str]) -> PlanAnswer:
    """Return a plan as an answer; `titles` of all nodes."""
    return PlanAnswer(
        goals=tuple(titles[goal] for goal in found.goals),
        start=found.start.isoformat(),
        by=found.by.isoformat() if found.by else None,
        hours_per_week=rounded(found.weekly_minutes / 60),
        hours=rounded(found.minutes / 60),
        weeks=tuple(map(_week, found.weeks)),
        finish=FinishEntry(
            p50=found.finish.p50.isoformat() if found.finish.p50 else None,
            p80=found.finish.p80.isoformat() if found.finish.p80 else None,
        ),
        left_out=tuple(_step(step, titles) for step in found.left_out),
        reached=tuple(titles[goal] for goal in found.goals_reached),
        reviews_left=found.reviews_left,
        exact=found.exact,
    )


def _week(week: Week) -> WeekEntry:
    return WeekEntry(
        start=week.start.isoformat(),
        hours=rounded(week.hours),
        notes=tuple(map(_plan_item, week.items)),
    )


def _plan_item(item: PlanItem) -> PlanEntry:
    return PlanEntry(
        path=item.path,
        title=item.title,
        kind=item.kind,
        hours=rounded(item.minutes / 60),
        part=item.part,
        parts=item.parts,
        goal=item.goal,
    )


def evidence_entries(
    evidence: Iterable[Evidence], *, text: Callable[[str], str]
) -> tuple[EvidenceEntry, ...]:
    """Return where something is written, with the line; `text` reads a note by its path."""
    return tuple(
        EvidenceEntry(
            path=one.path,
            line=one.span.line if one.span else None,
            form=one.form,
            key=one.key,
            reason=one.reason,
            quote=_quote(text(one.path), one.span.line) if one.span else "",
        )
        for one in evidence
    )


def _quote(text: str, line: int) -> str:
    lines = text.splitlines()
    found = " ".join(lines[line - 1].split()) if 0 < line <= len(lines) else ""
    return found if len(found) <= QUOTED else f"{found[: QUOTED - 1]}…"


def rounded(hours: float) -> float:
    """Return hours without the noise of adding fractions of minutes."""
    return round(hours, 2)
