"""What an answer was at one moment, and what is different at the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from datetime import date

    from kbpivot.shell.workspace import Workspace

__all__ = ["Change", "Moment", "Topic", "changes", "moment"]

_Key = TypeVar("_Key", str, tuple[str, ...])

Topic = Literal["next", "gaps", "check"]

_NAMED = 3  # names in one line; the rest is counted


@dataclass(frozen=True, slots=True)
class Change:
    """One difference that matters.

    Attributes:
        code: `ready`, `not-ready`, `mastered`, `planned`, `written`, `cycle`, `cycle-gone`,
            `next`, `finding` or `finding-gone`.
        message: one line.
        path: the note it is about, when it is about one.
    """

    code: str
    message: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """What is compared; each mapping goes from an identity to the words for it.

    Attributes:
        ready: notes that can be studied now.
        mastered: notes that are mastered.
        planned: names that links lead to and no note has.
        cycles: stated circles, spelled out.
        first: the suggestion, node and title.
        findings: what `gaps` or `check` say, when that is watched.
    """

    ready: Mapping[str, str] = field(default_factory=dict)
    mastered: Mapping[str, str] = field(default_factory=dict)
    planned: Mapping[str, str] = field(default_factory=dict)
    cycles: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    first: tuple[str, str] | None = None
    findings: Mapping[tuple[str, ...], str] = field(default_factory=dict)


def moment(work: Workspace, *, on: Topic, today: date) -> Moment:
    """Work out what is compared, and only that."""
    from kbpivot.graph import cycles
    from kbpivot.study import outer_fringe
    from kbpivot.study.needs import STUDY_KINDS

    graph, state = work.graph, work.state
    titles = {node: str(facts["title"]) for node, facts in graph.nodes(data=True)}
    if on == "next":
        found = work.suggestions(today=today, limit=1)
        first = (found[0].node, found[0].title) if len(found) else None
        ready = {
            node: titles[node]
            for node in outer_fringe(graph, state)
            if graph.nodes[node]["exists"] and graph.nodes[node]["kind"] in STUDY_KINDS
        }
        mastered = {n: titles.get(n, n) for n in state.mastered}
    else:
        first, ready, mastered = None, {}, {}
    findings: dict[tuple[str, ...], str] = {}
    if on == "gaps":
        for gap in work.gaps():
            findings[gap.kind, gap.target] = f"{gap.path}:{gap.line} {gap.message}"
    elif on == "check":
        for row in work.findings():
            place = f"{row.path}:{row.line}" if row.line else row.path
            findings[row.code, row.path, row.message] = f"{place} {row.message}"
    return Moment(
        ready=ready,
        mastered=mastered,
        planned={link.linkpath.casefold(): link.linkpath for link in work.vault.unresolved()},
        cycles={
            cycle.nodes: ", ".join(
                f"{titles[after]} needs {titles[before]}"
                for before, after in zip(
                    cycle.nodes, (*cycle.nodes[1:], cycle.nodes[0]), strict=True
                )
            )
            for cycle in cycles(graph)
        },
        first=first,
        findings=findings,
    )


def changes(before: Moment, after: Moment) -> tuple[Change, ...]:
    """Say what is different, what is new first; nothing when nothing that matters is."""
    found = [
        Change("mastered", f"✓ {title} is mastered", node)
        for node, title in _new(before.mastered, after.mastered)
    ]
    found += [
        Change("ready", f"+ {title} is ready", node)
        for node, title in _new(before.ready, after.ready)
    ]
    found += [
        Change("not-ready", f"- {title} is not ready any more", node)
        for node, title in _new(after.ready, before.ready)
        if node not in after.mastered
    ]
    planned = [name for _, name in _new(before.planned, after.planned)]
    if planned:
        links = "planned link" if len(planned) == 1 else "planned links"
        found.append(Change("planned", f"{len(planned)} new {links}: {_named(planned)}"))
    written = [name for _, name in _new(after.planned, before.planned)]
    if written:
        links = "planned link" if len(written) == 1 else "planned links"
        found.append(Change("written", f"{len(written)} {links} less: {_named(written)}"))
    found += [
        Change("cycle", f"cycle: {words}", nodes[0])
        for nodes, words in _new(before.cycles, after.cycles)
    ]
    found += [
        Change("cycle-gone", f"no cycle any more: {words}", nodes[0])
        for nodes, words in _new(after.cycles, before.cycles)
    ]
    found += [Change("finding", f"+ {words}") for _, words in _new(before.findings, after.findings)]
    found += [
        Change("finding-gone", f"- {words}") for _, words in _new(after.findings, before.findings)
    ]
    if after.first is not None and (before.first is None or before.first[0] != after.first[0]):
        found.append(Change("next", f"next: {after.first[1]}", after.first[0]))
    return tuple(found)


def _new(old: Mapping[_Key, str], new: Mapping[_Key, str]) -> list[tuple[_Key, str]]:
    return sorted((key, words) for key, words in new.items() if key not in old)


def _named(names: list[str]) -> str:
    more = len(names) - _NAMED
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {more} more" if more > 0 else shown
