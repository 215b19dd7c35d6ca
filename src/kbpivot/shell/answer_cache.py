"""Answers given before, given again for as long as nothing they follow from has changed."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from kbpivot.shell.cache_place import cache_file
from kbpivot.shell.own_files import read_own

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kbpivot.shell.files import Listing

__all__ = ["KeptAnswers", "code_mark", "fingerprint"]

_RACY_NS: Final = 2_000_000_000  # as in the cache of what was parsed
_MOST: Final = 16  # answers that are kept of one vault
_SETTINGS: Final = (
    *("app.json", "templates.json", "daily-notes.json"),
    "plugins/templater-obsidian/data.json",
)


class _Answers(msgspec.Struct, frozen=True, array_like=True):
    """The answers about one vault in one condition, the latest last."""

    basis: bytes
    answers: dict[str, str]


def fingerprint(
    root: str | os.PathLike[str],
    listing: Listing,
    *,
    log: Iterable[Path],
    beside: Iterable[object] = (),
) -> bytes | None:
    """Return what stands for everything in a folder that an answer can follow from.

    That is the name, size and times of every file, the settings, the person's log, and
    kbpivot's own code. What git and the clock say is not in it.

    Args:
        root: the vault's folder.
        listing: what is in it.
        log: the files that say something of the person's log.
        beside: what else is known about it, such as the folder of templates, as text says it.

    Returns:
        A few bytes; None where a file changed so shortly before that a further change might
        not show in its times, or where a file could not be read.
    """
    if any(one.severity == "error" for one in listing.diagnostics):
        return None
    files = (*listing.notes, *listing.canvases)
    if any(file.mtime_ns > listing.listed_ns - _RACY_NS for file in files):
        return None
    found = hashlib.blake2b(digest_size=20)
    found.update(code_mark())
    for file in files:
        found.update(
            b"%b\0%d %d %d\n"
            % (
                file.path.encode("utf-8", "surrogatepass"),
                file.size,
                file.mtime_ns,
                file.ctime_ns,
            )
        )
    found.update(ascii((listing.others, listing.diagnostics, *beside)).encode())
    folder = Path(root)
    places = [folder / "kbpivot.toml", folder.parent / "kbpivot.toml"]
    places += [folder / ".obsidian" / name for name in _SETTINGS]
    places += log
    for place in places:
        with suppress(OSError):
            data = place.read_bytes()
            found.update(b"%b %d\n" % (os.fsencode(place.name), len(data)) + data)
    return found.digest()


class KeptAnswers:
    """The answers about one vault in its present condition."""

    def __init__(self, root: str | os.PathLike[str], basis: bytes) -> None:
        """Look what was answered before.

        Args:
            root: the vault's folder.
            basis: its `fingerprint`.
        """
        self._file = cache_file(root).with_suffix(".answers.msgpack")
        self._basis = basis

    def find(self, question: str) -> str | None:
        """Return the answer to a question, None where there is none or it cannot be trusted."""
        return self._read().get(question)

    def keep(self, question: str, answer: str) -> None:
        """Keep an answer, and with it the latest others; where that cannot be, it is not kept."""
        from kbpivot.shell.writing import write_bytes

        answers = self._read()
        answers.pop(question, None)
        answers[question] = answer
        kept = dict(list(answers.items())[-_MOST:])
        with suppress(OSError, ValueError):
            body = msgspec.msgpack.encode(_Answers(self._basis, kept))
            write_bytes(self._file, _sum(body), body)

    def _read(self) -> dict[str, str]:
        try:
            data = read_own(self._file)
            if data[:_SUM] != _sum(data[_SUM:]):
                return {}
            kept = msgspec.msgpack.decode(data[_SUM:], type=_Answers)
        except (OSError, msgspec.MsgspecError):
            return {}
        return kept.answers if kept.basis == self._basis else {}


_SUM: Final = 16


def _sum(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_SUM).digest()


@lru_cache(maxsize=1)
def code_mark() -> bytes:
    """Name this version of kbpivot and Python: an edit to either may change an answer."""
    package = Path(__file__).parent.parent
    seen = [sys.version]
    for folder, inside, names in os.walk(package):
        inside.sort()
        for name in sorted(names):
            if name.endswith(".py"):
                with suppress(OSError):
                    about = Path(folder, name).stat()
                    seen.append(f"{name} {about.st_size} {about.st_mtime_ns}")
    return "\n".join(seen).encode()
