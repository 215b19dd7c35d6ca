"""Edges between notes that a map leads between: order where the author is silent."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kbpivot.graph.edges import Edge, Evidence

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kbpivot.maps import Map

__all__ = ["mapped_edges", "way_on_map"]


def mapped_edges(field: Map, placed: Mapping[str, str]) -> tuple[Edge, ...]:
    """Return an edge from one note to another where the map leads there past no third note.

    Args:
        field: the map.
        placed: id of each note that stands on it, by path; no two notes have one id.

    Returns:
        Edges of grade `mapped`, by source and target. The reason of each is the line of the map,
        or the lines on the shortest way where entries without a note lie between.
    """
    notes = {id_: path for path, id_ in placed.items() if id_ in field}
    known = sorted(notes)
    place = {id_: number for number, id_ in enumerate(known)}
    below: dict[str, int] = {}  # placed entries that an entry needs, directly or not
    nearest: dict[str, int] = {}  # those of them with no other placed one on some way
    found: list[Edge] = []
    for id_ in field.order:
        reached = near = 0
        for need in field.concepts[id_].needs:
            own = 1 << place[need] if need in place else 0
            reached |= below[need] | own
            near |= own or nearest[need]
        below[id_], nearest[id_] = reached, near
        if id_ in notes and near:
            found += _edges(field, id_, near, notes, below, known, place)
    return tuple(sorted(found, key=lambda edge: (edge.source, edge.target)))


def _edges(
    field: Map,
    id_: str,
    near: int,
    notes: Mapping[str, str],
    below: Mapping[str, int],
    known: Sequence[str],
    place: Mapping[str, int],
) -> list[Edge]:
    """Edges to one entry; a note that another near note needs lies behind that one."""
    ids: list[str] = []
    while near:
        lowest = near & -near
        near ^= lowest
        ids.append(known[lowest.bit_length() - 1])
    behind = 0
    for one in ids:
        behind |= below[one]
    return [
        Edge(
            notes[one],
            notes[id_],
            "mapped",
            (_evidence(field, way_on_map(field, id_, one, past=notes)),),
        )
        for one in ids
        if not behind >> place[one] & 1
    ]


def _evidence(field: Map, steps: list[tuple[str, str]]) -> Evidence:
    """Where the needs along a way are from, and what the map says of them."""
    origins = dict.fromkeys(field.origin(*step) for step in steps)
    reason = "; ".join(field.line(*step) for step in steps)
    return Evidence("mapped", "", None, "map", "+".join(origins), reason)


def way_on_map(
    field: Map, start: str, goal: str, *, past: Collection[str] = ()
) -> list[tuple[str, str]]:
    """Return the steps of the shortest way along needs from an entry to one it needs.

    Args:
        field: the map.
        start: id of an entry.
        goal: id of what it needs, directly or not.
        past: ids that the way may not lead through.
    """
    came: dict[str, str] = {start: ""}
    queue = [start]
    for id_ in queue:
        if id_ == goal:
            break
        if id_ in past and id_ != start:
            continue
        for need in sorted(field.concepts[id_].needs):
            if need not in came:
                came[need] = id_
                queue.append(need)
    way = [goal]
    while came[way[-1]]:
        way.append(came[way[-1]])
    return list(pairwise(way[::-1]))
