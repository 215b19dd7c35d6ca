"""What the nodes and edges of a prerequisite graph say of themselves; any `nx.DiGraph` will do.

An edge without a `grade` is stated, a node without `exists` is a note. networkx is not imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from kbpivot.graph.edges import Evidence, evidence_of

if TYPE_CHECKING:
    from typing import TypeAlias

    import networkx as nx

    Graph: TypeAlias = nx.DiGraph[str]

__all__ = ["edge_evidence", "edge_grade", "exists", "kind_of", "own_title", "stores", "title_of"]

_Facts = dict[str, Any]


def edge_grade(G: Graph, before: str, after: str) -> str:
    """Return the grade of an edge; one that has none was stated by whoever built the graph."""
    return cast("str", G.edges[before, after].get("grade", "stated"))


def edge_evidence(G: Graph, before: str, after: str) -> tuple[Evidence, ...]:
    """Return where an edge comes from."""
    return evidence_of(G.edges[before, after])


def exists(G: Graph, node: str) -> bool:
    """Return whether the node is a note; otherwise it is planned."""
    return bool(G.nodes[node].get("exists", True))


def title_of(G: Graph, node: str) -> str:
    """Return what to call the node: its title, with its folder where another one has that, too."""
    facts = G.nodes[node]
    return str(facts.get("called") or facts.get("title") or node)


def own_title(G: Graph, node: str) -> str:
    """Return the title of the node, whether or not another one has it as well."""
    return str(G.nodes[node].get("title") or node)


def kind_of(G: Graph, node: str) -> str:
    """Return the kind of the note, empty where the graph does not say."""
    return str(G.nodes[node].get("kind", ""))


def stores(
    G: Graph,
) -> tuple[
    Mapping[str, _Facts], Mapping[str, Mapping[str, _Facts]], Mapping[str, Mapping[str, _Facts]]
]:
    """Return what networkx shows through views, to look up: attributes, edges out, edges in."""
    inner: Any = G
    return inner._node, inner._succ, inner._pred  # noqa: SLF001
