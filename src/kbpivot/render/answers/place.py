"""The answer of `place`: what the person knows of the map, as far as a dozen answers tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kbpivot.render.answers import Answer
from kbpivot.render.answers.next import NextAnswer
from kbpivot.study.map_coverage import area_name

if TYPE_CHECKING:
    from kbpivot.maps import Map
    from kbpivot.workspace.place import Standing

__all__ = ["KnownArea", "PlaceAnswer", "PlacedEntry", "QuestionEntry", "place_answer"]


class QuestionEntry(msgspec.Struct, frozen=True):
    """A question that was answered.

    Attributes:
        id: the entry of the map.
        name: what it is called.
        known: the answer.
    """

    id: str
    name: str
    known: bool


class PlacedEntry(msgspec.Struct, frozen=True):
    """An entry of the map.

    Attributes:
        id: its id.
        name: what it is called.
        path: your note about it; null without one.
    """

    id: str
    name: str
    path: str | None


class KnownArea(msgspec.Struct, frozen=True):
    """What you know of one part of the field.

    Attributes:
        title: what to call it.
        entries: what you know of it, what is needed first.
    """

    title: str
    entries: tuple[PlacedEntry, ...]


class PlaceAnswer(Answer, frozen=True, tag="kbpivot.place/1"):
    """Where you stand.

    Attributes:
        goals: what the questions were about; empty for the whole map.
        answers: the questions and what you answered.
        total: how many entries are on the way to the goals, these included.
        known: what you know of them and is not in your log yet, by part of the field.
        forgotten: what an earlier placement found and these answers deny.
        overruled: what you said yes to and does not count, since you said no to what it needs.
        refused: what you said no to and is taken for granted until `kbpivot forget` says otherwise.
        left: how many are left on the way.
        hours: about how long these take.
        sure: whether the answers leave hardly a doubt; else more would tell more.
        ended: whether questions were left; then only what a yes stands for counts as known.
        batch: what the lines written share; null when nothing was written.
        next: what `kbpivot next` says now; null before anything is written.
    """

    goals: tuple[str, ...]
    answers: tuple[QuestionEntry, ...]
    total: int
    known: tuple[KnownArea, ...]
    forgotten: tuple[PlacedEntry, ...]
    overruled: tuple[PlacedEntry, ...]
    refused: tuple[PlacedEntry, ...]
    left: int
    hours: float
    sure: bool
    ended: bool
    batch: str | None = None
    next: NextAnswer | None = None


def place_answer(
    field: Map,
    found: Standing,
    *,
    notes: dict[str, str],
    batch: str | None = None,
    next_: NextAnswer | None = None,
) -> PlaceAnswer:
    """Return where somebody stands as an answer.

    Args:
        field: the map.
        found: what the answers say.
        notes: path of the note about an entry, by id.
        batch: what the lines written share, if any were.
        next_: what comes next then.
    """

    def entry(id_: str) -> PlacedEntry:
        return PlacedEntry(id_, field.concepts[id_].name, notes.get(id_))

    areas: dict[str, list[str]] = {}
    for id_ in found.known:
        areas.setdefault(field.concepts[id_].area, []).append(id_)
    return PlaceAnswer(
        goals=found.questions.names,
        answers=tuple(
            QuestionEntry(one.concept, field.concepts[one.concept].name, one.known)
            for one in found.answers
        ),
        total=len(found.questions.ids),
        known=tuple(
            KnownArea(area_name(field, area), tuple(map(entry, areas[area])))
            for area in sorted(areas)
        ),
        forgotten=tuple(map(entry, found.forgotten)),
        overruled=tuple(map(entry, found.overruled)),
        refused=tuple(map(entry, found.refused)),
        left=len(found.left),
        hours=round(sum(field.concepts[id_].hours or 0.0 for id_ in found.left), 2),
        sure=found.sure,
        ended=found.ended,
        batch=batch,
        next=next_,
    )
