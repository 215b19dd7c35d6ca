"""The command `gaps`: places, formats, exit codes, and what is told to others."""

from __future__ import annotations

import json

import pytest

from commandline import answer, kbpivot, vault_of

VAULT = """
== Open.md ==
---
publish: true
prerequisites: ["[[Secret plan]]", Nowhere yet]
---
A public note with more than fifteen words of its own, so that it counts as something written.
== Secret plan.md ==
---
publish: false
---
A private note with more than fifteen words of its own, so that it counts as something written.
"""


@pytest.fixture
def vault(tmp_path):
    return vault_of(tmp_path / "notes", VAULT)


def test_gaps_name_the_place_and_the_lack(vault):
    """Each gap says where a reader stumbles, over what, and who needs it."""
    found = answer("gaps", folder=vault)

    assert found["public"]["notes"] == 1
    gaps = [(gap["kind"], gap["path"], gap["line"], gap["target"]) for gap in found["gaps"]]
    assert sorted(gaps) == [
        ("planned-prerequisite", "Open.md", 3, "Nowhere yet"),
        ("private-prerequisite", "Open.md", 3, "Secret plan.md"),
    ]
    assert all(gap["needed_by"] == ["Open.md"] for gap in found["gaps"])


def test_a_gap_behind_many_notes_names_twenty_and_counts_all(tmp_path):
    """The answer grows with the gaps, not with gaps times notes; all names come when asked for."""
    words = "A public note with more than fifteen words of its own, so that it counts as something."
    texts = [
        f"== {number:02}.md ==\n---\npublish: true\nprerequisites: [Nowhere yet]\n---\n{words}"
        for number in range(25)
    ]
    folder = vault_of(tmp_path / "notes", "\n".join(texts))
    names = [f"{number:02}.md" for number in range(25)]

    for more, named in ((), names[:20]), (("--all-needed",), names):
        found = answer("gaps", *more, folder=folder)
        (gap,) = (one for one in found["gaps"] if one["kind"] == "planned-prerequisite")
        assert found["schema"] == "kbpivot.gaps/2"
        assert gap["needed_by_count"] == 25
        assert gap["needed_by"] == named
    assert "and 21 more" in kbpivot("gaps", "--hints", folder=folder).out


@pytest.mark.parametrize("format_", ["github", "sarif", "markdown"])
def test_others_do_not_learn_private_titles(format_, vault):
    """What is written for others leaves out the title of a private note; text for oneself does not."""
    shared = kbpivot("gaps", "--format", format_, folder=vault)
    own = kbpivot("gaps", folder=vault)

    assert "Secret" not in shared.out
    assert "private-prerequisite" in shared.out
    assert "Secret plan" in own.out


def test_exit_codes(vault):
    """A look costs nothing; `--fail-on` turns the gaps one names into exit code 1."""
    assert kbpivot("gaps", folder=vault).code == 0
    assert kbpivot("gaps", "--fail-on", "start-order", folder=vault).code == 0
    assert kbpivot("gaps", "--fail-on", "private-prerequisite", folder=vault).code == 1
    assert kbpivot("gaps", "--fail-on", "any", folder=vault).code == 1
    assert kbpivot("gaps", "--kind", "start-order", "--fail-on", "any", folder=vault).code == 0
    assert kbpivot("gaps", "--kind", "nonsense", folder=vault).code == 2


def test_paths_for_others_are_the_repository_s(vault):
    """Annotations name files as seen from where the command runs, JSON as seen from the vault."""
    above = vault.parent

    github = kbpivot("-C", vault.name, "gaps", "--format", "github", folder=above)

    lines = github.out.splitlines()
    assert all(f"file={vault.name}/Open.md,line=3," in line for line in lines)


def test_sarif_has_what_readers_need(vault):
    """The SARIF names version, tool, rules and places."""
    log = json.loads(kbpivot("gaps", "--format", "sarif", folder=vault).out)

    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "Open.md"
        assert place["region"]["startLine"] == 3


@pytest.mark.parametrize("name", ["Logit", "logit"])
def test_make_and_new_choose_the_same_template_and_folder(tmp_path, name):
    """`gaps --make X` and `new concept X` begin a note from one template in one folder."""
    text = """
    == .obsidian/templates.json ==
    {"folder": "Muster"}
    == Muster/New note.md ==
    ---
    made: by hand
    ---
    # {{title}}
    == Muster/Paper.md ==
    # A paper
    == Ideas/One.md ==
    ---
    type: concept
    ---
    One leans on [[Logit]].
    == Ideas/Two.md ==
    ---
    type: concept
    ---
    Two.
    == Journal/Log.md ==
    Today I met [[Logit]] again.
    """
    first, second = vault_of(tmp_path / "a", text), vault_of(tmp_path / "b", text)

    begun = kbpivot("gaps", "--make", name, folder=first).out.strip()
    (made,) = answer("new", "concept", name, folder=second)["notes"]

    assert begun == made["path"] == f"Ideas/{name}.md"
    assert made["template"] == "Muster/New note.md"
    assert "made: by hand" in (first / begun).read_text(encoding="utf-8")


ON_AI = """
== Softmax.md ==
Turns logits into shares that add up to one, over the classes of a classifier.
== Backpropagation.md ==
Gradients go backwards through the layers of a neural network, one after another.
== Multilayer perceptron.md ==
Layers with weights and nonlinearities, each feeding the next one, to fit any function.
== Vanishing gradient.md ==
Products of small factors in backpropagation leave the first layers without a signal.
== Matrices and vectors.md ==
How to multiply a matrix by a vector, row by row, and what the result means as a map.
== Private.md ==
---
publish: false
---
Private words.
"""


def fundamentals(folder, *arguments):
    """Return what is told of the kind, by target."""
    found = answer("gaps", "--kind", "unexplained-fundamental", *arguments, folder=folder)
    return {gap["target"]: gap for gap in found["gaps"]}


def test_fundamentals_are_told_on_request_alone(tmp_path):
    """What public notes lean on by the map is told by its name, and in no other answer."""
    vault = vault_of(tmp_path, ON_AI)
    found = fundamentals(vault)

    assert "Chain rule" in found
    assert set(found["Chain rule"]["needed_by"]) >= {"Backpropagation.md"}
    assert "needs it: " in found["Chain rule"]["message"]
    kinds = {gap["kind"] for gap in answer("gaps", "--all", folder=vault)["gaps"]}
    assert "unexplained-fundamental" not in kinds
    assert kbpivot("gaps", "--fail-on", "any", folder=vault).code == bool(kinds)
    checked = answer("check", "--select", "all", folder=vault)["diagnostics"]
    assert "unexplained-fundamental" not in {one["code"] for one in checked}
    assert "unexplained-fundamental" not in kbpivot("overview", folder=vault).out


def test_settings_may_ask_for_fundamentals(tmp_path):
    """With `[map] gaps = true` they are among the others, and fail no run."""
    vault = vault_of(tmp_path, ON_AI)
    (vault / "kbpivot.toml").write_text("[map]\ngaps = true\n")
    found = answer("gaps", folder=vault)["gaps"]

    assert "unexplained-fundamental" in {gap["kind"] for gap in found}
    others = [gap for gap in found if gap["kind"] != "unexplained-fundamental"]
    assert kbpivot("gaps", "--fail-on", "any", folder=vault).code == bool(others)


def test_what_a_title_heading_or_link_explains_is_no_gap(tmp_path):
    """A part of a title, a heading, or a link that leads out is enough; school is granted."""
    vault = vault_of(tmp_path, ON_AI)
    before = fundamentals(vault)
    note = vault / "Backpropagation.md"
    note.write_text(
        note.read_text() + "\nSee the [chain rule](https://en.wikipedia.org/wiki/Chain_rule).\n"
    )

    assert not before.keys() & {"Vector", "Matrix", "School mathematics"}
    assert "Chain rule" not in fundamentals(vault)


def test_a_private_note_about_a_fundamental_is_not_named(tmp_path):
    """In a format for others its title is left out."""
    vault = vault_of(
        tmp_path,
        ON_AI
        + "== Chain rule.md ==\n---\npublish: false\n---\nDerivatives of what is nested, multiplied.",
    )
    own = fundamentals(vault)["Chain rule.md"]
    shared = kbpivot(
        *("gaps", "--kind", "unexplained-fundamental", "--format", "github"), folder=vault
    )

    assert "its note is private" in own["message"]
    assert "Chain rule" not in shared.out
