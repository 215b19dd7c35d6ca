"""`init --agents`: what agents are told, written once, after asking, over nothing."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from commandline import fingerprint, kbpivot, vault_of
from kbpivot.cli.app import COMMANDS
from kbpivot.cli.app import kbpivot as app

SKILL = ".agents/skills/kbpivot/SKILL.md"
TEMPLATES = Path(__file__).parents[2] / "templates" / "agents"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return vault_of(tmp_path / "vault", "== A.md ==\nWords of A.\n")


def test_it_is_written_once(vault: Path) -> None:
    """The skill and the block appear; a second run finds nothing to do."""
    said = kbpivot("init", "--agents", "--yes", folder=vault)
    before = fingerprint(vault)

    assert said.code == 0 and SKILL in said.out and "AGENTS.md" in said.out
    assert (vault / SKILL).read_text() == (TEMPLATES / "SKILL.md").read_text()
    again = kbpivot("init", "--agents", "--yes", folder=vault)
    assert again.code == 0 and fingerprint(vault) == before


def test_it_asks_first(vault: Path) -> None:
    """Without a yes nothing is written; --dry-run shows what would be."""
    before = fingerprint(vault)
    assert kbpivot("init", "--agents", folder=vault).code == 2
    shown = kbpivot("init", "--agents", "--dry-run", folder=vault)

    assert SKILL in shown.out and fingerprint(vault) == before


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_words_that_are_there_stay(vault: Path, newline: str) -> None:
    """In `AGENTS.md` every character stays, and the block comes after; a skill is left alone."""
    own = newline.join(["# My agents", "", "Be brief."])
    (vault / "AGENTS.md").write_bytes(own.encode())
    (vault / SKILL).parent.mkdir(parents=True)
    (vault / SKILL).write_text("mine")
    kbpivot("init", "--agents", "--yes", folder=vault)
    after = (vault / "AGENTS.md").read_bytes().decode()

    assert after.startswith(own) and "kbpivot next --why" in after
    assert (newline == "\r\n") == ("\r\n" in after)
    assert (vault / SKILL).read_text() == "mine"


def test_a_block_that_was_changed_stays(vault: Path) -> None:
    """What a person made of our block is theirs; broken markers are told, and nothing is done."""
    kbpivot("init", "--agents", "--yes", folder=vault)
    manual = vault / "AGENTS.md"
    manual.write_text(manual.read_text().replace("kbpivot gaps", "kbpivot check"))
    before = fingerprint(vault)
    kbpivot("init", "--agents", "--yes", folder=vault)
    assert fingerprint(vault) == before
    manual.write_text("%% kbpivot:start %%\n")
    said = kbpivot("init", "--agents", "--yes", folder=vault)

    assert said.code == 2 and "marker" in said.err and manual.read_text() == "%% kbpivot:start %%\n"


def test_a_manual_for_agents_is_no_note_to_study(vault: Path) -> None:
    """Neither file comes up in advice, and no link in them counts."""
    before = kbpivot("ready", "--format", "json", folder=vault).out
    kbpivot("init", "--agents", "--yes", folder=vault)

    assert kbpivot("ready", "--format", "json", folder=vault).out == before


@pytest.mark.parametrize("name", ["SKILL.md", "AGENTS.md"])
def test_every_command_that_is_named_is_there(name: str) -> None:
    """Commands and options in these files are kbpivot's, as it is today."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    lines = [one for one in re.findall(r"`([^`]+)`", text) if one.startswith("kbpivot ")]
    assert len(lines) > 7
    for words in (line.split() for line in lines):
        assert words[1] in COMMANDS
        found = app.get_command(click.Context(app), words[1])
        assert found is not None
        options = {option for one in found.params for option in one.opts}
        assert {word for word in words if word.startswith("--")} <= options


def test_the_skill_has_the_form_of_one() -> None:
    """Its own name, a description of at most 1,024 characters, and no other fields than allowed."""
    text = (TEMPLATES / "SKILL.md").read_text(encoding="utf-8")
    head = re.match(r"---\nname: (.+)\ndescription: (.+)\ncompatibility: (.+)\n---\n", text)

    assert head is not None and head[1] == "kbpivot"
    assert len(head[2]) <= 1_024 and len(head[3]) <= 500 and ": " not in head[2]
    assert len(text.splitlines()) < 500


def test_the_formats_own_validator_has_nothing_to_say(tmp_path: Path) -> None:
    """As it is written, by the reference implementation of Agent Skills."""
    validator = pytest.importorskip("skills_ref.validator", reason="needs skills-ref")
    folder = vault_of(tmp_path / "vault", "== A.md ==\nWords of A.\n")
    kbpivot("init", "--agents", "--yes", folder=folder)

    assert validator.validate((folder / SKILL).parent) == []


def test_beside_a_site_they_are_not_published(tmp_path: Path) -> None:
    """For a Quartz site both lie beside `content`."""
    folder = vault_of(tmp_path / "site", "== content/A.md ==\nA.\n== quartz.config.ts ==\n\n")
    kbpivot("init", "--agents", "--yes", folder=folder)

    assert (folder / SKILL).exists() and (folder / "AGENTS.md").exists()
    assert not (folder / "content" / "AGENTS.md").exists()
