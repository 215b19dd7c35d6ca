"""Which paths belong to a vault, and how one path is spelled."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbpivot.vault.patterns import BoundedPattern

__all__ = ["Excluder", "excluder", "is_excluded", "is_note_path", "is_vault_path", "vault_path"]

_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\\": "/"})


def vault_path(path: str) -> str:
    r"""Spell a path as the vault does: `/` between names, NFC, plain spaces, no outer slash.

    Two spellings that differ only in this name the same file, as in Obsidian.

    >>> vault_path("Maths\\Linear\u00a0maps.md")
    'Maths/Linear maps.md'
    """
    if not path.isascii() or "\\" in path:
        path = unicodedata.normalize("NFC", path.translate(_SPACES))
    if "//" in path:
        path = re.sub("/+", "/", path)
    return path.strip("/")


def is_vault_path(path: str) -> bool:
    """Tell whether a path is part of the vault: no file or folder on it starts with a dot.

    >>> is_vault_path("node_modules/x/README.md"), is_vault_path(".trash/x.md")
    (True, False)
    """
    path = vault_path(path)
    return bool(path) and not path.startswith(".") and "/." not in path


def is_note_path(path: str) -> bool:
    """Tell whether a path is that of a note: its extension is `md`, in any case."""
    return path[-3:].lower() == ".md" and len(path.rpartition("/")[2]) > 3


def is_excluded(path: str, filters: Iterable[str]) -> bool:
    """Tell whether Obsidian's "Excluded files" setting (`userIgnoreFilters`) names a path.

    A filter between slashes is a regular expression, searched anywhere in the path; any other
    is the beginning of a path. Neither looks at case. Excluded files stay link targets.

    >>> is_excluded("Archive/a.md", ["arch"]), is_excluded("x/Private/a.md", ["Private/"])
    (True, False)
    """
    return _excluder(tuple(filters))(path)


@lru_cache(maxsize=64)
def _excluder(filters: tuple[str, ...]) -> Excluder:
    return Excluder(filters)


class Excluder:
    """`is_excluded` for one list of filters, to be asked about many paths."""

    def __init__(self, filters: Iterable[str], *, in_doubt: bool = False) -> None:
        """Prepare the filters.

        Args:
            filters: as Obsidian's setting has them.
            in_doubt: what to answer for an expression that cannot be read or takes too long.
        """
        starts: list[str] = []
        self._patterns: list[BoundedPattern] = []
        for entry in filters:
            if len(entry) > 2 and entry.startswith("/") and entry.endswith("/"):
                from kbpivot.vault.patterns import BoundedPattern

                self._patterns.append(BoundedPattern(entry[1:-1], in_doubt=in_doubt))
            elif entry:
                starts.append(unicodedata.normalize("NFC", entry).lower())
        self._starts = tuple(starts)

    def __call__(self, path: str) -> bool:
        """Tell whether one of the filters names a path."""
        path = vault_path(path)
        if self._starts and path.lower().startswith(self._starts):
            return True
        return any(pattern.search(path) for pattern in self._patterns)

    @property
    def troubles(self) -> tuple[str, ...]:
        """What cannot be used, each with why, as the begin of a sentence."""
        return tuple(f"/{one.source}/ {one.trouble}" for one in self._patterns if one.trouble)


def excluder(filters: Iterable[str] | Excluder, *, in_doubt: bool = False) -> Excluder:
    """Return `is_excluded` for one list of filters; the arguments are those of `Excluder`."""
    return filters if isinstance(filters, Excluder) else Excluder(filters, in_doubt=in_doubt)
