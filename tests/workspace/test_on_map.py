"""A workspace knows where its notes stand on the maps in use, and reads none before it is asked."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from commandline import kbpivot, vault_of
from kbpivot import Workspace

NOTES = """
== Backpropagation.md ==
How gradients are computed in one pass.
== Recurrent neural networks.md ==
They carry a state along a sequence.
== Vanishing gradients.md ==
Why gradients get small on the way back.
== Convolutional neural networks.md ==
Filters that slide over an image.
"""
COOKING = """
== Bread.md ==
Knead the dough with attention and let it rest.
== Attention.md ==
Watch the oven.
== Transformer.md ==
The stove has one behind it.
"""


def workspace(tmp_path, text, settings=""):
    """A workspace on notes, with settings."""
    folder = vault_of(tmp_path / "vault", text)
    if settings:
        (folder / "kbpivot.toml").write_text(settings, encoding="utf-8")
    return Workspace(folder, cache=False)


def pairs(work):
    """The mapped pairs of a workspace, without `.md`."""
    return {(edge.source[:-3], edge.target[:-3]) for edge in work.on_map.edges}


def test_notes_are_ordered_without_set_up(tmp_path):
    """Four bare notes get the order of kbpivot's map, and each edge is marked as mapped."""
    work = workspace(tmp_path, NOTES)

    assert ("Backpropagation", "Vanishing gradients") in pairs(work)
    grades = {facts["grade"] for *_, facts in work.on_map.graph.edges(data=True)}
    assert grades == {"mapped"}
    assert work.diagnostics == ()


def test_a_vault_about_something_else_stands_nowhere(tmp_path):
    """No note is placed and nothing is ordered."""
    work = workspace(tmp_path, COOKING)

    assert work.on_map.placed.ids == {}
    assert work.on_map.edges == ()


def test_the_map_can_be_switched_off(tmp_path):
    """With `use = false` there is no map and no edge of it."""
    work = workspace(tmp_path, NOTES, "[map]\nuse = false\n")

    assert work.on_map.field is None
    assert pairs(work) == set()


def test_own_lines_overrule_the_map(tmp_path):
    """`[map.needs]` adds a need and `[map.not]` takes one away."""
    before = pairs(workspace(tmp_path, NOTES))
    work = workspace(
        tmp_path,
        NOTES,
        '[map.needs]\n"convolutional neural network" = ["RNN"]\n'
        '[map.not]\n"vanishing gradient" = ["backpropagation"]\n',
    )

    added = ("Recurrent neural networks", "Convolutional neural networks")
    gone = ("Backpropagation", "Vanishing gradients")
    assert added not in before
    assert added in pairs(work)
    assert gone in before
    assert gone not in pairs(work)


def test_a_map_of_ones_own_counts_beside_the_other(tmp_path):
    """A TOML file beside the settings may build on entries of the map that kbpivot brings."""
    work = workspace(
        tmp_path,
        NOTES + "== Our model.md ==\nWe stack the two.\n",
        '[map]\nuse = ["ai", "team.toml"]\n',
    )
    (work.root / "team.toml").write_text(
        '[our-model]\nname = "Our model"\nneeds.recurrent-neural-network = "it reads with one"\n',
        encoding="utf-8",
    )

    assert ("Recurrent neural networks", "Our model") in pairs(work)
    assert work.diagnostics == ()


def test_a_vault_is_a_map_for_another(tmp_path):
    """What a course's notes state of each other orders one's own notes."""
    vault_of(
        tmp_path / "course",
        "== Sourdough.md ==\n## Prerequisites\n- [[Yeast]] - it rises by it\n== Yeast.md ==\nAlive.\n",
    )
    work = workspace(
        tmp_path,
        "== Yeast.md ==\nMine, for sourdough.\n== Sourdough.md ==\nWith yeast.\n",
        '[map]\nuse = ["../course"]\n',
    )
    (edge,) = work.on_map.edges

    assert (edge.source, edge.target) == ("Yeast.md", "Sourdough.md")
    assert edge.evidence[0].reason == "sourdough needs yeast, because it rises by it"


def test_a_bad_map_is_a_diagnostic(tmp_path):
    """A map that is not there, or has a mistake, is told with file and line and ends no run."""
    work = workspace(tmp_path, NOTES, '[map]\nuse = ["ai", "gone.toml", "team.toml"]\n')
    (work.root / "team.toml").write_text(
        '[our-model]\nname = "Our model"\nneeds.recurent-neural-network = "it reads"\n',
        encoding="utf-8",
    )
    found = kbpivot("check", "--format", "json", folder=work.root)
    told = [one for one in json.loads(found.out)["diagnostics"] if one["code"] == "bad-map"]

    assert [(one["path"], one["line"]) for one in told] == [
        ("kbpivot.toml", 2),
        ("team.toml", 3),
    ]
    assert "gone.toml" in told[0]["message"]
    assert "Did you mean 'recurrent-neural-network'" in told[1]["hint"]
    assert ("Backpropagation", "Vanishing gradients") in pairs(work)


def test_mistakes_in_own_lines_and_maps_are_told_where_the_map_is_used(tmp_path):
    """A circle, an unknown id, a wrong key and an unknown name: place, what was meant, an answer."""
    work = workspace(
        tmp_path,
        NOTES,
        '[map]\nuse = ["ai", "team.toml"]\n\n[map.needs]\n"lora" = [\n  "matrx rank",\n]\n'
        '[map.not]\n"attenton" = ["softmax"]\n',
    )
    (work.root / "team.toml").write_text(
        '[one]\nname = "One"\nneeds.two = "so"\nhurs = 2\n[two]\nname = "Two"\nneeds.one = "so"\n'
        '[three]\nname = "Three"\nneeds.sofmax = "so"\n',
        encoding="utf-8",
    )
    told = kbpivot("next", "--goal", "Vanishing gradients", folder=work.root)
    found = kbpivot("check", "--select", "bad-map", folder=work.root)

    assert told.code == 0
    assert "Backpropagation" in told.out
    assert "team.toml:4: There is no key 'hurs' in an entry. Did you mean 'hours'?" in told.err
    assert "2 more about your maps: kbpivot check" in told.err
    for words in (
        "kbpivot.toml:5",
        "nothing on the map is called 'matrx rank'. Did you mean 'Matrix rank'?",
        "kbpivot.toml:9",
        "Did you mean 'Attention'",
        "team.toml:7",
        "two needs one needs two",
        "There is no key 'hurs' in an entry.",
        "Did you mean 'hours'?",
        "Did you mean 'softmax'",
    ):
        assert words in " ".join(found.out.split()), words
    assert "map" not in kbpivot("links", folder=work.root).err


def test_no_guess_leaves_the_map_on(tmp_path):
    """`--no-guess` leaves out guesses from the texts; the map's order is none, and stays."""
    folder = vault_of(tmp_path / "vault", NOTES)
    told = kbpivot("path", "Vanishing gradients", "--no-guess", folder=folder)

    assert "Backpropagation" in told.out
    assert "guess" not in told.out


@pytest.mark.parametrize("format_", ["json", "text", "mermaid", "dot", "graphml", "svg", "html"])
def test_the_graph_is_drawn_with_mapped_edges(tmp_path, format_):
    """`graph --grade mapped` shows them in every format, and JSON says `mapped`."""
    folder = vault_of(tmp_path / "vault", NOTES)
    found = kbpivot("graph", "--grade", "mapped", "--format", format_, folder=folder)

    assert found.code == 0
    assert "map" in found.out
    if format_ == "json":
        edges = json.loads(found.out)["edges"]
        assert {edge["grade"] for edge in edges} == {"mapped"}
        assert all("path" not in edge or edge["path"] is None for edge in edges)


def test_commands_that_do_not_use_the_map_do_not_read_it(tmp_path):
    """Ordinary commands load neither the map nor the code for it."""
    folder = vault_of(tmp_path / "vault", COOKING)
    code = (
        "import sys; from kbpivot.cli.run import run; "
        f"run(['check', '-C', {str(folder)!r}]); run(['graph', '-C', {str(folder)!r}]); "
        "print([n for n in sys.modules if n.startswith('kbpivot.maps') or n == 'kbpivot.shell.maps'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip().splitlines()[-1] == "[]"
