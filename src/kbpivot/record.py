"""The one kind of record that results are made of, and how many of them become rows."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping
from importlib import import_module
from typing import Any, Final, Generic, Protocol, TypeAlias, TypeVar

import msgspec

__all__ = ["NOT_A_NUMBER", "Record", "Records", "Row", "Shown", "joined"]

Row: TypeAlias = dict[str, str | int | float | bool]
"""Flat and of plain values, with the same keys and types in every row of a table.

So pandas and polars take a list of them as it is. Where something is lacking a text is empty and
a number is `NOT_A_NUMBER`; a column of the second kind holds floats only.
"""

NOT_A_NUMBER: Final = math.nan


class Record(msgspec.Struct, frozen=True):
    """Fields that do not change once they are set; equal when all of them are."""

    def as_dict(self) -> dict[str, Any]:
        """Return the fields by name as plain values, records in them as dicts too.

        Dates become ISO text, tuples lists, and sets sorted lists.
        """
        plain: dict[str, Any] = msgspec.to_builtins(
            self, order="deterministic", str_keys=True, enc_hook=_as_plain
        )
        return plain


def _as_plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError(f"A {type(value).__name__} has no plain form.")


def joined(words: Iterable[str]) -> str:
    """Return several texts as one value of a row."""
    return "; ".join(words)


class Shown:
    """What a notebook shows as a table or a picture, not only as its `repr`."""

    __slots__ = ()

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> dict[str, str]:
        return {
            kind: text
            for kind, text in self._bundle().items()
            if (not include or kind in include) and not (exclude and kind in exclude)
        }

    def _bundle(self) -> dict[str, str]:
        # How results look is for `render`, which stands above them: it is loaded by its name, and
        # only once a notebook asks.
        bundle: dict[str, str] = import_module("kbpivot.render.notebook").bundle(self)
        return bundle


class _WithRow(Protocol):
    def row(self) -> Row:
        """Return the record as a flat row of plain values."""


_One = TypeVar("_One", bound=_WithRow)


class Records(tuple[_One, ...], Shown, Generic[_One]):
    """A tuple of records that can become the rows of a data frame."""

    __slots__ = ()

    def rows(self) -> list[Row]:
        """Return flat rows of plain values, one a record, for `pandas` and `polars`."""
        return [one.row() for one in self]
