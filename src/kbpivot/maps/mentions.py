"""Which entries of a map a text names, such as the abstract of a paper."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from kbpivot.maps.records import Map
from kbpivot.maps.support import NamedIn, folded_text

__all__ = ["named_entries"]

_ABOUT: Final = 2  # telling entries by which a text is about the field
_SUPPORT: Final = 2  # neighbours that a name needs which is an ordinary word as well


def named_entries(field: Map, text: str) -> tuple[str, ...]:
    """Return the concepts of a map that a text names, by id; none of a text about other things.

    A name that is also an ordinary word counts only where the text names two of its neighbours,
    or has a longer name of the same thing.

    Args:
        field: the map.
        text: some sentences.
    """
    folded, looking = folded_text(text), _looking(field)
    entries = looking.named(folded)
    if len(looking.telling.intersection(entries)) < _ABOUT:
        return ()
    around = frozenset(entries)
    return tuple(
        id_
        for id_ in entries
        if id_ in looking.plain
        or (
            id_ in looking.everyday
            and (
                len(around & field.neighbours(id_)) >= _SUPPORT
                or looking.names_in_full(folded, id_)
            )
        )
    )


@lru_cache(maxsize=2)
def _looking(field: Map) -> NamedIn:
    """What looks for the names of a map, whose words are folded once for all texts."""
    return NamedIn(field)
