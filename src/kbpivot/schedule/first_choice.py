"""What each note that could be studied first would cost, against the best of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kbpivot.schedule.graph_instance import DEFAULT_HOURS, checked, study_problem
from kbpivot.schedule.local_search import best_closures_first
from kbpivot.schedule.sidney_blocks import rounded_down, sidney_blocks
from kbpivot.schedule.solver import Effort, reach_goals, solved
from kbpivot.schedule.study_order import LARGEST_PROVEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    import networkx as nx
    from _typeshed import SupportsRichComparison

    from kbpivot.schedule.instance import Jobs

__all__ = ["FirstPick", "first_picks"]

# Beyond this many choices they are no longer solved one by one.
_MOST_SOLVED = 40


class FirstPick(msgspec.Struct, frozen=True):
    """A note to study first, and what going on from it costs.

    Attributes:
        note: the note.
        cost: Σ value × hours until met, when this note is studied first and the rest as well as
            possible.
        delay: how many hours later than with the best pick a goal is reached, on average by value.
        exact: the cost is proven least for this pick; otherwise it may be lower.
    """

    note: str
    cost: float
    delay: float
    exact: bool


def first_picks(
    G: nx.DiGraph[str],
    *,
    value: Mapping[str, float],
    hours: Mapping[str, float],
    ready: Iterable[str],
    mastered: AbstractSet[str] = frozenset(),
    ties: Mapping[str, SupportsRichComparison] | None = None,
) -> tuple[FirstPick, ...]:
    """Return the notes of `ready`, the best to study first before the others.

    Up to 40 ready notes and 400 notes under the goals, each choice is solved on its own; beyond,
    and where the best order is not proven, a choice costs what moving it to the front of a good
    order costs. A note no goal needs delays everything by its hours. A note of a cycle stands for
    the whole cycle. What a ready note needs counts as met. Equal choices stand in the order of
    study, then by hours and name.

    Args:
        G: any directed graph, as for `study_order`, like all arguments but `ready`.
        value: what it is worth to have met a note.
        hours: time to study a note.
        ready: notes that can be studied now; those mastered or not in `G` are left out.
        mastered: notes that need no study.
        ties: keys that put one note before another where the cost allows either.

    Raises:
        ValueError: a value or an hour is negative, infinite or not a number.
    """
    problem = study_problem(G, value=value, hours=hours, mastered=mastered, ties=ties)
    job_of = {note: job for job, notes in enumerate(problem.units) for note in notes}
    choices = sorted({note for note in ready if note in G and note not in mastered}, key=str)
    jobs = sorted({job_of[note] for note in choices if note in job_of})
    if sum(map(len, problem.units)) > LARGEST_PROVEN or len(jobs) > _MOST_SOLVED:
        order, proven = _hurried(problem.jobs), False
    else:
        order, proven = solved(problem.jobs, effort=Effort(total=60_000))
    least = problem.jobs.cost(order)
    found = {job: (cost, proven and cost == least) for job, cost in _fronted(problem.jobs, order)}
    if proven:
        for job in jobs:
            if found[job][0] > least:
                alone, exact = _starting_with(problem.jobs, job)
                found[job] = (min(alone, found[job][0]), exact)
    place = {job: index for index, job in enumerate(order)}
    picks: list[tuple[tuple[float, int, float, str], FirstPick]] = []
    late: float
    cost: float
    for note in choices:
        length = checked(hours.get(note, DEFAULT_HOURS), note, "hours")
        if note in job_of:
            job = job_of[note]
            total, exact = found[job]
            cost, late, turn = problem.cost(total), problem.delay(total - least), place[job]
        else:
            late = length if problem.value else 0.0
            cost = problem.cost(least) + problem.value * length
            exact, turn = proven, len(order)
        picks.append(((late, turn, length, str(note)), FirstPick(note, cost, late, exact)))
    return tuple(pick for _, pick in sorted(picks, key=lambda entry: entry[0]))


def _fronted(jobs: Jobs, order: list[int]) -> Iterator[tuple[int, int]]:
    """Yield each job with the cost of `order` when that job is moved to its front."""
    base = jobs.cost(order)
    time = reached = 0
    for job in order:
        yield job, base + jobs.hours[job] * reached - jobs.values[job] * time
        time += jobs.hours[job]
        reached += jobs.values[job]


def _starting_with(jobs: Jobs, first: int) -> tuple[int, bool]:
    """Return the cost of `first` and then the best order of the rest, and whether it is proven."""
    rest = jobs.part([job for job in range(len(jobs)) if job != first])
    order, proven = solved(rest, effort=Effort(states=10_000, total=10_000, windows=()))
    return jobs.cost([first, *(rest.labels[job] for job in order)]), proven


def _hurried(jobs: Jobs) -> list[int]:
    """Return an order whose first blocks are solved and whose others go by the best closures."""
    small, _ = rounded_down(jobs)
    effort = Effort(states=2_000, width=10, total=5_000, windows=())
    goals: list[int] = []
    for block in sidney_blocks(small):
        part = jobs.part(block)
        if effort.total and len(part) <= LARGEST_PROVEN:
            found, _ = reach_goals(part, effort=effort)
            effort.total = max(0, effort.total - len(part))
        else:
            found = [part.labels[goal] for goal in best_closures_first(part, largest=64)]
        goals += found
    return jobs.filled(goals)
