"""Notes are placed on a map only where it is sure what they are about."""

from __future__ import annotations

import textwrap

import pytest

from kbpivot import place_notes
from kbpivot.maps import placed_notes
from kbpivot.vault import Vault
from small_maps import small_map
from small_vaults import vault_of

FIELD = small_map()


def vault(*texts):
    """A vault of notes written one after another."""
    return vault_of("".join(textwrap.dedent(text).lstrip("\n") for text in texts))


def placed(*texts):
    """Where the notes of a vault stand, by path without `.md`."""
    return {path[:-3]: id_ for path, id_ in place_notes(vault(*texts), FIELD).items()}


ABOUT = """
== Backprop.md ==
How a network learns.
== Recurrent neural networks.md ==
A network with a state.
== GANs.md ==
Two networks.
"""


def test_a_vault_about_the_field_is_placed_by_titles():
    """In a vault about the field a title is enough, even without a word of text."""
    text = """
    == 01 - Backpropagation.md ==
    == notes/RNNs.md ==
    == Generative adversarial networks (GANs).md ==
    == Softmax.md ==
    == Shopping.md ==
    Milk.
    """

    assert placed(text) == {
        "01 - Backpropagation": "backpropagation",
        "notes/RNNs": "recurrent-neural-network",
        "Generative adversarial networks (GANs)": "generative-adversarial-network",
        "Softmax": "softmax",
    }


def test_title_heading_and_alias_place_a_note():
    """The property `title`, the only top heading and an alias count as well as the file name."""
    text = f"""
    == a.md ==
    ---
    title: Backpropagation
    ---
    == b.md ==
    # Recurrent neural networks
    ## Why
    == c.md ==
    ---
    aliases: [GAN]
    ---
    {"x"}
    == d.md ==
    # Softmax
    # Attention mechanism
    """

    assert placed(text) == {
        "a": "backpropagation",
        "b": "recurrent-neural-network",
        "c": "generative-adversarial-network",
    }


def test_an_ordinary_word_needs_support():
    """Where a name is an ordinary word, the text must name two of its neighbours on the map."""
    assert "Attention" not in placed(ABOUT, "== Attention.md ==\nLook at me while I talk.\n")
    assert "Attention" not in placed(ABOUT, "== Attention.md ==\nIt ends in a softmax.\n")
    text = "== Attention.md ==\nA dot product, then a [[Softmax]].\n"
    assert placed(ABOUT, text)["Attention"] == "attention"


OTHERS = {
    "cooking": """
    == Bread.md ==
    Knead, pay attention to the dough, let it rest. A transformer of flour.
    == Attention.md ==
    Watch the oven. The kitchen asks for attention: stir, taste, transform.
    == Transformer.md ==
    The old stove has a transformer behind it, 12 volts.
    == Softmax.md ==
    A brand of soft butter, sold in one pound packs.
    == Chain rule.md ==
    Every chain of restaurants has its rules; ours: taste before salt.
    """,
    "law": """
    == Attention.md ==
    To the attention of the court: the clerk drew up the precedent and the policy.
    == RNN.md ==
    Regional notary network, the register of deeds. Agents act for a principal.
    == GAN.md ==
    General agreement on notices. Parties may attach a product list.
    == Chain rule.md ==
    The chain of custody rule: each transfer is on paper.
    == Contract.md ==
    Offer and acceptance, consideration, capacity.
    """,
    "novel": """
    == Chapter 1.md ==
    Her memory of the transformer station was of a hum, and of attention.
    == Transformer.md ==
    The place where Mara and Ilya meet again. It hums through chapter 3.
    == Characters/Attention.md ==
    Nickname of the schoolmaster, who calls for attention.
    == Backprop.md ==
    Stage word: the prop at the back, a painted door.
    == Themes.md ==
    Memory, loss, and the state of things.
    """,
}


@pytest.mark.parametrize("name", OTHERS)
def test_vaults_about_something_else_stand_nowhere(name):
    """Cooking, law and a novel use the field's words, and none of their notes is placed."""
    found = placed_notes(vault(OTHERS[name]), FIELD)

    assert (dict(found.ids), found.about) == ({}, False)


def test_one_note_about_the_field_in_a_vault_about_another():
    """Among other notes a name counts if the text names two of its neighbours."""
    text = """
    == Transformers.md ==
    The paper stacks the attention mechanism; backpropagation trains it. Read the Transformer paper.
    """

    assert placed(OTHERS["cooking"], text) == {"Transformers": "transformer"}


@pytest.mark.parametrize(
    "note",
    [
        "== x.md ==\n---\narxiv: 1706.03762\n---\nNotes.\n",
        "== x.md ==\n---\nurl: https://arxiv.org/abs/1706.03762v5\n---\nNotes.\n",
        "== 1706.03762 notes.md ==\nNotes.\n",
        "== Attention is all you need.md ==\nhttps://arxiv.org/abs/1706.03762\n",
        "== Attention Is All You Need (2017).md ==\n[link](https://arxiv.org/abs/1706.03762)\n",
    ],
)
def test_a_paper_is_placed_by_its_id(note):
    """An id in a property, the name or under an agreeing title places a note, in any vault."""
    found = placed_notes(vault(OTHERS["law"], note), FIELD)

    assert list(found.ids.values()) == ["attention-is-all-you-need"]


@pytest.mark.parametrize(
    "note",
    [
        "== Reading list.md ==\nNext: arXiv:1706.03762\n",
        "== Attention heads.md ==\nFrom arXiv:1706.03762 and more.\n",
        "== Torts.md ==\n---\nsources: [arXiv:1706.03762]\n---\nA tort.\n",
    ],
)
def test_a_note_that_cites_a_paper_is_not_about_it(note):
    """An id among other text places nothing."""
    assert placed_notes(vault(OTHERS["law"], note), FIELD).ids == {}


def test_a_concept_that_cites_its_paper_stays_a_concept():
    """The title says concept, so an id in a property is a source and no proof of the paper."""
    text = "== Transformer.md ==\n---\nurl: arxiv.org/abs/1706.03762\n---\nAttention, backpropagation.\n"

    assert placed(ABOUT, text)["Transformer"] == "transformer"


def test_a_note_that_says_it_is_a_paper_is_not_the_concept_of_its_title():
    """Its own id and what it says of itself count more than a short title."""
    text = (
        "== Transformer.md ==\nAttention, backpropagation.\n"
        "== Papers/Transformers.md ==\n---\ntype: paper\narxiv: 1706.03762\n---\nWhat it says.\n"
    )
    found = placed(ABOUT, text)

    assert found["Transformer"] == "transformer"
    assert found["Papers/Transformers"] == "attention-is-all-you-need"


def test_of_two_notes_about_one_entry_the_nearer_title_is_placed():
    """Both are told, and the one whose title is the name as written comes first."""
    text = "== 07 Softmax.md ==\n== Softmax.md ==\n== sub/What is softmax.md ==\n"
    found = placed_notes(vault(ABOUT, text), FIELD)

    assert found.rivals == {
        "softmax": ("Softmax.md", "07 Softmax.md", "sub/What is softmax.md"),
    }
    assert [path for path, id_ in found.ids.items() if id_ == "softmax"] == ["Softmax.md"]


def test_notes_that_take_no_part_are_not_placed():
    """A note that is left out neither stands on the map nor takes the place of another."""
    notes = vault(ABOUT, "== Softmax.md ==\n== 07 Softmax.md ==\n")
    found = placed_notes(notes, FIELD, leave_out={"Softmax.md"})

    assert found.ids["07 Softmax.md"] == "softmax"
    assert found.rivals == {}


def test_a_vault_without_texts_is_placed_by_links_and_headings():
    """Where only the notes are at hand, what they link to supports a name."""
    whole = vault(ABOUT, "== Attention.md ==\n[[Softmax]] of a [[dot product]].\n")
    bare = Vault(whole.notes)

    assert place_notes(bare, FIELD) == place_notes(whole, FIELD)


def test_the_order_of_notes_makes_no_difference():
    """The same notes are placed alike, in whatever order they come."""
    notes = vault(ABOUT, "== Softmax.md ==\n== 07 Softmax.md ==\n")

    assert place_notes(Vault(reversed(notes.notes)), FIELD) == place_notes(notes, FIELD)


@pytest.mark.parametrize(
    ("note", "id_"),
    [
        ("== Week 3.md ==\n# Softmax\nScores.\n", "softmax"),
        ("== 2024-05-01.md ==\n# Softmax\nScores.\n", "softmax"),
        ("== softmax-function.md ==\n# Softmax\nScores.\n", "softmax"),
        ("== Acme.md ==\n# Softmax\nWhat the firm uses.\n", None),
        ("== Interview with Mara.md ==\n# Backpropagation\nWe talked.\n", None),
    ],
)
def test_a_heading_counts_where_the_title_says_nothing_else(note, id_):
    """A section of a note about something else is no title."""
    (path,) = set(placed(ABOUT, note)) - set(placed(ABOUT)) or {None}

    assert (path and placed(ABOUT, note)[path]) == id_


def test_an_alias_that_shares_nothing_with_the_title_needs_support():
    """An alias may name a part of the note; the text must speak of the entry then."""
    head = '---\naliases: ["Softmax"]\n---\n'

    assert "Browser" not in placed(ABOUT, f"== Browser.md ==\n{head}Cookies and storage.\n")
    assert "Browser" in placed(
        ABOUT, f"== Browser.md ==\n{head}Used in the attention mechanism and the transformer.\n"
    )


def test_many_aliases_are_the_parts_of_a_note():
    """A note with a list of topics as aliases is about none of them."""
    head = "---\naliases: [Softmax function, Cookies, Storage, Cache, Softmax]\n---\n"

    assert "Softmaxes and more" not in placed(
        ABOUT, f"== Softmaxes and more.md ==\n{head}The attention mechanism, the transformer.\n"
    )


def test_between_two_names_the_note_is_about_the_one_that_builds_on_the_other():
    """Of "RNN - Backpropagation" the recurrent network needs the other, so it is the topic."""
    assert FIELD.find("Backpropagation - Recurrent neural network") == "recurrent-neural-network"
    assert FIELD.find("RNN: Backpropagation") == "recurrent-neural-network"
    assert FIELD.find("RNN - Generative adversarial network") is None
