"""What an answer was at one moment, and what is different at the next."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

if TYPE_CHECKING:
    from datetime import date

    from kbpivot.graph.attributes import Graph
    from kbpivot.live.patches import Followed
    from kbpivot.study.next import Suggestions
    from kbpivot.workspace.workspace import Workspace

__all__ = ["Change", "Snapshot", "Topic", "changes", "snapshot", "standing"]

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
class Snapshot:
    """What is compared; each mapping goes from an identity to the words for it.

    Attributes:
        ready: notes that can be studied now.
        mastered: notes that are mastered.
        planned: names that links lead to and no note has.
        cycles: stated circles, spelled out.
        first: the suggestion, node and title.
        findings: what `gaps` or `check` say, when that is watched.
        done: nodes that block nobody.
        learnt: nodes that need no study.
        knots: all notes of each circle, or of circles that share notes.
        scope: the nodes that `first` depends on; None for all.
        aimed: whether a goal or track says what `first` is toward.
    """

    ready: Mapping[str, str] = field(default_factory=dict)
    mastered: Mapping[str, str] = field(default_factory=dict)
    planned: Mapping[str, str] = field(default_factory=dict)
    cycles: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    first: tuple[str, str] | None = None
    findings: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    done: frozenset[str] = frozenset()
    learnt: frozenset[str] = frozenset()
    knots: tuple[frozenset[str], ...] = ()
    scope: frozenset[str] | None = None
    aimed: bool = False


def snapshot(
    work: Workspace,
    *,
    on: Topic,
    today: date,
    before: Snapshot | None = None,
    followed: Followed | None = None,
) -> Snapshot:
    """Work out what is compared, and only that.

    Args:
        work: the vault as it is.
        on: which answer is watched.
        today: the day it is.
        before: what it was, under the same settings and on the same day.
        followed: how `work` differs from the workspace of `before`; without it nothing of
            `before` is used.
    """
    known = before if followed is not None else None
    if known is not None and followed is not None and not followed.links:
        planned = known.planned
    else:
        planned = _planned(work)
    if on != "next":
        return Snapshot(
            planned=planned,
            cycles=_cycles(work, known, followed),
            knots=_knots(work, known, followed),
            findings=_findings(work, on),
        )
    kept = known if followed is not None and followed.state else None
    knots = _knots(work, known, followed)
    first = _first_before(work, kept, followed) or _first(work, today, known, followed, knots)
    done, learnt = _known(work)
    return Snapshot(
        ready=_ready(work, (done, learnt), known, followed),
        done=done,
        learnt=learnt,
        mastered={node: _title(work, node) for node in work.state.mastered}
        if kept is None or (followed is not None and followed.titles)
        else kept.mastered,
        planned=planned,
        cycles=_cycles(work, known, followed),
        knots=knots,
        first=first.note,
        scope=first.scope,
        aimed=first.aimed,
    )


def _planned(work: Workspace) -> Mapping[str, str]:
    """Names that links lead to in vain; a name with and without its folder is one."""
    names: dict[str, str] = {}
    for link in work.vault.unresolved():
        names.setdefault(link.linkpath.casefold().removesuffix(".md"), link.linkpath)
    return {
        key: name
        for key, name in names.items()
        if "/" not in key or key.rpartition("/")[2] not in names
    }


def _known(work: Workspace) -> tuple[frozenset[str], frozenset[str]]:
    """The nodes that block nobody, and those of them that need no study."""
    from kbpivot.study.work_left import satisfied

    state = work.state
    done = satisfied(work.graph, state)
    return done, done - (state.assumed - state.mastered)


def _title(work: Workspace, node: str) -> str:
    return str(work.graph.nodes[node]["title"]) if node in work.graph else node


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


def _cycles(
    work: Workspace, before: Snapshot | None, followed: Followed | None
) -> Mapping[tuple[str, ...], str]:
    if (
        before is not None
        and followed is not None
        and not followed.patch.knots
        and not (before.cycles and followed.titles)
    ):
        return before.cycles
    from kbpivot.graph import cycles

    return {
        cycle.nodes: ", ".join(
            f"{_title(work, after)} needs {_title(work, need)}"
            for after, need in pairwise((*cycle.nodes[::-1], cycle.nodes[-1]))
        )
        for cycle in cycles(work.graph)
    }


def _knots(
    work: Workspace, before: Snapshot | None, followed: Followed | None
) -> tuple[frozenset[str], ...]:
    if before is not None and followed is not None and not followed.patch.knots:
        return before.knots
    from kbpivot.graph import components

    graph = work.graph
    found = components({node: list(graph.succ[node]) for node in graph})
    return tuple(frozenset(members) for members in found if len(members) > 1)


def _ready(
    work: Workspace,
    known: tuple[frozenset[str], frozenset[str]],
    before: Snapshot | None,
    followed: Followed | None,
) -> Mapping[str, str]:
    """The notes that can be studied now."""
    from kbpivot.study import outer_fringe
    from kbpivot.study.work_left import STUDY_KINDS

    graph = work.graph
    if before is None or followed is None or followed.patch.knots:
        found = outer_fringe(graph, work.state)
        held: dict[str, str] = {}
    else:
        # A note is ready or not by what stands directly before it, the notes of a knot together.
        learnt = (known[0] ^ before.done) | (known[1] ^ before.learnt)
        again = followed.patch.come | {after for _, after in followed.patch.stated} | learnt
        again = again.union(*(graph.succ[node] for node in learnt if node in graph))
        if followed.titles:
            again = again | (followed.patch.nodes & before.ready.keys())
        again = again.union(*(knot for knot in before.knots if not knot.isdisjoint(again)))
        if not again:
            return before.ready
        held = {node: title for node, title in before.ready.items() if node not in again}
        near = {node for node in again if node in graph}
        near |= {need for node in near for need in graph.pred[node]}
        found = outer_fringe(_part(graph, near), work.state) & again
    held.update(
        (node, str(graph.nodes[node]["title"]))
        for node in found
        if graph.nodes[node]["exists"] and graph.nodes[node]["kind"] in STUDY_KINDS
    )
    return held


def _part(graph: Graph, nodes: AbstractSet[str]) -> Graph:
    """The nodes and the edges between them, in the order of the whole."""
    import networkx as nx

    part: Graph = nx.DiGraph()
    part.add_nodes_from((node, graph.nodes[node]) for node in graph if node in nodes)
    part.add_edges_from(
        (node, after, facts)
        for node in part
        for after, facts in graph.succ[node].items()
        if after in nodes
    )
    return part


class _First(NamedTuple):
    """The suggestion, and what it depends on: as in `Snapshot`."""

    note: tuple[str, str] | None
    scope: frozenset[str] | None
    aimed: bool


def _first_before(
    work: Workspace, before: Snapshot | None, followed: Followed | None
) -> _First | None:
    """The suggestion of before, where nothing it depends on has changed."""
    if before is None or followed is None or before.scope is None:
        return None
    patch, graph = followed.patch, work.written_graph
    if patch.weaker or followed.lists or not (before.aimed or not patch.stated):
        return None  # without an aim what counts is how many notes build on one, near or far
    if any(node not in graph or not graph.nodes[node]["exists"] for node in patch.come):
        return None  # a planned note that comes or goes may be what the goal of a track names
    if not before.scope.isdisjoint(patch.nodes):
        return None
    if any(after in before.scope for _, after in patch.stated):
        return None
    return _First(before.first, before.scope, before.aimed)


def _first(
    work: Workspace,
    today: date,
    before: Snapshot | None,
    followed: Followed | None,
    knots: tuple[frozenset[str], ...],
) -> _First:
    graph = work.study_graph
    if graph is not work.written_graph:
        return _First(_asked(work, today)[0], None, aimed=False)
    goals = {goal for track in work.tracks() for goal in track.goals}
    if before is not None and before.aimed and followed is not None and not followed.ordered:
        # What does not lead to a goal counts for nothing, not even to choose between equals.
        near = _begun(work, knots)
        if followed.optional:
            near = _leading(graph, near)
        else:
            near = near.union(*(graph.pred[node] for node in near))
        near |= _leading(graph, goals)
        if 2 * len(near) < len(graph):
            known = {**vars(work), "study_graph": _part(graph, near), "hours_sources": {}}
            note, found = _asked(work.renewed(work.vault, known=known), today)
            if found.grade == "stated" and found.aim.kind in ("goal", "track", "index"):
                return _First(note, _scope(work, goals, found, knots), aimed=True)
    note, found = _asked(work, today)
    if found.grade != "stated" or found.aim.kind == "any":
        return _First(note, None, aimed=False)
    return _First(note, _scope(work, goals, found, knots), aimed=found.aim.kind != "vault")


def _scope(
    work: Workspace, goals: set[str], found: Suggestions, knots: tuple[frozenset[str], ...]
) -> frozenset[str]:
    """The nodes whose attributes and needs may change the suggestion."""
    scope = _leading(work.written_graph, goals | set(found.aim.weights))
    # With goals of one's own, what was begun elsewhere waits.
    return frozenset(scope if found.aim.kind == "goal" else scope | _begun(work, knots))


def _begun(work: Workspace, knots: tuple[frozenset[str], ...]) -> set[str]:
    """What was begun, and what becomes ready only together with it."""
    begun = {node for node in work.state.started if node in work.written_graph}
    return begun.union(*(knot for knot in knots if not knot.isdisjoint(begun)))


def _leading(graph: Graph, nodes: AbstractSet[str]) -> set[str]:
    from kbpivot.graph.closure import with_ancestors

    roots = {node for node in nodes if node in graph}
    return with_ancestors(graph, roots) | roots


def _asked(work: Workspace, today: date) -> tuple[tuple[str, str] | None, Suggestions]:
    found = work.suggestions(today=today, limit=1)
    return ((found[0].node, found[0].title) if len(found) else None), found


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
