"""Things to read placed on what a person knows: now, soon, or not for them now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from kbpivot.graph.attributes import exists, kind_of
from kbpivot.graph.closure import with_ancestors
from kbpivot.study.paper import SITTING
from kbpivot.study.required import required_graph
from kbpivot.study.work_left import STUDY_KINDS, satisfied

if TYPE_CHECKING:
    from kbpivot.graph.attributes import Graph
    from kbpivot.study.state import KnowledgeState

__all__ = ["Bucket", "Nearness", "bucket", "distances", "nearest", "studied", "unlocking"]

Bucket = Literal["now", "soon", "later"]


class Nearness(NamedTuple):
    """How near something lies to a goal.

    Attributes:
        steps: how many steps lie between what it names and the goal; 0 where it names the goal.
        node: what it names.
        goal: what to call the goal.
    """

    steps: int
    node: str
    goal: str


def studied(G: Graph, state: KnowledgeState) -> frozenset[str]:
    """Return the nodes that a person studies: their notes, and what they know without one.

    What is planned and nobody has written counts only by a goal that it leads to.

    Args:
        G: a prerequisite graph.
        state: what the person knows.
    """
    notes = {node for node in G if exists(G, node) and kind_of(G, node) in STUDY_KINDS}
    return frozenset(notes | satisfied(G, state))


def bucket(
    nodes: Iterable[str], hours: float, *, study: Collection[str], way: Collection[str]
) -> Bucket:
    """Return on which list something belongs.

    `now`: it leans on something that the person studies or that lies on a goal's way, and no more
    than a sitting's worth is missing. `soon`: it does, and more is missing. `later`: the rest.

    Args:
        nodes: what it leans on.
        hours: what the missing part of that takes, with all it builds on.
        study: what the person studies.
        way: what lies on the way to a goal.
    """
    if not any(node in study or node in way for node in nodes):
        return "later"
    return "now" if hours <= SITTING else "soon"


def distances(G: Graph, goals: Mapping[str, str]) -> dict[str, Nearness]:
    """Return how near each node on the way to some goals lies to one of them.

    Args:
        G: a prerequisite graph.
        goals: what to call each goal, by node.
    """
    wanted = [goal for goal in goals if goal in G]
    if not wanted:
        return {}
    graph = required_graph(G, wanted)[0]
    inside = with_ancestors(graph, wanted)
    before = {node: [one for one in graph.pred[node] if one in inside] for node in inside}
    return nearest(before, {goal: goals[goal] for goal in wanted})


def nearest(before: Mapping[str, Collection[str]], goals: Mapping[str, str]) -> dict[str, Nearness]:
    """Return how near each node lies to one of some goals, by the fewest steps.

    Args:
        before: what each node builds on directly.
        goals: what to call each goal, by node; of two as near the first one counts.
    """
    found = {goal: Nearness(0, goal, name) for goal, name in goals.items()}
    ring = list(found)
    while ring:
        further: list[str] = []
        for node in ring:
            here = found[node]
            for one in sorted(before.get(node, ())):
                if one not in found:
                    found[one] = Nearness(here.steps + 1, one, here.goal)
                    further.append(one)
        ring = further
    return found


def unlocking(
    learnt: Collection[str], missing: Sequence[Mapping[str, float]], *, most: float = SITTING
) -> int:
    """Return of how many things no more than a sitting's worth is missing once some is learnt.

    Args:
        learnt: the nodes that are to be learnt.
        missing: for each thing, the nodes that are missing with their hours.
        most: hours that may be missing still.
    """
    return sum(
        sum(hours for node, hours in one.items() if node not in learnt) <= most for one in missing
    )
