"""Check: rules chosen for all notes or for a folder, a ratchet, and what others are told."""

from __future__ import annotations

import json
import random

import pytest

from kbpivot.graph import prerequisite_graph
from kbpivot.publish import public_notes
from kbpivot.publish.baseline import baseline_text, parse_baseline
from kbpivot.publish.check import check, rules_at
from kbpivot.publish.rules import GROUPS, RULES, rule_of, rules_named
from kbpivot.vault import Vault
from small_vaults import vault_of

TEXT = """
    == Open.md ==
    ---
    publish: true
    prerequisites: ["[[Secret plan]]", Nowhere yet]
    ---
    … [[Hidden diary]], [[Old/Other]], [[other]]
    == Other.md ==
    ---
    publish: true
    ---
    … /home/mlovelace/x
    == Secret plan.md ==
    ---
    publish: false
    title: "bad
    ---
    …
    == Hidden diary.md ==
    ---
    publish: false
    ---
    … [[Hidden plan]] [[Old/Open]]
"""


def findings(text=TEXT, **said):
    vault = vault_of(text) if isinstance(text, str) else text
    return check(vault, prerequisite_graph(vault), **said)


def codes(text=TEXT, **said):
    return [one.code for one in findings(text, **said)]


def test_what_is_found():
    """Findings of every group, by file and line."""
    assert [(f.code, f.path, f.line) for f in findings()] == [
        ("moved-note", "Hidden diary.md", 4),
        ("planned-prerequisite", "Open.md", 3),
        ("private-prerequisite", "Open.md", 3),
        ("links-to-private", "Open.md", 5),
        ("moved-note", "Open.md", 5),
        ("link-case", "Open.md", 5),
        ("home-path", "Other.md", 4),
        ("bad-frontmatter", "Secret plan.md", 3),
    ]


def test_select_and_ignore():
    """Codes, groups and `all`; what is ignored goes last."""
    assert set(codes(select=["leaks"])) == {"home-path"}
    assert set(codes(select=["links", "home-path"])) == {"moved-note", "link-case", "home-path"}
    assert "planned-link" not in codes(select=["all"], ignore=["gaps"])
    assert codes(ignore=["gaps", "links", "notes", "leaks"]) == []
    with pytest.raises(ValueError, match="home-path"):
        codes(select=["home-paths"])


def test_folders():
    """A folder may have more or fewer rules; the longest beginning of a path wins."""
    folders = {"Open": ([], ["gaps"]), "Open.md": (["undefined-acronym"], ["links"])}

    assert "moved-note" not in rules_at("Open.md", folders=folders)
    assert "undefined-acronym" in rules_at("Open.md", folders=folders)
    assert "private-prerequisite" in rules_at("Open.md", folders=folders)
    assert "private-prerequisite" not in rules_at("Open/x.md", folders=folders)
    assert rules_at("x.md", folders=folders) == rules_at("x.md")
    assert "links-to-private" not in codes(folders={"Open": ([], ["links-to-private"])})


def test_what_is_no_note_of_the_author_is_left_alone():
    """Templates, clippings and manuals may be as they are; leaks count all the same."""
    text = """
        == t.md ==
        ---
        title: {{title}}
        due: <% tp.date.now() %>
        ---
        [[Old/Other]] [[other]] /home/mlovelace/x
        == Other.md ==
        …
    """
    vault = vault_of(text)
    from kbpivot.traits import vault_traits

    traits = vault_traits(vault, template_folders=["t.md"])

    assert codes(vault, traits=traits) == ["home-path"]


def test_private_titles():
    """What others are told names no private note; findings in private notes are marked."""
    told = findings(select=["all"])

    assert {one.path for one in told if one.private} == {"Hidden diary.md", "Secret plan.md"}
    for one in told:
        if not one.private:
            words = one.shared or one.message
            assert "Secret" not in words
            assert "Hidden" not in words


def test_no_fix_leads_to_a_private_note():
    """A public note is not made to link to a private one, nor is its name told."""
    text = """
        == Open.md ==
        ---
        publish: true
        ---
        … [[Old/Secret]] [[Codename]]
        == Secret.md ==
        ---
        publish: false
        aliases: [Codename]
        ---
        …
    """
    told = [one for one in findings(text) if one.code in ("moved-note", "alias-link")]

    assert [one.edits for one in told] == [(), ()]
    assert all("Secret" not in one.shared and "Codename" not in one.shared for one in told)


def test_baseline_lets_old_findings_pass():
    """Old findings pass when lines move; a new one, or one more of a kind, does not."""
    old = findings()
    kept = parse_baseline(baseline_text(old))

    assert kept.new(old) == ()
    assert kept.gone(old) == 0
    moved = TEXT.replace("publish: true\n    prereq", "publish: true\n    a: 1\n    prereq")
    assert kept.new(findings(moved)) == ()
    assert [f.code for f in kept.new(findings(TEXT.replace("[[other]]", "[[other]] [[OTHER]]")))]
    more = findings(TEXT.replace("[[other]]", "[[other]] and [[other]]"))
    assert [f.code for f in kept.new(more)] == ["link-case"]
    assert kept.gone(findings(TEXT.replace("/home/mlovelace/x", ""))) == 1


def test_baseline_text():
    """The same findings give the same text; it is JSON and tells no title."""
    old = list(findings())
    text = baseline_text(old)
    random.Random(1).shuffle(old)

    assert baseline_text(old) == text
    assert json.loads(text)["schema"] == "kbpivot.baseline/1"
    assert "Secret" not in text
    assert len(parse_baseline(baseline_text([]))) == 0


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "x", "findings": []}', "{", "3"])
def test_no_baseline(text):
    """Anything else is refused."""
    with pytest.raises(ValueError, match="baseline"):
        parse_baseline(text)


def test_guesses_find_nothing():
    """A guess in the graph, also one that would close a circle, changes no finding."""
    vault = Vault.from_texts(
        {
            "A.md": "---\npublish: true\nprerequisites: '[[B]]'\n---\nWords.\n",
            "B.md": "---\npublish: true\n---\nWords of [[A]] and [[C]].\n",
            "C.md": "---\npublish: false\n---\nWords.\n",
        }
    )
    G = prerequisite_graph(vault)
    guessed = G.copy()
    evidence = {"grade": "inferred", "evidence": (), "score": 0.9, "tier": "strong"}
    guessed.add_edge("A.md", "B.md", **evidence)
    guessed.add_edge("C.md", "B.md", **evidence)

    assert check(vault, guessed, select=["all"]) == check(vault, G, select=["all"])


def test_order_of_files_plays_no_role():
    """The same notes give the same findings, whatever the order they come in."""
    vault = vault_of(TEXT)
    texts = {path: vault.text(path) for path in vault.paths}
    turned = Vault.from_texts(dict(reversed(texts.items())))

    assert findings(turned) == findings(vault)


def test_public_may_be_given():
    """What is public is taken as given."""
    vault = vault_of(TEXT)

    assert "private-prerequisite" not in codes(vault, public=public_notes(vault, policy="all"))


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rules_are_complete(rule):
    """Each rule says what it is, with an example, a near miss and what to do, in sentences."""
    assert rule.group in GROUPS
    assert rule.definition.endswith(".")
    assert rule.near_miss.endswith(".")
    assert rule.todo.endswith(".")
    assert rule.example
    assert not rule.summary.endswith(".")
    assert len(rule.summary) <= 72


def test_rules_by_name():
    """An unknown code is a plain remark; an unknown name is refused."""
    assert rule_of("brand-new").group == "notes"
    assert rules_named(("all",)) == frozenset(RULES)
    with pytest.raises(ValueError, match="explain"):
        rules_named(("zzz",))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", True),
        ("<<<<<<< ours\n{}\n", True),
        ("[]", True),
        ("5", True),
        ("", False),
        ("\ufeff{}", False),
        ('{"nodes": [], "edges": []}', False),
    ],
)
def test_a_broken_canvas_is_told_as_the_vault_tells_it(text, told):
    """What the vault says of a canvas is a finding; an empty one is none."""
    vault = Vault.from_texts({"A.md": "x", "b/Map.canvas": text})
    found = check(vault, prerequisite_graph(vault))

    assert [(one.code, one.severity, one.path, one.message) for one in found] == [
        (one.code, one.severity, one.path, one.message) for one in vault.diagnostics
    ]
    assert [one.code for one in found] == ["bad-canvas"] * told


def test_a_private_canvas_is_not_named_to_others():
    """A canvas that no reader of the public notes sees is private, like a note."""
    vault = Vault.from_texts(
        {
            "A.md": "---\npublish: true\n---\nWords. ![[Shown.canvas]]\n",
            "Shown.canvas": "{",
            "private/Own.canvas": "{",
        }
    )

    public = public_notes(vault, policy="explicit")
    found = check(vault, prerequisite_graph(vault), public=public, select=["bad-canvas"])

    assert [(one.path, one.private) for one in found] == [
        ("Shown.canvas", False),
        ("private/Own.canvas", True),
    ]
