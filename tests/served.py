"""`kbpivot serve` as a person runs it: a real process, asked over real connections."""

from __future__ import annotations

import contextlib
import http.client
import json
import queue
import signal
import subprocess
import sys
import threading
from urllib.parse import parse_qs, urlsplit

DEADLINE = 40


class Served:
    """A server in a process of its own."""

    def __init__(self, vault, *arguments, env=None):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kbpivot", "-C", str(vault), "serve", "--port",
             "0", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=env,
        )  # fmt: skip
        self.streams = []
        self.address = self.process.stdout.readline().strip()
        parts = urlsplit(self.address)
        self.port, self.origin = parts.port, f"http://{parts.netloc}"
        self.token = parse_qs(parts.query).get("token", [""])[0]

    def ask(self, path, body=None, *, token=True, method=None, **headers):
        """Send a request as it stands; return status, headers and text of the answer."""
        method = method or ("GET" if body is None else "POST")
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent["Authorization"] = f"Bearer {self.token}"
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)
        with contextlib.closing(connection):
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()

    def act(self, verb, note=""):
        """Do what a button of the page does; return the sentence that it answers."""
        status, _, text = self.ask("/act", json.dumps({"verb": verb, "note": note}))
        return status, json.loads(text)["message"]

    def data(self):
        """What an open page is given to show."""
        return json.loads(self.ask("/data")[2])["data"]

    def stream(self):
        """A stream of events, which ends with the server."""
        self.streams.append(Stream(self))
        return self.streams[-1]

    def end(self, sign=signal.SIGTERM):
        """End it by a signal; return exit code and what it said besides."""
        self.process.send_signal(sign)
        said = self.process.communicate(timeout=DEADLINE)[1]
        return self.process.returncode, said

    def kill(self):
        """End it in any case."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()
        for one in self.streams:
            one.close()


class Stream:
    """A stream of events that is open until the server ends; `next` waits for the next one."""

    def __init__(self, served):
        self.connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=DEADLINE)
        self.connection.request("GET", f"/events?token={served.token}")
        self.answer = self.connection.getresponse()
        self.events = queue.Queue()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        with contextlib.suppress(OSError, http.client.HTTPException):
            for line in self.answer:
                if line.startswith(b"data: "):
                    self.events.put(json.loads(line[6:]))
        self.events.put(None)

    def next(self):
        """The next event; None when the stream has ended."""
        return self.events.get(timeout=DEADLINE)

    def last(self):
        """The last event once the stream has ended, which is None."""
        self.thread.join(DEADLINE)
        event = self.next()
        while not self.events.empty():
            event = self.next()
        return event

    def close(self):
        """Wait for the end, which the server brings about."""
        self.thread.join(DEADLINE)
        self.answer.close()
        self.connection.close()


@contextlib.contextmanager
def serving(vault, *arguments, env=None):
    """A server that is ended in any case."""
    served = Served(vault, *arguments, env=env)
    try:
        yield served
    finally:
        served.kill()
