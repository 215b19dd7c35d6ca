"""The note a watch keeps: owned between its markers, untouched elsewhere."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kbpivot as kb
from kbpivot.errors import RefusedError
from kbpivot.live.dashboard import Dashboard, with_block
from kbpivot.live.monitor import Monitor
from kbpivot.notes.own_block import END, START
from kbpivot.shell.log import new_event

EXAMPLE = Path(__file__).parents[2] / "examples" / "vault"


@given(st.text(), st.text(), st.text(alphabet="abc \n#[]"), st.sampled_from(["\n", "\r\n"]))
def test_all_but_the_block_is_kept(before, after, content, newline):
    """Whatever stands around the markers, not a character of it changes."""
    if "kbpivot:" in before + after:
        return
    text = f"{before}{newline}{START}{newline}old{newline}{END}{newline}{after}"
    try:
        written = with_block(text, f"{content}\n")
    except RefusedError:
        return

    assert written.startswith(f"{before}{newline}{START}{newline}")
    assert written.endswith(f"{END}{newline}{after}")
    assert written == with_block(written, f"{content}\n")


def test_markers_are_added_once():
    """A note without markers gets them at its end and keeps all it had."""
    written = with_block("Mine.", "ours\n")

    assert f"Mine.\n\n{START}\nours\n{END}\n" == written
    assert f"Mine.\n\n{START}\nnew\n{END}\n" == with_block(written, "new\n")


@pytest.mark.parametrize(
    "text", [f"{START}\nx", f"x\n{END}\n", f"{END}\n{START}\n", f"{START}\n{START}\n{END}\n"]
)
def test_broken_markers_are_refused(text):
    """With one marker, or two in the wrong order, nothing is guessed."""
    with pytest.raises(RefusedError):
        with_block(text, "x\n")


@pytest.fixture
def vault(tmp_path):
    return Path(shutil.copytree(EXAMPLE, tmp_path / "vault"))


def test_a_new_note_is_private_and_stable(vault):
    """The note is made with `publish: false`, and a second run writes nothing."""
    upkeep = Dashboard("kbpivot.md")
    upkeep(kb.Workspace(vault, cache=False))
    note = vault / "kbpivot.md"
    first = note.read_bytes()
    stamp = note.stat().st_mtime_ns
    upkeep(kb.Workspace(vault, cache=False))

    assert b"publish: false" in first
    assert (first, stamp) == (note.read_bytes(), note.stat().st_mtime_ns)


def test_a_ticked_box_is_logged_before_the_note_is_written(vault):
    """Ticking a box means done: it goes into the log, and the board moves on."""
    upkeep = Dashboard("kbpivot.md")
    upkeep(kb.Workspace(vault, cache=False))
    note = vault / "kbpivot.md"
    text = note.read_text(encoding="utf-8")
    line = next(row for row in text.splitlines() if row.startswith("- [ ] "))
    note.write_text(text.replace(line, line.replace("[ ]", "[x]", 1)), encoding="utf-8")
    work = kb.Workspace(vault, cache=False)
    before = work.state.mastered

    assert upkeep(work)
    after = kb.Workspace(vault, cache=False)

    assert 1 == len(after.state.mastered - before)
    assert line not in note.read_text(encoding="utf-8")
    assert not upkeep(after)


@pytest.mark.parametrize(("goals", "heading"), [((), "This week"), (("Softmax",), "To review")])
def test_reviews_that_are_due_stand_in_the_week(vault, goals, heading):
    """What the person keeps in memory comes first, also when nothing is left to study."""
    work = kb.Workspace(vault, cache=False)
    long_ago = datetime.now().astimezone() - timedelta(days=90)
    work = work.recorded(
        new_event("reviewed", "Concepts/Probability.md", at=long_ago, rating="good"),
        new_event("mastered", "Concepts/Softmax.md", at=long_ago),
    ).workspace
    Dashboard("Board.md", goals=goals)(work.renewed(work.vault))
    text = (vault / "Board.md").read_text(encoding="utf-8")
    section = text.split(f"## {heading}")[1].split("\n## ")[0]

    assert "- [[Probability]]" in section


def test_a_public_note_names_nothing_private(vault):
    """In a note that others read, titles of private notes are left out."""
    note = vault / "Board.md"
    note.write_text("---\npublish: true\ntype: index\n---\nMine.\n", encoding="utf-8")
    (vault / "Concepts" / "Backpropagation.md").write_text(
        '---\npublish: true\nhours: 1\nprerequisites: ["[[Secret plan]]"]\n---\n'
        "Words enough to count as written by somebody, which is more than fifteen of them here.\n",
        encoding="utf-8",
    )
    (vault / "Secret plan.md").write_text(
        "---\npublish: false\nstatus: mastered\n---\nHidden words.\n", encoding="utf-8"
    )
    work = kb.Workspace(vault, cache=False)
    Dashboard("Board.md")(work)
    text = note.read_text(encoding="utf-8")
    private = {one.title for one in work.vault.notes if one.path not in work.public.paths}

    assert START in text
    assert set() == {title for title in private if title in text}


def test_the_drawing_goes_from_the_next_step_to_the_goal(vault):
    """It has the next step, the chain to the goal, how many more, and stated edges as such."""
    work = kb.Workspace(vault)
    Dashboard("kbpivot.md", goals=("Transformer",))(work)
    drawn = (vault / "kbpivot.md").read_text(encoding="utf-8").partition("```mermaid")[2]

    names = [
        line.split('"')[1] for line in drawn.splitlines() if line.startswith("  n") and '"' in line
    ]
    assert names[0] == "Backpropagation"
    assert names[-1] == "Transformer"
    left = len(work.way(["Transformer"])[1]) - len(names)
    assert f'more["+{left} more"]' in drawn
    assert drawn.count(" --> ") == len(names) - 1


class Interrupted(Dashboard):
    """A kept note, in a vault in which somebody saves another note while it is written."""

    def __init__(self, path, change):
        super().__init__(path)
        self._change = change

    def __call__(self, work):
        logged = super().__call__(work)
        self._change()
        return logged


@pytest.mark.parametrize("fresh", [True, False], ids=["made anew", "there already"])
def test_what_changes_while_it_is_written_is_in_it(tmp_path, fresh):
    """A note saved meanwhile is read with it and heard of later: the kept note has it all the same."""
    words = "Words enough about this, so that it is a note that explains what it is about.\n"
    (tmp_path / "A.md").write_text(f"{words}\n## Prerequisites\n\n- [[B]]\n")
    (tmp_path / "B.md").write_text(words)
    steps = iter((lambda: None, lambda: (tmp_path / "C.md").write_text(words)))

    def change():
        next(steps, lambda: None)()

    monitor = Monitor(kb.Workspace(tmp_path, cache=False), keeper=Interrupted("Board.md", change))
    (tmp_path / "A.md").write_text(f"{words}\n## Prerequisites\n\n- [[B]]\n- [[C]]\n")
    if fresh:
        (tmp_path / "Board.md").unlink()
    monitor.look(["A.md", "Board.md"])
    monitor.look(["C.md"])
    live = (tmp_path / "Board.md").read_text()
    Dashboard("Board.md")(kb.Workspace(tmp_path, cache=False))

    assert live == (tmp_path / "Board.md").read_text()
