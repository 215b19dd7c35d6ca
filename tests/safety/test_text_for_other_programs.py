"""Text that reaches other programs: template engines in a vault, and the terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
from pathlib import Path

import pytest

from commandline import kbpivot, vault_of
from kbpivot.errors import RefusedError
from kbpivot.live.dashboard import Dashboard
from kbpivot.safe_text import inert, one_line, visible
from kbpivot.shell.files import read_text
from kbpivot.shell.writing import create_text, replace_text
from kbpivot.workspace.workspace import Workspace

CODE = "<%* app.vault.adapter.remove('x') %>"

BIBTEX = f"""
@article{{key, title = {{Paper {CODE}}}, author = {{{CODE} Someone and Other, A.}},
  journal = {{{CODE}}}, year = 2020, url = {{https://x.org/{CODE}}},
  abstract = {{Text {CODE} of it.}}}}
"""
CSL = """[{"id": "%s", "type": "article", "title": "Other %s", "container-title": "%s",
  "author": [{"given": "%s", "family": "B"}], "abstract": "%s"}]""" % ((CODE,) * 5)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Notes whose titles, aliases, sentences and links hold template code."""
    return vault_of(
        tmp_path / "vault",
        f"""
        == A.md ==
        ---
        title: "A {CODE}"
        aliases: ["B {CODE}"]
        ---
        Words of {CODE} the author that explain [[Planned]] and [[Planned|{CODE}]] at some length.
        Prerequisites: [[B|{CODE}]], [[Planned]]
        == B.md ==
        ---
        title: "B {CODE}"
        hours: 3
        ---
        Other words, in which the author explains [[A]] and [[a]] at some length: {CODE}.
        == C.md ==
        Still other words that go on for long enough, and say that [[Planned]] is {CODE} needed.
        Prerequisites: [[A]]
        == kbpivot.toml ==
        [tracks]
        "Track {CODE}" = ["[[C]]"]
        == .kbpivot/log.jsonl ==
        {{"id":"1","at":"2026-01-05T12:00:00+01:00","event":"mastered","note":"B.md"}}
        """,
    )


def code_in(folder: Path, *, beside: set[str] = frozenset()) -> list[str]:
    """The files below a folder that a template engine would run, but for some."""
    return [
        path.name
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "<%" in path.read_text(encoding="utf-8") and path.name not in beside
    ]


OURS = {"A.md", "B.md", "C.md", "kbpivot.toml"}


@pytest.mark.parametrize(
    "command",
    [
        ("new", "concept", CODE),
        ("new", "paper", f"Title {CODE}"),
        ("new", "concept", "Planned"),
        ("new", "concept", "X", "--needs", "A"),
        ("gaps", "--make", "Planned"),
    ],
    ids=" ".join,
)
def test_no_new_note_holds_code(vault: Path, command: tuple[str, ...]) -> None:
    """Whatever a title, a sentence or a link brings; written or refused, never run."""
    result = kbpivot(*command, folder=vault)

    assert result.code in {0, 2}, result.err
    assert code_in(vault, beside=OURS) == []


@pytest.mark.parametrize(("option", "text"), [("--bibtex", BIBTEX), ("--csl", CSL)])
def test_no_bibliography_brings_code(vault: Path, option: str, text: str) -> None:
    """Titles, authors, journals, keys, addresses and abstracts of others are only text."""
    (vault.parent / "refs").write_text(text)
    result = kbpivot("new", "paper", option, str(vault.parent / "refs"), folder=vault)

    assert result.code == 0, result.err
    assert code_in(vault, beside=OURS) == []
    made = [path for path in vault.rglob("*.md") if path.name not in OURS]
    assert len(made) == 1 and "< %" in made[0].read_text()


@pytest.mark.parametrize(
    "command",
    [
        ("plan", "--goal", "C", "-o", "plan.md"),
        ("stats", "--until", "2026-01-10", "-o", "weeks.md"),
        (
            "stats",
            "--week",
            "2026-01-07",
            "--format",
            "markdown",
            "--show-private",
            "-o",
            "week.md",
        ),
        ("graph", "--format", "mermaid", "-o", "map.md"),
        ("suggest", "-o", "questions.md"),
    ],
    ids=" ".join,
)
def test_no_markdown_that_is_written_holds_code(vault: Path, command: tuple[str, ...]) -> None:
    """Notes for others and for oneself alike."""
    result = kbpivot(*command, folder=vault)

    assert result.code == 0, result.err
    assert code_in(vault, beside=OURS) == []


def test_a_kept_note_holds_no_code(vault: Path) -> None:
    """The note that `watch --note` writes shows titles, gaps and a map."""
    Dashboard("Board.md")(Workspace(vault, cache=False))

    assert "C" in (vault / "Board.md").read_text()
    assert code_in(vault, beside=OURS) == []


def test_the_door_lets_no_code_in(tmp_path: Path) -> None:
    """An edit may keep the code a note has, and adds none; only templates may hold some."""
    with pytest.raises(RefusedError, match="template code"):
        create_text(tmp_path / "a.md", "<% x %>")
    create_text(tmp_path / "t.md", "<% x %>", template=True)
    replace_text(read_text(tmp_path / "t.md"), "y <% x %>", root=tmp_path)
    with pytest.raises(RefusedError, match="template code"):
        replace_text(read_text(tmp_path / "t.md"), "<% x %> <% y %>", root=tmp_path)
    assert (tmp_path / "t.md").read_text() == "y <% x %>"
    assert "<%" not in inert("<<%<%%>")


# --------------------------------------------------------------------------- the terminal

ATTACKS = {
    "title": "\x1b]0;owned\x07",
    "clipboard": "\x1b]52;c;AAAA\x07",
    "clear": "\x1b[2J\x1b[H",
    "csi": "\x9b31m",
    "bidi": "\u202egnp.exe\u2066",
    "link": "\x1b]8;;http://evil.example\x1b\\x\x1b]8;;\x1b\\",
    "return": "\rkbpivot: all is well",
    "bell": "\x07\x08\x7f",
}
ALL = "".join(ATTACKS.values())
OWN = re.compile(
    r"\x1b\[[0-9;]*m|\x1b\]8;(?:id=[0-9]+)?;(?:obsidian://[!-~]*)?\x1b\\|\x1b\[\?25[lh]|\x1b\[[0-9]*[AK]|\r\n"
)
LEFT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Path:
    """A vault with escapes in names, titles, headings, properties, settings and the log."""
    name = "".join(c for c in ALL if c not in "/\x00")
    folder = tmp_path_factory.mktemp("hostile")
    quoted = "".join(f"\\u{ord(c):04x}" for c in ALL)
    (folder / f"N{name}.md").write_text(f"# H {ALL}\n[[Gone{ALL}]] [[Near{ALL}]]\n", newline="")
    (folder / "A.md").write_text(
        f'---\ntitle: "T {quoted}"\naliases: ["L {quoted}"]\nstatus: "S {quoted}"\npublish: true\n---\n'
        f"Words {ALL} of the author. Prerequisites: [[N{name}]], [[Gone {ALL}]], [[a{ALL}]]\n",
        newline="",
    )
    (folder / "B.md").write_text(
        "---\nbroken: [" + ALL + "\n---\n[[a]] words of the author\n", newline=""
    )
    (folder / ".obsidian").mkdir()
    (folder / ".obsidian" / "app.json").write_text(
        '{"userIgnoreFilters": ["/((' + quoted + '/", "/(a+)+$' + quoted + '/"]}'
    )
    (folder / ".kbpivot").mkdir()
    (folder / ".kbpivot" / "log.jsonl").write_text(
        '{"id":"1","at":"2026-01-05T12:00:00+01:00","event":"mastered","note":"Old'
        + quoted
        + '.md"}\n'
        + ALL.replace("\n", "")
        + "\n"
    )
    return folder


def on_a_terminal(folder: Path, *command: str, **variables: str) -> str:
    """What a command writes to a terminal, both streams."""
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "kbpivot", "--no-cache", "--color", "always", *command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=child,
        stderr=child,
        env={**os.environ, "TERM": "dumb", "COLUMNS": "100", **variables},
    )
    os.close(child)
    parts: list[bytes] = []
    while True:
        ready, _, _ = select.select([parent], [], [], 50)
        try:
            part = os.read(parent, 65536) if ready else b""
        except OSError:
            part = b""
        if not part:
            break
        parts.append(part)
    process.wait()
    os.close(parent)
    return b"".join(parts).decode("utf-8", "replace")


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    "command",
    [
        (),
        ("next",),
        ("gaps", "--all"),
        ("check", "--hints"),
        ("check", "--diff"),
        ("check", "--format", "markdown"),
        ("check", "--format", "github"),
        ("check", "--format", "json"),
        ("graph",),
        ("graph", "--format", "dot"),
        ("graph", "--format", "canvas"),
        ("links", "A"),
        ("unresolved",),
        ("doctor",),
        ("stats", "--until", "2026-01-10"),
        ("show", "A"),
        ("show", f"Ax{ALL}".replace("\x00", "")),
        ("ready",),
        ("plan", "--format", "markdown", "--goal", "A"),
        ("suggest",),
        (f"nex{ALL}".replace("\x00", ""),),
        ("next", f"--op{ALL}".replace("\x00", "")),
        ("-C", f"/nowhere{ALL}".replace("\x00", ""), "next"),
        ("init",),
    ],
    ids=lambda words: " ".join(words)[:30].encode("unicode_escape").decode() or "overview",
)
def test_a_terminal_is_told_nothing_by_a_vault(hostile: Path, command: tuple[str, ...]) -> None:
    """Beside our own colours and links no escape, control or direction mark reaches it."""
    said = on_a_terminal(hostile, *command)

    assert said.strip()
    assert LEFT.findall(OWN.sub("", said)) == []


def test_characters_keep_their_places() -> None:
    """What is shown in place of a control is one character, so that nothing moves."""
    for attack in ATTACKS.values():
        assert len(visible(attack)) == len(attack)
        assert not LEFT.search(visible(attack).replace("\n", "").replace("\t", ""))
        assert not LEFT.search(one_line(attack))
