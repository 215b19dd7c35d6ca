"""What lies outside of a vault is read at most: never public, never in a page, never written."""

from __future__ import annotations

import os
import socket
import stat
import time
from pathlib import Path

import pytest

from commandline import kbpivot, vault_of
from kbpivot.errors import ConfigError, LogError, RefusedError
from kbpivot.shell.config import read_config
from kbpivot.shell.files import list_files, read_text
from kbpivot.shell.log import append, log_path, new_event, read_log
from kbpivot.shell.obsidian import Obsidian
from kbpivot.shell.quartz import quartz_config
from kbpivot.shell.read import read_vault
from kbpivot.shell.regular_file import read_regular
from kbpivot.shell.writing import create_text, replace_text
from kbpivot.workspace.workspace import Workspace

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs symbolic links and pipes")

SECRET = (
    "The words of somebody else, which lie outside of the vault and are long enough to count.\n"
)
NOTES = """
    == A.md ==
    # A
    Words of the author, more than enough of them, so that it explains what it is about.
    Prerequisites: [[Linked]], [[Inner]]
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A vault with a note, a folder and a picture that are symbolic links out of it."""
    outside = tmp_path / "outside"
    (outside / "folder").mkdir(parents=True)
    (outside / "Secret.md").write_text(f"---\npublish: true\n---\n{SECRET}[[a]] [[B]]\n")
    (outside / "folder" / "Inner.md").write_text(f"{SECRET}Inner\n")
    (outside / "folder" / "p.png").write_bytes(b"x")
    (outside / "q.png").write_bytes(b"x")
    root = vault_of(tmp_path / "vault", NOTES)
    (root / "Linked.md").symlink_to(outside / "Secret.md")
    (root / "Folder").symlink_to(outside / "folder")
    (root / "p.png").symlink_to(outside / "q.png")
    return root


OUT = {"Linked.md", "Folder/Inner.md", "Folder/p.png", "p.png"}


def event(note: str = "A.md"):
    from datetime import UTC, datetime

    return new_event("known", note, at=datetime.now(UTC))


@pytest.mark.parametrize(
    "settings",
    [
        "",
        '[public]\npolicy = "all"\n',
        '[public]\ninclude = ["Linked", "Folder"]\n',
        '[public]\npolicy = "opt-out"\n',
    ],
)
def test_it_is_read_and_never_public(vault: Path, settings: str) -> None:
    """Whatever the policy says, and whatever the note itself does."""
    (vault / "kbpivot.toml").write_text(settings)
    work = Workspace(vault, cache=False)

    assert work.vault.outside == OUT == set(list_files(vault).outside)
    assert {"Linked.md", "Folder/Inner.md"} < set(work.vault.paths)
    assert not (work.public.paths | work.public.files) & OUT
    assert "A.md" in work.public.paths


@pytest.mark.parametrize("options", [(), ("--public",)])
def test_no_page_holds_its_text(vault: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    """A page for oneself may go round too."""
    page = tmp_path / "map.html"

    assert kbpivot("graph", *options, "-o", str(page), folder=vault).code == 0
    assert "words of somebody else" not in page.read_text()


def test_check_mends_nothing_there(vault: Path, tmp_path: Path) -> None:
    """The link in the note outside is shown, and the file stays as it is."""
    before = (tmp_path / "outside" / "Secret.md").read_bytes()
    result = kbpivot("check", "--fix", folder=vault)

    assert (tmp_path / "outside" / "Secret.md").read_bytes() == before
    assert (vault / "Linked.md").is_symlink()
    assert "[[a]]" not in result.out or "leads out of the vault" in result.err


def test_writing_is_refused_for_each_way_out(vault: Path) -> None:
    """A note that is a link, a folder that is one, and a folder yet to be made in it."""
    file = read_text(vault / "Linked.md")
    with pytest.raises(RefusedError, match="leads out of the vault"):
        replace_text(file, "x", root=vault)
    for name in ("Folder/New.md", "Folder/deeper/New.md"):
        with pytest.raises(RefusedError, match="leads out of the vault"):
            create_text(vault / name, "x", root=vault)
    result = kbpivot("new", "concept", "Thing", "--folder", "Folder", folder=vault)

    assert result.code == 2 and "leads out of the vault" in result.err
    assert not (vault / "Folder" / "Thing.md").exists()
    assert not (vault / "Folder" / "deeper").exists()


def test_a_note_kept_by_watch_is_refused(vault: Path) -> None:
    """`watch --note` writes to no link out of the vault either."""
    from kbpivot.live.dashboard import Dashboard

    before = (vault / "Linked.md").read_bytes()
    with pytest.raises(RefusedError, match="leads out of the vault"):
        Dashboard("Linked.md")(Workspace(vault, cache=False))

    assert (vault / "Linked.md").read_bytes() == before


@pytest.mark.parametrize("what", ["folder", "log", "lock", "ignore"])
def test_the_log_is_not_written_elsewhere(vault: Path, tmp_path: Path, what: str) -> None:
    """The folder of the log, the log, its lock and `.gitignore` may each be a link."""
    target = tmp_path / "outside" / "target"
    own = vault / ".kbpivot"
    if what == "folder":
        target.mkdir()
        own.symlink_to(target)
    else:
        target.write_text("precious\n")
        own.mkdir()
        (own / {"log": "log.jsonl", "lock": "log.lock", "ignore": ".gitignore"}[what]).symlink_to(
            target
        )
    with pytest.raises(LogError, match="Nothing was recorded"):
        append(vault, event())

    assert list(target.iterdir()) == [] if what == "folder" else target.read_text() == "precious\n"


def test_settings_are_not_written_elsewhere(vault: Path, tmp_path: Path) -> None:
    """`init` makes no file behind a link that leads nowhere yet, nor templates in a linked folder."""
    (vault / "kbpivot.toml").symlink_to(tmp_path / "outside" / "new.toml")
    (vault / "Templates").symlink_to(tmp_path / "outside" / "folder")
    kbpivot("init", "--yes", "--templates", folder=vault)

    assert not (tmp_path / "outside" / "new.toml").exists()
    assert sorted(p.name for p in (tmp_path / "outside" / "folder").iterdir()) == [
        "Inner.md",
        "p.png",
    ]


def plant(place: Path, kind: str) -> None:
    """Put something that is no regular file in a place."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as end:
            end.bind(os.path.relpath(place))
    elif kind == "zero":
        place.symlink_to("/dev/zero")
    elif kind == "process":
        place.symlink_to("/proc/self/environ")
    else:
        place.symlink_to("/proc/self/mem")


KINDS = ["pipe", "socket", "zero", "process", "memory"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_regular_file_is_no_file(tmp_path: Path, kind: str, monkeypatch) -> None:
    """For notes, canvases, settings, the log, a site and Obsidian alike, and nothing waits."""
    monkeypatch.chdir(tmp_path)
    vault = vault_of(tmp_path / "v", NOTES)
    begin = time.monotonic()
    for name in ("N.md", "C.canvas", ".obsidian/app.json", ".obsidian/templates.json"):
        plant(vault / name, kind)
    plant(tmp_path / "site" / "quartz.config.ts", kind)

    assert read_vault(vault, cache=False).paths == ("A.md",)
    assert Obsidian(vault).excluded == ()
    assert quartz_config(tmp_path / "site") is None
    plant(vault / "kbpivot.toml", kind)
    with pytest.raises(ConfigError, match="no regular file"):
        read_config(vault)
    (vault / "kbpivot.toml").unlink()
    plant(log_path(vault), kind)
    with pytest.raises(LogError):
        read_log(vault)
    with pytest.raises(LogError, match="Nothing was recorded"):
        append(vault, event())
    log_path(vault).unlink()
    plant(vault / ".kbpivot" / "log.lock", kind)
    with pytest.raises(LogError, match="Nothing was recorded"):
        append(vault, event())
    assert time.monotonic() - begin < 5


@pytest.mark.parametrize("kind", KINDS)
def test_no_command_waits_for_them(tmp_path: Path, kind: str, monkeypatch) -> None:
    """The first screen of a vault full of them comes as always."""
    monkeypatch.chdir(tmp_path)
    vault = vault_of(tmp_path / "v", NOTES)
    for name in ("N.md", "C.canvas", ".obsidian/app.json", "p.png"):
        plant(vault / name, kind)
    monkeypatch.setattr("commandline.fingerprint", lambda _folder: {})

    for command in ((), ("check",), ("doctor",)):
        assert kbpivot(*command, folder=vault).code in {0, 1}


def test_a_file_without_end_is_not_read(tmp_path: Path) -> None:
    """A sparse file of a terabyte costs nothing but the line that says so."""
    place = tmp_path / "big.md"
    place.touch()
    os.truncate(place, 2**40)
    with pytest.raises(OSError, match="larger than 64 MB"):
        read_regular(place)
    found = read_vault(tmp_path, cache=False)

    assert [one.code for one in found.diagnostics] == ["unreadable"]
    assert stat.S_ISREG(place.stat().st_mode)


def test_a_log_lock_that_holds_something_is_no_lock(tmp_path: Path) -> None:
    """A lock that is another name of a note is not emptied."""
    vault = vault_of(tmp_path / "v", NOTES)
    (vault / ".kbpivot").mkdir()
    os.link(vault / "A.md", vault / ".kbpivot" / "log.lock")
    before = (vault / "A.md").read_bytes()
    with pytest.raises(LogError, match="no lock"):
        append(vault, event())

    assert (vault / "A.md").read_bytes() == before
