"""Where kbpivot keeps what it read of a vault."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

__all__ = ["cache_file", "cache_folder"]


def cache_file(root: str | os.PathLike[str]) -> Path:
    """Return where the cache of the vault at `root` is: one file in the user's cache folder.

    `$KBPIVOT_CACHE` names another folder.
    """
    real = os.fsencode(os.path.realpath(root))
    return cache_folder(root) / f"{hashlib.blake2b(real, digest_size=10).hexdigest()}.msgpack"


def cache_folder(root: str | os.PathLike[str] | None = None) -> Path:
    """Return the user's cache folder for kbpivot; `$KBPIVOT_CACHE` names another.

    Args:
        root: the vault's folder; one that lies in it is not taken, since what a vault brings
            would be believed.
    """
    folder = os.environ.get("KBPIVOT_CACHE")
    if folder and root is not None:
        real, top = os.path.realpath(folder), os.path.realpath(root)
        if real == top or real.startswith(top.rstrip(os.sep) + os.sep):
            folder = None
    if not folder:
        import platformdirs

        folder = platformdirs.user_cache_dir("kbpivot", appauthor=False)
    return Path(folder)
