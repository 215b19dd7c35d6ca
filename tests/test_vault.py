"""A vault: its paths, its links in both directions, and what a person may call a note."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbpivot.errors import AmbiguousNoteError, KbpivotError, NoteNotFoundError
from kbpivot.notes import parse_note
from kbpivot.vault import Vault, is_excluded, is_vault_path, near_names, slug, vault_path

CANVAS = (
    '{"nodes": [{"id": "1", "type": "file", "file": "Shown.md"},'
    ' {"id": "2", "type": "file", "file": "shown.md"},'
    ' {"id": "3", "type": "text", "text": "[[Named]] [[Nowhere]]"}]}'
)


def found(links):
    return [(link.source, link.linkpath, link.target) for link in links]


def test_a_vault_is_a_mapping_of_its_note_paths():
    """Iteration, length and membership are about notes, in order of path."""
    vault = Vault.from_texts(
        {"b.md": "", "a/x.MD": "", "Board.canvas": "{}", "t.txt": ""}, files=["i.png"]
    )

    assert list(vault) == list(vault.paths) == ["a/x.MD", "b.md"]
    assert vault.files == ("Board.canvas", "i.png", "t.txt")
    assert [note.path for note in vault.notes] == ["a/x.MD", "b.md"]
    assert len(vault) == 2
    assert "b.md" in vault
    assert "i.png" not in vault
    assert repr(vault) == "Vault(2 notes, 3 other files)"


def test_hidden_files_are_no_part_of_a_vault():
    """What starts with a dot is neither note nor target, wherever it lies."""
    vault = Vault.from_texts(
        {"a.md": "[[b]] [[c]] [[i.png]]", ".trash/b.md": "[[a]]", "x/.y/c.md": ""},
        files=[".hidden/i.png"],
    )

    assert vault.paths == ("a.md",)
    assert vault.files == ()
    assert [link.target for link in vault.links("a.md")] == [None, None, None]
    assert vault.backlinks("a.md") == ()


def test_paths_are_spelled_one_way():
    """NFC, slashes and plain spaces; either spelling finds the note."""
    vault = Vault.from_texts({"a\\Cafe\u0301\u00a0x.md": "text"})

    assert vault.paths == ("a/Caf\u00e9 x.md",)
    assert vault["a/Cafe\u0301 x.md"].path == "a/Caf\u00e9 x.md"
    assert vault.text("a/Cafe\u0301 x.md") == "text"


def test_a_path_that_is_no_note_raises_with_near_names():
    """A strict look-up says what was meant, perhaps."""
    vault = Vault.from_texts({"Attention.md": ""})

    with pytest.raises(NoteNotFoundError, match="Did you mean Attention"):
        vault["Atention.md"]
    with pytest.raises(KeyError):
        vault.links("Nothing.md")
    with pytest.raises(NoteNotFoundError):
        vault.backlinks("Nothing.md")
    with pytest.raises(NoteNotFoundError):
        vault.link_text("Nothing.md", source="Attention.md")
    with pytest.raises(ValueError, match="shortest"):
        vault.link_text("Attention.md", source="Attention.md", style="short")


def test_a_vault_of_notes_alone_has_no_text():
    """Text is read when asked for, by whoever made the vault."""
    vault = Vault([parse_note("a.md", "x")])

    with pytest.raises(KbpivotError, match=r"a\.md"):
        vault.text("a.md")


def test_links_lead_both_ways():
    """A link is seen from both ends, embeds and property links included."""
    vault = Vault.from_texts(
        {
            "A.md": '---\nup: "[[B]]"\n---\n[[B#Part|b]] ![[i.png]] [x](B.md) [[Missing]] [[#Here]]',
            "B.md": "",
        },
        files=["i.png"],
    )

    assert [(link.linkpath, link.target) for link in vault.links("A.md")] == [
        ("B", "B.md"),
        ("i.png", "i.png"),
        ("B.md", "B.md"),
        ("Missing", None),
        ("", "A.md"),
        ("B", "B.md"),
    ]
    assert [link.line for link in vault.backlinks("B.md")] == [4, 4, 2]
    assert found(vault.backlinks("i.png")) == [("A.md", "i.png", "i.png")]
    assert found(vault.unresolved()) == [("A.md", "Missing", None)]


def test_citations_are_no_links():
    """`[[4]](https://…)` is reported nowhere, not even where a note is called 4."""
    vault = Vault.from_texts(
        {"A.md": "As shown [[4]](https://x.org/4), [[LOAD, ALU]](https://x.org).", "4.md": ""}
    )

    assert vault.links("A.md") == ()
    assert vault.unresolved() == ()
    assert vault.orphans() == ("4.md", "A.md")
    assert vault.deadends() == ("4.md", "A.md")


def test_canvas_files_count():
    """A canvas is a source: files it shows by exact path, links in its cards by the rules."""
    vault = Vault.from_texts(
        {
            "Board.canvas": CANVAS,
            "Shown.md": "",
            "deep/Named.md": "",
            "Alone.md": "[[Board.canvas]]",
        }
    )

    assert found(vault.links("Board.canvas")) == [
        ("Board.canvas", "Shown.md", "Shown.md"),
        ("Board.canvas", "shown.md", None),
        ("Board.canvas", "Named", "deep/Named.md"),
        ("Board.canvas", "Nowhere", None),
    ]
    assert found(vault.backlinks("Shown.md")) == [("Board.canvas", "Shown.md", "Shown.md")]
    assert vault.orphans() == ("Alone.md",)
    assert [link.linkpath for link in vault.unresolved()] == ["shown.md", "Nowhere"]
    assert [link.source for link in vault.backlinks("Board.canvas")] == ["Alone.md"]


def test_what_leads_somewhere_is_not_unresolved():
    """Folders, files without extension and addresses are no planned notes."""
    vault = Vault.from_texts(
        {
            "docs/A.md": "[f](sub/) [g](../docs) [l](../LICENSE) [c](C%23.md) [[https://x.org]] [[sub]]",
            "docs/sub/B.md": "[up](..) [none](../..) [gone](nothing/)",
            "docs/C#.md": "",
        },
        files=["LICENSE"],
    )

    assert found(vault.unresolved()) == [
        ("docs/A.md", "sub", None),
        ("docs/sub/B.md", "nothing/", None),
    ]


def test_orphans_and_dead_ends():
    """An orphan is named by no other file, a dead end names no other; oneself does not count."""
    vault = Vault.from_texts(
        {"self.md": "[[self]] [[#x]]", "out.md": "[[in]]", "in.md": "", "plan.md": "[[Planned]]"}
    )

    assert vault.orphans() == ("out.md", "plan.md", "self.md")
    assert vault.deadends() == ("in.md", "self.md")


vaults = st.dictionaries(
    st.sampled_from(["A.md", "x/A.md", "B.md", "x/B.md", "y/C.md", "D.canvas"]),
    st.lists(
        st.sampled_from(
            [
                "[[A]]",
                "![[B]]",
                "[[C|c]]",
                "[b](B.md)",
                "[[../A]]",
                "[[Z]]",
                "[[#h]]",
                "[[4]](https://x.y)",
                "[f](x/)",
            ]
        ),
        max_size=5,
    ).map(" ".join),
    max_size=6,
)


@given(vaults)
def test_backlinks_are_links_turned_around(texts):
    """Each link that leads somewhere is a backlink there, once, and every other is not."""
    vault = Vault.from_texts(texts)
    forward = [link for link in vault.all_links() if link.target is not None]
    backward = [link for path in (*vault.paths, *vault.files) for link in vault.backlinks(path)]

    assert sorted(map(repr, forward)) == sorted(map(repr, backward))
    assert all(link.target is None for link in vault.unresolved())


@given(vaults)
def test_a_note_with_a_new_name_changes_no_other_link(texts):
    """Only links that lead nowhere can change when a note with a fresh name is added."""
    before = Vault.from_texts(texts)
    after = Vault.from_texts({**texts, "n/Z.md": ""})

    for link, later in zip(
        before.all_links(), (x for x in after.all_links() if x.source != "n/Z.md"), strict=True
    ):
        assert later.target == ("n/Z.md" if link.linkpath == "Z" else link.target)


def test_a_note_answers_to_its_names():
    """Path, link, title, alias, slug and folder; case and brackets make no difference."""
    vault = Vault.from_texts(
        {
            "ml/01-attention.md": "---\ntitle: Attention, explained\naliases: [Scaled dot product]\n---\n",
            "ml/rnn/README.md": "",
            "svm.md": "---\nslug: support-vector-machine\n---\n",
            "C# basics.md": "",
        }
    )
    names = {
        "ml/01-attention.md": "ml/01-attention.md",
        "01-attention": "ml/01-attention.md",
        "ML/01-ATTENTION": "ml/01-attention.md",
        "[[01-attention#Heads|heads]]": "ml/01-attention.md",
        "attention, EXPLAINED": "ml/01-attention.md",
        "scaled dot  product": "ml/01-attention.md",
        "attention-explained": "ml/01-attention.md",
        "Support vector machine": "svm.md",
        "ml/rnn/": "ml/rnn/README.md",
        "ml/rnn": "ml/rnn/README.md",
        "C# basics": "C# basics.md",
    }
    for name, path in names.items():
        assert vault.note(name).path == path, name
        assert vault.find(name) == path, name
    for name in ("", " ", "#x", "[[]]", "nothing at all", "."):
        assert vault.find(name) is None, name
        with pytest.raises(NoteNotFoundError):
            vault.note(name)


def test_a_name_that_several_notes_share_is_refused_with_their_paths():
    """A person is asked which one; a link in a note goes by Obsidian's rules."""
    vault = Vault.from_texts(
        {
            "a/Idea.md": "",
            "bb/Idea.md": "---\ntitle: Same\n---\n",
            "c.md": "---\ntitle: same\naliases: [Both]\n---\n",
            "d.md": "---\naliases: [both, c]\n---\n",
        }
    )
    with pytest.raises(AmbiguousNoteError) as caught:
        vault.note("Idea")
    assert caught.value.near == ("a/Idea.md", "bb/Idea.md")
    with pytest.raises(AmbiguousNoteError):
        vault.note("Same")
    with pytest.raises(AmbiguousNoteError):
        vault.note("BOTH")
    assert vault.find("Same") is None
    assert vault.find("Idea", source="bb/x.md") == "bb/Idea.md"
    assert vault.note("c").path == "c.md", "an alias never beats a name"


def test_a_root_note_is_meant_before_its_namesakes():
    """An exact path is one note, however many share its name."""
    vault = Vault.from_texts({"README.md": "", "a/README.md": "", "b/README.md": ""})

    assert vault.note("readme").path == "README.md"
    assert vault.find("README", source="a/x.md") == "README.md"


def test_near_names_come_quickly():
    """A typing mistake among ten thousand names is answered in a fraction of a second."""
    known = [(f"Topic {i} of matrix theory", f"{i}.md") for i in range(10_000)]
    known.append(("Attention Is All You Need", "a.md"))
    started = time.process_time()

    assert near_names("Atention is al you need", known)[:1] == ("Attention Is All You Need",)
    assert near_names("attention", known) == ("Attention Is All You Need",)
    assert near_names("zzzz qqqq", known) == ()
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("subpath", "kind", "line"),
    [
        ("First", "heading", 1),
        ("#first", "heading", 1),
        ("first#deep: part", "heading", 3),
        ("Deep#First", None, None),
        ("First#Second", None, None),
        ("Second#Deep part", "heading", 9),
        ("It's a-b_c", "heading", 11),
        ("^ID-1", "block", 5),
        ("^id", None, None),
        ("[^N]", "footnote", 13),
        ("[^m]", None, None),
        ("", None, None),
        ("#", None, None),
    ],
)
def test_a_subpath_names_a_part_of_a_note(subpath, kind, line):
    """Headings by words, chains from outer to inner, blocks and footnotes by id."""
    text = "# First\n\n## Deep: part\n\ntext ^id-1\n\n# Second\n\n### Deep (part)\n\n# It's a-b_c\n\n[^n]: Note.\n"
    vault = Vault.from_texts({"N.md": text}, files=["p.pdf"])
    place = vault.resolve_subpath("N.md", subpath)

    assert (place and (place.kind, place.span.line)) == (kind and (kind, line))
    assert vault.resolve_subpath("p.pdf", "page=3") is None


def test_excluded_files_follow_obsidians_setting():
    """Prefixes and expressions, neither of which looks at case; a broken one says nothing."""
    assert is_excluded("Archive/a.md", ["arch"])
    assert is_excluded("web/node_modules/a.md", ["/node_modules/"])
    assert is_excluded("x/2024-01-01.md", [r"/\d{4}-(?<month>\d\d)/"])
    assert not is_excluded("x/Private/a.md", ["Private/"])
    assert not is_excluded("a.md", ["", "/(/", "//", "/[[/"])


def test_only_names_that_start_with_a_dot_are_hidden():
    """At any depth; other names that tools treat as special are ordinary."""
    assert is_vault_path("node_modules/x/README.md")
    assert is_vault_path("_templates/a..b.md")
    for path in (".trash/x.md", "a/.b/c.md", "a/.x.md", "", "/", "../x.md", "./x.md"):
        assert not is_vault_path(path), path


@given(st.text())
def test_spelling_a_path_twice_changes_nothing(path):
    """`vault_path` is idempotent and `slug` makes plain words."""
    assert vault_path(vault_path(path)) == vault_path(path)
    assert slug(slug(path)) == slug(path)
