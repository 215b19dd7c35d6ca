"""The command `doctor` says what is in force and why, even where nothing else works."""

from __future__ import annotations

import os
import re
import subprocess

import pytest

from commandline import answer, kbpivot, vault_of
from kbpivot.shell.cache import cache_file, kept_files

VAULT = """
== A.md ==
A note.
== T/Template.md ==
# {{title}}
{{date}}
== CLAUDE.md ==
For an agent.
== B.md ==
---
status: gelernt
---
"""


@pytest.fixture
def vault(tmp_path):
    return vault_of(tmp_path, VAULT)


def facts(vault, *, code=0) -> dict[str, dict]:
    """Return the facts by what they are about."""
    found = answer("doctor", folder=vault, code=code)["facts"]
    return {fact["about"]: fact for fact in found}


def test_doctor_says_what_is_in_force(vault):
    """Vault and reason, settings with their values and file, what is public, what is left out."""
    (vault / "kbpivot.toml").write_text(
        '[study]\nhours-per-week = 3\n[public]\nexclude = ["B.md"]\n', encoding="utf-8"
    )
    for place in vault.rglob("*.md"):
        os.utime(place, (1_600_000_000, 1_600_000_000))  # what changed just now is not kept

    found = facts(vault)

    assert found["vault"]["value"] == str(vault)
    assert found["vault"]["source"] == "because of its kbpivot.toml"
    assert found["settings"]["value"] == 'study.hours-per-week = 3.0, public.exclude = ["B.md"]'
    assert found["settings"]["source"] == str(vault / "kbpivot.toml")
    assert found["notes"]["value"].startswith("4 (")
    assert found["public"]["value"] == "3 of 4 notes"
    assert found["to look at"]["value"] == "1 unknown-status"
    assert re.match(r"4 files, \d+ KB, from today$", found["cache"]["value"])
    assert found["watch"]["value"]
    assert "never opened in Obsidian, not in git" in found["surroundings"]["value"]
    left = [one for one in answer("doctor", folder=vault)["facts"] if one["about"] == "left out"]
    assert [(one["value"], one["source"]) for one in left] == [
        ("1 manual", "CLAUDE.md"),
        ("1 template", "T/Template.md"),
    ]


def test_git_and_obsidian_are_told(vault):
    """Whether the vault is in git, pushed, and opened in Obsidian."""
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian" / "templates.json").write_text('{"folder": "T"}', encoding="utf-8")
    for words in (["init", "-q"], ["add", "A.md"], ["remote", "add", "origin", "x:y"]):
        subprocess.run(["git", *words], cwd=vault, check=True)

    told = facts(vault)["surroundings"]

    assert told["value"] == "opened in Obsidian, in git (1 file, pushed somewhere)"
    assert told["source"] == "templates in T"


def test_defaults_need_no_file(vault):
    """Without a file the defaults are in force, and that is said to be fine."""
    found = facts(vault)["settings"]

    assert (found["value"], found["trouble"]) == ("the defaults", False)
    assert found["source"] == "there is no kbpivot.toml, and none is needed"


def test_wrong_settings_are_named(vault):
    """A mistake in the settings is told in its place, with versions and vault, and exit code 2."""
    (vault / "kbpivot.toml").write_text("[stduy]\n", encoding="utf-8")

    found = facts(vault, code=2)

    assert found["settings"]["trouble"] is True
    assert (
        "There is no key 'stduy' in this file. Did you mean 'study'?"
        in (found["settings"]["value"])
    )
    assert found["kbpivot"]["value"]
    assert found["vault"]["value"] == str(vault)
    assert "public" not in found


def test_no_vault_is_told(tmp_path):
    """Where there is no folder, versions are told all the same."""
    result = kbpivot("-C", "nowhere", "doctor", folder=tmp_path)

    assert (result.code, result.err) == (2, "")
    assert "There is no folder at" in result.out
    assert "pyromark" in result.out


def test_a_damaged_record_is_told(vault):
    """What cannot be read does not keep the rest from being told."""
    (vault / ".kbpivot" / "log.jsonl").mkdir(parents=True)

    found = facts(vault, code=2)

    assert any(one["trouble"] for one in found.values())
    assert found["notes"]["value"].startswith("4 (")


def test_everything_fits_80_columns(vault):
    """No line is wider than a terminal, apart from paths."""
    result = kbpivot("doctor", folder=vault, width=80)

    assert max(len(line) for line in result.out.splitlines() if "/" not in line) <= 80


def test_the_cache_is_cleared_and_only_that_of_this_vault(vault):
    """What is kept of another vault stays, and the next answer is the same."""
    for place in vault.rglob("*.md"):
        os.utime(place, (1_600_000_000, 1_600_000_000))
    first = answer("next", folder=vault)
    other = cache_file(vault).with_name("0123456789.msgpack")
    other.write_bytes(b"x")
    assert kept_files(vault)

    done = kbpivot("doctor", "--clear-cache", folder=vault)

    assert done.code == 0
    assert "KB of the cache of this vault were removed." in done.err
    assert cache_file(vault) not in kept_files(vault)
    assert other.exists()
    assert answer("next", folder=vault) == first
