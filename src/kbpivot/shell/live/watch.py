"""The watch itself: waits for files to settle, reads them again, tells what changed."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kbpivot.errors import VaultNotFoundError
from kbpivot.shell.live.events import Events
from kbpivot.shell.live.moment import Change, Topic, changes, moment
from kbpivot.shell.live.settling import EVERYTHING, Settling
from kbpivot.shell.live.vault import LiveVault

if TYPE_CHECKING:
    import threading

    from kbpivot.shell.workspace import Workspace

__all__ = ["Report", "watch"]

_TURN = 0.5  # seconds: how soon a request to stop is heard
_RESCAN = 10.0  # seconds between looks at the whole folder, for drives that lose events
_SHARE = 150  # … but never more than 1/150 of the time
_RETURN = 1.0  # seconds between looks for a folder that has gone


@dataclass(frozen=True, slots=True)
class Report:
    """What the watch tells.

    Attributes:
        event: `ready` once it listens, `changed` after each settled change, `gone` and `back`
            when the folder vanishes and returns.
        paths: vault paths that changed, sorted.
        changes: what of it matters.
    """

    event: Literal["ready", "changed", "gone", "back"]
    paths: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


def watch(
    work: Workspace,
    tell: Callable[[Report, Workspace], None],
    *,
    on: Topic = "next",
    stop: threading.Event,
    poll: bool = False,
    upkeep: Callable[[Workspace], bool] | None = None,
    upkept: str | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Keep an answer current until `stop` is set.

    Args:
        work: the vault; it is read when the watch begins.
        tell: called with each report and the workspace it is about.
        on: which answer to compare.
        stop: set it, from a signal handler or another thread, to end the watch.
        poll: do not ask the system for events.
        upkeep: called with the workspace after each change, before `tell`; returns True when
            it added to the person's record, so that the state is worked out again.
        upkept: vault path of a note that `upkeep` also has to see when only it changed.
        clock: seconds that only grow.

    Raises:
        VaultNotFoundError: there is no such folder to begin with.
    """
    root = str(work.root)
    heard: queue.SimpleQueue[str] = queue.SimpleQueue()
    settling = Settling()
    events = Events(root, heard.put, poll=poll)
    events.start()
    try:
        live = LiveVault(root, cache=work.cached, vocabulary=work.vocabulary)
        work = work.renewed(live.vault)
        if upkeep is not None:
            work, _ = _kept_up(upkeep, work, live)
        last = moment(work, on=on, today=_today())
        tell(Report("ready"), work)
        rescan = clock() + _RESCAN
        while not stop.is_set():
            now = clock()
            due = settling.wait(now=now)
            pause = min(_TURN, rescan - now, _TURN if due is None else due)
            try:
                settling.add(heard.get(timeout=max(0.0, pause)), now=clock())
                while True:
                    settling.add(heard.get_nowait(), now=clock())
            except queue.Empty:
                pass
            paths: Collection[str] = settling.settled(now=clock())
            asked = bool(paths)
            if not paths and clock() >= rescan:
                paths = (EVERYTHING,)
            if not paths:
                continue
            before = clock()
            try:
                changed = live.refresh(_files(paths))
            except VaultNotFoundError:
                tell(Report("gone"), work)
                events.stop()
                if not _returned(root, stop):
                    return
                events = Events(root, heard.put, poll=poll)
                events.start()
                changed = live.refresh()
                tell(Report("back"), work)
            if EVERYTHING in paths:
                rescan = clock() + max(_RESCAN, _SHARE * (clock() - before))
            about = {*changed, *(path for path in paths if _is_setting(path))}
            if not about and not (upkeep is not None and asked and upkept in paths):
                continue
            work = work.renewed(live.vault)
            if upkeep is not None:
                work, logged = _kept_up(upkeep, work, live)
                about.update([".kbpivot/log.jsonl"] if logged else [])
            if not about:
                continue
            now_is = moment(work, on=on, today=_today())
            tell(Report("changed", tuple(sorted(about)), changes(last, now_is)), work)
            last = now_is
    finally:
        events.stop()


def _kept_up(
    upkeep: Callable[[Workspace], bool], work: Workspace, live: LiveVault
) -> tuple[Workspace, bool]:
    """Let the note be written, and take what was written as known: it is no news."""
    logged = upkeep(work)
    if live.refresh() or logged:
        work = work.renewed(live.vault)
    return work, logged


def _is_setting(path: str) -> bool:
    """The record and the settings: they change the answer, not the vault."""
    return path.startswith(".") or path == "kbpivot.toml"


def _files(paths: Collection[str]) -> tuple[str, ...]:
    return tuple(path for path in paths if not _is_setting(path) or path == EVERYTHING)


def _returned(root: str, stop: threading.Event) -> bool:
    """Wait for a folder that has gone; False when the watch ends first."""
    while not Path(root).is_dir():
        if stop.wait(_RETURN):
            return False
    return True


def _today() -> date:
    return datetime.now().astimezone().date()
