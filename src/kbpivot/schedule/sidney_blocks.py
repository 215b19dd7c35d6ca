"""Sidney's decomposition: the blocks, densest first, that a least-cost order goes through.

A set of jobs is closed when it holds all that its members need; its density is its value divided
by its hours. Some least-cost order studies the densest closed set first, then the densest of what
is left, and so on (J. B. Sidney, "Decomposition algorithms for single-machine sequencing with
precedence relations and deferral costs", Operations Research 23, 1975).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.schedule.instance import Jobs, linear_order

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["doubled_lower_bound", "rounded_down", "sidney_blocks"]

# igraph computes flows in doubles, in which whole numbers up to 2**53 are exact.
_FLOW_BITS = 52


def rounded_down(jobs: Jobs) -> tuple[Jobs, int]:
    """Return `jobs` in numbers small enough for exact cuts, and the factor that costs shrank by.

    Hours and values are only ever rounded down, so a bound on the result, times the factor, is a
    bound on `jobs`. The factor is 1 when nothing had to be rounded.
    """
    shift_hours = shift_values = 0
    hours, values = sum(jobs.hours).bit_length(), sum(jobs.values).bit_length()
    if hours + values <= _FLOW_BITS:
        return jobs, 1
    half = _FLOW_BITS // 2
    shift_hours = max(0, hours - max(half, _FLOW_BITS - values))
    shift_values = max(0, hours - shift_hours + values - _FLOW_BITS)
    small = Jobs(
        tuple(number >> shift_hours for number in jobs.hours),
        tuple(number >> shift_values for number in jobs.values),
        jobs.parents,
        jobs.before,
        jobs.labels,
    )
    return small, 1 << (shift_hours + shift_values)


def sidney_blocks(jobs: Jobs) -> list[list[int]]:
    """Return the blocks in order, each ascending and as small as its density allows.

    Found by dividing: at the density of a set, one minimum cut splits it into a closed part of
    higher density and the rest, or shows that no part is denser; then the strong components of the
    residual graph are its smallest parts of that density (Picard and Queyranne, "On the structure
    of all minimum cuts in a network", Mathematical Programming Study 13, 1980).
    Blocks of equal density stand in the order of their lowest job, as far as they need no other.
    The numbers must be small enough: see `rounded_down`.
    """
    found: list[list[int]] = []
    todo = [list(range(len(jobs)))]
    while todo:
        members = todo.pop()
        if len(members) < 2:
            found += [members] if members else []
            continue
        parts, split = _divide(jobs, members)
        if split:
            todo += reversed(parts)
        else:
            found += parts
    return _settled(jobs, found)


def doubled_lower_bound(jobs: Jobs) -> int:
    """Return twice a bound that the cost of no order of `jobs` is below.

    Σ w(S)·(P + p(S)/2) over the blocks, P the hours before each, plus half of Σ w·p over the jobs.
    Doubled to stay in whole numbers.
    """
    small, factor = rounded_down(jobs)
    time = 0
    total = sum(w * p for w, p in zip(small.values, small.hours, strict=True))
    for block in sidney_blocks(small):
        value, hours = _weigh(small, block)
        total += value * (2 * time + hours)
        time += hours
    return total * factor


def _weigh(jobs: Jobs, members: Sequence[int]) -> tuple[int, int]:
    return sum(jobs.values[job] for job in members), sum(jobs.hours[job] for job in members)


def _divide(jobs: Jobs, members: list[int]) -> tuple[list[list[int]], bool]:
    """Return (denser closed part, rest) and True, or the smallest blocks and False."""
    import igraph  # type: ignore[import-untyped]

    value, hours = _weigh(jobs, members)
    if not value or not hours:
        return [members], False
    number = {job: index for index, job in enumerate(members)}
    source, sink = len(members), len(members) + 1
    infinite = value * hours + 1
    edges: list[tuple[int, int]] = []
    needs = [
        (number[job], number[up]) for job in members for up in jobs.parents[job] if up in number
    ]
    edges += needs
    capacity = [infinite] * len(needs)
    supply = 0
    for job, index in number.items():
        excess = jobs.values[job] * hours - value * jobs.hours[job]
        if excess > 0:
            supply += excess
            edges.append((source, index))
            capacity.append(excess)
        elif excess < 0:
            edges.append((index, sink))
            capacity.append(-excess)
    if not supply:  # every job has the density of the whole
        return [[job] for job in members], False
    # The bare graph: igraph's own `Graph` loads numpy, which takes longer than most cuts.
    graph = igraph.GraphBase(len(members) + 2, edges, True)
    most, flow, _, near = graph.maxflow(source, sink, capacity)
    if most < supply:
        first = {index for index in near if index < source}
        parts = [
            [job for job, index in number.items() if index in first],
            [job for job, index in number.items() if index not in first],
        ]
        return parts, True
    residual = needs + [
        (up, down) for (down, up), units in zip(needs, flow, strict=False) if units > 0
    ]
    strong: dict[int, list[int]] = {}
    found = igraph.GraphBase(len(members), residual, True).connected_components("strong")
    for index, component in enumerate(found):
        strong.setdefault(component, []).append(members[index])
    parts = [strong[component] for component in sorted(strong)]
    return _by_lowest_job(jobs, parts), False


def _settled(jobs: Jobs, blocks: list[list[int]]) -> list[list[int]]:
    """Return `blocks`, those of equal density in an order that depends on nothing but the jobs."""
    groups: list[list[list[int]]] = []
    density = (0, 0)
    for block in blocks:
        value, hours = _weigh(jobs, block)
        # A block with neither value nor hours has every density.
        if not groups or value * density[1] != hours * density[0]:
            groups.append([])
            density = (0, 0)
        groups[-1].append(block)
        if density == (0, 0):
            density = (value, hours)
    return [block for group in groups for block in _by_lowest_job(jobs, group)]


def _by_lowest_job(jobs: Jobs, blocks: list[list[int]]) -> list[list[int]]:
    group = sorted(blocks)
    home = {job: index for index, block in enumerate(group) for job in block}
    needs = [
        {home[up] for job in block for up in jobs.parents[job] if home.get(up, index) != index}
        for index, block in enumerate(group)
    ]
    order = linear_order(needs)
    assert order is not None, "blocks of one density never need each other both ways"
    return [group[index] for index in order]
