"""The next note: one to study now with the reasons for it, and what else could be.

A started note comes first; else the ready note that reaches the goals soonest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from kbpivot.graph.attributes import exists, title_of
from kbpivot.graph.closure import with_descendants
from kbpivot.graph.memo import memoised
from kbpivot.record import Record, Row, Shown, joined
from kbpivot.study.objective import Objective, current_objective
from kbpivot.study.path import LeftOut, Need
from kbpivot.study.ready import unlocked
from kbpivot.study.reasons import (
    Blocked,
    Reason,
    Scene,
    blocked_notes,
    reasons_for,
    step_toward,
)
from kbpivot.study.way import begun_aside, way_to

if TYPE_CHECKING:
    from kbpivot.graph.attributes import Graph
    from kbpivot.study.basis import Grade
    from kbpivot.study.state import KnowledgeState
    from kbpivot.study.tracks import Track

__all__ = ["Blocked", "Reason", "Suggestion", "Suggestions", "begun_aside", "next_notes"]


class Suggestion(Record, frozen=True):
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


class Suggestions(Record, Shown, frozen=True):
    """What to study next; iterating goes over the suggestions, the best first.

    Attributes:
        suggestions: one to take, then alternatives.
        aim: what they are toward, and who chose it.
        grade: what the order rests on.
        blocked: what one may have expected, at most one or two.
        aside: notes that were begun, could be gone on with, and are not on the way to the aim.
        assumed: whether written notes count as met because nothing says what is known.
        reached: True when everything toward the goals is known.
        all_written: True when all that is left was written by the person, who says of none of it
            that it is known. What is suggested then is an order to read it in; where at best
            guesses tell one, nothing is suggested.
        written: how many notes of the vault are written, where that is so.
        left_out: optional prerequisites that `since` took away.
    """

    suggestions: tuple[Suggestion, ...]
    aim: Objective
    grade: Grade
    blocked: tuple[Blocked, ...] = ()
    aside: tuple[str, ...] = ()
    assumed: bool = False
    reached: bool = False
    all_written: bool = False
    written: int = 0
    left_out: tuple[LeftOut, ...] = ()

    @property
    def toward(self) -> str:
        """The aim in words."""
        return self.aim.text

    def rows(self) -> list[Row]:
        """Return the suggestions as flat rows of plain values, for a data frame."""
        return [
            {
                "rank": number,
                "node": one.node,
                "path": one.path or "",
                "title": one.title,
                "hours": float(one.hours),
                "grade": one.grade,
                "why": " ".join(reason.message for reason in one.reasons),
                "needs": joined(need.node for need in one.needs if not need.met),
                "unlocks": joined(one.unlocks),
                "behind": one.behind,
                "delay": float(one.delay),
            }
            for number, one in enumerate(self.suggestions, start=1)
        ]

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
    asked: bool = False,
) -> Suggestions:
    """Return what to study next, the best first, with reasons.

    Without goals the tracks are the aim, and when there are none or all are done, the notes on
    which most of the vault leans; `aim` of the answer says which. Only stated edges block;
    weaker ones choose between equals and take the place of stated ones where nothing is stated.
    A planned note, or an empty one, is suggested only where nothing is ready to be read.

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
        asked: whether the person named the tracks; then what was begun elsewhere waits.

    Raises:
        NoteNotFoundError: a goal is not in the graph.
        ValueError: `limit` or `minutes` is below 1.
    """
    if limit < 1 or (minutes is not None and minutes < 1):
        raise ValueError("A suggestion needs room: limit and minutes are at least 1.")
    aim = current_objective(G, state, goals=goals, tracks=tracks, asked=asked)
    way = way_to(
        G,
        state,
        aim,
        hours=hours,
        value=value,
        since=since,
        years=years,
        finish_started=finish_started,
    )
    scene = Scene(way, {} if hours_source is None else hours_source, today)
    ordered, delays = list(way.choices[0]), way.choices[1]
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
        grade=way.grade,
        blocked=() if way.declined else blocked_notes(scene, chosen, expected=expected),
        aside=tuple(node for node in way.aside if node not in chosen),
        assumed=bool(state.assumed) and not way.all_written,
        reached=not way.closure - way.done,
        all_written=way.all_written,
        written=len(state.written) if way.all_written else 0,
        left_out=way.left_out,
    )


def _suggestion(
    scene: Scene, node: str, *, minutes: int | None, delay: float, first: bool
) -> Suggestion:
    G = scene.way.G
    planned = not exists(G, node)
    way = scene.way
    hours = way.hours[node]
    part = minutes if scene.fits(node, minutes) is False else None
    needs = scene.needs(node)
    unlocks = unlocked(way.stated, frozenset(way.done), node)
    behind = len(with_descendants(way.firm, [node]) - way.done - {node})
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
    if scene.way.grade == "stated" or "stated" in grades:
        return "stated"
    return "ordered" if "ordered" in grades else scene.way.grade
