"""The watch itself: waits for files to settle, looks at them again, tells what changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kbpivot.errors import VaultNotFoundError
from kbpivot.live.debounce import EVERYTHING, Debounce
from kbpivot.live.events import Events, Source
from kbpivot.live.monitor import Monitor, NoteKeeper, Report, local_day

if TYPE_CHECKING:
    import threading

    from kbpivot.live.snapshot import Topic
    from kbpivot.workspace.workspace import Workspace

__all__ = ["Report", "watch"]

_TURN = 0.5  # seconds: how soon a request to stop is heard
_RESCAN = 10.0  # seconds between looks at the whole folder, for drives that lose events
_POLL = 2.0  # … where there are no events at all
_SHARE = 150  # … but never more than 1/150 of the time
_RETURN = 1.0  # seconds between looks for a folder that has gone


def watch(
    work: Workspace,
    tell: Callable[[Report, Workspace], None],
    *,
    stop: threading.Event,
    on: Topic | None = "next",
    poll: bool = False,
    keeper: NoteKeeper | None = None,
    source: Source | None = None,
    clock: Callable[[], float] = time.monotonic,
    today: Callable[[], date] = local_day,
    turn: AbstractContextManager[object] | None = None,
) -> None:
    """Keep an answer current until `stop` is set.

    An event only says where to look; what counts is what the files are when they are quiet. The
    whole folder is looked at now and then all the same, since network drives, sync clients and
    a laptop that slept lose events.

    Args:
        work: the vault; it is read when the watch begins.
        tell: called with each report and the workspace it is about.
        stop: set it, from a signal handler or another thread, to end the watch.
        on: which answer to compare; None for none, where only files are to be followed.
        poll: do not ask the system for events.
        keeper: keeps a note of the vault up to date.
        source: hears of changes; the system when not given.
        clock: seconds that only grow.
        today: the day it is.
        turn: held while the vault is read; whoever asks the workspace from another thread
            takes it, too.

    Raises:
        KbpivotError: the settings or the kept note cannot be used to begin with.
        VaultNotFoundError: there is no such folder to begin with.
    """
    root = Path(work.root)
    settling = Debounce()
    events: Source = Events(str(root), poll=poll) if source is None else source
    turn = nullcontext() if turn is None else turn
    events.start()  # before reading, so that nothing is missed in between
    try:
        folder = _identity(root)
        with turn:
            current = Monitor(work, on=on, keeper=keeper, today=today)
        tell(Report("ready", message=current.standing()), current.work)
        last = clock()
        cost = 0.0
        told_polling = poll
        while not stop.is_set():
            if not told_polling and events.polling and _identity(root) == folder:
                told_polling = True
                tell(Report("trouble", message=_polls(events)), current.work)
            interval = max(_POLL if events.polling else _RESCAN, _SHARE * cost)
            due = settling.wait(now=clock())
            pause = min(_TURN, last + interval - clock(), _TURN if due is None else due)
            heard = events.next(max(0.0, pause))
            while heard is not None:
                settling.add(heard, now=clock())
                # Not without end: a log may be written faster than it is looked at.
                heard = events.next(0.0) if settling.wait(now=clock()) else None
            paths: Collection[str] = settling.settled(now=clock())
            if _identity(root) != folder:
                # Another folder stands in its place, or none: no event will come from it.
                paths = (EVERYTHING,)
            elif clock() >= last + interval:
                paths = (*paths, EVERYTHING)
            if not paths:
                continue
            before = clock()
            try:
                if _identity(root) != folder:
                    if not _is_there(root):
                        raise VaultNotFoundError(str(root))  # noqa: TRY301
                    folder = _identity(root)
                    events.start()
                with turn:
                    reports = current.look(paths)
            except VaultNotFoundError:
                tell(Report("gone"), current.work)
                while not _is_there(root):
                    if stop.wait(_RETURN):
                        return
                folder = _identity(root)
                events.start()
                tell(Report("back"), current.work)
                settling.add(EVERYTHING, now=clock())
                continue
            if EVERYTHING in paths:
                last, cost = clock(), cost if reports else clock() - before
            for report in reports:
                tell(report, current.work)
    finally:
        events.stop()


def _polls(events: Source) -> str:
    """Say that the folder is looked at instead, and why, as far as that is known."""
    why = getattr(events, "refusal", "")
    return (
        f"The system tells of no changes here{f' ({why})' if why else ''}, so kbpivot polls: it "
        "looks at the folder every two seconds."
    )


def _identity(root: Path) -> tuple[int, int] | None:
    """Which folder stands at a path: another one of the same name has another identity."""
    try:
        about = root.stat()
    except OSError:
        return None
    return about.st_dev, about.st_ino


def _is_there(root: Path) -> bool:
    """Whether there is a folder with something in it: an empty one may be a drive not mounted."""
    try:
        return next(root.iterdir(), None) is not None
    except OSError:
        return False
