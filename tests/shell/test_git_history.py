"""What git tells about notes."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from kbpivot.shell.git_history import days_of_change, moves_of
from kbpivot.shell.site import Site, vault_root


def said(*commits: tuple[str, str]) -> bytes:
    """What git prints for commits of (day, entries separated by spaces), newest first."""
    text = b""
    for day, entries in commits:
        words = entries.split(" ")
        text += f"\x01{day}\0\n".encode() + "\0".join(words).encode() + b"\0"
    return text


def test_days_follow_a_note_through_its_names() -> None:
    """What was changed under an older name counts for the note of today; the name may be reused."""
    answer = said(
        ("2026-03-01", "M B.md A A.md"),  # a new note takes the free name
        ("2026-02-01", "R090 A.md B.md M x.png"),
        ("2026-01-01", "A A.md A B.md"),  # this B was deleted before A took its name
    )

    assert days_of_change(answer) == {
        "A.md": (date(2026, 3, 1),),
        "B.md": (date(2026, 3, 1), date(2026, 2, 1), date(2026, 1, 1)),
    }


def test_moves_are_single_steps_the_newest_first() -> None:
    """A path that moved twice is told by its newest move; other files are left out."""
    staged = b"R100\0C.md\0D.md\0"
    logged = b"R100\0B.md\0C.md\0R087\0A.md\0B.md\0R100\0p.png\0q.png\0R100\0B.md\0Old.md\0"

    assert moves_of(staged, logged) == {"C.md": "D.md", "B.md": "C.md", "A.md": "B.md"}


@pytest.mark.parametrize("answer", [b"", b"\x01nonsense\0\nM\0A.md\0", b"R100\0A.md", b"M\0"])
def test_odd_answers_say_nothing(answer: bytes) -> None:
    """A date that is none, an answer cut off, no answer."""
    assert days_of_change(answer) == {}


def test_names_of_every_kind(tmp_path: Path) -> None:
    """Real git, a vault in a subfolder, names with spaces, accents and line breaks."""

    def git(*words: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=n", "-c", "user.email=e@x.y", *words],
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )

    root = tmp_path / "my notes"
    root.mkdir()
    names = ["A é.md", "B\nC.md", 'D "E".md']
    for number, name in enumerate(names):
        (root / name).write_text(f"Text {number} of a note.\n" * 9)
    (tmp_path / "outside.md").write_text("Not in the vault.\n")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one", "--date", "2026-01-05T12:00:00+0100")
    git("mv", "my notes/A é.md", "my notes/Z.md")
    git("commit", "-qm", "two", "--date", "2026-01-06T23:30:00-0800")
    site = Site(vault_root(root))

    assert dict(site.git.note_days) == {
        "B\nC.md": (date(2026, 1, 5),),
        'D "E".md': (date(2026, 1, 5),),
        "Z.md": (date(2026, 1, 6), date(2026, 1, 5)),
    }
    assert site.git.moves_since(date(2020, 1, 1)) == {"A é.md": "Z.md"}


def test_without_git_there_is_nothing(tmp_path: Path) -> None:
    """A folder outside of any repository has no history, and that is no error."""
    site = Site(vault_root(tmp_path))

    assert (site.git.note_days, site.git.moves_since(date(2026, 1, 1))) == ({}, {})
