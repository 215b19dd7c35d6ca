"""A path laid into weeks."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.study.path import learning_path
from kbpivot.study.plan import Plan, plan
from kbpivot.study.review import Review
from study_graphs import dags, graph_of, knows

START = date(2026, 3, 2)


def chain(*hours: float) -> object:
    names = "ABCDEFGHIJ"[: len(hours)]
    lines = "\n".join(f"{b}: {a}" for a, b in itertools.pairwise(names)) or names
    G = graph_of(lines, hours=dict(zip(names, hours, strict=True)))
    return learning_path(G, names[-1], knows())


def review(name: str, due: date) -> Review:
    return Review(name, name, due, due - timedelta(days=3), 1, 3.0, 0.9)


def shown(found: Plan) -> list[list[tuple[str, int, int, int]]]:
    return [[(i.node, i.minutes, i.part, i.parts) for i in w.items] for w in found.weeks]


def test_long_notes_are_split_and_short_ends_left_free() -> None:
    """A week is filled; less than a quarter of an hour at its end stays free."""
    found = plan(chain(1, 2.5, 1.9, 1), hours_per_week=2, start=START)

    assert shown(found) == [
        [("A", 60, 1, 1), ("B", 60, 1, 2)],
        [("B", 90, 2, 2), ("C", 30, 1, 2)],
        [("C", 84, 2, 2), ("D", 36, 1, 2)],
        [("D", 24, 2, 2)],
    ]
    assert [w.start for w in found.weeks] == [START + timedelta(days=7 * n) for n in range(4)]
    assert shown(plan(chain(1.9, 1), hours_per_week=2, start=START)) == [
        [("A", 114, 1, 1)],
        [("B", 60, 1, 1)],
    ]


@settings(max_examples=60, deadline=None)
@given(
    dags(most=7),
    st.sampled_from((0.1, 0.5, 2.0, 7.5)),
    st.one_of(st.none(), st.integers(0, 60)),
    st.lists(st.integers(-10, 30), max_size=6),
)
def test_nothing_is_lost_and_no_week_overflows(
    G: object, weekly: float, days: int | None, due: list[int]
) -> None:
    """Every minute of every step is planned once, in order, or the step is left out."""
    goals = sorted(G)  # type: ignore[call-overload]
    path = learning_path(G, goals, knows())  # type: ignore[arg-type]
    by = None if days is None else START + timedelta(days=days)
    reviews = [review(f"r{n}", START + timedelta(days=d)) for n, d in enumerate(due)]
    found = plan(path, hours_per_week=weekly, start=START, by=by, reviews=reviews)
    planned: dict[str, int] = {}
    last: list[str] = []
    for week in found.weeks:
        assert week.minutes == sum(i.minutes for i in week.items) <= found.weekly_minutes
        in_review = sum(i.minutes for i in week.items if i.kind == "review")
        assert in_review <= found.weekly_minutes / 4
        kinds = [i.kind for i in week.items]
        assert kinds == sorted(kinds, key="review study".index)
        for item in week.items:
            if item.kind == "study":
                planned[item.node] = planned.get(item.node, 0) + item.minutes
                if item.ends:
                    last.append(item.node)
    late = {s.node for s in found.left_out}

    assert planned == {s.node: round(s.hours * 60) for s in path if s.node not in late}
    assert last == [n for n in path.notes if n not in late]
    assert by is not None or not late
    for step in path:  # nothing is planned whose prerequisite is not
        assert step.node in late or late.isdisjoint(need.node for need in step.needs)
    if found.finish.p50 and found.finish.p80:
        assert START <= found.finish.p50 <= found.finish.p80


def test_finish_is_later_than_the_sum_of_estimates_and_always_the_same() -> None:
    """Estimates err on the low side; the same plan twice says the same day."""
    path = chain(4, 4, 4, 4, 4, 4, 4, 4, 4, 4)  # 40 h at 4 a week: ten weeks
    found = plan(path, hours_per_week=4, start=START)

    assert len(found.weeks) == 10
    assert found.finish.p50 is not None
    assert found.finish.p80 is not None
    # The mean of a lognormal factor with a spread of 0.5 is 1.13.
    assert START + timedelta(weeks=10.5) < found.finish.p50 < START + timedelta(weeks=12)
    assert found.finish.p50 < found.finish.p80 < START + timedelta(weeks=14)
    assert plan(path, hours_per_week=4, start=START) == found


def test_a_missed_week_moves_the_plan() -> None:
    """Planned a week later, everything is a week later and nothing is overdue."""
    path = chain(3, 3, 3)
    first = plan(path, hours_per_week=3, start=START)
    later = plan(path, hours_per_week=3, start=START + timedelta(days=7))

    assert shown(first) == shown(later)
    assert later.finish.p50 == first.finish.p50 + timedelta(days=7)  # type: ignore[operator]


def test_deadline_says_what_fits() -> None:
    """A step that is too long makes room for one behind it that does not build on it."""
    G = graph_of("Long: ; Short: ; After: Long", hours={"Long": 10, "Short": 2, "After": 1})
    path = learning_path(G, {"Long": 9, "After": 9, "Short": 0.1}, knows())
    found = plan(path, hours_per_week=2, start=START, by=START + timedelta(days=13))

    assert {s.node for s in found.left_out} == {"Long", "After"}
    assert found.goals_reached == ("Short",)
    assert [i.node for w in found.weeks for i in w.items] == ["Short"]
    whole = plan(path, hours_per_week=2, start=START)
    assert found.finish == whole.finish


def test_a_deadline_within_a_week_counts_days() -> None:
    """Time is spent evenly over a week, so half of it is there on the fourth day."""
    path = chain(1, 1)

    assert len(plan(path, hours_per_week=2, start=START, by=START).left_out) == 2
    half = plan(path, hours_per_week=2, start=START, by=START + timedelta(days=3))
    assert [s.node for s in half.left_out] == ["B"]
    full = plan(path, hours_per_week=2, start=START, by=START + timedelta(days=6))
    assert full.left_out == ()


def test_due_reviews_come_first_and_take_a_quarter() -> None:
    """What does not fit waits for the next week; what is not due yet waits for its week."""
    reviews = [review(f"r{n}", START) for n in range(4)] + [review("z", START + timedelta(days=20))]
    found = plan(chain(2, 2), hours_per_week=2, start=START, reviews=reviews)

    assert [[i.node for i in w.items] for w in found.weeks] == [
        ["r0", "r1", "r2", "A"],
        ["r3", "A", "B"],
        ["z", "B"],
    ]
    assert found.reviews_left == 0


def test_reviews_put_off_the_finish() -> None:
    """Their time is not there for the steps."""
    path = chain(4, 4)
    many = [review(f"r{n}", START) for n in range(20)]
    without = plan(path, hours_per_week=2, start=START).finish
    found = plan(path, hours_per_week=2, start=START, reviews=many).finish

    assert found.p50 > without.p50  # type: ignore[operator]
    assert found.p80 > without.p80  # type: ignore[operator]


def test_reviews_alone_are_a_plan() -> None:
    """When everything is learnt, what is kept in memory still has its time."""
    G = graph_of("A:")
    path = learning_path(G, "A", knows("A"))
    found = plan(path, hours_per_week=2, start=START, reviews=[review("r", START)])

    assert [i.node for i in found.weeks[0].items] == ["r"]
    assert (found.finish.p50, found.goals_reached) == (START, ("A",))
    assert plan(path, hours_per_week=2, start=START).weeks == ()


def test_calls_that_make_no_plan() -> None:
    """No time, or a deadline before the start."""
    with pytest.raises(ValueError, match="minute a week"):
        plan(chain(1), hours_per_week=0, start=START)
    with pytest.raises(ValueError, match="before the start"):
        plan(chain(1), hours_per_week=1, start=START, by=date(2025, 1, 1))


def test_the_end_of_the_calendar_is_no_crash() -> None:
    """A plan of many centuries has no finish date."""
    found = plan(chain(100_000), hours_per_week=0.02, start=date(9000, 1, 1))

    assert (found.finish.p50, found.finish.p80) == (None, None)
    assert found.weeks


def test_days_spread_a_week_evenly() -> None:
    """Seven hours in a week are one a day; what is split goes on where the next week begins."""
    found = plan(chain(2, 5, 3), hours_per_week=7, start=START)
    days = [
        (item.node, (item.first_day - START).days, (item.last_day - START).days)
        for week in found.weeks
        for item in week.items
        if item.first_day and item.last_day
    ]

    assert days == [("A", 0, 1), ("B", 2, 6), ("C", 7, 9)]


def test_a_review_stands_on_the_day_it_falls_due() -> None:
    """Or on the first day, when that has passed; one after the plan's end is not missed."""
    kept = [
        review("old", START - timedelta(days=5)),
        review("soon", START + timedelta(days=9)),
        review("far", START + timedelta(days=90)),
    ]
    found = plan(chain(3, 3), hours_per_week=4, start=START, reviews=kept)
    days = {
        item.node: (item.first_day, item.last_day)
        for week in found.weeks
        for item in week.items
        if item.kind == "review"
    }

    soon = START + timedelta(days=9)
    assert days == {"old": (START, START), "soon": (soon, soon)}
    assert found.reviews_left == 0

    reached = learning_path(graph_of("A:"), "A", knows("A"))
    later = plan(reached, hours_per_week=4, start=START, reviews=kept[2:])
    now = plan(reached, hours_per_week=4, start=START, reviews=kept[:1])
    assert (len(later.weeks), len(now.weeks)) == (0, 1)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 900), min_size=1, max_size=8), st.sampled_from((0.75, 1.5, 4.0, 6.5))
)
def test_no_part_is_too_short_and_the_times_said_add_up(minutes: list[int], weekly: float) -> None:
    """A part takes a quarter of an hour at least, and a week is said to take what its rows do."""
    from kbpivot.wording import adds_up, duration

    found = plan(chain(*(one / 60 for one in minutes)), hours_per_week=weekly, start=START)

    for week in found.weeks:
        assert all(item.minutes >= 15 for item in week.items if item.parts > 1)
        times = [item.minutes / 60 for item in week.items]
        exact = not adds_up(times)
        said = sum(map(_minutes, (duration(one, exact=exact) for one in times)))
        assert said == _minutes(duration(week.hours, exact=exact))


def _minutes(words: str) -> int:
    numbers = words.replace(",", "").split()
    return sum(
        int(number) * (60 if unit == "h" else 1)
        for number, unit in zip(numbers[::2], numbers[1::2], strict=True)
    )
