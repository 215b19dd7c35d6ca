"""A name is planned only where no note comes near it: other spellings, short names, headings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbpivot.graph import prerequisite_graph
from kbpivot.publish import gaps
from kbpivot.publish.check import check
from kbpivot.vault import Vault, planned_key

PROSE = "Rows of numbers are kept in memory, and to find one of them takes a few steps at most.\n"
GERMAN = "Der Baum hat eine Wurzel und die Äste teilen sich, bis nichts mehr folgt und das Ende da ist.\n"
FRENCH = "Le réseau est une suite de couches et chaque couche reçoit ce que la couche avant elle donne.\n"
SPANISH = (
    "La red tiene capas y cada capa recibe lo que la anterior ha calculado para los datos de hoy.\n"
)
ITALIAN = (
    "La rete ha strati e ogni strato riceve quello che lo strato prima di esso ha dato alla rete.\n"
)
RUSSIAN = "Сеть состоит из слоёв, и каждый слой получает то, что посчитал слой до него, а в конце мы ждём.\n"
PORTUGUESE = (
    "A rede tem camadas e cada camada recebe o que a anterior calculou para os dados de hoje.\n"
)


def vault(name, linked, *, text=PROSE, prose=PROSE):
    """A vault with one note of a name, and two others that link to what is near it."""
    links = f"{prose}See [[{linked}]] for the rest.\n"
    return Vault.from_texts({f"{name}.md": text, "One.md": links, "Two.md": links + prose})


def told(vault):
    """What gaps say of a vault, as (kind, target)."""
    return {(gap.kind, gap.target) for gap in gaps(vault, prerequisite_graph(vault))}


@pytest.mark.parametrize(
    ("name", "linked"),
    [
        ("07_Early_Stopping", "Early_Stopping"),
        ("07_Early_Stopping", "early stopping"),
        ("Lecture 4 - Trees and forests", "Trees and forests"),
        ("3.2 Cross entropy", "Cross-entropy"),
        ("第二章 决策树", "决策树"),
        ("202403011015 Skip connections", "Skip connections"),
        ("Occam’s razor", "Occam's razor"),
        ("Hash map", "Hashmap"),
        ("Hashmap", "hash-map"),
        ("BackPropagation", "back propagation"),
        ("Activation function", "Activation functions"),
        ("Confusion matrix", "confusion matrices"),
        ("Vertex", "Vertices"),
        ("Bias & variance", "Bias and variance"),
        ("Poincaré map", "Poincare map"),
        ("Byte pair encoding (BPE)", "BPE"),
        ("BPE", "Byte-pair encoding"),
        ("Support Vector Machine", "SVM"),
        ("Support Vector Machine", "SVMs"),
        ("Mixture of experts", "MoE"),
        ("循环神经网络（RNN）", "RNN"),
        ("Vaswani 2017 - Attention Is All You Need", "Attention is all you need"),
    ],
)
def test_one_note_comes_near(name, linked):
    """Numbers, signs, plurals, accents and short forms name the same subject."""
    found = told(vault(name, linked))

    assert {target for kind, target in found if kind == "near-name"} == {linked}
    assert not {kind for kind, _ in found} & {"planned-link", "unexplained-concept"}


@pytest.mark.parametrize(
    ("name", "linked", "prose"),
    [
        ("Entscheidungsbaum", "Entscheidungsbäume", GERMAN),
        ("Neuronales Netz", "Neuronale Netze", GERMAN),
        ("Réseau de neurones", "Réseaux de neurones", FRENCH),
        ("Red neuronal", "Redes neuronales", SPANISH),
        ("Rete neurale", "Reti neurali", ITALIAN),
        ("Нейронная сеть", "Нейронные сети", RUSSIAN),
        ("Rede neural", "Redes neurais", PORTUGUESE),
    ],
)
def test_plurals_of_the_language_of_the_vault(name, linked, prose):
    """The plural counts word by word, as the language of the notes forms it."""
    near = vault(name, linked, text=prose, prose=prose).near(linked)

    assert near is not None
    assert near.paths == (f"{name}.md",)


@pytest.mark.parametrize(
    ("name", "linked"),
    [
        ("Attention", "Attention sink"),
        ("Attention sink", "Attention"),
        ("Week 2 notes", "Week 3 notes"),
        ("GPT-3", "GPT-4"),
        ("Norm", "Normal distribution"),
        ("Transform", "Transformer"),
        ("C++", "C"),
        ("Kernel (GPU)", "GPU"),
        ("NLP - What I read", "NLP"),
        ("Machine learning", "ML"),
        ("2017 in review", "review"),
        ("2D convolution", "convolution"),
    ],
)
def test_another_subject_is_planned(name, linked):
    """A longer name, another number, a qualifier or two letters are no other spelling."""
    found = told(vault(name, linked))

    assert ("planned-link", linked) in found
    assert "near-name" not in {kind for kind, _ in found}


def test_the_first_heading_and_inner_headings_are_names():
    """What a file with a short name says at its top, and what it explains further down."""
    text = f"# Negative log likelihood\n\n{PROSE}\n## Label smoothing\n\n{PROSE}\n## Empty\n\n## Last\n"
    for linked, how in (("Negative log-likelihood", "spelling"), ("Label Smoothing", "heading")):
        near = vault("nll", linked, text=text).near(linked)

        assert near is not None
        assert (near.paths, near.how) == (("nll.md",), how)
    assert vault("nll", "Empty", text=text).near("Empty") is None
    assert vault("nll", "Last", text=text).near("Last") is None


def test_a_heading_that_many_notes_have_names_nothing():
    """Of four notes with a heading "Example" the link `[[Example]]` means none."""
    texts = {f"{name}.md": f"{PROSE}\n## Example\n\n{PROSE}" for name in "ABCD"}

    assert Vault.from_texts(texts).near("Example") is None
    few = dict(list(texts.items())[:2])
    assert Vault.from_texts(few).near("Examples") == (("A.md", "B.md"), "heading", "")


def test_a_stated_name_leads_to_its_note_and_is_told():
    """The order goes by the note that is there, and check says that its name is another."""
    found = Vault.from_texts(
        {
            "04_Cross_Validation.md": PROSE,
            "Grid search.md": f'---\nprerequisites: ["[[Cross-Validation]]"]\n---\n{PROSE}',
            "Halving.md": f"---\nprerequisites: [cross validations]\n---\n{PROSE}",
        }
    )
    graph = prerequisite_graph(found)

    assert set(graph.edges) == {
        ("04_Cross_Validation.md", "Grid search.md"),
        ("04_Cross_Validation.md", "Halving.md"),
    }
    rows = [(row.path, row.line) for row in check(found, graph) if row.code == "near-name"]
    assert ("Halving.md", 2) in rows
    assert "Grid search.md" in {path for path, _ in rows}
    assert not {kind for kind, _ in told(found)} & {"planned-prerequisite", "planned-link"}


@pytest.mark.parametrize(
    ("texts", "fixed"),
    [
        ({"05_Trees.md": PROSE}, "See [[05_Trees|trees]]."),
        ({"05_Trees.md": PROSE, "x/6. Trees.md": PROSE}, None),
        ({"All.md": f"# All\n\n## Trees\n\n{PROSE}"}, "See [[All#Trees|trees]]."),
    ],
)
def test_a_fix_is_offered_where_one_thing_is_meant(texts, fixed):
    """One note of that spelling, or one heading: the words shown stay; two notes are a question."""
    found = Vault.from_texts({**texts, "Start.md": "See [[trees]].\n"})
    (row,) = [row for row in check(found, prerequisite_graph(found)) if row.code == "near-name"]

    assert [f"See {edit.new}." for edit in row.edits] == ([] if fixed is None else [fixed])


def test_an_acronym_is_told_and_left_alone():
    """Initials are a guess, so the link is not rewritten."""
    found = Vault.from_texts({"Gated recurrent unit.md": PROSE, "Start.md": "See [[GRU]].\n"})
    (row,) = [row for row in check(found, prerequisite_graph(found)) if row.code == "near-name"]

    assert row.edits == ()
    assert "Gated recurrent unit" in row.message


def test_a_private_note_is_not_named_to_others():
    """Others are not told which private note a public link comes near."""
    found = Vault.from_texts(
        {
            "03_Divorce_plan.md": f"---\npublish: false\n---\n{PROSE}",
            "Open.md": f"{PROSE}See [[Divorce plan]].\n",
        }
    )
    (gap,) = [g for g in gaps(found, prerequisite_graph(found)) if g.kind == "near-name"]

    assert gap.private
    assert "03_Divorce_plan" not in gap.shared


@given(st.text(max_size=30))
def test_a_key_is_one_for_what_only_looks_different(name):
    """Any text has a key; case, spaces and hyphens around words change none."""
    key = planned_key(name)

    assert planned_key(f" {name} ") == key == planned_key(name.strip())


def test_spellings_of_one_planned_note_are_one():
    """Three spellings in three notes ask for one note, not for three."""
    found = Vault.from_texts(
        {
            "A.md": "[[Speculative decoding]] and again [[Speculative decoding]].\n",
            "B.md": "[[speculative-decoding]] and [[Beams]].\n",
            "C.md": "[[Speculative_Decodings]] and [[beam]].\n",
        }
    )

    assert {key: len(links) for key, links in found.planned.items()} == {
        "speculativedecoding": 4,
        "beam": 2,
    }


def test_edits_of_a_note_are_seen():
    """A heading written later comes near at once, in a vault that is followed."""
    from kbpivot.notes import parse_note

    before = Vault.from_texts({"A.md": "[[Weight decay]]\n", "B.md": PROSE})
    assert "weightdecay" in before.planned
    text = f"{PROSE}\n## Weight decay\n\n{PROSE}"

    assert before.with_notes([parse_note("B.md", text)]).planned == {}
