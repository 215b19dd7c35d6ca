"""A dozen questions that find where a person stands on a map: a pure state machine."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

from kbpivot.errors import KbpivotError
from kbpivot.record import Record

if TYPE_CHECKING:
    from kbpivot.maps import Map
    from kbpivot.study.imagined import Crowd

__all__ = ["Answer", "Placement", "placement"]

_QUESTIONS: Final = 12
_SLIP: Final = 0.08  # share of answers taken to be slips
_ODDS: Final = _SLIP / (1 - _SLIP)
_MISSES: Final = 4  # who contradicts more answers than this is no longer counted
_TRIED: Final = 20  # questions compared in full: those whose odds are nearest to even
_WATCHED: Final = 120  # concepts over which the doubt left by an answer is summed
_SURE: Final = 0.01  # share of concepts expected to be placed wrong at which asking ends


class Answer(NamedTuple):
    """One answer of a person.

    Attributes:
        concept: id of the concept that was asked about.
        known: whether the person knows it.
    """

    concept: str
    known: bool


class Placement(Record, frozen=True, dict=True):
    """How far the questions have come; `answer` returns the next state and changes nothing.

    The belief in each concept is the share of imagined learners who know it, weighed by how well
    they fit the answers; each may contradict a few, since people slip. So a yes lifts what the
    concept needs and a no lowers what needs it.

    Attributes:
        field: the map.
        answers: what was answered so far, in order.
        limit: how many questions are asked at most.
    """

    field: Map
    crowd: Crowd
    answers: tuple[Answer, ...] = ()
    limit: int = _QUESTIONS

    def __repr__(self) -> str:
        return f"Placement(answers={self.answers!r}, limit={self.limit})"

    def answer(self, known: bool) -> Placement:  # noqa: FBT001  the answer is the subject
        """Return the placement after the present question is answered.

        Raises:
            KbpivotError: there is no question left.
        """
        if self.question is None:
            raise KbpivotError("There is no question left to answer.")
        return self.told(self.question, known)

    def told(self, concept: str, known: bool) -> Placement:  # noqa: FBT001
        """Return the placement after the person says of any concept whether they know it.

        Raises:
            KbpivotError: the concept is none that this placement is about.
        """
        if concept not in self.crowd.known:
            raise KbpivotError(f"{concept!r} is not on the way to the goal of these questions.")
        return replace(self, answers=(*self.answers, Answer(concept, known)))

    @cached_property
    def beliefs(self) -> dict[str, float]:
        """How likely the person knows each concept, 0 to 1, what is needed first."""
        return dict(zip(self.crowd.ids, _shares(self._fits, self.crowd.masks), strict=True))

    @property
    def mastered(self) -> frozenset[str]:
        """The concepts that the person more likely knows than not; with each, all it needs."""
        return frozenset(id_ for id_, belief in self.beliefs.items() if belief > 0.5)

    @cached_property
    def doubt(self) -> float:
        """The share of concepts that are expected to be placed wrong."""
        doubts = [min(belief, 1 - belief) for belief in self.beliefs.values()]
        return sum(doubts) / max(1, len(doubts))

    @property
    def sure(self) -> bool:
        """Whether the answers leave hardly a doubt where the frontier is."""
        return self.doubt <= _SURE

    @cached_property
    def question(self) -> str | None:
        """The concept to ask about next; None when that is sure, or enough was asked."""
        if len(self.answers) >= self.limit or self.sure:
            return None
        asked = {one.concept for one in self.answers} - self._clashing
        open_ = [
            (abs(belief - 0.5), place)
            for place, (id_, belief) in enumerate(self.beliefs.items())
            if id_ not in asked and id_ in self.crowd.asked and 0.02 < belief < 0.98
        ]
        open_.sort()
        if not open_:
            return None
        watched = self._watched()
        best = min(
            (self._doubt_after(place, watched), even, place) for even, place in open_[:_TRIED]
        )
        return self.crowd.ids[best[2]]

    @cached_property
    def _fits(self) -> tuple[int, ...]:
        """The learners by how many answers they contradict: one mask for each number."""
        levels = [self.crowd.everyone, *([0] * _MISSES)]
        for one in self.answers:
            knows = self.crowd.known[one.concept]
            agree = knows if one.known else self.crowd.everyone & ~knows
            levels = [
                (level & agree) | ((levels[number - 1] & ~agree) if number else 0)
                for number, level in enumerate(levels)
            ]
        return tuple(levels)

    @property
    def _clashing(self) -> set[str]:
        """Concepts to ask again: a yes above a no, each asked about once."""
        times: dict[str, int] = {}
        for one in self.answers:
            times[one.concept] = times.get(one.concept, 0) + 1
        found: set[str] = set()
        denied = {one.concept for one in self.answers if not one.known}
        for one in self.answers:
            if one.known and (under := self.field.closure([one.concept]) & denied):
                found |= {one.concept, *under}
        return {id_ for id_ in found if times[id_] == 1}

    def _watched(self) -> list[int]:
        doubtful = sorted(
            (abs(belief - 0.5), place) for place, belief in enumerate(self.beliefs.values())
        )
        return [self.crowd.masks[place] for _, place in doubtful[:_WATCHED]]

    def _doubt_after(self, place: int, watched: list[int]) -> float:
        """The doubt left on average when a concept is asked about, up to a constant."""
        knows = self.crowd.masks[place]
        total = 0.0
        for agree in (knows, self.crowd.everyone & ~knows):
            levels = [
                (level & agree) | ((self._fits[number - 1] & ~agree) if number else 0)
                for number, level in enumerate(self._fits)
            ]
            weight = sum(level.bit_count() * _ODDS**number for number, level in enumerate(levels))
            total += weight * sum(min(share, 1 - share) for share in _shares(levels, watched))
        return total


def placement(
    field: Map,
    goal: str | Iterable[str] | None = None,
    *,
    known: Iterable[str] = (),
    questions: int = _QUESTIONS,
) -> Placement:
    """Begin to find where a person stands on a map.

    Args:
        field: the map.
        goal: id or name of a concept or track, or several; without one, the whole map.
        known: ids of concepts that the person is known to have mastered.
        questions: how many questions are asked at most.

    Raises:
        KbpivotError: a goal is neither a concept nor a track of the map.
    """
    from kbpivot.study.imagined import imagined_learners

    goals = [goal] if isinstance(goal, str) else list(goal or ())
    ids = field.closure(id_ for one in goals for id_ in _goal_ids(field, one))
    domain = [id_ for id_ in field.order if not goals or id_ in ids]
    crowd = imagined_learners(field, domain, known=field.closure(known))
    return Placement(field, crowd, limit=questions)


def _goal_ids(field: Map, goal: str) -> tuple[str, ...]:
    track = field.track_named(goal)
    if track is not None:
        return track.goals
    found = field.find(goal)
    if found is None:
        raise KbpivotError(f"There is no concept or track called {goal!r} on this map.")
    return (found,)


def _shares(levels: Iterable[int], masks: Iterable[int]) -> list[float]:
    """The weighed share of the learners in each of some masks."""
    weighed = [(level, _ODDS**number) for number, level in enumerate(levels) if level]
    total = sum(level.bit_count() * weight for level, weight in weighed)
    if not total:
        return [0.5 for _ in masks]
    return [
        sum((level & mask).bit_count() * weight for level, weight in weighed) / total
        for mask in masks
    ]
