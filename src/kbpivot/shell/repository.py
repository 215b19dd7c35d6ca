"""Where a vault lies in the repository around it."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["repository_prefix"]


def repository_prefix(vault: Path, *, here: Path) -> str:
    """Return the vault's folder as seen from the root of its repository, "" or with a slash.

    The root is the nearest folder upward with a `.git`, be it a folder or the file of a worktree
    or submodule; where the vault is reached by a symbolic link, the repository of the link counts
    first. Without a repository paths are those seen from the folder the command runs in, where the
    vault is in it.

    Args:
        vault: an absolute path.
        here: the folder the command runs in.
    """
    for place in dict.fromkeys((vault, Path(os.path.realpath(vault)))):
        for folder in (place, *place.parents):
            if (folder / ".git").exists():
                return _prefix(place, folder)
    return _prefix(vault, here) if here in vault.parents else ""


def _prefix(vault: Path, root: Path) -> str:
    inside = vault.relative_to(root).as_posix()
    return "" if inside == "." else f"{inside}/"
