"""What one note alone says of what it is; the vault around it decides the rest."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from kbpivot.model import Prose
from kbpivot.traits.words import Kind

__all__ = ["KindSource", "Kinded", "NoteSigns"]

KindSource = Literal["property", "tag", "name", "content", "folder", "settings", ""]


class Kinded(NamedTuple):
    """A kind and what says so; an empty source means that nothing did."""

    kind: Kind
    source: KindSource


class NoteSigns(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The signs in one note, in the order in which they count.

    Attributes:
        path: its path.
        prose: how much own text there is.
        shape: what it plainly is, None where nothing says so.
        shape_in_capitals: the same where capitals are the habit of its folder.
        said: the kind that its properties and tags tell.
        named: the kind that its name tells.
        within: the kind that its content tells, else its folder.
        term: whether its name is a concept's: `yes` where it states prerequisites, `linked` where
            that hangs on whether others link to it, `no`.
        about_work: whether it has properties of a piece of work.
        captured: whether it holds an address and states nothing.
        template: whether it holds variables that a template plugin fills in.
        minutes: the minutes that it states, None where it does not.
        reading: the reading time that its text states, None where it does not.
    """

    path: str
    prose: Prose
    shape: Kinded | None
    shape_in_capitals: Kinded | None
    said: Kinded | None
    named: Kinded | None
    within: Kinded | None
    term: Literal["yes", "linked", "no"]
    about_work: bool
    captured: bool
    template: bool
    minutes: int | None
    reading: int | None

    @property
    def name(self) -> str:
        """File name without `.md`."""
        base = self.path.rpartition("/")[2]
        return base[:-3] if base.lower().endswith(".md") else base
