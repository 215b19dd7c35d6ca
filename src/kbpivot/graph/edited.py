"""Graphs of a vault that follow edited notes: patched where that surely equals a new graph."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kbpivot.graph.build import note_facts, planned_facts
from kbpivot.graph.curricula import note_runs
from kbpivot.graph.edges import STRENGTH, EdgeFacts, Evidence, evidence_of
from kbpivot.graph.relations import Relations, run_edges, stated_edges, states_prerequisites
from kbpivot.graph.targets import Planned, Targets
from kbpivot.notes.vocabulary import DEFAULT, Vocabulary
from kbpivot.traits import planned_minutes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import networkx as nx

    from kbpivot.model import Note
    from kbpivot.traits import Traits
    from kbpivot.vault import Vault

    Graph = nx.DiGraph[str]

__all__ = ["LiveGraphs", "Patch"]

_FIRM = frozenset({"stated", "ordered"})
_PLAIN = frozenset({"concept", "other"})  # kinds between which nothing about order changes

_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Patch:
    """What a patch changed.

    Attributes:
        nodes: nodes that came, went, or have other attributes.
        come: those of them that came or went.
        stated: pairs that are stated now and were not, or the other way round.
        weaker: whether any other edge came, went or has another grade.
        knots: whether notes that need each other may be others now.
    """

    nodes: frozenset[str] = frozenset()
    come: frozenset[str] = frozenset()
    stated: frozenset[_Pair] = frozenset()
    weaker: bool = False
    knots: bool = False


@dataclass(frozen=True, slots=True)
class _Said:
    """What one note says about order."""

    stated: tuple[tuple[str, str, Evidence], ...] = ()  # stated and optional
    ordered: tuple[tuple[str, str, Evidence], ...] = ()  # its runs, then its "next" links
    counted: tuple[tuple[bool, int], ...] = ()  # for each run whether it counts, and its length
    planned: tuple[tuple[str, str], ...] = ()  # key and spelling
    titles: tuple[Planned, ...] = ()


class LiveGraphs:
    """Graphs of one vault, by the grades of their edges; `edited` patches them in place.

    A patch is made only where it is proven to equal a new graph, order of nodes and edges
    included; anything else is left alone, and the caller builds anew.

    Attributes:
        ordered: whether an order of lists, numbers or "next" links is in them.
        optional: whether an optional prerequisite is in them, or was.
    """

    def __init__(
        self,
        found: Relations,
        graphs: Mapping[tuple[str, ...], Graph],
        *,
        traits: Mapping[str, Traits],
        vocabulary: Vocabulary = DEFAULT,
    ) -> None:
        """Take graphs that were just built.

        Args:
            found: the relations they were built from, `stated`, `optional` and `ordered`.
            graphs: graphs of some of these grades; the first one has all three.
            traits: what each note is.
            vocabulary: headings of lists that are no order.
        """
        self._graphs = graphs
        self._whole = next(iter(graphs.values()))
        self._spellings = dict(found.spellings)
        self._dropped = found.dropped
        grades = {one.grade for edge in found.edges for one in edge.evidence}
        self.ordered, self.optional = "ordered" in grades, "optional" in grades
        self._vocabulary = vocabulary
        self._planned_hours = planned_minutes(traits) / 60

    def edited(
        self,
        before: Vault,
        after: Vault,
        paths: Collection[str],
        *,
        traits: Mapping[str, Traits],
        changed: Mapping[str, Traits],
    ) -> Patch | None:
        """Follow notes that were written anew under the paths they had.

        Args:
            before: the vault as it was.
            after: the vault as it is.
            paths: the notes that differ.
            traits: what each note was.
            changed: what some notes are now; the others are what they were.

        Returns:
            What changed, or None when only a new graph is sure to be right; then nothing was.
        """
        for path, new in changed.items():
            old = traits[path]
            same_kind = old.kind == new.kind or {old.kind, new.kind} <= _PLAIN
            if not same_kind or old.in_advice != new.in_advice:
                return None
        now = {**traits, **changed}
        old_said = {path: self._said(before, before[path], traits) for path in paths}
        new_said = {path: self._said(after, after[path], now) for path in paths}
        moved: dict[tuple[_Pair, Evidence], Evidence] = {}
        for path in paths:
            old_order, new_order = old_said[path].ordered, new_said[path].ordered
            if [row[:2] for row in old_order] != [row[:2] for row in new_order]:
                return None
            if old_said[path].counted != new_said[path].counted:
                return None
            for (a, b, one), (_, _, other) in zip(old_order, new_order, strict=True):
                moved[(a, b), one] = other
            for key, node in (*old_said[path].planned, *new_said[path].planned):
                if not node or self._spellings.get(key, node) != node:
                    return None
        titles = {one.node: one for said in new_said.values() for one in said.titles}
        pairs = {row[:2] for said in (old_said, new_said) for one in said.values()
                 for row in one.stated}  # fmt: skip
        pairs |= {pair for pair, _ in moved}
        evidence = self._evidence(after, pairs, new_said, moved, now)
        patch = self._checked(evidence)
        if patch is None:
            return None
        self.optional = self.optional or patch.weaker
        for said in new_said.values():
            self._spellings.update(said.planned)
        nodes = {node for pair in pairs for node in pair} | set(paths) | changed.keys()
        return self._patched(after, evidence, nodes, titles, now, patch)

    def _said(self, vault: Vault, note: Note, traits: Mapping[str, Traits]) -> _Said:
        if not states_prerequisites(note.path, traits):
            return _Said()
        targets = Targets(vault)
        stated: list[tuple[str, str, Evidence]] = []
        follows: list[tuple[str, str, Evidence]] = []
        for statement in note.statements:
            for before, after, evidence in stated_edges(note, statement, targets):
                if before != after:
                    rows = follows if statement.relation == "next" else stated
                    rows.append((before, after, evidence))
        runs = sorted(
            note_runs(vault, traits, note, vocabulary=self._vocabulary),
            key=lambda run: not run.numbered,
        )
        ordered = [edge for run in runs for edge in run_edges(run)]
        return _Said(
            tuple(stated),
            (*ordered, *follows),
            tuple((run.numbered, len(run.stops)) for run in runs),
            tuple(targets.spellings.items()),
            tuple(targets.planned.values()),
        )

    def _evidence(
        self,
        vault: Vault,
        pairs: Iterable[_Pair],
        said: Mapping[str, _Said],
        moved: Mapping[tuple[_Pair, Evidence], Evidence],
        traits: Mapping[str, Traits],
    ) -> dict[_Pair, tuple[Evidence, ...]]:
        """All that speaks for some pairs now; what stated it stands in one of its two notes."""
        stated = {path: one.stated for path, one in said.items()}
        found: dict[_Pair, tuple[Evidence, ...]] = {}
        for pair in sorted(pairs):
            rows: list[Evidence] = []
            for path in sorted(pair):
                if path in traits and path not in stated:
                    stated[path] = self._said(vault, vault[path], traits).stated
                rows += [e for a, b, e in stated.get(path, ()) if (a, b) == pair]
            if self._whole.has_edge(*pair):
                known = evidence_of(self._whole.edges[pair])
                rows += [moved.get((pair, e), e) for e in known if e.grade == "ordered"]
            once = dict.fromkeys(rows)
            found[pair] = tuple(sorted(once, key=lambda e: STRENGTH[e.grade]))
        return found

    def _checked(self, evidence: Mapping[_Pair, tuple[Evidence, ...]]) -> Patch | None:
        """Tell what the new evidence changes; None where it may move orders elsewhere."""
        added: set[_Pair] = set()
        removed: set[_Pair] = set()
        weaker = False
        for pair, now in evidence.items():
            known = self._whole.get_edge_data(*pair) or {}
            old = {one.grade for one in evidence_of(known)}
            new = {one.grade for one in now}
            weaker = weaker or old - {"stated"} != new - {"stated"}
            if "stated" in new - old:
                added.add(pair)
            elif "stated" in old - new:
                removed.add(pair)
        if removed and self._dropped:
            return None  # an order that was dropped may have room now
        if any(self._leads(after, before, evidence) for before, after in added):
            return None  # a circle: orders on it are dropped, or it is one of stated edges
        knots = any(self._leads(after, before, {}) for before, after in removed)
        return Patch(stated=frozenset(added | removed), weaker=weaker, knots=knots)

    def _leads(self, start: str, goal: str, evidence: Mapping[_Pair, tuple[Evidence, ...]]) -> bool:
        """Whether stated and ordered edges lead from one node to another, with new evidence."""
        fresh: dict[str, list[str]] = {}
        for (before, after), rows in evidence.items():
            if any(one.grade in _FIRM for one in rows):
                fresh.setdefault(before, []).append(after)
        seen, work = {start}, [start]
        while work:
            node = work.pop()
            following = fresh.get(node, [])
            if node in self._whole:
                following = following + [
                    after
                    for after, facts in self._whole.succ[node].items()
                    if (node, after) not in evidence
                    and (
                        facts["grade"] in _FIRM or any(e.grade in _FIRM for e in evidence_of(facts))
                    )
                ]
            for after in following:
                if after == goal:
                    return True
                if after not in seen:
                    seen.add(after)
                    work.append(after)
        return False

    def _patched(
        self,
        vault: Vault,
        evidence: Mapping[_Pair, tuple[Evidence, ...]],
        nodes: Iterable[str],
        titles: Mapping[str, Planned],
        traits: Mapping[str, Traits],
        patch: Patch,
    ) -> Patch:
        hours = planned_minutes(traits) / 60
        touched = set(nodes)
        if hours != self._planned_hours:
            self._planned_hours = hours
            touched.update(n for n, facts in self._whole.nodes.items() if not facts["exists"])
        changed: set[str] = set()
        come: set[str] = set()
        for grades, graph in self._graphs.items():
            before = set(graph)
            _set_edges(graph, evidence, grades)
            for node in touched:
                facts: dict[str, object] | None = None
                if node in traits:
                    if traits[node].in_advice or _named(graph, node):
                        facts = note_facts(vault[node], traits[node])
                elif _named(graph, node):
                    planned = titles.get(node)
                    if planned is None:
                        planned = Planned(node, str(graph.nodes[node]["title"]))
                    facts = planned_facts(planned, hours)
                if _set_node(graph, node, facts, known=node in before):
                    changed.add(node)
            come |= before.symmetric_difference(graph)
            if not before.issuperset(graph):
                _sort_nodes(graph)
        return replace(patch, nodes=frozenset(changed), come=frozenset(come))


def _named(graph: Graph, node: str) -> bool:
    return node in graph and bool(graph.pred[node] or graph.succ[node])


def _set_edges(
    graph: Graph, evidence: Mapping[_Pair, tuple[Evidence, ...]], grades: Collection[str]
) -> None:
    """Give pairs their evidence; neighbours stand in the order in which a new graph has them."""
    unsorted: set[str] = set()
    for (before, after), rows in evidence.items():
        kept = tuple(one for one in rows if one.grade in grades)
        if kept:
            if not graph.has_edge(before, after):
                graph.add_edge(before, after)
                unsorted |= {before, after}
            facts = graph.edges[before, after]
            facts.clear()
            facts.update(EdgeFacts.of(kept))
        elif graph.has_edge(before, after):
            graph.remove_edge(before, after)
    for node in unsorted:
        for held in _stores(graph)[1:]:
            _sort(held[node], sorted(held[node]))


def _set_node(graph: Graph, node: str, facts: dict[str, object] | None, *, known: bool) -> bool:
    """Give a node its attributes, or take it out; tell whether that changed anything."""
    if facts is None:
        if node in graph:
            graph.remove_node(node)
        return known
    if node not in graph:
        graph.add_node(node, **facts)
        return True
    held = graph.nodes[node]
    if known and held == facts:
        return False
    held.clear()
    held.update(facts)
    return True


def _sort_nodes(graph: Graph) -> None:
    order = sorted(graph, key=lambda node: (not graph.nodes[node]["exists"], node))
    for held in _stores(graph):
        _sort(held, order)


def _stores(graph: Graph) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """What networkx shows only through views: attributes of nodes, edges out, edges in."""
    inner: Any = graph
    return inner._node, inner._succ, inner._pred  # noqa: SLF001


def _sort(held: dict[str, Any], order: Iterable[str]) -> None:
    """Bring a dictionary into an order without making another one: views hold on to it."""
    rows = [(key, held[key]) for key in order]
    held.clear()
    held.update(rows)
