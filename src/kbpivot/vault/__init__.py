"""A vault of notes: its files, their names, and the links between them."""

from __future__ import annotations

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
