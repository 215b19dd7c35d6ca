"""Signals for a command that runs until it is ended."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

__all__ = ["ended_by_signals"]


@contextlib.contextmanager
def ended_by_signals(stop: threading.Event, ready: threading.Event) -> Iterator[None]:
    """Let Ctrl-C, SIGTERM and the end of the terminal set `stop`, between two steps.

    While it begins they end it at once. A hang-up that is ignored (`nohup`) stays so.
    """

    def end(number: int, frame: FrameType | None) -> None:
        del number, frame
        if stop.is_set() or not ready.is_set():
            raise KeyboardInterrupt
        stop.set()

    signs = [signal.SIGINT, signal.SIGTERM]
    hangup = getattr(signal, "SIGHUP", None)
    if hangup is not None and signal.getsignal(hangup) is not signal.SIG_IGN:
        signs.append(hangup)
    before = {number: signal.signal(number, end) for number in signs}
    try:
        yield
    except KeyboardInterrupt:
        stop.set()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
