"""Obsidian's own command opens a note where it is installed, runs and knows the vault."""

from __future__ import annotations

import json
import os
import socket
import sys

import pytest

from commandline import environment, kbpivot
from kbpivot.shell.obsidian_command import open_in_obsidian
from kbpivot.shell.open_uri import obsidian_address, open_note

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no Unix sockets")


@pytest.fixture
def obsidian(tmp_path):
    """A machine on which Obsidian runs with a vault: its folders, and what its command was told."""
    home, vault = tmp_path / "h", tmp_path / "My vault"
    (home / ".config" / "obsidian").mkdir(parents=True)
    (vault / ".obsidian").mkdir(parents=True)
    (vault / "Notes").mkdir()
    (vault / "Notes" / "A & B.md").write_text("Words of my own about it.\n")
    registry = home / ".config" / "obsidian" / "obsidian.json"
    vaults = {"0f": {"path": str(tmp_path), "ts": 1}, "a1b2": {"path": str(vault), "ts": 2}}
    registry.write_text(json.dumps({"vaults": vaults, "cli": True}))
    programs = tmp_path / "programs"
    programs.mkdir()
    heard = tmp_path / "heard.json"
    script(programs / "obsidian", heard, "Opened: Notes/A & B.md")
    server = socket.socket(socket.AF_UNIX)
    server.bind(os.path.relpath(home / ".obsidian-cli.sock"))
    yield {
        "vault": vault,
        "heard": heard,
        "programs": programs,
        "registry": registry,
        "socket": home / ".obsidian-cli.sock",
        "variables": {
            "HOME": str(home),
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "KBPIVOT_OPEN": "",
            "XDG_RUNTIME_DIR": "",
            "XDG_CONFIG_HOME": "",
        },
    }
    server.close()


def script(place, heard, says, code=0):
    place.write_text(
        f"#!{sys.executable}\nimport json, os, sys\n"
        f"open({str(heard)!r}, 'w').write(json.dumps([os.getcwd(), sys.argv[1:]]))\n"
        f"print({says!r})\nsys.exit({code})\n"
    )
    place.chmod(0o755)


def test_it_is_asked_for_the_note_by_the_id_of_its_vault(obsidian):
    """The innermost vault around the note is named by id, the note by its exact path there."""
    note = obsidian["vault"] / "Notes" / "A & B.md"

    assert open_in_obsidian(note, environment=obsidian["variables"])

    folder, told = json.loads(obsidian["heard"].read_text())
    assert told == ["vault=a1b2", "open", "path=Notes/A & B.md"]
    assert folder == str(obsidian["vault"].resolve())


def test_next_opens_with_it(obsidian):
    """`next --open` goes through it and says nothing more."""
    with environment(**obsidian["variables"]):
        result = kbpivot("next", "--goal", "A & B", "--open", folder=obsidian["vault"])

    assert (result.code, result.err) == (0, "")
    assert json.loads(obsidian["heard"].read_text())[1][1] == "open"


@pytest.mark.parametrize("lacking", ["socket", "registry", "programs", "vault"])
def test_without_any_of_it_nobody_is_asked(obsidian, lacking):
    """Not installed, not running, or a vault that it does not know: the address is used."""
    note = obsidian["vault"] / "Notes" / "A & B.md"
    variables = obsidian["variables"]
    if lacking == "vault":
        obsidian["registry"].write_text('{"vaults": {"x": {"path": "/nowhere"}}}')
    elif lacking == "programs":
        variables = {**variables, "PATH": "/nowhere"}
    elif lacking == "registry":
        obsidian["registry"].write_text("[" * 100_000)
    else:
        obsidian["socket"].unlink()

    assert not open_in_obsidian(note, environment=variables)
    assert not obsidian["heard"].exists()


@pytest.mark.parametrize(
    ("says", "code"),
    [
        ("Vault not found.", 0),
        ('Error: File "Notes/A & B.md" not found.', 0),
        ("The CLI is unable to find Obsidian. Please make sure Obsidian is running.", 0),
        ("Command line interface is not enabled.", 0),
        ("", 3),
    ],
)
def test_what_it_refuses_the_address_opens(obsidian, says, code):
    """It says in words that it could not; then the system's own program gets the address."""
    script(obsidian["programs"] / "obsidian", obsidian["heard"], says, code)
    opened = obsidian["heard"].with_name("address.json")
    for opener in ("xdg-open", "open"):
        script(obsidian["programs"] / opener, opened, "")
    note = obsidian["vault"] / "Notes" / "A & B.md"

    with environment(**obsidian["variables"]):
        open_note(note)

    assert obsidian["heard"].exists()
    assert json.loads(opened.read_text())[1] == [obsidian_address(note)]


def test_a_note_called_like_a_refusal_is_opened(obsidian):
    """The words of a path are not taken for what the command says."""
    note = obsidian["vault"] / "Error not found.md"
    note.write_text("Words.\n")
    script(obsidian["programs"] / "obsidian", obsidian["heard"], "Opened: Error not found.md")

    assert open_in_obsidian(note, environment=obsidian["variables"])


def test_a_program_of_the_vault_is_not_run(obsidian):
    """What lies in the vault under that name is a file, and no program."""
    folder = obsidian["vault"] / "bin"
    folder.mkdir()
    script(folder / "obsidian", obsidian["heard"], "Opened")
    variables = {**obsidian["variables"], "PATH": str(folder)}

    assert not open_in_obsidian(obsidian["vault"] / "Notes" / "A & B.md", environment=variables)
    assert not obsidian["heard"].exists()


def test_the_persons_own_command_comes_first(obsidian):
    """`$KBPIVOT_OPEN` is what they want, also where Obsidian runs."""
    own = obsidian["heard"].with_name("own.json")
    script(obsidian["programs"] / "mine", own, "")
    variables = {**obsidian["variables"], "KBPIVOT_OPEN": str(obsidian["programs"] / "mine")}

    note = obsidian["vault"] / "Notes" / "A & B.md"

    open_note(note, environment=variables)

    assert json.loads(own.read_text())[1] == [obsidian_address(note)]
    assert not obsidian["heard"].exists()
