"""Files of our own outside of any vault: believed only where nobody else can have written them."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

from kbpivot.shell.regular_file import is_regular, read_regular

__all__ = ["OwnFile", "read_own"]

_MOST = 2 * 1024 * 1024 * 1024  # bytes
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


def read_own(path: str | os.PathLike[str]) -> bytes:
    """Read a file that this program has written before.

    Raises:
        OSError: it cannot be read, is a symbolic link, belongs to another user, or may be
            written by others.
    """
    _check(Path(path).lstat(), path)
    return read_regular(path, most=_MOST)


class OwnFile:
    """A file that this program has written before, of which parts are read.

    It is the file that was there when it was opened, also after another took its name.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Open a file.

        Raises:
            OSError: as for `read_own`.
        """
        self._handle, self._whole = -1, b""
        about = Path(path).lstat()
        _check(about, path)
        self.size = about.st_size
        if not hasattr(os, "pread"):
            self._whole = read_regular(path, most=_MOST)  # an open file could not be replaced
            return
        if not is_regular(about):
            raise OSError(errno.EINVAL, "it is no regular file", os.fspath(path))
        self._handle = os.open(path, _FLAGS)
        opened = os.fstat(self._handle)
        _check(opened, path)
        if not is_regular(opened):
            raise OSError(errno.EINVAL, "it is no regular file", os.fspath(path))
        self.size = opened.st_size

    def __del__(self) -> None:
        if self._handle >= 0:
            with suppress(OSError):
                os.close(self._handle)

    def read(self, start: int, length: int) -> bytes:
        """Return the bytes at a place, fewer where the file ends before.

        Raises:
            OSError: they cannot be read.
        """
        if self._handle < 0:
            return self._whole[start : start + length]
        found = os.pread(self._handle, length, start)
        while found and len(found) < length:
            more = os.pread(self._handle, length - len(found), start + len(found))
            if not more:
                break
            found += more
        return found


def _check(about: os.stat_result, path: str | os.PathLike[str]) -> None:
    """Refuse a file that somebody else may have written, or a link to one.

    Raises:
        OSError: it is such.
    """
    if hasattr(os, "getuid"):
        foreign = about.st_uid not in (os.getuid(), os.geteuid())
        if foreign or (about.st_mode & 0o022 and not stat.S_ISLNK(about.st_mode)):
            raise OSError(errno.EPERM, "others may have written it", os.fspath(path))
    if stat.S_ISLNK(about.st_mode):
        raise OSError(errno.ELOOP, "it is a symbolic link", os.fspath(path))
