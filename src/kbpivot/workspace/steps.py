"""The steps of work on a vault, told with the time each took to whoever listens."""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Steps", "listening", "step"]

_Holder = TypeVar("_Holder")
_Made = TypeVar("_Made")


class Steps:
    """Tells each step once it is done; steps inside it are not counted in its time."""

    def __init__(self, tell: Callable[[str, float], None]) -> None:
        """Begin now.

        Args:
            tell: called after each step with what was done and the seconds it took.
        """
        self._tell = tell
        self._began = time.perf_counter()
        self._inside = [0.0]  # seconds of steps inside each step that is under way

    def run(self, said: str | Callable[[_Made], str], make: Callable[[], _Made]) -> _Made:
        """Return what a step makes, and tell how long it took.

        Args:
            said: what was done, or what says so, given what was made.
            make: the step.
        """
        self._inside.append(0.0)
        began = time.perf_counter()
        try:
            made = make()
        finally:
            took, inside = time.perf_counter() - began, self._inside.pop()
            self._inside[-1] += took
        self._tell(said if isinstance(said, str) else said(made), took - inside)
        return made

    def end(self) -> None:
        """Tell what remains beside the steps, and the whole."""
        whole = time.perf_counter() - self._began
        self._tell("the answer itself", whole - self._inside[0])
        self._tell("all", whole)


_LISTENER: ContextVar[Steps | None] = ContextVar("steps", default=None)


@contextmanager
def listening(tell: Callable[[str, float], None]) -> Iterator[None]:
    """Have every step in the block told.

    Args:
        tell: called after each step with what was done and the seconds it took.
    """
    steps = Steps(tell)
    token = _LISTENER.set(steps)
    try:
        yield
    finally:
        _LISTENER.reset(token)
        steps.end()


def step(
    said: str | Callable[[Any], str],
) -> Callable[[Callable[[_Holder], _Made]], Callable[[_Holder], _Made]]:
    """Make a method a step.

    Args:
        said: what it does, in words; or says so, given what was made.
    """

    def decorated(method: Callable[[_Holder], _Made]) -> Callable[[_Holder], _Made]:
        @wraps(method)
        def stepped(holder: _Holder) -> _Made:
            steps = _LISTENER.get()
            if steps is None:
                return method(holder)
            made: _Made = steps.run(said, lambda: method(holder))
            return made

        return stepped

    return decorated
