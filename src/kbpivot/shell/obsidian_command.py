"""Obsidian's own command, which opens a note in the window that is open already.

It talks to a running Obsidian over a socket, and says what went wrong in words, not by its exit
code: https://help.obsidian.md/cli
"""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from kbpivot.shell.programs import find_program
from kbpivot.shell.regular_file import read_regular

__all__ = ["open_in_obsidian"]

_SOCKET = ".obsidian-cli.sock"
_REGISTRY = "obsidian/obsidian.json"
_MOST_BYTES = 4 * 1024 * 1024
_PATIENCE = 5.0  # seconds; it answers within one, or not at all
_REFUSAL = re.compile(
    r"^\s*error\b|not found|unable to|not enabled|disabled", re.IGNORECASE | re.MULTILINE
)


def open_in_obsidian(note: Path, *, environment: Mapping[str, str] = os.environ) -> bool:
    """Ask a running Obsidian to open a note, and return whether it did.

    It is asked only where its command is installed, it runs, and it knows the vault: the vault is
    named by the id that Obsidian itself gave it, so no note of the same name elsewhere is opened.

    Args:
        note: the file.
        environment: variables of the process.
    """
    if not _is_running(environment) or "\\" in note.as_posix() or not note.as_posix().isprintable():
        return False
    found = _registered(note, environment)
    if found is None:
        return False
    name, folder = found
    program = find_program("obsidian", search=environment.get("PATH", os.defpath), outside=folder)
    if program is None:
        return False
    path = note.resolve().relative_to(folder).as_posix()
    try:
        done = subprocess.run(  # noqa: S603 - found outside of the vault, and without a shell
            [program, f"vault={name}", "open", f"path={path}"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=folder,
            env=dict(environment),
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    said = (done.stdout + done.stderr).decode("utf-8", "replace").replace(path, "")
    return done.returncode == 0 and not _REFUSAL.search(said)


def _is_running(environment: Mapping[str, str]) -> bool:
    """Whether Obsidian has its socket open; on Windows that cannot be seen, so no."""
    for folder in filter(None, map(environment.get, ("XDG_RUNTIME_DIR", "HOME"))):
        try:
            if stat.S_ISSOCK(Path(folder, _SOCKET).stat().st_mode):
                return True
        except OSError:
            continue
    return False


def _registered(note: Path, environment: Mapping[str, str]) -> tuple[str, Path] | None:
    """The id and folder of the innermost vault around a note that Obsidian has opened before."""
    here = note.resolve()
    found: tuple[str, Path] | None = None
    for registry in _registries(environment):
        try:
            vaults = json.loads(read_regular(registry, most=_MOST_BYTES))["vaults"]
            known = [(str(id_), Path(facts["path"]).resolve()) for id_, facts in vaults.items()]
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
        for id_, folder in known:
            if folder in here.parents and (found is None or found[1] in folder.parents):
                found = id_, folder
    return found


def _registries(environment: Mapping[str, str]) -> Iterator[Path]:
    """Where Obsidian keeps the list of its vaults, by the ways it can be installed."""
    home = environment.get("HOME", "")
    if home:
        yield Path(environment.get("XDG_CONFIG_HOME") or Path(home, ".config"), _REGISTRY)
        yield Path(home, "Library", "Application Support", _REGISTRY)
        yield Path(home, ".var", "app", "md.obsidian.Obsidian", "config", _REGISTRY)
        yield Path(home, "snap", "obsidian", "current", ".config", _REGISTRY)
