"""The answer of `kbpivot` alone: what is here, where you are, what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import msgspec

from kbpivot.graph.attributes import exists, kind_of
from kbpivot.graph.edges import evidence_of
from kbpivot.graph.lessons import without_lessons
from kbpivot.render.answers import Answer
from kbpivot.render.answers.next import NextAnswer
from kbpivot.render.answers.publish import GapEntry, GapsAnswer, PublicFacts
from kbpivot.render.answers.study import NodeEntry, node_entry
from kbpivot.study.work_left import STUDY_KINDS
from kbpivot.vault import commonest_name

if TYPE_CHECKING:
    from kbpivot.graph import Cycle
    from kbpivot.graph.attributes import Graph
    from kbpivot.study import KnowledgeState
    from kbpivot.vault import Vault

__all__ = [
    "CycleEntry",
    "LinkFacts",
    "MapFacts",
    "OmissionEntry",
    "OverviewAnswer",
    "PrerequisiteFacts",
    "StateFacts",
    "WishEntry",
    "overview_answer",
]


class OmissionEntry(msgspec.Struct, frozen=True):
    """Notes that advice leaves out.

    Attributes:
        reason: `template`, `manual`, `clipping`, `excalidraw`, `daily`, `meeting`, `person`,
            `project`, `archived`, `untitled`, `readme`, `copy`, `excluded` or
            `ignored`.
        notes: how many.
        first: path of the first one.
    """

    reason: str
    notes: int
    first: str


class LinkFacts(msgspec.Struct, frozen=True):
    """How the notes are linked.

    Attributes:
        wikilinks: links in double brackets, those in properties included.
        markdown: Markdown links to files of the vault.
        connected: notes with a link to or from another note.
        dialect: the program by whose rules links lead: `obsidian`, `logseq` or `dendron`.
    """

    wikilinks: int
    markdown: int
    connected: int
    dialect: str = "obsidian"


class PrerequisiteFacts(msgspec.Struct, frozen=True):
    """What says what comes first.

    Attributes:
        stated: pairs of notes for which the author says so.
        optional: pairs for which the author says that it helps.
        ordered: pairs ordered only by a list, a table or numbered files.
        planned: prerequisites without a note.
        guessed: pairs of which the order is guessed; 0 where no guesses are used.
        mapped: pairs of which only the map says which comes first.
    """

    stated: int
    optional: int
    ordered: int
    planned: int
    guessed: int = 0
    mapped: int = 0


class MapFacts(msgspec.Struct, frozen=True):
    """How much of the vault the map of the field knows.

    Attributes:
        notes: how many notes are for studying.
        placed: how many of them are on the map.
        ordered: how many of these it puts before or after another one.
    """

    notes: int
    placed: int
    ordered: int


class StateFacts(msgspec.Struct, frozen=True):
    """How far the person is, in notes that are for studying.

    Attributes:
        mastered: how many are.
        started: how many are begun.
        assumed: how many written ones count as met because nothing says what is known.
        open: how many are none of these.
        unwritten: how many of the open ones say nothing yet.
        source: what says so.
    """

    mastered: int
    started: int
    assumed: int
    open: int
    unwritten: int
    source: str


class CycleEntry(msgspec.Struct, frozen=True):
    """Notes of which each comes before the next, and the last before the first."""

    notes: tuple[NodeEntry, ...]


class WishEntry(msgspec.Struct, frozen=True):
    """A note that is linked and not written yet.

    Attributes:
        title: what most links call it.
        links: how many links ask for it.
        notes: in how many notes they stand.
    """

    title: str
    links: int
    notes: int


class OverviewAnswer(Answer, frozen=True, tag="kbpivot.overview/1"):
    """What is here and what comes next.

    Attributes:
        vault: name of the vault's folder.
        notes: how many notes there are.
        links: how they are linked.
        left_out: what advice leaves out.
        prerequisites: what says what comes first.
        cycles: one for each knot of notes that come before each other.
        state: how far the person is.
        next: what `kbpivot next` says.
        public: what others can read.
        gaps: the three most worthwhile gaps in that.
        gaps_found: how many there are.
        wishes: notes linked and not written yet, the most wanted first.
        questions: how many things `kbpivot check` would show about single notes.
        map: how much of it the map of the field knows; null where the notes are about other
            things, or no map is in use.
    """

    vault: str
    notes: int
    links: LinkFacts
    left_out: tuple[OmissionEntry, ...]
    prerequisites: PrerequisiteFacts
    cycles: tuple[CycleEntry, ...]
    state: StateFacts
    next: NextAnswer
    public: PublicFacts
    gaps: tuple[GapEntry, ...]
    gaps_found: int
    wishes: tuple[WishEntry, ...]
    questions: int
    map: MapFacts | None = None


def overview_answer(
    vault: Vault,
    graph: Graph,
    state: KnowledgeState,
    *,
    name: str,
    left_out: Iterable[OmissionEntry],
    cycles: Iterable[Cycle],
    next_: NextAnswer,
    gaps: GapsAnswer,
    questions: int,
    placed: Collection[str] = (),
) -> OverviewAnswer:
    """Return the first screen as an answer.

    Args:
        vault: the notes.
        graph: their graph, with edges of every grade.
        state: what the person knows.
        name: what to call the vault.
        left_out: what advice leaves out.
        cycles: of the stated edges.
        next_: what comes next.
        gaps: what the public notes lack.
        questions: how many diagnostics there are.
        placed: paths of the notes on the map, where the vault is about its field.
    """
    graph = without_lessons(graph)
    grades = Counter(str(facts["grade"]) for _, _, facts in graph.edges(data=True))
    return OverviewAnswer(
        vault=name,
        notes=len(vault),
        links=_link_facts(vault),
        left_out=tuple(left_out),
        prerequisites=PrerequisiteFacts(
            stated=grades["stated"],
            optional=grades["optional"],
            ordered=grades["ordered"],
            guessed=grades["inferred"],
            mapped=sum(
                exists(graph, before) and exists(graph, after)
                for before, after, facts in graph.edges(data=True)
                if facts["grade"] == "mapped"
            ),
            planned=sum(
                not exists(graph, node) and "map" not in graph.nodes[node] for node in graph
            ),
        ),
        cycles=tuple(
            CycleEntry(notes=tuple(node_entry(node, graph=graph) for node in cycle.nodes))
            for cycle in cycles
        ),
        state=_state_facts(graph, state),
        next=next_,
        public=gaps.public,
        gaps=gaps.gaps[:3],
        gaps_found=len(gaps.gaps),
        wishes=_wishes(vault),
        questions=questions,
        map=_map_facts(graph, placed) if placed else None,
    )


def _map_facts(graph: Graph, placed: Collection[str]) -> MapFacts:
    ordered = {
        node
        for before, after, facts in graph.edges(data=True)
        if exists(graph, before)
        and exists(graph, after)
        and any(one.grade == "mapped" for one in evidence_of(facts))
        for node in (before, after)
    }
    return MapFacts(
        notes=sum(exists(graph, n) and kind_of(graph, n) in STUDY_KINDS for n in graph),
        placed=len(placed),
        ordered=len(ordered.intersection(placed)),
    )


def _link_facts(vault: Vault) -> LinkFacts:
    kinds: Counter[str] = Counter()
    connected: set[str] = set()
    for link in vault.all_links():
        if link.target is not None and link.target != link.source:
            kinds[link.link.kind] += 1
            connected.update((link.source, link.target))
    return LinkFacts(
        wikilinks=kinds["wikilink"] + kinds["property"],
        markdown=kinds["markdown"],
        connected=sum(path in connected for path in vault.paths),
        dialect=vault.dialect,
    )


def _state_facts(graph: Graph, state: KnowledgeState) -> StateFacts:
    studied = [n for n in graph if exists(graph, n) and kind_of(graph, n) in STUDY_KINDS]
    mastered = sum(node in state.mastered for node in studied)
    started = sum(node in state.started for node in studied)
    assumed = sum(node in state.assumed and node not in state.started for node in studied)
    met = state.mastered | state.started | state.assumed
    return StateFacts(
        mastered=mastered,
        started=started,
        assumed=assumed,
        open=len(studied) - mastered - started - assumed,
        unwritten=sum(node not in met and node not in state.written for node in studied),
        source=state.source,
    )


def _wishes(vault: Vault) -> tuple[WishEntry, ...]:
    found = [
        WishEntry(
            title=commonest_name(link.linkpath for link in links),
            links=len(links),
            notes=len({link.source for link in links}),
        )
        for links in vault.planned.values()
    ]
    return tuple(sorted(found, key=lambda wish: (-wish.notes, -wish.links, wish.title)))
