"""Names are compared as people write them, and titles are read without their dress."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbpivot.maps import parse_map
from kbpivot.maps.spelling import is_initials, name_key
from small_maps import small_map


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pre-training", "pretraining"),
        ("Naïve Bayes", "naive bayes"),
        ("Bayes' theorem", "Bayes theorem"),
        ("Newton’s method", "Newton's method"),
        ("β-VAE", "beta-VAEs"),
        ("Policies", "policy"),
        ("Losses", "loss"),
        ("Databases", "database"),
        ("The kernel trick", "Kernel trick"),
        ("K-means", "k means"),
        ("Regularisation", "regularization"),
        ("Labelling functions", "labeling function"),
        ("Neighbours", "neighbor"),
        ("Precision & recall", "precision and recall"),
        ("GPUs", "gpu"),
        ("Unitary matrices", "unitary matrix"),
        ("Local minima", "local minimum"),
        ("Kullback–Leibler divergence", "kullback leibler divergence"),
        ("Gödel numbering", "Godel numbering"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    """Case, accents, hyphens, apostrophes, plural, Greek and British spelling do not matter."""
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("C++", "C"), ("C#", "C"), ("A* search", "a search"), ("bias", "bia"), ("が", "か"),
     ("word2vec", "word vec"), ("RNN", "CNN")],
)  # fmt: skip
def test_other_names_have_other_keys(one, other):
    """Signs, digits and marks that make another name of it are kept."""
    assert name_key(one) != name_key(other)


@given(st.text(max_size=30))
def test_a_key_is_stable(text):
    """Upper case and doubled blanks never change a key."""
    assert name_key(text.replace(" ", "  ")) == name_key(text)
    assert name_key(text.casefold()) == name_key(text.casefold().upper().casefold())


@pytest.mark.parametrize(
    ("short", "long", "fits"),
    [
        ("GAN", "Generative adversarial network", True),
        ("LSTM", "Long short-term memory", True),
        ("RAG", "Retrieval-augmented generation", True),
        ("LoRA", "Low-rank adaptation", True),
        ("VAEs", "Variational autoencoder", True),
        ("psychology", "Attention", False),
        ("SVM", "Random forest", False),
        ("A", "Attention", False),
    ],
)
def test_initials_stand_for_the_words_before_them(short, long, fits):
    """An abbreviation has its letters in the words it stands for, in order."""
    assert is_initials(short, long) is fits


@pytest.mark.parametrize(
    ("title", "id_"),
    [
        ("Attention", "attention"),
        ("attention mechanisms", "attention"),
        ("04_Backpropagation", "backpropagation"),
        ("2.1 - Backpropagation", "backpropagation"),
        ("Lecture 3: Backpropagation", "backpropagation"),
        ("Week 2 - Softmax", "softmax"),
        ("第3章 注意力机制", "attention"),
        ("Generative adversarial networks (GANs)", "generative-adversarial-network"),
        ("Generative adversarial nets (GAN)", "generative-adversarial-network"),
        ("GAN (Generative adversarial network)", "generative-adversarial-network"),
        ("What is a recurrent neural network?", "recurrent-neural-network"),
        ("Introduction to RNNs", "recurrent-neural-network"),
        ("Backprop notes", "backpropagation"),
        ("Backpropagation explained", "backpropagation"),
        ("softmax", "softmax"),
        ("chain-rule", "chain-rule"),
        ("Attention Is All You Need", "attention-is-all-you-need"),
        ("Vaswani et al. - 2017 - Attention Is All You Need", "attention-is-all-you-need"),
        ("Attention (注意力机制)", "attention"),
        ("注意力机制 Attention", "attention"),
        ("Deep learning - Backpropagation", "backpropagation"),
        ("Attention in Transformers", "attention"),
        ("Attention (deep learning)", "attention"),
    ],
)
def test_a_title_names_its_entry(title, id_):
    """Numbering, plural, brackets, and words that say what kind of text it is, do not matter."""
    assert small_map().find(title) == id_


@pytest.mark.parametrize(
    "title",
    [
        "",
        "2024-01-03",
        "Attention (psychology)",
        "Attention and Softmax",
        "Attention vs. recurrence",
        "Power transformer maintenance",
        "History of the transformer station",
        "Softmax: the company",
        "Smith - 2019 - Attention",
        "Transformer (electricity)",
        "RNN/GAN",
        "A transformer for my model railway",
    ],
)
def test_a_title_about_something_else_names_nothing(title):
    """A name among other words is no title: it may be about part of it, or about another thing."""
    assert small_map().find(title) is None


def test_a_name_of_two_entries_means_neither():
    """What could be meant in two ways is not guessed."""
    text = "[a]\nname = 'Prefix'\naliases = ['PT']\n[b]\nname = 'Prompt'\naliases = ['PT']\n"

    assert parse_map({"own.toml": text}, name="own").find("PT") is None


def test_a_name_comes_before_an_alias():
    """What one entry is called wins over what another is called as well."""
    text = "[a]\nname = 'Prefix'\naliases = ['Prompt']\n[b]\nname = 'Prompt'\n"

    assert parse_map({"own.toml": text}, name="own").find("Prompts") == "b"


def test_an_abbreviation_inside_a_name_is_written_out():
    """An abbreviation of an entry is read as its name inside a longer one, and the other way."""
    text = (
        "[svm]\nname = 'Support vector machine'\naliases = ['SVM']\n"
        "[kernel-svm]\nname = 'Kernel support vector machine'\n"
    )
    field = parse_map({"own.toml": text}, name="own")

    assert field.find("kernel SVMs") == "kernel-svm"
    assert field.find("SVM") == "svm"
