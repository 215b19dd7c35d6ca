"""The prerequisite graph as a plain networkx graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.graph.claims import CLAIMS, NoteClaims
from kbpivot.graph.curricula import NO_MENUS, Menus
from kbpivot.graph.edges import GRADES, Edge, EdgeFacts
from kbpivot.graph.plain import PlainGraph, as_networkx
from kbpivot.graph.relations import Relations, relations
from kbpivot.graph.shared_titles import told_apart
from kbpivot.notes.vocabulary import DEFAULT, Vocabulary
from kbpivot.traits import Traits, planned_minutes, vault_traits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import networkx as nx

    from kbpivot.graph.contradictions import Contradiction
    from kbpivot.graph.targets import Planned
    from kbpivot.maps import Map
    from kbpivot.vault import Vault

__all__ = [
    "contradictions",
    "edges_on_map",
    "note_facts",
    "off_the_map",
    "plain_graph",
    "planned_facts",
    "prerequisite_graph",
    "vault_relations",
]

_ABOUT_ONE = frozenset({"concept", "paper", "other"})  # kinds of notes that are about one matter


def vault_relations(
    vault: Vault,
    *,
    grades: Collection[str] = ("stated",),
    traits: Mapping[str, Traits] | None = None,
    maps: Map | Iterable[Map] | None = None,
    inferred: Iterable[Edge] | None = None,
    vocabulary: Vocabulary = DEFAULT,
    menus: Menus = NO_MENUS,
) -> Relations:
    """Weigh what a vault says about order, without building a graph.

    Args:
        vault: the notes.
        grades: which edges to return: `stated`, `optional`, `ordered`, `mapped`, `inferred`.
        traits: what each note is; worked out when not given.
        maps: the map or maps that `mapped` edges come from; of several, the last counts most.
        inferred: guesses to weigh in; worked out when not given and asked for.
        vocabulary: the names a vault uses.
        menus: what the configuration of a site says of the order of its pages.

    Raises:
        ValueError: a grade is none of the five, or `mapped` is asked for without a map.
    """
    for grade in grades:
        if grade not in GRADES:
            raise ValueError(f"{grade!r} is no grade; the grades are {', '.join(GRADES)}.")
    if traits is None:
        traits = vault_traits(vault, vocabulary=vocabulary)
    mapped: Iterable[Edge] = ()
    if "mapped" in grades:
        mapped = edges_on_map(vault, maps=maps, traits=traits)
    guesses: Iterable[Edge] = ()
    if "inferred" in grades:
        guesses = _guesses(vault) if inferred is None else inferred
    return relations(
        vault,
        traits,
        grades=grades,
        mapped=mapped,
        inferred=guesses,
        vocabulary=vocabulary,
        menus=menus,
    )


def edges_on_map(
    vault: Vault, *, maps: Map | Iterable[Map] | None, traits: Mapping[str, Traits]
) -> tuple[Edge, ...]:
    """Return the edges that a map makes between the notes of a vault.

    Args:
        vault: the notes.
        maps: the map, or several of which the last counts most.
        traits: what each note is; indexes, daily notes and what is left out take no part.

    Raises:
        ValueError: there is no map.
    """
    from kbpivot.graph.mapped import mapped_edges
    from kbpivot.maps import Map, joined_maps, placed_notes

    given = [maps] if isinstance(maps, Map) else list(maps or ())
    if not given:
        raise ValueError("Edges of grade 'mapped' need a map: maps=kbpivot.read_map('ai').")
    field = joined_maps(given)
    return mapped_edges(field, placed_notes(vault, field, leave_out=off_the_map(traits)).ids)


def off_the_map(traits: Mapping[str, Traits]) -> frozenset[str]:
    """Return the notes that stand nowhere on a map: those that are not about one matter."""
    return frozenset(
        path for path, one in traits.items() if not one.in_advice or one.kind not in _ABOUT_ONE
    )


def prerequisite_graph(
    vault: Vault,
    *,
    grades: Collection[str] = ("stated",),
    traits: Mapping[str, Traits] | None = None,
    maps: Map | Iterable[Map] | None = None,
    inferred: Iterable[Edge] | None = None,
    vocabulary: Vocabulary = DEFAULT,
    found: Relations | None = None,
) -> nx.DiGraph[str]:
    """Build the graph of what comes before what.

    An edge A → B means A before B, so `networkx.ancestors(G, B)` are what B builds on. A node is
    a note's path, or the name of a note that is named as a prerequisite and not yet written.

    Args:
        vault: the notes.
        grades: which edges to put in: `stated`, `optional`, `ordered`, `mapped`, `inferred`.
        traits: what each note is; worked out when not given.
        maps: the map or maps that `mapped` edges come from; of several, the last counts most.
        inferred: guesses to weigh in; worked out when not given and asked for.
        vocabulary: the names a vault uses.
        found: relations worked out before, with these grades or more; so several graphs of one
            vault cost little more than one.

    Returns:
        A graph with these attributes. Nodes: `exists` (False for a planned note), `title`,
        `kind`, `hours`, `maturity`, `year` where the note states one, and `called`, the title with
        a folder, where another note has that title as well. Edges: `grade`, and
        `path`, `line` and `form` of the strongest evidence; guesses also `score` and `tier`.
        All are plain values, so any networkx writer takes the graph; `kbpivot.evidence` returns
        every place that speaks for an edge.
        Notes left out of advice are nodes only where an edge names them.

    Raises:
        ValueError: a grade is none of the five, or `mapped` is asked for without a map.
    """
    if traits is None:
        traits = vault_traits(vault, vocabulary=vocabulary)
    if found is None:
        found = vault_relations(
            vault,
            grades=grades,
            traits=traits,
            maps=maps,
            inferred=inferred,
            vocabulary=vocabulary,
        )
    return as_networkx(plain_graph(vault, found, grades=grades, traits=traits))


def plain_graph(
    vault: Vault,
    found: Relations,
    *,
    grades: Collection[str],
    traits: Mapping[str, Traits],
) -> nx.DiGraph[str]:
    """Build the graph of `prerequisite_graph` without networkx.

    Args:
        vault: the notes.
        found: relations with these grades or more.
        grades: which edges to put in.
        traits: what each note is.
    """
    G = PlainGraph()
    edges = _of_grades(found.edges, grades)
    named = {node for edge in edges for node in (edge.source, edge.target)}
    titles: list[tuple[str, str]] = []
    for note in vault.each(CLAIMS).values():
        known = traits.get(note.path)
        if known is None or not (known.in_advice or note.path in named):
            continue
        G.add_node(note.path, **note_facts(note, known))
        titles.append((note.path, note.title))
    for path, name in told_apart(titles).items():
        G.nodes[path]["called"] = name
    hours = planned_minutes(traits) / 60
    for node, planned in found.planned.items():
        if node in named:
            G.add_node(node, **planned_facts(planned, hours))
    for edge in edges:
        facts = EdgeFacts.of(edge.evidence, score=edge.score, tier=edge.tier)
        G.hold_edge(edge.source, edge.target, facts)
    return G


def note_facts(note: NoteClaims, traits: Traits) -> dict[str, object]:
    """Return the attributes of a note's node."""
    facts: dict[str, object] = {
        "exists": True,
        "title": note.title,
        "kind": traits.kind,
        "hours": traits.hours,
        "maturity": traits.maturity,
    }
    if note.year is not None:
        facts["year"] = note.year
    return facts


def planned_facts(planned: Planned, hours: float) -> dict[str, object]:
    """Return the attributes of the node of a note not yet written."""
    return {
        "exists": False,
        "title": planned.title,
        "kind": "other",
        "hours": hours,
        "maturity": "planned",
    }


def _of_grades(edges: tuple[Edge, ...], grades: Collection[str]) -> list[Edge]:
    """The edges that some evidence of these grades speaks for, with that evidence only."""
    rows: list[Edge] = []
    for edge in edges:
        evidence = edge.evidence
        if any(one.grade not in grades for one in evidence):
            evidence = tuple(one for one in evidence if one.grade in grades)
            if not evidence:
                continue
            guess = evidence[0].grade == "inferred"
            rows.append(
                Edge(
                    edge.source,
                    edge.target,
                    evidence[0].grade,
                    evidence,
                    edge.score if guess else None,
                    edge.tier if guess else "",
                )
            )
        else:
            rows.append(edge)
    return rows


def contradictions(
    vault: Vault,
    *,
    traits: Mapping[str, Traits] | None = None,
    maps: Map | Iterable[Map] | None = None,
    vocabulary: Vocabulary = DEFAULT,
) -> tuple[Contradiction, ...]:
    """Find where an index, numbered files or a map put a note before something it needs.

    Args:
        vault: the notes.
        traits: what each note is; worked out when not given.
        maps: the map or maps to hold against what is stated; without one, none is.
        vocabulary: the names a vault uses.
    """
    return vault_relations(
        vault,
        grades=("stated",) if maps is None else ("stated", "mapped"),
        traits=traits,
        maps=maps,
        vocabulary=vocabulary,
    ).contradictions


def _guesses(vault: Vault) -> Iterable[Edge]:
    from kbpivot.graph.inference import infer_prerequisites

    for guess in infer_prerequisites(vault):
        yield Edge(
            guess.source, guess.target, "inferred", tuple(guess.evidence), guess.score, guess.tier
        )
