"""Run the command line inside this process, and see to it that reading changes nothing."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import io
import json
import os
import re
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

from kbpivot.cli.run import run

WRITES = {
    *(
        "begin",
        "corrected",
        "demo",
        "done",
        "forget",
        "init",
        "know",
        "log",
        "new",
        "place",
        "review",
        "start",
    ),
    *("suggest", "undo"),
}
"""Commands whose help says that they write; every other one must leave a vault as it was."""

WRITING_OPTIONS = {"-o", "--output", "--fix", "--make", "--note", "--update-baseline"}
"""Options that make a command write which else only reads; their help says so."""


@dataclass(frozen=True)
class Result:
    """What one run printed, and its exit code."""

    code: int
    out: str
    err: str


def fingerprint(folder: Path) -> dict[str, str]:
    """Return a digest of every file below a folder, and the name of every folder."""
    found = {}
    for place in sorted(folder.rglob("*")):
        name = place.relative_to(folder).as_posix()
        if place.is_symlink():
            found[name] = f"link to {place.readlink()}"
        else:
            found[name] = hashlib.sha256(place.read_bytes()).hexdigest() if place.is_file() else "/"
    return found


def command_of(arguments: tuple[str, ...]) -> str:
    """Return the command's name, or "" when only options are given."""
    words = iter(arguments)
    for word in words:
        if word in {"-C", "--vault", "--format", "--color", "--audience"}:
            next(words, None)
        elif not word.startswith("-"):
            return word
    return ""


def kbpivot(*arguments: str, folder: Path, stdin: str = "", width: int | None = None) -> Result:
    """Run `kbpivot` in a folder; a command that only reads may not change a byte below it."""
    reads = command_of(arguments) not in WRITES and not WRITING_OPTIONS & set(arguments)
    before = fingerprint(folder) if reads else {}
    out, err = io.StringIO(), io.StringIO()
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.chdir(folder))
        stack.enter_context(contextlib.redirect_stdout(out))
        stack.enter_context(contextlib.redirect_stderr(err))
        stack.enter_context(changed(sys, "stdin", io.StringIO(stdin)))
        if width is not None:
            stack.enter_context(environment(COLUMNS=str(width)))
        stack.callback(gc.enable)  # a command may leave it at rest, as its process ends then
        code = run(list(arguments))
    result = Result(code, out.getvalue(), err.getvalue())

    if reads:
        assert fingerprint(folder) == before, f"kbpivot {' '.join(arguments)} changed the vault"
    return result


@contextlib.contextmanager
def changed(owner: object, name: str, value: object):
    """Set an attribute for a while."""
    old = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, old)


@contextlib.contextmanager
def environment(**variables: str):
    """Set environment variables for a while."""
    old = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in old.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def vault_of(folder: Path, text: str) -> Path:
    """Write the notes of a text in which `== path ==` stands above each, and return the folder."""
    parts = re.split(r"^== (.+) ==\n", textwrap.dedent(text).lstrip("\n"), flags=re.MULTILINE)
    for path, body in zip(parts[1::2], parts[2::2], strict=True):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(body, encoding="utf-8")
    return folder


def answer(*arguments: str, folder: Path, code: int = 0) -> dict:
    """Run a command with `--format json` and return what it printed."""
    result = kbpivot(*arguments, "--format", "json", folder=folder)

    assert (result.code, result.err) == (code, "")
    return json.loads(result.out)
