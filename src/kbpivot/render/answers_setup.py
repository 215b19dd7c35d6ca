"""Answers of the commands that set something up: demo and its kin."""

from __future__ import annotations

import msgspec

from kbpivot.render.answers import Answer

__all__ = ["DemoAnswer", "DoctorAnswer", "FactEntry", "InitAnswer"]


class DemoAnswer(Answer, frozen=True, tag="kbpivot.demo/1"):
    """A copy of the example vault.

    Attributes:
        path: the folder, as it was named.
        notes: how many notes it holds.
    """

    path: str
    notes: int


class FactEntry(msgspec.Struct, frozen=True):
    """One thing to know about the installation or the vault.

    Attributes:
        about: what it is about.
        value: what is the case.
        source: where that comes from; may be empty.
    """

    about: str
    value: str
    source: str


class DoctorAnswer(Answer, frozen=True, tag="kbpivot.doctor/1"):
    """What kbpivot runs on and works with."""

    facts: tuple[FactEntry, ...]


class InitAnswer(Answer, frozen=True, tag="kbpivot.init/1"):
    """What was set up, or would be.

    Attributes:
        written: whether the files were written.
        files: their paths in the vault.
        settings: text of the settings; empty when they are there already.
    """

    written: bool
    files: tuple[str, ...]
    settings: str
