"""The one kind of record that results are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

__all__ = ["Record"]


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
