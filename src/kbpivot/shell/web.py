"""The one place that uses the network: an address is fetched, politely and within bounds.

Nothing is fetched but what a command was asked to. Only http and https are spoken, redirects are
few, an answer is bounded in time and size also where it is compressed, and a machine of the own
network is only asked where the person or something on that network named it.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
import zlib
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from kbpivot.errors import KbpivotError

if TYPE_CHECKING:
    from email.message import Message
    from typing import IO

__all__ = ["LARGEST", "TIMEOUT", "Fetched", "WebError", "fetch", "inflated", "is_address"]

TIMEOUT: Final = 20.0
"""Seconds that an answer may take, from the first word to the last byte."""
LARGEST: Final = 32_000_000
"""Bytes that an answer may have, once it is unpacked."""

_REDIRECTS: Final = 5
_PIECE: Final = 65_536
_GZIP: Final = b"\x1f\x8b"
_WAIT: Final = frozenset({429, 503})


class WebError(KbpivotError):
    """An address could not be fetched; the text says whose fault that is."""


class Fetched(NamedTuple):
    """An answer.

    Attributes:
        data: what was sent, unpacked; None where it has not changed since the last time.
        etag: the server's name for this state of it, may be empty.
        modified: when it says that it changed, may be empty.
        is_near: whether a machine of the own network sent it.
    """

    data: bytes | None
    etag: str = ""
    modified: str = ""
    is_near: bool = False


def is_address(text: str) -> bool:
    """Tell whether a text is an address of the web that can be fetched."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)


def fetch(
    address: str,
    *,
    etag: str = "",
    modified: str = "",
    accept: str = "*/*",
    near: bool = False,
    timeout: float = TIMEOUT,
    largest: int = LARGEST,
) -> Fetched:
    """Fetch an address.

    Args:
        address: of http or https.
        etag: the name of the state that is known already.
        modified: when that state was from.
        accept: kinds of answers that are wanted.
        near: whether it may be on the own network, because the person named it.
        timeout: seconds for the whole of it.
        largest: bytes that the answer may have.

    Raises:
        WebError: it cannot be reached, answers with an error, or goes beyond a bound.
    """
    from kbpivot import __version__

    if not is_address(address):
        raise WebError(f"{address!r} is no address of http or https.")
    headers = {
        "User-Agent": f"kbpivot/{__version__}",
        "Accept": accept,
        "Accept-Encoding": "gzip",
    }
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    place = urlsplit(address).netloc.rpartition("@")[2]
    watch = _Watch(timeout, near=near)
    try:
        request = Request(_written(address), headers=headers)  # noqa: S310  checked above
        with watch, _opener(watch).open(request, timeout=timeout) as response:
            return _read(response, watch, largest=largest, place=place)
    except HTTPError as error:
        error.close()
        if error.code == 304:
            return Fetched(None, etag, modified)
        if error.code in _WAIT:
            raise WebError(f"{place} asks to wait ({error.code}); try again in a minute.") from None
        if 300 <= error.code < 400:
            elsewhere = "to something that is no address of http or https"
            where = elsewhere if error.headers.get("Location") else "nowhere"
            raise WebError(f"{place} {watch.refused or f'redirects {where}'}.") from None
        raise WebError(f"{place} answered with {error.code} {error.reason}.") from None
    except (URLError, OSError, HTTPException, ValueError) as error:
        if watch.refused:
            raise WebError(f"{place} {watch.refused}.") from None
        reason = getattr(error, "reason", None) or error
        if watch.is_over or isinstance(reason, TimeoutError):
            raise WebError(f"{place} gave no answer in {timeout:g} seconds.") from None
        said = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
        raise WebError(f"{place} could not be reached: {said}.") from None


def inflated(data: bytes, *, largest: int = LARGEST) -> bytes:
    """Return what a gzip file holds; anything else as it is.

    Raises:
        WebError: it is damaged, or holds more than `largest` bytes.
    """
    if not data.startswith(_GZIP):
        return data
    unpack = zlib.decompressobj(wbits=31)
    try:
        found = unpack.decompress(data, largest + 1)
    except zlib.error:
        raise WebError("It is compressed and damaged.") from None
    if len(found) > largest:
        raise WebError(f"It unpacks to more than {largest:,} bytes.")
    return found


def _written(address: str) -> str:
    """The address in ASCII, as it goes over the wire."""
    from urllib.parse import quote, urlunsplit

    parts = urlsplit(address)
    host = parts.netloc
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    safe = "/%:=&?~#+!$,;'@()*[]"
    return urlunsplit((parts.scheme, host, quote(parts.path, safe), quote(parts.query, safe), ""))


def _read(response: HTTPResponse, watch: _Watch, *, largest: int, place: str) -> Fetched:
    coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if coding not in {"identity", "gzip", "x-gzip", "deflate"}:
        raise WebError(f"{place} sent it in the coding {coding!r}, which was not asked for.")
    unpack = zlib.decompressobj(wbits=15 if coding == "deflate" else 31)
    found = bytearray()
    while piece := response.read1(_PIECE):
        if coding == "identity":
            found += piece
        else:
            try:
                found += unpack.decompress(piece, largest + 1 - len(found))
            except zlib.error:
                raise WebError(f"{place} sent something damaged.") from None
        if len(found) > largest:
            raise WebError(f"{place} gave an answer of more than {largest:,} bytes.")
    if watch.is_over:
        raise TimeoutError
    left = getattr(response, "length", None)
    if left:
        raise WebError(f"{place} broke off before the end.")
    return Fetched(
        inflated(bytes(found), largest=largest),
        response.headers.get("ETag") or "",
        response.headers.get("Last-Modified") or "",
        watch.is_near,
    )


class _Watch:
    """What is seen to while an answer comes: the time it takes, and whose machine it is."""

    def __init__(self, timeout: float, *, near: bool) -> None:
        self.near = near
        self.is_near = False
        self.is_over = False
        self.refused = ""
        self._end = time.monotonic() + timeout
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(timeout, self._over)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def _over(self) -> None:
        self.is_over = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def connected(self, connection: HTTPConnection, *, by_proxy: bool) -> None:
        """Look at a connection before anything is asked over it."""
        self._socket = connection.sock
        if self.is_over:
            raise TimeoutError
        connection.sock.settimeout(max(0.1, self._end - time.monotonic()))
        if by_proxy:
            return
        self.is_near = _is_near(str(connection.sock.getpeername()[0]))
        if self.is_near and not self.near:
            self.refused = "leads into your own network, where nobody asked to go"
            connection.close()
            raise OSError(self.refused)


def _is_near(host: str) -> bool:
    """Tell whether an IP address is one of this machine or of the network it is in."""
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return True
    mapped = getattr(found, "ipv4_mapped", None)
    return not (mapped or found).is_global


class _Redirects(HTTPRedirectHandler):
    """Follows a few redirects, to http and https only; from elsewhere never to a machine nearby."""

    max_redirections = max_repeats = 2 * _REDIRECTS  # the bound below is met first

    def __init__(self, watch: _Watch) -> None:
        self._watch = watch
        self._followed = 0

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> Request | None:
        """Return the request to go on with, None where it is not followed."""
        self._followed += 1
        if not is_address(newurl):
            return None
        if self._followed > _REDIRECTS:
            self._watch.refused = f"redirects more than {_REDIRECTS} times"
            return None
        if not self._watch.is_near:
            self._watch.near = False
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _opener(watch: _Watch) -> OpenerDirector:
    """What opens addresses of http and https, and nothing else that urllib knows."""

    def watched(kind: type[HTTPConnection], request: Request) -> type[HTTPConnection]:
        by_proxy = request.has_proxy() or bool(getattr(request, "_tunnel_host", None))

        class Watched(kind):  # type: ignore[misc, valid-type]
            def connect(self) -> None:
                super().connect()
                watch.connected(self, by_proxy=by_proxy)

        return Watched

    class Plain(HTTPHandler):
        def http_open(self, req: Request) -> HTTPResponse:
            return self.do_open(watched(HTTPConnection, req), req)

    class Secure(HTTPSHandler):
        def https_open(self, req: Request) -> HTTPResponse:
            return self.do_open(watched(HTTPSConnection, req), req)

    opener = OpenerDirector()
    handlers: tuple[Any, ...] = (
        ProxyHandler(),
        Plain(),
        Secure(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        _Redirects(watch),
    )
    for handler in handlers:
        opener.add_handler(handler)
    return opener
