"""Files of our own outside of any vault: believed only where nobody else can have written them."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from kbpivot.shell.regular_file import read_regular

__all__ = ["read_own"]

_MOST = 2 * 1024 * 1024 * 1024  # bytes


def read_own(path: str | os.PathLike[str]) -> bytes:
    """Read a file that this program has written before.

    Raises:
        OSError: it cannot be read, is a symbolic link, belongs to another user, or may be
            written by others.
    """
    about = Path(path).lstat()
    if hasattr(os, "getuid"):
        foreign = about.st_uid not in (os.getuid(), os.geteuid())
        if foreign or about.st_mode & 0o022:
            raise OSError(errno.EPERM, "others may have written it", os.fspath(path))
    if Path(path).is_symlink():
        raise OSError(errno.ELOOP, "it is a symbolic link", os.fspath(path))
    return read_regular(path, most=_MOST)
