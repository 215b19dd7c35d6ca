"""A vault of notes: its files, their names, and the links between them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kbpivot.vault.copies import conflict_copies, copy_remarks, paired_by_name
    from kbpivot.vault.dialect import Dialect, dialect_of
    from kbpivot.vault.names import (
        names_of,
        near_names,
        slug,
        words_key,
    )
    from kbpivot.vault.near import Near
    from kbpivot.vault.paths import (
        Excluder,
        excluder,
        is_excluded,
        is_note_path,
        is_vault_path,
        vault_path,
    )
    from kbpivot.vault.patterns import BoundedPattern
    from kbpivot.vault.planned import (
        Absence,
        absence,
        base_key,
        commonest_name,
        planned_key,
        planned_name,
    )
    from kbpivot.vault.rows import RowKind
    from kbpivot.vault.subpath import Place
    from kbpivot.vault.table import NoteTable
    from kbpivot.vault.vault import AmbiguousLink, LinkStyle, ResolvedLink, Vault

__all__ = [
    "Absence",
    "AmbiguousLink",
    "BoundedPattern",
    "Dialect",
    "Excluder",
    "LinkStyle",
    "Near",
    "NoteTable",
    "Place",
    "ResolvedLink",
    "RowKind",
    "Vault",
    "absence",
    "base_key",
    "commonest_name",
    "conflict_copies",
    "copy_remarks",
    "dialect_of",
    "excluder",
    "is_excluded",
    "is_note_path",
    "is_vault_path",
    "names_of",
    "near_names",
    "paired_by_name",
    "planned_key",
    "planned_name",
    "slug",
    "vault_path",
    "words_key",
]

# Loaded when first asked for: who only lists files, or gives an answer again, needs few of them.
_HOMES = {
    "Absence": "planned",
    "AmbiguousLink": "vault",
    "BoundedPattern": "patterns",
    "Dialect": "dialect",
    "Excluder": "paths",
    "LinkStyle": "vault",
    "Near": "near",
    "NoteTable": "table",
    "Place": "subpath",
    "ResolvedLink": "vault",
    "RowKind": "rows",
    "Vault": "vault",
    "absence": "planned",
    "base_key": "planned",
    "commonest_name": "planned",
    "conflict_copies": "copies",
    "copy_remarks": "copies",
    "dialect_of": "dialect",
    "excluder": "paths",
    "is_excluded": "paths",
    "is_note_path": "paths",
    "is_vault_path": "paths",
    "names_of": "names",
    "near_names": "names",
    "paired_by_name": "copies",
    "planned_key": "planned",
    "planned_name": "planned",
    "slug": "names",
    "vault_path": "paths",
    "words_key": "names",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
