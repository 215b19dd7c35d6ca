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

__all__ = ["LeftOut", "required_graph"]


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
