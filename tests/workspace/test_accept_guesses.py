"""Answers become the least edits of files, and nothing is written that should not be."""

from __future__ import annotations

import unicodedata

import pytest

from commandline import fingerprint, vault_of
from kbpivot.errors import RefusedError
from kbpivot.workspace.accept_guesses import Confirming
from kbpivot.workspace.workspace import Workspace

VAULT = """
== A.md ==
Text of A.
== B.md ==
Prereqs:: [[A]]

Text of B.
== C.md ==
Text of C.
"""


@pytest.fixture
def vault(tmp_path):
    return vault_of(tmp_path, VAULT)


@pytest.fixture
def confirming(vault):
    return Confirming(Workspace(vault))


def test_circles_are_not_written(vault, confirming):
    """An answer that contradicts what is stated, or an answer before it, is told and left out."""
    found = confirming.changes([("B.md", "A.md"), ("B.md", "C.md"), ("C.md", "A.md")])

    assert [(one.first, one.second) for one in found.problems] == [
        ("B.md", "A.md"),
        ("C.md", "A.md"),
    ]
    assert "A comes before B as the notes say" in found.problems[0].message
    assert [change.path for change in found.files] == ["C.md"]


def test_written_answers_count_for_the_next(confirming):
    """What was written is known to later answers, though the vault was read before."""
    confirming.write(confirming.changes([("B.md", "C.md")]).files)

    assert confirming.changes([("B.md", "C.md")]).known == (("B.md", "C.md"),)
    assert confirming.changes([("C.md", "A.md")]).problems


def test_two_answers_about_a_note_are_one_change(vault, confirming):
    """Several prerequisites of one note are one diff and one write."""
    found = confirming.changes([("A.md", "C.md"), ("B.md", "C.md"), ("A.md", "C.md")])

    assert [change.pairs for change in found.files] == [(("A.md", "C.md"), ("B.md", "C.md"))]
    confirming.write(found.files)
    assert (vault / "C.md").read_text() == "Prereqs:: [[A]], [[B]]\n\nText of C.\n"


def test_bytes_are_kept(vault):
    """A BOM, CRLF line ends and a missing last one stay as they are."""
    place = vault / "C.md"
    place.write_bytes(b"\xef\xbb\xbf---\r\ntags: [a]\r\n---\r\nText")
    confirming = Confirming(Workspace(vault))

    confirming.write(confirming.changes([("A.md", "C.md")]).files)

    assert place.read_bytes() == (
        b"\xef\xbb\xbf---\r\ntags: [a]\r\n---\r\nPrereqs:: [[A]]\r\n\r\nText"
    )


def test_a_note_that_changed_meanwhile_is_not_touched(vault, confirming):
    """Between question and answer somebody wrote; their words win."""
    found = confirming.changes([("A.md", "C.md")])
    (vault / "C.md").write_text("Mine.")

    with pytest.raises(RefusedError):
        confirming.write(found.files)

    assert (vault / "C.md").read_text() == "Mine."


def test_notes_that_are_gone(vault, confirming):
    """A note that was removed is told, and the rest goes on."""
    (vault / "C.md").unlink()
    before = fingerprint(vault)

    found = confirming.changes([("A.md", "C.md"), ("A.md", "D.md"), ("A.md", "A.md")])

    assert len(found.problems) == 3
    assert fingerprint(vault) == before


def test_names_on_disk_may_be_decomposed(vault):
    """A note is found under the spelling its file system uses."""
    name = unicodedata.normalize("NFD", "Größe.md")
    (vault / name).write_text("Text.")
    confirming = Confirming(Workspace(vault))

    confirming.write(confirming.changes([("A.md", "Größe.md")]).files)

    assert (vault / name).read_text() == "Prereqs:: [[A]]\n\nText."


def test_no_utf8_is_not_touched(vault):
    """A file whose bytes would be lost is left alone."""
    (vault / "C.md").write_bytes(b"caf\xe9")
    confirming = Confirming(Workspace(vault))

    found = confirming.changes([("A.md", "C.md")])

    assert found.files == ()
    assert ["UTF-8" in one.message for one in found.problems] == [True]


def test_a_read_only_note_is_not_replaced(vault):
    """A new file could take its place; but somebody wants it left alone."""
    (vault / "C.md").chmod(0o444)
    confirming = Confirming(Workspace(vault))

    found = confirming.changes([("A.md", "C.md")])

    assert found.files == ()
    assert ["read-only" in one.message for one in found.problems] == [True]
