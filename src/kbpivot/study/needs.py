"""Who needs whom: the part of a prerequisite graph that blocks, and what follows from it.

All functions take any `nx.DiGraph`; an edge without a `grade` blocks, a node without `exists` is
a note. networkx itself is not imported, and nothing here is slower than linear but where it says.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, TypeVar, cast
from weakref import WeakKeyDictionary

from kbpivot.errors import AmbiguousNoteError, NoteNotFoundError
from kbpivot.graph import components as graph_components
from kbpivot.study.problem import DEFAULT_HOURS
from kbpivot.study.state import KnowledgeState, name_key
from kbpivot.vault import near_names

if TYPE_CHECKING:
    from typing import TypeAlias

    import networkx as nx

    from kbpivot.graph import Evidence

    Graph: TypeAlias = nx.DiGraph[str]

__all__ = [
    "GUESSES_FILL",
    "STUDY_KINDS",
    "Basis",
    "ancestors",
    "basis",
    "components",
    "counts_behind",
    "descendants",
    "edge_evidence",
    "edge_grade",
    "exists",
    "follow",
    "goal_weights",
    "hours_of",
    "kind_of",
    "looking_once",
    "met",
    "node_named",
    "on_circles",
    "part_of",
    "predecessors",
    "soft_ranks",
    "stores",
    "tie_ranks",
    "title_of",
]

_COUNTED = 20_000

STUDY_KINDS = frozenset({"paper", "concept", "other", ""})
"""Kinds of notes that are studied; the others list, plan, log or explain."""

Grade = Literal["stated", "ordered", "inferred"]

GUESSES_FILL = "guesses_fill"
"""Attribute of a graph in which so little is stated that guesses count beside it: with the first
answer to a guess the others must not lose their place in the order."""


def edge_grade(G: Graph, before: str, after: str) -> str:
    """Return the grade of an edge; one that has none was stated by whoever built the graph."""
    return cast("str", G.edges[before, after].get("grade", "stated"))


def edge_evidence(G: Graph, before: str, after: str) -> tuple[Evidence, ...]:
    """Return where an edge comes from."""
    return tuple(G.edges[before, after].get("evidence", ()))


def exists(G: Graph, node: str) -> bool:
    """Return whether the node is a note; otherwise it is planned."""
    return bool(G.nodes[node].get("exists", True))


def title_of(G: Graph, node: str) -> str:
    """Return what to call the node."""
    return str(G.nodes[node].get("title") or node)


def kind_of(G: Graph, node: str) -> str:
    """Return the kind of the note, empty where the graph does not say."""
    return str(G.nodes[node].get("kind", ""))


def hours_of(
    G: Graph, state: KnowledgeState | None = None, *, hours: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Return the hours each node still takes.

    Args:
        G: nodes may have `hours`; the default is 1.3.
        state: time logged on a started note is taken off, but a tenth of it always remains.
        hours: hours that are better known than the graph's.
    """
    given = {} if hours is None else hours
    found: dict[str, float] = {}
    for node, facts in G.nodes(data=True):
        value = given.get(node, facts.get("hours"))
        found[node] = DEFAULT_HOURS if value is None else max(float(value), 0.0)
    for path, minutes in (state.spent if state is not None else {}).items():
        if path in found:
            found[path] = max(found[path] - minutes / 60, found[path] / 10)
    return found


def met(G: Graph, state: KnowledgeState) -> frozenset[str]:
    """Return the nodes that block nobody: mastered, assumed, or known by name."""
    nodes = {node for node in (*state.mastered, *state.assumed) if node in G}
    if state.names:
        known = {name_key(name) for name in state.names}
        nodes.update(
            node
            for node, facts in G.nodes(data=True)
            if not facts.get("exists", True)
            and (name_key(node) in known or name_key(title_of(G, node)) in known)
        )
    return frozenset(nodes)


_P = ParamSpec("_P")
_R = TypeVar("_R")
_Facts = dict[str, Any]


def stores(
    G: Graph,
) -> tuple[
    Mapping[str, _Facts], Mapping[str, Mapping[str, _Facts]], Mapping[str, Mapping[str, _Facts]]
]:
    """Return what networkx shows through views, to look up: attributes, edges out, edges in."""
    inner: Any = G
    return inner._node, inner._succ, inner._pred  # noqa: SLF001


@dataclass(slots=True)
class _Looked:
    """What was found out about a graph while nothing changes it."""

    grades: frozenset[str] | None = None
    parts: dict[frozenset[str], Graph] = field(default_factory=dict)
    circles: Collection[str] | None = None
    behind: Mapping[str, int] | None = None


_LOOKED: ContextVar[dict[int, tuple[Graph, _Looked]] | None] = ContextVar("looked", default=None)
_FOLLOWED: WeakKeyDictionary[Graph, _Looked] = WeakKeyDictionary()


def follow(G: Graph, *, changed: Literal["new", "edges", "nodes"]) -> None:
    """Remember what is found out about a graph until more of it is said to have changed.

    Only who alone changes a graph can promise that.

    Args:
        G: the graph.
        changed: `new` forgets all about it; after `edges` came, went or changed their grade, or
            attributes of `nodes` changed, only that goes which may be other now. New edges may
            close no circle.
    """
    held = _FOLLOWED.get(G)
    if held is None or changed == "new":
        _FOLLOWED[G] = _Looked()
    elif changed == "edges":
        _FOLLOWED[G] = _Looked(circles=held.circles)
    else:
        held.parts.clear()


def looking_once(answer: Callable[_P, _R]) -> Callable[_P, _R]:
    """Let a function that changes no graph it was given take each graph apart only once."""

    @wraps(answer)
    def looking(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        if _LOOKED.get() is not None:
            return answer(*args, **kwargs)
        token = _LOOKED.set({})
        try:
            return answer(*args, **kwargs)
        finally:
            _LOOKED.reset(token)

    return looking


def _looked(G: Graph) -> _Looked:
    followed = _FOLLOWED.get(G)
    if followed is not None:
        return followed
    known = _LOOKED.get()
    if known is None:
        return _Looked()
    return known.setdefault(id(G), (G, _Looked()))[1]  # G is held, so its id stays its own


def _grades_of(G: Graph) -> frozenset[str]:
    looked = _looked(G)
    if looked.grades is None:
        edges = chain.from_iterable(found.values() for found in stores(G)[1].values())
        try:
            looked.grades = frozenset(map(itemgetter("grade"), edges))
        except KeyError:  # edges of a graph that somebody else built
            looked.grades = frozenset(
                facts.get("grade", "stated")
                for _, found in G.adjacency()
                for facts in found.values()
            )
    return looked.grades


def part_of(G: Graph, grades: Collection[str]) -> Graph:
    """Return the graph with the same nodes and only the edges of these grades.

    The graph itself is returned when it has no others.
    """
    if _grades_of(G).issubset(grades):
        return G
    parts, wanted = _looked(G).parts, frozenset(grades)
    part = parts.get(wanted)
    if part is None:
        part = parts[wanted] = G.__class__()
        part.add_nodes_from(G.nodes(data=True))
        part.add_edges_from(
            (before, after, facts)
            for before, found in G.adjacency()
            for after, facts in found.items()
            if facts.get("grade", "stated") in wanted
        )
    return part


def ancestors(G: Graph, nodes: Iterable[str]) -> set[str]:
    """Return the nodes and everything that leads to them."""
    return _reached(stores(G)[2], nodes)


def descendants(G: Graph, nodes: Iterable[str]) -> set[str]:
    """Return the nodes and everything they lead to."""
    return _reached(stores(G)[1], nodes)


def _reached(steps: Mapping[str, Mapping[str, object]], nodes: Iterable[str]) -> set[str]:
    found = set(nodes)
    ahead = list(found)
    while ahead:
        for node in steps[ahead.pop()]:
            if node not in found:
                found.add(node)
                ahead.append(node)
    return found


def predecessors(G: Graph) -> Mapping[str, Collection[str]]:
    """Return what leads to each node directly; looked up faster than through the graph's views."""
    return stores(G)[2]


def components(G: Graph, nodes: Iterable[str]) -> list[list[str]]:
    """Return the strongly connected components of a part of the graph, prerequisites first.

    Each is sorted by name, and so are components that nothing orders, as far as edges allow.
    """
    # The search ends with what it began with, so it begins with the last names.
    inside = dict.fromkeys(sorted(nodes, reverse=True))
    successors = stores(G)[1]
    return [
        sorted(members) if len(members) > 1 else members
        for members in graph_components(
            {
                node: sorted([after for after in successors[node] if after in inside], reverse=True)
                for node in inside
            }
        )
    ]


def on_circles(G: Graph) -> Collection[str]:
    """Return the nodes on circles, and what stands between circles; of most graphs, none."""
    looked = _looked(G)
    if looked.circles is None:
        _, after, before = stores(G)
        waiting = {node: len(found) for node, found in before.items()}
        for steps in (after, before):
            free = [node for node, count in waiting.items() if not count]
            while free:
                node = free.pop()
                del waiting[node]
                for later in steps[node]:
                    if later in waiting:
                        waiting[later] -= 1
                        if not waiting[later]:
                            free.append(later)
            # Then the same from the other end.
            waiting = {node: sum(one in waiting for one in steps[node]) for node in waiting}
        looked.circles = frozenset(waiting)
    return looked.circles


def counts_behind(G: Graph, *, leaving_out: AbstractSet[str] = frozenset()) -> Mapping[str, int]:
    """Return for each node how many others lead on from it, directly or not.

    Sets of nodes are bits of one number, so that ten thousand nodes take a tenth of a second;
    beyond twenty thousand with edges, only direct ones are counted.

    Args:
        G: any directed graph.
        leaving_out: nodes that are not counted.
    """
    if leaving_out:
        return _counts_behind(G, leaving_out)
    looked = _looked(G)
    if looked.behind is None:
        looked.behind = _counts_behind(G, leaving_out)
    return looked.behind


def _counts_behind(G: Graph, leaving_out: AbstractSet[str]) -> dict[str, int]:
    _, successors, before = stores(G)
    linked = [node for node, found in successors.items() if found or before[node]]
    counts = dict.fromkeys(G, 0)
    if len(linked) > _COUNTED:
        for node in linked:
            counts[node] = sum(after not in leaving_out for after in successors[node])
        return counts
    # From the last notes back, so that the first sets are short; what is left then stands on a
    # circle or before one.
    behind: dict[str, int] = {}
    bit = 1
    waiting = {node: len(successors[node]) for node in linked}
    ready = [node for node, count in waiting.items() if not count]
    while ready:
        node = ready.pop()
        del waiting[node]
        mask = 0
        for after in successors[node]:
            mask |= behind[after]
        counts[node] = mask.bit_count()
        if node not in leaving_out:
            mask |= bit
            bit <<= 1
        behind[node] = mask
        for need in before[node]:
            waiting[need] -= 1
            if not waiting[need]:
                ready.append(need)
    knotted = {node: [n for n in successors[node] if n in waiting] for node in waiting}
    for members in reversed(graph_components(knotted)):
        mask = 0
        own: dict[str, int] = {}
        for node in members:
            for after in successors[node]:
                mask |= behind.get(after, 0)
            if node not in leaving_out:
                own[node] = bit
                mask |= bit
                bit <<= 1
        for node in members:
            behind[node] = mask
            counts[node] = (mask & ~own.get(node, 0)).bit_count()
    return counts


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


@dataclass(frozen=True, slots=True)
class Basis:
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

    The stated ones; where nothing is stated about any goal, directly or not, the order of a
    curriculum takes their place, and where there is none either, the guesses do. In a graph
    that says so (`GUESSES_FILL`), all of them together.
    """
    wanted = list(goals)
    grades = ("stated", "ordered", "inferred")
    if G.graph.get(GUESSES_FILL):
        part = part_of(G, grades)
        before = ancestors(part, wanted)
        found = {
            edge_grade(part, source, target) for target in before for source in part.pred[target]
        }
        weakest = max(found, key=grades.index, default="stated")
        return Basis(part, None, cast("Grade", weakest))
    for count, grade in enumerate(grades, start=1):
        part = part_of(G, grades[:count])
        if any(part.pred[goal] for goal in wanted):
            return Basis(part, _ties(G, grades[count:]), cast("Grade", grade))
    stated = part_of(G, grades[:1])
    return Basis(stated, _ties(G, grades[1:]), "stated")


def _ties(G: Graph, grades: Collection[str]) -> Graph | None:
    """Return the graph with the edges of these grades alone, None when there are none."""
    return None if _grades_of(G).isdisjoint(grades) else part_of(G, grades)


def node_named(G: Graph, name: str) -> str:
    """Return the node a name means: the node itself, a path without `.md`, a title or base name.

    Raises:
        AmbiguousNoteError: several nodes answer to it.
        NoteNotFoundError: none does; it carries near names.
    """
    for node in (name, f"{name}.md"):
        if node in G:
            return node
    key = name_key(name)
    found = sorted(
        node for node in G if key and key in {name_key(node), name_key(title_of(G, node))}
    )
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousNoteError(name, near=tuple(found))
    raise NoteNotFoundError(name, near=near_names(name, ((title_of(G, n), n) for n in G)))


def goal_weights(G: Graph, goals: str | Iterable[str] | Mapping[str, float]) -> dict[str, float]:
    """Return the value of each goal by node: its weight, or 1.

    Raises:
        NoteNotFoundError: a goal is not in the graph.
        ValueError: a weight is not positive.
    """
    pairs = (
        [(goals, 1.0)]
        if isinstance(goals, str)
        else list(goals.items())
        if isinstance(goals, Mapping)
        else [(goal, 1.0) for goal in goals]
    )
    weights: dict[str, float] = {}
    for goal, weight in pairs:
        if not weight > 0:
            raise ValueError(f"The goal {goal!r} needs a weight above 0, not {weight}.")
        node = node_named(G, goal)
        weights[node] = max(weights.get(node, 0.0), float(weight))
    return weights
