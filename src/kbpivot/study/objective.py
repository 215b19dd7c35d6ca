"""What to study toward when nobody says: tracks, a main index, or what most notes lean on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import nsmallest
from typing import TYPE_CHECKING, Literal

from kbpivot.graph.attributes import stores, title_of
from kbpivot.graph.closure import descendant_counts, with_ancestors
from kbpivot.graph.parts import part_of
from kbpivot.record import Record
from kbpivot.study.basis import GUESSES_FILL, basis
from kbpivot.study.goals import goal_weights
from kbpivot.study.work_left import STUDY_KINDS, satisfied
from kbpivot.wording import named

if TYPE_CHECKING:
    from kbpivot.graph.attributes import Graph
    from kbpivot.study.state import KnowledgeState
    from kbpivot.study.tracks import Track

__all__ = ["Objective", "chosen_objective", "current_objective", "most_leaned_on"]

TRACK_VALUE = 0.05
"""Value of reaching a note on the way of a track early, beside 1 for each goal."""

_QUEUED = 1000.0  # so much that no length outweighs it
_MOST_LEANED_ON = 12  # goals up to which an order is found exactly


class Objective(Record, frozen=True):
    """What suggestions are for.

    Attributes:
        kind: `goal` (asked for), `track`, `index`, `vault` (what most of it leans on), or `any`
            when nothing says what comes first.
        names: what to call it.
        weights: value of each goal by node.
        tracks: the tracks it is made of, if any.
        asked: whether the person named it, now or in the settings.
    """

    kind: Literal["goal", "track", "index", "vault", "any"]
    names: tuple[str, ...]
    weights: Mapping[str, float]
    tracks: tuple[Track, ...] = ()
    asked: bool = False

    @property
    def text(self) -> str:
        """The aim as words that follow "toward"."""
        if self.kind == "vault":
            return "what most of your notes lean on"
        if self.kind == "any":
            return "whatever is open; nothing says yet what comes first"
        return named(self.names)

    def values(self, notes: Iterable[str]) -> dict[str, float]:
        """The value of reaching each of the notes on the way early; goals have more."""
        small = dict.fromkeys(notes, TRACK_VALUE) if self.kind == "track" else {}
        return small | dict(self.weights)


def most_leaned_on(
    G: Graph, known: AbstractSet[str], *, queued: AbstractSet[str] = frozenset()
) -> dict[str, float]:
    """Return the open notes on which most notes build, with how many do.

    Where no edge says what builds on what, every open note counts the same, but for a reading
    list: what is on it comes before what is not.

    Args:
        G: a prerequisite graph.
        known: nodes that need no study.
        queued: the reading list.
    """
    graph = G
    choices = tuple(("stated", "ordered", "mapped", "inferred")[:count] for count in range(1, 5))
    for grades in choices[-1:] if G.graph.get(GUESSES_FILL) else choices:
        graph = part_of(G, grades)
        if graph.number_of_edges():
            break
    counts = descendant_counts(graph) if graph.number_of_edges() else {}
    nodes = stores(graph)[0]
    open_ones = [
        (-counts.get(node, 0), node)
        for node, facts in nodes.items()
        if (counts.get(node) or (not counts and facts.get("exists", True)))
        and node not in known
        and facts.get("kind", "") in STUDY_KINDS
    ]
    first = nsmallest(_MOST_LEANED_ON, open_ones) if counts else sorted(open_ones)
    chosen = [node for *_, node in first]
    if counts:
        return {node: float(counts[node]) for node in chosen}
    chosen.sort(key=lambda node: node not in queued)
    return {node: _QUEUED if node in queued else 1.0 for node in chosen}


def chosen_objective(
    G: Graph,
    known: AbstractSet[str],
    *,
    goals: str | Iterable[str] | Mapping[str, float] | None = None,
    tracks: Sequence[Track] = (),
    queued: AbstractSet[str] = frozenset(),
    asked: bool = False,
) -> Objective:
    """Return what to study toward: the goals, else the open tracks, else what most lean on.

    Args:
        G: a prerequisite graph.
        known: nodes that need no study.
        goals: what the person asked for.
        tracks: the vault's tracks, or its main index as one.
        queued: the reading list.
        asked: whether the person named the tracks.
    """
    weights = {} if goals is None else goal_weights(G, goals)
    if weights:
        return Objective("goal", tuple(title_of(G, goal) for goal in weights), weights, asked=True)
    unfinished: list[Track] = []
    for track in tracks:
        wanted = [goal for goal in track.goals if goal in G]
        if with_ancestors(basis(G, wanted).graph, wanted) - known:
            unfinished.append(track)
            for goal in wanted:
                weights[goal] = weights.get(goal, 0.0) + 1.0
    if unfinished:
        kind: Literal["track", "index"] = (
            "index" if all(track.source == "index" for track in unfinished) else "track"
        )
        return Objective(
            kind, tuple(track.name for track in unfinished), weights, tuple(unfinished), asked
        )
    leaned = most_leaned_on(G, known, queued=queued)
    return Objective("vault" if G.number_of_edges() else "any", (), leaned)


def current_objective(
    G: Graph,
    state: KnowledgeState,
    *,
    goals: str | Iterable[str] | Mapping[str, float] | None = None,
    tracks: Sequence[Track] = (),
    asked: bool = False,
) -> Objective:
    """Return what to study toward now, for someone who knows what `state` says.

    What is assumed from the person's writing counts as known, unless nothing else is left.

    Args:
        G: a prerequisite graph.
        state: what the person knows.
        goals: what the person asked for.
        tracks: the vault's tracks, or its main index as one.
        asked: whether the person named the tracks.
    """
    known = satisfied(G, state)
    queued = state.queued
    aim = chosen_objective(G, known, goals=goals, tracks=tracks, queued=queued, asked=asked)
    if not aim.weights and goals is None:
        open_ones = known - (state.assumed - state.mastered)
        aim = chosen_objective(G, open_ones, tracks=tracks, queued=queued, asked=asked)
    return aim
