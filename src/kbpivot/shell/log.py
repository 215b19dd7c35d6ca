"""The person's log on disk: one event a line, appended, never rewritten.

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
from kbpivot.shell.log_place import LogPlace, keep_private, place_of_log
from kbpivot.shell.regular_file import read_regular
from kbpivot.shell.writing import check_inside, check_writable, sweep
from kbpivot.study.learning_log import (
    ASKED,
    Event,
    effective_events,
    event_from_fields,
    fields_of_event,
)

__all__ = [
    "Event",
    "Log",
    "append",
    "append_lines",
    "log_lines",
    "log_path",
    "merged",
    "new_batch",
    "new_event",
    "read_log",
]

_WAIT = 10.0  # seconds; an append takes a few milliseconds
_MOST_BYTES = 256 * 1024 * 1024
_LONG = 1_000_000  # bytes; a longer line is no event
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
        """The event that the person added last and that counts; a question is nobody's doing."""
        done = (one for one in effective_events(self.events) if one.event != ASKED)
        return max(done, key=self._place, default=None)

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


def log_path(path: str | os.PathLike[str] | LogPlace) -> Path:
    """Return the log's file for a vault's root; a path to a log itself stays as it is."""
    return place_of_log(path).file


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


def read_log(path: str | os.PathLike[str] | LogPlace) -> Log:
    """Read the log of a vault, from where its settings have it.

    Args:
        path: the vault's root, or a `.jsonl` file.

    Returns:
        The events, and a diagnostic for each broken line; no file gives an empty log.

    Raises:
        LogError: the file is there and cannot be read.
        ConfigError: the vault's settings cannot be followed.
    """
    place = place_of_log(path)
    known: set[bytes] = set()
    copies = place.copies()
    # The log first, so that lines which stand twice count where they stand in it. What it lacks
    # of this machine's own copy comes behind: there it is put back.
    others = place.parts()[len(copies) :]
    logs = [_one_log(name, file, known) for name, file in others]
    found = merged(*(_one_log(name, file, known) for name, file in copies), *logs)
    return replace(found, copies=tuple(name for name, _ in copies))


def log_lines(file: Path) -> list[bytes]:
    """Return the lines of a log as they stand, none where there is none.

    Raises:
        LogError: it is there and cannot be read.
    """
    try:
        content = read_regular(file, most=_MOST_BYTES)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise LogError(f"The log cannot be read ({_reason(error)}).", path=str(file)) from error
    return content.removeprefix(b"\xef\xbb\xbf").split(b"\n")


def _one_log(name: str, file: Path, known: set[bytes]) -> Log:
    """Read one file.

    Args:
        name: what to call it.
        file: where it is.
        known: lines that stand in another file, which are passed over; its own are added.
    """
    lines = log_lines(file)
    events: list[Event] = []
    diagnostics: list[Diagnostic] = []
    besides = frozenset(known)
    known.update(lines)
    offset = 0
    for number, raw in enumerate(lines, start=1):
        text = raw.decode("utf-8", "replace").strip("\r")
        span = Span(offset, offset + len(text), number, 1)
        offset += len(text) + 1
        if not text.strip() or raw in besides:
            continue
        try:
            events.append(_event(raw))
        except ValueError as error:
            cut = number == len(lines)
            diagnostics.append(
                Diagnostic(
                    code="broken-log-line",
                    severity="warning",
                    path=name,
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
    what: str | None = None,
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
        what: what was wrong, for `corrected`.
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
        "what": what,
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


def append(root: str | os.PathLike[str] | LogPlace, *events: Event) -> None:
    """Add events to the log: all of them, or none.

    The first write also sees to it that git ignores the log, because a record holds the titles
    of private notes. A line that an earlier crash cut off is closed, not continued. Where this
    machine's own copy has lines that the log lacks, they are put back into it.

    Args:
        root: the vault's root, or a `.jsonl` file.
        events: the events, oldest first.

    Raises:
        LogError: the log cannot be written; it is as it was before.
        ConfigError: the vault's settings cannot be followed.
    """
    if events:
        content = "".join(f"{_line(event)}\n" for event in events).encode()
        append_lines(place_of_log(root), content)


def append_lines(place: LogPlace, content: bytes) -> None:
    """Add whole lines to a log, as `append` does; with none, only what it lacks is put back.

    Raises:
        LogError: the log cannot be written; it is as it was before.
    """
    file, journal = place.file, place.journal
    try:
        above = file.parent.parent if place.root is None else place.root
        if not above.is_dir():
            raise FileNotFoundError(2, "there is no such folder", str(above))
        _check_places(place)
        for one in {file.parent, place.lock.parent}:
            one.mkdir(exist_ok=True, parents=place.root is not None)
            sweep(one)
        with filelock.FileLock(place.lock, timeout=_WAIT):
            keep_private(place)
            _append_bytes(file, _lacking(place) + content)
            if journal is not None:
                with suppress(OSError):  # the log itself has it
                    _append_bytes(journal, content)
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


def _lacking(place: LogPlace) -> bytes:
    """The lines of this machine's own copy that a log lacks, since another file took its place."""
    if place.journal is None:
        return b""
    known = {line.strip() for line in log_lines(place.file)}
    lost = dict.fromkeys(line.strip() for line in log_lines(place.journal))
    return b"".join(line + b"\n" for line in lost if line and line not in known)


def _check_places(place: LogPlace) -> None:
    """Refuse to write where a link leads elsewhere, or to what is no regular file.

    Raises:
        LogError: the log, its lock or its folder is such a thing.
    """
    file, lock = place.file, place.lock
    try:
        if place.root is not None:
            check_inside(file.parent, place.root)
            check_inside(lock.parent, place.root)
        own = () if place.journal is None else (place.journal, lock.parent / ".gitignore")
        for one in (file, lock, place.ignoring, *own):
            if os.path.lexists(one):
                check_writable(one)
    except RefusedError as refused:
        raise LogError(f"Nothing was recorded: {refused}", path=str(file)) from None
    if os.path.lexists(lock) and lock.stat().st_size:
        raise LogError(
            f"Nothing was recorded: {lock} holds something, so it is no lock of kbpivot.",
            path=str(file),
        )


def _append_bytes(file: Path, content: bytes) -> None:
    """Write at the end under the lock; on any failure cut the file back to what it was."""
    if not content:
        return
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
