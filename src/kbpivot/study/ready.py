"""Whether a note or paper can be read now: what it leans on is known, or is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kbpivot.graph.attributes import exists, kind_of, title_of
from kbpivot.graph.closure import components, descendant_counts, with_ancestors
from kbpivot.graph.parts import part_of
from kbpivot.record import Record
from kbpivot.study.fringe import outer_fringe
from kbpivot.study.goals import node_named
from kbpivot.study.path import LeftOut, Step, learning_path
from kbpivot.study.required import required_graph
from kbpivot.study.work_left import STUDY_KINDS, hours_of, satisfied

if TYPE_CHECKING:
    from kbpivot.graph.attributes import Graph
    from kbpivot.study.basis import Grade
    from kbpivot.study.state import KnowledgeState

__all__ = ["Readiness", "ReadyNote", "open_needs", "readiness", "ready_notes", "unlocked"]


class Readiness(Record, frozen=True):
    """What a note leans on, directly or not.

    Attributes:
        node: the note.
        title: what to call it.
        known: what of it is known or assumed, prerequisites before what builds on them.
        assumed: the part of `known` that is only assumed from the person's writing.
        missing: the rest, in the order to learn it; planned ones are to be written or found.
        hours: what the missing steps take.
        grade: how sure the edges are that say so.
        mastered: whether the note itself is mastered.
        left_out: optional prerequisites that `since` took away.
    """

    node: str
    title: str
    known: tuple[str, ...]
    assumed: tuple[str, ...]
    missing: tuple[Step, ...]
    hours: float
    grade: Grade
    mastered: bool
    left_out: tuple[LeftOut, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


class ReadyNote(Record, frozen=True):
    """A note that can be studied now.

    Attributes:
        node: the note.
        title: what to call it.
        hours: what it still takes.
        started: whether it was begun.
        unlocks: notes that become ready when it is mastered.
    """

    node: str
    title: str
    hours: float
    started: bool
    unlocks: tuple[str, ...]


def readiness(
    G: Graph,
    note: str,
    state: KnowledgeState,
    *,
    hours: Mapping[str, float] | None = None,
    since: int | None = None,
    years: Mapping[str, int] | None = None,
) -> Readiness:
    """Return what of the things a note leans on is known, and what is missing, in order.

    Args:
        G: a prerequisite graph.
        note: the note, by node, path or title.
        state: what the person knows.
        hours: hours of a note where better known than in `G`.
        since: leave out optional prerequisites that are papers older than this year.
        years: publication year of papers by node.

    Raises:
        NoteNotFoundError: the note is not in the graph.
    """
    node = node_named(G, note)
    path = learning_path(G, node, state, hours=hours, since=since, years=years, assume=True)
    missing = tuple(step for step in path.steps if step.node != node)
    graph, _, _, _ = required_graph(G, [node], since=since, years=years)
    behind = with_ancestors(graph, [node]) - {node}
    lacking = {step.node for step in missing}
    known = tuple(n for members in components(graph, behind) for n in members if n not in lacking)
    return Readiness(
        node=node,
        title=title_of(G, node),
        known=known,
        assumed=tuple(n for n in known if n in state.assumed and n not in state.mastered),
        missing=missing,
        hours=sum(step.hours for step in missing),
        grade=path.grade,
        mastered=node in state.mastered,
        left_out=path.left_out,
    )


def open_needs(G: Graph, nodes: Iterable[str], state: KnowledgeState) -> tuple[str, ...]:
    """Return what notes are stated to build on directly and the person has not, by title.

    Args:
        G: a prerequisite graph.
        nodes: the notes; names that are not in the graph need nothing.
        state: what the person knows.
    """
    required = part_of(G, ("stated",))
    known = satisfied(G, state)
    found = {
        need
        for node in nodes
        if node in required
        for need in required.pred[node]
        if need not in known
    }
    return tuple(sorted(found, key=lambda node: (title_of(G, node), node)))


def unlocked(G: Graph, done: frozenset[str], node: str) -> tuple[str, ...]:
    """Return the notes that wait for `node` alone.

    Args:
        G: edges that block.
        done: nodes that are met.
        node: the one that would be met next.
    """
    # What is learnt together with it does not wait for it.
    together = {node}
    if any(need not in done for need in G.pred[node]):
        together = with_ancestors(G, [node])
    return tuple(
        after
        for after in sorted(G.succ[node])
        if after not in done
        and after not in together
        and exists(G, after)
        and all(need in done or need in (node, after) for need in G.pred[after])
    )


def ready_notes(
    G: Graph, state: KnowledgeState, *, hours: Mapping[str, float] | None = None
) -> tuple[ReadyNote, ...]:
    """Return the notes that can be studied now.

    Started ones first; then those on which most of the open notes build, then the shorter.
    Notes that list, plan or log are left out.
    """
    required = part_of(G, ("stated",))
    done = satisfied(required, state)
    left = hours_of(G, state, hours=hours)
    # Where nothing is stated nothing waits, and weaker edges say what most others follow.
    said = required.number_of_edges() > 0
    behind = descendant_counts(
        required if said else G, leaving_out=done if said else state.mastered
    )
    found: list[tuple[tuple[bool, bool, int, float, str, str], ReadyNote]] = []
    for node in outer_fringe(G, state):
        if kind_of(G, node) not in STUDY_KINDS:
            continue
        started = node in state.started
        title = title_of(G, node)
        rank = (not started, node in state.assumed, -behind[node], left[node], title, node)
        item = ReadyNote(node, title, left[node], started, unlocked(required, done, node))
        found.append((rank, item))
    return tuple(item for _, item in sorted(found, key=lambda pair: pair[0]))
