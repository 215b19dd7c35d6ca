"""Imagined learners of a map, of many habits, each of whom knows what their concepts need."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from kbpivot.record import Record

if TYPE_CHECKING:
    from kbpivot.maps import Map

__all__ = ["Crowd", "imagined_learners"]

_GROUP: Final = 64  # learners of one habit
_BITS: Final = 24_000_000  # learners times concepts, so that a large map takes no longer
_MOST, _LEAST = 512, 128  # habits
_TAPES: Final = 96  # random masks kept for each area
_ROUNDS: Final = 24  # how often a wanderer comes past each concept
_SHARES: Final = (
    0.0,
    0.004,
    0.016,
    0.04,
    0.1,
    0.2,
    0.4,
    0.5,
    0.6,
    0.8,
    0.9,
    0.96,
    0.984,
    0.996,
    1.0,
)
_SEED: Final = 20_17


class Crowd(Record, frozen=True, dict=True):
    """Who knows what: for each concept a mask with one bit for each learner.

    Attributes:
        ids: the concepts, what is needed first.
        masks: the learners who know each of them.
        known: the same by id.
        asked: the ids that may be asked about.
        everyone: the mask of all learners.
    """

    ids: tuple[str, ...]
    masks: tuple[int, ...]
    known: Mapping[str, int]
    asked: frozenset[str]
    everyone: int


def imagined_learners(field: Map, ids: Sequence[str], *, known: Collection[str] = ()) -> Crowd:
    """Imagine learners who each know a part of some concepts and everything it needs.

    A third of them reached for goals here and there and know what these need; a third learned
    from the ground up and stopped here and there; a third took up and dropped single concepts at
    random for long. How much they know, and in which areas, differs from group to group, and is
    drawn with a fixed seed: the same map gives the same learners.

    Args:
        field: the map.
        ids: the concepts, what is needed first.
        known: concepts that everybody knows, with what they need.
    """
    draw = random.Random(_SEED)  # noqa: S311  imagined people keep no secrets
    inside = set(ids)
    needs = [[need for need in field.concepts[id_].needs if need in inside] for id_ in ids]
    place = {id_: number for number, id_ in enumerate(ids)}
    below = [[place[need] for need in found] for found in needs]
    above: list[list[int]] = [[] for _ in ids]
    for number, found in enumerate(below):
        for need in found:
            above[need].append(number)
    areas = [field.concepts[id_].area for id_ in ids]
    groups = max(_LEAST, min(_MOST, _BITS // _GROUP // max(1, len(ids)))) // 3
    ways = (_reached, _climbed, _wandered)
    columns = [way(draw, _Dice(draw, areas, groups), below, above) for way in ways]
    width = groups * _GROUP
    everyone = (1 << (width * len(ways))) - 1
    masks: dict[str, int] = {}
    for number, id_ in enumerate(ids):
        mask = 0
        for column in columns:
            mask = mask << width | column[number]
        masks[id_] = everyone if id_ in known else mask
    concepts = frozenset(id_ for id_ in ids if field.concepts[id_].kind == "concept")
    return Crowd(tuple(ids), tuple(masks.values()), masks, concepts or frozenset(ids), everyone)


class _Dice:
    """Random masks in which each group of learners has its own odds in each area."""

    def __init__(self, draw: random.Random, areas: Sequence[str], groups: int) -> None:
        self._draw, self._areas = draw, areas
        known = sorted(set(areas))
        self._habits = [_habit(draw, known) for _ in range(groups)]
        self._tapes: dict[str, list[int]] = {area: [] for area in known}
        self.width = groups * _GROUP

    def throw(self, number: int) -> int:
        """Return the learners for whom chance says yes to a concept."""
        tapes = self._tapes[self._areas[number]]
        at = int(self._draw.random() * _TAPES)
        if at < len(tapes):
            return tapes[at]
        area = self._areas[number]
        words = [_word(self._draw, _SHARES[habit[area]]) for habit in self._habits]
        tape = int.from_bytes(
            b"".join(word.to_bytes(_GROUP // 8, "little") for word in words), "little"
        )
        tapes.append(tape)
        return tape


_Links = Sequence[Sequence[int]]


def _reached(draw: random.Random, dice: _Dice, below: _Links, above: _Links) -> list[int]:
    """Who took a concept up knows what it needs."""
    del draw, above
    found = [dice.throw(number) for number in range(len(below))]
    for number in range(len(below) - 1, -1, -1):
        for need in below[number]:
            found[need] |= found[number]
    return found


def _climbed(draw: random.Random, dice: _Dice, below: _Links, above: _Links) -> list[int]:
    """Who knows what a concept needs may get past it."""
    del draw, above
    found: list[int] = []
    for number, needs in enumerate(below):
        mask = dice.throw(number)
        for need in needs:
            mask &= found[need]
        found.append(mask)
    return found


def _wandered(draw: random.Random, dice: _Dice, below: _Links, above: _Links) -> list[int]:
    """Take up and drop concepts at random: a Gibbs sampler over all states of knowledge."""
    found = _climbed(draw, dice, below, above)
    order = list(range(len(below)))
    for _ in range(_ROUNDS):
        draw.shuffle(order)
        for number in order:
            mask = dice.throw(number)
            for need in below[number]:
                mask &= found[need]
            for after in above[number]:
                mask |= found[after]
            found[number] = mask
    return found


def _word(draw: random.Random, share: float) -> int:
    """A word in which each bit is set with one probability, to a part in 256."""
    word = 0
    digits = round(share * 256)
    if digits >= 256:
        return (1 << _GROUP) - 1
    for place in range(8):  # from the last binary digit of the share to the first
        bits = draw.getrandbits(_GROUP)
        word = bits | word if digits >> place & 1 else bits & word
    return word


def _habit(draw: random.Random, areas: Sequence[str]) -> dict[str, int]:
    """How likely learners of a group take up, or get past, a concept of each area.

    The numbers are places in `_SHARES`.
    """
    usual = draw.randrange(len(_SHARES))
    if len(areas) < 2 or draw.random() < 0.4:
        return dict.fromkeys(areas, usual)
    if draw.random() < 0.5:
        return {area: draw.randrange(len(_SHARES)) for area in areas}
    liked = set(draw.sample(areas, draw.randint(1, max(1, len(areas) // 3))))
    best = draw.randrange(len(_SHARES) - 6, len(_SHARES))
    least = draw.randrange(0, 5)
    return {area: best if area in liked else least for area in areas}
