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


def lines_of(stream, lines):
    for line in stream:
        lines.put(line.rstrip("\n"))


@pytest.fixture
def shell(vault, request):
    """A watch with text output, and queues of its lines: standard output, standard error."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kbpivot", "-C", str(vault), "--no-cache", "watch", *request.param],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    queues, readers = [], []
    for stream in (process.stdout, process.stderr):
        queues.append(queue.Queue())
        readers.append(threading.Thread(target=lines_of, args=(stream, queues[-1]), daemon=True))
        readers[-1].start()
    yield process, *queues
    if process.poll() is None:
        process.kill()
    process.wait()
    for reader in readers:
        reader.join(DEADLINE)
    process.stdout.close()
    process.stderr.close()


def until(lines, part):
    """Lines up to the first with `part` in it, waited for with a deadline."""
    seen = []
    while not seen or part not in seen[-1]:
        seen.append(lines.get(timeout=DEADLINE))
    return seen


COMMAND = (
    "echo begin >> exec.log; echo said on both >&2; echo said; "
    'sleep 1; echo "$KBPIVOT_CHANGES" >> changes.log; echo end >> exec.log'
)


@pytest.mark.parametrize("shell", [("--exec", 'cd "$KBPIVOT_VAULT/.."; ' + COMMAND)], indirect=True)
def test_a_command_runs_after_what_was_told_and_never_twice_at_once(vault, shell):
    """Its output stands behind the lines it is about; changes meanwhile start it once more."""
    process, out, err = shell
    until(err, "Watching")
    note = vault / "Concepts" / "Backpropagation.md"
    _copied(note, "started", "mastered").replace(note)
    first = until(out, "said")
    for number in range(3):
        (vault / "Concepts" / f"New {number}.md").write_text(f"[[Planned {number}]]", "utf-8")
    until(out, "said")
    log = vault.parent / "exec.log"
    process.send_signal(signal.SIGTERM)

    assert process.wait(DEADLINE) == 0
    assert first[-1] == "said"
    assert any("Backpropagation is mastered" in line for line in first[:-1])
    words = log.read_text("utf-8").split()
    assert words[:3] == ["begin", "end", "begin"]
    changes = json.loads((vault.parent / "changes.log").read_text("utf-8").splitlines()[0])
    assert {"code", "message", "path"} == set(changes[0])


@pytest.mark.parametrize("shell", [("--exec", "echo begun >&2; sleep 600")], indirect=True)
def test_a_command_that_never_ends_does_not_keep_the_watch(vault, shell):
    """SIGTERM ends the command and what it started, then the watch."""
    process, _, err = shell
    until(err, "Watching")
    note = vault / "Concepts" / "Backpropagation.md"
    _copied(note, "started", "mastered").replace(note)
    until(err, "begun")
    process.send_signal(signal.SIGTERM)

    assert process.wait(DEADLINE) == 0


@pytest.mark.parametrize("running", [("--exec", "echo not json")], indirect=True)
def test_json_stays_json_beside_a_command(vault, running):
    """What a command prints goes to standard error."""
    running.next()
    note = vault / "Concepts" / "Backpropagation.md"
    _copied(note, "started", "mastered").replace(note)

    assert running.next()["changes"]
    assert "not json" in running.end()[1]


@pytest.mark.parametrize("running", [("--on", "check"), ("--on", "gaps")], indirect=True)
def test_findings_come_and_go(vault, running):
    """With --on check or gaps the lines are about findings."""
    running.next()
    home = vault / "Concepts" / "Softmax.md"
    text = home.read_text("utf-8")
    home.write_text(text.replace("publish: true", "publish: false\nx: [", 1), "utf-8")
    codes = {one["code"] for one in running.next()["changes"]}

    assert codes & {"finding", "finding-gone"}
    assert 0 == running.end()[0]


def test_ctrl_c_ends_it_while_it_begins(vault):
    """Who changes their mind need not wait for the vault to be read."""
    watch = Running(vault)
    watch.process.send_signal(signal.SIGINT)
    code, _ = watch.end(signal.SIGINT) if watch.process.poll() is None else (0, "")

    assert code in {0, 130, -signal.SIGINT}


@pytest.mark.parametrize("note", ["../outside.md", "/tmp/outside.md", ".hidden.md"])
def test_a_note_outside_of_the_vault_is_refused(vault, note):
    """The kept note is one of the vault."""
    done = subprocess.run(
        [sys.executable, "-m", "kbpivot", "-C", str(vault), "watch", "--note", note],
        capture_output=True, text=True, check=False, timeout=DEADLINE,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (2, "")
    assert "no path of a note" in done.stderr
