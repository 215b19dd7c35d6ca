"""Which guesses are worth asking about first: those that change what is studied next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from immutabledict import immutabledict
from msgspec.structs import replace

from kbpivot.graph import Evidence
from kbpivot.graph.attributes import edge_evidence, edge_grade, exists, title_of
from kbpivot.graph.closure import with_ancestors, with_descendants
from kbpivot.record import Record
from kbpivot.schedule.study_order import study_order
from kbpivot.study.basis import basis
from kbpivot.study.goals import goal_weights, node_named
from kbpivot.study.learning_log import ASKED
from kbpivot.study.objective import current_objective
from kbpivot.study.path import learning_path
from kbpivot.study.work_left import hours_of

if TYPE_CHECKING:
    from datetime import date

    from kbpivot.graph.attributes import Graph
    from kbpivot.study.state import KnowledgeState
    from kbpivot.study.tracks import Track

__all__ = ["Question", "questions"]

_NEXT = 10
"""Steps that a good question changes."""
_MOST = 60
"""Guesses whose answers are tried out."""
_SMALL = 600
"""Notes up to which all is worked out again with another answer; beyond, only what is near."""
_WIDTH = 24
"""Steps that are near."""
_OF_ONE = 2
"""Questions in which one note is the earlier one, or the later one."""
_TIERS = ("strong", "likely", "weak")


class Question(Record, frozen=True):
    """Does one note come before another?

    Attributes:
        first: path of the note that seems to come first.
        second: path of the note that seems to build on it.
        first_title, second_title: what to call them.
        tier: `strong` or `likely`; `asked` where nothing suggests it and somebody asks.
        score: how likely it is, 0 to 1.
        evidence: where one note speaks of the other.
        changes: how many of the next ten steps another answer would change.
    """

    first: str
    second: str
    first_title: str
    second_title: str
    tier: str
    score: float
    evidence: tuple[Evidence, ...]
    changes: int


def questions(
    G: Graph,
    state: KnowledgeState,
    *,
    goals: str | Iterable[str] | Mapping[str, float] | None = None,
    tracks: Sequence[Track] = (),
    about: str | None = None,
    asked: Mapping[tuple[str, str], str] = immutabledict({}),
    touched: Mapping[str, date] = immutabledict({}),
) -> tuple[Question, ...]:
    """Return the questions about the guesses in a graph that are worth asking now, best first.

    First those by which the next ten steps toward the goals are likely to change, by how many;
    then those about the notes touched last; then those on the way there; then the others, the
    surer first, since that takes least thought. Of one note at most two questions are asked as
    the earlier one and two as the later one: an answer says something of the rest.

    Args:
        G: a graph with guesses.
        state: what the person knows.
        goals: what to study toward; without it the tracks, else what most notes lean on.
        tracks: what to go by without goals.
        about: only guesses about this note and what leads to it.
        asked: pairs about which somebody asks, with the reason; they come first. What is stated
            or ordered already is not asked.
        touched: the day on which the person last changed a note, or said something of it.

    Raises:
        NoteNotFoundError: a goal, or the note asked about, is not in the graph.
    """
    guesses = [
        (before, after)
        for before, after in sorted(G.edges)
        if edge_grade(G, before, after) == "inferred"
    ]
    if about is not None:
        node = node_named(G, about)
        inside = with_ancestors(basis(G, [node]).graph, [node])
        guesses = [pair for pair in guesses if pair[1] in inside]
        goals = node

    def way(graph: Graph) -> tuple[str, ...]:
        return _steps(graph, state, _weights(graph, state, goals=goals, tracks=tracks))

    steps = way(G)
    if len(G) <= _SMALL:
        changes = _changes(G.copy(), steps, guesses, ordered=way)
    else:
        weights = _weights(G, state, goals=goals, tracks=tracks)
        part, ordered = _window(G, state, weights, steps)
        changes = _changes(part, steps, guesses, ordered=ordered)
    place = {node: position for position, node in enumerate(steps)}
    last = len(place)

    def rank(one: Question) -> tuple[object, ...]:
        return (
            -one.changes * (1 - one.score),
            -max(
                touched[node].toordinal() if node in touched else 0
                for node in (one.first, one.second)
            ),
            min(place.get(one.first, last), place.get(one.second, last)),
            _TIERS.index(one.tier),
            -one.score,
            one.first,
            one.second,
        )

    found = sorted((_question(G, pair, changes.get(pair, 0)) for pair in guesses), key=rank)
    first = [
        _asked(G, pair, reason)
        for pair, reason in sorted(asked.items())
        if about is None or node_named(G, about) in pair
    ]
    pairs = {(one.first, one.second) for one in first if one is not None}
    return (
        *(one for one in first if one is not None),
        *_spread(
            (one for one in found if (one.first, one.second) not in pairs),
            one_later=about is not None,
        ),
    )


def _spread(found: Iterable[Question], *, one_later: bool) -> Iterator[Question]:
    """Leave out what repeats one fact: a note is asked about a few times only.

    Args:
        found: questions, the best first.
        one_later: they are about one note, which may be the later one of all.
    """
    firsts: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    for one in found:
        if firsts[one.first] < _OF_ONE and (one_later or seconds[one.second] < _OF_ONE):
            firsts[one.first] += 1
            seconds[one.second] += 1
            yield one


def _asked(G: Graph, pair: tuple[str, str], reason: str) -> Question | None:
    """A question that somebody asks, None where it has an answer, or one of the notes is gone."""
    before, after = pair
    if not (before in G and after in G and exists(G, before) and exists(G, after)):
        return None
    said = Evidence("inferred", "", None, ASKED, "", reason)
    if not G.has_edge(before, after):
        return Question(
            before, after, title_of(G, before), title_of(G, after), ASKED, 0.0, (said,), 0
        )
    if edge_grade(G, before, after) in {"stated", "optional"}:
        return None
    found = _question(G, pair, 0)
    return replace(found, evidence=(said, *found.evidence))


def _question(G: Graph, pair: tuple[str, str], changes: int) -> Question:
    before, after = pair
    facts = G.edges[pair]
    tier = str(facts.get("tier") or "likely")
    return Question(
        first=before,
        second=after,
        first_title=title_of(G, before),
        second_title=title_of(G, after),
        tier=tier if tier in _TIERS else "likely",
        score=float(facts.get("score") or 0.0),
        evidence=edge_evidence(G, before, after),
        changes=changes,
    )


def _weights(
    G: Graph,
    state: KnowledgeState,
    *,
    goals: str | Iterable[str] | Mapping[str, float] | None,
    tracks: Sequence[Track],
) -> dict[str, float]:
    """What is studied toward, as `next` chooses it."""
    if goals is not None:
        return goal_weights(G, goals)
    return dict(current_objective(G, state, tracks=tracks).weights)


def _steps(G: Graph, state: KnowledgeState, weights: Mapping[str, float]) -> tuple[str, ...]:
    """The way there; where all of it is written, what is only assumed counts as open."""
    if not weights:
        return ()
    notes = learning_path(G, weights, state, assume=True).notes
    return notes or learning_path(G, weights, state).notes


def _changes(
    G: Graph,
    steps: Sequence[str],
    guesses: Iterable[tuple[str, str]],
    *,
    ordered: Callable[[Graph], Sequence[str]],
) -> dict[tuple[str, str], int]:
    """For guesses about the next steps: how many of these another answer would change.

    Args:
        G: the graph, or a part of it; changed for a while.
        steps: the way, in order.
        guesses: pairs of nodes.
        ordered: returns the way in a graph.
    """
    soon = frozenset(steps[:_NEXT])
    asked = [pair for pair in guesses if G.has_edge(*pair) and not soon.isdisjoint(pair)]
    asked.sort(key=lambda pair: not soon.issuperset(pair))
    usual = ordered(G)[:_NEXT]
    found: dict[tuple[str, str], int] = {}
    for before, after in asked[:_MOST]:
        facts = G.edges[before, after]
        G.remove_edge(before, after)
        ways = [ordered(G)]
        if after not in with_descendants(G, [before]):  # or the other way round were a circle
            G.add_edge(after, before, **facts)
            ways.append(ordered(G))
            G.remove_edge(after, before)
        G.add_edge(before, after, **facts)
        found[before, after] = max(
            sum(a != b for a, b in zip_longest(usual, way[:_NEXT])) for way in ways
        )
    return found


def _window(
    G: Graph, state: KnowledgeState, weights: Mapping[str, float], steps: Sequence[str]
) -> tuple[Graph, Callable[[Graph], Sequence[str]]]:
    """The part of a large graph about the first steps, and what orders it.

    What leads beyond the window is worth reaching, as much as it opens there.
    """
    ahead, window = frozenset(steps), frozenset(steps[:_WIDTH])
    graph = basis(G, weights).graph
    hours = hours_of(G, state)
    value = {
        node: weights.get(node, 0.0) + len(ahead & graph.succ[node].keys() - window)
        for node in window
    }
    return (
        graph.subgraph(window).copy(),
        lambda part: study_order(part, value=value, hours=hours).notes,
    )
