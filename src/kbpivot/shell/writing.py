"""The one door through which anything is written to disk.

Whatever goes through it is whole or not there at all, lands in no place that a symbolic link
chose, replaces nothing but regular files that may be written, and keeps what the file system
knows of a file: its mode, owner, group and attributes.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import time
from contextlib import suppress
from pathlib import Path

from kbpivot.errors import RefusedError
from kbpivot.safe_text import holds_code
from kbpivot.shell.files import TextFile
from kbpivot.shell.regular_file import is_regular, read_regular

__all__ = [
    "check_inside",
    "check_writable",
    "create_bytes",
    "create_text",
    "is_leftover",
    "replace_bytes",
    "replace_text",
    "sweep",
    "temporary_name",
    "write_bytes",
]

_TEMPORARY = re.compile(r"\.kbpivot-[0-9a-f]{16}\.tmp")
_OLD = 3600.0  # seconds; a write takes a few milliseconds
_CODE = (
    "{} would hold template code (`<%`) that a name or a text brings, so nothing was written;"
    " Templater would run it."
)
_NEW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def is_leftover(name: str) -> bool:
    """Tell whether a file is called as the temporary ones are that a write begins with."""
    return _TEMPORARY.fullmatch(name) is not None


def check_inside(path: str | os.PathLike[str], root: str | os.PathLike[str]) -> None:
    """Refuse a place that is outside of the vault once symbolic links are followed.

    Args:
        path: the file; it need not exist.
        root: the vault's folder.

    Raises:
        RefusedError: it lies outside.
    """
    top, real = os.path.realpath(root), os.path.realpath(path)
    if real != top and not real.startswith(top.rstrip(os.sep) + os.sep):
        raise RefusedError(
            f"{path} leads out of the vault by a symbolic link, to {real}; nothing was written."
        )


def check_writable(path: str | os.PathLike[str], *, follow: bool = False) -> os.stat_result:
    """Return what the file system knows of a file that may be replaced.

    Args:
        path: the file.
        follow: let it be a symbolic link.

    Raises:
        RefusedError: it is a symbolic link, no regular file, or marked read-only.
        OSError: it cannot be looked at.
    """
    if not follow and Path(path).is_symlink():
        raise RefusedError(f"{path} is a symbolic link, so nothing was written; name its target.")
    about = Path(path).stat()
    if not is_regular(about):
        raise RefusedError(f"{path} is no regular file, so nothing was written.")
    if not about.st_mode & 0o222:
        raise RefusedError(f"{path} is read-only, so it was not touched.")
    return about


def replace_text(file: TextFile, text: str, *, root: str | os.PathLike[str]) -> tuple[str, ...]:
    """Give a note that was read before a new text, whole or not at all.

    Args:
        file: the note as it was read.
        text: what it is to hold.
        root: the vault's folder.

    Returns:
        What could not be kept of the file, each as a sentence.

    Raises:
        RefusedError: the file has changed or gone since it was read, is read-only or outside of
            the vault, or holds bytes that are no UTF-8 and would be lost; or the new text holds
            code of a template engine that was not there.
        OSError: it cannot be written.
    """
    try:
        file.data.decode()
        data = text.encode()
    except UnicodeError:
        raise RefusedError(
            f"{file.disk} is not valid UTF-8, so it was not touched. Save it as UTF-8 first."
        ) from None
    if holds_code(text) > holds_code(file.text):
        raise RefusedError(_CODE.format(file.disk))
    check_inside(file.disk, root)
    real = os.path.realpath(file.disk)
    try:
        unchanged = read_regular(real) == file.data
    except FileNotFoundError:
        unchanged = False
    if not unchanged:
        raise RefusedError(f"{file.disk} changed while it was open here, so it was not touched.")
    return replace_bytes(real, data) if data != file.data else ()


def create_text(
    disk: str | os.PathLike[str],
    text: str,
    *,
    root: str | os.PathLike[str] | None = None,
    template: bool = False,
) -> None:
    """Write a new text file, as `create_bytes` does.

    Args:
        disk: the file.
        text: what it is to hold.
        root: the vault's folder, when the file is to be in it.
        template: whether it is a template, which may hold code; Templater would run it elsewhere.
    """
    if not template and holds_code(text):
        raise RefusedError(_CODE.format(disk))
    create_bytes(disk, text.encode(), root=root)


def create_bytes(
    disk: str | os.PathLike[str], data: bytes, *, root: str | os.PathLike[str] | None = None
) -> None:
    """Write a new file, whole or not at all, and the folders above it.

    Args:
        disk: the file.
        data: what it is to hold.
        root: the vault's folder, when the file is to be in it.

    Raises:
        RefusedError: there already is something with that name, or it is outside of the vault.
        OSError: it cannot be written.
    """
    path = Path(disk)
    if root is not None:
        check_inside(path.parent, root)
    if os.path.lexists(path):
        raise RefusedError(f"{path} already exists and was not touched.")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _written(path, data)
    try:
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            _claimed(temporary, path)
    except FileExistsError:
        raise RefusedError(f"{path} already exists and was not touched.") from None
    finally:
        with suppress(OSError):  # a later write in this folder sweeps it away
            temporary.unlink()
    _sync_folder(path.parent)


def _claimed(temporary: Path, path: Path) -> None:
    """Take a name that nobody has, then put the file in its place."""
    if os.name == "nt":
        temporary.rename(path)  # which replaces nothing there
        return
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NEW, 0o666))
    temporary.replace(path)


def replace_bytes(disk: str | os.PathLike[str], data: bytes) -> tuple[str, ...]:
    """Replace a file that is there in one step, and keep what the file system knows of it.

    Args:
        disk: the file; no symbolic link.
        data: its new content.

    Returns:
        What could not be kept, each as a sentence.

    Raises:
        RefusedError: it is a symbolic link, no regular file, or read-only.
        OSError: it cannot be written; then it is as it was.
    """
    path = Path(disk)
    about = check_writable(path)
    temporary = _written(path, data)
    try:
        lost = _dressed(temporary, path, about)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)
    return tuple(f"{path}: {one}." for one in lost)


def _dressed(temporary: Path, path: Path, about: os.stat_result) -> list[str]:
    """Give a new file the mode, owner, group and attributes of the old one; return what failed."""
    lost: list[str] = []
    new = temporary.stat()
    if hasattr(os, "chown") and (new.st_uid, new.st_gid) != (about.st_uid, about.st_gid):
        if new.st_gid != about.st_gid:
            try:
                os.chown(temporary, -1, about.st_gid)
            except OSError:
                lost.append("its group could not be kept")
        if new.st_uid != about.st_uid:
            try:
                os.chown(temporary, about.st_uid, -1)
            except OSError:
                lost.append("its owner could not be kept")
    if hasattr(os, "listxattr"):
        lost += _with_attributes(temporary, path)
    temporary.chmod(stat.S_IMODE(about.st_mode))
    if about.st_nlink > 1:
        lost.append("it has another name (a hard link), under which the old text stays")
    return lost


def _with_attributes(temporary: Path, path: Path) -> list[str]:
    lost: list[str] = []
    with suppress(OSError):
        for name in os.listxattr(path):
            try:
                value = os.getxattr(path, name)
                if name not in os.listxattr(temporary) or os.getxattr(temporary, name) != value:
                    os.setxattr(temporary, name, value)
            except OSError:
                lost.append(f"its attribute {name} could not be kept")
    return lost


def write_bytes(disk: str | os.PathLike[str], *parts: bytes | bytearray, mode: int = 0o600) -> None:
    """Write a file of our own outside of any vault, in one step: no reader sees half of it.

    Args:
        disk: the file; the folder above it is made where there is none.
        parts: its content, one after another.
        mode: its permissions; by default nobody else may read it.

    Raises:
        OSError: it cannot be written; then the old file is as it was.
    """
    path = Path(disk)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = _written(path, *parts, lasting=False, mode=mode)
    try:
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _written(
    path: Path, *parts: bytes | bytearray, lasting: bool = True, mode: int = 0o666
) -> Path:
    """Write a hidden temporary file beside `path`, so that replacing is a rename."""
    sweep(path.parent)
    temporary = path.with_name(temporary_name())
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NEW, mode)
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink()
        if isinstance(error, OSError):
            error.filename = str(path)  # what the person knows, not our passing name
        raise
    return temporary


def temporary_name() -> str:
    """Return a name for what is not yet complete, by which it is known when it is left behind."""
    return f".kbpivot-{secrets.token_hex(8)}.tmp"


def sweep(folder: Path) -> None:
    """Remove what earlier writes left in a folder when they were killed, an hour ago or more."""
    with suppress(OSError), os.scandir(folder) as listed:
        for entry in listed:
            if not entry.name.startswith(".kbpivot-") or not is_leftover(entry.name):
                continue
            with suppress(OSError):
                about = entry.stat(follow_symlinks=False)
                if time.time() - about.st_mtime <= _OLD or not _is_ours(about):
                    continue
                if stat.S_ISREG(about.st_mode):
                    Path(entry.path).unlink()
                elif stat.S_ISDIR(about.st_mode):
                    shutil.rmtree(entry.path, ignore_errors=True)


def _is_ours(about: os.stat_result) -> bool:
    return not hasattr(os, "getuid") or about.st_uid == os.getuid()


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the platform can."""
    with suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
