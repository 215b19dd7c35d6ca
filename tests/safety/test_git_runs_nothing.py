"""A repository that comes with a vault cannot run a program, nor fetch anything."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from commandline import environment, kbpivot
from kbpivot.shell.git import Git
from kbpivot.shell.programs import find_program, safe_path

pytestmark = pytest.mark.skipif(
    shutil.which("git") is None or os.name == "nt", reason="needs git and a shell"
)

DAY = "2026-01-05T12:00:00+0100"
HOOKS = (
    *(
        "pre-commit",
        "post-checkout",
        "post-index-change",
        "fsmonitor-watchman",
        "reference-transaction",
    ),
    *(
        "post-commit",
        "pre-auto-gc",
        "post-rewrite",
        "post-merge",
        "proc-receive",
        "sendemail-validate",
    ),
)


def git(folder: Path, *words: str, stdin: bytes | None = None) -> bytes:
    return subprocess.run(
        ["git", "-c", "user.name=n", "-c", "user.email=e@x.y", *words],
        cwd=folder,
        check=True,
        capture_output=True,
        input=stdin,
        env={**os.environ, "GIT_COMMITTER_DATE": DAY, "GIT_AUTHOR_DATE": DAY},
    ).stdout


def a_vault(folder: Path) -> Path:
    """A repository with two commits, the second one signed, a move, and one more staged."""
    folder.mkdir()
    for number, name in enumerate(("A", "B", "C")):
        (folder / f"{name}.md").write_text(f"Note {number} says [[A]].\n" * 9)
    (folder / ".gitattributes").write_text(
        "*.md filter=canary diff=canary merge=canary text=auto export-subst\n"
    )
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    git(folder, "mv", "A.md", "Z.md")
    git(folder, "commit", "-qm", "two")
    git(folder, "mv", "B.md", "Y.md")
    raw = git(folder, "cat-file", "commit", "HEAD")
    head, _, message = raw.partition(b"\n\n")
    signature = b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n AAAA\n -----END PGP SIGNATURE-----"
    signed = git(
        folder,
        *("hash-object", "-t", "commit", "-w", "--stdin"),
        stdin=head + b"\n" + signature + b"\n\n" + message,
    )
    git(folder, "update-ref", "HEAD", signed.decode().strip())
    return folder


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A program that leaves a file behind when it runs."""
    program = tmp_path / "canary.sh"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> "{tmp_path}/ran"\nexit 1\n')
    program.chmod(0o755)
    return program


def keys_of_git() -> list[str]:
    """Every configuration key git knows of, with a name put in place of each placeholder."""
    listed = subprocess.run(
        ["git", "help", "--config"], check=True, capture_output=True, text=True
    ).stdout
    keys = [line.strip() for line in listed.splitlines() if re.fullmatch(r"[\w-]+\..+", line)]
    assert len(keys) > 400
    names = {
        "<url>": "https://x.org",
        "<condition>": "gitdir:**",
        "<format>": "openpgp",
        "<cmd>": "log",
    }
    placeholder = re.compile(r"<[^>]*>|\*")
    return [placeholder.sub(lambda found: names.get(found[0], "canary"), key) for key in keys]


def quoted(key: str, value: str) -> str:
    """One entry of a configuration file."""
    section, _, name = key.rpartition(".")
    head, _, sub = section.partition(".")
    title = f'[{head} "{sub}"]' if sub else f"[{head}]"
    return f'{title}\n\t{name} = "{value}"\n'


SWITCHES = """
[log]
\tshowSignature = true
\tmailmap = true
[core]
\trepositoryformatversion = 1
\tbare = false
\tfsmonitor = {canary}
\tsshCommand = {canary}
\tattributesFile = {folder}/.gitattributes
[extensions]
\tpartialClone = canary
\tworktreeConfig = true
[remote "canary"]
\turl = ssh://canary.invalid/x
\tpromisor = true
\tpartialclonefilter = blob:none
[diff]
\texternal = {canary}
[gpg]
\tprogram = {canary}
[diff "canary"]
\ttextconv = {canary}
[filter "canary"]
\tclean = {canary}
\tsmudge = {canary}
[include]
\tpath = more
"""


def arm(vault: Path, canary: Path, keys: list[str]) -> None:
    """Put the program in every place from which a repository could start it."""
    skipped = ("extensions.", "core.repositoryformatversion", "core.bare", "core.worktree")
    lines = [quoted(key, str(canary)) for key in keys if not key.lower().startswith(skipped)]
    own = vault / ".git"
    text = "".join(lines) + SWITCHES.format(canary=canary, folder=vault)
    (own / "config").write_text(text)
    (own / "more").write_text(quoted("core.sshCommand", str(canary)))
    (own / "config.worktree").write_text(quoted("core.fsmonitor", str(canary)))
    (own / "info" / "attributes").write_text("* filter=canary diff=canary merge=canary\n")
    (own / "hooks").mkdir(exist_ok=True)
    for name in HOOKS:
        shutil.copy(canary, own / "hooks" / name)


def assert_known(found: Git) -> None:
    """All that git can tell of the vault above."""
    assert found.has_remote
    assert found.tracked == {"Z.md", "Y.md", "C.md", ".gitattributes"}
    day = date(2026, 1, 5)
    assert dict(found.note_days) == {"B.md": (day,), "C.md": (day,), "Z.md": (day,)}
    assert found.moves_since(date(2020, 1, 1)) == {"A.md": "Z.md", "B.md": "Y.md"}


def test_the_canary_bites(tmp_path: Path, canary: Path) -> None:
    """Plain git runs the program in the repository below, so the tests below prove something."""
    vault = a_vault(tmp_path / "vault")
    arm(vault, canary, [])

    subprocess.run(["git", "log", "-p"], cwd=vault, capture_output=True, check=False)

    assert (tmp_path / "ran").exists()


def test_no_key_of_gits_own_list_runs_anything(tmp_path: Path, canary: Path) -> None:
    """With the program in all keys at once, git's facts are whole and nothing has run."""
    vault = a_vault(tmp_path / "vault")
    arm(vault, canary, keys_of_git())

    assert_known(Git(vault))

    assert not (tmp_path / "ran").exists()


def test_switches_alone_run_nothing(tmp_path: Path, canary: Path) -> None:
    """A configuration that git can use to the last line; the one above may be refused as a whole."""
    vault = a_vault(tmp_path / "vault")
    arm(vault, canary, [])
    (vault / "note.md").write_text("Not tracked.\n")

    assert_known(Git(vault))

    assert not (tmp_path / "ran").exists()


def test_a_missing_object_is_not_fetched(tmp_path: Path, canary: Path) -> None:
    """In a partial clone old contents are missing: the days are told by names alone."""
    vault = a_vault(tmp_path / "vault")
    old = git(vault, "rev-parse", "HEAD~1:A.md").decode().strip()
    (vault / "C.md").write_text("Another text of the note.\n" * 9)
    git(vault, "commit", "-qam", "three")
    gone = git(vault, "rev-parse", "HEAD~1:C.md").decode().strip()
    for name in (old, gone):
        (vault / ".git" / "objects" / name[:2] / name[2:]).unlink()
    arm(vault, canary, [])
    found = Git(vault)

    assert set(found.note_days) == {"Y.md", "C.md", "Z.md"}
    assert found.tracked is not None

    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("next",),
        ("gaps",),
        ("check",),
        ("stats",),
        ("doctor",),
        ("graph",),
        ("reader",),
        ("links", "Z"),
    ],
    ids=lambda words: " ".join(words) or "overview",
)
def test_no_command_runs_what_a_vault_brings(
    tmp_path: Path, canary: Path, command: tuple[str, ...]
) -> None:
    """The whole command line, on an armed vault with programs of git's name beside the notes."""
    vault = a_vault(tmp_path / "vault")
    arm(vault, canary, [])
    for name in ("git", "xdg-open", "git.exe"):
        shutil.copy(canary, vault / name)

    with environment(PATH=f".{os.pathsep}{os.pathsep}{vault}{os.pathsep}{os.environ['PATH']}"):
        result = kbpivot(*command, folder=vault)

    assert result.code in {0, 1}, result.err
    assert not (tmp_path / "ran").exists()


def test_the_persons_own_settings_lose_no_history(tmp_path: Path, canary: Path) -> None:
    """`log.showSignature`, a diff program or a date format of their own change no fact."""
    vault = a_vault(tmp_path / "vault")
    git(vault, "remote", "add", "origin", "https://x.org/r.git")
    home = tmp_path / "home"
    home.mkdir()
    settings = SWITCHES.format(canary=canary, folder=vault)
    settings += "[log]\n\tdate = relative\n\tfollow = true\n[diff]\n\tnoprefix = true\n"
    (home / ".gitconfig").write_text(settings)

    with environment(
        HOME=str(home), GIT_EXTERNAL_DIFF=str(canary), GIT_DIR=str(home), GIT_TRACE2=str(home / "t")
    ):
        assert_known(Git(vault))

    assert not (tmp_path / "ran").exists()


def test_what_is_not_plain_is_no_fact(tmp_path: Path) -> None:
    """A pipe in place of the index, the configuration or the list of alternates is not waited for."""
    vault = a_vault(tmp_path / "vault")
    for name in ("index", "config", "objects/info/alternates"):
        place = vault / ".git" / name
        place.unlink(missing_ok=True)
        os.mkfifo(place)
    found = Git(vault)

    assert (found.tracked, found.is_unread, dict(found.note_days)) == (None, True, {})
    assert found.has_remote  # not known, so taken for true


@pytest.mark.parametrize(
    "shape", ["worktree", "shallow", "packed", "sha256", "split", "alternates"]
)
def test_every_shape_of_repository_is_read(tmp_path: Path, shape: str) -> None:
    """Linked checkouts, shallow clones, packed and split parts, the longer hash."""
    vault = a_vault(tmp_path / "vault")
    git(vault, "commit", "-qm", "three")
    place = vault
    if shape == "worktree":
        place = tmp_path / "linked"
        git(vault, "worktree", "add", "-q", str(place))
    elif shape == "shallow":
        place = tmp_path / "clone"
        git(tmp_path, "clone", "-q", "--depth", "2", vault.as_uri(), str(place))
    elif shape == "alternates":
        place = tmp_path / "clone"
        git(tmp_path, "clone", "-q", "--shared", str(vault), str(place))
    elif shape == "packed":
        git(vault, "gc", "-q", "--prune=now")
        git(vault, "pack-refs", "--all")
    elif shape == "split":
        git(vault, "update-index", "--split-index")
    elif shape == "sha256":
        place = tmp_path / "wide"
        git(tmp_path, "init", "-q", "--object-format=sha256", str(place))
        for name in ("Z.md", "Y.md", "C.md", ".gitattributes"):
            shutil.copy(vault / name, place / name)
        git(place, "add", ".")
        git(place, "commit", "-qm", "one")
    found = Git(place)

    assert found.tracked == {"Z.md", "Y.md", "C.md", ".gitattributes"}
    assert set(found.note_days) >= {"Z.md", "Y.md"}
    assert found.has_remote == (shape in {"shallow", "alternates"})


def test_programs_are_not_looked_for_in_a_vault(tmp_path: Path, canary: Path) -> None:
    """An empty part, `.` or the vault itself in the search path finds nothing there."""
    tools = tmp_path / "vault" / "tools"
    tools.mkdir(parents=True)
    shutil.copy(canary, tools / "git")
    search = os.pathsep.join(["", ".", "tools", str(tools)])

    assert safe_path(search, outside=tmp_path / "vault") == ""
    assert find_program("git", search=search, outside=tmp_path / "vault") is None
    assert find_program("git", search=search) == str(tools / "git")
