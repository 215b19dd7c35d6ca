"""Gaps in order: a list that names a note before what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.publish.gap import Gap
from kbpivot.wording import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kbpivot.graph import Contradiction
    from kbpivot.publish.readership import Readership

__all__ = ["start_order_gaps"]

_TO_MOVE = 0.1  # hours: move a line


def start_order_gaps(readers: Readership, contradictions: Iterable[Contradiction]) -> Iterator[Gap]:
    """Yield a `start-order` gap for each note that public lists name too early, once for all lists.

    The list is told that most surely means its order: one that a person wrote before the numbers
    of files.
    """
    public = readers.public.paths
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for one in sorted(contradictions, key=lambda one: one.form == "numbers"):
        if one.form == "map":
            continue  # no reader of the notes sees the map
        needs = [need for need in one.needs if need in public]
        if one.path not in public or one.early not in public or not needs:
            continue
        if (one.early, tuple(needs)) in seen:
            continue
        seen.add((one.early, tuple(needs)))
        first = named([readers.title(need) for need in needs])
        early = readers.title(one.early)
        line = one.span.line if one.span is not None else _own_line(readers, one)
        where = {"index": "This list", "menu": f"The menu in {one.key}"}.get(
            one.form, "The numbering"
        )
        yield Gap(
            kind="start-order",
            path=one.path,
            line=line,
            target=one.early,
            needed_by=(one.path,),
            message=f"{where} has {early} before {first}, which it builds on. "
            f"Should {first} come first?",
            hint=f"Move {early} behind {first}, or take the prerequisite out of {early} if it "
            "can be read without.",
            hours=_TO_MOVE,
            value=readers.value((one.path,)),
        )


def _own_line(readers: Readership, one: Contradiction) -> int:
    """For numbered files: the line in which the early note names what it needs."""
    lines = [
        line
        for need in one.needs
        if one.early in readers.after.get(need, ())
        and (line := readers.stated_line(need, one.early)) is not None
    ]
    return min(lines, default=1)
