"""Answers of the commands that set something up: demo and its kin."""

from __future__ import annotations

import msgspec

from kbpivot.render.answers import Answer

__all__ = ["DemoAnswer", "DoctorAnswer", "FactEntry", "InitAnswer", "QuestionEntry"]


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
        trouble: whether it keeps kbpivot from working.
    """

    about: str
    value: str
    source: str
    trouble: bool = False


class DoctorAnswer(Answer, frozen=True, tag="kbpivot.doctor/1"):
    """What kbpivot runs on and works with."""

    facts: tuple[FactEntry, ...]


class QuestionEntry(msgspec.Struct, frozen=True):
    """Something that only the person knows.

    Attributes:
        message: the question.
        table: the table of `kbpivot.toml` that would hold the answer.
        setting: a line for it, to be edited.
    """

    message: str
    table: str
    setting: str


class InitAnswer(Answer, frozen=True, tag="kbpivot.init/1"):
    """What a vault says about itself, and what was set up, or would be.

    Attributes:
        found: what is here.
        settings: settings that differ from the defaults and are not in force yet; empty when
            none are needed.
        config: the file of settings.
        exists: whether it was there already; then it is left alone.
        questions: what only you know.
        files: files that were written, or would be.
        written: whether they were.
    """

    found: tuple[FactEntry, ...]
    settings: str
    config: str
    exists: bool
    questions: tuple[QuestionEntry, ...]
    files: tuple[str, ...]
    written: bool
