"""What surrounds every command: exit codes, closed pipes, Ctrl-C, colour."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from commandline import environment, kbpivot, vault_of
from kbpivot.cli import run as runner
from kbpivot.cli.session import colored, understands_links

MAIN = [sys.executable, "-m", "kbpivot"]


class Stream:
    """A stream that is a terminal, or not."""

    def __init__(self, *, terminal: bool) -> None:
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("wish", "terminal", "variables", "expected"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", True, {"TERM": "dumb"}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {}, False),
    ],
)
def test_colour(wish, terminal, variables, expected):
    """Colour is for terminals that do not object, unless it is asked for or forbidden."""
    assert colored(wish, Stream(terminal=terminal), variables) is expected


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"VTE_VERSION": "6800"}, True),
        ({"VTE_VERSION": "4000"}, False),
        ({"TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM_PROGRAM": "WezTerm", "TERM": "tmux-256color"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
        ({"FORCE_HYPERLINK": "0", "TERM_PROGRAM": "WezTerm"}, False),
    ],
)
def test_links_only_where_they_can_be_clicked(variables, expected):
    """A terminal gets links when it is known to understand them."""
    assert understands_links(variables) is expected


def test_wrong_option_is_one_sentence(tmp_path):
    """A usage mistake is one line on standard error that says where help is."""
    result = kbpivot("demo", "--nonsense", folder=tmp_path)

    assert result.code == 2
    assert result.out == ""
    assert result.err.count("\n") == 1
    assert result.err.endswith("`kbpivot demo --help` says more.\n")


def test_format_that_a_command_lacks(tmp_path):
    """A format given before the command is refused when the command does not have it."""
    result = kbpivot("--format", "sarif", "demo", folder=tmp_path)

    assert result.code == 2
    assert "`kbpivot demo` has no format 'sarif'; it has text, json." in result.err
    assert list(tmp_path.iterdir()) == []


def test_mistake_of_ours_is_told_from_a_finding(monkeypatch, capsys):
    """An unexpected exception shows where it happened and leaves with a code of its own."""

    def broken(_):
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(runner.kbpivot, "invoke", broken)

    assert runner.run(["--color", "never"]) == runner.CRASH
    assert "ZeroDivisionError: oh" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="pipes and signals of POSIX")
def test_closed_pipe_is_silent(tmp_path):
    """A reader that goes away (`| head -0`) causes no message."""
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as closed:
        done = subprocess.run(
            [*MAIN, "--help"], stdout=closed, stderr=subprocess.PIPE, cwd=tmp_path, check=False
        )

    assert done.stderr == b""
    assert done.returncode == runner.CLOSED_PIPE


CLOSED = {"out": ">&-", "err": "2>&-", "all": "<&- >&- 2>&-"}


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
@pytest.mark.parametrize("closed", CLOSED)
@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("done", "A"), 0),
        (("check", "--format", "github"), 1),
        (("show", "Nothing of the kind"), 2),
        (("--version",), 0),
    ],
)
def test_streams_closed_by_the_caller(tmp_path, command, code, closed):
    """A closed stream loses what was meant for it and nothing else: no traceback, the same code."""
    vault_of(tmp_path, "== A.md ==\n[[b]]\n== B.md ==\nB\n== .kbpivot/x ==\n")
    shell = ["sh", "-c", f'"$@" {CLOSED[closed]}', "sh"]
    done = subprocess.run(
        [*shell, *MAIN, "-C", str(tmp_path), "--no-cache", *command],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == code
    assert "Traceback" not in done.stdout + done.stderr
    assert "Exception ignored" not in done.stdout + done.stderr
    assert (tmp_path / "A.md").read_text() == "[[b]]\n"
    if command[0] == "done":
        assert (tmp_path / ".kbpivot/log.jsonl").read_text().count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
@pytest.mark.parametrize(("which", "code"), [("stdout", runner.CLOSED_PIPE), ("stderr", 0)])
def test_a_reader_that_has_gone(tmp_path, which, code):
    """Without a reader of its messages a command still answers; without one of its answer it says
    so by its code.
    """
    vault_of(tmp_path, "== A.md ==\nA\n== .kbpivot/x ==\n")
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as gone:
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | {which: gone}
        done = subprocess.run(
            [*MAIN, "-C", str(tmp_path), "--no-cache", "--format", "json", "done", "A"],
            check=False,
            **streams,
        )

    assert done.returncode == code
    assert not done.stderr
    assert (tmp_path / ".kbpivot/log.jsonl").read_text().count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_disk_is_one_sentence(tmp_path):
    """An answer that cannot be written is told once, and the code says so."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*MAIN, "--help"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    assert done.returncode == runner.TROUBLE
    assert done.stderr == "kbpivot: No space left on device.\n"


@pytest.mark.skipif(os.name == "nt", reason="pipes and signals of POSIX")
def test_interrupt_leaves_with_130():
    """Ctrl-C ends the program without a traceback."""
    code = (
        "import os, signal, sys; import kbpivot.cli.run as r;"
        "r.kbpivot.invoke = lambda _: os.kill(os.getpid(), signal.SIGINT);"
        "sys.exit(r.run(['--color', 'never']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (runner.INTERRUPTED, "")
    assert signal.SIGINT == 2


def test_output_is_utf8_everywhere(tmp_path):
    """Output is UTF-8 whatever the locale says, so JSON can be read on the other end."""
    done = subprocess.run(
        [*MAIN, "demo", "ä漢"],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "ä漢" in done.stdout.decode("utf-8")


def test_columns_are_honoured(tmp_path):
    """`COLUMNS` sets the width of what is laid out."""
    with environment(COLUMNS="30"):
        narrow = kbpivot("demo", "x", folder=tmp_path)

    assert narrow.out.splitlines()[0].startswith("Copied")
