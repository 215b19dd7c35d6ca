"""Why one note comes before another: the shortest chain of edges between them."""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from typing import TYPE_CHECKING

from kbpivot.graph.attributes import edge_evidence, edge_grade
from kbpivot.graph.edges import GRADES
from kbpivot.graph.parts import part_of
from kbpivot.record import Record
from kbpivot.study.goals import node_named

if TYPE_CHECKING:
    from kbpivot.graph import Evidence
    from kbpivot.graph.attributes import Graph

__all__ = ["Chain", "ChainEdge", "prerequisite_chain"]


class ChainEdge(Record, frozen=True):
    """One step of a chain: `before` comes before `after`.

    Attributes:
        before, after: nodes of the graph.
        grade: how sure that is.
        evidence: where it is written.
    """

    before: str
    after: str
    grade: str
    evidence: tuple[Evidence, ...]


class Chain(Record, frozen=True):
    """What puts one note before another.

    Attributes:
        first, last: the two nodes asked about, in the order asked.
        edges: from the one that comes first to the other; empty when nothing orders them.
        turned: True when it is `last` that comes before `first`.
    """

    first: str
    last: str
    edges: tuple[ChainEdge, ...]
    turned: bool

    def __len__(self) -> int:
        return len(self.edges)


def prerequisite_chain(G: Graph, first: str, last: str) -> Chain:
    """Return the shortest chain of edges from one note to another, of the surest grades there are.

    Where nothing leads from `first` to `last`, the chain the other way round is returned.

    Args:
        G: a prerequisite graph; edges of all grades may lead.
        first: the note supposed to come before, by node, path or title.
        last: the note supposed to build on it.

    Raises:
        NoteNotFoundError: one of them is not in the graph.
    """
    start, end = node_named(G, first), node_named(G, last)
    for turned, one, other in ((False, start, end), (True, end, start)):
        for count in range(1, len(GRADES) + 1):
            nodes = _shortest(part_of(G, GRADES[:count]), one, other)
            if nodes:
                pairs = pairwise(nodes)
                edges = tuple(
                    ChainEdge(a, b, edge_grade(G, a, b), edge_evidence(G, a, b)) for a, b in pairs
                )
                return Chain(start, end, edges, turned)
    return Chain(start, end, (), turned=False)


def _shortest(G: Graph, start: str, end: str) -> list[str]:
    """The nodes of a shortest way, the first in order of names; empty without one."""
    came: dict[str, str] = {start: ""}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        for after in sorted(G.succ[node]):
            if after == end and after != start:
                way = [end, node]
                while came[way[-1]]:
                    way.append(came[way[-1]])
                return way[::-1]
            if after not in came:
                came[after] = node
                waiting.append(after)
    return []
