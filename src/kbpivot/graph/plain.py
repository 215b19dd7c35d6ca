"""The prerequisite graph in plain dictionaries, for commands that need no networkx.

It answers as a `networkx.DiGraph` does, as far as kbpivot asks, so whoever takes a graph takes
either. Importing networkx takes longer than an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Self

from kbpivot.graph.edges import EdgeFacts

if TYPE_CHECKING:
    import networkx as nx

    # The type of all graphs: what is here is the part of it that is used.
    _Base = nx.DiGraph[str]
else:
    _Base = object

__all__ = ["PlainGraph", "as_networkx"]

_Facts = dict[str, Any]


class _Nodes(dict[str, _Facts]):
    """Attributes by node; `nodes(data=True)` gives pairs, as networkx does."""

    def __call__(self, data: bool = False) -> Iterable[Any]:  # noqa: FBT001, FBT002  as networkx has it
        return self.items() if data else self.keys()

    data = dict.items


class _Edges:
    """Edges as pairs, and their attributes by pair."""

    def __init__(self, after: dict[str, dict[str, _Facts]]) -> None:
        self._after = after

    def __call__(self, data: bool = False) -> Iterable[Any]:  # noqa: FBT001, FBT002  as networkx has it
        return self.data() if data else iter(self)

    def data(self) -> Iterator[tuple[str, str, _Facts]]:
        for before, found in self._after.items():
            for after, facts in found.items():
                yield before, after, facts

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for before, found in self._after.items():
            for after in found:
                yield before, after

    def __len__(self) -> int:
        return sum(map(len, self._after.values()))

    def __contains__(self, pair: tuple[str, str]) -> bool:
        return pair[1] in self._after.get(pair[0], ())

    def __getitem__(self, pair: tuple[str, str]) -> _Facts:
        return self._after[pair[0]][pair[1]]


class PlainGraph(_Base):
    """A directed graph of prerequisites; parts of it share the attributes of nodes and edges."""

    def __init__(self) -> None:
        """Begin with nothing."""
        if TYPE_CHECKING:
            super().__init__()
        self.graph: dict[str, Any] = {}
        self._node = _Nodes()
        self._succ: dict[str, dict[str, _Facts]] = {}
        self._pred: dict[str, dict[str, _Facts]] = {}

    @property
    def nodes(self) -> Any:  # noqa: ANN401
        """Attributes by node."""
        return self._node

    @property
    def edges(self) -> Any:  # noqa: ANN401
        """Attributes by pair of nodes."""
        return _Edges(self._succ)

    @property
    def succ(self) -> Any:  # noqa: ANN401
        """Attributes of the edges from a node, by where they lead."""
        return self._succ

    adj = succ

    @property
    def pred(self) -> Any:  # noqa: ANN401
        """Attributes of the edges to a node, by where they come from."""
        return self._pred

    def __contains__(self, node: object) -> bool:
        return node in self._node

    def __iter__(self) -> Iterator[str]:
        return iter(self._node)

    def __len__(self) -> int:
        return len(self._node)

    def __getitem__(self, node: str) -> Any:  # noqa: ANN401
        return self._succ[node]

    def adjacency(self) -> Any:  # noqa: ANN401
        """Nodes with their edges out."""
        return self._succ.items()

    def successors(self, node: str) -> Iterator[str]:
        """What a node leads to."""
        return iter(self._succ[node])

    def predecessors(self, node: str) -> Iterator[str]:
        """What leads to a node."""
        return iter(self._pred[node])

    def out_edges(self, node: str, *, data: bool = False) -> Any:  # type: ignore[override]  # noqa: ANN401
        """Edges from a node."""
        found = self._succ[node].items()
        return [(node, after, facts) if data else (node, after) for after, facts in found]

    def has_edge(self, before: str, after: str) -> bool:
        """Tell whether there is such an edge."""
        return after in self._succ.get(before, ())

    def number_of_nodes(self) -> int:
        """Count the nodes."""
        return len(self._node)

    def number_of_edges(self) -> int:  # type: ignore[override]  # never asked of one pair
        """Count the edges."""
        return sum(map(len, self._succ.values()))

    def add_node(self, node: str, **facts: Any) -> None:  # type: ignore[override]  # noqa: ANN401
        """Add a node, or attributes of one."""
        known = self._node.get(node)
        if known is None:
            self._node[node] = facts
            self._succ[node] = {}
            self._pred[node] = {}
        else:
            known.update(facts)

    def add_nodes_from(self, nodes: Iterable[Any]) -> None:  # type: ignore[override]
        """Add nodes, or pairs of a node and its attributes."""
        for node in nodes:
            if isinstance(node, str):
                self.add_node(node)
            else:
                self.add_node(node[0], **node[1])

    def add_edge(self, before: str, after: str, **facts: Any) -> None:  # type: ignore[override]  # noqa: ANN401
        """Add an edge, or attributes of one."""
        known = self._succ.get(before, {}).get(after)
        if known is None:
            known = EdgeFacts()
            self.hold_edge(before, after, known)
        known.update(facts)

    def add_edges_from(self, edges: Iterable[Any]) -> None:  # type: ignore[override]
        """Add edges with their attributes."""
        for before, after, facts in edges:
            known = self._succ.get(before, {}).get(after)
            if known is None:
                known = EdgeFacts()
                self.hold_edge(before, after, known)
            known.update(facts)

    def hold_edge(self, before: str, after: str, facts: _Facts) -> None:
        """Add an edge that has none yet, with these very attributes."""
        for node in (before, after):
            if node not in self._node:
                self.add_node(node)
        self._succ[before][after] = self._pred[after][before] = facts

    def remove_edge(self, before: str, after: str) -> None:
        """Take an edge out."""
        del self._succ[before][after]
        del self._pred[after][before]

    def copy(self) -> Self:  # type: ignore[override]
        """Return the same graph with attributes of its own."""
        other = type(self)()
        other.graph = dict(self.graph)
        for node, facts in self._node.items():
            other.add_node(node, **facts)
        for before, after, known in self.edges.data():
            other.hold_edge(before, after, known.copy())
        return other

    def subgraph(self, nodes: Iterable[str]) -> Self:  # type: ignore[override]
        """Return the part that these nodes make, in the order of the whole; it is not to change."""
        kept = set(nodes)
        part = type(self)()
        part.graph = self.graph
        inside = [node for node in self._node if node in kept]
        for node in inside:
            part._node[node] = self._node[node]  # noqa: SLF001  another graph, not another class
            part._succ[node] = {a: f for a, f in self._succ[node].items() if a in kept}  # noqa: SLF001
            part._pred[node] = {b: f for b, f in self._pred[node].items() if b in kept}  # noqa: SLF001
        return part

    def of_grades(self, grades: Iterable[str]) -> Self:
        """Return the part with all nodes and the edges of these grades."""
        wanted = frozenset(grades)
        part = type(self)()
        part._node = self._node  # noqa: SLF001  another graph, not another class
        part._succ = after = {node: found.copy() for node, found in self._succ.items()}  # noqa: SLF001
        part._pred = before = {node: found.copy() for node, found in self._pred.items()}  # noqa: SLF001
        for node, found in self._succ.items():
            for other, facts in found.items():
                if facts.get("grade", "stated") not in wanted:
                    del after[node][other], before[other][node]
        return part


def as_networkx(graph: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """Return the same graph as networkx has it; one that networkx made comes back as it is."""
    if not isinstance(graph, PlainGraph):
        return graph
    from kbpivot.graph.digraph import PrerequisiteGraph

    whole: nx.DiGraph[str] = PrerequisiteGraph(**graph.graph)
    whole.add_nodes_from(graph.nodes(data=True))
    whole.add_edges_from(graph.edges(data=True))
    return whole
