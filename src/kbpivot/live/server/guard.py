"""Refuses what no page of this server sends, before anything else looks at a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Guard"]

_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""On every answer. None of them opens it to another origin: there is no CORS header at all."""


class Guard:
    """An application that lets only requests of this machine's own browser and page through.

    A name that merely resolves to this machine is refused by its Host, a page of another origin
    by what the browser says of it. A token is asked for behind this.
    """

    def __init__(self, guarded: ASGIApp, *, port: int) -> None:
        """Guard an application.

        Args:
            guarded: the application.
            port: where it listens.
        """
        self._guarded = guarded
        names = ("127.0.0.1", "localhost")
        self._hosts = {f"{name}:{port}" for name in names} | (set(names) if port == 80 else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        refusal = self._refusal(scope)
        await (refusal or self._guarded)(scope, receive, sent)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if host not in self._hosts or len(headers.getlist("host")) != 1:
            return PlainTextResponse("This server answers as 127.0.0.1 only.\n", 421)
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return PlainTextResponse("There is no such request here.\n", 405)
        if headers.get("origin", f"http://{host}").lower() != f"http://{host}":
            return PlainTextResponse("Another site asks.\n", 403)
        site = headers.get("sec-fetch-site", "none")
        if site not in {"none", "same-origin"} and not _is_visit(scope, headers):
            return PlainTextResponse("Another site asks.\n", 403)
        return None


def _is_visit(scope: Scope, headers: Headers) -> bool:
    """Tell whether a person follows a link to the page."""
    return (
        scope["method"] == "GET"
        and scope["path"] == "/"
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") == "document"
    )
