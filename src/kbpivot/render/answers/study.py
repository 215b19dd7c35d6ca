"""Answers about studying: path and why, and the entries that all of them share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, TypedDict

import msgspec
from msgspec.structs import replace

from kbpivot.render.answers import Answer

if TYPE_CHECKING:
    from kbpivot.graph import Evidence
    from kbpivot.graph.attributes import Graph
    from kbpivot.model import Diagnostic
    from kbpivot.study import Chain, LearningPath, LeftOut, Need, Shared, Step

__all__ = [
    "EdgeEntry",
    "EvidenceEntry",
    "LeftOutEntry",
    "NeedEntry",
    "NodeEntry",
    "PathAnswer",
    "PlaceEntry",
    "StepEntry",
    "TrackPathEntry",
    "WhyAnswer",
    "edge_counts",
    "evidence_entries",
    "left_out_entry",
    "line_quote",
    "map_fields",
    "need_entry",
    "path_answer",
    "rounded",
    "shown_quote",
    "step_entry",
    "unread_entries",
    "why_answer",
]

QUOTED = 160
"""Characters of a note that are quoted as evidence."""


class EvidenceEntry(msgspec.Struct, frozen=True):
    """Where it is written that one note comes before another.

    Attributes:
        path: the note it is written in; null when the map says it.
        line: where in that note; null when it follows from a file's name.
        form: how it is written: a property, a section, a label, a field, a list, a file name, a map.
        key: the property, heading or label as written.
        reason: the author's words behind the link, may be empty; the line of a map.
        quote: the line itself, shortened; for a guess the sentence it rests on.
    """

    path: str | None
    line: int | None
    form: str
    key: str
    reason: str
    quote: str


class NeedEntry(msgspec.Struct, frozen=True):
    """Something a note builds on.

    Attributes:
        path: null while it is not written.
        grade: `stated` by the author, `optional`, `ordered` by a curriculum or `inferred`, a guess.
        met: true when it is mastered already, or assumed to be.
        evidence: where it is written; left out of long lists.
    """

    path: str | None
    title: str
    grade: str
    met: bool
    evidence: tuple[EvidenceEntry, ...] = ()


class PlaceEntry(msgspec.Struct, frozen=True):
    """A place in a note.

    Attributes:
        path: the note.
        line: where in it; null for the whole note.
    """

    path: str
    line: int | None


def unread_entries(diagnostics: Iterable[Diagnostic]) -> tuple[PlaceEntry, ...]:
    """Return where properties cannot be read, so that what they may say is not known."""
    return tuple(
        PlaceEntry(path=one.path, line=one.span.line if one.span else None) for one in diagnostics
    )


class LeftOutEntry(msgspec.Struct, frozen=True):
    """An optional prerequisite that was left out because of its year.

    Attributes:
        title: what to call it.
        year: the year it is from.
        wanted_by: titles of the notes that name it.
    """

    title: str
    year: int
    wanted_by: tuple[str, ...]


class StepEntry(msgspec.Struct, frozen=True):
    """A note on the way to a goal.

    Attributes:
        path: null while it is not written.
        hours: what it still takes.
        state: `started`, `ready`, `blocked` or `planned`.
        needs: what it builds on directly.
        leads_to: titles of the later steps that build on it directly.
        goal: whether it is a goal itself.
        optional: whether it is only wished for by what comes after it.
        tracks: with several tracks, the names of those that it serves.
        guess: whether only a guess puts it on the way.
        map: id of the entry of the map that it is, where no note is about it; null otherwise.
        source: where to learn that; empty otherwise.
        address: where that is on the web; empty for a book that is not.
    """

    path: str | None
    title: str
    hours: float
    state: str
    needs: tuple[NeedEntry, ...]
    leads_to: tuple[str, ...]
    goal: bool
    optional: bool
    tracks: tuple[str, ...] = ()
    guess: bool = False
    map: str | None = None
    source: str = ""
    address: str = ""


class MapFields(TypedDict, total=False):
    """What an entry says of a node that only the map knows."""

    map: str
    source: str
    address: str


class TrackPathEntry(msgspec.Struct, frozen=True):
    """The way of one of several tracks.

    Attributes:
        name: what to call it.
        notes: how many notes are to go.
        hours: what they take.
        own_notes: how many of them serve no other of the tracks.
        own_hours: what those take.
    """

    name: str
    notes: int
    hours: float
    own_notes: int
    own_hours: float


class PathAnswer(Answer, frozen=True, tag="kbpivot.path/1"):
    """What is left to learn for a goal, in a good order.

    Attributes:
        goals: titles of the goals, or names of the tracks.
        notes: the steps, each after all it needs; with several tracks, those that two or more
            of them share.
        hours: what all steps take together.
        exact: whether no order reaches the goals sooner.
        grade: what the order rests on: `stated`, `ordered` or `inferred`.
        left_out: optional prerequisites that `--since` took away.
        since: that year; null when none was given.
        tracks: the way of each of several tracks; empty otherwise.
        stated: pairs of notes in the vault of which it is stated which comes first.
        guessed: pairs of which that is guessed; 0 where no guesses were used.
        assumed: titles of notes on the way that are no steps, because you wrote them.
        all_written: whether all steps are written by you, and nothing says what of it you know;
            then they are an order to read it in.
        mapped: pairs on the way of which only the map says which comes first.
        beyond: how many entries of the map without a note are on the way and no steps, since the
            goal has a note; `--with-map` makes them steps.
        granted: what of the map is taken for granted and no step.
    """

    goals: tuple[str, ...]
    notes: tuple[StepEntry, ...]
    hours: float
    exact: bool
    grade: str
    left_out: tuple[LeftOutEntry, ...]
    since: int | None = None
    tracks: tuple[TrackPathEntry, ...] = ()
    stated: int = 0
    guessed: int = 0
    assumed: tuple[str, ...] = ()
    all_written: bool = False
    mapped: int = 0
    beyond: int = 0
    granted: tuple[str, ...] = ()


def path_answer(
    found: LearningPath,
    *,
    goals: Iterable[str],
    graph: Graph,
    text: Callable[[str], str] | None = None,
    since: int | None = None,
    ways: Mapping[str, LearningPath] | None = None,
    shared: Iterable[Shared] = (),
    beyond: int = 0,
    granted: Iterable[str] = (),
) -> PathAnswer:
    """Return a learning path as an answer.

    Args:
        found: the path; with several tracks, the one through what they share.
        goals: titles of the goals.
        graph: the graph it is from.
        text: reads a note by its path, so that the evidence comes along.
        since: the year before which optional prerequisites were left out.
        ways: with several tracks, the path of each by name.
        shared: what they share.
        beyond: how many entries of the map are on the way and no steps.
        granted: what of the map is taken for granted.
    """
    from kbpivot.graph.attributes import title_of

    users = {one.node: one.tracks for one in shared}
    stated, guessed = edge_counts(graph)
    return PathAnswer(
        stated=stated,
        guessed=guessed,
        assumed=tuple(title_of(graph, node) for node in found.assumed),
        all_written=found.all_written,
        mapped=sum(need.grade == "mapped" for step in found for need in step.needs),
        beyond=beyond,
        granted=tuple(granted),
        goals=tuple(goals),
        notes=tuple(
            step_entry(_as_needed(step, ways or {}), graph=graph, text=text, tracks=serves)
            for step in found
            for serves in (users.get(step.node, ()),)
        ),
        since=since,
        tracks=tuple(_way(name, way, users) for name, way in (ways or {}).items()),
        hours=rounded(found.hours),
        exact=found.exact,
        grade=found.grade,
        left_out=tuple(left_out_entry(one, graph=graph) for one in found.left_out),
    )


def _as_needed(step: Step, ways: Mapping[str, LearningPath]) -> Step:
    """A step that tracks share is only wished for, or only a guess, where each of them says so."""
    found = [one for way in ways.values() for one in way if one.node == step.node]
    if not found:
        return step
    return replace(
        step,
        optional=all(one.optional for one in found),
        guess=all(one.guess for one in found),
    )


def _way(name: str, way: LearningPath, users: Mapping[str, object]) -> TrackPathEntry:
    own = [step for step in way if step.node not in users]
    return TrackPathEntry(
        name=name,
        notes=len(way),
        hours=rounded(way.hours),
        own_notes=len(own),
        own_hours=rounded(sum(step.hours for step in own)),
    )


def step_entry(
    step: Step,
    *,
    graph: Graph,
    text: Callable[[str], str] | None = None,
    tracks: tuple[str, ...] = (),
) -> StepEntry:
    """Return one step of a path as an entry; with its evidence when `text` reads notes."""
    from kbpivot.graph.attributes import title_of

    return StepEntry(
        path=step.path,
        title=step.title,
        hours=rounded(step.hours),
        state=step.state,
        needs=tuple(need_entry(need, text=text) for need in step.needs),
        leads_to=tuple(title_of(graph, node) for node in step.leads_to),
        goal=step.goal,
        optional=step.optional,
        tracks=tracks,
        guess=step.guess,
        **map_fields(step.node, graph=graph),
    )


def map_fields(node: str, *, graph: Graph) -> MapFields:
    """Return what an entry says of a node that only the map knows, or of a lesson; else nothing."""
    facts = graph.nodes[node] if node in graph else {}
    if "lesson" in facts:
        return {"source": str(facts["source"])}
    if "map" not in facts:
        return {}
    return {
        "map": str(facts["map"]),
        "source": str(facts.get("source", "")),
        "address": str(facts.get("address", "")),
    }


def left_out_entry(found: LeftOut, *, graph: Graph) -> LeftOutEntry:
    """Return an optional prerequisite that is not on the way as an entry."""
    from kbpivot.graph.attributes import title_of

    return LeftOutEntry(
        title=found.title,
        year=found.year,
        wanted_by=tuple(title_of(graph, node) for node in found.wanted_by),
    )


def need_entry(need: Need, *, text: Callable[[str], str] | None = None) -> NeedEntry:
    """Return one prerequisite as an entry; with its evidence when `text` reads notes."""
    return NeedEntry(
        path=need.path,
        title=need.title,
        grade=need.grade,
        met=need.met,
        evidence=() if text is None else evidence_entries(need.evidence, text=text),
    )


class NodeEntry(msgspec.Struct, frozen=True):
    """A note of the graph; `path` is null while it is not written."""

    path: str | None
    title: str


class EdgeEntry(msgspec.Struct, frozen=True):
    """One step of a chain.

    Attributes:
        before: the note that comes first.
        after: the note that builds on it.
        grade: `stated` by the author, `optional`, `ordered` by a curriculum or `inferred`, a guess.
        evidence: every place that says so.
    """

    before: NodeEntry
    after: NodeEntry
    grade: str
    evidence: tuple[EvidenceEntry, ...]


class WhyAnswer(Answer, frozen=True, tag="kbpivot.why/1"):
    """Why one note comes before another.

    Attributes:
        first: the note asked about first.
        last: the other one.
        turned: whether it is `last` that comes before `first`.
        edges: the chain between them; empty when nothing orders them.
    """

    first: NodeEntry
    last: NodeEntry
    turned: bool
    edges: tuple[EdgeEntry, ...]


def why_answer(found: Chain, *, graph: Graph, text: Callable[[str], str]) -> WhyAnswer:
    """Return a chain as an answer; `text` reads a note."""
    return WhyAnswer(
        first=node_entry(found.first, graph=graph),
        last=node_entry(found.last, graph=graph),
        turned=found.turned,
        edges=tuple(
            EdgeEntry(
                before=node_entry(edge.before, graph=graph),
                after=node_entry(edge.after, graph=graph),
                grade=edge.grade,
                evidence=evidence_entries(edge.evidence, text=text),
            )
            for edge in found.edges
        ),
    )


def node_entry(node: str, *, graph: Graph) -> NodeEntry:
    """Return a node of the graph as an entry."""
    from kbpivot.graph.attributes import exists, title_of

    return NodeEntry(path=node if exists(graph, node) else None, title=title_of(graph, node))


def evidence_entries(
    evidence: Iterable[Evidence], *, text: Callable[[str], str]
) -> tuple[EvidenceEntry, ...]:
    """Return where something is written, with the line; `text` reads a note by its path."""
    return tuple(
        EvidenceEntry(
            path=one.path or None,
            line=one.span.line if one.span else None,
            form=one.form,
            key=one.key,
            reason=one.reason,
            quote=shown_quote(one, text=text),
        )
        for one in evidence
    )


def shown_quote(evidence: Evidence, *, text: Callable[[str], str]) -> str:
    """Return the words that speak for an edge: the line, or the sentence behind a guess."""
    if evidence.grade == "inferred" and evidence.reason:
        found = evidence.reason
    elif evidence.span is None:
        return ""
    else:
        return line_quote(text(evidence.path), evidence.span.line)
    return _cut(found)


def line_quote(text: str, line: int) -> str:
    """Return a line of a note as it is quoted: without its margins, not longer than is read."""
    lines = text.splitlines()
    return _cut(" ".join(lines[line - 1].split()) if 0 < line <= len(lines) else "")


def _cut(words: str) -> str:
    return words if len(words) <= QUOTED else f"{words[: QUOTED - 1]}…"


def edge_counts(graph: Graph) -> tuple[int, int]:
    """Return how many edges of a graph are stated, and how many guessed."""
    grades = Counter(
        str(facts.get("grade", "stated"))
        for _, found in graph.adjacency()
        for facts in found.values()
    )
    return grades["stated"], grades["inferred"]


def rounded(hours: float) -> float:
    """Return hours without the noise of adding fractions of minutes."""
    return round(hours, 2)
