"""Writing laid-out text to a stream, with or without colour, and a sign of life while work runs."""

from __future__ import annotations

from threading import Lock, Timer
from typing import TYPE_CHECKING, TextIO

from kbpivot.safe_text import visible

if TYPE_CHECKING:
    from rich.status import Status

    from kbpivot.render.text import Text

__all__ = ["Waiting", "write_text"]


def write_text(text: Text, *, file: TextIO, color: bool) -> None:
    """Write text whose lines are final; colour and links only when `color` is True."""
    shown = visible(text.plain)
    if shown != text.plain:
        text.plain = shown  # as long as before, so that styles stay where they were
    if not color:
        file.write(f"{text.plain}\n")
        return
    from rich.console import Console

    console = Console(
        file=file,
        color_system="standard",
        force_terminal=True,
        no_color=False,
        highlight=False,
        legacy_windows=False,
        soft_wrap=True,
    )
    console.print(text, markup=False, emoji=False)


class Waiting:
    """A line on a terminal that says what takes so long, shown only after a while.

    It is gone, without a trace, once `stop` returns.
    """

    def __init__(
        self, message: str, *, file: TextIO, color: bool = True, after: float = 1.0
    ) -> None:
        self._color = color
        self._message = message
        self._file = file
        self._lock = Lock()
        self._over = False
        self._status: Status | None = None
        self._timer = Timer(after, self._start)
        self._timer.daemon = True
        self._timer.start()

    def _start(self) -> None:
        from rich.console import Console

        with self._lock:
            if self._over:
                return
            console = Console(file=self._file, highlight=False, no_color=not self._color or None)
            self._status = console.status(self._message, spinner="dots")
            self._status.start()

    def progress(self, done: int, total: int) -> None:
        """Say how many of the files are read."""
        left = done < total
        self.say(f"Reading the vault: {done:,} of {total:,} files" if left else "Working it out")

    def say(self, message: str) -> None:
        """Say what takes so long now."""
        self._message = message
        with self._lock:
            if self._status is not None:
                self._status.update(self._message)

    def stop(self) -> None:
        """Take the line away, or never show it."""
        with self._lock:
            self._over = True
            self._timer.cancel()
            if self._status is not None:
                self._status.stop()
                self._status = None
