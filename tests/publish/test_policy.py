"""What is public: the first that speaks decides, and one line says which it was."""

from __future__ import annotations

import pytest

from kbpivot.publish import PublishingFacts, public_flag, public_notes
from kbpivot.vault import Vault


def vault_of(**properties):
    """A vault of one-line notes with the given properties."""
    return Vault.from_texts(
        {
            f"{name.replace('__', '/')}.md": f"---\n{block}\n---\nText.\n" if block else "Text.\n"
            for name, block in properties.items()
        }
    )


def public(vault, **said):
    return sorted(path[:-3] for path in public_notes(vault, **said).paths)


@pytest.mark.parametrize(
    ("block", "flag"),
    [
        ("publish: true", True),
        ("publish: false", False),
        ("dg-publish: true", True),
        ("DG_Publish: true", True),
        ("publish: 'yes'", True),
        ("draft: true", False),
        ("draft: 'true'", False),
        ("draft: false", None),
        ("private: true", False),
        ("visibility: private", False),
        ("visibility: public", True),
        ("visibility: 3", None),
        ("publish: true\ndraft: true", False),
        ("published: 2025-07-09T10:00:00", None),
        ("published: true", None),
        ("publish:", None),
        ("tags: [publish]", None),
        ("unlisted: true", None),
    ],
)
def test_what_a_note_says(block, flag):
    """Each property counts by its meaning; `published` is a date and never a flag."""
    assert public_flag(vault_of(A=block)["A.md"]) is flag


def test_nothing_said():
    """Without flags, site or remote everything is public, and the line says so."""
    found = public_notes(vault_of(A="", B="published: 2024-01-01"))

    assert found.paths == {"A.md", "B.md"}
    assert found.policy == "all"
    assert "\n" not in found.reason


def test_one_yes_makes_it_opt_in():
    """A single `publish: true` means that the others are private."""
    vault = vault_of(A="publish: true", B="", C="draft: true")

    assert public(vault) == ["A"]
    assert "publish: true" in public_notes(vault).reason


def test_digital_garden():
    """`dg-publish` does the same and is named."""
    vault = vault_of(A="dg-publish: true", B="")

    assert public(vault) == ["A"]
    assert "dg-publish" in public_notes(vault).reason


def test_only_no_makes_it_opt_out():
    """Where notes are only ever held back, all the others are public."""
    assert public(vault_of(A="", B="draft: true", C="private: 'true'")) == ["A"]


def test_private_folder():
    """A private folder is private at any depth, a note in it may still be published."""
    vault = Vault.from_texts(
        {
            "A.md": "a",
            "Private/B.md": "b",
            "x/private/C.md": "c",
            "Privateer/D.md": "d",
            "Private.md": "e",
        },
        files=["private/plan.png", "cat.png"],
    )
    found = public_notes(vault)

    assert found.paths == {"A.md", "Privateer/D.md", "Private.md"}
    assert found.files == {"cat.png"}


def test_a_private_folder_and_yes():
    """In an opt-in vault, a note in a private folder that says yes is public."""
    assert public(vault_of(Private__A="publish: true", Private__B="", C="")) == ["Private/A"]


def test_templates_do_not_vote():
    """What a template says is meant for the notes made from it."""
    from kbpivot.traits import vault_traits

    vault = vault_of(Templates__t="publish: true", A="", B="")
    traits = vault_traits(vault, template_folders=["Templates"])

    assert public_notes(vault, traits=traits).policy == "all"


def test_quartz():
    """A Quartz site shows what its filters leave."""
    vault = vault_of(A="", private__B="", drafts__deep__C="", D="")
    explicit = PublishingFacts(quartz=True, explicit=True)
    ignoring = PublishingFacts(quartz=True, ignored=("private", "**/deep/**", "*.canvas"))

    assert public(vault, facts=explicit) == []
    assert public(vault, facts=ignoring) == ["A", "D"]


@pytest.mark.parametrize(
    ("pattern", "path", "hit"),
    [
        ("templates", "templates/a.md", True),
        ("templates", "x/templates/a.md", False),
        ("**/templates", "x/templates/a.md", True),
        ("**/templates", "templates/a.md", True),
        ("templates", "templates of mine.md", False),
        ("a*.md", "abc.md", True),
        ("a*.md", "a/b.md", False),
        ("{a,b}/**", "b/c.md", True),
        ("{a,b}/**", "c/c.md", False),
        ("x.md", "xamd", False),
    ],
)
def test_ignore_patterns(pattern, path, hit):
    """Patterns are read as Quartz reads them: from the root, folders with all that is in them."""
    facts = PublishingFacts(quartz=True, ignored=(pattern,))
    vault = Vault.from_texts({path: "x"} if path.endswith(".md") else {}, files=[path])

    assert (path not in public_notes(vault, facts=facts)) is hit


def test_git():
    """With a remote and nothing else, what git tracks is public; without a remote, everything."""
    vault = vault_of(A="", B="")
    tracked = frozenset({"A.md", "LICENSE"})

    assert public(vault, facts=PublishingFacts(remote=True, tracked=tracked)) == ["A"]
    assert public(vault, facts=PublishingFacts(remote=False, tracked=tracked)) == ["A", "B"]
    assert "git" in public_notes(vault, facts=PublishingFacts(remote=True, tracked=tracked)).reason


def test_notes_before_site_before_git():
    """The notes' own flags win over the site, the site over git."""
    vault = vault_of(A="publish: true", B="")
    facts = PublishingFacts(quartz=True, remote=True, tracked=frozenset({"B.md"}))

    assert public(vault, facts=facts) == ["A"]
    assert public(vault_of(A="", B=""), facts=facts) == ["A", "B"]


def test_configuration_wins():
    """Configuration decides whatever else speaks; what it excludes is private at last."""
    vault = vault_of(A="publish: true", B="draft: true", Deep__C="", Deep__D="")

    assert public(vault, policy="all") == ["A", "B", "Deep/C", "Deep/D"]
    assert public(vault, policy="opt-out") == ["A", "Deep/C", "Deep/D"]
    assert public(vault, policy="explicit", include=["Deep/"]) == ["A", "Deep/C", "Deep/D"]
    assert public(vault, include=["Deep/"], exclude=["Deep/D"]) == ["A", "Deep/C"]
    assert "kbpivot.toml" in public_notes(vault, policy="all").reason
