"""The week on a vault: which new items to read now, which soon, and which not yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from kbpivot.record import Record
from kbpivot.study.intake import unlocking
from kbpivot.study.paper import SITTING
from kbpivot.workspace.abstracts import Abstracts, Leans

if TYPE_CHECKING:
    from kbpivot.shell.importing.items import Item
    from kbpivot.study.intake import Bucket, Nearness
    from kbpivot.study.paper import PaperReadiness
    from kbpivot.workspace.workspace import Workspace

__all__ = ["Intake", "Placed", "chosen", "weigh"]

_WEEK: Final = timedelta(days=7)
_FAR: Final = 1_000  # steps; farther than any goal
_SPARE: Final = 2  # so many times what is shown is weighed in full, to find the best of it


class Placed(Record, frozen=True):
    """An item on one of the three lists.

    Attributes:
        item: the item.
        bucket: which list.
        readiness: what it leans on and what of that is missing.
        near: how near it lies to a goal, None where no goal is near.
        near_title: what to call that which is so near, empty without a goal.
        unlocks: on the list `soon`: of how many items, itself included, no more than an hour is
            missing once what is missing here is learnt.
    """

    item: Item
    bucket: Bucket
    readiness: PaperReadiness
    near: Nearness | None
    near_title: str = ""
    unlocks: int = 0


class Intake(Record, frozen=True):
    """Items on three lists, the best of each first.

    Attributes:
        placed: those that are shown, list by list.
        counts: how many there are on each list.
        of_week: whether all of them came out within seven days.
    """

    placed: tuple[Placed, ...]
    counts: Mapping[Bucket, int]
    of_week: bool


class Choice(Record, frozen=True):
    """Which items are weighed, and why others are not.

    Attributes:
        items: those that are.
        noted: items that the vault has a note about, each with the path of the note.
        seen: how many were shown before.
        older: how many came out before the day that was asked for.
        undated: how many of those weighed have no day.
    """

    items: tuple[Item, ...]
    noted: tuple[tuple[Item, str], ...]
    seen: int
    older: int
    undated: int


def chosen(
    work: Workspace,
    items: Iterable[Item],
    *,
    seen: frozenset[str] = frozenset(),
    since: date | None = None,
) -> Choice:
    """Return which items to weigh: new ones, without a note, that came out since a day.

    An item of which nothing says when it came out is weighed.

    Args:
        work: the vault.
        items: what the sources hold.
        seen: keys of what was shown before.
        since: the first day that counts.
    """
    from kbpivot.shell.importing.known import KnownPapers

    known = KnownPapers(work.vault, work.traits)
    left: list[Item] = []
    noted: list[tuple[Item, str]] = []
    before = older = undated = 0
    for item in items:
        if since is not None and item.published is not None and item.published < since:
            older += 1
        elif (path := known.path(item.paper)) is not None:
            noted.append((item, path))
        elif item.key in seen:
            before += 1
        else:
            undated += item.published is None
            left.append(item)
    return Choice(tuple(left), tuple(noted), before, older, undated)


def weigh(
    work: Workspace,
    items: Sequence[Item],
    *,
    limit: int,
    today: date,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Intake:
    """Place items on what the person knows.

    Args:
        work: the vault.
        items: what is to be placed.
        limit: how many of each list are wanted at most.
        today: the day, to tell whether all items are of one week.
        progress: called now and then with the number of items placed and of all.
    """
    return _Scales(work, items, progress).intake(limit, today)


class _Scales:
    """Places the items of one run; what two of them have in common is worked out once."""

    def __init__(
        self, work: Workspace, items: Sequence[Item], progress: Callable[[int, int], None]
    ) -> None:
        self._abstracts = Abstracts(work)
        self._items = items
        self._leans: list[Leans] = []
        self._lacking: list[dict[str, float]] = []
        for number, item in enumerate(items):
            if not number % 50:
                progress(number, len(items))
            leans = self._abstracts.leans(item.text)
            self._leans.append(leans)
            self._lacking.append(self._abstracts.lacking(leans))
        self._found: dict[int, PaperReadiness] = {}
        self._buckets: dict[Leans, Bucket] = {}
        self._missing: dict[Leans, Mapping[str, float]] = {}

    def intake(self, limit: int, today: date) -> Intake:
        lists: dict[Bucket, list[int]] = {"now": [], "soon": [], "later": []}
        for number, leans in enumerate(self._leans):
            lists[self._bucket(number, leans)].append(number)
        placed: list[Placed] = []
        for name, numbers in lists.items():
            numbers.sort(key=partial(self._rank, name))
            shown = numbers[:limit]
            if name == "soon":
                shown = numbers[: limit * _SPARE]
                shown.sort(key=partial(self._exact_rank, name))
                del shown[limit:]
            placed += [self._placed(name, number, lists["soon"]) for number in shown]
        days = [one.published for one in self._items]
        return Intake(
            tuple(placed),
            {name: len(numbers) for name, numbers in lists.items()},
            of_week=all(day is not None and today - _WEEK <= day for day in days),
        )

    def _bucket(self, number: int, leans: Leans) -> Bucket:
        """The list, for which it is enough to know that more than an hour is missing."""
        scales = self._abstracts
        lacking = self._lacking[number]
        first = scales.bucket(leans, sum(lacking.values()))
        if first != "now" or not lacking:
            return first
        if leans not in self._buckets:
            found = self._readiness(number)
            self._buckets[leans] = scales.bucket(scales.narrowed(leans, found), found.hours)
        return self._buckets[leans]

    def _rank(self, name: Bucket, number: int) -> tuple[bool, float, float, int, str]:
        """What comes first on a list.

        To read now, what is nearest to a goal; soon, what takes least; then what is newest.
        """
        return self._key(name, number, sum(self._lacking[number].values()))

    def _exact_rank(self, name: Bucket, number: int) -> tuple[bool, float, float, int, str]:
        return self._key(name, number, sum(self._missing_of(number).values()))

    def _key(self, name: Bucket, number: int, hours: float) -> tuple[bool, float, float, int, str]:
        leans, item = self._leans[number], self._items[number]
        near = self._abstracts.nearness(leans)
        steps = float(_FAR if near is None else near.steps)
        day = 0 if item.published is None else item.published.toordinal()
        first, second = (steps, hours) if name == "now" else (hours, steps)
        return not any(leans), first, second, -day, item.id

    def _placed(self, name: Bucket, number: int, soon: Sequence[int]) -> Placed:
        readiness = self._readiness(number)
        unlocks = 0
        if name == "soon":
            learnt = {step.node for step in readiness.missing}
            open_ones = [one for one in soon if self._may_unlock(one, learnt)]
            unlocks = unlocking(learnt, [self._missing_of(one) for one in open_ones])
        near = self._abstracts.nearness(self._abstracts.narrowed(self._leans[number], readiness))
        return Placed(
            item=self._items[number],
            bucket=name,
            readiness=readiness,
            near=near,
            near_title="" if near is None else self._abstracts.title(near.node),
            unlocks=unlocks,
        )

    def _may_unlock(self, number: int, learnt: set[str]) -> bool:
        """Whether at most an hour of what an item names itself is not among what is learnt."""
        left = 0.0
        for node, hours in self._lacking[number].items():
            if node not in learnt:
                left += hours
                if left > SITTING:
                    return False
        return True

    def _missing_of(self, number: int) -> Mapping[str, float]:
        leans = self._leans[number]
        if leans not in self._missing:
            found = self._readiness(number)
            self._missing[leans] = {step.node: step.hours for step in found.missing}
        return self._missing[leans]

    def _readiness(self, number: int) -> PaperReadiness:
        if number not in self._found:
            item = self._items[number]
            self._found[number] = self._abstracts.readiness(item.text, self._leans[number])
        return self._found[number]
