"""What an answer was at one moment, and what is different at the next."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeVar

from msgspec import field

from kbpivot.record import Record
from kbpivot.vault import commonest_name

if TYPE_CHECKING:
    from datetime import date

    from kbpivot.workspace.workspace import Workspace

__all__ = ["Change", "Snapshot", "Topic", "changes", "snapshot", "standing"]

_Key = TypeVar("_Key", str, tuple[str, ...])

Topic = Literal["next", "gaps", "check"]

_NAMED = 3  # names in one line; the rest is counted


class Change(Record, frozen=True):
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


class Snapshot(Record, frozen=True):
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


def snapshot(work: Workspace, *, on: Topic, today: date) -> Snapshot:
    """Work out what is compared, and only that.

    Args:
        work: the vault as it is.
        on: which answer is watched.
        today: the day it is.
    """
    if on != "next":
        return Snapshot(planned=_planned(work), cycles=_cycles(work), findings=_findings(work, on))
    found = work.suggestions(today=today, limit=1)
    return Snapshot(
        ready=_ready(work),
        mastered={node: _title(work, node) for node in work.state.mastered},
        planned=_planned(work),
        cycles=_cycles(work),
        first=(found[0].node, found[0].title) if len(found) else None,
    )


def _planned(work: Workspace) -> Mapping[str, str]:
    """The notes that links ask for and nobody has written, by key."""
    return {
        key: commonest_name(link.linkpath for link in links)
        for key, links in work.vault.planned.items()
    }


def _title(work: Workspace, node: str) -> str:
    return str(work.derived.graph.nodes[node]["title"]) if node in work.derived.graph else node


def _findings(work: Workspace, on: Topic) -> dict[tuple[str, ...], str]:
    findings: dict[tuple[str, ...], str] = {}
    if on == "gaps":
        for gap in work.gaps():
            findings[gap.kind, gap.target] = f"{gap.path}:{gap.line} {gap.message}"
    else:
        for row in work.findings():
            place = row.path if row.line is None else f"{row.path}:{row.line}"
            findings[row.code, row.path, row.subject or row.message] = f"{place} {row.message}"
    return findings


def _cycles(work: Workspace) -> Mapping[tuple[str, ...], str]:
    from kbpivot.graph import cycles

    return {
        cycle.nodes: ", ".join(
            f"{_title(work, after)} needs {_title(work, need)}"
            for after, need in pairwise((*cycle.nodes[::-1], cycle.nodes[-1]))
        )
        for cycle in cycles(work.derived.graph)
    }


def _ready(work: Workspace) -> Mapping[str, str]:
    """The notes that can be studied now."""
    from kbpivot.study import outer_fringe
    from kbpivot.study.work_left import STUDY_KINDS

    graph = work.derived.graph
    return {
        node: str(graph.nodes[node]["title"])
        for node in outer_fringe(graph, work.state)
        if graph.nodes[node]["exists"] and graph.nodes[node]["kind"] in STUDY_KINDS
    }


def changes(before: Snapshot, after: Snapshot) -> tuple[Change, ...]:
    """Say what is different, what is new first; nothing when nothing that matters is.

    A note that was moved is another node with the same title: that is no news.
    """
    mastered, _ = _news(before.mastered, after.mastered)
    ready, waiting = _news(before.ready, after.ready)
    planned, written = _news(before.planned, after.planned)
    cycles, opened = _news(before.cycles, after.cycles)
    findings, mended = _news(before.findings, after.findings)
    found = [Change("mastered", f"✓ {title} is mastered", node) for node, title in mastered]
    found += [Change("ready", f"+ {title} is ready", node) for node, title in ready]
    found += [
        Change("not-ready", f"- {title} is not ready any more", node)
        for node, title in waiting
        if node not in after.mastered
    ]
    if planned:
        links = "planned link" if len(planned) == 1 else "planned links"
        names = _named([name for _, name in planned])
        found.append(Change("planned", f"{len(planned)} new {links}: {names}"))
    if written:
        links = "planned link" if len(written) == 1 else "planned links"
        names = _named([name for _, name in written])
        found.append(Change("written", f"{len(written)} {links} less: {names}"))
    found += [Change("cycle", f"cycle: {words}", nodes[0]) for nodes, words in cycles]
    found += [
        Change("cycle-gone", f"no cycle any more: {words}", nodes[0]) for nodes, words in opened
    ]
    found += [Change("finding", f"+ {words}") for _, words in findings]
    found += [Change("finding-gone", f"- {words}") for _, words in mended]
    first, last = after.first, before.first
    if first is not None and (last is None or (first[0] != last[0] and first[1] != last[1])):
        found.append(Change("next", f"next: {first[1]}", first[0]))
    return tuple(found)


def _news(
    old: Mapping[_Key, str], new: Mapping[_Key, str]
) -> tuple[list[tuple[_Key, str]], list[tuple[_Key, str]]]:
    """What came and what left, but for what left under one key and came under another."""
    if old is new:
        return [], []
    come = sorted((key, words) for key, words in new.items() if key not in old)
    left = sorted((key, words) for key, words in old.items() if key not in new)
    moved = {words for _, words in come} & {words for _, words in left}
    if moved:
        come = [one for one in come if one[1] not in moved]
        left = [one for one in left if one[1] not in moved]
    return come, left


def standing(now: Snapshot, *, on: Topic) -> str:
    """Say in one sentence what the watched answer is, to begin with."""
    if on != "next":
        count = len(now.findings)
        words = "gap" if on == "gaps" else "finding"
        return f"{count or 'No'} {words}{'' if count == 1 else 's'} now."
    count = len(now.ready)
    ready = f"{count or 'No'} note{' is' if count == 1 else 's are'} ready"
    return f"{ready}." if now.first is None else f"{ready}; next is {now.first[1]}."


def _named(names: list[str]) -> str:
    more = len(names) - _NAMED
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {more} more" if more > 0 else shown
