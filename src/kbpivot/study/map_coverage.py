"""How much of a field a vault covers, and how much of it the person knows, by area."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kbpivot.maps import Map

__all__ = ["AreaCoverage", "area_coverage", "area_name"]


class AreaCoverage(NamedTuple):
    """One part of a field.

    Attributes:
        area: its name in the map.
        concepts: how many concepts it has.
        noted: how many of them have a note.
        known: how many of them the person knows, with a note or without.
        papers: how many papers it has.
        papers_noted: how many of them have a note.
    """

    area: str
    concepts: int
    noted: int
    known: int
    papers: int
    papers_noted: int


def area_coverage(
    field: Map, noted: Collection[str], known: Collection[str]
) -> tuple[AreaCoverage, ...]:
    """Count what of each area of a map has a note and is known, in order of name.

    Args:
        field: the map.
        noted: ids of entries that a note is about.
        known: ids of entries that the person knows.
    """
    counts: dict[str, list[int]] = {}
    for id_, one in field.concepts.items():
        row = counts.setdefault(one.area, [0] * 5)
        if one.kind == "concept":
            row[0] += 1
            row[1] += id_ in noted
            row[2] += id_ in known
        elif one.kind == "paper":
            row[3] += 1
            row[4] += id_ in noted
    return tuple(AreaCoverage(area, *counts[area]) for area in sorted(counts))


def area_name(field: Map, area: str) -> str:
    """Return what to call an area: as the map spells the entry of that name, else in words.

    Args:
        field: the map.
        area: id of the area.
    """
    words = area.replace("-", " ")
    found = field.find(area)
    name = "" if found is None else field.concepts[found].name
    if name.replace("-", " ").casefold() == words:
        words = name
    return words[:1].upper() + words[1:]
