"""The command `begin`: from nothing to a plan, and what a second run changes."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from commandline import answer, fingerprint, kbpivot, vault_of
from kbpivot import read_map
from kbpivot.shell.config import read_config

AI = read_map("ai")
ANSWERS = {
    "goal": "RLHF",
    "hours": 6,
    "known": {"Softmax": True, "Gradient descent": True, "RLHF": False},
}
RECIPES = """
== Soup.md ==
Onions and water.
== Bread.md ==
---
prerequisites: ["[[Soup]]"]
---
Flour, see [[Soup]].
"""


@pytest.fixture
def folder(tmp_path):
    """An empty folder."""
    (tmp_path / "notes").mkdir()
    return tmp_path / "notes"


def answers(folder, content=ANSWERS):
    """Write a file of answers beside a folder."""
    file = folder.parent / "answers.json"
    file.write_text(json.dumps(content))
    return str(file)


def test_an_empty_folder_becomes_a_plan(folder):
    """Settings, a log and one note are written, and `next` and `plan` go by them."""
    found = answer("begin", "--answers", answers(folder), folder=folder)
    names = {place.relative_to(folder).as_posix() for place in folder.rglob("*") if place.is_file()}
    config = read_config(folder)

    assert names >= {"kbpivot.toml", "Start here.md", ".kbpivot/log.jsonl"}
    assert names <= {*names, ".kbpivot/.gitignore", ".kbpivot/log.lock"}
    assert not {name for name in names if name.endswith(".md")} - {"Start here.md"}
    assert config.study.goals == ("Reinforcement learning from human feedback",)
    assert config.study.hours_per_week == 6
    assert found["steps"] == len(answer("path", "RLHF", folder=folder)["notes"])
    assert found["known"] > 5
    following = answer("next", folder=folder)
    assert following["suggestions"][0]["map"] == found["next"]["suggestions"][0]["map"]
    plan = answer("plan", folder=folder)
    assert (plan["hours_per_week"], plan["chosen_by"]) == (6, "settings")


def test_the_note_is_the_path_with_links_and_dates(folder):
    """Every step of the plan is a link with its week and its source, and nothing reads it back."""
    kbpivot("begin", "--answers", answers(folder), folder=folder)
    text = (folder / "Start here.md").read_text(encoding="utf-8")
    steps = [step["title"] for step in answer("path", "RLHF", folder=folder)["notes"]]

    assert all(f"[[{title}]]" in text for title in steps)
    assert f"### Week 1, from {datetime.now(UTC).day}" in text
    assert text.count("](https://") > len(steps) / 2
    assert answer("unresolved", folder=folder)["links"] == []


def test_what_is_given_as_options_needs_no_answers(folder):
    """A goal and hours are enough; nothing is asked, and nothing is said of what is known."""
    found = answer("begin", "--goal", "Build an agent", "--hours", "3.5", folder=folder)

    assert (found["goals"], found["hours_per_week"]) == (["Build an agent"], 3.5)
    assert found["placement"] is None
    assert not (folder / ".kbpivot" / "log.jsonl").exists()


def test_answers_typed_one_by_one(folder):
    """The goal, the hours, then a key for each question."""
    told = kbpivot("begin", folder=folder, stdin="LoRA\n5\ny\nn\nq\n")

    assert told.code == 0, told.err
    assert "Where do you want to go?" in told.out
    assert read_config(folder).study.goals == ("LoRA",)
    assert read_config(folder).study.hours_per_week == 5


def test_a_number_chooses_a_way(folder):
    """The ways in are numbered, and a slip is told with what was perhaps meant."""
    told = kbpivot("begin", folder=folder, stdin="LoRAA\n1\n\nq\n")

    assert "Did you mean LoRA" in told.err
    assert read_config(folder).study.goals == (next(iter(AI.tracks.values())).name,)


def test_a_second_run_shows_what_is_set(folder):
    """Without options nothing is written; each option changes one thing."""
    kbpivot("begin", "--answers", answers(folder), folder=folder)
    before = fingerprint(folder)
    shown = kbpivot("begin", folder=folder)

    assert "toward Reinforcement learning from human feedback, 6 h a week" in " ".join(
        shown.out.split()
    )
    assert fingerprint(folder) == before
    kbpivot("begin", "--hours", "10", folder=folder)
    config = read_config(folder)
    assert config.study.hours_per_week == 10
    assert config.study.goals == ("Reinforcement learning from human feedback",)
    kbpivot("begin", "--goal", "LoRA", folder=folder)
    assert read_config(folder).study == config.study.__class__(hours_per_week=10, goals=("LoRA",))


def test_settings_and_words_of_ones_own_stay(folder):
    """Comments and other tables of the settings, and text around the path, are left alone."""
    (folder / "kbpivot.toml").write_text('# mine\n[check]\nignore = ["cycle"]\n')
    kbpivot("begin", "--goal", "LoRA", folder=folder)
    note = folder / "Start here.md"
    note.write_text(note.read_text(encoding="utf-8") + "\nMy own words.\n", encoding="utf-8")
    kbpivot("begin", "--hours", "9", folder=folder)

    settings = (folder / "kbpivot.toml").read_text(encoding="utf-8")
    assert settings.startswith('# mine\n[check]\nignore = ["cycle"]\n')
    assert read_config(folder).study.hours_per_week == 9
    text = note.read_text(encoding="utf-8")
    assert text.endswith("\nMy own words.\n")
    assert "9 h a week" in text


def test_a_note_of_ones_own_is_left_alone(folder):
    """A note that is called Start here and is somebody's own is not touched, and that is said."""
    (folder / "Start here.md").write_text("Mine.\n")
    found = answer("begin", "--goal", "LoRA", folder=folder)

    assert (found["note"], found["kept"]) == (None, "Start here.md")
    assert (folder / "Start here.md").read_text() == "Mine.\n"


def test_dry_run_writes_nothing(folder):
    """What would be set is shown, and the folder stays empty."""
    shown = answer("begin", "--answers", answers(folder), "--dry-run", folder=folder)

    assert shown["steps"] > 10
    assert not list(folder.iterdir())


def test_a_vault_about_other_things_begins_with_its_own_notes(tmp_path):
    """Notes are goals as well, and not a word is said of a map of AI."""
    vault = vault_of(tmp_path, RECIPES)
    told = kbpivot("begin", folder=vault, stdin="Bread\n4\n")

    assert told.code == 0, told.err
    assert read_config(vault).study.goals == ("Bread",)
    assert "map" not in told.out + told.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([], "is no JSON object"),
        ({"goal": 3}, "'goal' is a name"),
        ({"goal": "RLHF", "hours": "six"}, "'hours' is a number of hours"),
        ({"goal": "RLHF", "known": {"softmx": True}}, "Did you mean Softmax"),
        ({"hours": 3}, "Say where to"),
        ({"goal": "Nowhere at all"}, "There is no note called 'Nowhere at all'"),
    ],
)
def test_a_slip_in_the_answers_is_told(folder, content, said):
    """What is wrong in the file is named, and nothing is written."""
    told = kbpivot("begin", "--answers", answers(folder, content), folder=folder)

    assert told.code == 2
    assert said in told.err
    assert not list(folder.iterdir())


def test_nobody_to_ask_is_told(folder):
    """Without a terminal, the options that do without asking are named."""
    told = kbpivot("begin", folder=folder)

    assert told.code == 2
    assert "--goal NAME, or --answers FILE" in told.err
