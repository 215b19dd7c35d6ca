"""Answers of the commands that set something up: demo and its kin."""

from __future__ import annotations

from kbpivot.render.answers import Answer

__all__ = ["DemoAnswer"]


class DemoAnswer(Answer, frozen=True, tag="kbpivot.demo/1"):
    """A copy of the example vault.

    Attributes:
        path: the folder, as it was named.
        notes: how many notes it holds.
    """

    path: str
    notes: int
