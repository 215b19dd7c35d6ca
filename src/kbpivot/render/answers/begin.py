"""The answer of `begin`: what is set, what was written, and where it leads."""

from __future__ import annotations

import msgspec

from kbpivot.render.answers import Answer
from kbpivot.render.answers.next import NextAnswer
from kbpivot.render.answers.place import PlaceAnswer
from kbpivot.render.answers.plan import FinishEntry

__all__ = ["BeginAnswer", "WayEntry"]


class WayEntry(msgspec.Struct, frozen=True):
    """A way in that can be chosen.

    Attributes:
        name: what to call it.
        says: what one can do at its end; empty where nobody says.
    """

    name: str
    says: str


class BeginAnswer(Answer, frozen=True, tag="kbpivot.begin/1"):
    """From nothing to a plan.

    Attributes:
        goals: what you study towards; empty while nothing is set.
        hours_per_week: the time you have.
        ways: what can be chosen, while nothing is set.
        notes: how many notes there are to study.
        placed: how many of them are on the map.
        known: how many entries of the map you know on the way.
        placement: what the questions found; null where none was answered.
        config: the settings file, where something was written to it; null otherwise.
        note: the note with the path, where it was written; null otherwise.
        kept: a note of that name which is your own and was left alone; null otherwise.
        steps: how many steps are left.
        hours: what they take.
        finish: when that is done.
        next: what `kbpivot next` says; null while nothing is set.
    """

    goals: tuple[str, ...]
    hours_per_week: float
    ways: tuple[WayEntry, ...] = ()
    notes: int = 0
    placed: int = 0
    known: int = 0
    placement: PlaceAnswer | None = None
    config: str | None = None
    note: str | None = None
    kept: str | None = None
    steps: int = 0
    hours: float = 0.0
    finish: FinishEntry | None = None
    next: NextAnswer | None = None
