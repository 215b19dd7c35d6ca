"""What counts as a prerequisite, how sure that is, and the graph it makes."""

from __future__ import annotations

from kbpivot.graph.attributes import edge_evidence as evidence
from kbpivot.graph.build import (
    contradictions,
    off_the_map,
    plain_graph,
    prerequisite_graph,
    vault_relations,
)
from kbpivot.graph.contradictions import Contradiction
from kbpivot.graph.curricula import Menus
from kbpivot.graph.cycles import Cycle, cycles
from kbpivot.graph.edges import GRADES, Edge, Evidence, Grade
from kbpivot.graph.field import field_graph
from kbpivot.graph.map_steps import node_ids, with_map_steps
from kbpivot.graph.mapped import mapped_edges
from kbpivot.graph.plain import as_networkx
from kbpivot.graph.precedence import Precedence, components
from kbpivot.graph.relations import Relations, with_guesses, with_map
from kbpivot.graph.targets import Planned

__all__ = [
    "GRADES",
    "Contradiction",
    "Cycle",
    "Edge",
    "Evidence",
    "Grade",
    "Menus",
    "Planned",
    "Precedence",
    "Relations",
    "as_networkx",
    "components",
    "contradictions",
    "cycles",
    "evidence",
    "field_graph",
    "mapped_edges",
    "node_ids",
    "off_the_map",
    "plain_graph",
    "prerequisite_graph",
    "vault_relations",
    "with_guesses",
    "with_map",
    "with_map_steps",
]
