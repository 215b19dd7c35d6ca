"""The way to a goal: what is left to learn, in a good order, and what each step is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kbpivot.graph.attributes import edge_evidence, edge_grade, exists, title_of
from kbpivot.graph.closure import with_ancestors, with_descendants
from kbpivot.graph.parts import part_of
from kbpivot.schedule.study_order import study_order
from kbpivot.study.basis import basis, tie_ranks
from kbpivot.study.fringe import NodeState, node_states
from kbpivot.study.goals import goal_weights
from kbpivot.study.work_left import hours_of, satisfied

if TYPE_CHECKING:
    from kbpivot.graph import Evidence
    from kbpivot.graph.attributes import Graph
    from kbpivot.study.basis import Grade
    from kbpivot.study.state import KnowledgeState

__all__ = ["LearningPath", "LeftOut", "Need", "Step", "learning_path", "required_graph"]


@dataclass(frozen=True, slots=True)
class Need:
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


@dataclass(frozen=True, slots=True)
class Step:
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


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An optional prerequisite that is not on the way.

    Attributes:
        node: its node in the graph.
        title: what to call it.
        year: the year it is from.
        wanted_by: the notes that name it as optional.
    """

    node: str
    title: str
    year: int
    wanted_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LearningPath:
    """Steps toward goals; iterating goes over the steps.

    Attributes:
        goals: the goals' nodes, in the order given.
        steps: what is left, each after all it needs.
        hours: what all steps take together.
        exact: True when no order reaches the goals sooner, weighed by their value.
        grade: what the order rests on; `ordered` or `inferred` only where nothing is stated.
        left_out: optional prerequisites that `since` took away.
    """

    goals: tuple[str, ...]
    steps: tuple[Step, ...]
    hours: float
    exact: bool
    grade: Grade
    left_out: tuple[LeftOut, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """The steps' nodes."""
        return tuple(step.node for step in self.steps)

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def __getitem__(self, index: int) -> Step:
        return self.steps[index]

    def __repr__(self) -> str:
        return f"LearningPath({len(self.steps)} steps, {self.hours:.1f} h)"


def required_graph(
    G: Graph,
    goals: Iterable[str],
    *,
    since: int | None = None,
    years: Mapping[str, int] | None = None,
) -> tuple[Graph, Graph | None, Grade, tuple[LeftOut, ...]]:
    """Return what has to come before what on the way to the goals.

    Args:
        G: edges of any grade; optional ones count as wished for, so they order but never block.
        goals: nodes of `G`.
        since: leave out optional prerequisites that are older than this year.
        years: publication year of papers by node; else the nodes' own `year`.

    Returns:
        The edges that order, the edges that break ties or None, the grade of the first, and
        what was left out.
    """
    found = basis(G, goals)
    dated = {} if years is None else years
    optional: list[tuple[str, str]] = []
    dropped: dict[str, list[str]] = {}
    wished = [
        (before, after)
        for before, following in G.adjacency()
        for after, facts in following.items()
        if facts.get("grade") == "optional"
    ]
    for before, after in sorted(wished):
        year = dated.get(before, G.nodes[before].get("year"))
        if since is not None and isinstance(year, int) and year < since:
            dropped.setdefault(before, []).append(after)
        else:
            optional.append((before, after))
    graph = found.graph
    if optional:
        graph = graph.copy()
        for before, after in optional:
            # A wish never closes a cycle with what is needed.
            if not graph.has_edge(before, after) and before not in with_descendants(graph, [after]):
                graph.add_edge(before, after, **G.edges[before, after])
    on_the_way = with_ancestors(graph, goals)
    left_out = tuple(
        LeftOut(node, title_of(G, node), int(dated.get(node, G.nodes[node].get("year", 0))), by)
        for node, wanted in sorted(dropped.items())
        if node not in on_the_way and (by := tuple(n for n in wanted if n in on_the_way))
    )
    return graph, found.ties, found.grade, left_out


def learning_path(
    G: Graph,
    goal: str | Iterable[str] | Mapping[str, float],
    state: KnowledgeState,
    *,
    hours: Mapping[str, float] | None = None,
    value: Mapping[str, float] | None = None,
    since: int | None = None,
    years: Mapping[str, int] | None = None,
    assume: bool = False,
    finish_started: bool = False,
) -> LearningPath:
    """Return what is left to learn for one goal or several, in the order that reaches them soonest.

    The steps are the goals and all they build on, without what is mastered or known by name;
    a note that was never marked is a step even if something built on it is mastered.

    Args:
        G: a prerequisite graph; edges weaker than stated choose between equal orders, and take
            the place of stated ones only where nothing is stated about any goal.
        goal: a goal, several, or a mapping from goals to their value.
        state: what the person knows.
        hours: hours of a note where better known than in `G`.
        value: small values of other notes worth reaching early, beside the goals' own.
        since: leave out optional prerequisites that are papers older than this year.
        years: publication year of papers by node.
        assume: leave out what is only assumed from the person's writing, too.
        finish_started: put what was begun first, as soon as all it needs is met, though the
            goals may be reached later so.

    Raises:
        NoteNotFoundError: a goal is not in the graph.
    """
    weights = goal_weights(G, goal)
    graph, ties, grade, left_out = required_graph(G, weights, since=since, years=years)
    known = satisfied(G, state)
    if not assume:
        known -= state.assumed - state.mastered
    remaining_hours = hours_of(G, state, hours=hours)
    closure = with_ancestors(graph, weights)
    values = {n: v for n, v in (value or {}).items() if n in closure and v > 0}
    ranks = tie_ranks(graph, weights, closure, ties)
    order = study_order(
        graph.subgraph(closure),
        value=values | weights,
        hours=remaining_hours,
        mastered=known & closure,
        ties=ranks,
    )
    notes, exact = order.notes, order.exact
    # What a mastered goal builds on is still told, after all that leads to an open one.
    rest = closure - known - set(notes)
    if rest:
        tail = graph.subgraph(rest)
        notes += study_order(
            tail, value=dict.fromkeys(rest, 1.0), hours=remaining_hours, ties=ranks
        ).notes
    required = part_of(graph, ("stated", "ordered", "inferred"))
    firm = with_ancestors(required, weights)
    if finish_started and not state.started.isdisjoint(notes):
        best, notes = notes, _begun_first(required, notes, state.started)
        exact = exact and notes == best
    sure = with_ancestors(part_of(graph, ("stated", "ordered", "optional")), weights)
    states = node_states(G, state)
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

    strength = {"stated": 0, "optional": 1, "ordered": 2, "inferred": 3}
    steps = tuple(
        Step(
            node=node,
            path=node if exists(G, node) else None,
            title=title_of(G, node),
            hours=remaining_hours[node],
            state=states[node],
            needs=tuple(
                sorted(
                    (need(before, node) for before in graph.pred[node]),
                    key=lambda n: (strength.get(n.grade, 9), n.title, n.node),
                )
            ),
            leads_to=tuple(sorted(left & graph.succ[node].keys(), key=place.__getitem__)),
            goal=node in weights,
            optional=node not in firm,
            guess=node not in sure,
        )
        for node in notes
    )
    return LearningPath(
        goals=tuple(weights),
        steps=steps,
        hours=sum(step.hours for step in steps),
        exact=exact,
        grade=grade,
        left_out=left_out,
    )


def _begun_first(
    required: Graph, notes: Sequence[str], started: AbstractSet[str]
) -> tuple[str, ...]:
    """The notes with each that was begun as early as what it needs allows."""
    left = dict.fromkeys(notes)
    begun = [note for note in notes if note in started]
    order: list[str] = []
    while left:
        free = (n for n in begun if n in left and left.keys().isdisjoint(required.pred[n]))
        note = next(free, None) or next(iter(left))
        order.append(note)
        del left[note]
    return tuple(order)
