"""Several maps as one, and a person's own lines over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Final, NamedTuple

import msgspec

from kbpivot.maps.parse import near_hint
from kbpivot.maps.records import Concept, Map
from kbpivot.model import Diagnostic, Span

__all__ = ["OwnLines", "joined_maps"]

_OWN: Final = "kbpivot.toml"


class OwnLines(NamedTuple):
    """What a person's settings say against or beside the maps, by id or name.

    Attributes:
        needs: what entries need beside what the map says.
        unneeded: what entries do not need, whatever the map says.
        place: where the settings have an entry of one of their tables, by the table's name and
            the entry's.
    """

    needs: Mapping[str, Sequence[str]] = {}
    unneeded: Mapping[str, Sequence[str]] = {}
    place: Callable[[str, str], Span | None] = lambda _table, _name: None


def joined_maps(maps: Sequence[Map], *, own: OwnLines = OwnLines()) -> Map:  # noqa: B008
    """Return several maps as one; what comes later overrules what comes before.

    An entry of a later map with the id or a name of an earlier one speaks of the same thing: its
    own lines count, and what it leaves open is taken from the earlier one. A need of an earlier
    map that closes a circle with later ones is dropped. Own lines come last.

    Args:
        maps: the maps, the one that others overrule first.
        own: lines of the person's settings.

    Returns:
        One map; `origins` of it says of a need which map or file it is from.
    """
    if len(maps) == 1 and not own.needs and not own.unneeded:
        return maps[0]
    concepts: dict[str, Concept] = {}
    origins: dict[tuple[str, str], str] = {}
    rank: dict[tuple[str, str], int] = {}
    for number, one in enumerate(maps):
        _add(one, number, concepts, origins, rank, known=_joined(maps[:number], concepts, {}))
    told = [diagnostic for one in maps for diagnostic in one.diagnostics]
    field = _joined(maps, concepts, origins)
    told += _overruled(own, field, concepts, origins, rank, last=len(maps))
    _drop_circles(concepts, rank)
    tracks = {id_: track for one in maps for id_, track in one.tracks.items()}
    return Map(
        field.name,
        sorted(concepts.values(), key=lambda concept: concept.id),
        tracks=[tracks[id_] for id_ in sorted(tracks)],
        diagnostics=told,
        origins={
            (id_, need): origins[id_, need] for id_, one in concepts.items() for need in one.needs
        },
    )


def _joined(
    maps: Sequence[Map],
    concepts: Mapping[str, Concept],
    origins: Mapping[tuple[str, str], str],
) -> Map:
    return Map("+".join(one.name for one in maps), concepts.values(), origins=origins)


def _add(
    one: Map,
    number: int,
    concepts: dict[str, Concept],
    origins: dict[tuple[str, str], str],
    rank: dict[tuple[str, str], int],
    *,
    known: Map,
) -> None:
    same: dict[str, str] = {}
    for id_, concept in one.concepts.items():
        named = () if id_ in known or concept.everyday else known.named(concept.name)
        same[id_] = named[0] if len(named) == 1 else id_
    for id_, concept in one.concepts.items():
        target = same[id_]
        needs = {same.get(need, need): because for need, because in concept.needs.items()}
        needs.pop(target, None)
        helps = tuple(sorted({same.get(other, other) for other in concept.helps} - {target}))
        before = concepts.get(target)
        concepts[target] = _over(
            msgspec.structs.replace(concept, id=target, needs=needs, helps=helps), before
        )
        for need in needs:
            origins[target, need] = one.origin(id_, need)
            rank[target, need] = number


def _over(concept: Concept, before: Concept | None) -> Concept:
    """An entry over an earlier one of the same thing."""
    if before is None:
        return concept
    names = dict.fromkeys((*concept.aliases, *before.names))
    return msgspec.structs.replace(
        concept,
        area=before.area,
        aliases=tuple(name for name in names if name != concept.name),
        says=concept.says or before.says,
        needs=concept.needs or before.needs,
        helps=concept.helps or before.helps,
        hours=before.hours if concept.hours is None else concept.hours,
        year=concept.year or before.year,
        source=concept.source or before.source,
        everyday=concept.everyday or before.everyday,
    )


def _overruled(
    own: OwnLines,
    field: Map,
    concepts: dict[str, Concept],
    origins: dict[tuple[str, str], str],
    rank: dict[tuple[str, str], int],
    *,
    last: int,
) -> list[Diagnostic]:
    told: list[Diagnostic] = []
    for table, lines in (("needs", own.needs), ("not", own.unneeded)):
        for name, others in lines.items():
            for other in others:
                ids = [field.find(one) for one in (name, other)]
                id_, need = ids
                if id_ is None or need is None:
                    unknown = name if id_ is None else other
                    told.append(_unknown(table, unknown, field, own.place(table, name)))
                    continue
                needs = dict(concepts[id_].needs)
                if table == "not":
                    if needs.pop(need, None) is None:
                        message = f"[map.not]: {id_} does not need {need} on the map."
                        hint = f"It needs {', '.join(sorted(needs)) or 'nothing'}."
                        span = own.place(table, name)
                        told.append(Diagnostic("bad-map", "warning", _OWN, span, message, hint))
                        continue
                elif id_ != need:
                    needs.setdefault(need, "")
                    origins[id_, need] = _OWN
                    rank[id_, need] = last
                concepts[id_] = msgspec.structs.replace(concepts[id_], needs=needs)
    return told


def _unknown(table: str, name: str, field: Map, span: Span | None) -> Diagnostic:
    called = {
        spelled.casefold(): one.name
        for one in field.concepts.values()
        for spelled in (*one.names, one.id)
    }
    message = f"[map.{table}]: nothing on the map is called {name!r}."
    hint = near_hint(name.casefold(), called, shown=called)
    return Diagnostic("bad-map", "warning", _OWN, span, message, hint)


def _drop_circles(concepts: dict[str, Concept], rank: Mapping[tuple[str, str], int]) -> None:
    """Drop, from each circle, the need that most others overrule."""
    needs = {id_: dict(one.needs) for id_, one in concepts.items()}
    while True:
        try:
            TopologicalSorter(needs).prepare()
        except CycleError as error:
            # The first and the last are one; each is needed by the one behind it.
            round_: list[str] = error.args[1][::-1]
            pairs = list(pairwise(round_))
            id_, need = min(pairs, key=lambda pair: (rank[pair], pair))
            del needs[id_][need]
            concepts[id_] = msgspec.structs.replace(concepts[id_], needs=dict(needs[id_]))
            continue
        return
