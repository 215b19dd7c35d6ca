"""The command `place`: a dozen questions, shown before they are written, taken back as one."""

from __future__ import annotations

import json

import pytest

from commandline import answer, kbpivot, vault_of
from kbpivot import Workspace, read_map
from kbpivot.workspace.place import Questions, Standing

AI = read_map("ai")
WRITING = """
== Softmax.md ==
Turns logits into shares that add up to one.
== Self-attention.md ==
Queries, keys and values of one sequence; see [[Softmax]].
== Layer normalization.md ==
Mean and variance over the features of one token.
== Kullback-Leibler divergence.md ==
---
prerequisites: ["[[Entropy]]"]
---
How far one distribution is from another.
"""


def events(folder):
    """Return the lines of the log."""
    file = folder / ".kbpivot" / "log.jsonl"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def answers_of(folder, known, *, name="answers.json"):
    """Write a file that answers every question as somebody who knows some concepts."""
    file = folder.parent / name
    known = known | AI.beginnings
    file.write_text(json.dumps({id_: id_ in known for id_ in AI.concepts}))
    return str(file)


@pytest.fixture
def folder(tmp_path):
    """An empty folder, and beside it room for answers."""
    (tmp_path / "notes").mkdir()
    return tmp_path / "notes"


def test_answers_from_a_file_are_written_as_one_command(folder):
    """Each line says by what it came, about which concept, and which command wrote it."""
    known = AI.closure(["gradient-descent", "softmax"])
    found = answer("place", "--goal", "RLHF", "--answers", answers_of(folder, known), folder=folder)
    lines = events(folder)

    assert found["goals"] == ["Reinforcement learning from human feedback"]
    assert {line["concept"] for line in lines} == known - AI.beginnings
    assert {(line["event"], line["by"], line["batch"]) for line in lines} == {
        ("known", "placement", found["batch"])
    }
    assert {line["note"] for line in lines} == {AI.concepts[one["concept"]].name for one in lines}
    assert found["next"]["suggestions"] == [] or found["next"]["suggestions"][0]["path"] is None


def test_undo_takes_a_placement_back_whole(folder):
    """After `undo` nothing of it counts, and a command before it still does."""
    known = AI.closure(["gradient-descent"])
    kbpivot("know", "Vector", folder=folder)
    before = answer("path", "RLHF", folder=folder)
    kbpivot("place", "--goal", "RLHF", "--answers", answers_of(folder, known), folder=folder)
    placed = answer("path", "RLHF", folder=folder)
    undone = answer("undo", folder=folder)

    assert len(placed["notes"]) < len(before["notes"])
    assert len(undone["undone"]) == len(known - AI.beginnings - {"vector"})
    assert answer("path", "RLHF", folder=folder) == before


def test_what_the_file_leaves_open_ends_the_questions(folder):
    """Of somebody who answered little, only what a yes stands for counts as known."""
    few = folder.parent / "few.json"
    few.write_text('{"Gradient descent": true, "RLHF": false}')
    found = answer("place", "--goal", "RLHF", "--answers", str(few), folder=folder)
    known = {entry["id"] for area in found["known"] for entry in area["entries"]}

    assert found["ended"]
    assert known == AI.closure(["gradient-descent"]) - AI.beginnings


def test_a_no_wins_over_what_a_yes_stands_for(folder):
    """Who says no to something is not said to know what needs it."""
    both = folder.parent / "both.json"
    both.write_text('{"Backpropagation": true, "Chain rule": false}')
    found = answer("place", "--goal", "RLHF", "--answers", str(both), folder=folder)
    known = {entry["id"] for area in found["known"] for entry in area["entries"]}

    assert "derivative" in known
    assert not known & {"chain-rule", "backpropagation"}


def test_of_two_answers_to_one_question_the_later_counts(folder):
    """Who is asked again and says no has not said yes."""
    work = Workspace(folder)
    questions = Questions.of(work, ["RLHF"])
    asked = questions.start.told("gradient-descent", True)
    found = {
        knows: Standing.of(AI, questions, asked.told("gradient-descent", knows), {})
        for knows in (True, False)
    }

    assert "gradient-descent" in found[True].known
    assert "gradient-descent" in found[False].left
    assert found[False].overruled == ()


def test_without_a_goal_it_is_about_the_fundamentals(folder):
    """A dozen questions place nobody on the whole map; what is asked about instead is said."""
    file = folder.parent / "two.json"
    file.write_text('{"Vector": true, "Probability": true}')
    told = kbpivot("place", "--answers", str(file), folder=folder)

    assert f"on the way to {AI.tracks['fundamentals'].name}" in " ".join(told.out.split())
    assert "Next: " in told.out
    assert "kbpivot begin --goal 'Fundamentals 101'" in told.out
    asked = kbpivot("place", folder=folder, stdin="q\n")
    assert "No goal is named, so this is about Fundamentals 101" in asked.out


def test_a_yes_that_does_not_count_is_told(folder):
    """What was said yes to and is denied by another answer is named, with the way to overrule it."""
    both = folder.parent / "both.json"
    both.write_text('{"Backpropagation": true, "Chain rule": false}')
    told = kbpivot("place", "--goal", "RLHF", "--answers", str(both), folder=folder)

    assert "You said yes to Backpropagation, and no to what that builds on" in told.out


def test_what_is_taken_for_granted_is_never_written_as_forgotten(folder):
    """A no to school mathematics writes nothing of it, and the way to make it a step is named."""
    file = folder.parent / "school.json"
    file.write_text('{"School mathematics": false, "Tokenization": true}')
    told = kbpivot("place", "--goal", "RLHF", "--answers", str(file), folder=folder)
    log = folder / ".kbpivot" / "log.jsonl"

    assert "kbpivot forget 'School mathematics'" in told.out
    assert not log.exists() or "forgot" not in log.read_text(encoding="utf-8")


def test_nothing_is_written_before_it_is_shown(folder):
    """With --dry-run the same is shown, and no file appears."""
    file = answers_of(folder, AI.closure(["entropy"]))
    shown = kbpivot("place", "--goal", "RLHF", "--answers", file, "--dry-run", folder=folder)

    assert "Entropy" in shown.out
    assert not list(folder.iterdir())


def test_keys_answer_one_by_one(folder):
    """Each line of standard input is a key; q ends the questions."""
    told = kbpivot("place", "--goal", "Softmax", folder=folder, stdin="y\ny\nq\n")

    assert told.code == 0
    assert told.out.count("Vector") >= 1 or "Softmax" in told.out
    assert all(line["by"] == "placement" for line in events(folder))


def test_nobody_to_ask_is_told(folder):
    """Without a terminal and without answers, the way out is named."""
    told = kbpivot("place", "--goal", "RLHF", folder=folder)

    assert told.code == 2
    assert "--answers FILE" in told.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[1]", "is no JSON object of answers"),
        ('{"softmax": "yes"}', "the answer to 'softmax' is neither true nor false"),
        ('{"softmx": true}', "nothing called 'softmx' on the map. Did you mean Softmax"),
        ("{", "is not JSON"),
    ],
)
def test_a_slip_in_the_file_is_told(folder, content, said):
    """What is wrong in a file of answers is named, and nothing is written."""
    file = folder.parent / "slip.json"
    file.write_text(content)
    told = kbpivot("place", "--goal", "RLHF", "--answers", str(file), folder=folder)

    assert told.code == 2
    assert said in told.err
    assert not list(folder.iterdir())


def test_asking_again_mends_a_wrong_answer(folder):
    """A second placement takes back what the first found and the new answers deny."""
    kbpivot(
        *("place", "--goal", "RLHF", "--answers"),
        answers_of(folder, AI.closure(["backpropagation"])),
        folder=folder,
    )
    less = AI.closure(["derivative"])
    found = answer("place", "--goal", "RLHF", "--answers", answers_of(folder, less), folder=folder)

    assert "backpropagation" in {entry["id"] for entry in found["forgotten"]}
    left = {step["map"] for step in answer("path", "RLHF", folder=folder)["notes"]}
    assert "backpropagation" in left
    assert "derivative" not in left


def test_a_note_written_later_has_what_was_known_before(folder):
    """Whatever it is called: the map knows that it is about the concept."""
    kbpivot(
        *("place", "--goal", "KL divergence", "--answers"),
        answers_of(folder, AI.closure(["kl-divergence"])),
        folder=folder,
    )
    vault_of(folder, WRITING)
    shown = answer("show", "Kullback-Leibler divergence", folder=folder)

    assert shown["state"] == "mastered"
    assert answer("map", "KL", folder=folder)["known"]


def test_placement_counts_toward_no_share_of_statuses(folder):
    """What is known by placement leaves other notes met by their writing, as they were."""
    vault_of(folder, WRITING)
    before = answer("overview", folder=folder)["state"]
    kbpivot(
        *("place", "--goal", "Self-attention", "--answers"),
        answers_of(folder, AI.closure(["self-attention"])),
        folder=folder,
    )
    after = answer("overview", folder=folder)["state"]

    assert before["assumed"] == after["assumed"] + after["mastered"]
    assert "assumed from your writing" in after["source"]
