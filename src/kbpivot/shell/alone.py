"""One process at a time that keeps a note up to date."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

import filelock

from kbpivot.errors import KbpivotError
from kbpivot.shell.cache_place import cache_file

__all__ = ["alone"]


@contextmanager
def alone(root: str | os.PathLike[str], note: str | None) -> Iterator[None]:
    """Be the only process that keeps a note, as long as the block runs.

    The lock lies in the user's cache folder. Where none can be made, there is none.

    Args:
        root: the vault's folder.
        note: vault path of the note; None for no note, which locks nothing.

    Raises:
        KbpivotError: another process keeps it already.
    """
    if note is None:
        yield
        return
    mark = hashlib.blake2b(note.casefold().encode("utf-8", "surrogatepass"), digest_size=6)
    place = cache_file(root).with_suffix(f".{mark.hexdigest()}.lock")
    lock = filelock.FileLock(place, timeout=0, mode=0o600)
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire()
    except filelock.Timeout:
        raise KbpivotError(
            f"Another watch keeps {note} up to date; end it, or name another note with --note."
        ) from None
    except OSError:
        yield
        return
    try:
        yield
    finally:
        lock.release()
