"""The prerequisite graph as a networkx graph whose attributes are all plain values.

Every networkx writer takes such a graph. The evidence of an edge goes along beside its
attributes: copies, parts and pickles keep it, and `evidence_of` reads it.
"""

from __future__ import annotations

import networkx as nx

from kbpivot.graph.edges import EdgeFacts

__all__ = ["PrerequisiteGraph"]


class PrerequisiteGraph(nx.DiGraph):  # type: ignore[type-arg]  # generic only in the stubs
    """A `networkx.DiGraph`; the attributes of each edge also carry its evidence."""

    edge_attr_dict_factory = EdgeFacts
