"""`kbpivot watch` as a person runs it: a real process on a real folder."""

from __future__ import annotations

import json
import queue
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "vault"
DEADLINE = 40


class Running:
    """A watch in a process; `next` waits for its next line with a deadline."""

    def __init__(self, vault, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kbpivot", "-C", str(vault), "--no-cache", "watch",
             "--format", "json", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )  # fmt: skip
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(json.loads(line))

    def next(self):
        return self.lines.get(timeout=DEADLINE)

    def end(self, sign=signal.SIGTERM):
        self.process.send_signal(sign)
        out = self.process.communicate(timeout=DEADLINE)[1]
        return self.process.returncode, out


@pytest.fixture
def vault(tmp_path):
    return Path(shutil.copytree(EXAMPLE, tmp_path / "vault"))


@pytest.fixture
def running(vault, request):
    watch = Running(vault, *getattr(request, "param", ()))
    yield watch
    if watch.process.poll() is None:
        watch.process.kill()
    watch.process.communicate()


def test_one_object_for_each_settled_change(vault, running):
    """`ready` once it listens, then one object for a change, whether or not it matters."""
    assert {"schema": "kbpivot.watch/1", "event": "ready", "paths": [], "changes": []} == (
        running.next()
    )
    (vault / "Concepts" / "Fresh.md").write_text("Words and [[Nobody wrote this]].", "utf-8")
    told = running.next()

    assert "changed" == told["event"]
    assert ["Concepts/Fresh.md"] == told["paths"]
    assert any("Nobody wrote this" in one["message"] for one in told["changes"])
    assert 0 == running.end()[0]


@pytest.mark.parametrize("running", [("--poll",)], indirect=True)
def test_polling_sees_what_events_see(vault, running):
    """Without events from the system the same is told."""
    running.next()
    note = vault / "Concepts" / "Backpropagation.md"
    _copied(note, "started", "mastered").replace(note)
    told = running.next()

    assert ["Concepts/Backpropagation.md"] == told["paths"]
    assert "mastered" in {one["code"] for one in told["changes"]}
    assert 0 == running.end(signal.SIGINT)[0]


def _copied(note, old, new):
    beside = note.with_name(".beside.tmp")
    beside.write_text(note.read_text("utf-8").replace(f"status: {old}", f"status: {new}"), "utf-8")
    return beside


def test_the_folder_may_vanish_and_return(vault, running):
    """A folder that is moved away and back is waited for."""
    running.next()
    away = vault.with_name("away")
    vault.rename(away)

    assert "gone" == running.next()["event"]
    (away / "Concepts" / "Softmax.md").unlink()
    away.rename(vault)

    assert "back" == running.next()["event"]
    assert "Concepts/Softmax.md" in running.next()["paths"]
    assert 0 == running.end()[0]


@pytest.mark.parametrize("running", [("--note", "kbpivot.md")], indirect=True)
def test_the_kept_note_does_not_set_the_watch_off(vault, running):
    """Writing its own note is no change; ticking a box in it is one, and is logged."""
    running.next()
    note = vault / "kbpivot.md"
    text = note.read_text("utf-8")
    line = next(row for row in text.splitlines() if row.startswith("- [ ] "))
    note.write_text(text.replace(line, line.replace("[ ]", "[x]", 1)), "utf-8")
    told = running.next()

    assert [".kbpivot/log.jsonl"] == told["paths"]
    assert "mastered" in {one["code"] for one in told["changes"]}
    assert '"mastered"' in (vault / ".kbpivot" / "log.jsonl").read_text("utf-8")
    assert 0 == running.end()[0]
    assert running.lines.empty() or running.lines.get()["changes"] == []
