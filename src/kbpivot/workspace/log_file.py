"""Where the person's log is, and moving it with all its lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kbpivot.errors import ConfigError, LogError, RefusedError
from kbpivot.record import Record
from kbpivot.shell.config import USUAL_LOG, log_settings
from kbpivot.shell.log import append_lines, log_lines, read_log
from kbpivot.shell.log_place import LogPlace, keep_private, let_git_keep, set_place
from kbpivot.study.learning_log import effective_events
from kbpivot.workspace.setup import set_settings

if TYPE_CHECKING:
    from kbpivot.edit.settings import Value
    from kbpivot.workspace.workspace import Workspace

__all__ = ["LogFile", "log_file", "move_log"]


class LogFile(Record, frozen=True):
    """Where a log is and what it holds.

    Attributes:
        path: its vault path.
        exists: whether there is one yet.
        events: how many events it holds that count: undone ones do not.
        first: day of the earliest event, ISO; empty without one.
        last: day of the latest.
        git: whether git may keep it; else it is ignored.
        copies: vault paths of copies that a synchroniser made, which count as well.
        own_copy: vault path of this machine's own copy, empty where there is none.
        moved_from: where it was before, when it was moved just now.
        left: an old file that was left, since it holds what the new one lacks, or cannot go.
    """

    path: str
    exists: bool
    events: int
    first: str = ""
    last: str = ""
    git: bool = False
    copies: tuple[str, ...] = ()
    own_copy: str = ""
    moved_from: str = ""
    left: str = ""


def log_file(work: Workspace) -> LogFile:
    """Return where the log is and what it holds."""
    return _described(work.inputs.log_place)


def _described(place: LogPlace, *, moved_from: str = "", left: str = "") -> LogFile:
    log = read_log(place)
    events = effective_events(log)
    days = sorted(event.day.isoformat() for event in events)
    return LogFile(
        path=place.name,
        exists=place.file.exists(),
        events=len(events),
        first=days[0] if days else "",
        last=days[-1] if days else "",
        git=place.git,
        copies=log.copies,
        own_copy=USUAL_LOG if place.journal is not None and place.journal.exists() else "",
        moved_from=moved_from,
        left=left,
    )


def move_log(work: Workspace, to: str, *, git: bool | None = None) -> LogFile:
    """Move the log: its lines, the setting, and what keeps it out of git.

    First the lines are written to the new place, with those of copies that a synchroniser made;
    then the setting; and only then the old file goes, when each of its lines is in the new one.

    Args:
        work: the vault.
        to: the new place, as a vault path.
        git: whether git may keep the log; None leaves that as it is.

    Returns:
        Where it is now.

    Raises:
        RefusedError: no log can be there, or the settings may not be written.
        LogError: the log cannot be read or written; it is where it was.
    """
    old = work.inputs.log_place
    allowed = old.git if git is None else git
    name = to.replace("\\", "/").removeprefix("./")
    try:
        settings = log_settings(name, git=allowed)
    except ConfigError as mistake:
        raise RefusedError(f"The log was not moved to {mistake}") from None
    config = work.config
    place = set_place(work.root, type(config)(log=settings))
    if place.file.exists() and place.file != old.file:
        found = read_log(LogPlace(place.file, place.name))
        if found.diagnostics and not len(found):
            raise RefusedError(f"The log was not moved: {name} is there already, and is no log.")
    if place.file != old.file:
        append_lines(place, _lines_besides(old, place))
    if allowed:
        let_git_keep(place)
    else:
        keep_private(place)
    values: dict[str, Value] = {}
    if config.log.path != name:
        values["path"] = name
    if config.log.git != allowed:
        values["git"] = allowed
    if values:
        set_settings(work.root, "log", values)
    moved = place.file != old.file
    return _described(
        place,
        moved_from=old.name if moved else "",
        left=_cleared(old, place) if moved else "",
    )


def _lines_besides(old: LogPlace, new: LogPlace) -> bytes:
    """The lines of a log and its copies that a new place lacks, in their order."""
    own = {new.file, new.journal}
    known = {line.strip() for file in own if file is not None for line in log_lines(file)}
    found = dict.fromkeys(
        line.strip() for _, file in old.parts() if file not in own for line in log_lines(file)
    )
    return b"".join(line + b"\n" for line in found if line and line not in known)


def _cleared(old: LogPlace, new: LogPlace) -> str:
    """Remove the old file once all it says is in the new one; its name where it was left."""
    if old.journal is None or not old.file.exists():
        return ""  # the usual file stays as this machine's own copy
    try:
        known = {line.strip() for line in log_lines(new.file)}
        if all(line.strip() in known for line in log_lines(old.file)):
            Path(old.file).unlink()
            return ""
    except (OSError, LogError):
        pass
    return old.name
