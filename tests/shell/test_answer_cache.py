"""Answers given again are those that would be found anew."""

from __future__ import annotations

import json
import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commandline import kbpivot
from kbpivot.shell.answer_cache import KeptAnswers, fingerprint
from kbpivot.shell.cache import cache_file
from kbpivot.shell.files import list_files

NOTES = {
    "A.md": "---\nstatus: done\n---\nFirst of all, words enough to be a note of its own.\n",
    "B.md": "---\nprerequisites: ['[[A]]']\n---\nSecond, and it builds on what came before it.\n",
    "C.md": "Prerequisites:: [[B]]\n\nThird, and it builds on what came before it as well.\n",
    "D.md": "---\nprerequisites: ['[[A]]', '[[E]]']\n---\nFourth, waiting for a planned note.\n",
}
LONG_AGO = 1_700_000_000


def written(folder: Path, path: str, text: str, *, age: int = 0) -> None:
    """Write a file that was last changed long ago, so that its times can be trusted."""
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    os.utime(place, (LONG_AGO + age, LONG_AGO + age))


def small_vault(folder: Path) -> Path:
    for path, text in NOTES.items():
        written(folder, path, text)
    return folder


def basis(folder: Path) -> bytes | None:
    return fingerprint(
        folder, list_files(folder), log=sorted((folder / ".kbpivot").glob("*.jsonl"))
    )


def kept_file(folder: Path) -> Path:
    return cache_file(folder).with_suffix(".answers.msgpack")


EVENT = {
    "v": 1,
    "id": "01HZZZZZZZZZZZZZZZZZZZZZZZ",
    "at": "2026-01-05T10:00:00+00:00",
    "event": "done",
    "note": "B.md",
}

CHANGES = {
    "a text of the same length": ("A.md", NOTES["A.md"].replace("done", "todo")),
    "a new note": ("E.md", "Here at last.\n"),
    "a new folder": ("sub/A.md", "Another one of that name.\n"),
    "a picture": ("E.png", "no note"),
    "a canvas": ("map.canvas", "{}"),
    "the settings": ("kbpivot.toml", 'goals = ["C"]\n'),
    "excluded files": (".obsidian/app.json", '{"userIgnoreFilters": ["B"]}'),
    "the folder of templates": (".obsidian/templates.json", '{"folder": "sub"}'),
    "the folder of another plugin": (
        ".obsidian/plugins/templater-obsidian/data.json",
        '{"templates_folder": "sub"}',
    ),
    "the record": (".kbpivot/log.jsonl", json.dumps(EVENT) + "\n"),
    "a copy of the log": (".kbpivot/log.sync-conflict-1.jsonl", json.dumps(EVENT) + "\n"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_anything_an_answer_can_follow_from_changes_the_fingerprint(tmp_path, change):
    """A file, a setting or an event more gives another fingerprint; nothing more, the same."""
    vault = small_vault(tmp_path)
    before = basis(vault)
    path, text = CHANGES[change]

    assert before is not None
    assert before == basis(vault)
    written(vault, path, text, age=1)
    assert before != basis(vault)


def test_a_deleted_note_changes_the_fingerprint(tmp_path):
    """A note less gives another fingerprint."""
    vault = small_vault(tmp_path)
    before = basis(vault)
    (vault / "C.md").unlink()

    assert before != basis(vault)


def test_names_beyond_ascii_are_told_apart(tmp_path):
    """Other files of different names give different fingerprints."""
    vault = small_vault(tmp_path)
    written(vault, "é.png", "")
    before = basis(vault)
    (vault / "é.png").rename(vault / "ü.png")

    assert before != basis(vault)


def test_a_file_just_written_is_not_trusted(tmp_path):
    """A file that may change again within the same tick of the clock gives no fingerprint."""
    vault = small_vault(tmp_path)
    (vault / "A.md").write_text("just now", encoding="utf-8")

    assert basis(vault) is None


def test_a_kept_answer_is_found_under_its_question_and_condition_only(tmp_path):
    """Another question, or the same about another condition, finds nothing."""
    kept = KeptAnswers(tmp_path, b"one")
    kept.keep("what?", "this")

    assert KeptAnswers(tmp_path, b"one").find("what?") == "this"
    assert KeptAnswers(tmp_path, b"one").find("why?") is None
    assert KeptAnswers(tmp_path, b"two").find("what?") is None
    assert KeptAnswers(tmp_path / "other", b"one").find("what?") is None


def test_only_the_latest_answers_are_kept(tmp_path):
    """What was kept long ago goes, what was kept last stays."""
    kept = KeptAnswers(tmp_path, b"one")
    for number in range(40):
        kept.keep(str(number), "x" * number)

    assert kept.find("39") == "x" * 39
    assert kept.find("0") is None


@pytest.mark.parametrize("damage", [b"", b"x", b"\x93\x01"])
def test_a_damaged_file_is_no_answer(tmp_path, damage):
    """Bytes that were not written so are passed over, and written anew."""
    kept = KeptAnswers(tmp_path, b"one")
    kept.keep("what?", "this")
    whole = kept_file(tmp_path).read_bytes()
    for data in (damage, whole[:-1], whole[:-1] + b"?", damage + whole):
        kept_file(tmp_path).write_bytes(data)

        assert kept.find("what?") is None or data == whole
    kept.keep("what?", "that")
    assert kept.find("what?") == "that"


def test_next_is_answered_again_from_what_was_kept(tmp_path):
    """The second answer equals the first, as JSON and as text, and is the one that was kept."""
    vault = small_vault(tmp_path)
    first = {kind: kbpivot("next", *kind, folder=vault) for kind in ((), ("--format", "json"))}

    assert kept_file(vault).exists()
    for kind, answer in first.items():
        assert kbpivot("next", *kind, folder=vault) == answer
        assert kbpivot("next", "--no-cache", *kind, folder=vault) == answer
    condition, answers = msgspec.msgpack.decode(kept_file(vault).read_bytes()[16:])
    (question,) = answers
    KeptAnswers(vault, condition).keep(question, "as it was kept")
    assert kbpivot("next", "--format", "json", folder=vault).out == "as it was kept\n"


def test_options_are_part_of_the_question(tmp_path):
    """Each way of asking has its own answer."""
    vault = small_vault(tmp_path)
    ways = (
        (),
        ("--limit", "1"),
        ("--goal", "C"),
        ("--goal", "D"),
        ("--minutes", "5"),
        ("--why-not", "C"),
        ("--fresh",),
        ("--since", "2020"),
        ("--no-guess",),
        ("--why",),
    )
    for _ in range(2):
        for way in ways:
            cached = kbpivot("next", *way, folder=vault)
            assert cached == kbpivot("next", *way, "--no-cache", folder=vault), way


CONTENTS = st.sampled_from(
    [
        *NOTES.values(),
        "---\nstatus: started\n---\nBegun, and here are a few words of its own.\n",
        "---\ntitle: E\nprerequisites: ['[[C]]']\n---\nUnder another title than its name.\n",
        "",
    ]
)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["A.md", "B.md", "C.md", "D.md", "E.md", "kbpivot.toml", "log", "none"]),
        CONTENTS,
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(edits=EDITS)
def test_after_any_edits_an_answer_equals_one_without_cache(tmp_path_factory, edits):
    """Whatever is edited, removed, set or recorded, nothing stale is told."""
    vault = small_vault(tmp_path_factory.mktemp("vault"))
    for age, (path, text, gone) in enumerate(edits, start=1):
        if path == "kbpivot.toml":
            written(vault, path, "" if gone else '[study]\ngoals = ["D"]\n', age=age)
        elif path == "log":
            line = json.dumps(EVENT | {"id": f"01HZZZZZZZZZZZZZZZZZZZZZ{age:02}"}) + "\n"
            written(vault, ".kbpivot/log.jsonl", "" if gone else line, age=age)
        elif path != "none":
            written(vault, path, text, age=age)
            if gone:
                (vault / path).unlink()
        for _ in range(2):
            shown = kbpivot("next", "--format", "json", folder=vault)
            anew = kbpivot("next", "--format", "json", "--no-cache", folder=vault)
            assert shown == anew


@settings(max_examples=15, deadline=None)
@given(edits=EDITS)
def test_unresolved_links_are_never_stale(tmp_path_factory, edits):
    """Whatever is edited or removed, the links told are those a reading without cache finds."""
    vault = small_vault(tmp_path_factory.mktemp("vault"))
    for age, (path, text, gone) in enumerate(edits, start=1):
        if path.endswith(".md"):
            written(vault, path, text, age=age)
            if gone:
                (vault / path).unlink()
        for how in ((), ("--format", "json"), ()):
            shown = kbpivot("unresolved", *how, folder=vault)
            assert shown == kbpivot("unresolved", *how, "--no-cache", folder=vault)
