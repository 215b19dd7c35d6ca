"""Answer of the command `log`: where the person's log is."""

from __future__ import annotations

from kbpivot.render.answers import Answer

__all__ = ["LogAnswer"]


class LogAnswer(Answer, frozen=True, tag="kbpivot.log/1"):
    """Where the log is, and what it holds.

    Attributes:
        path: its vault path.
        exists: whether there is one yet.
        events: how many events it holds that count: undone ones do not.
        first: day of the earliest event; empty without one.
        last: day of the latest.
        git: whether git may keep it; else it is ignored.
        copies: vault paths of copies that a synchroniser made, which count as well.
        own_copy: vault path of this machine's own copy, empty where there is none.
        moved_from: where it was before, when it was moved just now.
        left: an old file that was left, since it could not be removed.
    """

    path: str
    exists: bool
    events: int
    first: str
    last: str
    git: bool
    copies: tuple[str, ...]
    own_copy: str
    moved_from: str
    left: str
