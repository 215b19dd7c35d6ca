"""The next note: one to study now with the reasons for it, and what else could be.

A started note comes first; else the ready note that reaches the goals soonest.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kbpivot.graph.attributes import exists, kind_of, title_of
from kbpivot.graph.closure import with_ancestors, with_descendants
from kbpivot.graph.memo import memoised
from kbpivot.graph.parts import part_of
from kbpivot.schedule.first_choice import first_picks
from kbpivot.study.basis import soft_ranks, tie_ranks
from kbpivot.study.fringe import outer_fringe, unblocked
from kbpivot.study.objective import Objective, current_objective
from kbpivot.study.path import LeftOut, Need, required_graph
from kbpivot.study.ready import unlocked
from kbpivot.study.reasons import (
    Blocked,
    Reason,
    Scene,
    blocked_notes,
    reasons_for,
    step_toward,
)
from kbpivot.study.work_left import STUDY_KINDS, hours_of, satisfied

if TYPE_CHECKING:
    from kbpivot.graph.attributes import Graph
    from kbpivot.study.basis import Grade
    from kbpivot.study.state import KnowledgeState
    from kbpivot.study.tracks import Track

__all__ = ["Blocked", "Reason", "Suggestion", "Suggestions", "begun_aside", "next_notes"]

_FIRM = ("stated", "ordered", "inferred")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A note to study.

    Attributes:
        node: its node in the graph.
        path: its path; None while it is planned: write it, or find a source.
        title: what to call it.
        hours: what it still takes.
        part: minutes of it that fit the time asked for; None when it fits whole.
        grade: how sure it is that it comes now: `inferred` is a guess.
        reasons: the most important first.
        needs: what it builds on directly, with the evidence.
        unlocks: notes that become ready with it.
        behind: open notes that build on it, directly or not, by whatever the order rests on.
        step: place among the notes toward the goal, and their number.
        delay: hours by which starting here instead of with the first suggestion puts off the
            goals, on average by value; below 0 when they come sooner.
    """

    node: str
    path: str | None
    title: str
    hours: float
    part: int | None
    grade: Grade
    reasons: tuple[Reason, ...]
    needs: tuple[Need, ...]
    unlocks: tuple[str, ...]
    behind: int
    step: tuple[int, int] | None
    delay: float


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What to study next; iterating goes over the suggestions, the best first.

    Attributes:
        suggestions: one to take, then alternatives.
        aim: what they are toward, and who chose it.
        grade: what the order rests on.
        blocked: what one may have expected, at most one or two.
        aside: notes that were begun, could be gone on with, and are not on the way to the aim.
        assumed: whether written notes count as met because nothing says what is known.
        reached: True when everything toward the goals is known.
        left_out: optional prerequisites that `since` took away.
    """

    suggestions: tuple[Suggestion, ...]
    aim: Objective
    grade: Grade
    blocked: tuple[Blocked, ...] = ()
    aside: tuple[str, ...] = ()
    assumed: bool = False
    reached: bool = False
    left_out: tuple[LeftOut, ...] = ()

    @property
    def toward(self) -> str:
        """The aim in words."""
        return self.aim.text

    def __iter__(self) -> Iterator[Suggestion]:
        return iter(self.suggestions)

    def __len__(self) -> int:
        return len(self.suggestions)

    def __getitem__(self, index: int) -> Suggestion:
        return self.suggestions[index]

    def __repr__(self) -> str:
        return f"Suggestions({[s.node for s in self.suggestions]!r})"


@memoised
def next_notes(
    G: Graph,
    state: KnowledgeState,
    *,
    goals: str | Iterable[str] | Mapping[str, float] | None = None,
    tracks: Sequence[Track] = (),
    limit: int = 3,
    minutes: int | None = None,
    hours: Mapping[str, float] | None = None,
    hours_source: Mapping[str, str] | None = None,
    value: Mapping[str, float] | None = None,
    since: int | None = None,
    years: Mapping[str, int] | None = None,
    finish_started: bool = True,
    expected: str | None = None,
    today: date | None = None,
) -> Suggestions:
    """Return what to study next, the best first, with reasons.

    Without goals the tracks are the aim, and when there are none or all are done, the notes on
    which most of the vault leans; `aim` of the answer says which. Only stated edges block;
    weaker ones choose between equals and take the place of stated ones where nothing is stated.
    A planned note is suggested only where no note is ready.

    Args:
        G: a prerequisite graph, best with edges of all grades.
        state: what the person knows.
        goals: a goal, several, or a mapping from goals to their value.
        tracks: what to go by without goals: tracks, or the main index as one.
        limit: how many suggestions at most.
        minutes: what fits into so much time comes first; if nothing does, a part of the best.
        hours: hours of a note where better known than in `G`.
        hours_source: where the hours of a note come from: `minutes_source` of its traits, or words.
        value: small values of other notes worth reaching early.
        since: leave out optional prerequisites that are papers older than this year.
        years: publication year of papers by node.
        finish_started: put started notes first.
        expected: a note whose absence should be explained.
        today: to say how long ago something was.

    Raises:
        NoteNotFoundError: a goal is not in the graph.
        ValueError: `limit` or `minutes` is below 1.
    """
    if limit < 1 or (minutes is not None and minutes < 1):
        raise ValueError("A suggestion needs room: limit and minutes are at least 1.")
    everything_met = satisfied(G, state)
    learnt = everything_met - (state.assumed - state.mastered)
    aim = current_objective(G, state, goals=goals, tracks=tracks)
    graph, ties, grade, left_out = required_graph(G, aim.weights, since=since, years=years)
    closure = with_ancestors(graph, aim.weights)
    done: AbstractSet[str] = everything_met
    if state.assumed and not closure - everything_met:
        done = learnt  # all of it is written; what of it is known decides
    firm = part_of(graph, _FIRM)
    scene = Scene(
        G=G,
        state=state,
        aim=aim,
        graph=graph,
        firm=firm,
        stated=firm if grade == "stated" else part_of(graph, ("stated",)),
        grade=grade,
        ties=ties,
        done=done,
        closure=closure,
        hours=hours_of(G, state, hours=hours),
        hours_source={} if hours_source is None else hours_source,
        today=today,
    )
    ordered, delays = _ranked(scene, value=value, finish_started=finish_started)
    if minutes is not None:
        # What fits whole is worth more tonight than the beginning of something longer.
        ordered = sorted(ordered, key=lambda node: not scene.fits(node, minutes))
    chosen = ordered[:limit]
    suggestions = tuple(
        _suggestion(
            scene,
            node,
            minutes=minutes,
            delay=delays.get(node, 0.0) - delays.get(chosen[0], 0.0),
            first=node == chosen[0],
        )
        for node in chosen
    )
    return Suggestions(
        suggestions=suggestions,
        aim=aim,
        grade=grade,
        blocked=blocked_notes(scene, chosen, expected=expected),
        aside=tuple(
            node
            for node in (begun_aside(G, state, closure) if aim.kind != "goal" else ())
            if node not in chosen
        ),
        assumed=bool(state.assumed) and done is everything_met,
        reached=not closure - done,
        left_out=left_out,
    )


def _ranked(
    scene: Scene, *, value: Mapping[str, float] | None, finish_started: bool
) -> tuple[list[str], dict[str, float]]:
    """The notes to choose from, best first, and by how many hours each puts off the goals."""
    G, state = scene.G, scene.state
    left = scene.closure - scene.done
    waiting = [n for n in scene.firm if n not in scene.done]
    ready = unblocked(scene.firm, scene.done, waiting, among=left)
    candidates = {node for node in ready if exists(G, node)}
    candidates = candidates or ready
    values = {node: v for node, v in (value or {}).items() if v > 0}
    values = scene.aim.values(left) | values | dict(scene.aim.weights)
    values = {node: v for node, v in values.items() if node in left}
    begun: set[str] = set()
    if finish_started:
        begun = set(state.started) & candidates
        if scene.aim.kind != "goal":
            begun.update(begun_aside(G, state, scene.closure))
    picks = first_picks(
        # The aim's notes and what was begun elsewhere, without what only that needs.
        scene.graph.subgraph(scene.closure | begun),
        value=values,
        hours=scene.hours,
        ready=candidates | begun,
        mastered=scene.done & scene.closure,
        ties=tie_ranks(scene.graph, scene.aim.weights, scene.closure, scene.ties),
    )
    delays = {pick.note: pick.delay for pick in picks}
    # What was begun takes the first place; the alternatives are the best there are.
    first = next((note for note in delays if note in begun), None)
    ordered = list(dict.fromkeys([*([first] if first is not None else []), *delays]))
    if scene.grade != "stated":
        # An order or a guess forbids nothing: what comes later in it can be taken as well.
        waiting = [n for n in G if n not in scene.done]
        free = unblocked(part_of(G, ("stated",)), scene.done, waiting, among=left)
        ranks = soft_ranks(scene.firm)
        later = free - set(ordered)
        ordered += sorted(
            (node for node in later if exists(G, node)),
            key=lambda node: (ranks.get(node, len(ranks)), node),
        )
    return ordered, delays


def begun_aside(G: Graph, state: KnowledgeState, notes: Container[str]) -> tuple[str, ...]:
    """Return what was begun, could be gone on with, and is not among the notes, by title."""
    elsewhere = {node for node in state.started if node not in notes}
    if not elsewhere:
        return ()
    found = [n for n in outer_fringe(G, state, among=elsewhere) if kind_of(G, n) in STUDY_KINDS]
    return tuple(sorted(found, key=lambda node: (title_of(G, node), node)))


def _suggestion(
    scene: Scene, node: str, *, minutes: int | None, delay: float, first: bool
) -> Suggestion:
    G = scene.G
    planned = not exists(G, node)
    hours = scene.hours[node]
    part = minutes if scene.fits(node, minutes) is False else None
    needs = scene.needs(node)
    unlocks = unlocked(scene.stated, frozenset(scene.done), node)
    waiting = len(with_descendants(scene.stated, [node]) - scene.done - {node})
    behind = len(with_descendants(scene.firm, [node]) - scene.done - {node})
    step, toward = step_toward(scene, node)
    return Suggestion(
        node=node,
        path=None if planned else node,
        title=title_of(G, node),
        hours=hours,
        part=part,
        grade=_own_grade(scene, needs),
        reasons=reasons_for(
            scene,
            node,
            needs=needs,
            step=step,
            toward=toward,
            waiting=waiting,
            behind=behind,
            at_once=len(unlocks),
            minutes=minutes,
            delay=None if first else delay,
        ),
        needs=needs,
        unlocks=unlocks,
        behind=behind,
        step=step,
        delay=delay,
    )


def _own_grade(scene: Scene, needs: Sequence[Need]) -> Grade:
    """A note that only guesses put here is a guess; a stated need outweighs it."""
    grades = {need.grade for need in needs}
    if scene.grade == "stated" or "stated" in grades:
        return "stated"
    return "ordered" if "ordered" in grades else scene.grade
