"""Odds and ends that went wrong once, each with its siblings."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from commandline import kbpivot, vault_of
from kbpivot.notes import parse_note
from kbpivot.traits.kind import is_template

NOTES = """
    == A.md ==
    Words of the author, more than enough of them, so that it explains what it is about.
    Prerequisites: [[B]]
    == B.md ==
    Other words of the author, more than enough of them, so that it explains what it is about.
    == Gone.md ==
    Still other words of the author, more than enough of them, about what will be deleted.
    == .kbpivot/log.jsonl ==
    {"id":"1","at":"2026-01-05T12:00:00+01:00","event":"mastered","note":"Gone.md"}
    {"id":"2","at":"2026-01-06T12:00:00+01:00","event":"reviewed","note":"Gone.md","rating":"good"}
    {"id":"3","at":"2026-01-06T12:00:00+01:00","event":"reviewed","note":"Never [was] | <% x %>.md","rating":"good"}
"""

posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return vault_of(tmp_path / "vault", NOTES)


@pytest.mark.parametrize("form", ["text", "json", "markdown", "ics"])
@pytest.mark.parametrize(
    "command", [("plan", "--goal", "A"), ("review",), ("stats",), ("next",)], ids=" ".join
)
def test_a_reviewed_note_that_was_deleted(vault: Path, form: str, command: tuple[str, ...]) -> None:
    """What was put on review and is gone is named at most, in every format."""
    (vault / "Gone.md").unlink()
    result = kbpivot(*command, "--format", form, folder=vault)

    assert result.code in {0, 2}
    assert "mistake in kbpivot" not in result.err and "no note called" not in result.err
    if form == "markdown":
        assert "[[Gone" not in result.out and "<%" not in result.out


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("0.0001", "at least"),
        ("1e-300", "at least"),
        ("0", "at least"),
        ("nan", "at least"),
        ("-3", "at least"),
        ("inf", "at most"),
        ("1e9", "at most"),
    ],
)
@pytest.mark.parametrize("command", ["plan", "next", ""])
def test_hours_beyond_reason(vault: Path, value: str, said: str, command: str) -> None:
    """A setting that no week has is one line with its place, in every command."""
    (vault / "kbpivot.toml").write_text(f"[study]\nhours-per-week = {value}\n")
    result = kbpivot(*filter(None, [command]), folder=vault)

    assert result.code == 2
    assert f"kbpivot.toml:2: study.hours-per-week: this must be {said}" in result.err
    assert len(result.err.splitlines()) == 1


def test_the_least_hours_make_a_plan(vault: Path) -> None:
    """Three minutes a week are a long plan, and one that ends."""
    (vault / "A.md").write_text("---\nhours: 300\n---\nPrerequisites: [[B]]\n")
    (vault / "kbpivot.toml").write_text("[study]\nhours-per-week = 0.05\n")

    assert kbpivot("plan", "--goal", "A", folder=vault).code == 0


@pytest.mark.parametrize(
    ("name", "text", "template"),
    [
        ("{{title}}", "Words about templates.\n", False),
        ("{{title}}", "---\ntitle: '{{title}}'\n---\nWords about templates.\n", False),
        ("{{title}}", "---\naliases: ['{{title}}']\n---\n# {{title}}\nWords about templates.\n", False),
        ("<% tp.file.title %>", "---\ntitle: <% tp.file.title %>\n---\nWords about it.\n", False),
        ("Form", "---\ntitle: '{{title}}'\n---\nWords.\n", True),
        ("Form", "# {{title}}\n", True),
        ("{{title}}", "---\ntitle: '{{title}}'\ndate: '{{date}}'\n---\n", True),
    ],
)  # fmt: skip
def test_a_note_called_like_a_variable(name: str, text: str, *, template: bool) -> None:
    """What repeats the note's own name is no variable; any other one is."""
    assert is_template(parse_note(f"{name}.md", text)) is template


@contextlib.contextmanager
def watching(vault: Path, *options: str, **more) -> Iterator[subprocess.Popen[str]]:
    """A watch that has begun; it is ended in any case."""
    with subprocess.Popen(
        [sys.executable, "-m", "kbpivot", "watch", "--format", "json", *options],
        cwd=vault, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more,
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert '"ready"' in line, process.communicate(timeout=30)
            yield process
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
        finally:
            process.kill()


def is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{number}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


@posix
@pytest.mark.parametrize("sign", ["SIGHUP", "SIGTERM", "SIGINT"])
def test_a_signal_ends_the_watch_and_its_command(vault: Path, sign: str) -> None:
    """Closing the terminal ends both, as Ctrl-C does, and nothing is left behind."""
    number = vault.parent / "pid"
    with watching(vault, "--exec", f"echo $$ > {number}; sleep 100 & sleep 100") as process:
        (vault / "B.md").write_text("Prerequisites: [[Planned]], [[Other]]\n")
        until = time.monotonic() + 30
        while not (number.exists() and number.read_text().strip()) and time.monotonic() < until:
            time.sleep(0.05)
        child = int(number.read_text())
        process.send_signal(getattr(signal, sign))
        assert process.wait(30) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
    until = time.monotonic() + 10
    while is_running(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(child)


@posix
def test_a_watch_that_ignores_hang_ups_goes_on(vault: Path) -> None:
    """`nohup kbpivot watch` is meant to outlive its terminal."""
    ignore = partial(signal.signal, signal.SIGHUP, signal.SIG_IGN)
    with watching(vault, preexec_fn=ignore) as process:
        process.send_signal(signal.SIGHUP)
        time.sleep(1)
        assert process.poll() is None


@posix
def test_two_watches_do_not_keep_one_note(vault: Path) -> None:
    """The second one says so and leaves; another note, or the same one later, is kept."""
    with watching(vault, "--note", "Board"):
        second = subprocess.run(
            [sys.executable, "-m", "kbpivot", "watch", "--note", "board.md"],
            cwd=vault, capture_output=True, text=True, timeout=50, check=False,
        )  # fmt: skip
        assert second.returncode == 2
        assert re.search(r"Another watch keeps board\.md up to date", second.stderr, re.IGNORECASE)
        with watching(vault, "--note", "Other"):
            pass
    with watching(vault, "--note", "Board"):
        pass
