"""File events of a vault's folder, as vault paths to look at."""

from __future__ import annotations

import logging
import os
import queue
import threading
import warnings
from typing import TYPE_CHECKING, Protocol

from kbpivot.live.debounce import EVERYTHING
from kbpivot.shell.log_place import is_log_copy
from kbpivot.vault import is_vault_path, vault_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers.api import BaseObserver

__all__ = ["Events", "Source", "watched_path"]

_SETTINGS = (".kbpivot/log.jsonl", "kbpivot.toml")
_SILENT = frozenset({"opened", "closed_no_write"})  # reading a file changes nothing
_LEFTOVERS = ("~", ".tmp", ".swp", ".swx", ".crdownload", ".part")
_PLACEHOLDER = ".icloud"


def watched_path(root: str, path: str, *, folder: bool) -> str | None:
    """The vault path to look at after an event at `path`, None when it cannot matter.

    Hidden files do not, but for the log, the settings and what Obsidian excludes; nor do the
    temporary files that editors and sync clients leave for a moment. iCloud's placeholder
    `.Note.md.icloud` means `Note.md`.
    """
    relative = os.path.relpath(path, root)
    if relative == "." or relative.startswith(".."):
        return EVERYTHING if relative == "." and folder else None
    relative = relative.replace(os.sep, "/")
    name = vault_path(relative)
    above, _, last = name.rpartition("/")
    if (
        name in _SETTINGS
        or (above == ".kbpivot" and is_log_copy(last))
        or (name.startswith(".obsidian/") and name.endswith(".json"))
    ):
        return name
    if last.startswith(".") and last.endswith(_PLACEHOLDER) and len(last) > len(_PLACEHOLDER) + 1:
        name = f"{above}/{last[1 : -len(_PLACEHOLDER)]}".lstrip("/")
    if not is_vault_path(name) or name.endswith(_LEFTOVERS):
        return None
    return EVERYTHING if folder else name


class Source(Protocol):
    """Where a watch hears of changes."""

    @property
    def polling(self) -> bool:
        """Whether nothing will be heard, so that the folder has to be looked at."""

    def start(self) -> None:
        """Begin to listen; may be called again, to listen anew."""

    def next(self, timeout: float) -> str | None:
        """Wait for a vault path to look at, at most so many seconds; None for nothing."""

    def stop(self) -> None:
        """Stop listening; may be called twice."""


class Events:
    """Hears of changes from the system."""

    def __init__(self, root: str, *, poll: bool = False) -> None:
        """Prepare; nothing is watched yet.

        Args:
            root: the vault's folder.
            poll: do not ask the system, for drives without events.
        """
        self._root = root
        self._poll = poll
        self._observer: BaseObserver | None = None
        # No SimpleQueue: a signal that comes as its time is up makes it wait for ever (Python 3.11).
        self._heard: queue.Queue[str] = queue.Queue()
        self.refusal = ""  # what the system said when it was asked for watches

    @property
    def polling(self) -> bool:
        """Whether the system tells nothing: it was not asked, has no watches left, or gave up."""
        observer = self._observer
        if observer is None or not observer.is_alive():
            return True
        return not all(emitter.is_alive() for emitter in observer.emitters)

    def start(self) -> None:
        """Listen from now on, where the system has watches to give."""
        self.stop()
        if self._poll:
            return
        _hush()
        from watchdog.observers import Observer

        self.refusal = ""
        try:
            observer = Observer()
            observer.schedule(_handler(self._root, self._heard.put), self._root, recursive=True)
            observer.start()
        except OSError as error:
            self.refusal = error.strerror or str(error)
            return
        self._observer = observer

    def next(self, timeout: float) -> str | None:
        """Wait for a vault path to look at, at most so many seconds; None for nothing."""
        try:
            return self._heard.get(timeout=max(0.0, timeout))
        except queue.Empty:
            return None

    def hear(self, path: str) -> None:
        """Hear of a vault path to look at from somebody else than the system."""
        self._heard.put(path)

    def stop(self) -> None:
        """Stop listening; may be called twice."""
        if self._observer is not None:
            self._observer.stop()
            self._observer.join(5)
            self._observer = None


def _hush() -> None:
    """Keep to ourselves what watchdog says to developers: its log, warnings and tracebacks.

    Where it hears nothing any more, `Events.polling` tells.
    """
    logger = logging.getLogger("watchdog")
    logger.propagate = False
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    warnings.filterwarnings("ignore", module=r"watchdog(\.|\Z)")
    if not isinstance(threading.excepthook, _Hook):
        threading.excepthook = _Hook(threading.excepthook)


class _Hook:
    """Says nothing of a thread of watchdog that ends by an exception; all others as before."""

    def __init__(self, before: Callable[[threading.ExceptHookArgs], object]) -> None:
        self._before = before

    def __call__(self, args: threading.ExceptHookArgs) -> None:
        module = type(args.thread).__module__ if args.thread is not None else ""
        if module.partition(".")[0] != "watchdog":
            self._before(args)


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
