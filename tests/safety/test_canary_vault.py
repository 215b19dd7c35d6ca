"""A vault that would run a program by every way known, opened with every command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from commandline import vault_of

NOTES = """
    == A.md ==
    ---
    title: "<%* require('child_process').exec('touch {ran}') %>"
    hours: !!python/object/apply:os.system ["touch {ran}"]
    ---
    Words of the author. Prerequisites: [[B]]
    == B.md ==
    ---
    tags: [{{touch}}, "$(touch {ran})", "`touch {ran}`"]
    ---
    ```dataviewjs
    require("child_process").exec("touch {ran}")
    ```
    `$= require("child_process").exec("touch {ran}")`
    <script src="file://{ran}"></script><img src=x onerror="fetch('file://{ran}')">
    <%* require('child_process').exec('touch {ran}') %> [x](javascript:alert(1)) ![](file://{ran})
    == C; touch {name}; .md ==
    $(touch {ran}) `touch {ran}` | touch {ran} && touch {ran}
    == .obsidian/plugins/canary/main.js ==
    require("child_process").exec("touch {ran}")
    == .obsidian/community-plugins.json ==
    ["canary"]
    == kbpivot.toml ==
    [tracks]
    "$(touch {ran})" = ["[[A]]"]
    == .envrc ==
    touch {ran}
    == Makefile ==
    all: ; touch {ran}
    == .editorconfig ==
    root = true
    == mkdocs.yml ==
    docs_dir: .
    nav: !!python/object/apply:os.system ["touch {ran}"]
    == quartz.config.ts ==
    require("child_process").exec("touch {ran}")
    == .pre-commit-config.yaml ==
    repos: []
    == refs.bib ==
    @article{{k, title = {{\\write18{{touch {ran}}} \\input{{|"touch {ran}"}} T}}, author = {{A B}}}}
"""
PLANTED = """
open({ran!r}, "a").write(__name__ + " ")
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """The vault, with programs and Python modules under the names of those that are used."""
    ran = tmp_path / "ran"
    folder = vault_of(
        tmp_path / "vault",
        NOTES.replace("{ran}", str(ran))
        .replace("{name}", "ran")
        .replace("{{", "{")
        .replace("}}", "}"),
    )
    modules = ["sitecustomize", "usercustomize", "click", "msgspec", "networkx", "yaml", "yaml12",
               "frontmatter", "filelock", "platformdirs", "rich", "regex", "igraph", "numpy", "kbpivot_plugin",
               "json", "re", "pathlib", "typing", "subprocess", "tomllib", "difflib", "secrets", "hashlib"]  # fmt: skip
    for name in modules:
        (folder / f"{name}.py").write_text(PLANTED.format(ran=str(ran)))
    for name in (
        "git",
        "xdg-open",
        "open",
        "gpg",
        "less",
        "more",
        "ssh",
        "sh",
        "bash",
        "python3",
        "editor",
    ):
        place = folder / name
        place.write_text(f"#!/bin/sh\ntouch {ran}\n")
        place.chmod(0o755)
    return folder


COMMANDS = [
    (), ("next",), ("path", "A"), ("plan", "--goal", "A"), ("ready",), ("gaps", "--all"), ("check",),
    ("graph",), ("graph", "--format", "html"), ("graph", "--format", "svg"), ("show", "A"), ("links", "B"), ("stats",),
    ("doctor",), ("unresolved",), ("suggest",), ("init", "--yes", "--templates"), ("new", "concept", "$(touch ran)"),
    ("new", "paper", "--bibtex", "refs.bib"), ("done", "A"), ("check", "--fix"), ("map",),
    ("graph", "-o", "map.html"), ("gaps", "--format", "sarif"),
]  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: " ".join(words) or "overview")
@pytest.mark.parametrize("how", ["command", "module"])
def test_nothing_of_a_vault_runs(vault: Path, command: tuple[str, ...], how: str) -> None:
    """By the installed command and by `python -m`, with the vault first in the search path."""
    installed = Path(sys.executable).with_name("kbpivot")
    if how == "command" and not installed.exists():
        pytest.skip("the command is not installed")
    start = [str(installed)] if how == "command" else [sys.executable, "-m", "kbpivot"]
    done = subprocess.run(
        [*start, *command],
        cwd=vault,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "PATH": f".:{vault}:{os.environ['PATH']}",
            "PAGER": "less",
            "EDITOR": "editor",
        },
        check=False,
    )

    assert done.returncode in {0, 1, 2}, done.stderr
    assert "Traceback" not in done.stderr and "mistake in kbpivot" not in done.stderr
    assert not (vault.parent / "ran").exists(), (vault.parent / "ran").read_text()
    assert not (vault / "ran").exists()
