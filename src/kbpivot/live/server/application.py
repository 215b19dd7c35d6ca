"""What the server answers: the page, how it stands, and what is done on it."""

from __future__ import annotations

import hmac
from importlib import resources
from typing import TYPE_CHECKING, Final

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from kbpivot.errors import KbpivotError
from kbpivot.live.monitor import sentence
from kbpivot.live.server.guard import Guard
from kbpivot.live.server.page import LivePage, Verb
from kbpivot.live.server.streams import Streams
from kbpivot.render.drawing.html import digest
from kbpivot.safe_text import safe_json

if TYPE_CHECKING:
    from starlette.types import ASGIApp

__all__ = ["application"]

_MOST_BYTES: Final = 64 * 1024  # of what a page may send
_APART: Final = "frame-ancestors 'none'"
_NOTHING: Final = f"default-src 'none'; {_APART}"


class _Deed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person did on the page, with which note."""

    verb: Verb
    note: str = ""


def application(page: LivePage, *, token: str, port: int, streams: Streams) -> ASGIApp:
    """Return the application.

    Args:
        page: the page that it shows.
        token: what a request has to bring: in its address to read, in a header to write.
        port: where it is served, for requests that name another are refused.
        streams: where the streams of events are opened.
    """
    answers = _Answers(page, token, streams)
    routes = [
        Route("/", answers.page),
        Route("/data", answers.data),
        Route("/standing", answers.standing),
        Route("/events", answers.events),
        Route("/act", answers.act, methods=["POST"]),
        Route("/favicon.ico", lambda _: Response(status_code=204)),
    ]
    return Guard(Starlette(routes=routes), port=port)


class _Answers:
    """One method for each address."""

    def __init__(self, page: LivePage, token: str, streams: Streams) -> None:
        self._page = page
        self._token = token.encode()
        self._streams = streams
        self._script = _file("doorway.js")

    def page(self, request: Request) -> Response:
        """The page; without the token, what lets a tab in that had it before."""
        if not self._is_token(request.query_params.get("token", "")):
            inside = _file("doorway.html").replace("{{script}}", self._script)
            policy = f"default-src 'none'; script-src {digest(self._script)}; {_APART}"
            return _answer(inside, 403, kind="text/html", policy=policy)
        try:
            written = self._page.written()
        except (KbpivotError, OSError) as trouble:
            return _answer(f"The page cannot be made. {sentence(trouble)}\n", 503)
        return _answer(written.html, kind="text/html", policy=f"{written.policy}; {_APART}")

    def data(self, request: Request) -> Response:
        """What an open page takes to show the vault as it is now."""
        if not self._has_header(request):
            return _told(_REFUSED, 403)
        try:
            return _answer(self._page.data(), kind="application/json")
        except (KbpivotError, OSError) as trouble:
            return _told(sentence(trouble), 503)

    def standing(self, request: Request) -> Response:
        """How the page stands."""
        if not self._has_header(request):
            return _told(_REFUSED, 403)
        return _answer(safe_json(self._page.standing.as_dict()), kind="application/json")

    def events(self, request: Request) -> Response:
        """The same, and whenever it changes; a browser gives such a request no header."""
        if not self._is_token(request.query_params.get("token", "")):
            return _told(_REFUSED, 403)
        headers = {"Content-Security-Policy": _NOTHING}
        told = self._streams.follow(self._page)
        return StreamingResponse(told, headers=headers, media_type="text/event-stream")

    async def act(self, request: Request) -> Response:
        """What a person does: it is written to the log, or a note is opened."""
        if not self._has_header(request):
            return _told(_REFUSED, 403)
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return _told("This takes JSON.", 415)
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > _MOST_BYTES:
                return _told("That is too much at once.", 413)
        try:
            deed = msgspec.json.decode(body, type=_Deed)
        except msgspec.MsgspecError:
            return _told("This is nothing that can be done here.", 400)
        try:
            return _told(await run_in_threadpool(self._page.act, deed.verb, deed.note))
        except (KbpivotError, OSError) as trouble:
            return _told(sentence(trouble), 409)

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self._token)

    def _has_header(self, request: Request) -> bool:
        """Whether the token is in a header, which no form and no link of another site can send."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        return scheme == "Bearer" and self._is_token(given)


_REFUSED: Final = "The token is missing or is that of another server."


def _told(message: str, code: int = 200) -> Response:
    return _answer(safe_json({"message": message}), code, kind="application/json")


def _answer(
    text: str, code: int = 200, *, kind: str = "text/plain", policy: str = _NOTHING
) -> Response:
    headers = {"Content-Security-Policy": policy}
    return Response(text.encode("utf-8", "replace"), code, headers, f"{kind}; charset=utf-8")


def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")
