"""Regular files, read within bounds: never a device, a pipe, a socket or a window on the kernel.

Whatever a vault brings may be a symbolic link, and a link may lead anywhere. Reading a pipe
waits for ever, reading a device may do something, and files of `/proc` tell about this process.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from functools import cache
from pathlib import Path

__all__ = ["MOST_BYTES", "file_stamp", "is_regular", "read_regular", "regular_target"]

MOST_BYTES = 64 * 1024 * 1024
"""A file larger than this is not read."""

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
_KERNEL = ("/proc", "/sys", "/dev")


@cache
def _kernel_devices() -> frozenset[int]:
    """The device numbers of the file systems in which the kernel shows itself."""
    found: set[int] = set()
    here = Path("/").stat().st_dev
    for folder in _KERNEL[:2]:
        with suppress(OSError):
            found.add(Path(folder).stat().st_dev)
    return frozenset(found - {here})


def is_regular(about: os.stat_result) -> bool:
    """Tell whether what was found is a regular file on a disk."""
    return stat.S_ISREG(about.st_mode) and about.st_dev not in _kernel_devices()


def regular_target(path: str | os.PathLike[str]) -> str | None:
    """Return where a path leads, links followed; None where that is no regular file.

    Raises:
        OSError: it leads nowhere.
    """
    target = os.path.realpath(path, strict=True)
    if any(target.startswith(f"{folder}/") for folder in _KERNEL):
        return None
    return target if is_regular(os.stat(target)) else None  # noqa: PTH116


def read_regular(path: str | os.PathLike[str], *, most: int = MOST_BYTES) -> bytes:
    """Read a regular file.

    Args:
        path: the file; a symbolic link is followed.
        most: bytes; a larger file is refused.

    Raises:
        OSError: it cannot be read, is no regular file, or is too large.
    """
    if not is_regular(os.stat(path)):  # noqa: PTH116 (opening a device may already do something)
        raise _no_file(path)
    handle = os.open(path, _FLAGS)
    try:
        about = os.fstat(handle)
        if not is_regular(about):
            raise _no_file(path)
        if about.st_size > most:
            raise OSError(errno.EFBIG, f"it is larger than {_megabytes(most)}", os.fspath(path))
        parts: list[bytes] = []
        size = 0
        while part := os.read(handle, max(about.st_size - size, 0) + 1):
            parts.append(part)
            size += len(part)
            if size > most:  # it grew meanwhile
                raise OSError(errno.EFBIG, f"it is larger than {_megabytes(most)}", os.fspath(path))
    finally:
        os.close(handle)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def file_stamp(path: str | os.PathLike[str]) -> tuple[int, ...]:
    """Return numbers that change when a file does; the same ones for any that is not there."""
    try:
        about = os.stat(path)  # noqa: PTH116
    except OSError:
        return ()
    return about.st_mode, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:,.0f} MB" if size >= 1024**2 else f"{size / 1024:,.0f} KB"


def _no_file(path: str | os.PathLike[str]) -> OSError:
    return OSError(errno.EINVAL, "it is no regular file", os.fspath(path))
