"""Completion in the shell: what the protocol answers, and what bash makes of it."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from commandline import environment, vault_of
from kbpivot.cli.app import kbpivot as app
from kbpivot.cli.completion import QuotingBash, joined_words

BIN = str(Path(sys.executable).parent)
NAMES = [
    *("Attention is all", 'It\'s 5 [x] "y"', "Softmax", "*star x", "Kéa, b"),
    *("Bias: a note", "Bias: two", "x=y z"),
]


@pytest.fixture
def vault(tmp_path):
    vault_of(tmp_path, "\n".join(f"== {name}.md ==\nx" for name in NAMES))
    (tmp_path / ".obsidian").mkdir()
    return tmp_path


def asked(shell: str, *words: str, folder: Path) -> list[str]:
    """Ask what could stand in place of the last word, as the shell's script does."""
    place = {"fish": words[-1]}.get(shell, str(len(words) - 1))
    separator = "\n" if shell == "bash" else " "
    done = subprocess.run(
        [sys.executable, "-m", "kbpivot"],
        cwd=folder,
        env={
            **os.environ,
            "COMP_WORDS": separator.join(words if shell != "fish" else words[:-1]),
            "COMP_CWORD": place,
            "_KBPIVOT_COMPLETE": f"{shell}_complete",
        },
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.rstrip("\n").split("\n")


def offered_in_bash(*words: str, folder: Path) -> list[str]:
    """Ask the same inside this process."""
    with (
        contextlib.chdir(folder),
        environment(COMP_WORDS="\n".join(words), COMP_CWORD=str(len(words) - 1)),
    ):
        return QuotingBash(app, {}, "kbpivot", "_KBPIVOT_COMPLETE").complete().split("\n")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_commands_and_names_complete(vault, shell):
    """Each shell is offered commands, and the names of notes as they are or quoted for it."""
    commands = asked(shell, "kbpivot", "unr", folder=vault)
    names = asked(shell, "kbpivot", "show", "Att", folder=vault)

    assert "unresolved" in "\n".join(commands)
    assert "Attention is all" in "\n".join(names).replace("\\", "")
    assert "Softmax" not in "\n".join(names)


@pytest.mark.parametrize(
    ("begun", "offered"),
    [
        *(("att", "Attention\\ is\\ all"), ("Attention\\ i", "Attention\\ is\\ all")),
        *(('"Att', "Attention is all"), ("'Att", "Attention is all"), ("sof", "Softmax")),
        *(("It", 'It\\\'s\\ 5\\ \\[x\\]\\ \\"y\\"'), ('"It', 'It\'s 5 [x] \\"y\\"')),
        *(("'It", "It'\\''s 5 [x] \"y\""), ("\\*", "\\*star\\ x"), ("Kéa", "Kéa,\\ b")),
        *(("'[[so", "[[Softmax]]"), ("\\[\\[so", "\\[\\[Softmax\\]\\]")),
    ],
)
def test_bash_gets_names_quoted_as_begun(vault, begun, offered):
    """A name with blanks and signs is quoted the way the word was begun."""
    assert offered_in_bash("kbpivot", "show", begun, folder=vault) == [f"plain,{offered}"]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("show", "Bias", ":"), ["\\ a\\ note", "\\ two"]),
        (("show", "Bias", ":", "\\ t"), ["\\ two"]),
        (("show", "bias", ":", "\\ t"), ["\\ two"]),
        (("show", "Bias", ":", '" t'), [" two"]),
        (("show", '"Bias: t'), ["Bias: two"]),
        (("show", "Bias\\:\\ t"), ["Bias:\\ two"]),
        (("show", "Bi"), ["Bias:\\ a\\ note", "Bias:\\ two"]),
        (("show", "x", "="), ["y\\ z"]),
        (("check", "--format", "="), ["text", "json", "github", "sarif", "markdown"]),
        (("check", "--format", "=", "gi"), ["github"]),
        (("check", "--format=gi"), ["--format=github"]),
        (("check", "--format", "gi"), ["github"]),
        (("--format", "=", "js"), ["json"]),
        (("check", "--color", "=", "n"), ["never"]),
        (("next", "--goal", "=", "Sof"), ["Softmax"]),
        (("next", "--goal", "=", "Bias", ":", "\\ t"), ["\\ two"]),
        (("next", "--goal", "=", '"Bias: t'), ["Bias: two"]),
        (("--format", "=", "json", "next", "--goal", "Sof"), ["Softmax"]),
    ],
)
def test_bash_takes_words_apart(vault, words, offered):
    """Bash breaks words at `:` and `=`; what is offered goes on from there."""
    assert offered_in_bash("kbpivot", *words, folder=vault) == [f"plain,{one}" for one in offered]


@pytest.mark.parametrize(
    ("line", "words", "joined"),
    [
        ("k A:b", ["k", "A", ":", "b"], (["k", "A:b"], 2)),
        ("k A: b", ["k", "A", ":", "b"], (["k", "A:", "b"], 0)),
        ("k A :b", ["k", "A", ":", "b"], (["k", "A", ":b"], 1)),
        ("k a a:b", ["k", "a", "a", ":", "b"], (["k", "a", "a:b"], 2)),
        ("k A::b", ["k", "A", "::", "b"], (["k", "A::b"], 3)),
        ("k --x=", ["k", "--x", "="], (["k", "--x="], 4)),
        ("", ["k", "--x", "=", "A", ":"], (["k", "--x=A:"], 6)),
        ("k ", ["k", ""], (["k", ""], 0)),
    ],
)
def test_words_are_joined_where_no_blank_stood(line, words, joined):
    """Only what was typed as one word is one; without the line a sign binds on both sides."""
    assert joined_words(words, line=line) == joined


@pytest.mark.parametrize("shell", ["zsh", "fish"])
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("check", "--format=gi"), "--format=github"),
        (("--format=js",), "--format=json"),
        (("next", "--goal=Sof"), "--goal=Softmax"),
        (("show", "Bias:\\ t"), "Bias: two"),
    ],
)
def test_zsh_and_fish_get_whole_words(vault, shell, words, offered):
    """Both replace the whole word, so the option before `=` is kept and a colon is a letter."""
    lines = asked(shell, "kbpivot", *words, folder=vault)

    assert {"zsh": ["plain", offered, "_"], "fish": [f"plain,{offered}"]}[shell] == lines


def test_options_take_names_too(vault):
    """A note's name completes behind options, in a vault named with -C, and nothing is read."""
    found = offered_in_bash(
        *("kbpivot", "-C", str(vault), "new", "concept", "X", "--needs", "So"),
        folder=vault.parent,
    )

    assert found == ["plain,Softmax"]


def test_no_vault_offers_nothing(tmp_path):
    """Where there is no vault, completion is silent."""
    assert offered_in_bash("kbpivot", "-C", "none", "show", "x", folder=tmp_path) == [""]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_a_script(vault, shell):
    """The script that a shell sources names our function."""
    done = subprocess.run(
        [sys.executable, "-m", "kbpivot"],
        env={**os.environ, "_KBPIVOT_COMPLETE": f"{shell}_source"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert "_kbpivot_completion" in done.stdout
    assert f"_KBPIVOT_COMPLETE={shell}_complete" in done.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_fills_in_whole_names(vault):
    """In bash itself each name is one answer, never split at a blank or expanded at a star."""
    script = """
        eval "$(_KBPIVOT_COMPLETE=bash_source kbpivot)"
        COMP_WORDS=(kbpivot show "$1"); COMP_CWORD=2
        _kbpivot_completion kbpivot "$1" show
        printf '%s\\n' "${COMPREPLY[@]}"
        complete -p kbpivot
    """
    done = subprocess.run(
        ["bash", "--norc", "-c", script, "bash", ""],
        cwd=vault,
        env={**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    *offered, registered = done.stdout.splitlines()
    assert sorted(line.replace("\\", "") for line in offered) == sorted(NAMES)
    assert registered.endswith("-F _kbpivot_completion kbpivot")


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
@pytest.mark.parametrize(
    ("words", "line", "offered"),
    [
        ("(kbpivot check --format = gi)", "kbpivot check --format=gi", "github\n"),
        ("(kbpivot show Bias : '\\ t')", "kbpivot show Bias:\\ t", "\\ two\n"),
    ],
)
def test_bash_goes_on_behind_its_breaks(vault, words, line, offered):
    """In bash itself the answer is what stands behind `=` or `:`."""
    script = f"""
        eval "$(_KBPIVOT_COMPLETE=bash_source kbpivot)"
        COMP_WORDS={words}; COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 )); COMP_LINE="$1"
        _kbpivot_completion kbpivot
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        ["bash", "--norc", "-c", script, "bash", line],
        cwd=vault,
        env={**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert done.stdout == offered


@pytest.mark.skipif(shutil.which("fish") is None, reason="there is no fish")
def test_fish_offers_whole_names(vault):
    """In fish itself commands, names with blanks and choices are offered, each once."""
    script = """
        _KBPIVOT_COMPLETE=fish_source kbpivot | source
        for line in "kbpivot unr" "kbpivot show Att" "kbpivot next --goal Sof" "kbpivot new tr" \\
                "kbpivot show K" "kbpivot show Bias:" "kbpivot check --format=gi"
            complete -C $line
        end
    """
    done = subprocess.run(
        ["fish", "--no-config", "-c", script],
        cwd=vault,
        env={**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    offered = [line.partition("\t")[0] for line in done.stdout.splitlines()]
    assert offered == [
        *("unresolved", "Attention is all", "Softmax", "track"),
        *("Kéa, b", "Bias: a note", "Bias: two", "--format=github"),
    ]
