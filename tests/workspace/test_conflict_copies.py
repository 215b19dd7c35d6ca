"""Copies of synchronisers: left out, counted, told, and never taken for a note of one's own."""

from __future__ import annotations

import json

import pytest

import kbpivot as kb
from commandline import answer, kbpivot, vault_of
from kbpivot.live.vault import LiveVault
from kbpivot.shell.files import list_files, note_paths
from kbpivot.shell.log import append, new_event
from kbpivot.vault import Vault, conflict_copies
from kbpivot.workspace.doctor import health

WORDS = "Ten words that the author wrote about one certain thing."
STAMP = "20260102-030405"

SURE = [
    f"A.sync-conflict-{STAMP}-ABCDEFG.md",
    f"A.sync-conflict-{STAMP}.md",
    f"A.sync-conflict-{STAMP}-ABCDEFG.sync-conflict-{STAMP}-HIJKLMN.md",
    "A (Ada's conflicted copy 2026-01-02).md",
    "A (Ada's conflicted copy 2026-01-02 (1)).md",
    "A (Ada's conflicted copy 2026-01-02) (conflicted copy 2026-01-03).md",
    "A (conflicted copy 2026-01-02 030405).md",
    "A (Conflicted copy Ada's phone 202601020304).md",
    "A (Case Conflict 1).md",
    "A (SFConflict ada@example.org 2026-01-02-03-04-05).md",
    f"A_conflict-{STAMP}.md",
    "A_HOST_Jan-02-030405-2026_Conflict.md",
    "A (In Konflikt stehende Kopie von Ada 2026-01-02).md",
    "A (Copie en conflit de Ada 2026-01-02).md",
    "A (copia en conflicto de Ada 2026-01-02).md",
    "A (copia in conflitto di Ada 2026-01-02).md",
    "A (Adaの競合コピー 2026-01-02).md",
    "A (Ada 的冲突副本 2026-01-02).md",
    "A (Ada의 충돌된 사본 2026-01-02).md",
    "A (конфликтующая копия Ada 2026-01-02).md",
]
LIKELY = [
    *("A 2.md", "A 13.md", "A (1).md", "A(2).md", "A (conflict).md", "A [conflicted].md"),
    *("A.Conflict.md", "A.conflict(2).md", "A_conf(1).md", "A-DESKTOP-AB12CD3.md", "A-PC7.md"),
    *("A-Ada’s MacBook Pro.md", "a 2.md"),
]
NEITHER = [
    *("A 1.md", "A old.md", "A-old.md", "A v2.md", "A copy.md", "A 2026.md", "A - 2.md", "A2.md"),
    *("Conflict.md", "Sync conflict.md", "Copy on conflict.md", "sub/A 2.md", "A 2 b.md", "2.md"),
]


def copies(texts):
    return conflict_copies(texts, texts.__getitem__)


@pytest.mark.parametrize("name", SURE)
def test_a_name_that_says_it(name):
    """A client's own way to call a copy is enough, whatever it holds; also without an original."""
    assert copies({"A.md": WORDS, name: "Else."}) == {name: "A.md"}
    assert copies({name: "Else."}) == {name: "A.md"}
    assert copies({"x/A.md": WORDS, f"x/{name}": ""}) == {f"x/{name}": "x/A.md"}


def test_a_folder_that_says_it():
    """All that lies in a copied folder is a copy."""
    folder = "F (Ada's conflicted copy 2026-01-02)"
    assert copies({"F/A.md": "", f"{folder}/A.md": "b"}) == {f"{folder}/A.md": "F/A.md"}


@pytest.mark.parametrize("name", LIKELY)
def test_a_name_that_people_use_as_well(name):
    """It is a copy beside a note with nearly the same text, and else a note of its own."""
    near = WORDS.replace("certain", "other")
    other = "Quite another subject, told in its own words from beginning to end."

    assert copies({"A.md": WORDS, name: WORDS}) == {name: "A.md"}
    assert copies({"A.md": f"---\nx: 1\n---\n{WORDS}", name: f"# A\n{near}"}) == {name: "A.md"}
    assert copies({"A.md": WORDS, name: f"{WORDS}\nAnd a line from the phone.\n"}) == {name: "A.md"}
    assert copies({"A.md": WORDS, name: f"{WORDS} {other}"}) == {}
    assert copies({"A.md": "Two words", name: "Two words"}) == {name: "A.md"}
    assert copies({"A.md": "数学の基礎を学ぶ", name: "数学の基礎を学ぼ"}) == {name: "A.md"}
    assert copies({"A.md": WORDS, name: other}) == {}
    assert copies({"A.md": "Two words", name: "Two others"}) == {}
    assert copies({"A.md": "# Heading\n", name: "# Heading\n"}) == {}
    assert copies({"B.md": WORDS, name: WORDS}) == {}
    assert copies({"x/A.md": WORDS, name: WORDS}) == {}


@pytest.mark.parametrize("name", NEITHER)
def test_a_name_of_ones_own(name):
    """Numbers, versions and words are names like any other, however alike the texts are."""
    assert copies({"A.md": WORDS, name: WORDS}) == {}


NOTES = f"""
== A.md ==
---
title: Alpha
aliases: [First]
prerequisites: ["[[B]]"]
---
{WORDS}
== A.sync-conflict-{STAMP}-ABCDEFG.md ==
---
title: Alpha
aliases: [First]
prerequisites: ["[[C]]"]
---
{WORDS} And more.
== B.md ==
Something else that comes before the other thing in a good order.
== B 2.md ==
Something else that comes before the other thing in good order.
== C.md ==
A third note that nothing builds on and that has words enough too.
== Map (conflicted copy 2026-01-02).canvas ==
{{"nodes": [{{"id": "1", "type": "text", "text": "[[C]]"}}]}}
"""


def test_a_copy_is_left_out_counted_and_told(tmp_path):
    """Names answer to one note again, no edge comes from a copy, and check tells each."""
    folder = vault_of(tmp_path, NOTES)
    work = kb.Workspace(folder, cache=False)
    made = (f"A.sync-conflict-{STAMP}-ABCDEFG.md", "B 2.md")

    assert work.vault.paths == ("A.md", "B.md", "C.md")
    assert work.vault.note("Alpha").path == work.vault.note("first").path == "A.md"
    assert list(work.graph.edges) == [("B.md", "A.md")]
    assert work.vault.backlinks("C.md") == ()
    assert work.vault.resolve("B 2", source="A.md") == "B 2.md"  # a link to it still works
    (left,) = [one for one in work.derived.left_out if one.reason == "copy"]
    assert (left.notes, left.first) == (2, made[0])
    assert "2 conflict copies" in kbpivot(folder=folder).out
    assert ("left out", "2 copy", made[0]) in [
        (one.about, one.value, one.source) for one in health(work)
    ]

    found = answer("check", "--select", "conflict-copy", folder=folder, code=1)["diagnostics"]
    assert [one["path"] for one in found] == [*made, "Map (conflicted copy 2026-01-02).canvas"]
    assert "conflict copy of A.md" in found[0]["message"]
    assert "is not there" in found[2]["message"]


def test_every_way_of_reading_leaves_the_same_out(tmp_path):
    """A folder, its list of names, texts in memory and a live vault agree."""
    folder = vault_of(tmp_path, NOTES)
    texts = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.iterdir()}
    read = kb.read_vault(folder, cache=False)
    one = Vault.from_texts(texts)
    live = LiveVault(folder, cache=False).vault

    for vault in (one, live):
        assert vault.paths == read.paths
        assert vault.files == read.files
        assert vault.copies == read.copies
        assert vault.diagnostics == read.diagnostics
    assert note_paths(folder) == read.paths
    assert dict(list_files(folder).copies) == read.copies


@pytest.mark.parametrize("edited", ["B.md", "B 2.md"])
def test_a_live_vault_sees_a_copy_become_a_note(tmp_path, edited):
    """When one of two texts is written anew, the other may be no copy any more, and back."""
    folder = vault_of(tmp_path, NOTES)
    live = LiveVault(folder, cache=False)
    before = (folder / edited).read_text()
    (folder / edited).write_text("Now this is about a wholly different matter, in new words.\n")
    live.refresh([edited])

    assert live.vault.paths == ("A.md", "B 2.md", "B.md", "C.md")
    assert live.vault.paths == kb.read_vault(folder, cache=False).paths
    (folder / edited).write_text(before)
    live.refresh([edited])
    assert live.vault.paths == ("A.md", "B.md", "C.md")


def test_a_copy_is_as_private_as_its_original(tmp_path):
    """Others are told of copies of public notes alone."""
    text = f"---\npublish: {{}}\n---\n{WORDS}\n"
    notes = {"Open.md": text.format("true"), "Own.md": text.format("false")}
    copies_ = {name.replace(".", f".sync-conflict-{STAMP}."): one for name, one in notes.items()}
    for name, content in {**notes, **copies_}.items():
        (tmp_path / name).write_text(content)

    found = kbpivot("check", "--select", "conflict-copy", "--format", "github", folder=tmp_path)
    assert "Open.md" in found.out
    assert "Own" not in found.out + found.err


def test_a_copy_of_the_record_is_said(tmp_path):
    """Its lines count, every command that answers from the record says so, and check tells it."""
    folder = vault_of(tmp_path, "== A.md ==\nWords.\n== B.md ==\nOthers.\n")
    import datetime as dt

    when = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    append(folder, new_event("mastered", "A.md", at=when))
    name = f"log.sync-conflict-{STAMP}-ABCDEFG.jsonl"
    append(folder / ".kbpivot" / name, new_event("mastered", "B.md", at=when))

    said = f".kbpivot/{name} is a conflict copy of your log; what it says counts as well.\n"
    for _ in range(2):  # a kept answer would say nothing
        shown = kbpivot("next", "--format", "json", folder=folder)
        assert shown.err.count(said) == 1
        assert json.loads(shown.out)["suggestions"] == []
    found = answer_of(kbpivot("check", "--format", "json", folder=folder))
    assert [(one["code"], one["path"]) for one in found] == [("conflict-copy", f".kbpivot/{name}")]


def answer_of(result):
    return json.loads(result.out)["diagnostics"]
