"""When the log cannot be written or read: one sentence, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from commandline import answer, kbpivot, vault_of

VAULT = """
== A.md ==
---
status: todo
---
One.
== B.md ==
Two.
"""


@pytest.fixture
def vault(tmp_path):
    return vault_of(tmp_path, VAULT)


def log_of(vault):
    return vault / ".kbpivot" / "log.jsonl"


def test_two_processes_at_once(vault):
    """Both lines are there, whole."""
    words = [sys.executable, "-m", "kbpivot", "-C", str(vault)]
    both = [
        subprocess.Popen([*words, "start", name], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for name in ("A", "B")
    ]
    codes = [(one.communicate(timeout=50)[1], one.returncode) for one in both]

    assert codes == [(b"", 0), (b"", 0)]
    assert sorted(
        one["title"] for one in answer("ready", folder=vault)["notes"] if one["started"]
    ) == [
        "A",
        "B",
    ]
    assert log_of(vault).read_bytes().count(b"\n") == 2


LIMITED = """
import resource, sys
from pathlib import Path
size = Path(sys.argv[1], ".kbpivot", "log.jsonl").stat().st_size + 20
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
from kbpivot.cli import main
sys.argv = ["kbpivot", "--no-cache", "-C", sys.argv[1], "done", "B"]
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX limits")
def test_a_full_disk(vault):
    """The sentence names the file, and that nothing was recorded; what was there still is."""
    kbpivot("start", "A", folder=vault)
    before = log_of(vault).read_bytes()

    result = subprocess.run(
        [sys.executable, "-c", LIMITED, str(vault)], capture_output=True, text=True, check=False
    )

    assert (result.returncode, result.stdout) == (2, "")
    assert "log.jsonl: Nothing was recorded (file too large)" in result.stderr
    assert log_of(vault).read_bytes() == before


def test_a_broken_last_line(vault):
    """What was cut off is skipped and said, what is added stands on a line of its own."""
    kbpivot("start", "A", folder=vault)
    with log_of(vault).open("a") as file:
        file.write('{"id": "x", "at": "2026-01-0')

    reading = kbpivot("next", folder=vault)
    writing = kbpivot("start", "B", folder=vault)
    after = kbpivot("stats", folder=vault)

    assert reading.code == writing.code == 0
    assert (
        ".kbpivot/log.jsonl:2: The last line was cut off in writing; it is skipped." in reading.err
    )
    assert writing.out.startswith("Started: B.")
    assert "log.jsonl:2: This line is skipped: it is not JSON." in after.err
    assert "started A and B" in after.out


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="the administrator may write anywhere"
)
def test_a_read_only_vault(vault):
    """Reading works, writing says why it cannot."""
    vault.chmod(0o555)
    try:
        assert kbpivot("next", folder=vault).code == 0
        result = kbpivot("done", "A", folder=vault)
    finally:
        vault.chmod(0o755)

    assert (result.code, result.out) == (2, "")
    assert "Nothing was recorded (permission denied)" in result.err


def test_the_folders_name_is_taken(vault):
    """A file where the folder should be is left alone."""
    (vault / ".kbpivot").write_text("mine")

    result = kbpivot("done", "A", folder=vault)

    assert (result.code, result.out) == (2, "")
    assert "The log cannot be read (not a directory)" in result.err
    assert (vault / ".kbpivot").read_text() == "mine"
