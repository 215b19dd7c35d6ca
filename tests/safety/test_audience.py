"""Answers for the public name nothing that only private notes say: every command, format, policy."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from commandline import kbpivot, vault_of
from kbpivot.cli.app import COMMANDS as COMMANDS_OF_KBPIVOT
from kbpivot.errors import KbpivotError, NoteNotFoundError
from kbpivot.workspace.workspace import Workspace
from planted_vaults import COMMANDS, POLICIES, WRITING, planted_vault, told_by

NOTES = """
    == A.md ==
    ---
    publish: true
    prerequisites: ["Secret title", "[[B]]"]
    ---
    Words of A. It leans on [[Secret]] and [[B]].
    %% a remark on [[Hidden plan]] %%
    == B.md ==
    ---
    publish: true
    ---
    Words of B, which come before.
    == Index.md ==
    ---
    publish: true
    type: index
    ---
    1. [[B]]
    2. [[Secret]]
    3. [[A]]
    == private/Secret.md ==
    ---
    title: Secret title
    ---
    Words nobody else reads. Prerequisites: [[Secret plan]]
    == kbpivot.toml ==
    [tracks]
    Mine = ["[[Secret]]"]
    Ours = ["[[A]]"]
    == .kbpivot/log.jsonl ==
    {"id":"1","at":"2026-01-05T10:00:00+00:00","event":"mastered","note":"private/Secret.md"}
    {"id":"2","at":"2026-01-06T10:00:00+00:00","event":"mastered","note":"B.md"}
    {"id":"3","at":"2026-01-07T10:00:00+00:00","event":"started","note":"private/Secret.md"}
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return vault_of(tmp_path / "vault", NOTES)


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@pytest.mark.parametrize("seed", range(len(POLICIES)))
def test_no_planted_name_is_told(tmp_path: Path, seed: int) -> None:
    """Titles, aliases, headings, words, names, folders, tags, reasons, tracks, events: none."""
    folder = planted_vault(tmp_path / "vault", seed)
    rand = random.Random(seed)
    told = {
        command: words
        for command in [*rand.sample(COMMANDS, 12), *rand.sample(WRITING, 3)]
        if (words := told_by(command, folder))
    }

    assert told == {}


def test_the_names_are_there_to_be_told(tmp_path: Path) -> None:
    """The owner is told them by the same commands, so the test above looks at something."""
    folder = planted_vault(tmp_path / "vault", 0)
    said = kbpivot("graph", "--format", "json", folder=folder).out
    said += kbpivot("unresolved", "--format", "json", folder=folder).out

    assert "Zqfile" in said and "Zqplanned" in said and "Zqfolder" in said


def test_records_are_reduced_and_not_their_text(vault: Path) -> None:
    """Notes, graph, tracks and log have only what is public; the owner keeps all."""
    mine = Workspace(vault)
    theirs = mine.for_audience("public")

    assert theirs.vault.paths == ("A.md", "B.md", "Index.md")
    assert sorted(theirs.graph.nodes) == ["A.md", "B.md", "Index.md"]
    assert sorted(theirs.graph.edges) == [("B.md", "A.md")]
    assert [track.name for track in theirs.tracks()] == ["Ours"]
    assert [event.note for event in theirs.events] == ["B.md"]
    assert [link.linkpath for link in theirs.vault.unresolved()] == []
    assert theirs.for_audience("me") is mine
    assert mine.for_audience("me") is mine
    with pytest.raises(KbpivotError, match="no audience"):
        mine.for_audience("friends")


def test_a_text_keeps_its_lines(vault: Path) -> None:
    """`…` stands for a name, comments go, and every place is where it was."""
    mine, theirs = Workspace(vault), Workspace(vault).for_audience("public")
    before, after = mine.vault.text("A.md"), theirs.vault.text("A.md")

    assert len(before) == len(after)
    assert "Secret" not in after and "Hidden" not in after
    assert "It leans on …" in after and "and [[B]]." in after
    place = theirs.vault.links("A.md")[0].link.span
    assert place is not None and after[place.start : place.end] == "[[B]]"


def test_a_private_name_is_as_unknown_as_any_other(vault: Path) -> None:
    """Nobody learns by trying names which ones there are."""
    theirs = Workspace(vault).for_audience("public")
    for name in ("Secret", "Secret title", "private/Secret.md", "Secret plan", "Hidden plan"):
        with pytest.raises(NoteNotFoundError) as missing:
            theirs.node(name)
        assert not [near for near in missing.value.near if "ecret" in near or "idden" in near]


def test_gaps_are_those_of_everything_in_words_for_others(vault: Path) -> None:
    """A private prerequisite is a gap for the public too, and has no name there."""
    theirs = Workspace(vault).for_audience("public").gaps()

    assert {gap.kind for gap in theirs if gap.path == "A.md"} == {
        "private-prerequisite",
        "planned-prerequisite",
    }
    assert "ecret" not in repr([gap.as_dict() for gap in theirs])


def test_findings_and_the_walk_of_a_reader_are_as_well(vault: Path) -> None:
    """So are the findings of a check, and the dead links on the way of a newcomer."""
    theirs = Workspace(vault).for_audience("public")
    walk = theirs.reader_path()

    assert [one.reason for one in walk.dead] == ["private", "private"]
    assert "ecret" not in repr(walk.as_dict())
    assert "ecret" not in repr([one.as_dict() for one in theirs.findings()])


def test_undo_takes_back_the_last_command_whatever_it_was_about(vault: Path) -> None:
    """What an audience may not know is undone in its turn, and not named."""
    said = kbpivot("undo", "--audience", "public", "--format", "json", folder=vault)

    assert said.code == 0 and "ecret" not in said.out
    assert Workspace(vault).state.started == frozenset()


def test_the_log_is_written_as_ever(vault: Path) -> None:
    """An event is that of the owner's log: the note's own fingerprint, found by the owner."""
    kbpivot("done", "A", "--audience", "public", folder=vault)
    done = Workspace(vault)

    assert "A.md" in done.state.mastered
    assert done.log.events[-1].hash == done.inputs.note_hash("A.md")


@pytest.mark.parametrize(
    "command",
    [
        ("init", "--yes"),
        ("new", "concept", "C"),
        ("begin", "--goal", "A"),
        ("gaps", "--make", "C"),
        ("check", "--fix"),
        ("check", "--diff"),
        ("check", "--baseline", "b.json", "--update-baseline"),
        ("watch", "--note", "kept.md"),
        ("gaps", "--show-private"),
        ("stats", "--show-private", "--format", "markdown"),
    ],
    ids=" ".join,
)
def test_what_writes_by_all_notes_refuses(vault: Path, command: tuple[str, ...]) -> None:
    """Nothing is written from notes of which a part was left out."""
    said = kbpivot(*command, "--audience", "public", folder=vault)

    assert said.code == 2 and "--audience public" in said.err
    assert sorted(one.name for one in vault.iterdir()) == [
        ".kbpivot", "A.md", "B.md", "Index.md", "kbpivot.toml", "private",
    ]  # fmt: skip


def test_formats_for_others_stay_as_they_are(vault: Path) -> None:
    """Without the option they name no private note; `--audience me` is `--show-private`."""
    usual = kbpivot("gaps", "--format", "github", folder=vault).out

    assert usual and "ecret" not in usual
    assert (
        kbpivot("gaps", "--format", "github", "--audience", "me", folder=vault).out
        == kbpivot("gaps", "--format", "github", "--show-private", folder=vault).out
    )


def test_the_page_says_of_each_command_what_it_may_tell() -> None:
    """No command is left out of the table of `docs/how-to/answer-for-others.md`."""
    page = Path(__file__).parents[2] / "docs" / "how-to" / "answer-for-others.md"
    rows = [line for line in page.read_text(encoding="utf-8").splitlines() if line[:3] == "| `"]
    named = {word.split()[0] for row in rows for word in row.split("|")[1].split("`")[1::2]}

    assert named >= set(COMMANDS_OF_KBPIVOT)
