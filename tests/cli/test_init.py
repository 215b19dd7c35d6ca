"""The command `init` asks before it writes, and writes nothing that changes an answer."""

from __future__ import annotations

import re

import pytest

from commandline import answer, fingerprint, kbpivot, vault_of
from kbpivot.shell.config import parse_config

VAULT = """
== A.md ==
---
status: gelernt
---
A note with more than fifteen words of its own, so that it counts as something written by hand.
== B.md ==
---
status: "half \\"way\\""
prerequisites: "[[A]]"
---
"""


@pytest.fixture
def vault(tmp_path):
    return vault_of(tmp_path, VAULT)


def test_dry_run_and_no_answer_write_nothing(vault):
    """Showing and not being able to ask leave the vault as it was."""
    before = fingerprint(vault)

    shown = kbpivot("init", "--templates", "--dry-run", folder=vault)
    nobody = kbpivot("init", folder=vault)

    assert shown.code == 0
    assert "kbpivot.toml" in shown.out
    assert nobody.code == 2
    assert "say --yes or --dry-run" in nobody.err
    assert fingerprint(vault) == before


def test_init_changes_no_answer(vault):
    """The settings are comments: the vault answers as before, and so it does a second time."""
    before = answer("next", folder=vault)

    written = answer("init", "--templates", "--yes", folder=vault)
    again = answer("init", "--templates", "--yes", folder=vault)

    assert written["files"][0] == "kbpivot.toml"
    assert "Templates/paper.md" in written["files"]
    assert again["files"] == []
    assert answer("next", folder=vault) == before


def test_every_line_can_be_uncommented(vault):
    """Each proposed setting is valid as it stands, with the words found in the vault."""
    text = answer("init", "--dry-run", folder=vault)["settings"]
    uncommented = re.sub(r"^# (?=[\w-]+ = )", "", text, flags=re.MULTILINE)

    config = parse_config(uncommented)

    assert uncommented != text
    assert config.status.mastered == ("gelernt", 'half "way"')


def test_files_that_are_there_are_left_alone(vault):
    """Settings and templates of one's own are never overwritten."""
    (vault / "kbpivot.toml").write_text("[study]\nhours-per-week = 3\n", encoding="utf-8")
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian" / "templates.json").write_text('{"folder": "Muster"}', encoding="utf-8")
    (vault / "Muster").mkdir()
    (vault / "Muster" / "paper.md").write_text("mine", encoding="utf-8")

    found = answer("init", "--templates", "--yes", folder=vault)

    assert "kbpivot.toml" not in found["files"]
    assert "Muster/paper.md" not in found["files"]
    assert "Muster/concept.md" in found["files"]
    assert (vault / "Muster" / "paper.md").read_text(encoding="utf-8") == "mine"
    assert "hours-per-week = 3" in (vault / "kbpivot.toml").read_text(encoding="utf-8")


def test_doctor_says_what_is_in_force(vault):
    """`doctor` names the vault, why it is that one, and which settings are set."""
    (vault / "kbpivot.toml").write_text("[study]\nhours-per-week = 3\n", encoding="utf-8")

    facts = {fact["about"]: fact for fact in answer("doctor", folder=vault)["facts"]}

    assert facts["vault"]["value"] == str(vault)
    assert facts["settings"]["value"] == "study set"
    assert facts["notes"]["value"].startswith("2 (")
    assert facts["to look at"]["value"] == "2 unknown-status"
