"""The workspace: one place for everything that is known, each part worked out once."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kbpivot.errors import ConfigError, VaultNotFoundError
from kbpivot.workspace.workspace import Omission, Workspace

FILES = {
    "Start.md": "1. [[Vectors]]\n2. [[Matrices]]\n",
    "Vectors.md": "---\nstatus: understood\n---\n" + "A vector is a list of numbers. " * 20,
    "Matrices.md": "---\nprerequisites: ['[[Vectors]]']\nbraucht: '[[Numbers]]'\n---\n"
    + "A matrix is a table. " * 20,
    "Templates/note.md": "---\nprerequisites: ['[[Nothing]]']\n---\n{{title}}\n",
    "Private/diary.md": "Today. " * 30,
    "CLAUDE.md": "You are an assistant.\n" * 20,
    ".obsidian/app.json": '{"userIgnoreFilters": ["private/"]}',
    ".obsidian/templates.json": '{"folder": "Templates"}',
}


@pytest.fixture
def vault(tmp_path):
    """A small vault with the settings Obsidian would have written."""
    for path, text in FILES.items():
        put(tmp_path / path, text)
    return tmp_path


def put(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_a_goal_that_is_no_note_is_told_and_left_out(vault):
    """A slip or a renamed note in the settings is named with its line, and stops nothing."""
    text = '[study]\ngoals = ["Matrices",\n  "[[Vektors]]"]\n[tracks]\nall = ["Vectors", "Nope"]\n'
    put(vault / "kbpivot.toml", text)
    work = Workspace(vault, cache=False)

    assert [track.name for track in work.tracks()] == ["Matrices"]
    vektors, nope = work.lost_goals
    assert vektors.startswith(f"{vault / 'kbpivot.toml'}:3: There is no note called '[[Vektors]]'")
    assert vektors.endswith("Did you mean Vectors? It is left out.")
    assert nope.startswith(f"{vault / 'kbpivot.toml'}:5: There is no note called 'Nope'")

    put(vault / "kbpivot.toml", '[study]\ngoals = ["Vektors"]\n')
    other = Workspace(vault, cache=False)

    assert other.goals == ()
    assert other.tracks() == Workspace(vault, cache=False).tracks()
    assert other.gaps() == Workspace(vault, cache=False).gaps()


def test_nothing_is_read_before_it_is_asked_for(vault):
    """Making a workspace only finds the folder; a part is worked out once."""
    workspace = Workspace(vault)
    put(vault / "Late.md", "x")

    assert "Late.md" in workspace.vault
    assert workspace.vault is workspace.vault
    assert workspace.graph is workspace.graph
    assert (workspace.root, workspace.inputs.root_reason) == (vault, "named with -C")


def test_what_is_left_out_of_advice_is_counted(vault):
    """Templates by Obsidian's settings, manuals by shape, the rest by either settings."""
    put(vault / "kbpivot.toml", '[study]\nignore = ["Start.md"]\n')
    left_out = Workspace(vault).derived.left_out

    assert left_out == (
        Omission("excluded", 1, "Private/diary.md"),
        Omission("ignored", 1, "Start.md"),
        Omission("manual", 1, "CLAUDE.md"),
        Omission("template", 1, "Templates/note.md"),
    )


def test_what_is_left_out_is_still_a_target(vault):
    """Excluding takes a note out of advice, not out of the vault."""
    put(vault / "Link.md", "[[diary]] [[note]]")
    found = Workspace(vault).vault.links("Link.md")

    assert [link.target for link in found] == ["Private/diary.md", "Templates/note.md"]


def test_the_graph_holds_what_the_author_states(vault):
    """By default only that; for study also the order of lists. A template states nothing."""
    workspace = Workspace(vault)

    assert list(workspace.graph.edges(data="grade")) == [("Vectors.md", "Matrices.md", "stated")]
    assert "Nothing" not in workspace.graph
    assert set(workspace.graph.edges) <= set(workspace.study_graph.edges)


def test_the_words_of_the_settings_are_used(vault):
    """A property called as prerequisites and a word called mastered count from then on."""
    assert Workspace(vault).state.mastered == {"Vectors.md"}
    put(
        vault / "kbpivot.toml",
        '[properties]\nprerequisites = ["braucht"]\n[status]\nstarted = ["Understood"]\n',
    )
    workspace = Workspace(vault)

    assert ("Numbers", "Matrices.md") in workspace.graph.edges
    assert workspace.node("numbers") == "Numbers"
    assert (workspace.state.mastered, workspace.state.started) == (frozenset(), {"Vectors.md"})


def test_a_mistake_in_the_settings_is_an_error_when_they_are_asked_for(vault):
    """Making the workspace says nothing yet."""
    put(vault / "kbpivot.toml", "[studdy]\n")
    workspace = Workspace(vault)
    with pytest.raises(ConfigError, match=r"kbpivot\.toml:1: .*'study'"):
        _ = workspace.config


def test_a_quartz_site_is_read_from_its_content(tmp_path):
    """Its settings may lie beside the notes' folder."""
    put(tmp_path / "quartz.config.ts", "filters: [Plugin.ExplicitPublish()]")
    put(tmp_path / "README.md", "the site")
    put(tmp_path / "content" / "a.md", "---\npublish: true\n---\n")
    put(tmp_path / "content" / "b.md", "")
    put(tmp_path / "kbpivot.toml", "[study]\nhours-per-week = 3\n")
    workspace = Workspace(tmp_path)

    assert workspace.vault.paths == ("a.md", "b.md")
    assert workspace.config.study.hours_per_week == 3
    assert workspace.public.paths == {"a.md"}


def test_the_environment_names_the_vault(vault, tmp_path_factory, monkeypatch):
    """Where no path is given."""
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    monkeypatch.setenv("KBPIVOT_VAULT", str(vault))
    assert Workspace().root == vault
    monkeypatch.setenv("KBPIVOT_VAULT", str(vault / "nope"))
    with pytest.raises(VaultNotFoundError):
        Workspace()


def test_names_for_completion_are_unique_and_need_no_parsing(vault):
    """A name that two notes share is offered as their paths, before and after reading."""
    put(vault / "deep" / "Vectors.md", "")
    workspace = Workspace(vault)
    names = workspace.inputs.note_names()

    assert names == (
        "CLAUDE",
        "Matrices",
        "Start",
        "Vectors.md",
        "deep/Vectors.md",
        "diary",
        "note",
    )
    assert "vault" not in vars(workspace)
    assert workspace.vault.paths
    assert workspace.inputs.note_names() == names


def test_reading_a_fresh_vault_loads_no_parser_and_no_graph_library(vault, tmp_path, monkeypatch):
    """With a fresh cache a command that needs only links pays for nothing else."""
    monkeypatch.setenv("KBPIVOT_CACHE", str(tmp_path / "cache"))
    for file in vault.rglob("*.md"):
        os.utime(file, (1_600_000_000, 1_600_000_000))
    script = (
        "import sys; from kbpivot.workspace.workspace import Workspace\n"
        "assert Workspace(sys.argv[1]).vault.unresolved()\n"
        "print(sorted({'networkx', 'pyromark', 'yaml12', 'rich', 'watchdog', 'numpy'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script, str(vault)]
    subprocess.run(command, check=True, capture_output=True)
    second = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    assert second.stdout == "[]\n"


@pytest.mark.parametrize("word", ["in progress", "In-Progress", "in_progress"])
def test_words_of_status_are_read_as_in_notes(tmp_path, word):
    """However a word is spelled in the settings, it means what it says there."""
    (tmp_path / "kbpivot.toml").write_text(f'[status]\nnot-started = ["{word}"]\n')
    (tmp_path / "A.md").write_text("---\nstatus: in-progress\n---\nSome words of my own.")

    work = Workspace(tmp_path, cache=False)

    assert work.state.started == frozenset()
