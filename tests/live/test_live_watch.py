"""The watch as a whole, on a real folder with an invented clock and invented events."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

import kbpivot as kb
from kbpivot.errors import KbpivotError
from kbpivot.live import monitor
from kbpivot.live.dashboard import Dashboard
from kbpivot.live.debounce import EVERYTHING
from kbpivot.live.events import watched_path
from kbpivot.notes.own_block import END, START
from live_folder import Script, told

EXAMPLE = Path(__file__).parents[2] / "examples" / "vault"


@pytest.fixture
def vault(tmp_path):
    return Path(shutil.copytree(EXAMPLE, tmp_path / "vault"))


def edit(note, old, new, *, heard=None):
    """An action that changes a text in a note, saved by rename as editors do."""

    def action():
        text = note.read_text("utf-8")

        assert old in text, (old, note)
        beside = note.with_name(".beside.tmp")
        beside.write_text(text.replace(old, new), "utf-8")
        beside.replace(note)
        return [note.name if heard is None else heard] if heard != () else []

    return action


def mastered(vault, name="Backpropagation", **options):
    note = vault / "Concepts" / f"{name}.md"
    return edit(note, "status: started", "status: mastered", heard=f"Concepts/{name}.md", **options)


def events_of(reports):
    return [report.event for _, report in reports]


def test_a_burst_is_one_report(vault):
    """Hundreds of events in a moment are one change, told when it is quiet."""

    def checkout():
        for note in (vault / "Concepts").glob("*.md"):
            note.write_text(note.read_text("utf-8") + "\n[[Nobody wrote this]]\n", "utf-8")
            yield note.relative_to(vault).as_posix()

    paths = sorted(p.relative_to(vault).as_posix() for p in (vault / "Concepts").glob("*.md"))
    reports = told(vault, Script([(1.0, lambda: list(checkout()))]))

    assert ["ready", "changed"] == events_of(reports)
    second, report = reports[1]
    assert tuple(paths) == report.paths
    assert 1.3 <= second < 2
    assert any("1 new planned link: Nobody wrote this" in c.message for c in report.changes)


def test_an_event_without_a_change_is_nothing(vault):
    """An event only says where to look."""
    steps = [(1.0, lambda: ["Home.md", "Concepts/Softmax.md"])]

    assert ["ready"] == events_of(told(vault, Script(steps)))


def test_an_unheard_change_is_found_all_the_same(vault):
    """Where the system tells nothing, the folder is looked at now and then."""
    silent = Script([(1.0, edit(vault / "Home.md", "#", "# New", heard=()))], rest=30)
    reports = told(vault, silent)

    assert ["ready", "changed"] == events_of(reports)
    assert reports[1][0] <= 11


def test_polling_looks_every_two_seconds(vault):
    """Without events a change is told soon all the same."""
    silent = Script([(1.0, edit(vault / "Home.md", "#", "# New", heard=()))], polling=True)
    reports = told(vault, silent, poll=True)

    assert ["ready", "changed"] == events_of(reports)
    assert reports[1][0] <= 3.1


def test_polling_for_want_of_watches_is_said_once(vault):
    """Nobody asked for it, so it is told why changes come a little later; once, and it works."""
    silent = Script([(1.0, edit(vault / "Home.md", "#", "# New", heard=()))], polling=True, rest=30)
    reports = told(vault, silent)

    assert ["ready", "trouble", "changed"] == events_of(reports)
    assert "polls" in reports[1][1].message
    assert reports[2][0] <= 3.1


def test_watches_that_are_lost_on_the_way_are_said_once(vault):
    """Where the system stops telling while the watch runs, that is told, and changes still come."""

    def lose():
        script.polling = True
        return []

    script = Script([(1.0, lose), (4.0, edit(vault / "Home.md", "#", "# New", heard=()))], rest=30)
    reports = told(vault, script)

    assert ["ready", "trouble", "changed"] == events_of(reports)


def test_two_saves_within_one_stamp_are_seen(vault):
    """A file that is named is read again although size and times say that nothing happened."""
    note = vault / "Concepts" / "Softmax.md"

    def swap():
        before = note.stat()
        text = note.read_text("utf-8")
        note.write_text(text.replace("[[", "[[X", 1)[: len(text)], "utf-8")
        os.utime(note, ns=(before.st_atime_ns, before.st_mtime_ns))
        return ["Concepts/Softmax.md"]

    reports = told(vault, Script([(1.0, swap)]))

    assert ("Concepts/Softmax.md",) == reports[1][1].paths


def test_half_written_settings_do_not_end_it(vault):
    """Settings that make no sense are told once; mended, they count."""
    config = vault / "kbpivot.toml"

    def write(text):
        def action():
            config.write_text(text, "utf-8")
            return ["kbpivot.toml"]

        return action

    steps = [
        (1.0, write("[study]\nhours-per-wee")),
        (3.0, write("[study]\nhours-per-wee =")),
        (5.0, mastered(vault)),
        (8.0, write("[study]\nhours-per-week = 3\n")),
    ]
    reports = told(vault, Script(steps, rest=30))

    events = events_of(reports)
    assert events[0] == "ready"
    assert set(events[1:-1]) == {"trouble"}
    assert len(events) <= 4  # the same sentence is not told twice
    assert "kbpivot.toml" in reports[1][1].message
    last = reports[-1][1]
    assert last.event == "changed"
    assert {"kbpivot.toml", "Concepts/Backpropagation.md"} == set(last.paths)
    assert "mastered" in {change.code for change in last.changes}


def test_new_words_in_the_settings_count_in_every_note(vault):
    """A property named in the settings makes edges of notes that did not change."""
    note = vault / "Concepts" / "Odd.md"
    note.write_text("---\nbuilds-from: '[[Nobody knows it]]'\ntype: concept\n---\n", "utf-8")

    def configure():
        (vault / "kbpivot.toml").write_text("[properties]\nprerequisites = ['builds-from']\n")
        return ["kbpivot.toml"]

    reports = told(vault, Script([(1.0, configure)]))

    gone = {change.path for change in reports[1][1].changes if change.code == "not-ready"}
    assert "Concepts/Odd.md" in gone


def test_obsidians_settings_count(vault):
    """A folder excluded in Obsidian leaves advice while the watch runs."""

    def exclude():
        (vault / ".obsidian").mkdir(exist_ok=True)
        (vault / ".obsidian" / "app.json").write_text('{"userIgnoreFilters": ["Concepts/"]}')
        return [".obsidian/app.json"]

    changes = told(vault, Script([(1.0, exclude)]))[1][1].changes

    assert {change.path for change in changes if change.code == "not-ready"}


def test_a_mistake_of_ours_is_told_and_survived(vault, monkeypatch):
    """An exception nobody foresaw is told with its place, and the next change counts again."""
    real = monitor.snapshot

    def once(*arguments, **options):
        monkeypatch.setattr(monitor, "snapshot", real)
        raise ZeroDivisionError

    def break_it():
        monkeypatch.setattr(monitor, "snapshot", once)
        return mastered(vault)()

    steps = [(1.0, break_it), (5.0, edit(vault / "Home.md", "#", "# New"))]
    reports = told(vault, Script(steps))

    assert ["ready", "trouble", "changed"] == events_of(reports)
    assert "ZeroDivisionError" in reports[1][1].message
    assert "test_live_watch" in reports[1][1].detail
    assert {"Concepts/Backpropagation.md", "Home.md"} == set(reports[2][1].paths)
    assert "mastered" in {change.code for change in reports[2][1].changes}


def test_a_drive_that_is_not_mounted_is_no_empty_vault(vault):
    """An empty folder in place of the vault counts as gone, and nothing is written there."""
    away = vault.with_name("away")

    def unmount():
        vault.rename(away)
        vault.mkdir()
        return []

    script = Script([(1.0, unmount)], rest=30)
    seen = []

    def wait(self, timeout=None):
        seen.append(sorted(path.name for path in vault.iterdir()))
        if len(seen) == 2:
            vault.rmdir()
            away.rename(vault)
        return False

    script.stop.wait = wait.__get__(script.stop)
    reports = told(vault, script, keeper=Dashboard("kbpivot.md"))

    assert ["ready", "gone", "back"] == events_of(reports)
    assert seen == [[], []]
    assert script.starts == 2


def test_a_folder_put_in_place_of_another_is_read(vault, tmp_path):
    """Another folder under the same name is listened to and read anew."""
    other = shutil.copytree(EXAMPLE, tmp_path / "other")
    (other / "Concepts" / "Softmax.md").unlink()

    def swap():
        vault.rename(tmp_path / "old")
        other.rename(vault)
        return []

    script = Script([(1.0, swap)])
    reports = told(vault, script)

    assert ("Concepts/Softmax.md",) == reports[1][1].paths
    assert script.starts == 2


# The kept note -------------------------------------------------------------------------


def board(vault):
    return (vault / "kbpivot.md").read_bytes().decode()


def tick(vault, *, number=0):
    """An action that ticks a box, as a phone does: nobody here saw the note in between."""

    def action():
        note = vault / "kbpivot.md"
        text = board(vault)
        line = [row for row in text.splitlines() if row.startswith("- [ ] ")][number]
        note.write_bytes(text.replace(line, line.replace("[ ]", "[x]", 1)).encode())
        return ["kbpivot.md"]

    return action


def test_the_kept_note_never_sets_itself_off(vault):
    """After each write the note is quiet, however often its events come."""
    steps = [(1.0, lambda: ["kbpivot.md"]), (3.0, mastered(vault)), (5.0, lambda: ["kbpivot.md"])]
    reports = told(vault, Script(steps, rest=30), keeper=Dashboard("kbpivot.md"))

    assert ["ready", "changed"] == events_of(reports)
    assert ("Concepts/Backpropagation.md",) == reports[1][1].paths


def test_a_log_beside_the_notes_sets_nothing_off(vault):
    """Where the log lies in the open, one tick is one change, told under the log's name."""
    (vault / "kbpivot.toml").write_text('[log]\npath = "kbpivot-log.jsonl"\n')
    heard = ["kbpivot-log.jsonl", "kbpivot.md"]
    steps = [(1.0, tick(vault)), (3.0, lambda: heard), (5.0, lambda: heard)]
    reports = told(vault, Script(steps, rest=30), keeper=Dashboard("kbpivot.md"))

    assert ["ready", "changed"] == events_of(reports)
    assert ("kbpivot-log.jsonl",) == reports[1][1].paths
    assert '"mastered"' in (vault / "kbpivot-log.jsonl").read_text("utf-8")


def test_a_log_that_a_synchroniser_brings_is_a_change(vault):
    """A line that arrives from another machine changes the answer, and is told once."""
    from datetime import UTC, datetime

    from kbpivot.shell.log import append, new_event

    (vault / "kbpivot.toml").write_text('[log]\npath = "kbpivot-log.jsonl"\n')

    def arrive():
        at = datetime(2026, 1, 1, tzinfo=UTC)
        append(vault, new_event("mastered", "Concepts/Softmax.md", at=at))
        return ["kbpivot-log.jsonl"]

    reports = told(vault, Script([(1.0, arrive), (3.0, lambda: ["kbpivot-log.jsonl"])], rest=30))

    assert ["ready", "changed"] == events_of(reports)
    assert "kbpivot-log.jsonl" in reports[1][1].paths
    assert "mastered" in {one.code for one in reports[1][1].changes}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_boxes_ticked_while_it_did_not_run_are_logged(vault, newline):
    """The first thing a watch does is to read what was ticked, whatever the line breaks."""
    told(vault, Script(), keeper=Dashboard("kbpivot.md"))
    (vault / "kbpivot.md").write_bytes(board(vault).replace("\n", newline).encode())
    tick(vault)()
    before = board(vault)
    reports = told(vault, Script(), keeper=Dashboard("kbpivot.md"))

    assert ["ready"] == events_of(reports)
    assert '"mastered"' in (vault / ".kbpivot" / "log.jsonl").read_text("utf-8")
    assert "[x]" not in board(vault)
    assert before != board(vault)
    assert newline == "\n" or "\n" not in board(vault).replace("\r\n", "")


def test_two_boxes_ticked_at_once_are_two_events(vault):
    """Every ticked box is logged, once."""

    def both():
        tick(vault)()
        return tick(vault)()

    told(
        vault, Script([(1.0, both), (5.0, lambda: ["kbpivot.md"])]), keeper=Dashboard("kbpivot.md")
    )
    log = (vault / ".kbpivot" / "log.jsonl").read_text("utf-8")

    assert log.count('"mastered"') == 2


def test_broken_markers_end_it_only_at_the_start(vault):
    """A note that cannot be used is refused at first; broken later, it is told once and waited for."""
    note = vault / "kbpivot.md"
    note.write_text(f"Mine.\n{END}\n{START}\n", "utf-8")
    with pytest.raises(KbpivotError, match="before"):
        told(vault, Script(), keeper=Dashboard("kbpivot.md"))

    assert note.read_text("utf-8") == f"Mine.\n{END}\n{START}\n"
    note.unlink()

    def lose_a_marker():
        return edit(note, END, "", heard="kbpivot.md")()

    script = Script(
        [
            (1.0, lose_a_marker),
            (3.0, mastered(vault)),
            (5.0, edit(vault / "Home.md", "#", "# New")),
            (8.0, lambda: note.write_text(note.read_text("utf-8") + f"\n{END}\n", "utf-8") and ["kbpivot.md"]),
        ],
        rest=30,
    )  # fmt: skip
    reports = told(vault, script, keeper=Dashboard("kbpivot.md"))
    events = events_of(reports)

    assert events.count("trouble") == 1
    trouble = next(report for _, report in reports if report.event == "trouble")
    assert "marker" in trouble.message
    assert "mastered" in {change.code for _, report in reports for change in report.changes}
    assert board(vault).count(START) == board(vault).count(END) == 1
    assert "Backpropagation" not in board(vault).partition("## This week")[0].partition("Or:")[0]


def test_a_note_that_changes_while_it_is_read_is_left_alone_and_written_later(vault, monkeypatch):
    """Words typed in the very moment of writing are kept; the board follows at the next quiet."""
    told(vault, Script(), keeper=Dashboard("kbpivot.md"))
    real, typed = Dashboard._content, []

    def content(self, work):
        if "Concepts/Backpropagation.md" in work.state.mastered and not typed:
            typed.append(1)
            note = vault / "kbpivot.md"
            note.write_bytes(note.read_bytes() + b"\nTyped just now.\n")
        return real(self, work)

    monkeypatch.setattr(Dashboard, "_content", content)
    steps = [(1.0, mastered(vault)), (3.0, lambda: ["kbpivot.md"])]
    reports = told(vault, Script(steps), keeper=Dashboard("kbpivot.md"))

    assert "changed while" in next(r.message for _, r in reports if r.event == "trouble")
    assert "Typed just now." in board(vault)
    assert "Backpropagation" not in board(vault).partition("Or:")[0]


def test_a_new_day_is_a_new_week(vault):
    """At midnight the note is looked at although no file changed."""
    seen = []

    class Counting(Dashboard):
        def __call__(self, work):
            seen.append(1)
            return super().__call__(work)

    day = [date(2026, 11, 22)]
    now = monitor.Monitor(
        kb.Workspace(vault, cache=False), keeper=Counting("kbpivot.md"), today=lambda: day[0]
    )
    now.look([EVERYTHING])
    assert len(seen) == 1
    day[0] = date(2026, 11, 23)
    now.look([EVERYTHING])
    now.look([EVERYTHING])
    assert len(seen) == 2


# Events -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "folder", "expected"),
    [
        ("a/Note.md", False, "a/Note.md"),
        ("a/.Note.md.icloud", False, "a/Note.md"),
        (".Note.md.icloud", False, "Note.md"),
        (".icloud", False, None),
        (".git/index", False, None),
        (".obsidian/workspace.json", False, ".obsidian/workspace.json"),
        (".kbpivot/log.jsonl", False, ".kbpivot/log.jsonl"),
        (".kbpivot-abc.tmp", False, None),
        ("Note.md~", False, None),
        (".Note.md.swp", False, None),
        ("kbpivot.toml", False, "kbpivot.toml"),
        ("folder", True, EVERYTHING),
        (".trash", True, None),
        ("", True, EVERYTHING),
        ("../elsewhere.md", False, None),
        ("e\u0301.md", False, "\u00e9.md"),
    ],
)
def test_paths_of_events(path, folder, expected):
    """Only what can matter is looked at; a placeholder means the note behind it."""
    assert expected == watched_path("/vault", f"/vault/{path}".rstrip("/"), folder=folder)
