"""A small web server whose pages a test writes, and feeds for it to serve."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def web(**pages):
    """Serve pages by the first word of their path: `feed` is at /feed.

    A page is a function of the request's headers that returns a status, headers and the pieces
    of a body. Yields the address of the server and the list of (path, headers) that were asked.
    """
    asked: list[tuple[str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            name = self.path.strip("/").partition("/")[0].partition("?")[0]
            asked.append((self.path, dict(self.headers)))
            status, headers, pieces = pages[name](self.headers) if name in pages else (404, {}, ())
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value)
            self.end_headers()
            try:
                for piece in pieces:
                    self.wfile.write(piece)
                    self.wfile.flush()
            except OSError:  # the client had enough
                return

        def log_message(self, *_):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_):
            pass

    serving = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=serving.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{serving.server_port}", asked
    finally:
        serving.shutdown()
        thread.join()
        serving.server_close()


def page(data: bytes, **headers: str):
    """A page that is always the same."""
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return lambda _: (200, {"Content-Length": str(len(data)), **named}, (data,))


def rss(*items: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    """Write an RSS feed of items that are XML themselves."""
    channel = "<title>A letter</title><link>https://letter.example</link>"
    return f'{head}<rss version="2.0"><channel>{channel}{"".join(items)}</channel></rss>'


def item(title: str, about: str = "", *, day: str = "", url: str = "") -> str:
    """Write one item of an RSS feed."""
    link = url or f"https://letter.example/{title.encode().hex()}"
    dated = f"<pubDate>{day}</pubDate>" if day else ""
    return (
        f"<item><title>{escape(title)}</title><link>{escape(link)}</link>{dated}"
        f"<description>{escape(about)}</description></item>"
    )
