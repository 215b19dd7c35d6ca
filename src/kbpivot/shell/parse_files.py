"""Parsing many files, on every processor where that pays and is safe."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from kbpivot.model import Diagnostic
from kbpivot.shell.cache import CachedCanvas, CachedNote, Entries, packed, unpacked
from kbpivot.shell.files import decoded
from kbpivot.shell.regular_file import MOST_BYTES, read_regular
from kbpivot.vault import is_note_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kbpivot.notes.vocabulary import Vocabulary
    from kbpivot.shell.files import FoundFile

    _Parse = Callable[[FoundFile], CachedNote | CachedCanvas | Diagnostic | None]

__all__ = ["parse_file", "parse_files"]

# Text for each process below which starting it costs more than it takes over. Measured: one more
# process costs 8 ms of processor time for links alone, which are read at 16 MB/s, and 14 ms for
# whole notes, at 3 MB/s; so two begin to gain at 270 KB and 100 KB, clearly at twice as much.
_LINKS_SHARE = 250_000
_WHOLE_SHARE = 100_000
_MOST = 8
_TICK = 64
_FLAGS = os.O_RDONLY
for _name in ("O_BINARY", "O_CLOEXEC", "O_NOINHERIT", "O_NONBLOCK", "O_NOCTTY"):
    _FLAGS |= getattr(os, _name, 0)


def parse_file(
    file: FoundFile, *, vocabulary: Vocabulary | None = None, whole: bool = True
) -> CachedNote | CachedCanvas | Diagnostic | None:
    """Read and parse one file.

    Args:
        file: the file.
        vocabulary: what properties, headings and labels are called, if not as by default.
        whole: False reads no more of a note than its properties and links.

    Returns:
        What the file says, or why it could not be read, or None when it has gone since.
    """
    try:
        data = _content(file)
    except FileNotFoundError:
        return None
    except OSError as error:
        text = f"This file could not be read: {error.strerror or error}."
        return Diagnostic("unreadable", "error", file.path, None, text)
    text, encoding = decoded(data, path=file.path)
    stamp = (file.size, file.mtime_ns, file.ctime_ns)
    if is_note_path(file.path):
        if not whole:
            from kbpivot.notes import parse_links

            note = parse_links(file.path, text)
        else:
            from kbpivot.notes import parse_note

            words = {} if vocabulary is None else {"vocabulary": vocabulary}
            note = parse_note(file.path, text, **words)
        return CachedNote(*stamp, note, encoding, whole=whole)
    from kbpivot.notes import parse_canvas

    return CachedCanvas(*stamp, parse_canvas(file.path, text), encoding)


def _content(file: FoundFile) -> bytes:
    """Read a file without the buffers of `open`, which cost as much as the reading."""
    if file.size > MOST_BYTES:
        return read_regular(file.disk)  # which says why not
    handle = os.open(file.disk, _FLAGS)
    try:
        data = os.read(handle, file.size + 1)
        if len(data) == file.size:
            return data
    finally:
        os.close(handle)
    return read_regular(file.disk)  # it has changed since, or is no regular file any more


def parse_files(
    files: Sequence[FoundFile],
    *,
    vocabulary: Vocabulary | None = None,
    whole: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> list[CachedNote | CachedCanvas | Diagnostic]:
    """Read and parse files; those that have gone since are left out.

    Args:
        files: what to parse.
        vocabulary: what properties, headings and labels are called, if not as by default.
        whole: False reads no more of a note than its properties and links.
        progress: called now and then with the number of files done and the number of all.
    """
    total = len(files)
    share = _WHOLE_SHARE if whole else _LINKS_SHARE
    count = _processes(sum(file.size for file in files), share=share)
    shares = [files[start::count] for start in range(count)]
    parse = partial(parse_file, vocabulary=vocabulary, whole=whole)
    if count > 1:
        _load_parsers(whole=whole)
    children = [_Child(part, parse) for part in shares[1:]]
    found: list[CachedNote | CachedCanvas | Diagnostic] = []
    try:
        for done, file in enumerate(shares[0], start=1):
            parsed = parse(file)
            if parsed is not None:
                found.append(parsed)
            if progress is not None and done % _TICK == 0:
                progress(min(done * count, total), total)
        for child in children:
            found.extend(child.results())
    finally:
        for child in children:
            child.end()
    if progress is not None and total:
        progress(total, total)
    return found


def _load_parsers(*, whole: bool) -> None:
    """Load them before the process is copied, so that no copy has to."""
    notes = import_module("kbpivot.notes")
    for name in ("parse_note", "parse_canvas") if whole else ("parse_links",):
        getattr(notes, name)


def _processes(size: int, *, share: int) -> int:
    """Say how many processes to parse `size` bytes in, `share` bytes or more in each.

    More than one only where a fork is safe: on Linux, with no other thread running. No
    process is started from scratch, since that would run a caller's script again.
    """
    if sys.platform != "linux" or size < 2 * share:
        return 1
    try:
        if len(os.listdir("/proc/self/task")) != 1:  # noqa: PTH208
            return 1
    except OSError:
        return 1
    return max(1, min(len(os.sched_getaffinity(0)), size // share, _MOST))


class _Child:
    """A copy of this process that parses a share and hands it back through a pipe."""

    def __init__(self, share: Sequence[FoundFile], parse: _Parse) -> None:
        self._share = share
        self._parse = parse
        self._reading, writing = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            _work(share, parse, writing)
        os.close(writing)

    def results(self) -> Iterable[CachedNote | CachedCanvas | Diagnostic]:
        """Yield what was parsed; a file that did not come back is parsed here."""
        with os.fdopen(os.dup(self._reading), "rb") as pipe:
            data = pipe.read()
        kept: Entries = unpacked(data, root="")
        for file in self._share:
            parsed = kept.get(file.path) or self._parse(file)
            if parsed is not None:
                yield parsed

    def end(self) -> None:
        """Leave nothing behind, whatever happened: a child whose answer is in is done."""
        os.close(self._reading)
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)


def _work(share: Sequence[FoundFile], parse: _Parse, writing: int) -> None:
    """Parse a share and leave at once: no exit handler and no buffer of the parent runs."""
    code = 1
    try:
        done = map(parse, share)
        body = packed((p for p in done if isinstance(p, CachedNote | CachedCanvas)), root="")
        with os.fdopen(writing, "wb") as pipe:
            pipe.writelines(body)
        code = 0
    finally:
        os._exit(code)
