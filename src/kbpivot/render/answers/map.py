"""Answers of `map`: how much of a field a vault covers, and what the map says of one entry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from kbpivot.maps.sources import sources_of
from kbpivot.render.answers import Answer
from kbpivot.study.map_coverage import AreaCoverage, area_name

if TYPE_CHECKING:
    from kbpivot.maps import Map, Placed

__all__ = [
    "AreaEntry",
    "ConceptAnswer",
    "MapAnswer",
    "MapNeedEntry",
    "MapTrackEntry",
    "RivalEntry",
    "SourceEntry",
    "concept_answer",
    "map_answer",
    "source_entries",
]


class SourceEntry(msgspec.Struct, frozen=True):
    """Where to learn or check something.

    Attributes:
        text: what to call it.
        address: where it is on the web; empty for a book that is not.
    """

    text: str
    address: str


class AreaEntry(msgspec.Struct, frozen=True):
    """One part of the field.

    Attributes:
        area: its id.
        title: what to call it.
        concepts: how many concepts it has.
        noted: how many of them have a note.
        known: how many of them you know, with a note or without.
        papers: how many papers it has.
        papers_noted: how many of them have a note.
    """

    area: str
    title: str
    concepts: int
    noted: int
    known: int
    papers: int
    papers_noted: int


class MapTrackEntry(msgspec.Struct, frozen=True):
    """A way through the field.

    Attributes:
        id: its id.
        name: what it is called; `path` takes it.
        says: what one can do at its end.
        notes: how many concepts it takes in all.
        hours: what those take somebody who knows none of them.
    """

    id: str
    name: str
    says: str
    notes: int
    hours: float


class RivalEntry(msgspec.Struct, frozen=True):
    """An entry of the map that several notes are about.

    Attributes:
        id: the entry.
        name: what it is called.
        paths: the notes; the first one, whose title is nearer, is taken.
    """

    id: str
    name: str
    paths: tuple[str, ...]


class MapAnswer(Answer, frozen=True, tag="kbpivot.map/1"):
    """How much of the field the vault covers.

    Attributes:
        map: name of the map.
        entries: how many entries it has: concepts, papers, courses, books, repositories.
        notes: how many notes of the vault could be placed on it.
        placed: how many of them are.
        about: whether the vault as a whole is about the field.
        areas: its parts, by name.
        tracks: the ways through it.
        rivals: entries that several notes are about.
    """

    map: str
    entries: int
    notes: int
    placed: int
    about: bool
    areas: tuple[AreaEntry, ...]
    tracks: tuple[MapTrackEntry, ...]
    rivals: tuple[RivalEntry, ...] = ()


class MapNeedEntry(msgspec.Struct, frozen=True):
    """An entry beside the one asked about.

    Attributes:
        id: its id.
        name: what it is called.
        because: why one needs the other; empty where the map does not say.
        path: your note about it; null without one.
        known: whether you know it.
    """

    id: str
    name: str
    because: str
    path: str | None
    known: bool


class ConceptAnswer(Answer, frozen=True, tag="kbpivot.concept/1"):
    """What the map says of one entry.

    Attributes:
        map: name of the map.
        id: its id, which never changes.
        name: the field's own term.
        aliases: other names.
        kind: `concept`, `paper`, `course`, `book` or `repository`.
        area: part of the field, in words.
        says: what you can do or explain once you have it.
        hours: time to learn it for somebody with its needs; null where the map does not say.
        year: when it appeared; 0 when that was before 1950 or is not said.
        sources: where to learn or check it.
        needs: what it builds on directly, each with the reason.
        helps: what is useful before it and not needed.
        needed_by: what builds on it directly, each with the reason.
        behind: how many entries build on it, directly or not.
        paths: your notes about it; the first one is placed there.
        known: whether you know it.
    """

    map: str
    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    area: str
    says: str
    hours: float | None
    year: int
    sources: tuple[SourceEntry, ...]
    needs: tuple[MapNeedEntry, ...]
    helps: tuple[MapNeedEntry, ...]
    needed_by: tuple[MapNeedEntry, ...]
    behind: int
    paths: tuple[str, ...]
    known: bool


def map_answer(
    field: Map, placed: Placed, areas: Iterable[AreaCoverage], *, notes: int
) -> MapAnswer:
    """Return the coverage of a field as an answer.

    Args:
        field: the map.
        placed: which notes stand where on it.
        areas: its parts.
        notes: how many notes could be placed.
    """
    tracks = []
    for track in field.tracks.values():
        way = field.closure(track.goals)
        hours = sum(field.concepts[id_].hours or 0.0 for id_ in sorted(way))
        tracks.append(MapTrackEntry(track.id, track.name, track.says, len(way), round(hours, 2)))
    return MapAnswer(
        map=field.name,
        entries=len(field),
        notes=notes,
        placed=len(placed.ids),
        about=placed.about,
        areas=tuple(AreaEntry(one.area, area_name(field, one.area), *one[1:]) for one in areas),
        tracks=tuple(tracks),
        rivals=tuple(
            RivalEntry(id_, field.concepts[id_].name, paths) for id_, paths in placed.rivals.items()
        ),
    )


def concept_answer(
    field: Map, id_: str, *, paths: Mapping[str, tuple[str, ...]], known: Collection[str]
) -> ConceptAnswer:
    """Return what a map says of one entry as an answer.

    Args:
        field: the map.
        id_: the entry.
        paths: notes by entry.
        known: ids of entries that the person knows.
    """
    one = field.concepts[id_]

    def beside(other: str, because: str) -> MapNeedEntry:
        path = next(iter(paths.get(other, ())), None)
        return MapNeedEntry(other, field.concepts[other].name, because, path, other in known)

    return ConceptAnswer(
        map=field.name,
        id=id_,
        name=one.name,
        aliases=one.aliases,
        kind=one.kind,
        area=area_name(field, one.area),
        says=one.says,
        hours=one.hours,
        year=one.year,
        sources=source_entries(field, id_),
        needs=tuple(beside(need, because) for need, because in one.needs.items()),
        helps=tuple(beside(other, "") for other in one.helps),
        needed_by=tuple(
            beside(other, field.concepts[other].needs[id_]) for other in field.needed_by[id_]
        ),
        behind=len(field.above(id_)),
        paths=paths.get(id_, ()),
        known=id_ in known,
    )


def source_entries(field: Map, id_: str) -> tuple[SourceEntry, ...]:
    """Return where to learn an entry of a map."""
    return tuple(SourceEntry(*one) for one in sources_of(field, id_))
