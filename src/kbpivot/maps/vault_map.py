"""The notes of a vault and what they state of each other, as a map for other vaults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kbpivot.maps.records import Concept, ConceptKind, Map
from kbpivot.vault.names import slug

__all__ = ["NoteFacts", "map_of_notes"]


class NoteFacts(NamedTuple):
    """What a map takes from a note.

    Attributes:
        title: its title.
        names: its other names.
        kind: `paper` or `concept`.
        hours: time to learn it; None for a note not yet written.
        year: the year of what it is about, 0 where it does not say.
    """

    title: str
    names: tuple[str, ...] = ()
    kind: ConceptKind = "concept"
    hours: float | None = None
    year: int = 0


def map_of_notes(
    name: str, notes: Mapping[str, NoteFacts], needs: Mapping[tuple[str, str], str]
) -> Map:
    """Make a map of the notes that a vault's stated prerequisites connect.

    Notes that no statement names say nothing about order and are left out.

    Args:
        name: what the map is called.
        notes: each note, written or planned, by node.
        needs: the reason, maybe empty, by pair of nodes, the first needed by the second; without
            circles.
    """
    connected = sorted({node for pair in needs for node in pair})
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for node in connected:
        base = slug(notes[node].title) or "note"
        id_, number = base, 1
        while id_ in taken:
            number += 1
            id_ = f"{base}-{number}"
        taken.add(id_)
        ids[node] = id_
    reasons: dict[str, dict[str, str]] = {node: {} for node in connected}
    for (before, after), because in sorted(needs.items()):
        reasons[after][ids[before]] = because
    concepts = [
        Concept(
            id=ids[node],
            name=notes[node].title,
            area=name,
            kind=notes[node].kind,
            aliases=tuple(
                one for one in dict.fromkeys(notes[node].names) if one != notes[node].title
            ),
            needs=reasons[node],
            hours=notes[node].hours,
            year=notes[node].year,
        )
        for node in connected
    ]
    return Map(name, sorted(concepts, key=lambda one: one.id))
