"""Commands that stand in running text, in scripts and in messages are there, options included.

Those in `console` blocks are run by the transcripts; these would need a network, an editor or
somebody's notes, or are only named.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from kbpivot.cli.app import COMMANDS
from kbpivot.cli.app import kbpivot as app

ROOT = Path(__file__).parents[1]
PLACES = ("README.md", "docs/**/*.md", "templates/*.md", "examples/vault/**/*.md", "src/**/*.py")
_CONSOLE = re.compile(r"^```console\n.*?^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`(kbpivot(?: [^`\n]*)?)`")
_LINE = re.compile(r"^\s*(?:- )?(?:run: )?(kbpivot .*)$", re.MULTILINE)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def shown() -> Iterator[tuple[str, str]]:
    """Yield a file and a command line in it."""
    for place in PLACES:
        for file in sorted(ROOT.glob(place)):
            text = _CONSOLE.sub("", file.read_text(encoding="utf-8"))
            found = [one[1] for one in _INLINE.finditer(text)]
            if file.suffix == ".md":
                for block in re.findall(r"^```\w+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
                    found += [one[1] for one in _LINE.finditer(block)]
            for line in dict.fromkeys(found):
                yield file.relative_to(ROOT).as_posix(), line


SHOWN = sorted({line: file for file, line in shown()}.items())


def slip(line: str) -> str:
    """Say what is wrong with a command line, "" for nothing; values may be stand-ins."""
    plain = re.sub(r"\{[^{}]*\}|…", "X", line)
    words = shlex.split(re.split(r"\s(?:\||>+|\|\||&&|#)\s", plain)[0])[1:]
    context = click.Context(app, info_name="kbpivot")
    while words and words[0] in {"-C", "--vault", "--format", "--color"}:
        words = words[2:]
    if not words or words[0].startswith("-"):
        return ""
    if not _WORD.fullmatch(words[0]):
        return ""  # `kbpivot COMMAND --help`
    if words[0] not in COMMANDS:
        return f"there is no command {words[0]}"
    command = app.get_command(context, words[0])
    assert command is not None
    try:
        command.make_context(words[0], words[1:], parent=context)
    except click.NoSuchOption as unknown:
        return unknown.format_message()
    except (click.UsageError, click.exceptions.Exit):
        return ""  # an argument is left out, or stands for something; `--help` was asked for
    return ""


def test_there_is_something_to_look_at():
    """The files are found, and commands with options among them."""
    assert len(SHOWN) > 60
    assert sum(" --" in line for line, _ in SHOWN) > 20


@pytest.mark.parametrize(("line", "file"), SHOWN)
def test_a_shown_command_is_there(line, file):
    """It has this name, and each option that is shown with it."""
    assert slip(line) == "", file


def test_a_slip_is_seen():
    """A command or an option that is not there is told."""
    assert slip("kbpivot sugest") == "there is no command sugest"
    assert "--gaol" in slip("kbpivot -C x next --gaol A | head -3")
