"""How every answer becomes JSON: one record a command, its schema name in the record."""

from __future__ import annotations

import json
from typing import TypeVar

import msgspec

from kbpivot.safe_text import safe_json

__all__ = ["Answer", "decoded", "encode", "schema_name"]

_Answer = TypeVar("_Answer", bound=msgspec.Struct)


class Answer(msgspec.Struct, frozen=True, kw_only=True, tag_field="schema"):
    """What one command prints; the JSON begins with the schema's name.

    A subclass is declared with `tag="kbpivot.<command>/1"`. Its text and its JSON are made from
    the same record, so they cannot disagree.
    """


def encode(answer: msgspec.Struct) -> str:
    """Return an answer as indented JSON."""
    return safe_json(msgspec.to_builtins(answer), indent=2)


def decoded(text: str, kind: type[_Answer]) -> _Answer:
    """Return the answer that `encode` wrote."""
    return msgspec.convert(json.loads(text), kind)


def schema_name(answer: type[msgspec.Struct]) -> str:
    """Return the name under `schema`, for instance `kbpivot.next/1`."""
    return str(answer.__struct_config__.tag)
