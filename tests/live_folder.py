"""A watch on a real folder with a clock and events that the test decides about."""

from __future__ import annotations

import threading
from datetime import date

import kbpivot as kb
from kbpivot.live.watch import watch


class Script:
    """Hears of changes at given times; the clock stands still in between.

    `steps` are (second, action) pairs; an action changes the folder and returns the vault paths
    that are heard of. When all are done and `rest` more seconds have passed, the watch ends.
    """

    def __init__(self, steps=(), *, rest=5.0, polling=False):
        self.now = 0.0
        self.steps = sorted(steps, key=lambda step: step[0])
        self.rest = rest
        self.polling = polling
        self.stop = threading.Event()
        self.starts = 0
        self._heard = []
        self._end = None

    def clock(self):
        return self.now

    def start(self):
        self.starts += 1

    def next(self, timeout):
        until = self.now + timeout
        if not self._heard and self.steps and self.steps[0][0] <= until:
            second, action = self.steps.pop(0)
            self.now = max(self.now, second)
            self._heard += action() or ()
        if self._heard:
            return self._heard.pop(0)
        if not self.steps:
            self._end = self.now + self.rest if self._end is None else self._end
            if until >= self._end:
                self.stop.set()
        self.now = until + 1e-6
        return None

    def stop_listening(self):
        """Nothing to do."""


class Source:
    """What the watch sees of a script."""

    def __init__(self, script):
        self.script = script

    @property
    def polling(self):
        return self.script.polling

    def start(self):
        self.script.start()

    def next(self, timeout):
        return self.script.next(timeout)

    def stop(self):
        self.script.stop_listening()


def told(vault, script, **options):
    """Run a watch to the end of its script; return (second, report) pairs, `ready` included."""
    reports = []
    watch(
        kb.Workspace(vault, cache=False),
        lambda report, _: reports.append((script.now, report)),
        stop=script.stop,
        source=Source(script),
        clock=script.clock,
        today=lambda: date(2026, 11, 23),
        **options,
    )
    return reports
