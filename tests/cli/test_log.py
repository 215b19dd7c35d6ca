"""The commands that write to the person's log, and nothing else."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from commandline import answer, fingerprint, kbpivot, vault_of

VAULT = """
== Vectors.md ==
---
status: mastered
---
Arrows and lists of numbers.
== Softmax.md ==
---
prerequisites: Exponentials
hours: 1
status: todo
---
Turns scores into shares.
== Attention.md ==
---
prerequisites: ["[[Softmax]]", "[[Vectors]]"]
hours: 2
---
Weighs what is there.
"""


@pytest.fixture
def vault(tmp_path):
    return vault_of(tmp_path, VAULT)


def log(vault):
    """Return the events of the log."""
    lines = (vault / ".kbpivot" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_only_the_record_is_written(vault):
    """A command that records appends one line, touches no note, and keeps git out."""
    before = fingerprint(vault)

    result = kbpivot("done", "Vectors", "--minutes", "30", folder=vault)

    assert result.code == 0
    after = fingerprint(vault)
    assert {name: after[name] for name in before} == before
    assert [(event["event"], event["note"], event["minutes"]) for event in log(vault)] == [
        ("mastered", "Vectors.md", 30.0)
    ]
    assert (vault / ".kbpivot" / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_knowing_a_name_opens_what_needs_it(vault):
    """A prerequisite without a note is met by its name, and what waits for it becomes ready."""
    found = answer("know", "exponentials", folder=vault)

    assert [note["title"] for note in found["opened"]] == ["Softmax"]
    assert found["next"]["suggestions"][0]["path"] == "Softmax.md"


def test_done_opens_and_undo_closes(vault):
    """`undo` takes the last line back, with all that followed from it."""
    answer("know", "Exponentials", folder=vault)
    done = answer("done", "Softmax", folder=vault)
    undone = answer("undo", folder=vault)

    assert [note["title"] for note in done["opened"]] == ["Attention"]
    assert [(event["event"], event["note"]) for event in undone["undone"]] == [
        ("mastered", "Softmax.md")
    ]
    assert [note["title"] for note in undone["closed"]] == ["Attention"]
    assert [note["path"] for note in answer("ready", folder=vault)["notes"]] == ["Softmax.md"]


def test_undo_goes_back_step_by_step(vault):
    """Calling `undo` again takes back the line before, and at the beginning there is nothing."""
    kbpivot("start", "Softmax", "--at", "2026-01-01", folder=vault)
    kbpivot("done", "Softmax", "--at", "2026-01-02", folder=vault)

    first = kbpivot("undo", folder=vault)
    second = kbpivot("undo", folder=vault)
    third = kbpivot("undo", folder=vault)

    assert "Mastered" in first.out
    assert "Started" in second.out
    assert third.out == "There is nothing to undo: your log has no line that counts.\n"
    assert len(log(vault)) == 4


def test_undo_takes_back_a_whole_command(vault):
    """What one command wrote goes together, and a command before it is left alone."""
    kbpivot("know", "Vectors", folder=vault)
    kbpivot("know", "Exponentials", "Limits", "Softmax", folder=vault)
    lines = log(vault)

    undone = answer("undo", folder=vault)

    assert "batch" not in lines[0]
    assert len({line["batch"] for line in lines[1:]}) == 1
    assert [one["note"] for one in undone["undone"]] == ["Exponentials", "Limits", "Softmax.md"]
    assert kbpivot("undo", folder=vault).out.startswith("Undone: Known before: Vectors.")
    assert "nothing to undo" in kbpivot("undo", folder=vault).out


def test_many_lines_of_one_command_are_told_together(vault):
    """Seven lines are one sentence, not a screen."""
    names = [f"Thing {number}" for number in range(7)]
    told = kbpivot("know", *names, folder=vault)
    undone = kbpivot("undo", folder=vault)

    assert told.out.startswith("Known before: Thing 0, Thing 1, Thing 2, Thing 3, Thing 4 and 2")
    assert undone.out.startswith("Undone: Known before: Thing 0, Thing 1,")


def test_start_goes_on(vault):
    """Starting what was begun logs the time, which is taken off what is left."""
    answer("know", "Exponentials", folder=vault)
    answer("start", "Softmax", "--minutes", "15", folder=vault)
    again = answer("start", "Softmax", "--minutes", "15", folder=vault)

    assert [event["event"] for event in again["events"]] == ["studied"]
    assert again["next"]["suggestions"][0]["hours"] == pytest.approx(0.5)


def test_forget_wins_over_the_note(vault):
    """What the person says last counts, also against the note's own status."""
    answer("forget", "Vectors", folder=vault)

    assert answer("show", "Vectors", folder=vault)["state"] == "ready"


def test_know_asks_when_a_name_is_near(vault):
    """A slip of the pen is not recorded as something known; `--name` insists."""
    slip = kbpivot("know", "Sofmax", folder=vault)
    insisted = kbpivot("know", "Sofmax", "--name", folder=vault)
    foreign = kbpivot("know", "Sinology", folder=vault)

    assert (slip.code, slip.out) == (2, "")
    assert "Did you mean Softmax" in slip.err
    assert insisted.code == 0
    assert foreign.code == 0
    assert [event["note"] for event in log(vault)] == ["Sofmax", "Sinology"]


def test_reviews_come_back(vault):
    """A reviewed note is due after days, is listed then, and only when it was asked for."""
    kbpivot("review", "Vectors", "--at", "2026-01-01", folder=vault)

    soon = answer("review", "--at", "2026-01-01", folder=vault)
    later = answer("review", "--at", "2026-03-01", folder=vault)

    assert (soon["due"], [one["title"] for one in soon["later"]]) == ([], ["Vectors"])
    assert [one["title"] for one in later["due"]] == ["Vectors"]
    assert later["due"][0]["last"] == "2026-01-01"


def test_stats_add_up(vault):
    """Hours and notes of the weeks are those of the log."""
    kbpivot("know", "Exponentials", folder=vault)
    kbpivot("start", "Softmax", "--minutes", "30", folder=vault)
    kbpivot("done", "Softmax", "--minutes", "60", folder=vault)

    found = answer("stats", folder=vault)

    assert (found["hours"], found["mastered"]) == (1.5, 1)
    assert found["weeks"][-1]["mastered"] == ["Softmax"]


@pytest.mark.parametrize("when", ["yesterday", "2026-13-01", "2026-02-30T10:00"])
def test_impossible_time(when, vault):
    """A time that is none is refused before anything is recorded."""
    result = kbpivot("done", "Softmax", "--at", when, folder=vault)

    assert result.code == 2
    assert "write it as 2027-01-31" in result.err
    assert not (vault / ".kbpivot").exists()


def test_undo_takes_back_what_was_said_last(vault):
    """Also when it was told of a day long before what was said earlier."""
    kbpivot("done", "Vectors", folder=vault)
    kbpivot("know", "Exponentials", "--at", "2020-01-01", folder=vault)

    assert kbpivot("undo", folder=vault).out.startswith("Undone: Known before: Exponentials")
    assert kbpivot("undo", folder=vault).out.startswith("Undone: Mastered: Vectors")


def test_what_is_said_of_one_day_keeps_its_order(vault):
    """The last word about a note counts, however fast the words follow."""
    for _ in range(3):
        kbpivot("done", "Softmax", "--at", "2026-01-01", folder=vault)
        kbpivot("forget", "Softmax", "--at", "2026-01-01", folder=vault)

    assert answer("show", "Softmax", folder=vault)["state"] == "blocked"
    kbpivot("done", "Softmax", "--at", "2026-01-01", folder=vault)
    assert answer("show", "Softmax", folder=vault)["state"] == "mastered"


def test_a_rating_brings_it_back(vault):
    """`done` with a rating is a first review; without one nothing is scheduled."""
    kbpivot("done", "Vectors", "--at", "2026-01-01", folder=vault)
    assert answer("review", "--at", "2026-02-01", folder=vault)["due"] == []

    kbpivot("done", "Softmax", "--rating", "good", "--at", "2026-01-01", folder=vault)
    due = answer("review", "--at", "2026-02-01", folder=vault)["due"]

    assert [(one["title"], one["reviews"]) for one in due] == [("Softmax", 1)]
    assert len(log(vault)) == 2


def test_what_a_known_note_builds_on_is_offered(vault):
    """It is named with the command that would mark it, and not marked."""
    result = kbpivot("know", "Attention", folder=vault)

    assert "Builds on Softmax, which you have not marked.\n" in result.out
    assert "If you know that too: kbpivot know Softmax\n" in result.out
    assert answer("show", "Softmax", folder=vault)["state"] == "blocked"


def test_what_is_known_already_is_not_written_again(vault):
    """A second `done` or `know` says since when; time spent, or another day, is recorded."""
    kbpivot("done", "Softmax", folder=vault)
    log = (vault / ".kbpivot" / "log.jsonl").read_text()
    again = answer("done", "Softmax", folder=vault)

    assert (again["events"], again["already"][0]["path"]) == ([], "Softmax.md")
    for command in ("done", "know"):
        said = kbpivot(command, "Softmax", folder=vault)
        assert (said.code, "nothing was written" in said.out) == (0, True)
    assert (vault / ".kbpivot" / "log.jsonl").read_text() == log
    assert answer("done", "Softmax", "--minutes", "5", folder=vault)["events"][0]["minutes"] == 5


@pytest.mark.parametrize("command", ["done Softmax", "start Softmax", "undo", "know Softmax"])
def test_what_is_yet_to_come_is_not_recorded(command, vault):
    """A slip of the pen in --at is refused with the reason, today is not."""
    soon = (datetime.now().astimezone() + timedelta(days=2)).date()
    result = kbpivot(*command.split(), "--at", str(soon), folder=vault)

    assert result.code == 2
    assert "is yet to come: the log is of what has happened" in result.err
    assert not (vault / ".kbpivot").exists()
    assert (
        kbpivot(
            *command.split(), "--at", str(datetime.now().astimezone().date()), folder=vault
        ).code
        == 0
    )
