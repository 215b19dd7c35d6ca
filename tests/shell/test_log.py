"""The log on disk: append only, mergeable, and never lost."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import filelock
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.errors import LogError
from kbpivot.shell import log as log_module
from kbpivot.shell.log import append, log_path, merged, new_event, read_log
from kbpivot.study.learning_log import Event

AT = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)


def event(note: str = "A.md", kind: str = "mastered") -> Event:
    return new_event(kind, note, at=AT)


def test_no_log_is_an_empty_log(tmp_path: Path) -> None:
    """Reading makes no file."""
    assert tuple(read_log(tmp_path)) == ()
    assert list(tmp_path.iterdir()) == []


def test_what_is_appended_is_read(tmp_path: Path) -> None:
    """Events come back as they were, oldest first, and the bytes before them stay."""
    first = new_event("studied", "数学/선형 대수.md", at=AT, minutes=25)
    append(tmp_path, first)
    before = log_path(tmp_path).read_bytes()
    second = new_event("reviewed", "B.md", at=AT.replace(hour=20), rating="good")
    append(tmp_path, second)

    assert read_log(tmp_path).events == (first, second)
    assert log_path(tmp_path).read_bytes().startswith(before)


def test_first_write_keeps_the_folder_out_of_git(tmp_path: Path) -> None:
    """A record holds private titles; a `.gitignore` of the person's own is left alone."""
    append(tmp_path, event())
    ignore = tmp_path / ".kbpivot" / ".gitignore"
    assert ignore.read_text() == "*\n"

    ignore.write_text("# I share it\n")
    append(tmp_path, event())
    assert ignore.read_text() == "# I share it\n"


def test_several_events_are_one_write(tmp_path: Path) -> None:
    """All events of a call are there."""
    append(tmp_path, event("A.md"), event("B.md"), event("C.md"))

    assert {e.note for e in read_log(tmp_path)} == {"A.md", "B.md", "C.md"}


def test_a_line_cut_off_is_closed(tmp_path: Path) -> None:
    """What a crash left behind is reported and skipped, and does not swallow the next line."""
    append(tmp_path, event("A.md"))
    with log_path(tmp_path).open("ab") as out:
        out.write(b'{"id": "x", "at": "2026-')
    assert [d.code for d in read_log(tmp_path).diagnostics] == ["broken-log-line"]

    append(tmp_path, event("B.md"))

    found = read_log(tmp_path)
    assert {e.note for e in found} == {"A.md", "B.md"}
    assert [d.span.line for d in found.diagnostics if d.span] == [2]


def test_a_whole_last_line_without_newline_counts(tmp_path: Path) -> None:
    """An editor that drops the last newline costs nothing."""
    append(tmp_path, event("A.md"))
    log_path(tmp_path).write_bytes(log_path(tmp_path).read_bytes().rstrip(b"\n"))
    append(tmp_path, event("B.md"))

    found = read_log(tmp_path)
    assert ({e.note for e in found}, found.diagnostics) == ({"A.md", "B.md"}, ())


@pytest.mark.parametrize(
    "line",
    [
        b"<<<<<<< HEAD",
        b"[1, 2]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"id": 1}',
        b'{"id": "z", "at": "yesterday", "event": "known", "note": "A"}',
        b"1" * 2_000_000,
        b"null",
    ],
)
def test_broken_lines_are_reported_and_skipped(tmp_path: Path, line: bytes) -> None:
    """Each broken line is one diagnostic with its place, and the rest is read."""
    append(tmp_path, event("A.md"))
    whole = log_path(tmp_path).read_bytes()
    log_path(tmp_path).write_bytes(b"\xef\xbb\xbf" + line + b"\r\n\n" + whole)

    found = read_log(tmp_path)
    assert [e.note for e in found] == ["A.md"]
    assert [(d.code, d.span.line) for d in found.diagnostics if d.span] == [("broken-log-line", 1)]


def test_lines_of_later_versions_survive(tmp_path: Path) -> None:
    """Unknown fields are kept, unknown events are no mistake."""
    line = {"id": "q", "at": "2026-03-01T00:00:00Z", "event": "sung", "note": "A", "key": {"a": 1}}
    append(tmp_path, event())
    with log_path(tmp_path).open("a", encoding="utf-8") as out:
        out.write(json.dumps(line) + "\n")

    found = read_log(tmp_path)
    assert found.diagnostics == ()
    assert [e.more for e in found if e.id == "q"] == [{"key": {"a": 1}}]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), max_size=12), st.lists(st.integers(0, 9), max_size=12))
def test_two_machines_merge_by_union(mine: list[int], theirs: list[int]) -> None:
    """Whatever the order and the overlap, both machines read the same."""
    made = [
        Event(id=f"i{n}", at=f"2026-01-01T0{n}:00:00Z", event="known", note=f"{n}")
        for n in range(10)
    ]
    one = log_module.Log(tuple(made[n] for n in mine))
    two = log_module.Log(tuple(made[n] for n in theirs))

    assert merged(one, two) == merged(two, one) == merged(merged(one, two), one)
    assert {e.id for e in merged(one, two)} == {f"i{n}" for n in {*mine, *theirs}}


def test_conflict_copies_are_read(tmp_path: Path) -> None:
    """What a synchroniser sets beside the log counts, each line once."""
    append(tmp_path, event("A.md"))
    file = log_path(tmp_path)
    copy = file.with_name("log.sync-conflict-20260301-ABC.jsonl")
    copy.write_bytes(file.read_bytes())
    append(copy, event("B.md"))

    assert sorted(e.note for e in read_log(tmp_path)) == ["A.md", "B.md"]


@pytest.mark.parametrize(
    "name",
    [
        "log.sync-conflict-20260301-112233-ABCDEFG.jsonl",
        "log (Ada's conflicted copy 2026-03-01).jsonl",
        "log (conflicted copy 2026-03-01 112233).jsonl",
        "log (Conflicted copy Phone 202603011122).jsonl",
        "log_conflict-20260301-112233.jsonl",
        "log-DESKTOP-AB12CD3.jsonl",
        "log (1).jsonl",
        "log 2.jsonl",
        "log [conflicted].jsonl",
    ],
)
def test_each_client_has_its_name_for_a_copy_of_the_log(tmp_path: Path, name: str) -> None:
    """What a copy says counts once, and which file it is is told, also when it adds nothing."""
    append(tmp_path, event("A.md"))
    file = log_path(tmp_path)
    copy = file.with_name(name)
    copy.write_bytes(file.read_bytes())
    assert read_log(tmp_path).copies == (f".kbpivot/{name}",)
    append(copy, event("B.md"))

    log = read_log(tmp_path)
    assert sorted(e.note for e in log) == ["A.md", "B.md"]
    assert log.copies == (f".kbpivot/{name}",)
    assert merged(log, read_log(tmp_path)).copies == log.copies


def test_other_files_beside_the_log_are_not_read(tmp_path: Path) -> None:
    """A file whose name only begins alike is none of the record."""
    append(tmp_path, event("A.md"))
    log_path(tmp_path).with_name("logbook.jsonl").write_text("{}\n")

    log = read_log(tmp_path)
    assert (len(log), log.diagnostics, log.copies) == (1, (), ())


def test_names_that_are_no_utf8_survive(tmp_path: Path) -> None:
    """A file name with undecodable bytes is written and read back."""
    append(tmp_path, event("caf\udce9.md"))

    assert [e.note for e in read_log(tmp_path)] == ["caf\udce9.md"]


def test_last_is_what_undo_would_cancel(tmp_path: Path) -> None:
    """Undone lines are passed over."""
    first, second = event("A.md"), new_event("mastered", "B.md", at=AT.replace(hour=20))
    append(tmp_path, first, second)
    assert read_log(tmp_path).last == second

    append(tmp_path, new_event("undone", at=AT.replace(hour=21), of=second.id))
    assert read_log(tmp_path).last == first


WRITER = """
import sys
from datetime import UTC, datetime
from kbpivot.shell.log import append, new_event
for number in range(40):
    append(sys.argv[1], new_event("known", f"{sys.argv[2]}-{number}", at=datetime.now(UTC)))
"""


def test_two_processes_lose_nothing(tmp_path: Path) -> None:
    """Three processes that write at once leave every line whole."""
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name]) for name in "abc"
    ]
    assert [writer.wait(timeout=50) for writer in writers] == [0, 0, 0]

    found = read_log(tmp_path)
    assert {e.note for e in found} == {f"{name}-{n}" for name in "abc" for n in range(40)}
    assert found.diagnostics == ()


def test_a_held_lock_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting ends; nothing is written and the error says so."""
    append(tmp_path, event())
    before = log_path(tmp_path).read_bytes()
    monkeypatch.setattr(log_module, "_WAIT", 0.05)
    with (
        filelock.FileLock(log_path(tmp_path).with_suffix(".lock"), is_singleton=False),
        pytest.raises(LogError, match="nothing was recorded"),
    ):
        append(tmp_path, event())

    assert log_path(tmp_path).read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_device_is_no_log(tmp_path: Path) -> None:
    """The error names the file and says that nothing was recorded."""
    (tmp_path / ".kbpivot").mkdir()
    log_path(tmp_path).symlink_to("/dev/full")

    with pytest.raises(LogError, match="Nothing was recorded") as caught:
        append(tmp_path, event())
    assert caught.value.path == str(log_path(tmp_path))


LIMITED = """
import resource, signal, sys
from datetime import UTC, datetime
from kbpivot.errors import LogError
from kbpivot.shell.log import append, log_path, new_event
append(sys.argv[1], new_event("known", "first", at=datetime.now(UTC)))
size = log_path(sys.argv[1]).stat().st_size
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20, size + 20))
try:
    append(sys.argv[1], new_event("known", "second" * 50, at=datetime.now(UTC)))
except LogError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX limits")
def test_half_a_line_is_taken_back(tmp_path: Path) -> None:
    """When the disk fills up within a line, the log is cut back to its last whole one."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)], capture_output=True, text=True, check=True
    )

    assert "Nothing was recorded" in done.stdout
    found = read_log(tmp_path)
    assert ([e.note for e in found], found.diagnostics) == (["first"], ())


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="the administrator may write anywhere"
)
def test_a_read_only_vault_is_a_clear_error(tmp_path: Path) -> None:
    """Nothing is written, and the error says why."""
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(LogError, match="permission"):
            append(tmp_path, event())
    finally:
        tmp_path.chmod(0o755)


def test_a_file_in_the_way_is_a_clear_error(tmp_path: Path) -> None:
    """The folder's name may be taken, and the vault may be gone."""
    (tmp_path / ".kbpivot").write_text("mine")

    with pytest.raises(LogError, match="Nothing was recorded"):
        append(tmp_path, event())
    with pytest.raises(LogError, match="no such folder"):
        append(tmp_path / "gone", event())
    assert (tmp_path / ".kbpivot").read_text() == "mine"


def test_a_log_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    """An unreadable record is not taken for an empty one."""
    log_path(tmp_path).mkdir(parents=True)

    with pytest.raises(LogError, match="cannot be read"):
        read_log(tmp_path)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.randoms(use_true_random=False))
def test_any_bytes_are_read(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, rng: random.Random
) -> None:
    """Whatever stands in the file, reading ends and whole lines around it are kept."""
    root = tmp_path_factory.mktemp("vault")
    append(root, event("A.md"), event("B.md"))
    lines = log_path(root).read_bytes().splitlines(keepends=True)
    lines.insert(rng.randrange(3), noise + b"\n")
    log_path(root).write_bytes(b"".join(lines))

    assert {"A.md", "B.md"} <= {e.note for e in read_log(root)}
