"""How a vault writes prerequisites, and one more of them written that way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.edit.convention import vault_convention, with_edge
from kbpivot.errors import RefusedError
from kbpivot.graph import prerequisite_graph
from kbpivot.traits import vault_traits
from kbpivot.vault import Vault


def stated(texts, before, after, **more):
    """Return the text of a note after it states a prerequisite in its vault's way."""
    vault = Vault.from_texts(texts)
    convention = vault_convention(vault, traits=vault_traits(vault))
    changed = with_edge(vault, before, after, text=texts[after], convention=convention, **more)
    again = Vault.from_texts({**texts, after: changed})

    assert prerequisite_graph(again).has_edge(before, after)
    return changed


PROPERTY = "---\nPrereqs: ['[[A]]']\n---\nB"
SECTION = "# S\n\n### Before you read\n\n* [[A]]\n\n### Text\n\nWords.\n"
LABEL = "# L\n\n- **Requires:** [A](A.md)\n- **Time:** 2 h\n"
FIELD = "Builds-on:: [[A]]\n\nText"


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        pytest.param(PROPERTY, "---\nPrereqs: ['[[A]]']\n---\nNew.\n", id="property"),
        pytest.param(SECTION, "New.\n\n### Before you read\n\n* [[A]]\n", id="section"),
        pytest.param(LABEL, "- **Requires:** [A](A.md)\n\nNew.\n", id="label"),
        pytest.param(FIELD, "Builds-on:: [[A]]\n\nNew.\n", id="field"),
        pytest.param("Text", '---\nprerequisites:\n  - "[[A]]"\n---\nNew.\n', id="none"),
        pytest.param(
            "---\nprereqs: []\n---\n", '---\nprereqs:\n  - "[[A]]"\n---\nNew.\n', id="empty places"
        ),
        pytest.param("---\nrequires: a\n---\n", "---\nrequires:\n  - A\n---\nNew.\n", id="names"),
    ],
)
def test_the_vault_is_the_model(model, expected):
    """A note without prerequisites gets them in the form most of the vault has."""
    assert (
        stated({"A.md": "Text.", "M.md": model, "New.md": "New.\n"}, "A.md", "New.md") == expected
    )


def test_most_statements_decide():
    """Where forms are mixed, the one with most statements is the model."""
    texts = {"A.md": "", "M.md": PROPERTY, "S.md": SECTION.replace("* [[A]]", "* [[A]]\n* [[M]]")}

    changed = stated({**texts, "New.md": ""}, "A.md", "New.md")

    assert changed == "### Before you read\n\n* [[A]]\n"


def test_own_place_wins():
    """A note that has a place for prerequisites keeps it, whatever the vault does elsewhere."""
    texts = {"A.md": "", "B.md": "", "M.md": PROPERTY, "Own.md": "Needs\n\n**Prereqs:** [[B]]\n"}

    assert stated(texts, "A.md", "Own.md") == "Needs\n\n**Prereqs:** [[B]], [[A]]\n"


def test_link_leads_where_it_should():
    """Two notes of one name are told apart, and a name no link can say is not written."""
    texts = {"x/A.md": "", "y/A.md": "", "z/N.md": "", "C#.md": ""}

    assert "[[y/A]]" in stated(texts, "y/A.md", "z/N.md")
    assert "[[../y/A]]" in stated(texts, "y/A.md", "z/N.md", link_style="relative")
    assert '  - "C#"\n' in stated(texts, "C#.md", "z/N.md")
    with pytest.raises(RefusedError, match=r"C#\.md"):
        stated({**texts, "M.md": "Prereqs:: [[z/N]]"}, "C#.md", "z/N.md")


NAMES = st.text("abÄ数 '()&,.-_é", min_size=1, max_size=8).filter(
    lambda name: name.strip(" .") == name and not name.startswith("-")
)


@settings(max_examples=120, deadline=None)
@given(NAMES, st.sampled_from([PROPERTY, SECTION, LABEL, FIELD, "---\nrequires: A\n---\n", ""]))
def test_any_name_is_written_so_that_it_is_read_back(name, model):
    """Whatever a note is called, the edge that was meant is the one that is read."""
    path = f"f/{name}.md"
    texts = {"A.md": "", "M.md": model, "New.md": "# T\n\nText.\n", path: ""}
    try:
        stated(texts, path, "New.md")
    except RefusedError:
        assert set(name) & set(",'().")
