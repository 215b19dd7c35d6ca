"""What a note of a vault is: kind, effort, maturity, and whether advice is about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kbpivot.record import Record
from kbpivot.traits.effort import DEFAULT_MINUTES, MinutesSource, median_minutes
from kbpivot.traits.kind import KindSource
from kbpivot.traits.maturity import Maturity
from kbpivot.traits.words import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LeftOut", "Traits", "planned_minutes"]

LeftOut = Literal[
    "template", "manual", "clipping", "excalidraw", "twin", "pointer", "excluded", "ignored", ""
]


class Traits(Record, frozen=True):
    """What a note is, apart from what the person knows.

    Attributes:
        kind: paper, concept, code, index, track, daily, template, manual, clipping, excalidraw,
            meeting, person, project, archived, untitled, other.
        kind_source: property, tag, name, content, folder or settings; empty when nothing says.
        minutes: whole minutes to learn it.
        minutes_source: property, stated (a reading time), words, median (of its kind) or default.
        maturity: `written`, `template` while nothing but a form is there, or `empty`.
        in_advice: False when advice is not about this note at all.
        left_out: why not: its kind, `twin` (empty, and another spelling of a written note beside
            it), `pointer` (nothing but one link to a written note), `excluded` (Obsidian's setting) or `ignored` (configuration).
        generated: whether it says that a program wrote it: it is no sign of what its owner knows.
    """

    kind: Kind
    kind_source: KindSource
    minutes: int
    minutes_source: MinutesSource
    maturity: Maturity
    in_advice: bool = True
    left_out: LeftOut = ""
    generated: bool = False

    @property
    def hours(self) -> float:
        """The minutes as hours."""
        return self.minutes / 60


def planned_minutes(traits: Mapping[str, Traits]) -> int:
    """The minutes of a note not yet written: the vault's median of what is learnt, else 78."""
    known = [
        one.minutes
        for one in traits.values()
        if one.in_advice
        and one.kind in ("concept", "paper", "other")
        and one.minutes_source in ("property", "stated", "words")
    ]
    usual = median_minutes(known)
    return DEFAULT_MINUTES if usual is None else usual
