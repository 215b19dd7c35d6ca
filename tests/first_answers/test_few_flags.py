"""A flag on a few notes is no policy, and what a flag says is what its readers take it for."""

from __future__ import annotations

import pytest

import kbpivot as kb
from kbpivot.publish import PublishingFacts, public_flag, public_notes
from kbpivot.vault import Vault

TEXT = "is kept in memory as a row of numbers, and finding one takes a few steps of the same kind."
SILENT = {f"{name}.md": f"{name} {TEXT}\n" for name in ("Heap", "Trie", "Rope", "Queue", "Set")}
LEANING = "See [[Heap]], [[Trie]] and [[Rope]].\n"


@pytest.mark.parametrize("key", ["publish", "dg-publish", "share", "public"])
@pytest.mark.parametrize("count", [1, 2])
def test_few_flags_that_lean_on_notes_without_one_are_asked_about(key, count):
    """Nothing is called private, and the line that says what is public asks."""
    flagged = {f"F{n}.md": f"---\n{key}: true\n---\nF{n} {TEXT} {LEANING}" for n in range(count)}
    found = public_notes(Vault.from_texts(SILENT | flagged))

    assert found.paths == SILENT.keys() | flagged.keys()
    assert found.asks
    assert f"{key}: true" in found.reason
    assert "?" in found.reason


def test_until_it_is_answered_only_flagged_notes_are_named_to_others():
    """What is asked about is not told to anybody meanwhile, but where git shows it anyway."""
    texts = SILENT | {"F.md": f"---\npublish: true\n---\nF {TEXT} {LEANING}"}
    vault = Vault.from_texts(texts)

    assert public_notes(vault).named == {"F.md"}
    pushed = PublishingFacts(remote=True, tracked=frozenset(texts))
    assert public_notes(vault, facts=pushed).named == texts.keys()


@pytest.mark.parametrize("lean", ["", "See [[F1]].\n"])
def test_flags_that_hold_together_are_a_policy(lean):
    """Few flagged notes that link among themselves, or to nothing, are what is published."""
    flagged = {f"F{n}.md": f"---\npublish: true\n---\nF{n} {TEXT} {lean}" for n in range(2)}
    found = public_notes(Vault.from_texts(SILENT | flagged))

    assert (found.paths, found.policy, found.asks) == (flagged.keys(), "explicit", False)


def test_flags_on_half_of_the_notes_are_a_policy():
    """Then what has none is private, and what leans on it has a gap."""
    flagged = {f"F{n}.md": f"---\npublish: true\n---\nF{n} {TEXT} {LEANING}" for n in range(5)}

    assert public_notes(Vault.from_texts(SILENT | flagged)).paths == flagged.keys()


def test_a_site_and_settings_need_no_share():
    """Quartz' own filter and kbpivot.toml say it, however few the flags are."""
    vault = Vault.from_texts(SILENT | {"F.md": f"---\npublish: true\n---\nF {TEXT} {LEANING}"})

    assert public_notes(vault, policy="explicit").paths == {"F.md"}
    quartz = PublishingFacts(quartz=True, explicit=True)
    assert public_notes(vault, facts=quartz).paths == {"F.md"}


def test_no_flood_of_private_notes(tmp_path):
    """A vault with one flag has no gap of private notes, and the first screen asks."""
    for path, text in (SILENT | {"F.md": f"---\npublish: true\n---\nF {TEXT} {LEANING}"}).items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    work = kb.Workspace(tmp_path, cache=False)

    assert [gap.kind for gap in work.gaps() if "private" in gap.kind] == []


@pytest.mark.parametrize(
    ("value", "flag"),
    [
        ("true", True),
        ("9", True),
        ("-1", True),
        ("0", False),
        ("0.0", False),
        (".nan", False),
        ('""', False),
        ('"false"', False),
        ("No", False),
        ("later", True),
        ("[]", True),
        ("{a: 1}", True),
        ("null", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("key", ["publish", "dg-publish", "public", "share"])
def test_a_flag_is_true_as_javascript_has_it(key, value, flag):
    """Every key is read by the same rule."""
    note = kb.parse_note("N.md", f"---\n{key}: {value}\n---\nText.\n")

    assert public_flag(note) is flag


@pytest.mark.parametrize(
    ("lines", "flag"),
    [
        ("publish: true", True),
        ("publish: false # not yet", False),
        ("draft: true", False),
        ("'publish': 'no'", False),
        ("publish: 0", False),
        ("visibility: private", False),
        ("publish:", None),
        ("  publish: true", None),
        ("unpublish: true", None),
    ],
)
def test_a_flag_counts_where_the_rest_cannot_be_read(lines, flag):
    """One slip in the properties neither publishes a draft nor hides a page."""
    note = kb.parse_note("N.md", f"---\ntitle: a: b\n{lines}\ntags: [x\n---\nText.\n")

    assert note.frontmatter == "error"
    assert public_flag(note) is flag
