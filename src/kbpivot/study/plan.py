"""A plan: the steps of a path laid into weeks, and when they will probably be done.

A plan is worked out anew from the day it is asked for, so a missed week moves it and nothing is
ever late but a deadline.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from kbpivot.record import Record, Row, Shown

if TYPE_CHECKING:
    from kbpivot.study.path import LearningPath, Step
    from kbpivot.study.review import Review

__all__ = ["Finish", "Plan", "PlanItem", "Week", "plan"]

REVIEW_SHARE = 0.25
"""Reviews take at most this share of a week."""

REVIEW_MINUTES = 10
"""Minutes one review is given."""

SPREAD = 0.5
"""Standard deviation of the logarithm of (time taken / time estimated)."""

_LEAST = 15  # minutes; a shorter end of a week is left free rather than begin a note in it
_DRAWS = 1000
_TRIES = 40
_SEED = 20170612
_MOST_WEEKS = 5200  # a century: beyond it only the totals are told


class PlanItem(Record, frozen=True):
    """What to do in a week.

    Attributes:
        node: the note's node in the graph.
        path: its path, None while it is planned.
        title: what to call it.
        kind: `study` or `review`.
        minutes: time in this week.
        part: which part of the note this is, from 1.
        parts: into how many weeks the note is split.
        goal: whether finishing it reaches a goal.
        first_day: the day on which it begins, the week's time spent evenly over its days; for a
            review the day it falls due, if that is in the week. None beyond the calendar.
        last_day: the day on which it ends.
    """

    node: str
    path: str | None
    title: str
    kind: Literal["study", "review"]
    minutes: int
    part: int = 1
    parts: int = 1
    goal: bool = False
    first_day: date | None = None
    last_day: date | None = None

    @property
    def ends(self) -> bool:
        """Whether the note is finished with this item."""
        return self.part == self.parts


class Week(Record, frozen=True):
    """Seven days of a plan.

    Attributes:
        start: their first day.
        minutes: time planned in them.
        items: what to do, reviews first.
    """

    start: date
    minutes: int
    items: tuple[PlanItem, ...]

    @property
    def hours(self) -> float:
        """Time planned, in hours."""
        return self.minutes / 60


class Finish(Record, frozen=True):
    """When everything is done: the day by which half, and four in five, of such plans are.

    Attributes:
        p50: the middle estimate, None when it lies beyond the calendar.
        p80: the careful one.
        planned: the last day by the estimates as they are, with which the weeks end.
    """

    p50: date | None
    p80: date | None
    planned: date | None = None


class Plan(Record, Shown, frozen=True):
    """Weeks of study toward goals.

    Attributes:
        goals: the goals' nodes.
        start: first day.
        by: the last day that counts, None without a deadline.
        weekly_minutes: time in a week.
        weeks: the weeks up to the last step or the deadline.
        finish: when the whole path is done, whatever the deadline.
        left_out: steps that do not end before the deadline.
        goals_reached: goals that do, or that were reached before.
        minutes: time of all steps, with what is left out, without reviews.
        reviews_left: reviews that found no place in these weeks.
        exact: whether no other order reaches the goals sooner.
    """

    goals: tuple[str, ...]
    start: date
    by: date | None
    weekly_minutes: int
    weeks: tuple[Week, ...]
    finish: Finish
    left_out: tuple[Step, ...]
    goals_reached: tuple[str, ...]
    minutes: int
    reviews_left: int
    exact: bool

    def rows(self) -> list[Row]:
        """Return what to do, week by week, as flat rows of plain values, for a data frame.

        Days are ISO text, empty where they lie beyond the calendar.
        """
        return [
            {
                "week": number,
                "start": week.start.isoformat(),
                "node": item.node,
                "path": item.path or "",
                "title": item.title,
                "kind": item.kind,
                "minutes": item.minutes,
                "part": item.part,
                "parts": item.parts,
                "goal": item.goal,
                "first_day": "" if item.first_day is None else item.first_day.isoformat(),
                "last_day": "" if item.last_day is None else item.last_day.isoformat(),
            }
            for number, week in enumerate(self.weeks, start=1)
            for item in week.items
        ]

    def __repr__(self) -> str:
        return f"Plan({len(self.weeks)} weeks from {self.start}, until {self.finish.p50})"


def plan(
    path: LearningPath,
    *,
    hours_per_week: float,
    start: date,
    by: date | None = None,
    reviews: Sequence[Review] = (),
    review_minutes: int = REVIEW_MINUTES,
) -> Plan:
    """Lay the steps of a path into weeks of `hours_per_week`, from `start` on.

    Steps keep the path's order; one that is longer than what is left of a week is split. Due
    reviews come first and take at most a quarter of a week. A week is the seven days from
    `start`, and time is spent evenly over them.

    Args:
        path: the steps.
        hours_per_week: time to spend in a week.
        start: first day of the plan.
        by: last day that counts; what ends later is left out.
        reviews: what the person chose to keep in memory, with the days on which it is due.
        review_minutes: time for one review.

    Raises:
        ValueError: a week has less than a minute, or the deadline is before the start.
    """
    weekly = round(hours_per_week * 60) if math.isfinite(hours_per_week) else 0
    if weekly < 1:
        raise ValueError("A plan needs at least a minute a week.")
    if by is not None and by < start:
        raise ValueError(f"The deadline {by} is before the start {start}.")
    weekly = min(weekly, 7 * 24 * 60)
    whole = _laid_out(
        path.steps, weekly=weekly, start=start, reviews=reviews, review_minutes=review_minutes
    )
    finish = replace(
        _finish(
            [max(round(step.hours * 60), 0) for step in path.steps],
            free=[weekly - week.review_minutes for week in whole],
            weekly=weekly,
            start=start,
        ),
        planned=_last_day(whole, start=start, weekly=weekly),
    )
    done, chosen = _before(whole, start=start, weekly=weekly, by=by)
    if by is not None:
        # What is too long for the time left makes room for shorter steps behind it.
        steps = list(path.steps)
        for _ in range(_TRIES):
            first = next((step.node for step in steps if step.node not in done), None)
            if first is None:
                break
            steps = _without(steps, first)
            drafts = _laid_out(
                steps, weekly=weekly, start=start, reviews=reviews, review_minutes=review_minutes
            )
            done, chosen = _before(drafts, start=start, weekly=weekly, by=by)
    left_out = tuple(step for step in path.steps if step.node not in done)
    late = {step.node for step in left_out}
    weeks = tuple(
        week.as_week(start, number, late, weekly=weekly) for number, week in enumerate(chosen)
    )
    end = _day_of(start, max(len(weeks), 1) - 1, weekly, weekly) or date.max
    placed = sum(item.kind == "review" for week in weeks for item in week.items)
    return Plan(
        goals=path.goals,
        start=start,
        by=by,
        weekly_minutes=weekly,
        weeks=weeks,
        finish=finish,
        left_out=left_out,
        goals_reached=tuple(goal for goal in path.goals if goal not in late),
        minutes=sum(max(round(step.hours * 60), 0) for step in path.steps),
        reviews_left=sum(review.due <= end for review in reviews) - placed,
        exact=path.exact,
    )


@dataclass(slots=True)
class _Draft:
    """A week being filled: reviews, and (step, minutes, part) of study."""

    reviews: list[Review]
    review_minutes: int
    study: list[tuple[Step, int, int]]
    parts: dict[str, int]

    @property
    def minutes(self) -> int:
        return self.review_minutes + sum(minutes for _, minutes, _ in self.study)

    def as_week(self, start: date, number: int, late: set[str], *, weekly: int) -> Week:
        each = self.review_minutes // len(self.reviews) if self.reviews else 0
        monday = start + timedelta(days=7 * number)
        items = [
            PlanItem(
                node=review.path,
                path=review.path,
                title=review.title,
                kind="review",
                minutes=each,
                first_day=max(review.due, monday),
                last_day=max(review.due, monday),
            )
            for review in self.reviews
        ]
        used = self.review_minutes
        for step, minutes, part in self.study:
            first = _day_of(start, number, min(used + 1, weekly), weekly)
            used += minutes
            if step.node in late:
                continue
            items.append(
                PlanItem(
                    node=step.node,
                    path=step.path,
                    title=step.title,
                    kind="study",
                    minutes=minutes,
                    part=part,
                    parts=self.parts[step.node],
                    goal=step.goal,
                    first_day=first,
                    last_day=_day_of(start, number, used, weekly),
                )
            )
        return Week(monday, sum(item.minutes for item in items), tuple(items))


def _laid_out(
    steps: Iterable[Step],
    *,
    weekly: int,
    start: date,
    reviews: Sequence[Review],
    review_minutes: int,
) -> list[_Draft]:
    weeks: list[_Draft] = []
    parts: dict[str, int] = {}
    waiting = sorted(reviews, key=lambda review: (review.due, review.path))
    least = min(_LEAST, weekly)
    room = 0

    def new_week() -> int:
        try:
            end = start + timedelta(days=7 * len(weeks) + 6)
        except OverflowError:
            end = date.max
        fits = int(weekly * REVIEW_SHARE) // review_minutes if review_minutes > 0 else 0
        due = [review for review in waiting if review.due <= end][:fits]
        for review in due:
            waiting.remove(review)
        weeks.append(_Draft(due, len(due) * review_minutes, [], parts))
        return weekly - weeks[-1].review_minutes

    for step in steps:
        left = max(round(step.hours * 60), 0)
        part = 0
        while part == 0 or left > 0:
            if not weeks or (room < left and room < least):
                if len(weeks) == _MOST_WEEKS:
                    return weeks
                room = new_week()
            spent = _spent(left, room, least)
            if spent == 0 < left and weeks[-1].study:
                room = 0
                continue
            spent = spent or min(left, room)
            part += 1
            weeks[-1].study.append((step, spent, part))
            parts[step.node] = part
            left -= spent
            room -= spent
    if not weeks and any(review.due <= start + timedelta(days=6) for review in waiting):
        new_week()  # nothing to learn, but something to keep
    return weeks


def _spent(left: int, room: int, least: int) -> int:
    """The minutes of a note that go into a week, so that no part is shorter than `least`.

    Args:
        left: what the note still takes.
        room: what the week has left.
        least: the shortest part, but for a note that is shorter itself; 0 is returned where
            there is none.
    """
    if left <= room:
        return left
    spent = min(room, left - least)
    return spent if spent >= least else 0


def _without(steps: Sequence[Step], first: str) -> list[Step]:
    """The steps that do not build on `first`, without it."""
    gone = {first}
    kept: list[Step] = []
    for step in steps:
        if step.node in gone or any(need.node in gone for need in step.needs):
            gone.add(step.node)
        else:
            kept.append(step)
    return kept


def _day_of(start: date, number: int, used: int, weekly: int) -> date | None:
    """The day of week `number` on which its `used` minutes have passed, time spent evenly."""
    days = 7 * number + max(math.ceil(7 * used / weekly) - 1, 0)
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return None


def _last_day(weeks: Sequence[_Draft], *, start: date, weekly: int) -> date | None:
    """The day on which the last step ends; None beyond the calendar."""
    if len(weeks) == _MOST_WEEKS:
        return None
    ends = [
        _day_of(start, number, week.minutes, weekly)
        for number, week in enumerate(weeks)
        if week.study
    ]
    return ends[-1] if ends else start


def _before(
    weeks: Sequence[_Draft], *, start: date, weekly: int, by: date | None
) -> tuple[set[str], list[_Draft]]:
    """The steps that end by the deadline, and the weeks that begin before it."""
    done: set[str] = set()
    chosen: list[_Draft] = []
    for number, week in enumerate(weeks):
        first = _day_of(start, number, 0, weekly)
        if by is not None and (first is None or first > by):
            break
        chosen.append(week)
        used = week.review_minutes
        for step, minutes, part in week.study:
            used += minutes
            end = _day_of(start, number, used, weekly)
            if part == week.parts[step.node] and (by is None or (end is not None and end <= by)):
                done.add(step.node)
    return done, chosen


def _finish(minutes: Sequence[int], *, free: Sequence[int], weekly: int, start: date) -> Finish:
    """Simulate the total: each estimate times a lognormal factor, with a fixed seed.

    Estimates of tasks are off by factors, more often too low; a spread of 0.5 puts two in three
    between 0.6 and 1.6 times the estimate.
    """
    estimates = [value for value in minutes if value > 0]
    if not estimates:
        return Finish(start, start)
    rng = random.Random(_SEED)  # noqa: S311 - a simulation, no secret
    mean = math.exp(SPREAD**2 / 2)
    deviation = mean * math.sqrt(math.exp(SPREAD**2) - 1)
    if len(estimates) > 300:  # the sum is normal by then, and drawing each takes seconds
        total = sum(estimates)
        width = deviation * math.sqrt(sum(value * value for value in estimates))
        draws = [rng.gauss(total * mean, width) for _ in range(_DRAWS)]
    else:
        draws = [
            sum(value * math.exp(rng.gauss(0.0, SPREAD)) for value in estimates)
            for _ in range(_DRAWS)
        ]
    draws.sort()

    def day(total: float) -> date | None:
        number = 0
        while number < len(free) and total > free[number]:
            total -= free[number]
            number += 1
        if number == len(free):
            whole = max(math.ceil(total / weekly) - 1, 0)
            number += whole
            total -= whole * weekly
            used = 0.0
        else:
            used = weekly - free[number]
        return _day_of(start, number, math.ceil(used + total), weekly)

    return Finish(day(draws[_DRAWS // 2]), day(draws[_DRAWS * 4 // 5]))
