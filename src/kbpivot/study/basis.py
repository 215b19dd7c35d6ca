"""Which edges an answer rests on, and how weaker ones choose between equals."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Literal, cast

from kbpivot.graph.attributes import edge_grade, stores
from kbpivot.graph.closure import components, with_ancestors
from kbpivot.graph.parts import grades_of, part_of
from kbpivot.record import Record

if TYPE_CHECKING:
    from typing import TypeAlias

    import networkx as nx

    Graph: TypeAlias = nx.DiGraph[str]

__all__ = ["GUESSES_FILL", "Basis", "basis", "map_levels", "soft_ranks", "tie_ranks"]

Grade = Literal["stated", "ordered", "mapped", "inferred"]

_GRADES: tuple[Grade, ...] = ("stated", "ordered", "mapped", "inferred")

GUESSES_FILL = "guesses_fill"
"""Attribute of a graph in which so little is stated that the map and guesses count beside it: with
the first answer to a guess the others must not lose their place in the order."""


def soft_ranks(ties: Graph | None) -> dict[str, int]:
    """Return the place of each node in an order that only weak edges suggest.

    Nodes without such an edge have none. Where the edges go round in a circle, its nodes stand
    side by side.
    """
    if ties is None:
        return {}
    _, after, before = stores(ties)
    linked = [node for node in ties if before[node] or after[node]]
    return {
        node: place for place, members in enumerate(components(ties, linked)) for node in members
    }


def tie_ranks(
    graph: Graph, goals: Iterable[str], closure: Collection[str], ties: Graph | None
) -> dict[str, tuple[int, int]]:
    """Return keys that settle what no value decides: the order of goals, then of weak edges.

    A note takes the place of the first goal that it leads to.
    """
    soft = soft_ranks(ties)
    last, succ = len(soft), stores(graph)[1]
    found = {goal: place for place, goal in enumerate(goals)}
    for members in reversed(components(graph, closure)):
        places = [found[n] for n in members if n in found]
        places += [found[after] for n in members for after in succ[n] if after in found]
        found |= dict.fromkeys(members, min(places, default=len(found)))
    return {node: (found[node], soft.get(node, last)) for node in closure}


class Basis(Record, frozen=True):
    """The edges an answer rests on.

    Attributes:
        graph: all nodes, and the edges that decide what comes first.
        ties: all nodes, and weaker edges that only choose between equals; None without any.
        grade: the weakest grade in `graph`.
    """

    graph: Graph
    ties: Graph | None
    grade: Grade


def basis(G: Graph, goals: Iterable[str]) -> Basis:
    """Choose the edges that say what comes before the goals.

    The stated ones; for a goal about which nothing is stated, the order of a curriculum takes
    their place, where there is none either, the map does, and at last the guesses. So one
    stated prerequisite never switches off the list in which the other goals stand. In a graph that says so
    (`GUESSES_FILL`), all edges together.
    """
    wanted = list(goals)
    if G.graph.get(GUESSES_FILL):
        part = part_of(G, _GRADES)
        before = with_ancestors(part, wanted)
        found = {
            edge_grade(part, source, target) for target in before for source in part.pred[target]
        }
        return Basis(part, None, _weakest(found) if found else _surest(G))
    levels: dict[int, list[str]] = {}
    for goal in wanted:
        for count in range(1, len(_GRADES) + 1):
            if part_of(G, _GRADES[:count]).pred[goal]:
                levels.setdefault(count, []).append(goal)
                break
    if not levels:
        stated = part_of(G, _GRADES[:1])
        return Basis(stated, _ties(G, _GRADES[1:]), _surest(G))
    last = max(levels)
    grade = _GRADES[last - 1]
    if len(levels) == 1 or last == 1:
        return Basis(_part(G, last), _ties(G, _GRADES[last:]), grade)
    stated = part_of(G, _GRADES[:1])
    graph = stated.copy()
    for count, some in sorted(levels.items()):
        if count > 1:
            part = _part(G, count)
            inside = with_ancestors(part, some)
            graph.add_edges_from(
                (before, after, part.edges[before, after])
                for after in inside
                if not stated.pred[after]  # its own word is surer than its place in a list
                for before in part.pred[after]
            )
    return Basis(graph, _ties(G, _GRADES[1:]), grade)


def _part(G: Graph, count: int) -> Graph:
    """Return the edges of the surest grades; strong guesses stand beside lists and the map."""
    part = part_of(G, _GRADES[:count])
    if count == 1 or count == len(_GRADES) or "inferred" not in grades_of(G):
        return part
    strong = [
        (before, after, facts)
        for before, found in G.adjacency()
        for after, facts in found.items()
        if facts.get("grade") == "inferred" and facts.get("tier") == "strong"
    ]
    if not strong:
        return part
    part = part.copy()
    part.add_edges_from(strong)
    return part


def _weakest(grades: Collection[str]) -> Grade:
    return cast("Grade", max(grades, key=_GRADES.index))


def _surest(G: Graph) -> Grade:
    """The surest grade in a graph: what is told of a note without edges rests on no better."""
    present = grades_of(G)
    return next((grade for grade in _GRADES if grade in present), "stated")


def _ties(G: Graph, grades: Collection[str]) -> Graph | None:
    """Return the graph with the edges of these grades alone, None when there are none.

    What a map says makes no list of all notes: see `map_levels`.
    """
    left = [grade for grade in grades if grade != "mapped"]
    return None if grades_of(G).isdisjoint(left) else part_of(G, left)


def map_levels(G: Graph, notes: Collection[str]) -> dict[str, int]:
    """Return how many of the notes come before each, one after another, by a map alone.

    Notes of which the map says nothing stand beside its first ones.

    Args:
        G: a prerequisite graph.
        notes: the notes that are weighed against each other.
    """
    if "mapped" not in grades_of(G):
        return {}
    levels: dict[str, int] = {}
    before = stores(part_of(G, ("mapped",)))[2]
    for members in components(part_of(G, ("mapped",)), notes):
        for node in members:
            found = (levels[one] + 1 for one in before[node] if one in levels and one in notes)
            levels[node] = max(found, default=0)
    return levels
