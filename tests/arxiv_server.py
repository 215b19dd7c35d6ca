"""A small server that answers as arXiv does, so that no test needs the network."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


def atom(*entries: str) -> bytes:
    """Write a feed as arXiv does."""
    head = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">'
    return f'<?xml version="1.0"?>{head}<title>q</title>{"".join(entries)}</feed>'.encode()


def entry(one: str) -> str:
    """Write one paper of a feed."""
    return f"""<entry><id>http://arxiv.org/abs/{one}v2</id><published>2020-01-02T03:04:05Z</published>
      <title>Paper\n   {one} &amp; more</title><summary> It is\n about softmax. </summary>
      <author><name>Ada Miller</name></author><author><name>Jan Berg</name></author>
      <arxiv:journal_ref>J. Tests 3</arxiv:journal_ref><arxiv:doi>10.5555/X1</arxiv:doi></entry>"""


@contextmanager
def server(answer):
    """Serve `answer(query)`, a status and a body, and collect what was asked."""
    asked: list[tuple[dict, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            query = parse_qs(urlsplit(self.path).query)
            asked.append((query, self.headers["User-Agent"]))
            status, body = answer(query)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    serving = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=serving.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{serving.server_port}/api/query", asked
    finally:
        serving.shutdown()
        thread.join()
        serving.server_close()


def echo(query):
    """Answer with every paper that was asked for but 9999.99999."""
    ids = query["id_list"][0].split(",")
    return 200, atom(*(entry(one) for one in ids if one != "9999.99999"))
