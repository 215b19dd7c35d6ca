"""Every command explains itself, and says so without loading what it needs to run."""

from __future__ import annotations

import gc
import re

import click
import click.testing
import pytest

from commandline import kbpivot
from kbpivot.cli.app import COMMANDS
from kbpivot.cli.app import kbpivot as app
from kbpivot.cli.options import command
from kbpivot.cli.session import Session


def command_named(name: str) -> click.Command:
    """Return a command by its name."""
    found = app.get_command(click.Context(app), name)
    assert found is not None
    return found


def test_help_lists_every_command(tmp_path):
    """`kbpivot --help` names every command with its summary, at 80 columns."""
    result = kbpivot("--help", folder=tmp_path)

    assert result.code == 0
    assert result.err == ""
    for name, entry in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(entry.summary)}$", result.out, re.MULTILINE), name
    assert max(map(len, result.out.splitlines())) <= 80


@pytest.mark.parametrize("name", COMMANDS)
def test_summary_is_the_first_sentence(name):
    """The summary in the table is the first sentence of the command's own help."""
    help_text = command_named(name).help or ""

    assert " ".join(help_text.split("\n\n")[0].split()).rstrip(".") == COMMANDS[name].summary


@pytest.mark.parametrize("name", COMMANDS)
def test_command_help_has_an_example(name, tmp_path):
    """Every command shows how it is called, and says what each option is for."""
    result = kbpivot(name, "--help", folder=tmp_path)

    assert result.code == 0
    assert re.search(r"^Examples?:\n  kbpivot\b", result.out, re.MULTILINE)
    for parameter in command_named(name).params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


@pytest.mark.parametrize("name", COMMANDS)
def test_shared_options_are_on_both_sides(name):
    """`-C`, `--format`, `--color` and `--no-cache` stand before and after every command."""
    own = {word for parameter in command_named(name).params for word in parameter.opts}

    assert {"-C", "--vault", "--format", "--color", "--no-cache"} <= own


def test_unknown_command_gets_a_near_one(tmp_path):
    """A mistyped command is one sentence on standard error and exit code 2."""
    result = kbpivot("backlink", folder=tmp_path)

    assert result.code == 2
    assert result.out == ""
    assert "There is no command 'backlink'. Did you mean backlinks" in result.err


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        (["sugest"], "There is no command 'sugest'. Did you mean suggest? `kbpivot --help`"),
        (["xyzzy"], "There is no command 'xyzzy'. `kbpivot --help`"),
        (["help"], "Help is an option here. `kbpivot --help`"),
        (["--goal", "A", "next"], "--goal belongs behind the name of a command: `kbpivot next --"),
        (["--until", "2027"], "--until belongs behind the name of a command: `kbpivot stats --u"),
        (["new", "paper", "--bibtex"], "Option '--bibtex' requires an argument. `kbpivot new --h"),
        (["--gaol", "A", "next"], "No such option"),
        (
            ["new"],
            "Missing argument 'KIND'. Choose from: paper, concept, code, course, track, source,",
        ),
    ],
)
def test_a_slip_is_told_in_one_line(tmp_path, slip, said):
    """What was typed in the wrong place, or wrongly, is named with what was meant."""
    result = kbpivot(*slip, folder=tmp_path)

    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert result.err.startswith(f"kbpivot: {said}")


def test_version(tmp_path):
    """`--version` prints the version and nothing else."""
    result = kbpivot("--version", folder=tmp_path)

    assert re.fullmatch(r"kbpivot \d+\.\d+\.\d+\n", result.out)


def test_a_command_that_lasts_collects_its_garbage():
    """Others are over before it is worth it; a server that did not would grow with each edit."""
    lasting = {name for name in COMMANDS if command_named(name).lasting}
    seen = {}
    for one in (True, False):

        @command("probe", examples=["kbpivot probe"], lasting=one)
        def probe(session, one=one):
            seen[one] = gc.isenabled()

        click.testing.CliRunner().invoke(probe, obj=Session(), standalone_mode=False)

    assert lasting == {"watch", "serve", "mcp"}
    assert seen == {True: True, False: False}
    assert gc.isenabled()
