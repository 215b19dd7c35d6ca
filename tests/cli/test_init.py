"""The command `init` says what is here, and asks before it writes the little that is needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib

import pytest

from commandline import answer, fingerprint, kbpivot, vault_of
from kbpivot.shell.bundled import bundled_folder
from kbpivot.shell.config import parse_config

PLAIN = """
== A.md ==
---
type: concept
status: mastered
---
A note with more than fifteen words of its own, so that it counts as something written by hand.
== B.md ==
---
type: concept
prerequisites: "[[A]]"
---
See [[A]] and [[Later]].
== Ways.md ==
---
type: track
goals: ["[[B]]"]
---
"""

OWN_WORDS = """
== A.md ==
---
status: gelernt
effort_h: 3
my prereqs: []
Grundlage: "[[B]]"
---
Some words.
== B.md ==
---
status: "half \\"way\\""
effort_h: 2.5
my prereqs: ["[[A]]"]
lernstatus: x
read-state: done
Grundlage: "[[C]]"
---
== C.md ==
---
effort_h: "a lot"
read-state: reading
My-Prereqs: ["[[B]]"]
Grundlage: "[[A]]"
related: "[[A]]"
---
"""


@pytest.fixture
def vault(tmp_path):
    return vault_of(tmp_path, OWN_WORDS)


def facts(found: dict) -> dict[str, tuple[str, str]]:
    """Return what was found, by what it is about."""
    return {one["about"]: (one["value"], one["source"]) for one in found["found"]}


def test_most_vaults_need_no_settings(tmp_path):
    """Where everything is understood, `init` says so and writes nothing, asked or not."""
    vault = vault_of(tmp_path, PLAIN)
    before = fingerprint(vault)

    found = answer("init", "--yes", folder=vault)
    shown = kbpivot("init", folder=vault)

    assert (found["settings"], found["questions"], found["files"]) == ("", [], [])
    assert shown.code == 0
    assert "No settings are needed" in shown.out
    assert fingerprint(vault) == before


def test_what_is_here_is_told(tmp_path):
    """Links, prerequisites and how they are written, what is public, hours and progress."""
    found = facts(answer("init", "--dry-run", folder=vault_of(tmp_path, PLAIN)))

    assert found["notes"][0] == "2 concepts, 1 track"
    assert found["links"][0] == ("3 wikilinks, 1 to notes not written yet; 3 of 3 notes connected")
    assert found["prerequisites"] == ("1 stated", "written as property 'prerequisites' (1)")
    assert found["public"][0] == "3 notes"
    assert found["hours"][1] == ("2 notes by length, 1 note by the usual 1.3 h")
    assert found["progress"] == ("1 mastered, 0 started", "from the property status")
    assert found["templates"][0] == "no folder is set"


def test_only_what_differs_is_proposed(vault):
    """Names that say what they are become settings; what only the person knows is a question."""
    found = answer("init", "--dry-run", folder=vault)

    assert tomllib.loads(found["settings"]) == {
        "properties": {
            "hours": ["effort_h"],
            "prerequisites": ["my prereqs"],
            "status": ["read-state"],
        }
    }
    assert [one["table"] for one in found["questions"]] == ["status", "properties", "study"]
    assert '“gelernt”, “half "way"”' in found["questions"][0]["message"]
    assert found["questions"][1]["setting"] == 'prerequisites = ["Grundlage"]'
    for question in found["questions"]:
        parse_config(f"[{question['table']}]\n{question['setting']}\n")


def test_the_proposal_is_what_was_missing(vault):
    """With the settings written, the prerequisites count, and nothing more is proposed."""
    before = json.loads(kbpivot("graph", "--format", "json", folder=vault).out)

    written = answer("init", "--yes", folder=vault)
    after = answer("graph", folder=vault)
    again = answer("init", "--yes", folder=vault)

    assert (written["written"], written["files"]) == (True, ["kbpivot.toml"])
    assert (len(before["edges"]), len(after["edges"])) == (0, 2)
    assert (again["settings"], again["files"], again["written"]) == ("", [], False)


def test_dry_run_and_no_answer_write_nothing(vault):
    """Showing, not being able to ask, and a no leave the vault as it was."""
    before = fingerprint(vault)

    shown = kbpivot("init", "--templates", "--dry-run", folder=vault)
    nobody = kbpivot("init", folder=vault)

    assert shown.code == 0
    assert "This would be written:\n  kbpivot.toml\n  Templates/concept.md\n" in shown.out
    assert (nobody.code, nobody.out) == (2, "")
    assert "say --yes or --dry-run" in nobody.err
    assert fingerprint(vault) == before


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize(("said", "writes"), [(b"y\n", True), (b"\n", True), (b"n\n", False)])
def test_it_asks_first(vault, said, writes):
    """At a terminal the proposal is shown, and what the person says is done."""
    before = fingerprint(vault)
    keyboard, terminal = os.openpty()
    os.write(keyboard, said)

    done = subprocess.run(
        [sys.executable, "-m", "kbpivot", "init"],
        cwd=vault,
        stdin=terminal,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    os.close(keyboard)
    os.close(terminal)

    assert "Worth setting, in kbpivot.toml:" in done.stdout
    assert "Write this? [Y/n]" in done.stdout + done.stderr
    assert ("Written:\n  kbpivot.toml" in done.stdout) == writes
    assert ("Nothing was written." in done.stderr) != writes
    assert (fingerprint(vault) != before) == writes


def test_files_that_are_there_are_left_alone(vault):
    """Settings and templates of one's own are never overwritten, whatever their case."""
    (vault / "kbpivot.toml").write_text("[study]\nhours-per-week = 3\n", encoding="utf-8")
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian" / "templates.json").write_text('{"folder": "Muster"}', encoding="utf-8")
    (vault / "Muster").mkdir()
    (vault / "Muster" / "Paper.md").write_text("mine", encoding="utf-8")

    found = answer("init", "--templates", "--yes", folder=vault)
    shown = kbpivot("init", folder=vault)

    assert found["exists"] is True
    assert found["files"] == [
        f"Muster/{name}.md" for name in ("concept", "source", "track", "weekly-review")
    ]
    assert "Worth adding to kbpivot.toml, which is there and is left alone:" in shown.out
    assert (vault / "Muster" / "Paper.md").read_text(encoding="utf-8") == "mine"
    assert (vault / "kbpivot.toml").read_text(encoding="utf-8") == "[study]\nhours-per-week = 3\n"
    ours = (bundled_folder("templates") / "track.md").read_bytes()
    assert (vault / "Muster" / "track.md").read_bytes() == ours


def test_templaters_folder_gets_its_templates(vault):
    """Where only Templater has a folder, it gets those that are written for it."""
    place = vault / ".obsidian" / "plugins" / "templater-obsidian"
    place.mkdir(parents=True)
    (place / "data.json").write_text(json.dumps({"templates_folder": "T"}), encoding="utf-8")
    (vault / "T").mkdir()

    found = answer("init", "--templates", "--yes", folder=vault)

    assert found["files"][1:] == [
        f"T/{kind}.md" for kind in ("concept", "paper", "source", "track", "weekly-review")
    ]
    assert "<%" in (vault / "T" / "concept.md").read_text(encoding="utf-8")


def test_settings_of_a_site_stand_beside_its_notes(tmp_path):
    """In a Quartz repository the file is not put among the notes, where it would be published."""
    (tmp_path / "quartz.config.ts").write_text("", encoding="utf-8")
    vault_of(tmp_path / "content", OWN_WORDS)

    found = answer("init", "--yes", folder=tmp_path)

    assert found["files"] == [str(tmp_path / "kbpivot.toml")]
    assert not (tmp_path / "content" / "kbpivot.toml").exists()
    assert answer("init", folder=tmp_path)["settings"] == ""


def test_everything_fits_80_columns(vault):
    """No line is wider than a terminal, apart from settings to be copied."""
    result = kbpivot("init", "--dry-run", "--templates", folder=vault, width=80)

    assert max(map(len, result.out.splitlines())) <= 80


def test_an_empty_folder(tmp_path):
    """Nothing is there to look at, and that is no mistake."""
    found = answer("init", "--dry-run", folder=tmp_path)

    assert facts(found)["notes"][0] == "none"
    assert found["settings"] == ""
