"""The way to a goal: what is left to learn, in a good order, and what each step is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from kbpivot.graph.attributes import edge_evidence, edge_grade, exists, title_of
from kbpivot.graph.closure import with_ancestors
from kbpivot.graph.edges import STRENGTH
from kbpivot.graph.parts import part_of
from kbpivot.record import Record, Row, Shown, joined
from kbpivot.study.fringe import NodeState, node_states
from kbpivot.study.goals import goal_weights
from kbpivot.study.objective import Objective
from kbpivot.study.required import LeftOut
from kbpivot.study.way import Way, way_to

if TYPE_CHECKING:
    from kbpivot.graph import Evidence
    from kbpivot.graph.attributes import Graph
    from kbpivot.study.basis import Grade
    from kbpivot.study.state import KnowledgeState

__all__ = ["LearningPath", "LeftOut", "Need", "Step", "learning_path", "path_of"]


class Need(Record, frozen=True):
    """One thing a note builds on.

    Attributes:
        node: its node in the graph.
        path: its path, None while it is planned.
        title: what to call it.
        grade: how sure that is: `stated`, `optional`, `ordered` or `inferred`.
        evidence: where it is written.
        met: whether the person has it already.
    """

    node: str
    path: str | None
    title: str
    grade: str
    evidence: tuple[Evidence, ...]
    met: bool


class Step(Record, frozen=True):
    """One note on the way.

    Attributes:
        node: its node in the graph.
        path: its path; None while it is planned: write it, or find a source.
        title: what to call it.
        hours: what it still takes.
        state: `started`, `ready`, `blocked` or `planned`.
        needs: what it builds on directly, by grade and title.
        leads_to: the later steps that build on it directly.
        goal: whether it is one of the goals itself.
        optional: True when it is here only for optional prerequisites.
        guess: True when only a guess puts it on the way.
    """

    node: str
    path: str | None
    title: str
    hours: float
    state: NodeState
    needs: tuple[Need, ...]
    leads_to: tuple[str, ...]
    goal: bool
    optional: bool
    guess: bool = False


class LearningPath(Record, Shown, frozen=True):
    """Steps toward goals; iterating goes over the steps.

    Attributes:
        goals: the goals' nodes, in the order given.
        steps: what is left, each after all it needs.
        hours: what all steps take together.
        exact: True when no order reaches the goals sooner, weighed by their value.
        grade: what the order rests on; `ordered` or `inferred` only where nothing is stated.
        left_out: optional prerequisites that `since` took away.
        assumed: notes on the way that are no steps, because the person wrote them.
        all_written: whether all steps were written by the person, who says of none of them
            that it is known; then they are an order to read them in.
    """

    goals: tuple[str, ...]
    steps: tuple[Step, ...]
    hours: float
    exact: bool
    grade: Grade
    left_out: tuple[LeftOut, ...] = ()
    assumed: tuple[str, ...] = ()
    all_written: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        """The steps' nodes."""
        return tuple(step.node for step in self.steps)

    def rows(self) -> list[Row]:
        """Return the steps as flat rows of plain values, in their order, for a data frame."""
        return [
            {
                "step": number,
                "node": step.node,
                "path": step.path or "",
                "title": step.title,
                "hours": float(step.hours),
                "state": step.state,
                "goal": step.goal,
                "optional": step.optional,
                "guess": step.guess,
                "needs": joined(need.node for need in step.needs if not need.met),
                "leads_to": joined(step.leads_to),
            }
            for number, step in enumerate(self.steps, start=1)
        ]

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def __getitem__(self, index: int) -> Step:
        return self.steps[index]

    def __repr__(self) -> str:
        return f"LearningPath({len(self.steps)} steps, {self.hours:.1f} h)"


def learning_path(
    G: Graph,
    goal: str | Iterable[str] | Mapping[str, float],
    state: KnowledgeState,
    *,
    hours: Mapping[str, float] | None = None,
    value: Mapping[str, float] | None = None,
    since: int | None = None,
    years: Mapping[str, int] | None = None,
    assume: bool | None = None,
    finish_started: bool = True,
) -> LearningPath:
    """Return what is left to learn for one goal or several, in the order that reaches them soonest.

    The steps are the goals and all they build on, without what is mastered or known by name;
    a note that was never marked is a step even if something built on it is mastered. What is
    assumed from the person's writing is left out, unless it is all there is. The first step is
    what `next_notes` suggests first for the same goals.

    Args:
        G: a prerequisite graph; edges weaker than stated choose between equal orders, and take
            the place of stated ones only for goals about which nothing is stated.
        goal: a goal, several, or a mapping from goals to their value.
        state: what the person knows.
        hours: hours of a note where better known than in `G`.
        value: small values of other notes worth reaching early, beside the goals' own.
        since: leave out optional prerequisites that are papers older than this year.
        years: publication year of papers by node.
        assume: True to leave out whatever is assumed, False to leave out nothing for that.
        finish_started: put what was begun first, as soon as all it needs is met, though the
            goals may be reached later so.

    Raises:
        NoteNotFoundError: a goal is not in the graph.
    """
    weights = goal_weights(G, goal)
    aim = Objective("goal", tuple(title_of(G, node) for node in weights), weights)
    return path_of(
        way_to(
            G,
            state,
            aim,
            hours=hours,
            value=value,
            since=since,
            years=years,
            assume=assume,
            finish_started=finish_started,
        )
    )


def path_of(way: Way) -> LearningPath:
    """Return the steps of a way, each with what it needs and leads to."""
    G, graph, weights = way.G, way.graph, way.aim.weights
    notes, exact = way.order
    firm = with_ancestors(way.firm, weights)
    sure = with_ancestors(part_of(graph, ("stated", "ordered", "mapped", "optional")), weights)
    states = node_states(G, way.state)
    place = {node: i for i, node in enumerate(notes)}
    left = place.keys()

    def need(before: str, after: str) -> Need:
        return Need(
            node=before,
            path=before if exists(G, before) else None,
            title=title_of(G, before),
            grade=edge_grade(graph, before, after),
            evidence=edge_evidence(graph, before, after),
            met=before not in left,
        )

    steps = tuple(
        Step(
            node=node,
            path=node if exists(G, node) else None,
            title=title_of(G, node),
            hours=way.hours[node],
            state=states[node],
            needs=tuple(
                sorted(
                    (need(before, node) for before in graph.pred[node]),
                    key=lambda n: (STRENGTH.get(n.grade, 9), n.title, n.node),
                )
            ),
            leads_to=tuple(sorted(left & graph.succ[node].keys(), key=place.__getitem__)),
            goal=node in weights,
            optional=node in way.closure and node not in firm,
            guess=node in way.closure and node not in sure,
        )
        for node in notes
    )
    assumed = way.state.assumed - way.state.mastered
    return LearningPath(
        goals=tuple(weights),
        steps=steps,
        hours=sum(step.hours for step in steps),
        exact=exact,
        grade=way.grade,
        left_out=way.left_out,
        assumed=tuple(
            sorted(
                (node for node in way.closure & way.done if node in assumed),
                key=lambda node: (title_of(G, node), node),
            )
        ),
        all_written=way.all_written,
    )
