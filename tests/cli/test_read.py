"""The commands that read: what they answer on a small vault, as JSON and as text."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import networkx as nx
import pytest

from commandline import answer, command_of, kbpivot, vault_of
from transcript import ROOT

VAULT = """
== Vectors.md ==
---
status: mastered
---
Arrows and lists of numbers.
== Softmax.md ==
---
status: todo
---
Turns scores into shares of one, and this sentence is long enough to be the note's own prose.
== Attention.md ==
---
prerequisites: ["[[Softmax]]", "[[Vectors]]", Dot product]
hours: 2
---
See [[Softmax#Shares|shares]] and [[Nowhere]].
== Transformer.md ==
## Prerequisites
- [[Attention]] - the block is built around it
== Lonely.md ==
---
status: todo
---
A note without any link, of more than fifteen words, so that it counts as something written by hand.
"""

READ = [
    (),
    ("overview",),
    ("next",),
    ("next", "--goal", "Transformer", "--why", "--why-not", "Attention"),
    ("next", "--minutes", "20", "--fresh", "--limit", "1"),
    ("path", "Transformer"),
    ("plan", "--goal", "Transformer", "--hours", "2", "--by", "2030-01-31"),
    ("why", "Softmax", "Transformer"),
    ("ready",),
    ("ready", "Transformer"),
    ("review",),
    ("stats",),
    ("gaps",),
    ("graph",),
    ("graph", "--goal", "Transformer"),
    ("show", "Attention"),
    ("links", "Attention"),
    ("backlinks", "Softmax"),
    ("unresolved",),
    ("orphans",),
    ("deadends",),
    ("doctor",),
]


@pytest.fixture
def vault(tmp_path):
    return vault_of(tmp_path, VAULT)


@pytest.mark.parametrize("arguments", READ, ids=" ".join)
def test_reading_changes_nothing(arguments, vault):
    """Every command that reads works in both formats; the runner compares the vault's bytes."""
    text = kbpivot(*arguments, folder=vault)
    data = kbpivot(*arguments, "--format", "json", folder=vault)

    assert (text.code, text.err) == (0, "")
    assert text.out.endswith("\n")
    assert "\x1b" not in text.out
    if command_of(arguments) != "doctor":  # paths of this machine are as long as they are
        assert all(len(line) <= 80 for line in text.out.splitlines())
    command = arguments[0] if arguments else "overview"
    assert json.loads(data.out)["schema"].rpartition("/")[0] == f"kbpivot.{command}"


@pytest.mark.parametrize("arguments", READ, ids=" ".join)
def test_example_vault_has_answers(arguments):
    """The same commands work on the example vault, which is never changed."""
    names = {"Lonely": "Adam"}
    words = [names.get(word, word) for word in arguments]

    result = kbpivot("-C", str(ROOT / "examples" / "vault"), *words, folder=ROOT / "templates")

    assert (result.code, result.err) == (0, "")


def test_options_on_both_sides(vault, tmp_path_factory):
    """`-C` and `--format` mean the same before and after the command."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    before = kbpivot("-C", str(vault), "--format", "json", "links", "Attention", folder=elsewhere)
    after = kbpivot("links", "Attention", "--format", "json", "-C", str(vault), folder=elsewhere)

    assert before == after
    assert before.code == 0


def test_links_and_backlinks(vault):
    """Links say where they stand and lead; a link to nothing yet has no target."""
    found = answer("links", "Attention", folder=vault)["links"]

    assert [(link["line"], link["linkpath"], link["target"]) for link in found] == [
        (5, "Softmax", "Softmax.md"),
        (5, "Nowhere", None),
        (2, "Softmax", "Softmax.md"),
        (2, "Vectors", "Vectors.md"),
    ]
    back = answer("backlinks", "softmax", folder=vault)["links"]
    assert [(link["path"], link["line"]) for link in back] == [
        ("Attention.md", 5),
        ("Attention.md", 2),
    ]


def test_lists_of_notes(vault):
    """Orphans, dead ends and unresolved links are those of the vault."""
    assert answer("unresolved", folder=vault)["links"] == [
        {"path": "Attention.md", "line": 5, "linkpath": "Nowhere", "kind": "note", "near": []}
    ]
    orphans = [note["path"] for note in answer("orphans", folder=vault)["notes"]]
    assert orphans == ["Lonely.md", "Transformer.md"]
    deadends = [note["path"] for note in answer("deadends", folder=vault)["notes"]]
    assert deadends == ["Lonely.md", "Softmax.md", "Vectors.md"]


def test_path_has_what_is_left(vault):
    """A path leaves out what is mastered, keeps what is planned, and puts the goal last."""
    found = answer("path", "Transformer", folder=vault)

    steps = [(step["path"], step["title"], step["state"]) for step in found["notes"]]
    assert set(steps[:2]) == {
        ("Softmax.md", "Softmax", "ready"),
        (None, "Dot product", "planned"),
    }
    assert steps[2:] == [
        ("Attention.md", "Attention", "blocked"),
        ("Transformer.md", "Transformer", "blocked"),
    ]
    needs = {(need["path"], need["grade"]) for need in found["notes"][2]["needs"]}
    assert needs == {("Softmax.md", "stated"), ("Vectors.md", "stated"), (None, "stated")}
    assert found["hours"] == pytest.approx(sum(step["hours"] for step in found["notes"]), abs=0.02)


def test_next_says_why_and_where(vault):
    """The suggestion is ready, and its reasons name the place where they are written."""
    found = answer("next", "--goal", "Transformer", folder=vault)

    first = found["suggestions"][0]
    assert (first["path"], first["step"], first["steps"]) == ("Softmax.md", 2, 5)
    assert [reason["code"] for reason in first["reasons"]][:2] == ["step", "root"]


def test_why_quotes_the_author(vault):
    """The chain names each place, and quotes the words that stand there."""
    found = answer("why", "Vectors", "Transformer", folder=vault)

    places = [
        (one["path"], one["line"], one["reason"])
        for edge in found["edges"]
        for one in edge["evidence"]
    ]
    assert places == [
        ("Attention.md", 2, ""),
        ("Transformer.md", 2, "the block is built around it"),
    ]
    assert found["edges"][1]["evidence"][0]["quote"] == (
        "- [[Attention]] - the block is built around it"
    )
    turned = kbpivot("why", "Transformer", "Vectors", folder=vault)
    assert turned.out.startswith("It is the other way round: Vectors comes before Transformer")


def test_ready_for_one_note(vault):
    """What a note leans on is known or missing, and nothing is both."""
    found = answer("ready", "Transformer", folder=vault)

    assert [entry["title"] for entry in found["known"]] == ["Vectors"]
    assert {entry["title"] for entry in found["missing"]} == {"Softmax", "Dot product", "Attention"}
    assert found["ready"] is False
    assert {entry["path"] for entry in answer("ready", folder=vault)["notes"]} >= {"Softmax.md"}


def test_plan_fills_weeks(vault):
    """No week holds more than the hours asked for, and the parts of a note add up."""
    found = answer(
        "plan", "--goal", "Transformer", "--hours", "1", "--start", "2027-01-04", folder=vault
    )

    assert found["weeks"][0]["start"] == "2027-01-04"
    assert all(week["hours"] <= 1.01 for week in found["weeks"])
    planned = sum(note["hours"] for week in found["weeks"] for note in week["notes"])
    assert planned == pytest.approx(found["hours"], abs=0.1)
    assert found["finish"]["p50"] <= found["finish"]["p80"]


def test_graph_is_node_link_data(vault):
    """Networkx reads the JSON, with the edge direction of the documentation."""
    data = answer("graph", folder=vault)
    graph = nx.node_link_graph(data, edges="edges")

    assert nx.ancestors(graph, "Transformer.md") == {
        "Attention.md", "Softmax.md", "Vectors.md", "Dot product",
    }  # fmt: skip


def test_graph_writes_a_new_file(vault):
    """`-o` takes the format from the ending and does not replace a file unless told."""
    out = vault / "out"
    out.mkdir()

    written = subprocess.run(
        [sys.executable, "-m", "kbpivot", "-C", str(vault), "graph", "-o", "out/map.dot"],
        cwd=vault, capture_output=True, text=True, check=False,
    )  # fmt: skip
    again = kbpivot("graph", "-o", "out/map.dot", folder=vault)

    assert written.returncode == 0, written.stderr
    assert (out / "map.dot").read_text(encoding="utf-8").startswith("digraph")
    assert again.code == 2
    assert "already exists" in again.err


@pytest.mark.parametrize("name", ["Attenton", "[[Attenton]]", "attention machine"])
def test_unknown_note_gets_near_names(name, vault):
    """A name that no note has is one sentence with what was perhaps meant, and exit code 2."""
    result = kbpivot("links", name, folder=vault)

    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1
    assert "Did you mean Attention" in result.err


def test_no_such_folder(tmp_path):
    """A vault that is not there is one sentence and exit code 2."""
    result = kbpivot("-C", str(tmp_path / "nowhere"), "next", folder=tmp_path)

    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("kbpivot: There is no folder at ")


def test_vault_is_found_upward(vault):
    """Inside a vault, any folder will do; `$KBPIVOT_VAULT` names another one."""
    (vault / ".obsidian").mkdir()
    (vault / "deep" / "er").mkdir(parents=True)

    found = answer("orphans", folder=vault / "deep" / "er")

    assert [note["path"] for note in found["notes"]] == ["Lonely.md", "Transformer.md"]


def test_same_bytes_under_any_hash_seed(vault):
    """Output does not depend on the hash seed."""
    printed = set()
    for seed in ("0", "1", "2"):
        for arguments in (
            ["--format", "json"],
            ["path", "Transformer"],
            ["graph", "--format", "dot"],
        ):
            done = subprocess.run(
                [sys.executable, "-m", "kbpivot", "-C", str(vault), *arguments],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
            )
            printed.add((tuple(arguments), done.stdout))

    assert len(printed) == 3


LONG = "A title that is far too long for half of any terminal and goes on until nobody reads it"


@pytest.mark.parametrize("command", ["ready", "path", "plan"])
def test_a_pipe_gets_whole_titles(command, tmp_path):
    """Names are cut for a terminal only; what is read by a program is whole."""
    (tmp_path / f"{LONG}.md").write_text("---\ntype: concept\nhours: 1\n---\nWords.\n")
    (tmp_path / "Goal.md").write_text(f"Prerequisites: [[{LONG}]]\n\nWords.\n")
    named = (command, "Goal") if command == "path" else (command,)

    assert LONG in kbpivot(*named, folder=tmp_path).out
    narrow = kbpivot(*named, folder=tmp_path, width=60).out
    assert LONG not in narrow
    assert "…" in narrow


@pytest.mark.parametrize("command", ["orphans", "deadends"])
def test_a_terminal_gets_the_first_twenty(command, tmp_path):
    """The rest is counted, and `--all`, a pipe and JSON have it."""
    for number in range(30):
        (tmp_path / f"{number:02}.md").write_text("Words.\n")

    shown = kbpivot(command, folder=tmp_path, width=80).out
    assert shown.endswith("19.md\n10 more with --all\n")
    for whole in (
        kbpivot(command, "--all", folder=tmp_path, width=80).out,
        kbpivot(command, folder=tmp_path).out,
    ):
        assert whole.endswith("29.md\n")
    assert len(answer(command, folder=tmp_path)["notes"]) == 30
