"""What edits cost `kbpivot serve`: `python benchmarks/serve_edits.py VAULT [--edits 1000]`.

A real server with two open streams; each edit is a save of one note, waited for until its words
are in what an open page is given. Every tenth edit adds a note and the next one removes it, every
seventh writes to the log. The vault is copied first.
"""

from __future__ import annotations

import argparse
import http.client
import json
import queue
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


class Page:
    """An open page: a stream of versions, and what it fetches when there is another one."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.port, self.token = parts.port, parse_qs(parts.query)["token"][0]
        self.versions: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", f"/events?token={self.token}")
        for line in connection.getresponse():
            if line.startswith(b"data: "):
                self.versions.put(json.loads(line[6:])["version"])

    def ask(self, path: str, body: str | None = None) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        connection.request("GET" if body is None else "POST", path, body, headers)
        text = connection.getresponse().read().decode()
        connection.close()
        return text

    def wait_for(self, words: str) -> None:
        while words not in self.ask("/data"):
            self.versions.get(timeout=120)


def memory(process: subprocess.Popen[str]) -> float:
    """Resident memory in MB (Linux)."""
    return int(Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * 4096 / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vault")
    parser.add_argument("--edits", type=int, default=1000)
    options = parser.parse_args()
    above = Path(tempfile.mkdtemp(prefix="kbpivot-bench-"))
    root = Path(shutil.copytree(options.vault, above / "vault"))
    command = [sys.executable, "-m", "kbpivot", "-C", str(root), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        page, other = (Page(address) for address in [process.stdout.readline().strip()] * 2)
        shown = json.loads(page.ask("/data"))["data"]["nodes"]
        paths = [node["path"] for node in shown if node["path"]]
        texts = {path: (root / path).read_text(encoding="utf-8") for path in paths}
        draw, spent, marks = random.Random(1), [], []
        for number in range(options.edits):
            path, words = draw.choice(paths), f"Edit number {number} ends here."
            if number % 10 == 0:
                (root / "Added by the benchmark.md").write_text("Words.\n", encoding="utf-8")
            elif number % 10 == 1:
                (root / "Added by the benchmark.md").unlink()
            if number % 7 == 0:
                for verb in ("done", "undo"):
                    page.ask("/act", json.dumps({"verb": verb, "note": path}))
            start = time.perf_counter()
            (root / path).write_text(f"{texts[path]}\n{words}\n", encoding="utf-8")
            page.wait_for(words)
            spent.append(time.perf_counter() - start)
            if number % max(options.edits // 10, 1) == 0:
                marks.append(f"{memory(process):.0f}")
        print(f"{len(paths)} notes, {options.edits} edits; {other.versions.qsize()} versions told")
        print(
            f"from save to page: median {statistics.median(spent):.2f} s, most {max(spent):.2f} s"
        )
        print(f"memory, MB: {' '.join(marks)} {memory(process):.0f}")
        process.send_signal(signal.SIGTERM)
    shutil.rmtree(above)


if __name__ == "__main__":
    main()
