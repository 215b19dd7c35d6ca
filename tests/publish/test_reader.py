"""The reader's walk: where it starts, what it reaches, what is dead where."""

from __future__ import annotations

from kbpivot.graph import prerequisite_graph
from kbpivot.publish.reader import reader_path
from small_vaults import vault_of

TEXT = """
    == README.md ==
    - [[B]]
    - [A](A.md)
    - [[Secret]]
    == A.md ==
    … [c](deep/C)
    == B.md ==
    ---
    prerequisites: ["[[A]]"]
    ---
    … [[Planned]]
    == deep/C.md ==
    ---
    prerequisites: [A]
    ---
    … [a](../a.md) [b](B.md) [d](../Lonely.md) %% [[Lonely]] %%
    == Lonely.md ==
    …
    == Secret.md ==
    ---
    draft: true
    ---
    …
"""


def walk(text=TEXT, **said):
    vault = vault_of(text)
    return reader_path(vault, prerequisite_graph(vault), **said)


def test_the_walk():
    """From the README, page by page, links in the order of the text."""
    path = walk()

    assert path.entries == ("README.md",)
    assert path.order == ("README.md", "B.md", "A.md", "deep/C.md", "Lonely.md")
    assert path.unreached == ()


def test_comments_lead_nowhere():
    """A link that no reader sees is no way."""
    assert walk(TEXT.replace("[d](../Lonely.md)", "")).unreached == ("Lonely.md",)


def test_met_too_early():
    """B is met before A, which it needs and does not link to in its text."""
    assert [(one.path, one.line, one.needs) for one in walk().early] == [("B.md", 2, "A.md")]
    assert walk(TEXT.replace("… [[Planned]]", "… [[A]]")).early == ()


def test_dead_on_a_site():
    """On a site, links to private and planned notes are dead."""
    assert [(one.path, one.line, one.reason) for one in walk().dead] == [
        ("B.md", 4, "planned"),
        ("README.md", 3, "private"),
    ]


def test_dead_on_github():
    """On GitHub also wikilinks, paths without `.md`, other capitals, and other folders are."""
    assert [(one.path, one.linkpath, one.reason) for one in walk(venue="github").dead] == [
        ("A.md", "deep/C", "extension"),
        ("B.md", "Planned", "planned"),
        ("README.md", "B", "wikilink"),
        ("README.md", "Secret", "private"),
        ("deep/C.md", "../a.md", "case"),
        ("deep/C.md", "B.md", "path"),
    ]


def test_nowhere_to_start():
    """Without an index there is no entry, and nothing is reached."""
    path = walk("== A.md ==\n… [[B]]\n== B.md ==\n…\n")

    assert (path.entries, path.order) == ((), ())
    assert path.unreached == ("A.md", "B.md")
