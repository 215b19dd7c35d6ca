"""What a study page shows beside its picture: the next step, the order, the lanes."""

from __future__ import annotations

from typing import Literal

from kbpivot.record import Record
from kbpivot.render.drawing.picture import Picture

__all__ = ["Lane", "NextNote", "StudyPage"]


class NextNote(Record, frozen=True):
    """A note that `next` suggests, in its words.

    Attributes:
        id: its id in the picture; empty where the picture does not show it.
        title: what to call it.
        hours: what it still takes.
        source: where the hours come from, in words; may be empty.
        why: the reasons as sentences.
    """

    id: str
    title: str
    hours: float
    source: str
    why: str


class Lane(Record, frozen=True):
    """Notes that are shown together.

    Attributes:
        name: what to call them.
        kind: the way to the `goal`, a `track`, what most notes lean on (`vault`), or a `folder`.
        goals: ids of its goals; none of a folder.
        notes: ids of its notes, the goals among them.
        lead: whether it is (part of) what the next step is toward.
    """

    name: str
    kind: Literal["goal", "track", "vault", "folder"]
    goals: tuple[str, ...]
    notes: tuple[str, ...]
    lead: bool = False


class StudyPage(Record, frozen=True):
    """All that a study page is made from; ids are those of the picture.

    Attributes:
        picture: the notes and edges.
        suggestions: what `next` suggests, the best first.
        said: what it says besides, such as what the order rests on; or why it suggests nothing.
        order: what is left, in the order of `path`; notes that are on no way follow.
        met: what counts as met though nobody says that it is mastered.
        lanes: how the notes are grouped.
        toward: what the steps are for, in words; empty when that is the page's own goal.
        on_way: ids of all notes on the way to that, done ones too.
        weekly_hours: hours a week that the person studies; 0 where that is not to be told.
    """

    picture: Picture
    suggestions: tuple[NextNote, ...] = ()
    said: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    met: frozenset[str] = frozenset()
    lanes: tuple[Lane, ...] = ()
    toward: str = ""
    on_way: tuple[str, ...] = ()
    weekly_hours: float = 0.0
