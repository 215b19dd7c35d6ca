"""Where the programs of the system are: never in the current folder, never in a vault."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["find_program", "reader_of", "safe_path"]


def safe_path(search: str, *, outside: str | os.PathLike[str] | None = None) -> str:
    """Return a search path with absolute folders alone.

    An empty entry or `.` in it means the current folder, which may be a vault.

    Args:
        search: the value of `$PATH`.
        outside: a folder; what lies in it is left out.
    """
    barred = None if outside is None else os.path.realpath(outside)
    kept: list[str] = []
    for folder in search.split(os.pathsep):
        if not folder or not Path(folder).is_absolute():
            continue
        real = os.path.realpath(folder)
        if barred is not None and (
            real == barred or real.startswith(barred.rstrip(os.sep) + os.sep)
        ):
            continue
        kept.append(folder)
    return os.pathsep.join(kept)


def find_program(
    name: str, *, search: str | None = None, outside: str | os.PathLike[str] | None = None
) -> str | None:
    """Return the full path of a program, None where there is none.

    Args:
        name: its name, or a full path.
        search: the folders to look in; `$PATH` when not given.
        outside: a folder whose programs do not count.
    """
    import shutil

    folders = safe_path(
        os.environ.get("PATH", os.defpath) if search is None else search, outside=outside
    )
    if not folders and not Path(name).is_absolute():
        return None
    found = shutil.which(name, path=folders or None)
    # On Windows the current folder is looked at first, whatever the path says.
    return found if found is not None and Path(found).is_absolute() else None


def reader_of(descriptor: int) -> str:
    """Return the name of the program that reads the pipe written to, "" where that is not told.

    Linux tells it under `/proc`, of the person's own programs.

    Args:
        descriptor: the file descriptor of the pipe.
    """
    try:
        pipe = str(Path(f"/proc/self/fd/{descriptor}").readlink())
    except OSError:
        return ""
    if not pipe.startswith("pipe:"):
        return ""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if place.name != str(os.getpid()) and str((place / "fd" / "0").readlink()) == pipe:
                return (place / "comm").read_text(encoding="utf-8").strip()
        except OSError:
            continue
    return ""
