"""The beginning of a note: a filled template, and the author's own sentences."""

from __future__ import annotations

import pytest

from kbpivot.graph import prerequisite_graph
from kbpivot.notes import parse_note
from kbpivot.publish.mentions import mentions_of, new_note
from small_vaults import vault_of

TEXT = """
    == Concepts/A.md ==
    First. Group theory helps [[Rings]] a lot. Then more.

    - A list about [[group theory|groups]]. And on.
    == Concepts/B.md ==
    ---
    prerequisites: [Group theory]
    ---
    …
    == Index.md ==
    [[Group theory]], [[Rings]], [[Fields]], [[Lattices]]
    == C.md ==
    Not `group theory`, and no groupe theory.
"""


def mentions(text=TEXT, name="Group theory", **said):
    vault = vault_of(text)
    found = mentions_of(vault, prerequisite_graph(vault), name, **said)
    return [(one.path, one.line, one.sentence) for one in found]


def test_sentences():
    """A link is quoted before plain words; a property or a list of links gives the note alone."""
    assert mentions() == [
        ("Concepts/A.md", 3, "A list about [[group theory|groups]]."),
        ("Concepts/B.md", 2, ""),
        ("Index.md", 1, ""),
    ]
    assert mentions(paths=["Index.md"]) == [("Index.md", 1, "")]


def test_plain_words():
    """Without a link, the sentence that names it."""
    text = TEXT.replace("[[group theory|groups]]", "groups")

    assert mentions(text)[0] == ("Concepts/A.md", 1, "Group theory helps [[Rings]] a lot.")


def test_a_new_note():
    """After the template the sentences stand between our marks, each with its link."""
    vault = vault_of(TEXT)
    found = mentions_of(vault, prerequisite_graph(vault), "Group theory")
    new = new_note(
        vault,
        "Group theory",
        template='---\ntitle: "Group theory"\n---\nGroup theory\n',
        mentions=found,
        folder="Concepts",
    )
    note = parse_note(new.path, new.text)

    assert new.path == "Concepts/Group theory.md"
    assert note.properties == {"title": "Group theory"}
    assert "\nGroup theory\n" in new.text
    assert "- [[A]]: A list about [[group theory|groups]].\n- [[B]]\n- [[Index]]\n" in new.text
    assert new.text.endswith("%% kbpivot:end %%\n")
    assert note.prose.words == 2
    assert note.statements == ()


def test_folder_in_the_name():
    """A link that says a folder of the vault is followed."""
    vault = vault_of(TEXT)

    assert new_note(vault, "Concepts/X.md", template="").path == "Concepts/X.md"
    assert new_note(vault, "Nowhere/X", template="").path == "X.md"


@pytest.mark.parametrize("name", ["", "a:b", "../..", "x?", "CON", "con.md", ".hidden", "a."])
def test_names_no_file_can_have(name):
    """A name that some system takes for something else is refused."""
    with pytest.raises(ValueError, match="cannot be called"):
        new_note(vault_of(TEXT), name, template="")
