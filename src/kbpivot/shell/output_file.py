"""Files that a person names to hold an answer: new ones, or with their word in place of others."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kbpivot.errors import RefusedError
from kbpivot.shell.regular_file import read_regular
from kbpivot.shell.writing import create_bytes, replace_bytes

__all__ = ["output_stream", "write_output_file", "write_own_file"]

_STREAMS: Final = {"-": 1, "/dev/stdout": 1, "/dev/stderr": 2}
_NUMBERED: Final = re.compile(r"/(?:dev|proc/self)/fd/(\d{1,6})")
_KEPT_FOLDERS: Final = frozenset({".git", ".kbpivot", ".obsidian"})
_VAULT_FILES: Final = (".md", ".canvas", ".base")


def output_stream(name: str) -> int | None:
    """Return the number of the open stream that a name stands for, None for a file."""
    found = _NUMBERED.fullmatch(name)
    return int(found[1]) if found else _STREAMS.get(name)


def write_output_file(
    name: str, data: bytes, *, force: bool, markdown: bool = False
) -> tuple[str, ...]:
    """Write an answer to a file.

    Args:
        name: the file, as the person wrote it.
        data: what it is to hold.
        force: replace a file of that name.
        markdown: whether it is Markdown, which may take the place of Markdown.

    Returns:
        What could not be kept of a file that was replaced, as sentences.

    Raises:
        RefusedError: it is there and `force` was not given; it is a note or a canvas and this is
            something else; it is no regular file, a symbolic link or read-only; its folder
            belongs to a program, or does not exist.
        OSError: it cannot be written.
    """
    path = _checked(name)
    if not os.path.lexists(path):
        create_bytes(path, data)
        return ()
    if not force:
        raise RefusedError(f"{name} already exists and was not touched; --force replaces it.")
    suffix = path.suffix.lower()
    if suffix == ".md" and not markdown:
        raise RefusedError(f"{name} is a note, and this is no Markdown; it was not touched.")
    return replace_bytes(path, data)


def write_own_file(name: str, data: bytes, *, is_own: Callable[[str], bool], what: str) -> None:
    """Write a file that an earlier run wrote, and no other; a new one is made.

    Args:
        name: the file, as the person wrote it.
        data: what it is to hold.
        is_own: tells from the text of the file whether it is one of these.
        what: what it should be, as in "it is no baseline".

    Raises:
        RefusedError: it holds something else, or `write_output_file` would refuse it.
        OSError: it cannot be written.
    """
    path = _checked(name)
    if path.suffix.lower() in _VAULT_FILES:
        raise RefusedError(f"{name} is the name of a note, and this is none; nothing was written.")
    if not os.path.lexists(path):
        create_bytes(path, data)
        return
    try:
        own = is_own(read_regular(path).decode())
    except (OSError, UnicodeDecodeError):
        own = False
    if not own:
        raise RefusedError(f"{name} holds something else than {what}, so it was not touched.")
    replace_bytes(path, data)


def _checked(name: str) -> Path:
    path = Path(name)
    if not path.parent.is_dir():
        raise RefusedError(f"There is no folder {path.parent} to write {path.name} to.")
    above = set(Path(os.path.realpath(path.parent)).parts)
    if kept := sorted(above & _KEPT_FOLDERS):
        raise RefusedError(f"{name} would lie in {kept[0]}, which belongs to a program.")
    return path
