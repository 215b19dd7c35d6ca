"""Which names are told to others: one rule, whoever asks."""

from __future__ import annotations

import pytest

from kbpivot.graph import prerequisite_graph
from kbpivot.publish import public_notes
from kbpivot.publish.disclosure import REDACTED, Disclosure, names, redacted, secret_names, words_of
from kbpivot.publish.readership import Readership
from kbpivot.traits import vault_traits
from kbpivot.workspace.workspace import Workspace
from small_vaults import vault_of

TEXT = """
== Open.md ==
---
publish: true
prerequisites: ["[[Hidden]]", Named openly]
---
Words about [[Linked openly]] and more words, enough to be a note of its own.
== Hidden.md ==
---
publish: false
aliases: [Codename]
prerequisites: [Named in private]
---
Words that only I read, with [[Linked in private]] and [[linked OPENLY]].
"""

KNOWN = {
    "Open.md": True,
    "Hidden.md": False,
    "Named openly": True,
    "Linked openly": True,
    "LINKED openly": True,
    "Named in private": False,
    "Linked in private": False,
}


@pytest.mark.parametrize("node", KNOWN)
def test_one_rule_for_reports_pictures_and_statistics(tmp_path, node):
    """Gaps, drawings and the workspace agree on who may be named, planned notes included."""
    vault = vault_of(TEXT)
    for note in vault.notes:
        (tmp_path / note.path).write_text(vault.text(note.path), encoding="utf-8")
    traits = vault_traits(vault)
    G = prerequisite_graph(vault)
    public = public_notes(vault, traits=traits)
    readers = Readership(vault, G, public=public, traits=traits, goals={})

    told = (
        Disclosure(G, public.paths, vault=vault).is_disclosable(node),
        not readers.is_hidden(node),
        Workspace(tmp_path, cache=False).is_disclosable(node),
    )

    assert told == (KNOWN[node],) * 3


def test_secret_names_are_those_of_private_notes_and_of_what_only_they_name():
    """Aliases count; a name that a public note has as well is no secret."""
    vault = vault_of(TEXT + "== Notes/Open.md ==\n---\npublish: false\n---\nAnother.\n")
    found = secret_names(prerequisite_graph(vault), frozenset({"Open.md"}), notes=vault.notes)

    assert found == {words_of(name) for name in ("Hidden", "Codename", "Named in private")}
    assert redacted("The HIDDEN plan, codename: X", found) == f"The {REDACTED} plan, {REDACTED}: X"
    assert names("hidden", found)
    assert not names("unhidden", found)
