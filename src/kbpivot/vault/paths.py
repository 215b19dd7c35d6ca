"""Which paths belong to a vault, and how one path is spelled."""

from __future__ import annotations

import re
import unicodedata
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["excluder", "is_excluded", "is_note_path", "is_vault_path", "vault_path"]

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
    return excluder(filters)(path)


def excluder(filters: Iterable[str]) -> Callable[[str], bool]:
    """Return `is_excluded` for one list of filters, to be asked about many paths."""
    return _excluder(tuple(filters))


@lru_cache(maxsize=64)
def _excluder(filters: tuple[str, ...]) -> Callable[[str], bool]:
    prefixes: list[str] = []
    patterns: list[re.Pattern[str]] = []
    for entry in filters:
        if len(entry) > 2 and entry.startswith("/") and entry.endswith("/"):
            pattern = _pattern(entry[1:-1])
            if pattern is not None:
                patterns.append(pattern)
        elif entry:
            prefixes.append(unicodedata.normalize("NFC", entry).lower())
    starts = tuple(prefixes)

    def excluded(path: str) -> bool:
        path = vault_path(path)
        if starts and path.lower().startswith(starts):
            return True
        return any(pattern.search(path) for pattern in patterns)

    return excluded


def _pattern(source: str) -> re.Pattern[str] | None:
    """Compile a JavaScript expression; one that Python cannot read matches nothing."""
    source = re.sub(r"\(\?<(?=[A-Za-z_$])", "(?P<", source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            return re.compile(source, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError):
        return None
