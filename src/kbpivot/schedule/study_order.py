"""The order of study that brings the most value soonest.

One learner, notes that need others, a value on some of them: the least Σ value × hours until met,
which is the largest area under the curve of value over time. Finding it is strongly NP-hard in
general (1|prec|Σw·C in scheduling); the graphs of real vaults come apart far enough to do so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kbpivot.schedule.graph_instance import study_problem
from kbpivot.schedule.sidney_blocks import doubled_lower_bound
from kbpivot.schedule.solver import Effort, solved

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    import networkx as nx
    from _typeshed import SupportsRichComparison

__all__ = ["LARGEST_PROVEN", "StudyOrder", "study_order"]

# From here on orders are good and quick instead of searched for, and never called exact.
LARGEST_PROVEN = 400


class StudyOrder(msgspec.Struct, frozen=True):
    """Notes in the order to study them.

    Attributes:
        notes: the valued notes and all they need, without those mastered.
        cost: Σ value × hours of study until the note is finished.
        lower_bound: no order of these notes costs less.
        exact: the cost is proven least, with the notes of a cycle studied in one go.
    """

    notes: tuple[str, ...]
    cost: float
    lower_bound: float
    exact: bool


def study_order(
    G: nx.DiGraph[str],
    *,
    value: Mapping[str, float],
    hours: Mapping[str, float],
    mastered: AbstractSet[str] = frozenset(),
    ties: Mapping[str, SupportsRichComparison] | None = None,
) -> StudyOrder:
    """Order the valued notes of `G` and all they need so that value comes soonest.

    Every edge A → B of `G` says A before B, except from a mastered note, which is done. Notes that
    need each other are studied in one go, the most value per hour first. The result depends on the
    notes, numbers and ties, not on the order in which they are given.

    Args:
        G: any directed graph; a node attribute `title` is used for ties alone.
        value: what it is worth to have met a note; 0 where missing. Names not in `G` are passed
            over, so that the values of a whole vault fit any part of it.
        hours: time to study a note; 1.3 where missing, the median of a public concept map.
        mastered: notes that need no study. What only they need is still listed, after all that
            has value.
        ties: keys that put one note before another where the cost allows either, before their
            hours, title and name are compared; notes without a key come after those with one.

    Raises:
        ValueError: a value or an hour is negative, infinite or not a number.

    Example:
        >>> import networkx as nx
        >>> G = nx.DiGraph([("vectors", "attention"), ("attention", "transformer")])
        >>> study_order(G, value={"transformer": 1}, hours={"vectors": 2}).notes
        ('vectors', 'attention', 'transformer')
    """
    problem = study_problem(G, value=value, hours=hours, mastered=mastered, ties=ties)
    jobs = problem.jobs
    size = sum(map(len, problem.units))
    small_enough = size <= LARGEST_PROVEN
    effort = (
        Effort() if small_enough else Effort(states=2_000, width=10, total=30_000, windows=(16, 32))
    )
    order, proven = solved(jobs, effort=effort)
    cost = jobs.cost(order)
    doubled_bound = doubled_lower_bound(jobs)
    return StudyOrder(
        notes=problem.notes(order),
        cost=problem.cost(cost),
        lower_bound=problem.bound(doubled_bound),
        exact=small_enough and (proven or 2 * cost == doubled_bound),
    )
