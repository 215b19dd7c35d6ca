"""The public interface: its names, where they come from, and what importing it costs."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys

import pytest

import kbpivot

HEAVY = ("igraph", "mistune", "networkx", "numpy", "rich", "watchdog", "icalendar", "fsrs")


def run_python(code: str) -> str:
    """Return what a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_names_are_sorted_and_unique():
    """`__all__` is sorted and says every name once."""
    assert list(kbpivot.__all__) == sorted(set(kbpivot.__all__))


@pytest.mark.parametrize("name", kbpivot.__all__)
def test_name_is_there_and_documented(name):
    """Every public name can be had from `kbpivot`, and every class and function says what it is."""
    value = getattr(kbpivot, name)

    if inspect.isclass(value) or inspect.isfunction(value):
        assert (inspect.getdoc(value) or "").strip()


def test_unknown_name_is_an_attribute_error():
    """A name that is not public is refused as any module refuses it."""
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = kbpivot.nonsense


def test_the_first_room_is_small():
    """Whoever lists the names of `kbpivot` can read them all."""
    assert len(kbpivot.__all__) <= 45


def test_import_is_light():
    """`import kbpivot` loads none of the libraries that take long to load."""
    code = f"import sys, kbpivot; print([n for n in {HEAVY!r} if n in sys.modules])"

    assert run_python(code).strip() == "[]"


def test_command_line_is_light():
    """The help of `kbpivot` needs click and nothing else that is installed besides it."""
    code = (
        "import sys; from kbpivot.cli.run import run; run(['--help']); "
        "print([n for n in "
        f"{(*HEAVY, 'msgspec', 'pyromark', 'frontmatter', 'kbpivot.vault')!r} if n in sys.modules])"
    )

    assert run_python(code).strip().endswith("\n[]")


def test_every_command_module_is_light():
    """Importing a command for its help loads no heavy library either."""
    code = (
        "import sys, click; from kbpivot.cli.app import COMMANDS, kbpivot as app;"
        "context = click.Context(app);"
        "[app.get_command(context, name) for name in COMMANDS];"
        f"print([n for n in {(*HEAVY, 'msgspec', 'pyromark')!r} if n in sys.modules])"
    )

    assert run_python(code).strip() == "[]"


def test_an_answer_given_again_is_light(tmp_path):
    """`next` on an unchanged vault loads no graph, no parser and no library that they need."""
    vault = tmp_path / "vault"
    vault.mkdir()
    for name, text in (("Limit", "# Limit\n"), ("Derivative", "Prerequisites: [[Limit]]\n")):
        (vault / f"{name}.md").write_text(text, encoding="utf-8")
        os.utime(vault / f"{name}.md", (1_600_000_000, 1_600_000_000))
    heavy = (*HEAVY, "yaml", "yaml12", "pyromark", "wordfreq", "subprocess", "tempfile")
    own = ("graph", "maps", "notes.parse", "schedule", "shell.kept_notes", "study", "traits")
    needless = (*heavy, *(f"kbpivot.{name}" for name in (*own, "vault.vault")))
    code = (
        "import sys; from kbpivot.cli.run import run;"
        f"code = run(['-C', {str(vault)!r}, '--format', 'json', 'next']);"
        f"print([name for name in {needless!r} if name in sys.modules]); sys.exit(code)"
    )

    first, again = (run_python(code).rsplit("\n", 2) for _ in range(2))

    assert "kbpivot.graph" in first[1]
    assert again[1] == "[]"
    assert again[0] == first[0]
