"""Steps that nobody has written: entries of a map on the way to a goal, as planned notes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from kbpivot.graph.attributes import exists, own_title
from kbpivot.graph.edges import EdgeFacts, Evidence
from kbpivot.graph.precedence import admitted

if TYPE_CHECKING:
    import networkx as nx

    from kbpivot.maps import Map

    Graph = nx.DiGraph[str]

__all__ = ["PLACE", "entry_facts", "node_ids", "with_map_steps"]

PLACE = "place"
"""Attribute of nodes on the way to an entry: their place when one thing is learnt after another."""

_FIRM = ("stated", "ordered")
_HOURS = 1.3  # of an entry whose map does not say


def node_ids(G: Graph, field: Map, notes: Mapping[str, str]) -> dict[str, str]:
    """Return the node that stands for an entry of a map already, by id: a note, or a planned one.

    Args:
        G: a prerequisite graph.
        field: the map.
        notes: id of each note that stands on the map, by path.
    """
    found = {id_: path for path, id_ in notes.items() if path in G}
    for node in sorted(node for node in G if not exists(G, node)):
        id_ = field.find(own_title(G, node))
        if id_ is not None:
            found.setdefault(id_, node)
    return found


def with_map_steps(
    G: Graph,
    field: Map,
    goals: Iterable[str],
    *,
    notes: Mapping[str, str],
    met: Collection[str],
    granted: Collection[str] = (),
) -> Graph:
    """Return a graph with what a map knows on the way to some of its entries.

    An entry without a note is a planned node with its id under `map`, and what it needs comes
    before it by edges of grade `mapped`. Where the author has stated what a note builds on, or
    the person has what a note is about, the map adds nothing before it.

    Args:
        G: a prerequisite graph; it stays as it is.
        field: the map.
        goals: ids of entries.
        notes: id of each note that stands on the map, by path.
        met: nodes that the person has.
        granted: ids of entries that are taken for granted, so that they are no steps.
    """
    nodes = node_ids(G, field, notes)
    wanted = [goal for goal in dict.fromkeys(goals) if goal in field]
    granted = frozenset(granted).difference(wanted)
    new: dict[str, str] = {}
    offered: list[tuple[str, str]] = []
    seen, ahead = set(wanted), list(wanted)
    while ahead:
        id_ = ahead.pop()
        node = nodes.get(id_)
        if node is None:
            node = nodes[id_] = _free_name(G, field.concepts[id_].name, new)
            new[node] = id_
        elif not exists(G, node):
            new[node] = id_
        if node in met or _is_stated(G, node):
            continue
        for need in field.concepts[id_].needs:
            if need in granted and need not in nodes:
                continue
            offered.append((need, id_))
            if need in field and need not in seen:
                seen.add(need)
                ahead.append(need)
    offered.sort()
    extended = G.copy()
    for node, id_ in sorted(new.items()):
        facts = entry_facts(field, id_) | {"exists": False, "maturity": "planned"}
        if node in G:  # planned by the author, who calls it as it is first written
            facts |= {"title": own_title(G, node)}
        extended.add_node(node, **facts)
    for place, id_ in enumerate(_one_after_another(wanted, offered)):
        extended.nodes[nodes[id_]][PLACE] = place
    pairs = [(nodes[need], nodes[id_]) for need, id_ in offered if need in nodes]
    ids = [(need, id_) for need, id_ in offered if need in nodes]
    firm = [(a, b) for a, b, facts in G.edges(data=True) if facts.get("grade", "stated") in _FIRM]
    for (before, after), (need, id_), fit in zip(pairs, ids, admitted(firm, pairs), strict=True):
        if fit and not extended.has_edge(before, after):
            evidence = Evidence(
                "mapped", "", None, "map", field.origin(id_, need), field.line(id_, need)
            )
            extended.add_edges_from([(before, after, EdgeFacts.of((evidence,)))])
    return extended


def _one_after_another(goals: Iterable[str], needs: Iterable[tuple[str, str]]) -> list[str]:
    """Return entries so that what is begun is gone on with: the needs of one, then the one itself.

    Of several needs the one with most below it comes first.
    """
    before: dict[str, list[str]] = {}
    for need, id_ in needs:
        before.setdefault(id_, []).append(need)
    below: dict[str, frozenset[str]] = {}
    order: dict[str, None] = {}
    for size in (True, False):  # first how much is below each, then the order
        work = [(goal, False) for goal in reversed(list(goals))]
        while work:
            id_, done = work.pop()
            if id_ in (below if size else order):
                continue
            wanted = before.get(id_, [])
            if done and size:
                below[id_] = frozenset(wanted).union(*(below[need] for need in wanted))
            elif done:
                order[id_] = None
            else:
                ranked = wanted if size else sorted(wanted, key=lambda n: (-len(below[n]), n))
                work.append((id_, True))
                work += [(need, False) for need in reversed(ranked)]
    return list(order)


def _is_stated(G: Graph, node: str) -> bool:
    return node in G and any(
        facts.get("grade", "stated") == "stated" for facts in G.pred[node].values()
    )


def _free_name(G: Graph, name: str, taken: Collection[str]) -> str:
    while name in G or name in taken:
        name += "'"
    return name


def entry_facts(field: Map, id_: str) -> dict[str, object]:
    """Return what a map says of an entry as attributes of a node.

    Args:
        field: the map.
        id_: the entry.
    """
    from kbpivot.maps.sources import sources_of

    one = field.concepts[id_]
    facts: dict[str, object] = {
        "title": one.name,
        "kind": "paper" if one.kind == "paper" else "concept" if one.kind == "concept" else "other",
        "hours": _HOURS if one.hours is None else one.hours,
        "map": id_,
        "says": one.says,
    }
    if one.year:
        facts["year"] = one.year
    sources = sources_of(field, id_)
    if sources:
        facts["source"], facts["address"] = sources[0]
    return facts
