"""Hearing of changes: what the system tells, and waiting for it."""

from __future__ import annotations

import signal
import threading
import time

import pytest

from kbpivot.live.events import Events


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="needs signals of POSIX")
@pytest.mark.timeout(20)
def test_a_signal_never_makes_a_wait_longer(tmp_path):
    """Whenever a signal comes, also just as the time is up, the wait is over after its time."""
    events = Events(str(tmp_path), poll=True)
    over = threading.Event()
    main = threading.main_thread().ident

    def disturb():
        while not over.is_set():
            signal.pthread_kill(main, signal.SIGUSR1)
            time.sleep(0.0003)

    before = signal.signal(signal.SIGUSR1, lambda *_: None)
    thread = threading.Thread(target=disturb, daemon=True)
    thread.start()
    try:
        for _ in range(300):
            assert events.next(0.002) is None
    finally:
        over.set()
        thread.join()
        signal.signal(signal.SIGUSR1, before)


def test_what_is_told_by_others_is_heard(tmp_path):
    """A path that is told from another thread ends the wait."""
    events = Events(str(tmp_path), poll=True)
    threading.Timer(0.05, events.hear, ["A.md"]).start()

    assert events.next(30) == "A.md"
