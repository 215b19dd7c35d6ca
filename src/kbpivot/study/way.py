"""The way to what one studies toward: what belongs to it, what of that is done, and what is first.

`next`, `path`, `plan`, the counts of a track and the pages all ask here, so that they name the
same first step and count the same notes.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kbpivot.graph.attributes import exists, kind_of, stores, title_of
from kbpivot.graph.closure import with_ancestors, with_descendants
from kbpivot.graph.map_steps import PLACE
from kbpivot.graph.parts import part_of
from kbpivot.schedule.first_choice import first_picks
from kbpivot.schedule.study_order import study_order
from kbpivot.study.basis import map_levels, soft_ranks, tie_ranks
from kbpivot.study.fringe import outer_fringe, unblocked
from kbpivot.study.required import required_graph
from kbpivot.study.work_left import STUDY_KINDS, hours_of, satisfied

if TYPE_CHECKING:
    from kbpivot.graph.attributes import Graph
    from kbpivot.study.basis import Grade
    from kbpivot.study.objective import Objective
    from kbpivot.study.required import LeftOut
    from kbpivot.study.state import KnowledgeState

__all__ = ["Way", "begun_aside", "done_of", "progress", "way_to"]

_FIRM = ("stated", "ordered", "mapped", "inferred")
_LONG = 20  # notes of a course
_NEARLY = 10  # one in so many may be unwritten
_A_TENTH = 10
_HARDLY_ANY = 50  # in so long a course one unwritten note is no sign of how far somebody is
_PASSED = 2  # unwritten notes with written ones behind them


def done_of(
    G: Graph, state: KnowledgeState, notes: AbstractSet[str], *, asked: Iterable[str] = ()
) -> frozenset[str]:
    """Return what of a graph counts as done on a way through some notes.

    What is mastered, known by name, or assumed from the person's writing; but what is assumed
    is left to do where it is all there is on the way, or nearly all of a course, and so is a
    goal that was asked for.

    Args:
        G: a prerequisite graph.
        state: what the person knows.
        notes: the notes on the way.
        asked: goals that the person named.
    """
    met = satisfied(G, state)
    only_assumed = state.assumed - state.mastered
    if notes <= met or _is_written_course(G, state, notes, met):
        return met - only_assumed
    return met - (only_assumed & frozenset(asked))


def _is_written_course(
    G: Graph, state: KnowledgeState, notes: AbstractSet[str], met: AbstractSet[str]
) -> bool:
    """Tell whether a way is a long course of which nearly all is written and nothing is known.

    What is not written says how far its author has come where it is the end, and where a single
    note was skipped; with written lessons behind several such notes, or beside notes in no order,
    it says nothing of that. Lists of lessons are nothing to study, and say nothing either.
    """
    if not all(exists(G, node) for node in notes):
        return False
    here = [node for node in notes if kind_of(G, node) in STUDY_KINDS]
    open_ = [node for node in here if node not in met]
    if len(here) < _LONG or len(open_) * _NEARLY > len(here):
        return False
    if any(node in state.mastered or node in state.started for node in here):
        return False
    if any(G.nodes[node].get("maturity", "written") == "written" for node in open_):
        return False
    written = frozenset(here).intersection(met)
    said = part_of(G, ("stated", "ordered"))
    passed = [node for node in open_ if not written.isdisjoint(with_descendants(said, [node]))]
    ends = [node for node in open_ if not written.isdisjoint(with_ancestors(said, [node]))]
    few = len(open_) * _HARDLY_ANY <= len(here)
    return len(passed) >= _PASSED or (few and bool(passed)) or not (passed or ends)


def progress(
    G: Graph,
    goals: Sequence[str],
    state: KnowledgeState,
    *,
    asked: bool = False,
    since: int | None = None,
    years: Mapping[str, int] | None = None,
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the notes of goals, planned ones included, and those of them that are done.

    Args:
        G: a prerequisite graph.
        goals: nodes of it.
        state: what the person knows.
        asked: whether the person named these goals one by one.
        since: leave out optional prerequisites that are papers older than this year.
        years: publication year of papers by node.
    """
    graph = required_graph(G, goals, since=since, years=years)[0]
    notes = frozenset(with_ancestors(graph, goals))
    return notes, notes & done_of(G, state, notes, asked=goals if asked else ())


@dataclass
class Way:
    """What all answers about one objective share.

    Attributes:
        G: the whole graph.
        state: what the person knows.
        aim: what it is all for.
        graph: what orders, optional edges included.
        ties: weaker edges that only choose between equals, None without any.
        grade: what the order rests on.
        left_out: optional prerequisites that are left out for their year.
        closure: the goals and all they build on.
        done: what needs no study.
        hours: what each note still takes.
        value: what it is worth to have met a note, beside the goals.
        all_written: whether all that is left was written by the person, who says of none of it
            that it is known.
        finish_started: whether what was begun comes first.
        since: year before which optional prerequisites are left out.
        years: publication year of papers.
    """

    G: Graph
    state: KnowledgeState
    aim: Objective
    graph: Graph
    ties: Graph | None
    grade: Grade
    left_out: tuple[LeftOut, ...]
    closure: AbstractSet[str]
    done: AbstractSet[str]
    hours: Mapping[str, float]
    value: Mapping[str, float]
    all_written: bool
    finish_started: bool
    since: int | None = None
    years: Mapping[str, int] | None = None

    @cached_property
    def firm(self) -> Graph:
        """The edges of `graph` that are no mere wish."""
        return part_of(self.graph, _FIRM)

    @cached_property
    def stated(self) -> Graph:
        """The edges of it that block."""
        return part_of(self.graph, ("stated",))

    @cached_property
    def declined(self) -> bool:
        """Whether nothing can be said: all is written, and at best guesses tell an order.

        So it is where an order says something of less than a tenth of what is written.
        """
        if not self.all_written or self.aim.kind in ("goal", "track") or self.aim.asked:
            return False
        if self.aim.kind != "vault":
            return self.aim.kind == "any"
        few = len(self.closure) * _A_TENTH < len(self.state.written)
        return self.grade == "inferred" or (self.grade != "stated" and few)

    @cached_property
    def pace(self) -> Mapping[str, float]:
        """The hours that decide the order; in an order to read in, no note is shorter."""
        return dict.fromkeys(self.hours, 1.0) if self.all_written else self.hours

    @cached_property
    def aside(self) -> tuple[str, ...]:
        """What was begun elsewhere and can be gone on with."""
        return () if self.aim.kind == "goal" else begun_aside(self.G, self.state, self.closure)

    @cached_property
    def ranks(self) -> Mapping[str, tuple[int, ...]]:
        """Keys that settle what no value decides.

        The order of goals, weak edges, the reading list, and the order of a map.
        """
        ranks = tie_ranks(self.graph, self.aim.weights, self.closure, self.ties)
        queued = self.state.queued
        nodes = stores(self.G)[0]
        last, levels = len(nodes), map_levels(self.G, self.closure - self.done)
        return {
            node: (
                *rank,
                node not in queued,
                levels.get(node, 0) if self.grade == "stated" else 0,
                nodes[node].get(PLACE, last),
            )
            for node, rank in ranks.items()
        }

    @cached_property
    def choices(self) -> tuple[tuple[str, ...], Mapping[str, float]]:
        """The notes to choose from, best first, and by how many hours each puts off the goals.

        A planned note, or one that is empty, comes up only where nothing is there to be read.
        """
        if self.declined:
            begun = self.aside if self.finish_started else ()
            return tuple(begun), dict.fromkeys(begun, 0.0)
        G, state = self.G, self.state
        left = self.closure - self.done
        waiting = [n for n in self.firm if n not in self.done]
        ready = unblocked(self.firm, self.done, waiting, among=left)
        candidates = {node for node in ready if has_text(G, node)} or ready
        values = self.aim.values(left) | dict(self.value) | dict(self.aim.weights)
        values = {node: v for node, v in values.items() if node in left}
        begun_here: set[str] = set()
        if self.finish_started:
            begun_here = set(state.started) & ready
            if not self.aim.asked:
                begun_here.update(self.aside)
        picks = first_picks(
            # The aim's notes and what was begun elsewhere, without what only that needs.
            self.graph.subgraph(self.closure | begun_here),
            value=values,
            hours=self.pace,
            ready=candidates | begun_here,
            mastered=self.done & self.closure,
            ties=self.ranks,
        )
        # What reading in another order would cost is no matter of hours.
        delays = {pick.note: 0.0 if self.all_written else pick.delay for pick in picks}
        # What was begun takes the first place; the alternatives are the best there are.
        first = next((note for note in delays if note in begun_here), None)
        ordered = list(dict.fromkeys([*([first] if first is not None else []), *delays]))
        if self.grade != "stated":
            # An order or a guess forbids nothing: what comes later in it can be taken as well.
            waiting = [n for n in G if n not in self.done]
            free = unblocked(part_of(G, ("stated",)), self.done, waiting, among=left)
            places = soft_ranks(self.firm)
            later = free - set(ordered)
            ordered += sorted(
                (node for node in later if exists(G, node)),
                key=lambda node: (places.get(node, len(places)), node),
            )
        return tuple(ordered), delays

    @cached_property
    def order(self) -> tuple[tuple[str, ...], bool]:
        """The notes that are left, in order, and whether none reaches the goals sooner.

        The first is the first of `choices`.
        """
        left = self.closure - self.done
        if self.declined:
            return self.choices[0], False
        values = {node: v for node, v in self.value.items() if node in self.closure and v > 0}
        found = study_order(
            self.graph.subgraph(self.closure),
            value=self.aim.values(left) | values | dict(self.aim.weights),
            hours=self.pace,
            mastered=self.done & self.closure,
            ties=self.ranks,
        )
        notes, exact = found.notes, found.exact
        # What a mastered goal builds on is still told, after all that leads to an open one.
        rest = left - set(notes)
        if rest:
            tail = self.graph.subgraph(rest)
            notes += study_order(
                tail, value=dict.fromkeys(rest, 1.0), hours=self.pace, ties=self.ranks
            ).notes
        best = notes
        if self.finish_started:
            if not self.aim.asked:
                notes = (*self.aside, *notes)
            notes = _begun_first(self.firm, notes, self.state.started)
        first = next(iter(self.choices[0]), None)
        if first in notes:
            notes = (first, *(node for node in notes if node != first))
        return notes, exact and notes == best


def has_text(G: Graph, node: str) -> bool:
    """Tell whether a node is a note with something in it; a template counts, to be filled."""
    facts = G.nodes[node]
    return bool(facts.get("exists", True)) and facts.get("maturity", "written") != "empty"


def way_to(
    G: Graph,
    state: KnowledgeState,
    aim: Objective,
    *,
    hours: Mapping[str, float] | None = None,
    value: Mapping[str, float] | None = None,
    since: int | None = None,
    years: Mapping[str, int] | None = None,
    finish_started: bool = True,
    assume: bool | None = None,
) -> Way:
    """Return the way to an objective.

    Args:
        G: a prerequisite graph.
        state: what the person knows.
        aim: what to study toward.
        hours: hours of a note where better known than in `G`.
        value: small values of other notes worth reaching early.
        since: leave out optional prerequisites that are papers older than this year.
        years: publication year of papers by node.
        finish_started: put what was begun first, as soon as all it needs is met.
        assume: True to count what is assumed as done whatever else holds, False never to.
    """
    graph, ties, grade, left_out = required_graph(G, aim.weights, since=since, years=years)
    closure = with_ancestors(graph, aim.weights)
    met = satisfied(G, state)
    if assume is None:
        done = done_of(G, state, closure, asked=aim.weights if aim.kind == "goal" else ())
    else:
        done = met if assume else met - (state.assumed - state.mastered)
    return Way(
        G=G,
        state=state,
        aim=aim,
        graph=graph,
        ties=ties,
        grade=grade,
        left_out=left_out,
        closure=closure,
        done=done,
        hours=hours_of(G, state, hours=hours),
        value={node: v for node, v in (value or {}).items() if v > 0},
        all_written=bool(closure - done)
        and (closure <= met or (assume is None and _is_written_course(G, state, closure, met))),
        finish_started=finish_started,
        since=since,
        years=years,
    )


def begun_aside(G: Graph, state: KnowledgeState, notes: Container[str]) -> tuple[str, ...]:
    """Return what was begun, could be gone on with, and is not among the notes, by title."""
    elsewhere = {node for node in state.started if node not in notes}
    if not elsewhere:
        return ()
    found = [n for n in outer_fringe(G, state, among=elsewhere) if kind_of(G, n) in STUDY_KINDS]
    return tuple(sorted(found, key=lambda node: (title_of(G, node), node)))


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
