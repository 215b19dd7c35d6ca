"""Gaps in how public notes rest on each other: circles, jumps, and holes on the way to a goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.graph import cycles
from kbpivot.publish.gap import Gap
from kbpivot.vault import planned_key
from kbpivot.wording import named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import networkx as nx

    from kbpivot.graph import Cycle
    from kbpivot.publish.readership import Readership

__all__ = ["circle_gaps", "goal_gaps", "jump_gaps"]

_TO_DECIDE = 0.25  # hours
_FEW = 5  # unexplained notes in what one note builds on
_NAMED = 3  # of them in the sentence
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
    # One bit for each node, so that the union over thousands of notes stays quick.
    bits = {node: number for number, node in enumerate(readers.in_order)}
    hidden = sum(1 << bit for node, bit in bits.items() if readers.is_hidden(node))
    lacking: dict[str, int] = {}
    levels: dict[str, int] = {}
    for node in readers.in_order:
        before = readers.before.get(node, ())
        mask = 0
        for one in before:
            mask |= lacking.get(one, 0)
            if not readers.explains(one):
                mask |= 1 << bits[one]
        lacking[node] = mask
        below = max((levels.get(one, 0) for one in before), default=0)
        levels[node] = 0 if readers.explains(node) else below + 1
        if node not in readers.counted or not readers.explains(node):
            continue
        jumps = mask.bit_count() >= _FEW or below >= _LEVELS
        told = any(
            readers.explains(one) and lacking.get(one, 0).bit_count() >= _FEW for one in before
        )
        if jumps and not told:
            near = [one for one in before if mask >> bits[one] & 1 or lacking.get(one, 0)]
            names = sorted(one for one in before if mask >> bits[one] & 1)
            rest = mask & ~sum(1 << bits[one] for one in names)
            while rest and len(names) < _NAMED:
                last = rest.bit_length() - 1  # what is nearest comes last in the order
                names.append(readers.in_order[last])
                rest ^= 1 << last
            yield _jump_gap(
                readers,
                node,
                near=near,
                names=names,
                count=mask.bit_count(),
                hidden=(mask & hidden).bit_count(),
            )


def _jump_gap(
    readers: Readership, path: str, *, near: list[str], names: list[str], count: int, hidden: int
) -> Gap:
    """The gap of a note that rests on `count` unexplained ones, `hidden` of them not to be named.

    `near` are those it states that lead to them, `names` the first few of them all.
    """
    line, target = min((readers.stated_line(node, path) or 1, node) for node in near)
    needed_by = tuple(sorted({path, *readers.behind(path)}))
    said = "{title} builds on {count} notes that no reader can learn from here: {names}."
    title = readers.title(path)
    shown = [readers.title(node) for node in names]
    told = [readers.title(node) for node in names if not readers.is_hidden(node)]
    kept = [f"{hidden} private" if told else "all private"] if hidden else []
    return Gap(
        kind="depth-jump",
        path=path,
        line=line,
        target=target,
        needed_by=needed_by,
        message=said.format(title=title, count=count, names=named(shown, of=count)),
        hint="Say at its top what a reader should know and where to learn it.",
        shared=said.format(title=title, count=count, names=named([*told[:2], *kept]))
        if hidden
        else "",
        private=readers.is_hidden(target),
        hours=_TO_DECIDE * 2,
        value=_JUMP_VALUE * readers.value(needed_by),
    )


def goal_gaps(readers: Readership, *, said: Collection[str]) -> Iterator[Gap]:
    """Yield a `goal-gap` for each note on the way to a goal that has no public explanation.

    Args:
        readers: the vault, its goals, and who can read what.
        said: nodes, and keys of planned notes, that are gaps already.
    """
    worth: dict[str, list[str]] = {}
    for goal in sorted(readers.goals):
        for node in sorted({goal, *readers.needs(goal)}):
            if node in said or (node not in readers.vault and planned_key(node) in said):
                continue
            if not readers.explains(node) and not readers.is_page(node):
                worth.setdefault(node, []).append(goal)
    for node, goals in worth.items():
        place = _met(readers, node, goals)
        if place is None:
            continue
        path, line = place
        hidden = readers.is_hidden(node)
        needed_by = readers.behind(node) or (path,)
        if node in goals:
            place_said = "is a goal of yours, and no public note explains it."
            names = shared = ""
        else:
            place_said = "is on the way to {goals}, and no public note explains it."
            names = named([readers.title(goal) for goal in goals])
            shared = named(sorted({readers.shared_title(goal) for goal in goals}))
        yield Gap(
            kind="goal-gap",
            path=path,
            line=line,
            target=node,
            needed_by=needed_by,
            message=f"{readers.title(node)} {place_said.format(goals=names)}",
            hint="Write or publish it, or name a source outside.",
            shared=f"{_opening(readers.shared_title(node))} {place_said.format(goals=shared)}"
            if hidden or any(readers.is_hidden(goal) for goal in goals)
            else "",
            private=hidden,
            hours=readers.hours(node),
            value=sum(readers.goals[goal] for goal in goals),
        )


def _opening(name: str) -> str:
    """A name at the beginning of a sentence; titles keep their capitals."""
    return name[:1].upper() + name[1:]


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
