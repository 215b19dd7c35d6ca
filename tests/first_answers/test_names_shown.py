"""Notes are called by their title, else by the heading they begin with, else by their file."""

from __future__ import annotations

import pytest

import kbpivot as kb
from commandline import answer, kbpivot, vault_of
from kbpivot.notes.titles import shown_title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: Rings\n---\n# Other\n\nText.\n", "Rings"),
        ("# Rings and fields\n\nText.\n", "Rings and fields"),
        ("Text first.\n\n# Rings\n", "Rings"),
        ("# *Rings* of [[Sets|sets]]\n", "Rings of sets"),
        ("## Rings\n\nText.\n", "xrng"),
        ("# One\n\n# Two\n", "xrng"),
        ("# Summary\n\nText.\n", "xrng"),
        ("# 概述\n\n文字。\n", "xrng"),
        ("# {{title}}\n", "xrng"),
        (f"# {'Long ' * 30}\n", "xrng"),
        ("Text.\n", "xrng"),
        ("# Rings, or xRng: what they are\n\nText.\n", "xrng"),
    ],
)
def test_what_a_note_is_called(text, title):
    """A heading is a title when it is the only one of its level and no name of a section."""
    assert shown_title(kb.parse_note("algebra/xrng.md", text)) == title


def test_answers_say_it_and_take_it_as_a_goal(tmp_path):
    """The first heading is shown by `next`, and names a goal."""
    vault = vault_of(
        tmp_path,
        """
        == xset.md ==
        # Sets
        TBD
        == xrng.md ==
        ---
        prerequisites: "[[xset]]"
        ---
        # Rings and fields
        TBD
        """,
    )

    assert answer("next", folder=vault)["suggestions"][0]["title"] == "Sets"
    assert "Rings and fields" in kbpivot("path", "Rings and fields", folder=vault).out


def test_long_paths_leave_room(tmp_path):
    """Of a way of fifty steps twenty are shown, and how many more there are."""
    names = [f"N{number:02} of it" for number in range(50)]
    for before, name in zip([None, *names], names, strict=False):
        needs = f'prerequisites: "[[{before}]]"\n' if before else ""
        (tmp_path / f"{name}.md").write_text(f"---\nstatus: todo\n{needs}---\nText.\n")

    shown = kbpivot("path", names[-1], folder=tmp_path).out.splitlines()
    every = kbpivot("path", names[-1], "--all", folder=tmp_path).out.splitlines()

    assert len(shown) < 30
    assert len(every) > 50
    assert "30 more with --all" in shown[-1]
    assert len(answer("path", names[-1], folder=tmp_path)["notes"]) == 50
