"""Edges of the prerequisite graph and the places that speak for them."""

from __future__ import annotations

from typing import Literal

import msgspec

from kbpivot.model import Span

__all__ = ["GRADES", "STRENGTH", "Edge", "Evidence", "Grade"]

Grade = Literal["stated", "ordered", "inferred", "optional"]

GRADES: tuple[Grade, ...] = ("stated", "optional", "ordered", "inferred")
"""Strongest first: what an author says outweighs an order, an order outweighs a guess."""

STRENGTH: dict[str, int] = {grade: rank for rank, grade in enumerate(GRADES)}


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """One place that speaks for an edge.

    Attributes:
        grade: how strong it is.
        path: the note in which it is written.
        span: where in that note, None when it is no place in a text (numbered file names).
        form: `property`, `section`, `label`, `field`, `index` (an entry of a list or table),
            `numbers` (numbered file names), or what an inference calls it.
        key: the property, heading or label as written.
        reason: the author's reason, may be empty; for a guess, what it rests on.
    """

    grade: Grade
    path: str
    span: Span | None
    form: str
    key: str
    reason: str = ""

    @property
    def line(self) -> int | None:
        """1-based line in the note, None when it is no place in a text."""
        return None if self.span is None else self.span.line


class Edge(msgspec.Struct, frozen=True, gc=False):
    """`source` comes before `target`.

    Attributes:
        source: node that comes first: a path, or the name of a planned note.
        target: node that builds on it.
        grade: the strongest grade among the evidence.
        evidence: every place that speaks for it, strongest first.
        score: how likely a guess is, 0 to 1; None for any other edge.
        tier: `strong`, `likely` or `weak` for a guess, else empty.
    """

    source: str
    target: str
    grade: Grade
    evidence: tuple[Evidence, ...]
    score: float | None = None
    tier: str = ""
