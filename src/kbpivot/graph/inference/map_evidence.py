"""What a map of the field says of a guess: it lifts those it agrees with and forbids the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.graph.edges import Evidence
from kbpivot.graph.mapped import way_on_map

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kbpivot.graph.inference.infer import Verdict
    from kbpivot.maps import Map

__all__ = ["MapEvidence"]


class MapEvidence:
    """The order in which a map puts the notes that stand on it."""

    def __init__(self, field: Map, placed: Mapping[str, str]) -> None:
        """Work out what each placed entry needs, directly or not.

        Args:
            field: the map.
            placed: id of each note that stands on it, by path.
        """
        self._field = field
        self._ids = {path: id_ for path, id_ in placed.items() if id_ in field}
        bits = {id_: 1 << k for k, id_ in enumerate(sorted(set(self._ids.values())))}
        below: dict[str, int] = {}
        for id_ in field.order:
            needed = 0
            for need in field.concepts[id_].needs:
                needed |= below.get(need, 0) | bits.get(need, 0)
            below[id_] = needed
        self._bits, self._below = bits, below

    def verdict(self, before: str, after: str) -> Verdict:
        """Say what the map says of `before` coming before `after`; empty where it is silent."""
        one, other = self._ids.get(before), self._ids.get(after)
        if one is None or other is None or one == other:
            return ""
        if self._below[other] & self._bits[one]:
            return "agrees"
        return "contradicts" if self._below[one] & self._bits[other] else ""

    def evidence(self, before: str, after: str) -> tuple[Evidence, ...]:
        """The lines of the map that lead from one note to the other, in whichever order."""
        one, other = self._ids.get(before), self._ids.get(after)
        verdict = self.verdict(before, after)
        if not verdict or one is None or other is None:
            return ()
        steps = way_on_map(self._field, *((other, one) if verdict == "agrees" else (one, other)))
        origins = dict.fromkeys(self._field.origin(*step) for step in steps)
        reason = "; ".join(self._field.line(*step) for step in steps)
        return (Evidence("inferred", "", None, "map", "+".join(origins), reason),)
