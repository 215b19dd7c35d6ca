"""A note called by an ordinary word is not mentioned wherever the word stands."""

from __future__ import annotations

import pytest

from kbpivot.graph.inference import infer_prerequisites
from kbpivot.language.ordinary import frequency, is_ordinary
from kbpivot.language.plurals import other_numbers, singular
from kbpivot.vault import Vault

PROSE = "Here it is said what the thing is and how one gets from it to the next, step by step.\n"


def pairs(texts):
    return {
        (one.source, one.target) for one in infer_prerequisites(Vault.from_texts(texts), raw=True)
    }


def named(name, text):
    """Whether a text is taken to speak of a note of that name."""
    found = pairs({f"{name}.md": f"{name}: {PROSE}", "Text.md": text})
    return (f"{name}.md", "Text.md") in found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "Order",
            "In order to win one has to play, and it is best done in good order and early on.\n",
        ),
        (
            "Bias",
            "There was some bias in the jury, or so they said when they had lost the match.\n",
        ),
        (
            "Ordnung",
            "In der Praxis ist alles in Ordnung, wenn man hält, was man am Anfang versprochen hat.\n",
        ),
        (
            "Champ",
            "Il faut aller dans le champ avec un carnet, et noter ce que l'on voit sur le bord.\n",
        ),
        (
            "Campo",
            "Para eso hay que ir al campo con una libreta y apuntar todo lo que se ve en el suelo.\n",
        ),
        (
            "Поле",
            "Мы вышли в поле и долго смотрели на небо, потому что в городе такого уже не увидишь.\n",
        ),
        ("问题", "这个问题很难回答,因为没有人知道答案在哪里,也没有人愿意先说出来,大家都在等。\n"),
    ],
)
def test_an_ordinary_word_is_no_mention(name, text):
    """In any language of vaults the word alone may mean anything."""
    assert not named(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "Eigenvector",
            "The axis is an eigenvector of the covariance, the one of the largest value.\n",
        ),
        (
            "Backpropagation",
            "The error is handed back by backpropagation through all of the layers.\n",
        ),
        (
            "Gradient descent",
            "It is trained by gradient descent until the loss stays where it is.\n",
        ),
        ("Order", "This rests on [[Order]], since what comes first in order is told by order.\n"),
    ],
)
def test_a_term_or_a_linked_name_is_a_mention(name, text):
    """A word that hardly anyone uses otherwise, several words, and a name that is linked as well."""
    assert named(name, text)


def test_a_word_that_is_a_term_of_the_vault_is_a_mention():
    """Where other notes use a word far more than the language does, it means the note."""
    texts = {"Power.md": f"Power: {PROSE}"}
    texts |= {f"Test {n}.md": f"The power of test {n} grows with power. {PROSE}" for n in range(6)}

    assert ("Power.md", "Test 1.md") in pairs(texts)


@pytest.mark.parametrize(
    "text",
    [
        "The machine came up with a [[Eigenvector panic]] and stayed so for the whole of the night.\n",
        "See [[Iteration|an eigenvector method]] for the rest of what can be said about it today.\n",
        "#maths/eigenvector #eigenvector\n\nThe third run was the best one, by two points or so.\n",
        "Call `eigenvector(3)` for it.\n\n```python\neigenvector(5)\n```\n\nNext time do it with more.\n",
    ],
)
def test_links_tags_and_code_are_no_mention(text):
    """Part of another link, a tag and a line of code do not speak of the note."""
    texts = {"Eigenvector.md": PROSE, "Iteration.md": PROSE, "Text.md": text}

    assert ("Eigenvector.md", "Text.md") not in pairs(texts)


def test_how_usual_words_are():
    """Frequencies are shares; a language without a list has none; plurals count."""
    assert frequency("the", ["en"]) > frequency("power", ["en"]) > 0
    assert frequency("powers", ["en"]) == frequency("power", ["en"])
    assert frequency("softmax", ["en"]) == frequency("power", ["xx"]) == 0
    assert is_ordinary("Power", ["en"])
    assert not is_ordinary("softmax", ["en", "de"])


@pytest.mark.parametrize(
    ("many", "one"),
    [
        *(("matrices", "matrix"), ("indices", "index"), ("analyses", "analysis")),
        *(("policies", "policy"), ("losses", "loss"), ("classes", "class"), ("boxes", "box")),
        *(("hypotheses", "hypothesis"), ("tokens", "token"), ("criteria", "criterion")),
    ],
)
def test_english_plurals(many, one):
    """A singular and its plural have one form."""
    assert singular(many) == singular(one)


@pytest.mark.parametrize("word", ["bias", "loss", "analysis", "corpus", "axis", "gas", "physics"])
def test_what_ends_like_a_plural_stays_itself(word):
    """No two different words of this list come to one form."""
    others = {"bias", "loss", "analysis", "corpus", "axis", "gas", "physics"} - {word}

    assert singular(word) not in {singular(other) for other in others}


def test_other_languages_change_endings_both_ways():
    """From the singular to the plural and back."""
    assert "baume" in set(other_numbers("baum", "de"))
    assert "baum" in set(other_numbers("baume", "de"))
    assert set(other_numbers("baum", "xx")) == set()
