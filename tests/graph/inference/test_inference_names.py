"""What a note may be called in running text, and what is no name of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbpivot.graph.inference.mentions import Passage, read_passages
from kbpivot.graph.inference.names import names_of
from kbpivot.language.words import Stemmer, language_of, token_span, tokens


def mentioned(text: str, *titles: str, language: str = "en") -> set[str]:
    """Titles that a text mentions."""
    names = names_of([(title, [title], []) for title in titles], language=language)
    reading = read_passages(
        [Passage("", 0, text, 0)], path="this note", names=names, stem=Stemmer(language)
    )
    return {mention.target for mention in reading.mentions}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Gradient descent", "We minimise it by gradient descent."),
        ("gradient descent", "GRADIENT\ndescent across a line break"),
        ("Markov chains", "a Markov chain is enough"),
        ("Support vector machine (SVM)", "train an SVM first"),
        ("Support vector machine (SVM)", "train support vector machines first"),
        ("Principal component analysis", "project with PCA"),
        ("01 - Tokenization", "after tokenization"),
        ("LoRA: low-rank adaptation", "fine-tune it with LoRA"),
        ("The evidence approximation", "by an evidence approximation"),
        ("强化学习", "这里我们使用强化学习的方法"),
        ("역전파", "이 모델은 역전파를 사용한다"),
        ("機械学習", "これは機械学習の一種です"),
        ("Éigen-décomposition", "une éigen décomposition"),
    ],
)
def test_a_note_is_found_under_its_name(title: str, text: str) -> None:
    """Case, plural, brackets, numbering, subtitle, article and script do not hide a mention."""
    assert mentioned(text, title) == {title}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("README", "see the readme"),
        ("Notes", "these notes are short"),
        ("2024", "back in 2024"),
        ("2024-05-01", "on 2024-05-01 we met"),
        ("A", "a thing and A thing"),
        ("R", "written in R"),
        ("of the", "most of the time"),
        ("AS", "as we saw"),
        ("RAG", "an old rag"),
        ("MATH", "do the math"),
        ("Attention", "inattention is no name"),
        ("学", "学习"),
        ("!!!", "wow!!!"),
        ("", "nothing"),
    ],
)
def test_everyday_words_name_nothing(title: str, text: str) -> None:
    """A generic file name, number, letter, function word or part of a word is no mention."""
    assert mentioned(text, title) == set()


def test_capitals_are_a_name_when_the_text_writes_them() -> None:
    """A name in capitals is found where the text spells it so."""
    assert mentioned("We use RAGs here, and EM.", "RAG", "EM") == {"RAG", "EM"}


def test_the_longest_name_wins() -> None:
    """Inside a longer name a shorter one is not meant."""
    found = mentioned(
        "use stochastic gradient descent", "gradient descent", "stochastic gradient descent"
    )

    assert found == {"stochastic gradient descent"}


def test_a_title_outranks_an_alias() -> None:
    """An alias that another note has as its title leads to that note."""
    names = names_of([("a.md", ["Transformer"], []), ("b.md", ["Attention"], ["transformer"])])

    form = names.ends[("transformer",)]

    assert form is not None
    assert form.targets == ("a.md",)


def test_a_name_of_many_notes_names_none() -> None:
    """A title that three notes share points at none of them."""
    names = names_of([(f"{k}/Kernels.md", ["Kernels"], []) for k in range(3)])

    assert ("kernel",) not in names.ends


def test_the_digest_follows_the_names() -> None:
    """Equal names have one digest in any order of notes; another alias gives another."""
    notes = [("a.md", ["Sets"], []), ("b.md", ["Maps"], ["Functions"])]

    assert names_of(notes).digest == names_of(reversed(notes)).digest
    assert names_of(notes).digest != names_of([notes[0], ("b.md", ["Maps"], [])]).digest


def test_italian_notes_are_read_as_italian() -> None:
    """The language shows in its function words, and its plurals are matched."""
    text = "Un vettore è un elemento di uno spazio; i vettori si sommano con la regola della somma."

    assert language_of([text]) == "it"
    assert mentioned("la somma dei vettori", "Vettore", language="it") == {"Vettore"}


def test_without_words_the_language_is_english() -> None:
    """Nothing to go by is no reason to fail."""
    assert language_of([]) == "en"


@given(st.text(max_size=60), st.data())
def test_a_span_holds_the_words_it_was_asked_for(text: str, data: st.DataObject) -> None:
    """Cutting the text at a word's span gives that word back, or the whole text when unsure."""
    words = tokens(text)
    if not words:
        return
    first = data.draw(st.integers(0, len(words) - 1))
    count = data.draw(st.integers(1, len(words) - first))

    start, end = token_span(text, first, count)

    assert 0 <= start < end <= len(text)
    if (start, end) != (0, len(text)):
        assert tokens(text[start:end]) == words[first : first + count]


def test_acronyms_of_a_file_name_are_names_each() -> None:
    """`RLHF_DPO` is called RLHF and DPO; words in capitals, as in `IMAGE_CHAT`, are not cut."""
    names = names_of(
        [("a.md", ("RLHF_DPO",), ()), ("b.md", ("IMAGE_CHAT",), ())],
    )

    assert names.ends[("rlhf",)] is not None
    assert names.ends[("dpo",)] is not None
    assert ("chat",) not in names.ends
