"""Notes that move keep their log, and it says so."""

from __future__ import annotations

import json
import subprocess

import pytest

from commandline import answer, kbpivot, vault_of

VAULT = """
== Vectors.md ==
---
status: todo
---
Arrows and lists of numbers.
== Softmax.md ==
---
prerequisites: "[[Vectors]]"
---
Turns scores into shares.
"""


@pytest.fixture
def vault(tmp_path):
    vault_of(tmp_path, VAULT)
    kbpivot("done", "Vectors", "--minutes", "60", "--at", "2026-01-05", folder=tmp_path)
    return tmp_path


def lines(vault):
    text = (vault / ".kbpivot" / "log.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def move(vault, to):
    """Move the note and let the link to it follow, as an editor does."""
    place = vault / f"{to}.md"
    place.parent.mkdir(exist_ok=True)
    (vault / "Vectors.md").rename(place)
    softmax = vault / "Softmax.md"
    softmax.write_text(softmax.read_text().replace("[[Vectors]]", f"[[{to}]]"))


def test_reading_follows_and_writes_nothing(vault):
    """The same text under another name is the same note; the record stays as it is."""
    move(vault, "Maths/Linear maps")

    result = kbpivot("ready", "Softmax", folder=vault)

    assert result.out.startswith("Softmax is ready: you know the one note it leans on.")
    assert result.err == "Vectors.md in your log is Maths/Linear maps.md now (the same text).\n"
    assert len(lines(vault)) == 1


def test_another_command_does_not_read_the_record(vault):
    """What has nothing to do with the log says nothing of it."""
    move(vault, "Linear maps")

    assert kbpivot("links", "Softmax", folder=vault).err == ""


def test_writing_records_the_move(vault):
    """The next thing recorded comes after the move, which is said once and then known."""
    move(vault, "Linear maps")

    result = kbpivot("start", "Softmax", folder=vault)
    again = kbpivot("ready", "Softmax", folder=vault)

    assert result.out.startswith("Moved: Vectors → Linear maps.\nStarted: Softmax.\n")
    assert again.err == ""
    assert [(one["event"], one["note"], one.get("to")) for one in lines(vault)] == [
        ("mastered", "Vectors.md", None),
        ("renamed", "Vectors.md", "Linear maps.md"),
        ("started", "Softmax.md", None),
    ]


def test_undo_takes_back_what_was_asked_for_first(vault):
    """Then the move; and a move that was taken back is not made again."""
    move(vault, "Linear maps")
    kbpivot("start", "Softmax", folder=vault)

    assert kbpivot("undo", folder=vault).out.startswith("Undone: Started: Softmax")
    assert kbpivot("undo", folder=vault).out.startswith("Undone: Moved: Vectors → Linear maps")
    assert kbpivot("ready", folder=vault).err == ""
    kbpivot("start", "Linear maps", folder=vault)
    assert [one["event"] for one in lines(vault)].count("renamed") == 1


def test_a_unique_name_is_followed(vault):
    """Moved to another folder and edited there: the name tells it."""
    move(vault, "Maths/Vectors")
    (vault / "Maths" / "Vectors.md").write_text("Rewritten.\n")

    result = kbpivot("ready", "Softmax", folder=vault)

    assert "is ready" in result.out
    assert "(the only note called so)" in result.err


def test_two_candidates_are_no_answer(vault):
    """Nothing is followed where two notes are equally likely."""
    (vault / "A.md").write_bytes((vault / "Vectors.md").read_bytes())
    move(vault, "B")

    result = kbpivot("ready", "Softmax", folder=vault)

    assert (result.err, "is ready" in result.out) == ("", False)


def git(vault, *words):
    subprocess.run(
        ["git", "-c", "user.name=n", "-c", "user.email=e@x.y", *words],
        cwd=vault,
        check=True,
        capture_output=True,
    )


@pytest.mark.parametrize("committed", [True, False])
def test_git_tells_a_move_with_an_edit(committed, vault):
    """Another name and another text: git saw it happen, committed or only staged."""
    (vault / "Vectors.md").write_text("\n".join(f"Line {n}." for n in range(30)))
    git(vault, "init", "-q")
    git(vault, "add", "Vectors.md", "Softmax.md")
    git(vault, "commit", "-qm", "one")
    git(vault, "mv", "Vectors.md", "Linear maps é.md")
    with (vault / "Linear maps é.md").open("a") as note:
        note.write("\nOne more.")
    git(vault, "add", "-A", "--", "*.md")
    if committed:
        git(vault, "commit", "-qm", "two")

    found = answer_with_notice("show", "Linear maps é", folder=vault)

    assert found[0]["state"] == "mastered"
    assert "Vectors.md in your log is Linear maps é.md now (git says so)." in found[1]


def answer_with_notice(*words, folder):
    result = kbpivot(*words, "--format", "json", folder=folder)

    assert result.code == 0
    return json.loads(result.out), result.err


def test_time_and_weeks_follow(vault):
    """What was logged under the old name counts for the note as it is called now."""
    move(vault, "Linear maps")
    kbpivot("start", "Softmax", folder=vault)

    found = answer("stats", "--until", "2026-01-10", folder=vault)

    assert found["weeks"][0]["mastered"] == ["Linear maps"]
    assert found["hours"] == 1
