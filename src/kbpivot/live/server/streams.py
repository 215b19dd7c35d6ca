"""Streams of server-sent events that tell every open tab how the page stands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from kbpivot.safe_text import safe_json

if TYPE_CHECKING:
    from kbpivot.live.server.page import LivePage

__all__ = ["Streams"]

_BEAT: Final = 15.0  # seconds after which a stream says that it still stands


class Streams:
    """The open streams; `wake` and `close` may be called from any thread."""

    def __init__(self) -> None:
        """Begin with none."""
        self._open: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}
        self._closed = False

    def wake(self) -> None:
        """Let each stream look whether there is something to tell."""
        for one, loop in list(self._open.items()):
            with suppress(RuntimeError):  # its loop has just ended
                loop.call_soon_threadsafe(one.set)

    def close(self) -> None:
        """End all streams, and those that begin later at once."""
        self._closed = True
        self.wake()

    async def follow(self, page: LivePage) -> AsyncIterator[str]:
        """Yield how a page stands, now and whenever it is another way, as server-sent events."""
        awake = asyncio.Event()
        self._open[awake] = asyncio.get_running_loop()
        told = None
        try:
            yield "retry: 1000\n\n"
            while not self._closed:
                awake.clear()
                now = page.standing
                yield ":\n\n" if now == told else f"data: {safe_json(now.as_dict())}\n\n"
                told = now
                with suppress(TimeoutError):
                    async with asyncio.timeout(_BEAT):
                        await awake.wait()
        finally:
            del self._open[awake]
