"""The person's log on disk: `.kbpivot/log.jsonl`, one event a line, appended, never rewritten.

The file is text that two machines may merge line by line, in any order and with duplicates. Copies
that a synchroniser sets beside it when two machines wrote at once (`log.sync-conflict-….jsonl`,
`log (conflicted copy).jsonl`) are read as well and told, so nothing is lost until somebody tidies up.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import filelock
from msgspec.structs import replace

from kbpivot.errors import LogError, RefusedError
from kbpivot.model import Diagnostic, Span
from kbpivot.record import Record, Row
from kbpivot.shell.regular_file import read_regular
from kbpivot.shell.writing import check_inside, check_writable, create_text, replace_bytes
from kbpivot.study.learning_log import (
    Event,
    effective_events,
    event_from_fields,
    fields_of_event,
)

__all__ = [
    "FOLDER",
    "Event",
    "Log",
    "append",
    "is_log_copy",
    "log_copies",
    "log_path",
    "merged",
    "new_batch",
    "new_event",
    "read_log",
]

FOLDER = ".kbpivot"
_NAME = "log.jsonl"
_WAIT = 10.0  # seconds; an append takes a few milliseconds
_MOST_BYTES = 256 * 1024 * 1024
_LONG = 1_000_000  # bytes; a longer line is no event
_COPY = re.compile(r"log[ ._(\[-].*\.jsonl", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")


class Log(Record, frozen=True):
    """What the log says; iterating goes over the events.

    Attributes:
        events: in order of time and id, each once; undone ones are still here.
        diagnostics: one for each line that says nothing.
        written: ids in the order in which the lines stand, those of the log itself last; by it
            `undo` knows what was added last, also when that was told of an earlier day.
        copies: vault paths of the copies that a synchroniser made, which count as well.
    """

    events: tuple[Event, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    written: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        # How the lines stand says nothing of what happened.
        if not isinstance(other, Log):
            return NotImplemented
        return (self.events, self.diagnostics) == (other.events, other.diagnostics)

    def __hash__(self) -> int:
        return hash((self.events, self.diagnostics))

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def rows(self) -> list[Row]:
        """Return the events as flat rows of plain values, for a data frame; undone ones too."""
        return [event.row() for event in self.events]

    def __repr__(self) -> str:
        return f"Log({len(self.events)} events)"

    @property
    def last(self) -> Event | None:
        """The event that was added last and counts."""
        return max(effective_events(self.events), key=self._place, default=None)

    @property
    def last_command(self) -> tuple[Event, ...]:
        """What `undo` would cancel: the last event that counts, and those of the same command.

        They are in the order in which they were added.
        """
        last = self.last
        if last is None or last.batch is None:
            return () if last is None else (last,)
        found = (one for one in effective_events(self.events) if one.batch == last.batch)
        return tuple(sorted(found, key=self._place))

    def _place(self, event: Event) -> int:
        return self._places.get(event.id, -1)

    @property
    def _places(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.written)}


def log_path(path: str | os.PathLike[str]) -> Path:
    """Return the log's file for a vault's root; a path to a log itself stays as it is."""
    given = Path(path)
    return given if given.suffix == ".jsonl" else given / FOLDER / _NAME


def merged(*logs: Log) -> Log:
    """Return the union of several logs: sorted by time and id, duplicates once."""
    events: dict[str, Event] = {}
    for event in sorted((event for log in logs for event in log.events), key=_order):
        events.setdefault(event.id, event)
    diagnostics = {d: None for log in logs for d in log.diagnostics}
    copies = dict.fromkeys(name for log in logs for name in log.copies)
    return Log(tuple(events.values()), tuple(diagnostics), _written(logs), tuple(copies))


def _written(logs: Iterable[Log]) -> tuple[str, ...]:
    """The ids as they stand, each where it stands last."""
    names: dict[str, None] = {}
    for log in logs:
        for name in log.written:
            names.pop(name, None)
            names[name] = None
    return tuple(names)


def _order(event: Event) -> tuple[datetime, str, str]:
    return event.when.astimezone(UTC), event.id, _line(event)


def read_log(path: str | os.PathLike[str]) -> Log:
    """Read the log of a vault.

    Args:
        path: the vault's root, or a `.jsonl` file.

    Returns:
        The events, and a diagnostic for each broken line; no file gives an empty log.

    Raises:
        LogError: the file is there and cannot be read.
    """
    file = log_path(path)
    copies = log_copies(file.parent) if file.name == _NAME else ()
    found = merged(*map(_one_log, copies), _one_log(file))
    return replace(found, copies=tuple(f"{FOLDER}/{copy.name}" for copy in copies))


def log_copies(folder: Path) -> tuple[Path, ...]:
    """Return the copies of the log that a synchroniser set beside it, in order of name."""
    found: list[Path] = []
    with suppress(OSError):
        found += [f for f in folder.glob("log*.jsonl") if is_log_copy(f.name) and f.is_file()]
    return tuple(sorted(found))


def is_log_copy(name: str) -> bool:
    """Tell whether a file is called as one client or another calls its copy of the log.

    >>> is_log_copy("log.sync-conflict-20260102-030405-ABCDEFG.jsonl"), is_log_copy("log 2.jsonl")
    (True, True)
    >>> is_log_copy("log.jsonl"), is_log_copy("logbook.jsonl")
    (False, False)
    """
    return name != _NAME and _COPY.fullmatch(name) is not None


def _one_log(file: Path) -> Log:
    try:
        content = read_regular(file, most=_MOST_BYTES)
    except FileNotFoundError:
        return Log()
    except OSError as error:
        raise LogError(f"The log cannot be read ({_reason(error)}).", path=str(file)) from error
    events: list[Event] = []
    diagnostics: list[Diagnostic] = []
    shown = f"{FOLDER}/{file.name}"
    offset = 0
    lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    for number, raw in enumerate(lines, start=1):
        text = raw.decode("utf-8", "replace").strip("\r")
        span = Span(offset, offset + len(text), number, 1)
        offset += len(text) + 1
        if not text.strip():
            continue
        try:
            events.append(_event(raw))
        except ValueError as error:
            cut = number == len(lines)
            diagnostics.append(
                Diagnostic(
                    code="broken-log-line",
                    severity="warning",
                    path=shown,
                    span=span,
                    message="The last line was cut off in writing; it is skipped."
                    if cut
                    else f"This line is skipped: {error}.",
                    hint="Nothing else is affected. Repeat what it meant to say, if you know.",
                )
            )
    return Log(tuple(events), tuple(diagnostics), tuple(event.id for event in events))


def _event(raw: bytes) -> Event:
    if len(raw) > _LONG:
        raise ValueError("it is too long for an event")
    try:
        fields = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8 text") from None
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON") from None
    if not isinstance(fields, dict):
        raise ValueError("it is not a JSON object")  # noqa: TRY004 - a mistake in the data
    return event_from_fields(fields)


def new_event(
    event: str,
    note: str = "",
    *,
    at: datetime,
    minutes: float | None = None,
    rating: str | None = None,
    to: str | None = None,
    of: str | None = None,
    hash: str | None = None,  # noqa: A002 - the field's name in the file
    by: str | None = None,
    concept: str | None = None,
    batch: str | None = None,
) -> Event:
    """Return an event with a fresh id.

    Args:
        event: what happened.
        note: path or name of the note.
        at: when; without a time zone it is taken as local time.
        minutes: time spent.
        rating: how a review went.
        to: new path, for `renamed`.
        of: the line to cancel, for `undone`.
        hash: fingerprint of the note's content.
        by: by what it came, such as `placement`.
        concept: id of the concept of a map that it is about.
        batch: what the lines of one command share; `new_batch` makes one.

    Raises:
        ValueError: the fields do not fit together.
    """
    aware = at if at.tzinfo is not None else at.astimezone()
    fields = {
        "id": secrets.token_hex(8),
        "at": aware.isoformat(timespec="milliseconds"),  # keeps the order of a quick hand
        "event": event,
        "note": note or None,
        "minutes": minutes,
        "rating": rating,
        "to": to,
        "of": of,
        "hash": hash,
        "by": by,
        "concept": concept,
        "batch": batch,
    }
    return event_from_fields({key: value for key, value in fields.items() if value is not None})


def new_batch() -> str:
    """Return a fresh name for the lines of one command."""
    return secrets.token_hex(8)


def _line(event: Event) -> str:
    fields = fields_of_event(event)
    text = json.dumps(fields, ensure_ascii=False)
    # A file name that is no UTF-8 holds lone surrogates; escaped, the line still is UTF-8.
    return text if not _SURROGATE.search(text) else json.dumps(fields)


def append(root: str | os.PathLike[str], *events: Event) -> None:
    """Add events to the log: all of them, or none.

    The first write also puts a `.gitignore` into the folder, because a record holds the titles
    of private notes. A line that an earlier crash cut off is closed, not continued.

    Args:
        root: the vault's root, or a `.jsonl` file.
        events: the events, oldest first.

    Raises:
        LogError: the log cannot be written; it is as it was before.
    """
    if not events:
        return
    file = log_path(root)
    content = "".join(f"{_line(event)}\n" for event in events).encode()
    try:
        if not file.parent.parent.is_dir():
            raise FileNotFoundError(2, "there is no such folder", str(file.parent.parent))
        _check_places(file, None if file == Path(root) else root)
        file.parent.mkdir(exist_ok=True)
        with filelock.FileLock(file.with_suffix(".lock"), timeout=_WAIT):
            _keep_private(file.parent)
            _append_bytes(file, content)
    except filelock.Timeout:
        raise LogError(
            f"Another process has been writing for {_WAIT:.0f} seconds; nothing was recorded.",
            path=str(file),
        ) from None
    except OSError as error:
        raise LogError(
            f"Nothing was recorded ({_reason(error)}); what was there is unchanged.",
            path=str(file),
        ) from error


def _check_places(file: Path, root: str | os.PathLike[str] | None) -> None:
    """Refuse to write where a link leads elsewhere, or to what is no regular file.

    Raises:
        LogError: the log, its lock or its folder is such a thing.
    """
    try:
        if root is not None:
            check_inside(file.parent, root)
        for place in (file, file.with_suffix(".lock"), file.parent / ".gitignore"):
            if os.path.lexists(place):
                check_writable(place)
    except RefusedError as refused:
        raise LogError(f"Nothing was recorded: {refused}", path=str(file)) from None
    lock = file.with_suffix(".lock")
    if os.path.lexists(lock) and lock.stat().st_size:
        raise LogError(
            f"Nothing was recorded: {lock} holds something, so it is no lock of kbpivot.",
            path=str(file),
        )


def _keep_private(folder: Path) -> None:
    """Keep the folder out of git, also where an earlier write was cut off."""
    ignore = folder / ".gitignore"
    if not os.path.lexists(ignore):
        with suppress(RefusedError):  # another process was quicker
            create_text(ignore, "*\n")
    elif not read_regular(ignore, most=_MOST_BYTES).strip():
        replace_bytes(ignore, b"*\n")


def _append_bytes(file: Path, content: bytes) -> None:
    """Write at the end under the lock; on any failure cut the file back to what it was."""
    fresh = not file.exists()
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
    flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(file, flags, 0o666)
    try:
        size = os.fstat(handle).st_size
        if size:
            os.lseek(handle, -1, os.SEEK_END)
            if os.read(handle, 1) != b"\n":
                content = b"\n" + content
        try:
            written = 0
            while written < len(content):
                written += os.write(handle, content[written:])
            os.fsync(handle)
        except OSError:
            with suppress(OSError):
                os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)
    if fresh:
        _sync_folder(file.parent)


def _sync_folder(folder: Path) -> None:
    """Make a new file's name survive a power cut, where the platform can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
