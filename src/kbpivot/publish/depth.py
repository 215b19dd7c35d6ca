"""Gaps in how public notes rest on each other: circles, jumps, and holes on the way to a goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.graph import cycles
from kbpivot.publish.gap import Gap
from kbpivot.publish.wording import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import networkx as nx

    from kbpivot.graph import Cycle
    from kbpivot.publish.readership import Readership

__all__ = ["circle_gaps", "goal_gaps", "jump_gaps"]

_TO_DECIDE = 0.25  # hours
_FEW = 5  # unexplained notes in what one note builds on
_LEVELS = 3  # unexplained notes that build on each other
_JUMP_VALUE = 0.5  # each of the notes it counts is a gap of its own, too


def circle_gaps(readers: Readership, G: nx.DiGraph[str]) -> Iterator[Gap]:
    """Yield a `cycle` gap for each knot of notes that need each other and readers see."""
    for cycle in cycles(G):
        members = tuple(sorted(path for path in cycle.nodes if path in readers.public.paths))
        gap = _circle_gap(readers, cycle, members)
        if gap is not None:
            yield gap


def _circle_gap(readers: Readership, cycle: Cycle, members: tuple[str, ...]) -> Gap | None:
    for edge in cycle.edges:
        if edge.target not in members:
            continue
        line = readers.stated_line(edge.source, edge.target)
        if line is None:
            continue
        nodes = _turned(cycle.nodes, edge.source)
        hidden = any(readers.is_hidden(node) for node in nodes)
        said = "{way}: each builds on the one before it. Which can be read first?"
        way = " → ".join(readers.title(node) for node in (*nodes, nodes[0]))
        shared = " → ".join(readers.shared_title(node) for node in (*nodes, nodes[0]))
        return Gap(
            kind="cycle",
            path=edge.target,
            line=line,
            target=edge.source,
            needed_by=members,
            message=said.format(way=way),
            hint="Take one of the prerequisites out, or say in one note what the other needs.",
            shared=said.format(way=shared) if hidden else "",
            private=readers.is_hidden(edge.source),
            hours=_TO_DECIDE,
            value=readers.value(members),
        )
    return None


def _turned(nodes: tuple[str, ...], first: str) -> tuple[str, ...]:
    at = nodes.index(first)
    return nodes[at:] + nodes[:at]


def jump_gaps(readers: Readership) -> Iterator[Gap]:
    """Yield a `depth-jump` gap where a public note rests on much that is explained nowhere.

    Five unexplained notes in all it builds on, or three that build on each other. Only the first
    note on the way is told, not all that build on it.
    """
    lacking: dict[str, frozenset[str]] = {}
    levels: dict[str, int] = {}
    for node in readers.in_order:
        before = readers.before.get(node, ())
        lacking[node] = frozenset().union(
            *(lacking.get(one, frozenset()) for one in before),
            (one for one in before if not readers.explains(one)),
        )
        below = max((levels.get(one, 0) for one in before), default=0)
        levels[node] = 0 if readers.explains(node) else below + 1
        if node not in readers.counted or not readers.explains(node):
            continue
        jumps = len(lacking[node]) >= _FEW or below >= _LEVELS
        if jumps and not any(_told(readers, one, lacking) for one in before):
            yield _jump_gap(readers, node, lacking[node])


def _told(readers: Readership, node: str, lacking: dict[str, frozenset[str]]) -> bool:
    """Tell whether the jump is that of an explained note before this one already."""
    return readers.explains(node) and len(lacking.get(node, ())) >= _FEW


def _jump_gap(readers: Readership, path: str, lacking: frozenset[str]) -> Gap:
    nearest = min(
        (readers.stated_line(node, path) or 1, node)
        for node in readers.before[path]
        if node in lacking or not lacking.isdisjoint(readers.needs(node))
    )
    line, target = nearest
    nodes = sorted(lacking, key=lambda node: (node not in readers.before[path], node))
    needed_by = tuple(sorted({path, *readers.behind(path)}))
    said = "{title} builds on {count} notes that no reader can learn from here: {names}."
    title, count = readers.title(path), len(nodes)
    hidden = any(readers.is_hidden(node) for node in nodes)
    open_ = [readers.title(node) for node in nodes if not readers.is_hidden(node)]
    told = [*open_, f"{count - len(open_)} private" if open_ else "all of them private"]
    return Gap(
        kind="depth-jump",
        path=path,
        line=line,
        target=target,
        needed_by=needed_by,
        message=said.format(
            title=title, count=count, names=listed([readers.title(node) for node in nodes])
        ),
        hint="Say at its top what a reader should know and where to learn it.",
        shared=said.format(title=title, count=count, names=listed(told)) if hidden else "",
        private=readers.is_hidden(target),
        hours=_TO_DECIDE * 2,
        value=_JUMP_VALUE * readers.value(needed_by),
    )


def goal_gaps(readers: Readership, *, said: Collection[str]) -> Iterator[Gap]:
    """Yield a `goal-gap` for each note on the way to a goal that has no public explanation.

    Args:
        readers: the vault, its goals, and who can read what.
        said: nodes that are gaps already.
    """
    worth: dict[str, list[str]] = {}
    for goal in sorted(readers.goals):
        for node in sorted({goal, *readers.needs(goal)}):
            if node not in said and not readers.explains(node) and not readers.is_page(node):
                worth.setdefault(node, []).append(goal)
    for node, goals in worth.items():
        place = _met(readers, node, goals)
        if place is None:
            continue
        path, line = place
        hidden = readers.is_hidden(node)
        needed_by = readers.behind(node) or (path,)
        end = "the way to {goals}, and no public note explains it."
        names = listed([readers.title(goal) for goal in goals])
        shared = listed(sorted({readers.shared_title(goal) for goal in goals}))
        yield Gap(
            kind="goal-gap",
            path=path,
            line=line,
            target=node,
            needed_by=needed_by,
            message=f"{readers.title(node)} is on {end.format(goals=names)}",
            hint="Write or publish it, or name a source outside.",
            shared=f"{readers.shared_title(node).capitalize()} is on {end.format(goals=shared)}"
            if hidden or any(readers.is_hidden(goal) for goal in goals)
            else "",
            private=hidden,
            hours=readers.hours(node),
            value=sum(readers.goals[goal] for goal in goals),
        )


def _met(readers: Readership, node: str, goals: list[str]) -> tuple[str, int] | None:
    """Where a reader meets it: in a note that needs it, in a page that links it or the goal."""
    if readers.behind(node):
        return readers.stumble(node)
    for wanted in (node, *goals):
        for link in readers.links:
            if link.target == wanted or (
                link.target is None and link.linkpath.strip().casefold() == wanted.casefold()
            ):
                return link.source, readers.place(link.link)
    return None
