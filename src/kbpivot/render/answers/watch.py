"""What a watch tells as JSON: one object a line."""

from __future__ import annotations

from typing import Literal

import msgspec

from kbpivot.render.answers import Answer

__all__ = ["ChangeEntry", "WatchAnswer"]


class ChangeEntry(msgspec.Struct, frozen=True):
    """A difference that matters.

    Attributes:
        code: `ready`, `not-ready`, `mastered`, `planned`, `written`, `cycle`, `cycle-gone`,
            `next`, `finding` or `finding-gone`.
        message: the same in words, one line.
        path: the note it is about; null when it is about none or several.
    """

    code: str
    message: str
    path: str | None


class WatchAnswer(Answer, frozen=True, kw_only=True, omit_defaults=True, tag="kbpivot.watch/1"):
    """One line of a watch.

    Attributes:
        event: `ready` once it listens, `changed` for each settled change whether or not it
            matters, `gone` and `back` when the folder vanishes and returns, `trouble` when
            something could not be done; the watch goes on after it.
        paths: what changed, sorted.
        changes: what of it matters.
        message: what the trouble is; only with `trouble`.
    """

    event: Literal["ready", "changed", "gone", "back", "trouble"]
    paths: tuple[str, ...]
    changes: tuple[ChangeEntry, ...]
    message: str = ""
