"""Steps that nobody has written: a goal that only the map knows, from an empty folder on."""

from __future__ import annotations

from itertools import pairwise

import pytest

from commandline import answer, kbpivot, vault_of
from kbpivot import read_map

AI = read_map("ai")
NOTES = """
== Softmax.md ==
---
status: mastered
---
Turns logits into shares that add up to one.
== Dot product.md ==
---
status: todo
---
Sums of products of two vectors.
== Self-attention.md ==
---
status: todo
prerequisites: ["[[Softmax]]"]
---
Queries, keys and values of one sequence; see [[Softmax]].
== Layer normalization.md ==
---
status: todo
---
Mean and variance over the features of one token.
"""
RECIPES = """
== Soup.md ==
Onions and water.
== Bread.md ==
Flour, see [[Soup]].
"""
LAW = """
== Contract/Consideration.md ==
---
prerequisites: ["[[Offer and acceptance]]"]
---
What each side gives for the promise of the other.
== Contract/Offer and acceptance.md ==
Two statements that agree; attention to the postal rule.
== Tort/Negligence.md ==
Duty, breach, causation. The burden of proof is on the claimant, by the weight of evidence.
== Agency.md ==
An agent binds the principal within the agent's policy; the loss falls on whoever trusted him.
== Evidence.md ==
Prior convictions, inference, probability of guilt; precision in the statement.
== Regression.md ==
Going back on a plea bargain, with a model clause and a kernel of truth.
"""


def steps(folder, *arguments):
    """Return the steps of a path."""
    return answer("path", *arguments, folder=folder)["notes"]


def test_next_names_a_first_step_with_a_source(tmp_path):
    """In an empty folder a name of the map is a goal, and the first step can be learnt at once."""
    found = answer("next", "--goal", "RLHF", folder=tmp_path)
    first = found["suggestions"][0]
    text = kbpivot("next", "--goal", "RLHF", folder=tmp_path)

    assert first["path"] is None
    assert set(AI.concepts[first["map"]].needs) <= AI.beginnings
    assert first["source"]
    assert first["address"].startswith("https://")
    assert first["hours"] == AI.concepts[first["map"]].hours
    assert f"No note yet: read {first['source'].split(',')[0]}" in " ".join(text.out.split())
    assert text.err == ""
    assert not list(tmp_path.iterdir())


def test_after_done_it_moves_on(tmp_path):
    """What is marked as known is a step no more, and what it opens comes up."""
    first = answer("next", "--goal", "RLHF", folder=tmp_path)["suggestions"][0]
    kbpivot("done", first["title"], folder=tmp_path)
    second = answer("next", "--goal", "RLHF", folder=tmp_path)["suggestions"][0]

    assert second["map"] != first["map"]
    assert second["step"] == 2
    assert first["map"] not in {step["map"] for step in steps(tmp_path, "RLHF")}


def test_each_step_comes_after_all_it_needs(tmp_path):
    """The steps are what the goal needs on the map, in an order in which they can be learnt."""
    found = [step["map"] for step in steps(tmp_path, "RLHF")]

    assert set(found) == AI.closure(["rlhf"]) - AI.beginnings
    for place, id_ in enumerate(found):
        assert set(AI.concepts[id_].needs) - AI.beginnings <= set(found[:place])


def test_what_is_begun_is_gone_on_with(tmp_path):
    """Of equally good orders the one is taken in which most steps build on the one before."""
    found = [step["map"] for step in steps(tmp_path, "RLHF")]
    close = sum(before in AI.concepts[after].needs for before, after in pairwise(found))

    assert close * 2 > len(found)


def test_school_is_taken_for_granted_until_it_is_denied(tmp_path):
    """The beginnings of the map are no steps, which is said, and `forget` makes one a step."""
    said = kbpivot("path", "RLHF", folder=tmp_path).out
    kbpivot("forget", "School mathematics", folder=tmp_path)

    assert "First programming course and School mathematics are taken for granted" in said
    assert "school-mathematics" in {step["map"] for step in steps(tmp_path, "RLHF")}
    assert "programming course is taken" in kbpivot("path", "RLHF", folder=tmp_path).out


def test_a_track_of_the_map_is_a_goal(tmp_path):
    """A named way through the map leads to all its goals, and plans have dates."""
    found = {step["map"] for step in steps(tmp_path, "Build an agent")}
    plan = answer("plan", "--goal", "Build an agent", "--hours", "8", folder=tmp_path)

    assert found == AI.closure(AI.tracks["build-an-agent"].goals) - AI.beginnings
    assert plan["goals"] == ["Build an agent"]
    assert all(entry["source"] for entry in plan["weeks"][0]["notes"])


def test_notes_take_the_place_of_entries(tmp_path):
    """A note about a concept is the step for it; one that is mastered has nothing before it."""
    vault = vault_of(tmp_path, NOTES)
    found = steps(vault, "Transformer")
    paths = [step["path"] for step in found if step["path"]]

    assert set(paths) == {"Self-attention.md", "Layer normalization.md", "Dot product.md"}
    assert "softmax" not in {step["map"] for step in found}
    assert {"positional-encoding"} <= {step["map"] for step in found}


def test_the_map_adds_nothing_before_what_an_author_states(tmp_path):
    """Where a note says what it builds on, the map's other needs of it are no steps."""
    vault = vault_of(tmp_path, NOTES)
    found = answer("path", "Self-attention", "--with-map", folder=vault)

    assert "matrix-multiplication" in AI.closure(["self-attention"])
    assert [step["path"] for step in found["notes"]] == ["Self-attention.md"]


def test_on_the_way_to_a_note_they_are_one_line(tmp_path):
    """Steps of the map come unasked only where the goal has no note; else their number is told."""
    vault = vault_of(tmp_path, NOTES)
    plain = answer("path", "Layer normalization", folder=vault)
    text = kbpivot("path", "Layer normalization", folder=vault).out
    more = answer("path", "Layer normalization", "--with-map", folder=vault)

    assert {step["path"] for step in plain["notes"]} == {"Dot product.md", "Layer normalization.md"}
    assert plain["beyond"] > 0
    assert f"The map knows {plain['beyond']} more on this way: --with-map" in text
    assert len(more["notes"]) == len(plain["notes"]) + plain["beyond"]
    assert more["beyond"] == 0
    assert answer("next", "--goal", "Layer normalization", folder=vault)["beyond"]


def test_a_goal_of_the_settings_may_be_on_the_map(tmp_path):
    """Then every command goes by it, and nothing is said to be lost."""
    (tmp_path / "kbpivot.toml").write_text('[study]\ngoals = ["RLHF"]\n')
    told = kbpivot("next", folder=tmp_path)

    assert "That goal is the one in kbpivot.toml." in told.out
    assert told.err == ""
    done = answer("done", "Vector", folder=tmp_path)
    assert done["next"]["suggestions"][0]["map"] != "vector"


def test_why_names_the_line_of_the_map(tmp_path):
    """The evidence of a step is what the map says, with its reason."""
    kbpivot("done", "Vector", folder=tmp_path)
    told = kbpivot("path", "Dot product", "--why", folder=tmp_path)
    shown = kbpivot("path", "Softmax", "--why", folder=tmp_path)

    assert told.code == shown.code == 0
    assert "by the map" in shown.out


@pytest.mark.parametrize("name", ["Agent", "Attention", "Research", "Bagging"])
def test_ordinary_words_mean_nothing_in_other_vaults(tmp_path, name):
    """In a vault of recipes a word that the map knows as well is an unknown note."""
    told = kbpivot("next", "--goal", name, folder=vault_of(tmp_path, RECIPES))

    assert told.code == 2
    assert "map" not in told.err


@pytest.mark.parametrize(("notes", "goal"), [(RECIPES, "Bread"), (LAW, "Consideration")])
def test_a_vault_about_other_things_hears_no_word_of_the_map(tmp_path, notes, goal):
    """No note of recipes or of law is placed, and no command that nobody asked speaks of it."""
    vault = vault_of(tmp_path, notes)
    for arguments in (
        ("overview",),
        ("next", "--why"),
        ("next", "--goal", goal),
        ("path", goal, "--why"),
        ("plan",),
        ("ready",),
        ("gaps",),
        ("gaps", "--kind", "unexplained-fundamental"),
        ("check",),
        ("stats",),
        ("show", goal),
        ("begin", "--goal", goal),
    ):
        told = kbpivot(*arguments, folder=vault)

        assert " map" not in told.out + told.err, arguments
    assert answer("map", folder=vault)["placed"] == 0
