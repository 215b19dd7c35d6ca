"""When a burst of file events is over: pure, the clock is passed in."""

from __future__ import annotations

__all__ = ["EVERYTHING", "Debounce"]

EVERYTHING = ""
"""Stands for "look at the whole folder": events were lost, or a folder moved."""


class Debounce:
    """Collects paths until nothing new has come for a moment.

    An event only means "look at this path again", so paths are a set and their order is nothing.
    """

    def __init__(self, *, quiet: float = 0.3, longest: float = 3.0) -> None:
        """Set the pauses.

        Args:
            quiet: seconds without an event after which the paths are due.
            longest: seconds after the first event after which they are due in any case, so that
                a file written without end does not keep everything waiting.
        """
        self._quiet = quiet
        self._longest = longest
        self._paths: set[str] = set()
        self._first = self._last = 0.0

    def add(self, path: str, *, now: float) -> None:
        """Note that something happened at a vault path, or at `EVERYTHING`."""
        if not self._paths:
            self._first = now
        self._last = now
        self._paths.add(path)

    def wait(self, *, now: float) -> float | None:
        """Seconds until the paths are due, None when there are none."""
        if not self._paths:
            return None
        due = min(self._last + self._quiet, self._first + self._longest)
        return max(0.0, due - now)

    def settled(self, *, now: float) -> frozenset[str]:
        """Take the paths that are due, if they are; else nothing."""
        wait = self.wait(now=now)
        if wait is None or wait > 0:
            return frozenset()
        paths = frozenset(self._paths)
        self._paths.clear()
        return paths
