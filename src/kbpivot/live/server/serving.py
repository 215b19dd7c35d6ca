"""A server on the loopback address, in a thread beside the watch."""

from __future__ import annotations

import secrets
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

import uvicorn

from kbpivot.errors import KbpivotError
from kbpivot.live.server.application import application
from kbpivot.live.server.streams import Streams

if TYPE_CHECKING:
    from kbpivot.live.server.page import LivePage

__all__ = ["Server", "listening"]

_LOOPBACK: Final = "127.0.0.1"
_PATIENCE: Final = 3  # seconds that an answer has to end
_NEAR: Final = 50  # ports that are tried for another one


@contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """Listen on the loopback address as long as the block runs.

    Args:
        port: where; 0 for any that is free.

    Raises:
        KbpivotError: the port is taken, which names a free one, or may not be used.
    """
    try:
        found = _bound(port)
    except PermissionError:
        raise KbpivotError(
            f"Port {port} is not for you to use; {_free(8000)} is, with --port {_free(8000)}."
        ) from None
    except OSError:
        free = _free(port)
        raise KbpivotError(
            f"Port {port} is taken, perhaps by another `kbpivot serve`."
            f" {free} is free: kbpivot serve --port {free}"
        ) from None
    with found:
        found.listen(128)
        yield found


def _bound(port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":  # where the other option lets two programs share a port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((_LOOPBACK, port))
        found.set_inheritable(False)
    except OSError:
        found.close()
        raise
    return found


def _free(port: int) -> int:
    """A port that is free: one of the next, else any."""
    for other in (*range(port + 1, min(port + _NEAR, 65_536)), 0):
        with suppress(OSError), _bound(other) as found:
            return int(found.getsockname()[1])
    return 0


class Server:
    """Serves a page with a token of its own, which only whoever sees its address knows."""

    def __init__(self, page: LivePage, place: socket.socket) -> None:
        """Prepare; nothing is answered yet.

        Args:
            page: what it shows.
            place: where it listens.
        """
        self.port = int(place.getsockname()[1])
        self.token = secrets.token_urlsafe(32)
        self._place = place
        self._streams = Streams()
        page.on_change(self._streams.wake)
        shown = application(page, token=self.token, port=self.port, streams=self._streams)
        self._server = uvicorn.Server(
            uvicorn.Config(
                shown,
                http="h11",
                loop="asyncio",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=_PATIENCE,
            )
        )

    @property
    def address(self) -> str:
        """Where the page is, with the token."""
        return f"http://{_LOOPBACK}:{self.port}/?token={self.token}"

    @contextmanager
    def answering(self, *, ended: Callable[[], None]) -> Iterator[None]:
        """Answer as long as the block runs; open streams are ended with it.

        Args:
            ended: called when the server ends, for whatever reason.
        """
        thread = threading.Thread(target=self._run, args=(ended,), name="kbpivot serve")
        thread.start()
        try:
            yield
        finally:
            self._streams.close()
            self._server.should_exit = True
            thread.join(_PATIENCE + 2)

    def _run(self, ended: Callable[[], None]) -> None:
        try:
            self._server.run(sockets=[self._place])
        finally:
            ended()
