"""Settings, git and the policy are renewed when what they rest on changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from commandline import kbpivot, vault_of
from kbpivot.live.debounce import EVERYTHING
from kbpivot.live.monitor import Monitor
from kbpivot.workspace.workspace import Workspace

NOTES = """
    == content/A.md ==
    Words of the author, more than enough of them, so that it explains what it is about.
    Prerequisites: [[B]]
    == content/B.md ==
    Other words of the author, more than enough of them, so that it explains what it is about.
    == content/forms/T.md ==
    {{title}} is a form, with some words in it that say what to write in a note of this kind.
"""


def git(folder: Path, *words: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=n", "-c", "user.email=e@x.y", *words],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return vault_of(tmp_path, NOTES)


def test_a_folder_made_after_it_was_named(place: Path) -> None:
    """Obsidian's settings may name a folder that comes later, and goes again."""
    vault = place / "content"
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian" / "templates.json").write_text('{"folder": "later"}')
    now = Monitor(Workspace(vault, cache=False))
    assert now.work.inputs.site.obsidian.template_folder is None

    (vault / "later").mkdir()
    now.look([EVERYTHING])
    assert now.work.inputs.site.obsidian.template_folder == "later"
    (vault / "later").rmdir()
    now.look([EVERYTHING])
    assert now.work.inputs.site.obsidian.template_folder is None


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_a_commit_changes_what_is_public(place: Path) -> None:
    """What git tracks, whether it is pushed, and that there is a repository at all."""
    vault = place / "content"
    now = Monitor(Workspace(vault, cache=False), on="gaps")
    assert now.work.public.policy == "all"

    git(place, "init", "-q")
    git(place, "remote", "add", "origin", "https://x.org/r.git")
    git(place, "add", "content/A.md")
    reports = now.look([EVERYTHING])
    assert now.work.public.paths == {"A.md"} and reports[0].paths == (".git",)
    git(place, "commit", "-qm", "one")
    git(place, "add", "content/B.md")
    git(place, "commit", "-qm", "two")
    now.look([EVERYTHING])
    assert now.work.public.paths == {"A.md", "B.md"}
    shutil.rmtree(place / ".git")
    now.look([EVERYTHING])
    assert now.work.public.policy == "all"
    assert now.look([EVERYTHING]) == ()


def test_a_site_that_comes_and_changes(place: Path) -> None:
    """A Quartz configuration beside the notes, and its settings."""
    vault = place / "content"
    now = Monitor(Workspace(vault, cache=False), on="gaps")
    (place / "quartz.config.ts").write_text('ignorePatterns: ["B.md"]')
    now.look([EVERYTHING])
    assert now.work.public.paths == {"A.md", "forms/T.md"}

    (place / "quartz.config.ts").write_text('ignorePatterns: ["A.md", "forms"]')
    now.look([EVERYTHING])
    assert now.work.public.paths == {"B.md"}
    (place / "kbpivot.toml").write_text('[public]\npolicy = "all"\n')
    now.look([EVERYTHING])
    assert now.work.public.paths == {"A.md", "B.md", "forms/T.md"}


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_an_answer_kept_is_of_the_surroundings_too(place: Path) -> None:
    """After a commit that makes notes public, `next` does not repeat what it said before."""
    vault = place / "content"
    old = time.time() - 100
    for path in vault.rglob("*.md"):
        os.utime(path, (old, old))
    before = Workspace(vault).person.kept_answers
    git(place, "init", "-q")
    git(place, "add", "content/A.md")
    after = Workspace(vault).person.kept_answers

    assert before is not None and after is not None
    assert before._basis != after._basis


@pytest.mark.parametrize("form", ["markdown", "svg"])
def test_private_tracks_are_counted_and_not_named(tmp_path: Path, form: str) -> None:
    """What is meant for others names no private track, nor one of the settings that names it."""
    vault = vault_of(
        tmp_path,
        """
        == kbpivot.toml ==
        [tracks]
        "Way to Zeppelinism" = ["[[A]]"]
        Openly = ["[[A]]"]
        == A.md ==
        ---
        publish: true
        ---
        Words of the author, more than enough of them, so that it explains what it is about.
        == Zeppelinism.md ==
        ---
        publish: false
        type: track
        ---
        - [[A]]
        == .kbpivot/log.jsonl ==
        {"id":"1","at":"2026-01-05T12:00:00+01:00","event":"mastered","note":"A.md"}
        """,
    )
    result = kbpivot("stats", "--format", form, "--until", "2026-01-10", folder=vault)
    shown = kbpivot(
        "stats", "--format", form, "--until", "2026-01-10", "--show-private", folder=vault
    )

    assert result.code == shown.code == 0
    assert "Zeppelin" not in result.out + result.err and "Openly" in result.out
    assert "not named" in result.err
    assert "Zeppelin" in shown.out
