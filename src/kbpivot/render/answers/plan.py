"""Answers of `ready` and `plan`: what can be studied now, and when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import msgspec

from kbpivot.render.answers import Answer
from kbpivot.render.answers.study import (
    LeftOutEntry,
    NodeEntry,
    PlaceEntry,
    StepEntry,
    edge_counts,
    left_out_entry,
    map_fields,
    node_entry,
    rounded,
    step_entry,
    unread_entries,
)

if TYPE_CHECKING:
    from kbpivot.graph.attributes import Graph
    from kbpivot.model import Diagnostic
    from kbpivot.study import (
        LearningPath,
        PaperReadiness,
        Plan,
        PlanItem,
        Readiness,
        ReadyNote,
        Week,
    )

__all__ = [
    "ConceptEntry",
    "FinishEntry",
    "KnownEntry",
    "PaperEntry",
    "PlanAnswer",
    "PlanEntry",
    "ReadyAnswer",
    "ReadyEntry",
    "WeekEntry",
    "paper_answer",
    "plan_answer",
    "readiness_answer",
    "ready_answer",
]


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


class ConceptEntry(msgspec.Struct, frozen=True):
    """A concept of the vault that an abstract names.

    Attributes:
        path: null while it is not written.
        known: true when the person has it, or is assumed to.
        quote: the first sentence that names it.
        map: id of the entry of the map that it is, where no note is about it; null otherwise.
    """

    path: str | None
    title: str
    known: bool
    quote: str
    map: str | None = None


class PaperEntry(msgspec.Struct, frozen=True):
    """A paper without a note, by its abstract.

    Attributes:
        title: what it is called.
        arxiv: its arXiv id; null when it came from a file.
        note: path of a note on it, if there is one already.
        concepts: what of the vault its abstract names.
        verdict: `read` it now, `park` it, or `unknown` when it names nothing of the vault.
    """

    title: str
    arxiv: str | None
    note: str | None
    concepts: tuple[ConceptEntry, ...]
    verdict: str


class ReadyAnswer(Answer, frozen=True, tag="kbpivot.ready/1"):
    """What can be studied now; or, for one note, what it leans on and what of that is missing.

    Attributes:
        note: title of the note asked about; null when none was named.
        notes: the notes that are ready; empty when a note was named.
        known: what the note leans on and the person has.
        missing: what the note leans on and the person lacks, in the order to learn it.
        hours: what the missing notes take.
        ready: whether nothing is missing.
        mastered: whether you have the note itself already.
        grade: what this rests on: `stated`, `ordered` or `inferred`.
        since: the year given with `--since`; null without one.
        left_out: optional prerequisites that it took away.
        stated: pairs of notes in the vault of which it is stated which comes first.
        guessed: pairs of which that is guessed; 0 where no guesses were used.
        unread: where properties cannot be read, so that what they may say is not known.
        paper: the paper asked about with `--abstract` or `--arxiv`; `known` and `missing` are
            then about what it names.
    """

    note: str | None = None
    notes: tuple[ReadyEntry, ...] = ()
    known: tuple[KnownEntry, ...] = ()
    missing: tuple[StepEntry, ...] = ()
    hours: float = 0.0
    ready: bool | None = None
    mastered: bool | None = None
    grade: str = "stated"
    since: int | None = None
    left_out: tuple[LeftOutEntry, ...] = ()
    stated: int = 0
    guessed: int = 0
    paper: PaperEntry | None = None
    unread: tuple[PlaceEntry, ...] = ()


class PlanEntry(msgspec.Struct, frozen=True):
    """Something to do in a week.

    Attributes:
        path: null while it is not written.
        kind: `study` or `review`.
        hours: time in this week.
        first_day: the day on which it begins when the time of a week is spent evenly, as
            YYYY-MM-DD; null beyond the calendar.
        last_day: the day on which it ends.
        part: which part of the note this is, from 1.
        parts: into how many weeks the note is split.
        goal: whether finishing it reaches a goal.
        map: id of the entry of the map that it is, where no note is about it; null otherwise.
        source: where to learn that; empty otherwise.
        address: where that is on the web; empty for a book that is not.
    """

    path: str | None
    title: str
    kind: str
    hours: float
    first_day: str | None
    last_day: str | None
    part: int
    parts: int
    goal: bool
    map: str | None = None
    source: str = ""
    address: str = ""


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
        planned: the last day by the estimates as they are, with which the weeks end.
    """

    p50: str | None
    p80: str | None
    planned: str | None


class PlanAnswer(Answer, frozen=True, tag="kbpivot.plan/1"):
    """Weeks of study toward goals.

    Attributes:
        goals: titles of the goals, or names of the tracks, or words for what is planned for.
        aim: what that is: `goal`, `track`, `index`, `vault` (what most notes lean on) or `any`.
        chosen_by: who chose it: `you`, `settings` (kbpivot.toml) or `notes`.
        aside: notes that you began, could go on with, and that are not on the way.
        assumed: how many steps are of notes that are written, where all of them are and nothing
            says what of it is known; else what is written is no step.
        all_written: whether that is so; with no steps nothing tells an order either.
        start: first day of the plan.
        by: the last day that counts; null without a deadline.
        hours_per_week: time in a week.
        hours: time of all steps, with what is left out.
        fits: how many steps end before the deadline, or all of them without one.
        left_out: steps that do not end before the deadline.
        reached: titles of the goals that do.
        reviews_left: reviews that found no place in these weeks.
        exact: whether no order reaches the goals sooner.
        since: the year given with `--since`; null without one.
        optional_left_out: optional prerequisites that it took away.
        grade: what the order rests on: `stated`, `ordered` or `inferred`.
        stated: pairs of notes in the vault of which it is stated which comes first.
        guessed: pairs of which that is guessed; 0 where no guesses were used.
        beyond: how many entries of the map without a note are on the way and no steps, since the
            goal has a note; `--with-map` makes them steps.
        granted: what of the map is taken for granted and no step.
    """

    goals: tuple[str, ...]
    start: str
    by: str | None
    hours_per_week: float
    hours: float
    weeks: tuple[WeekEntry, ...]
    finish: FinishEntry
    fits: int
    left_out: tuple[StepEntry, ...]
    reached: tuple[str, ...]
    reviews_left: int
    exact: bool
    since: int | None = None
    optional_left_out: tuple[LeftOutEntry, ...] = ()
    grade: str = "stated"
    stated: int = 0
    guessed: int = 0
    aim: str = "goal"
    chosen_by: str = "you"
    aside: tuple[NodeEntry, ...] = ()
    assumed: int = 0
    all_written: bool = False
    beyond: int = 0
    granted: tuple[str, ...] = ()


def ready_answer(
    found: Iterable[ReadyNote], *, graph: Graph, unread: Iterable[Diagnostic] = ()
) -> ReadyAnswer:
    """Return the notes that are ready as an answer.

    Args:
        found: the notes.
        graph: the graph they are from.
        unread: what was noticed of properties that cannot be read.
    """
    from kbpivot.graph.attributes import title_of

    stated, guessed = edge_counts(graph)
    return ReadyAnswer(
        stated=stated,
        guessed=guessed,
        grade="stated" if stated else "inferred" if guessed else "ordered",
        unread=unread_entries(unread),
        notes=tuple(
            ReadyEntry(
                path=note.node,
                title=note.title,
                hours=rounded(note.hours),
                started=note.started,
                unlocks=tuple(title_of(graph, node) for node in note.unlocks),
            )
            for note in found
        ),
    )


def _known(
    nodes: Iterable[str], assumed: Collection[str], *, graph: Graph
) -> tuple[KnownEntry, ...]:
    from kbpivot.graph.attributes import exists, title_of

    return tuple(
        KnownEntry(
            path=node if exists(graph, node) else None,
            title=title_of(graph, node),
            assumed=node in assumed,
        )
        for node in nodes
    )


def readiness_answer(found: Readiness, *, graph: Graph, since: int | None = None) -> ReadyAnswer:
    """Return what a note leans on as an answer.

    Args:
        found: what it leans on.
        graph: the graph it is from.
        since: the year before which optional prerequisites were left out.
    """
    stated, guessed = edge_counts(graph)
    return ReadyAnswer(
        stated=stated,
        guessed=guessed,
        note=found.title,
        known=_known(found.known, found.assumed, graph=graph),
        missing=tuple(step_entry(step, graph=graph) for step in found.missing),
        hours=rounded(found.hours),
        ready=found.ready,
        mastered=found.mastered,
        grade=found.grade,
        since=since,
        left_out=tuple(left_out_entry(one, graph=graph) for one in found.left_out),
    )


def paper_answer(
    found: PaperReadiness,
    *,
    graph: Graph,
    title: str,
    arxiv: str | None = None,
    note: str | None = None,
) -> ReadyAnswer:
    """Return what a paper leans on as an answer.

    Args:
        found: what it leans on.
        graph: the graph it is from.
        title: what the paper is called.
        arxiv: its arXiv id.
        note: path of a note on it.
    """
    stated, guessed = edge_counts(graph)
    return ReadyAnswer(
        note=title,
        known=_known(found.known, found.assumed, graph=graph),
        missing=tuple(step_entry(step, graph=graph) for step in found.missing),
        hours=rounded(found.hours),
        ready=not found.missing,
        grade=found.grade,
        stated=stated,
        guessed=guessed,
        paper=PaperEntry(
            title=title,
            arxiv=arxiv,
            note=note,
            concepts=tuple(
                ConceptEntry(
                    path=one.path,
                    title=one.title,
                    known=one.node in found.known,
                    quote=one.sentence,
                    map=map_fields(one.node, graph=graph).get("map"),
                )
                for one in found.concepts
            ),
            verdict=found.verdict,
        ),
    )


def plan_answer(
    found: Plan,
    *,
    goals: Iterable[str],
    graph: Graph,
    path: LearningPath,
    since: int | None = None,
    aim: str = "goal",
    chosen_by: str = "you",
    aside: Iterable[str] = (),
    beyond: int = 0,
    granted: Iterable[str] = (),
) -> PlanAnswer:
    """Return a plan as an answer.

    Args:
        found: the plan.
        goals: the names it was asked for by.
        graph: the graph it is from.
        path: the path that it lays into weeks.
        since: the year before which optional prerequisites were left out.
        aim: the kind of what is planned for.
        chosen_by: who chose it.
        aside: notes that were begun and are not on the way.
        beyond: how many entries of the map are on the way and no steps.
        granted: what of the map is taken for granted.
    """
    from kbpivot.graph.attributes import title_of

    stated, guessed = edge_counts(graph)
    return PlanAnswer(
        aim=aim,
        chosen_by=chosen_by,
        aside=tuple(node_entry(node, graph=graph) for node in aside),
        assumed=len(path) if path.all_written else 0,
        all_written=path.all_written,
        grade=path.grade,
        stated=stated,
        guessed=guessed,
        goals=tuple(goals),
        start=found.start.isoformat(),
        by=found.by.isoformat() if found.by else None,
        hours_per_week=rounded(found.weekly_minutes / 60),
        hours=rounded(found.minutes / 60),
        weeks=tuple(_week(week, graph=graph) for week in found.weeks),
        finish=FinishEntry(
            p50=found.finish.p50.isoformat() if found.finish.p50 else None,
            p80=found.finish.p80.isoformat() if found.finish.p80 else None,
            planned=found.finish.planned.isoformat() if found.finish.planned else None,
        ),
        fits=len(path) - len(found.left_out),
        left_out=tuple(step_entry(step, graph=graph) for step in found.left_out),
        reached=tuple(title_of(graph, goal) for goal in found.goals_reached),
        reviews_left=found.reviews_left,
        exact=found.exact,
        since=since,
        optional_left_out=tuple(left_out_entry(one, graph=graph) for one in path.left_out),
        beyond=beyond,
        granted=tuple(granted),
    )


def _week(week: Week, *, graph: Graph) -> WeekEntry:
    return WeekEntry(
        start=week.start.isoformat(),
        hours=rounded(week.hours),
        notes=tuple(_plan_item(item, graph=graph) for item in week.items),
    )


def _plan_item(item: PlanItem, *, graph: Graph) -> PlanEntry:
    return PlanEntry(
        path=item.path,
        title=item.title,
        kind=item.kind,
        hours=rounded(item.minutes / 60),
        first_day=item.first_day.isoformat() if item.first_day else None,
        last_day=item.last_day.isoformat() if item.last_day else None,
        part=item.part,
        parts=item.parts,
        goal=item.goal,
        **map_fields(item.node, graph=graph),
    )
