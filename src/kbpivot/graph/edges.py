"""Edges of the prerequisite graph and the places that speak for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self, get_args

import msgspec

from kbpivot.model import Span

__all__ = [
    "GRADES",
    "STRENGTH",
    "Edge",
    "EdgeFacts",
    "Evidence",
    "Grade",
    "evidence_of",
]

Grade = Literal["stated", "optional", "ordered", "mapped", "inferred"]

GRADES: tuple[Grade, ...] = get_args(Grade)
"""Strongest first: what an author says outweighs an order, an order outweighs the map of the
field, and the map outweighs a guess."""

STRENGTH: dict[str, int] = {grade: rank for rank, grade in enumerate(GRADES)}


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """One place that speaks for an edge.

    Attributes:
        grade: how strong it is.
        path: the note in which it is written; empty when a map says so.
        span: where in that note, None when it is no place in a text (numbered file names).
        form: `property`, `section`, `label`, `field`, `index` (an entry of a list or table),
            `numbers` (numbered file names), `map`, or what an inference calls it.
        key: the property, heading or label as written; the name of the map.
        reason: the author's reason, may be empty; for a guess, what it rests on; for a map, its
            line.
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


class EdgeFacts(dict[str, Any]):
    """The attributes of an edge: plain values, and beside them the evidence they follow from.

    Attributes:
        evidence: every place that speaks for the edge, strongest first.
    """

    __slots__ = ("evidence",)

    evidence: tuple[Evidence, ...]

    @classmethod
    def of(
        cls, evidence: tuple[Evidence, ...], *, score: float | None = None, tier: str = ""
    ) -> Self:
        """Return the attributes of an edge that this evidence speaks for.

        They are `grade`, `form`, `path` and `line` of the strongest; `line` is missing where the
        evidence is no place in a text, and `path` where no note says it but a map. Guesses also
        have `score` and `tier`.
        """
        facts = cls()
        if evidence:
            first = evidence[0]
            facts["grade"] = first.grade
            if first.path:
                facts["path"] = first.path
            facts["form"] = first.form
            if first.line is not None:
                facts["line"] = first.line
        if score is not None:
            facts["score"], facts["tier"] = score, tier
        facts.evidence = evidence
        return facts

    def update(self, *given: Any, **named: Any) -> None:  # noqa: ANN401  as dict has it
        """Take over attributes, and with those of another edge its evidence."""
        super().update(*given, **named)
        for one in given:
            if isinstance(one, EdgeFacts):
                self.evidence = evidence_of(one)

    def copy(self) -> Self:
        """Return the same attributes with the same evidence."""
        copied = type(self)(self)
        copied.evidence = evidence_of(self)
        return copied


def evidence_of(facts: Mapping[str, Any]) -> tuple[Evidence, ...]:
    """Return what speaks for an edge with these attributes, strongest first.

    Attributes that went through a file have lost all but the first place; it is returned without
    its words. A graph that somebody else built may hold the evidence as an attribute.
    """
    known: tuple[Evidence, ...] | None = getattr(facts, "evidence", None)
    if known is None:
        known = facts.get("evidence")
    if known is not None:
        return tuple(known)
    if "path" not in facts:
        return ()
    line = facts.get("line")
    span = None if line is None else Span(0, 0, line, 1)
    return (Evidence(facts.get("grade", "stated"), facts["path"], span, facts.get("form", ""), ""),)
