"""What has to come before what on the way to goals, optional prerequisites included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kbpivot.graph.attributes import title_of
from kbpivot.graph.closure import with_ancestors, with_descendants
from kbpivot.record import Record
from kbpivot.study.basis import basis

if TYPE_CHECKING:
    from typing import TypeAlias

    import networkx as nx

    from kbpivot.study.basis import Grade

    Graph: TypeAlias = nx.DiGraph[str]

__all__ = ["HELPS", "MAP_YEAR", "LeftOut", "required_graph"]

HELPS = "helps"
"""Attribute of edges: True where a map says that the first helps before the second, and is not
needed."""
MAP_YEAR = "map_year"
"""Attribute of nodes: the year of what a note is about, by a map, where the note says none."""

_WEAK = frozenset({"ordered", "inferred"})  # an order that only lists and guesses give


class LeftOut(Record, frozen=True):
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
        since: leave out optional prerequisites that are older than this year, and what by a map
            only helps (an older architecture), where no author states that it is needed.
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

    def year_of(node: str) -> int | None:
        facts = G.nodes[node]
        return dated.get(node) or facts.get("year") or facts.get(MAP_YEAR)

    for before, after in sorted(wished):
        year = year_of(before)
        if since is not None and isinstance(year, int) and year < since:
            dropped.setdefault(before, []).append(after)
        else:
            optional.append((before, after))
    graph = found.graph
    past = [
        (before, after)
        for before, after, facts in (graph.edges(data=True) if since is not None else ())
        if facts.get(HELPS)
        and facts.get("grade") in _WEAK
        and 0 < (year_of(before) or 0) < (since or 0)
    ]
    if past:
        graph = graph.copy()
        for before, after in sorted(past):
            graph.remove_edge(before, after)
            dropped.setdefault(before, []).append(after)
    if optional:
        graph = graph.copy()
        for before, after in optional:
            # A wish never closes a cycle with what is needed.
            if not graph.has_edge(before, after) and before not in with_descendants(graph, [after]):
                graph.add_edge(before, after, **G.edges[before, after])
    on_the_way = with_ancestors(graph, goals)
    left_out = tuple(
        LeftOut(node, title_of(G, node), year_of(node) or 0, by)
        for node, wanted in sorted(dropped.items())
        if node not in on_the_way and (by := tuple(n for n in wanted if n in on_the_way))
    )
    return graph, found.ties, found.grade, left_out
