"""The one door for everything that is written."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commandline import kbpivot, vault_of
from kbpivot.errors import RefusedError
from kbpivot.shell.files import read_text
from kbpivot.shell.log import append, new_event
from kbpivot.shell.writing import create_text, replace_bytes, replace_text, write_bytes
from kbpivot.workspace.doctor import health
from kbpivot.workspace.workspace import Workspace

posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX files")

NOTES = """
    == A.md ==
    ---
    hours: 1
    ---
    Words of the author, more than enough of them, so that it explains what it is about.
    Prerequisites: [[B]]
    == B.md ==
    Other words of the author, more than enough of them, so that it explains what it is about.
    [[a]] [[Gone]]
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return vault_of(tmp_path / "vault", NOTES)


OUTPUTS = [
    ("graph", "--format", "json"),
    ("graph", "--format", "html"),
    ("graph", "--format", "dot"),
    ("plan", "--format", "json", "--goal", "A"),
    ("plan", "--format", "ics", "--goal", "A"),
    ("stats", "--format", "svg"),
]


@pytest.mark.parametrize("command", OUTPUTS, ids=" ".join)
def test_no_answer_takes_the_place_of_a_note(vault: Path, command: tuple[str, ...]) -> None:
    """Not with `--force` either, unless it is Markdown itself."""
    before = (vault / "B.md").read_bytes()

    for more in ((), ("--force",)):
        result = kbpivot(*command, "-o", str(vault / "B.md"), *more, folder=vault)
        assert result.code == 2, result.out
        assert "not touched" in result.err or "ending" in result.err or "format" in result.err
    assert (vault / "B.md").read_bytes() == before


def test_a_baseline_takes_the_place_of_a_baseline_alone(vault: Path, tmp_path: Path) -> None:
    """A note, any other file, a link and a name of a note are refused; its own is renewed."""
    other = tmp_path / "other.json"
    other.write_text('{"precious": true}\n')
    link = tmp_path / "link.json"
    link.symlink_to(other)
    for place in (vault / "B.md", other, link, vault / "New.md", vault / ".obsidian" / "x.json"):
        place.parent.mkdir(exist_ok=True)
        before = place.read_bytes() if place.exists() else None
        result = kbpivot("check", "--baseline", str(place), "--update-baseline", folder=vault)
        assert result.code == 2, place
        assert (place.read_bytes() if place.exists() else None) == before
    mine = tmp_path / "baseline.json"
    for _ in range(2):
        assert (
            kbpivot("check", "--baseline", str(mine), "--update-baseline", folder=vault).code == 0
        )
    assert json.loads(mine.read_text())["findings"]


@posix
@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_an_open_stream_is_printed_to(vault: Path, tmp_path: Path, name: str) -> None:
    """`-o /dev/stdout` prints, into a pipe and into a file, and replaces no device."""
    command = [sys.executable, "-m", "kbpivot", "graph", "--format", "dot", "-o", name]
    piped = subprocess.run(command, cwd=vault, capture_output=True, check=True)
    with (tmp_path / "out").open("wb") as out:
        subprocess.run(command, cwd=vault, stdout=out, stderr=subprocess.DEVNULL, check=True)

    assert piped.stdout.startswith(b"digraph")
    assert (tmp_path / "out").read_bytes() == piped.stdout
    assert not (vault / "-").exists()


@posix
def test_links_devices_and_read_only_files_stay(vault: Path, tmp_path: Path) -> None:
    """With `--force` and without: each is refused in one line."""
    target = tmp_path / "target.dot"
    target.write_text("mine")
    (tmp_path / "link.dot").symlink_to(target)
    (tmp_path / "nowhere.dot").symlink_to(tmp_path / "not yet")
    os.mkfifo(tmp_path / "pipe.dot")
    (tmp_path / "fixed.dot").write_text("mine")
    (tmp_path / "fixed.dot").chmod(0o444)
    (tmp_path / ".git").mkdir()
    for name in ("link.dot", "nowhere.dot", "pipe.dot", "fixed.dot", ".git/x.dot"):
        for more in ((), ("--force",)):
            result = kbpivot("graph", "-o", str(tmp_path / name), *more, folder=vault)
            assert result.code == 2, name
            assert len(result.err.splitlines()) == 1
    assert target.read_text() == (tmp_path / "fixed.dot").read_text() == "mine"
    assert stat.S_ISFIFO((tmp_path / "pipe.dot").stat().st_mode)
    assert not (tmp_path / "not yet").exists() and not (tmp_path / ".git" / "x.dot").exists()


@posix
def test_an_edit_keeps_what_the_file_system_knows(tmp_path: Path) -> None:
    """Mode, owner, group and attributes are those of before; a second name is told."""
    note = tmp_path / "a.md"
    note.write_text("old")
    note.chmod(0o640)
    if hasattr(os, "setxattr"):
        try:
            os.setxattr(note, "user.colour", b"red")
        except OSError:
            pytest.skip("this file system has no attributes")
    if os.geteuid() == 0:
        os.chown(note, 12345, 54321)
    before = note.stat()
    lost = replace_text(read_text(note), "new", root=tmp_path)
    after = note.stat()

    assert note.read_text() == "new" and lost == ()
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode,
        before.st_uid,
        before.st_gid,
    )
    if hasattr(os, "getxattr"):
        assert os.getxattr(note, "user.colour") == b"red"
    os.link(note, tmp_path / "b.md")
    lost = replace_text(read_text(note), "newer", root=tmp_path)
    assert len(lost) == 1 and "hard link" in lost[0]
    assert (tmp_path / "b.md").read_text() == "new"


@posix
def test_a_command_says_what_could_not_be_kept(vault: Path) -> None:
    """`check --fix` on a note with a second name says so, and mends it."""
    os.link(vault / "B.md", vault.parent / "second.md")
    result = kbpivot("check", "--fix", folder=vault)

    assert "[[A|a]]" in (vault / "B.md").read_text() or "[[A]]" in (vault / "B.md").read_text()
    assert "hard link" in result.err


@posix
def test_a_read_only_note_stays(vault: Path) -> None:
    """Mended is what may be, and the line names the other; also for the administrator."""
    (vault / "B.md").chmod(0o444)
    before = (vault / "B.md").read_bytes()
    result = kbpivot("check", "--fix", folder=vault)

    assert "read-only" in result.err
    assert (vault / "B.md").read_bytes() == before


def test_an_empty_gitignore_is_completed(vault: Path) -> None:
    """A crash between making it and writing it leaves the log open to git; one's own stays."""
    from datetime import UTC, datetime

    ignore = vault / ".kbpivot" / ".gitignore"
    ignore.parent.mkdir()
    ignore.write_text("")
    append(vault, new_event("known", "A.md", at=datetime.now(UTC)))
    assert ignore.read_text() == "*\n"
    ignore.write_text("# I want it in git\n")
    append(vault, new_event("known", "B.md", at=datetime.now(UTC)))
    assert ignore.read_text() == "# I want it in git\n"
    ignore.unlink()
    append(vault, new_event("known", "B.md", at=datetime.now(UTC)))
    assert ignore.read_text() == "*\n"


def test_what_a_killed_write_left_is_told_and_swept(vault: Path) -> None:
    """Old temporary files of ours go with the next write there; young and foreign ones stay."""
    from datetime import UTC, datetime

    old = time.time() - 7200
    names = [f".kbpivot-{digit * 16}.tmp" for digit in "0123"]
    places = [
        vault / names[0],
        vault / ".kbpivot" / names[1],
        vault / names[2],
        vault / ".kbpivot-x.tmp",
    ]
    (vault / ".kbpivot").mkdir()
    for place in places:
        place.write_text("half a note")
        os.utime(place, (old, old))
    os.utime(places[2], None)
    told = [fact for fact in health(Workspace(vault, cache=False)) if "cut off" in fact.value]
    assert len(told) == 1 and told[0].value.startswith("3 temporary files")

    create_text(vault / "New.md", "x", root=vault)
    append(vault, new_event("known", "A.md", at=datetime.now(UTC)))
    assert [place.exists() for place in places] == [False, False, True, True]


def test_doctor_tells_of_a_log_that_git_may_see(vault: Path) -> None:
    """An empty `.gitignore` beside a log is something to look at."""
    (vault / ".kbpivot").mkdir()
    (vault / ".kbpivot" / "log.jsonl").write_text("")
    (vault / ".kbpivot" / ".gitignore").write_text("")

    assert any(
        "git may offer your log" in fact.value for fact in health(Workspace(vault, cache=False))
    )


def test_a_killed_demo_can_be_repeated(tmp_path: Path) -> None:
    """It appears under its name whole; what a kill left lies beside it and is swept."""
    left = tmp_path / f".kbpivot-{'a' * 16}.tmp"
    (left / "Notes").mkdir(parents=True)
    (left / "Notes" / "x.md").write_text("half")
    os.utime(left, (time.time() - 7200,) * 2)

    assert kbpivot("demo", str(tmp_path / "demo"), folder=tmp_path).code == 0
    assert not left.exists()
    (tmp_path / "empty").mkdir()
    assert kbpivot("demo", str(tmp_path / "empty"), folder=tmp_path).code == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["demo", "empty"]


def test_where_hard_links_are_unknown(tmp_path: Path, monkeypatch) -> None:
    """A new file is whole or empty there too, and takes no name that is taken."""

    def refuse(*_args, **_more):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    create_text(tmp_path / "a.md", "text")
    with pytest.raises(RefusedError, match="already exists"):
        create_text(tmp_path / "a.md", "other")

    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("a.md", "text")]


@posix
def test_files_of_our_own_are_for_nobody_else(tmp_path: Path) -> None:
    """What is kept outside of a vault may be read by its owner alone."""
    place = tmp_path / "new" / "cache"
    write_bytes(place, b"titles")

    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


@posix
def test_no_replacing_of_links(tmp_path: Path) -> None:
    """The door itself refuses, whoever asks."""
    (tmp_path / "a").write_text("x")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(RefusedError, match="symbolic link"):
        replace_bytes(tmp_path / "b", b"y")
    assert (tmp_path / "a").read_text() == "x"
