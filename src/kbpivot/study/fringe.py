"""The two edges of what a person knows: what is ready to be learnt, and what was learnt last.

Terms of knowledge space theory (Doignon & Falmagne 1985): the outer fringe of a state is what can
be learnt next, the inner fringe what could have been learnt last.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Literal

from kbpivot.graph.attributes import exists, stores
from kbpivot.graph.closure import components, cyclic_nodes, predecessors
from kbpivot.graph.parts import part_of
from kbpivot.study.work_left import satisfied

if TYPE_CHECKING:
    from kbpivot.graph.attributes import Graph
    from kbpivot.study.state import KnowledgeState

__all__ = ["NodeState", "blockers", "inner_fringe", "node_states", "outer_fringe", "unblocked"]

NodeState = Literal["mastered", "started", "ready", "blocked", "planned"]


def outer_fringe(
    G: Graph, state: KnowledgeState, *, among: AbstractSet[str] | None = None
) -> frozenset[str]:
    """Return the notes that are ready: not mastered, and all they need is met.

    Only stated edges block. A planned prerequisite blocks, unless it is known by name. Notes of
    one cycle become ready together, when everything the cycle needs is met.

    Args:
        G: a prerequisite graph.
        state: what the person knows.
        among: the notes to choose from, if not all.
    """
    required = part_of(G, ("stated",))
    done = satisfied(required, state)
    # Assumed notes block nobody, but are not mastered: they may be ready themselves.
    learnt = done - (state.assumed - state.mastered)
    nodes = stores(G)[0]
    return frozenset(
        node
        for node in unblocked(required, done, [n for n in required if n not in learnt], among=among)
        if nodes[node].get("exists", True)
    )


def unblocked(
    required: Graph,
    done: AbstractSet[str],
    nodes: Collection[str],
    *,
    among: AbstractSet[str] | None = None,
) -> set[str]:
    """Return those of `nodes` for which all that is needed is done, planned ones included.

    Args:
        required: edges that block.
        done: nodes that block nobody.
        nodes: the nodes to choose from; all that are not done, at least.
        among: only these of them are asked for.
    """
    before = predecessors(required)
    asked = frozenset(nodes if among is None else among)
    met_by = frozenset(done).issuperset
    found = {
        node
        for node in asked.intersection(nodes)
        if met_by(needs := before.get(node, ()))
        or all(need in done or need == node for need in needs)
    }
    knotted = frozenset(cyclic_nodes(required)).intersection(nodes)
    for members in components(required, knotted) if knotted else ():
        if len(members) == 1:
            continue
        inside = set(members)
        found -= inside
        free: Collection[str] = ()
        if not all(exists(required, node) for node in members):
            # A cycle with a planned member waits for that one.
            free = [
                node
                for node in members
                if not exists(required, node)
                and all(need in done or need in inside for need in before[node])
            ]
        elif all(need in done or need in inside for node in members for need in before[node]):
            free = members
        found.update(asked.intersection(free))
    return found


def inner_fringe(G: Graph, state: KnowledgeState) -> frozenset[str]:
    """Return the mastered notes on which no other mastered note builds: the latest, shakiest."""
    required = part_of(G, ("stated",))
    known = {node for node in state.mastered if node in G}
    found: set[str] = set()
    for members in components(required, known):
        inside = set(members)
        if not any(
            after in known and after not in inside
            for node in members
            for after in required.succ[node]
        ):
            found.update(members)
    return frozenset(found)


def node_states(G: Graph, state: KnowledgeState) -> Mapping[str, NodeState]:
    """Return for each node `mastered`, `started`, `ready`, `blocked` or `planned`."""
    ready = outer_fringe(G, state)
    done = satisfied(G, state)
    found: dict[str, NodeState] = {}
    for node in G:
        if not exists(G, node):
            found[node] = "mastered" if node in done else "planned"
        elif node in state.mastered:
            found[node] = "mastered"
        elif node in state.started:
            found[node] = "started"
        else:
            found[node] = "ready" if node in ready else "blocked"
    return found


def blockers(
    G: Graph, state: KnowledgeState, node: str, *, done: AbstractSet[str] | None = None
) -> tuple[str, ...]:
    """Return what blocks a node: the nearest open nodes that nothing open stands before.

    For a node in a cycle its other members are no reason to wait.

    Args:
        G: a prerequisite graph.
        state: what the person knows.
        node: the node.
        done: what blocks nobody, where that is known.
    """
    required = part_of(G, ("stated",))
    done = satisfied(required, state) if done is None else done
    needs = predecessors(required)
    behind = {node}
    ahead = [node]
    while ahead:  # what stands behind something met is no reason to wait
        for need in needs[ahead.pop()]:
            if need not in done and need not in behind:
                behind.add(need)
                ahead.append(need)
    if len(behind) == 1:
        return ()
    first: set[str] = set()
    for members in components(required, behind):
        inside = set(members)
        if node not in inside and not any(
            need in behind and need not in inside for member in members for need in needs[member]
        ):
            first.update(members)
    return tuple(sorted(first))
