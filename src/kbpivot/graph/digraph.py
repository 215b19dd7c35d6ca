"""The prerequisite graph as a networkx graph whose attributes are all plain values.

Every networkx writer takes such a graph. The evidence of an edge goes along beside its
attributes: copies, parts and pickles keep it, and `evidence_of` reads it.
"""

from __future__ import annotations

import networkx as nx

from kbpivot.graph.edges import EdgeFacts
from kbpivot.record import NOT_A_NUMBER, Row, Shown

__all__ = ["PrerequisiteGraph"]


class PrerequisiteGraph(nx.DiGraph, Shown):  # type: ignore[type-arg]  # generic only in the stubs
    """A `networkx.DiGraph`; the attributes of each edge also carry its evidence."""

    edge_attr_dict_factory = EdgeFacts

    def rows(self) -> list[Row]:
        """Return the edges as flat rows of plain values, for a data frame.

        `source` comes before `target`; `path` and `line` tell where that is written first.
        """
        return [
            {
                "source": source,
                "target": target,
                "grade": str(facts.get("grade", "stated")),
                "form": str(facts.get("form") or ""),
                "path": str(facts.get("path") or ""),
                "line": NOT_A_NUMBER if facts.get("line") is None else float(facts["line"]),
            }
            for source, target, facts in self.edges(data=True)
        ]
