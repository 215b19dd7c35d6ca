"""A log where a synchroniser sees it: moved whole, kept private, and no line lost on the way."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kbpivot as kb
from commandline import kbpivot
from kbpivot.shell.log import append, new_event, read_log
from kbpivot.shell.log_place import place_of_log

AT = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)
NOTE = "---\nprerequisites: ['[[B]]']\n---\nSome words about it.\n"


@pytest.fixture
def vault(tmp_path):
    """A vault of two notes whose log lies beside them."""
    (tmp_path / "A.md").write_text(NOTE)
    (tmp_path / "B.md").write_text("Some words about it.\n")
    (tmp_path / "kbpivot.toml").write_text('[log]\npath = "kbpivot-log.jsonl"\n')
    return tmp_path


def event(number=0, note="A.md"):
    return new_event("studied", note, at=AT + timedelta(minutes=number))


def test_the_settings_say_where(vault):
    """Commands, `read_log` and `append` all go by `[log] path`."""
    assert kbpivot("done", "B", folder=vault).code == 0
    append(vault, event())

    lines = (vault / "kbpivot-log.jsonl").read_text().splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["mastered", "studied"]
    assert len(read_log(vault)) == 2
    assert kb.Workspace(vault).state.mastered == {"B.md"}


def test_an_older_log_comes_along(vault):
    """Whoever sets the path by hand keeps what stood in the usual place, at once and for good."""
    (vault / "kbpivot.toml").rename(vault / "later.toml")
    append(vault, event(0), event(1))
    (vault / "later.toml").rename(vault / "kbpivot.toml")

    assert len(read_log(vault)) == 2
    append(vault, event(2))

    assert (vault / "kbpivot-log.jsonl").read_text().count("\n") == 3


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from("abxy"), min_size=1, max_size=10))
def test_a_synchroniser_that_lets_one_file_win_costs_no_line(tmp_path_factory, steps):
    """Two machines, one of whose files replaces the other's: each machine keeps what it recorded.

    `a` and `b` record on one machine, `x` and `y` carry the file of one to the other.
    """
    top = tmp_path_factory.mktemp("machines")
    machines = {name: top / name for name in "ab"}
    recorded = {name: set() for name in "ab"}
    for folder in machines.values():
        folder.mkdir()
        (folder / "kbpivot.toml").write_text('[log]\npath = "kbpivot-log.jsonl"\n')
    for number, step in enumerate(steps):
        if step in machines:
            one = event(number)
            append(machines[step], one)
            recorded[step].add(one.id)
        else:
            source, target = ("a", "b") if step == "x" else ("b", "a")
            file = machines[source] / "kbpivot-log.jsonl"
            if file.exists():
                (machines[target] / "kbpivot-log.jsonl").write_bytes(file.read_bytes())

    for name, folder in machines.items():
        assert {one.id for one in read_log(folder)} >= recorded[name]
        append(folder, event(100))
        lines = (folder / "kbpivot-log.jsonl").read_text().splitlines()
        assert {json.loads(line)["id"] for line in lines} >= recorded[name]


def test_undo_takes_back_what_was_done_here_last(vault):
    """Also when another machine's file has taken the place of the log."""
    kbpivot("done", "B", folder=vault)
    before = (vault / "kbpivot-log.jsonl").read_bytes()
    kbpivot("start", "A", folder=vault)
    (vault / "kbpivot-log.jsonl").write_bytes(before)

    assert "A" in kbpivot("undo", folder=vault).out.splitlines()[0]
    assert read_log(vault).diagnostics == ()


def test_copies_of_synchronisers_count(vault):
    """Copies beside the log are read with it and told; other files of that kind are not."""
    append(vault, event())
    text = (vault / "kbpivot-log.jsonl").read_text()
    (vault / "kbpivot-log (conflicted copy).jsonl").write_text(text.replace('"id": "', '"id": "x'))
    (vault / "kbpivot-logs.jsonl").write_text("not ours\n")

    found = read_log(vault)

    assert len(found) == 2
    assert found.copies == ("kbpivot-log (conflicted copy).jsonl",)
    assert "conflict-copy" in kbpivot("check", folder=vault).out


@pytest.mark.parametrize("before", [None, b"", b"*.tmp", b"*.tmp\r\n", b"/kbpivot-log*.jsonl\n"])
def test_git_ignores_it(vault, before):
    """A line in `.gitignore` keeps the log, its copies and the own copy out of git; once."""
    if before is not None:
        (vault / ".gitignore").write_bytes(before)
    subprocess.run(["git", "init", "-q"], cwd=vault, check=True)
    append(vault, event(0))
    append(vault, event(1))
    (vault / "kbpivot-log 2.jsonl").write_text("{}\n")

    untracked = subprocess.run(
        ["git", "status", "--short", "-uall"], cwd=vault, check=True, capture_output=True, text=True
    ).stdout
    assert "log" not in untracked
    content = (vault / ".gitignore").read_bytes()
    assert content.startswith(before or b"")
    assert content.count(b"/kbpivot-log*.jsonl") == 1


def test_git_may_keep_it_when_told(vault):
    """With `--git` the line goes again, and the rest of the file stays."""
    (vault / ".gitignore").write_text("*.tmp\n")
    append(vault, event())

    assert "Git may keep it." in kbpivot("log", "--git", folder=vault).out
    append(vault, event(1))

    assert (vault / ".gitignore").read_text() == "*.tmp\n"
    assert kb.Workspace(vault).config.log.git
    kbpivot("log", "--no-git", folder=vault)
    assert "/kbpivot-log*.jsonl" in (vault / ".gitignore").read_text()


@pytest.mark.parametrize(
    "line", [b"", b"{ broken\n", b'{"id": "z", "at": "2026-01-01", "event": "sung", "a": 1}\n']
)
def test_moving_loses_nothing(tmp_path, line):
    """There and back again, every line is where it was, unknown and broken ones too."""
    (tmp_path / "A.md").write_text(NOTE)
    append(tmp_path, event(0), event(1))
    usual = tmp_path / ".kbpivot" / "log.jsonl"
    usual.write_bytes(usual.read_bytes() + line)
    lines = set(usual.read_bytes().splitlines())
    known = read_log(tmp_path)

    for place in ("kbpivot-log.jsonl", "Meta/log of mine.jsonl", ".kbpivot/log.jsonl"):
        moved = kbpivot("log", "--move", place, "--format", "json", folder=tmp_path)
        assert json.loads(moved.out)["path"] == place
        assert set((tmp_path / place).read_bytes().splitlines()) == lines
        assert read_log(tmp_path) == known or line.startswith(b"{ ")
        assert len(read_log(tmp_path).diagnostics) == len(known.diagnostics)

    assert not (tmp_path / "kbpivot-log.jsonl").exists()
    assert not (tmp_path / "Meta" / "log of mine.jsonl").exists()


def test_moving_joins_what_is_there(tmp_path):
    """A log that another machine put at the new place already is joined, not replaced."""
    append(tmp_path, event(0))
    there = tmp_path / "kbpivot-log.jsonl"
    theirs = tmp_path / "other"
    theirs.mkdir()
    append(theirs, event(1))
    there.write_bytes((theirs / ".kbpivot" / "log.jsonl").read_bytes())

    kbpivot("log", "--move", "kbpivot-log.jsonl", folder=tmp_path)

    assert len(read_log(tmp_path)) == 2
    assert there.read_text().count("\n") == 2


@pytest.mark.parametrize(
    "place",
    [
        "../out.jsonl",
        "/out.jsonl",
        ".git/x.jsonl",
        "A.md",
        "C:\\x.jsonl",
        "a//b.jsonl",
        "x\n.jsonl",
    ],
)
def test_no_log_elsewhere(tmp_path, place):
    """A log is a `.jsonl` file in the vault that is not hidden; nothing else is tried."""
    (tmp_path / "A.md").write_text(NOTE)
    append(tmp_path, event())

    refused = kbpivot("log", "--move", place, folder=tmp_path)

    assert refused.code == 2
    assert "not moved" in refused.err
    assert not (tmp_path / "kbpivot.toml").exists()
    (tmp_path / "kbpivot.toml").write_text(f"[log]\npath = {json.dumps(place)}\n")
    assert "kbpivot.toml:2" in kbpivot("next", folder=tmp_path).err


def test_a_note_or_file_is_not_taken_for_a_log(tmp_path):
    """Where a file of another kind is, nothing is moved."""
    append(tmp_path, event())
    (tmp_path / "data.jsonl").write_text('{"text": "training data"}\n')

    refused = kbpivot("log", "--move", "data.jsonl", folder=tmp_path)

    assert (refused.code, (tmp_path / "data.jsonl").read_text()) == (
        2,
        '{"text": "training data"}\n',
    )
    assert len(read_log(tmp_path)) == 1


def test_it_is_no_note_and_doctor_tells_it(vault):
    """The log is none of the notes, no link to write, and `doctor` and `log` say where it is."""
    append(vault, event())

    work = kb.Workspace(vault)
    assert work.vault.paths == ("A.md", "B.md")
    assert work.diagnostics == ()
    told = kbpivot("doctor", folder=vault).out
    assert "kbpivot-log.jsonl" in told
    assert json.loads(kbpivot("log", "--format", "json", folder=vault).out)["events"] == 1
    (vault / ".gitignore").unlink()
    assert "git may offer your log" in " ".join(kbpivot("doctor", folder=vault).out.split())


def test_kept_answers_follow_it(vault):
    """An answer that was kept is not given again once the log says something else."""
    first = kbpivot("next", folder=vault).out
    kbpivot("done", "B", folder=vault)
    assert kbpivot("next", folder=vault).out != first


def test_lock_and_own_copy_are_not_synchronised(vault):
    """Beside the notes stands nothing but the log."""
    append(vault, event())

    names = {one.name for one in vault.iterdir()}
    assert names == {"A.md", "B.md", "kbpivot.toml", "kbpivot-log.jsonl", ".kbpivot", ".gitignore"}
    assert place_of_log(vault).lock.parent.name == ".kbpivot"
