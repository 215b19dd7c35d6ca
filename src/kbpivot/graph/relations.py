"""Everything the notes say about what comes before what, weighed and put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from kbpivot.graph.claims import CLAIMS, NoteClaims
from kbpivot.graph.contradictions import Contradiction, contradicted
from kbpivot.graph.curricula import NO_MENUS, Menus, Run, index_runs, menu_runs, number_runs
from kbpivot.graph.edges import STRENGTH, Edge, Evidence
from kbpivot.graph.precedence import Precedence, admitted
from kbpivot.graph.targets import Planned, Targets
from kbpivot.model import Diagnostic
from kbpivot.notes.vocabulary import DEFAULT, Vocabulary
from kbpivot.record import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kbpivot.graph.edges import Grade
    from kbpivot.model import Statement
    from kbpivot.traits import Traits
    from kbpivot.vault import Vault

__all__ = [
    "Relations",
    "relations",
    "run_edges",
    "stated_edges",
    "states_prerequisites",
    "with_guesses",
    "with_map",
]


class Relations(Record, frozen=True):
    """What comes before what, without the graph library.

    Attributes:
        edges: one for each pair, by source and target.
        planned: notes that are named and not written, by node.
        roots: notes that say they need nothing.
        contradictions: orders that put a note before what it needs.
        diagnostics: statements that say nothing, such as a note that needs itself.
    """

    edges: tuple[Edge, ...]
    planned: Mapping[str, Planned]
    roots: frozenset[str]
    contradictions: tuple[Contradiction, ...]
    diagnostics: tuple[Diagnostic, ...]


def states_prerequisites(path: str, traits: Mapping[str, Traits]) -> bool:
    """True when what the note states counts: not for templates, manuals and what is left out."""
    known = traits.get(path)
    return known is None or known.in_advice


class _Pairs:
    """Evidence by pair of nodes."""

    def __init__(self) -> None:
        self.evidence: dict[tuple[str, str], list[Evidence]] = {}

    def add(self, before: str, after: str, evidence: Evidence) -> None:
        known = self.evidence.setdefault((before, after), [])
        if evidence not in known:
            known.append(evidence)

    def edges(self) -> tuple[Edge, ...]:
        rows = []
        for pair in sorted(self.evidence):
            before, after = pair
            evidence = self.evidence[pair]
            if len(evidence) > 1:
                evidence.sort(key=lambda one: STRENGTH[one.grade])
            rows.append(Edge(before, after, evidence[0].grade, tuple(evidence)))
        return tuple(rows)


def relations(
    vault: Vault,
    traits: Mapping[str, Traits],
    *,
    grades: Collection[str] = ("stated",),
    mapped: Iterable[Edge] = (),
    inferred: Iterable[Edge] = (),
    vocabulary: Vocabulary = DEFAULT,
    menus: Menus = NO_MENUS,
) -> Relations:
    """Weigh everything the notes say about order.

    Stated edges all stay, also when they go round in a circle. Orders are taken in turn,
    menus of sites and numbered files first, then counted lists, other lists, and at last "next"
    links; one that closes a circle with what is there already is dropped. Then comes what a map
    says, and guesses come last, best first.

    Args:
        vault: the notes.
        traits: what each note is.
        grades: which edges to return.
        mapped: what a map says, if `grades` names it.
        inferred: guesses, if `grades` names them.
        vocabulary: headings of lists that are no order.
        menus: what the configuration of a site says of the order of its pages.
    """
    targets, pairs, diagnostics = Targets(vault), _Pairs(), list[Diagnostic]()
    stated: list[tuple[str, str]] = []
    follows: list[tuple[str, str, Evidence]] = []
    roots: set[str] = set()
    unneeded: set[frozenset[str]] = set()  # pairs of which one helps with the other
    for note in vault.each(CLAIMS).values():
        if not states_prerequisites(note.path, traits):
            continue
        if note.root is not None:
            roots.add(note.path)
        for statement in note.statements:
            for before, after, evidence in stated_edges(note, statement, targets):
                if before == after:
                    if statement.relation != "next":
                        diagnostics.append(_own_need(note, statement))
                    continue
                if statement.relation == "next":
                    follows.append((before, after, evidence))
                    continue
                if evidence.grade == "stated":
                    stated.append((before, after))
                elif evidence.grade == "optional":
                    unneeded.add(frozenset((before, after)))
                if evidence.grade in grades:
                    pairs.add(before, after, evidence)

    runs = [*menu_runs(vault, traits, menus), *number_runs(vault, traits, menus=menus)]
    listed = [*index_runs(vault, traits, targets=targets, vocabulary=vocabulary)]
    runs += sorted(listed, key=lambda run: not run.numbered)
    ordered = [edge for run in runs for edge in run_edges(run)]
    ordered += [
        (before, after, evidence)
        for before, after, evidence in follows
        if _kind(before, traits) != "daily" and _kind(after, traits) != "daily"
    ]
    if "ordered" in grades and ordered:
        fits = admitted(stated, [(before, after) for before, after, _ in ordered])
        for (before, after, evidence), fit in zip(ordered, fits, strict=True):
            if fit:
                pairs.add(before, after, evidence)
    edges = pairs.edges()
    against: tuple[Contradiction, ...] = ()
    if "mapped" in grades:
        edges, against = _with_map(edges, stated, mapped, unneeded=unneeded)
    if "inferred" in grades:
        edges = _with_guesses(edges, stated, inferred)
    used = {node for edge in edges for node in (edge.source, edge.target)}
    return Relations(
        edges,
        {node: one for node, one in sorted(targets.planned.items()) if node in used},
        frozenset(roots),
        (*contradicted(runs, stated), *against),
        tuple(diagnostics),
    )


def with_map(found: Relations, mapped: Iterable[Edge]) -> Relations:
    """Return what the notes say with what a map says beside it, as far as they agree.

    Args:
        found: what the notes say, stated, optional and ordered edges.
        mapped: edges of grade `mapped`.
    """
    stated = [
        (edge.source, edge.target)
        for edge in found.edges
        if any(one.grade == "stated" for one in edge.evidence)
    ]
    unneeded = {
        frozenset((edge.source, edge.target))
        for edge in found.edges
        if any(one.grade == "optional" for one in edge.evidence)
    }
    edges, against = _with_map(found.edges, stated, mapped, unneeded=unneeded)
    return replace(found, edges=edges, contradictions=(*found.contradictions, *against))


def with_guesses(found: Relations, guesses: Iterable[Edge]) -> Relations:
    """Return what the notes say with guesses beside it, best first, as far as they agree.

    Args:
        found: what the notes say, without guesses.
        guesses: pairs of notes that may come before each other.
    """
    stated = [
        (edge.source, edge.target)
        for edge in found.edges
        if any(one.grade == "stated" for one in edge.evidence)
    ]
    return replace(found, edges=_with_guesses(found.edges, stated, guesses))


def _with_guesses(
    edges: tuple[Edge, ...], stated: Iterable[tuple[str, str]], guesses: Iterable[Edge]
) -> tuple[Edge, ...]:
    offered = sorted(guesses, key=lambda edge: (-(edge.score or 0), edge.source, edge.target))
    if not offered:
        return edges
    fits = admitted(
        [*stated, *_of(edges, "ordered", "mapped")], [(one.source, one.target) for one in offered]
    )
    held = {(edge.source, edge.target): edge for edge in edges}
    for guess, fit in zip(offered, fits, strict=True):
        if not fit:
            continue
        pair = (guess.source, guess.target)
        known = held.get(pair)
        evidence = _joined(known, guess)
        if known is not None and known.grade != "inferred":
            held[pair] = Edge(*pair, known.grade, evidence)
        elif evidence:
            held[pair] = Edge(*pair, "inferred", evidence, guess.score or 0.0, guess.tier)
    return tuple(held[pair] for pair in sorted(held))


def _with_map(
    edges: tuple[Edge, ...],
    stated: Collection[tuple[str, str]],
    mapped: Iterable[Edge],
    *,
    unneeded: Collection[frozenset[str]],
) -> tuple[tuple[Edge, ...], tuple[Contradiction, ...]]:
    """Add what a map says where it closes no circle; what is against a stated way is told.

    A pair of which the author calls one optional for the other is left as it is.
    """
    offered = [
        edge
        for edge in sorted(mapped, key=lambda edge: (edge.source, edge.target))
        if frozenset((edge.source, edge.target)) not in unneeded
    ]
    pairs = [(edge.source, edge.target) for edge in offered]
    fits = admitted([*stated, *_of(edges, "ordered")], pairs)
    precedence = None if all(fits) else Precedence(stated)
    held = {(edge.source, edge.target): edge for edge in edges}
    against: list[Contradiction] = []
    for edge, fit in zip(offered, fits, strict=True):
        pair = (edge.source, edge.target)
        if fit:
            known = held.get(pair)
            grade = edge.grade if known is None else known.grade
            held[pair] = Edge(*pair, grade, _joined(known, edge))
        elif precedence is not None and precedence.leads(edge.target, edge.source):
            key = edge.evidence[0].key
            against.append(
                Contradiction(edge.source, None, "map", key, edge.source, (edge.target,))
            )
    return tuple(held[pair] for pair in sorted(held)), tuple(against)


def _of(edges: Iterable[Edge], *grades: str) -> list[tuple[str, str]]:
    """The pairs that some evidence of these grades speaks for."""
    return [
        (edge.source, edge.target)
        for edge in edges
        if any(one.grade in grades for one in edge.evidence)
    ]


def _joined(known: Edge | None, more: Edge) -> tuple[Evidence, ...]:
    """What speaks for an edge, and behind it what else does."""
    evidence = () if known is None else known.evidence
    return evidence + tuple(dict.fromkeys(one for one in more.evidence if one not in evidence))


def _kind(node: str, traits: Mapping[str, Traits]) -> str:
    known = traits.get(node)
    return "" if known is None else known.kind


def stated_edges(
    note: NoteClaims, statement: Statement, targets: Targets
) -> Iterator[tuple[str, str, Evidence]]:
    """The edges of one statement, as (what comes first, what builds on it, the place)."""
    grade: Grade = "stated"
    if statement.relation == "optional":
        grade = "optional"
    elif statement.relation == "next":
        grade = "ordered"
    for node, said in targets.named(statement, note.path):
        reason = statement.reason or said
        evidence = Evidence(grade, note.path, statement.span, statement.form, statement.key, reason)
        if statement.relation in ("unlocks", "next"):
            yield note.path, node, evidence
        else:
            yield node, note.path, evidence


def run_edges(run: Run) -> Iterator[tuple[str, str, Evidence]]:
    """The edges between neighbours; the place is that of the later note."""
    for first, second in run.steps():
        yield first.node, second.node, second.evidence


def _own_need(note: NoteClaims, statement: Statement) -> Diagnostic:
    return Diagnostic(
        code="self-prerequisite",
        severity="info",
        path=note.path,
        span=statement.span,
        message=f"This note names itself under {statement.key!r}.",
        hint="Take the entry out, or name the note that was meant.",
    )
