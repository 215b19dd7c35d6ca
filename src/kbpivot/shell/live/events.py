"""File events of a vault's folder, from the system or by polling, as vault paths to look at."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from kbpivot.shell.live.settling import EVERYTHING
from kbpivot.vault import is_vault_path, vault_path

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers.api import BaseObserver

__all__ = ["Events", "watched_path"]

_POLL_SECONDS = 2.0
_OWN = frozenset({".kbpivot/log.jsonl", "kbpivot.toml", ".obsidian/app.json"})
_SILENT = frozenset({"opened", "closed_no_write"})  # reading a file changes nothing
_LEFTOVERS = ("~", ".tmp", ".swp", ".swx", ".crdownload", ".part", ".icloud")


def watched_path(root: str, path: str, *, folder: bool) -> str | None:
    """The vault path to look at after an event at `path`, None when it cannot matter.

    Hidden files do not, but for the record, the settings and what Obsidian excludes; nor do the
    temporary files that editors and sync clients leave for a moment.
    """
    relative = os.path.relpath(path, root)
    if relative == "." or relative.startswith(".."):
        return EVERYTHING if relative == "." and folder else None
    name = vault_path(relative.replace(os.sep, "/"))
    if name in _OWN:
        return name
    if not is_vault_path(name) or name.endswith(_LEFTOVERS):
        return None
    return EVERYTHING if folder else name


class Events:
    """Watches a folder and calls `tell` with each vault path to look at, from another thread."""

    def __init__(self, root: str, tell: Callable[[str], None], *, poll: bool = False) -> None:
        """Prepare; nothing is watched yet.

        Args:
            root: the vault's folder.
            tell: called with a vault path, or `EVERYTHING`.
            poll: compare listings instead of asking the system, for drives without events.
        """
        self._root = root
        self._tell = tell
        self._poll = poll
        self._observer: BaseObserver | None = None
        self.backend = ""

    def start(self) -> None:
        """Watch the folder; where the system has no more watches to give, poll.

        Raises:
            OSError: the folder cannot be watched at all.
        """
        makers = (_polling,) if self._poll else (_native, _polling)
        for number, make in enumerate(makers):
            observer = make()
            try:
                observer.schedule(_handler(self._root, self._tell), self._root, recursive=True)
                observer.start()
            except OSError:
                if number == len(makers) - 1:
                    raise
                continue
            self._observer = observer
            self.backend = "polling" if make is _polling else "events"
            return

    @property
    def alive(self) -> bool:
        """Whether events still come."""
        return self._observer is not None and self._observer.is_alive()

    def stop(self) -> None:
        """Stop watching; may be called twice."""
        if self._observer is not None:
            self._observer.stop()
            self._observer.join(5)
            self._observer = None


def _native() -> BaseObserver:
    from watchdog.observers import Observer

    return Observer()


def _polling() -> BaseObserver:
    from watchdog.observers.polling import PollingObserver

    return PollingObserver(timeout=_POLL_SECONDS)


def _handler(root: str, tell: Callable[[str], None]) -> FileSystemEventHandler:
    from watchdog.events import FileSystemEventHandler

    class Handler(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            if event.event_type in _SILENT:
                return
            # A folder's own "modified" only says that something in it did.
            if event.is_directory and event.event_type == "modified":
                return
            for path in (event.src_path, event.dest_path):
                if path:
                    name = watched_path(root, os.fsdecode(path), folder=event.is_directory)
                    if name is not None:
                        tell(name)

    return Handler()
