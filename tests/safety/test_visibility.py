"""What cannot be read for sure is private wherever flags are in use, and that is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbpivot.notes import parse_note
from kbpivot.publish.policy import PublishingFacts, public_flag, public_notes
from kbpivot.vault import Vault
from kbpivot.workspace.workspace import Workspace

OPEN = "---\npublish: true\n---\nText.\n"
DRAFT = "---\ndraft: true\n---\nText.\n"

UNREADABLE = {
    "no YAML": "---\npublish: true\ntags: [a\n---\nText.\n",
    "twice": "---\npublish: true\npublish: true\n---\nText.\n",
    "twice and against": "---\npublish: true\npublish: false\n---\nText.\n",
    "another twice": "---\npublish: true\na: 1\na: 2\n---\nText.\n",
    "too deep": f"---\npublish: true\na: {'[' * 99}\n---\nText.\n",
    "a tab": "---\n\ta: b\npublish: true\n---\nText.\n",
    "never closed": "---\npublish: true\ntitle: A\n\nText.\n",
    "no mapping": "---\n- publish: true\n---\nText.\n",
}


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize("other", [OPEN, DRAFT], ids=["explicit", "opt-out"])
def test_unreadable_properties_are_private(name: str, other: str) -> None:
    """Under both policies that flags make, and the reason counts them."""
    found = public_notes(Vault.from_texts({"A.md": UNREADABLE[name], "B.md": other, "C.md": other}))

    assert "A.md" not in found.paths
    assert found.policy in {"explicit", "opt-out"}
    if name != "no mapping" or other == DRAFT:
        assert "1 note that cannot be read for sure counts as private" in found.reason


@pytest.mark.parametrize(
    "text",
    [
        "---\ndraft: true\ntags: [a\n---\nText.\n",
        "---\ntags: [a\nprivate: yes\n---\nText.\n",
        "---\ndraft: false\ndraft: true\n---\nText.\n",
        "---\ndraft: true\ndraft: false\n---\nText.\n",
        "---\npublish: false\npublish: true\n---\nText.\n",
        "---\nvisibility: secret\nvisibility: public\n---\nText.\n",
        "---\ntitle: A\ndraft: true\n\nText that never closes the block.\n",
        '---\n"draft": true\na: b: c\n---\nText.\n',
    ],
)
def test_a_flag_in_a_broken_block_is_seen(text: str) -> None:
    """What hides a note counts though the rest cannot be read, and makes flags the policy."""
    note = parse_note("A.md", text)

    assert note.frontmatter == "error"
    assert public_flag(note) is False
    found = public_notes(Vault.from_texts({"A.md": text, "B.md": "Text.\n"}))
    assert found.paths == {"B.md"}


def test_two_spellings_of_a_flag_agree_or_hide() -> None:
    """`publish` in the properties and `Publish` in a field are one flag; against wins."""
    for text in (
        "---\npublish: true\nPublish: false\n---\n",
        "---\nPublish: false\npublish: true\n---\n",
        "---\npublish: true\n---\npublish:: false\n",
        "---\npublish: false\n---\npublish:: true\n",
    ):
        assert public_flag(parse_note("A.md", text)) is False


@pytest.mark.parametrize(
    "data", [b"\xff\xfe-\x00-\x00-\x00\n\x00", OPEN.encode() + b"\xe9t\xe9\n", b"\x00\x80\xff"]
)
def test_text_that_is_no_text_is_private(tmp_path: Path, data: bytes) -> None:
    """A file that is no UTF-8 may say anything where it cannot be read."""
    (tmp_path / "A.md").write_bytes(data)
    (tmp_path / "B.md").write_text(DRAFT)
    (tmp_path / "C.md").write_text("Text.\n")
    work = Workspace(tmp_path, cache=False)

    assert "A.md" not in work.public.paths
    assert work.public.policy in {"explicit", "opt-out"}
    assert "cannot be read for sure" in work.public.reason


def test_where_nothing_is_flagged_nothing_is_hidden() -> None:
    """In a vault without any flag, or under a policy by hand, broken properties hide no note."""
    broken = "---\ntags: [a\n---\nText.\n"
    vault = Vault.from_texts({"A.md": broken, "B.md": "Text.\n"})

    assert public_notes(vault).paths == {"A.md", "B.md"}
    assert public_notes(vault, policy="all").paths == {"A.md", "B.md"}
    assert public_notes(vault, policy="explicit", include=["A"]).paths == {"A.md"}


def test_a_rule_at_the_top_is_no_open_block() -> None:
    """A note that begins with a line of dashes and no flag behind it has no properties."""
    for text in ("---\nText.\n", "---\n\ndraft: true\n", "---\nA note: about drafts\n", "---"):
        assert parse_note("A.md", text).frontmatter == "none"


@pytest.mark.parametrize(
    ("facts", "public"),
    [
        (PublishingFacts(remote=True, unread="the git repository"), set()),
        (PublishingFacts(quartz=True, unread="the configuration of the Quartz site"), set()),
        (PublishingFacts(remote=True, tracked=frozenset({"A.md"})), {"A.md"}),
        (PublishingFacts(), {"A.md", "B.md"}),
    ],
)
def test_surroundings_that_cannot_be_read_hide(facts: PublishingFacts, public: set[str]) -> None:
    """A repository or a site that is there and cannot be read makes nothing public."""
    found = public_notes(Vault.from_texts({"A.md": "Text.\n", "B.md": "Text.\n"}), facts=facts)

    assert found.paths == public
    if facts.unread:
        assert "cannot be read" in found.reason


def test_tracked_without_git_is_nothing() -> None:
    """`policy = "tracked"` where no repository can be read makes nothing public, and says so."""
    found = public_notes(Vault.from_texts({"A.md": "Text.\n"}), policy="tracked")

    assert found.paths == frozenset()
    assert "no git repository can be read" in found.reason
