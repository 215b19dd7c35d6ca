"""Guesses as a caller sees them: direction, marks, evidence, and what is never guessed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.errors import KbpivotError
from kbpivot.graph.inference import infer_prerequisites, vault_names, vault_readings
from kbpivot.graph.inference.articles import vault_articles
from kbpivot.graph.inference.infer import accepted, ranked_pairs
from kbpivot.graph.inference.pairs import candidate_pairs
from kbpivot.graph.inference.scoring import shipped_scores
from kbpivot.graph.inference.sentences import plain_words, sentence_at
from kbpivot.graph.inference.vault_model import fitted_scores
from kbpivot.notes import parse_note
from kbpivot.vault import Vault

CALCULUS = {
    "Functions.md": "# Functions\n\nA function assigns a value to each argument.\n",
    "Limits.md": "# Limits\n\nThe limit of a function is the value that functions come near.\n",
    "Derivatives.md": "# Derivatives\n\nA derivative is a limit of difference quotients.\n",
    "Gradient.md": "# Gradient\n\nThe gradient collects partial derivatives of a function.\n",
    "Gradient descent.md": "# Gradient descent\n\nFollow the negative gradient to a minimum.\n",
    "Stochastic gradient descent.md": (
        "# Stochastic gradient descent\n\nGradient descent on a random part of the data.\n"
    ),
}


def edges(vault: Vault, **options: object) -> list[tuple[str, str]]:
    return [(g.source, g.target) for g in infer_prerequisites(vault, **options)]  # type: ignore[arg-type]


def test_what_a_first_sentence_leans_on_comes_first() -> None:
    """In a chain of definitions every guess follows the chain."""
    names = [path.removesuffix(".md") for path in CALCULUS]

    found = edges(Vault.from_texts(CALCULUS))

    assert found
    assert all(names.index(a[:-3]) < names.index(b[:-3]) for a, b in found)
    assert ("Gradient descent.md", "Stochastic gradient descent.md") in found


def test_best_first_and_marked() -> None:
    """Scores fall, lie in 0 to 1, and decide the tier."""
    guesses = infer_prerequisites(Vault.from_texts(CALCULUS), raw=True)

    assert [g.score for g in guesses] == sorted((g.score for g in guesses), reverse=True)
    assert all(0 < g.score < 1 for g in guesses)
    order = ["strong", "likely", "weak"]
    ranks = [order.index(g.tier) for g in guesses]
    assert ranks == sorted(ranks)


def test_raw_has_every_pair_both_ways() -> None:
    """Before the choice of a direction, both orders of a pair are scored."""
    guesses = edges(Vault.from_texts(CALCULUS), raw=True)

    assert set(guesses) == {(b, a) for a, b in guesses}
    assert len(guesses) == len(set(guesses))


def test_a_guess_that_closes_a_circle_is_dropped() -> None:
    """The weakest of a circle goes; what is too unlikely was never in."""
    ranked = [("a", "b", 0.9), ("b", "c", 0.8), ("c", "a", 0.7), ("c", "d", 0.6), ("d", "e", 0.01)]

    assert [row[:2] for row in accepted(ranked, [])] == [("a", "b"), ("b", "c"), ("c", "d")]
    assert [row[:2] for row in accepted(ranked, [("d", "b")])] == [("a", "b"), ("b", "c")]


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")).filter(
            lambda pair: pair[0] != pair[1]
        ),
        unique=True,
    ),
    st.integers(0, 10),
)
@settings(max_examples=60)
def test_accepted_guesses_are_as_many_as_can_be(pairs: list[tuple[str, str]], count: int) -> None:
    """With what is stated they stay acyclic, and each one left out would close a circle."""
    stated: list[tuple[str, str]] = []
    for pair in pairs[:count]:
        if nx.is_directed_acyclic_graph(nx.DiGraph([*stated, pair])):
            stated.append(pair)
    ranked = [(a, b, 0.9 - k / 1000) for k, (a, b) in enumerate(pairs[count:])]

    kept = [row[:2] for row in accepted(ranked, stated)]

    graph = nx.DiGraph([*stated, *kept])
    assert nx.is_directed_acyclic_graph(graph)
    for a, b, _ in ranked:
        if (a, b) not in kept:
            assert nx.has_path(graph, b, a)


def test_stated_implied_and_contradicting_pairs_are_not_guessed() -> None:
    """What the author says, what follows from it, and its reverse are settled."""
    texts = dict(CALCULUS)
    texts["Derivatives.md"] = "---\nprerequisites: [Limits]\n---\nA limit of a function.\n"
    texts["Limits.md"] = "---\nprerequisites: [Functions]\n---\nA function, a derivative.\n"

    for raw in (False, True):
        found = edges(Vault.from_texts(texts), raw=raw)
        settled = {"Functions.md", "Limits.md", "Derivatives.md"}
        assert not [pair for pair in found if set(pair) <= settled]


def test_a_planned_note_between_two_written_ones_settles_them() -> None:
    """A stated path may lead through a note that is not written yet."""
    texts = {
        "Rings.md": "---\nprerequisites: [Nowhere yet]\n---\nSee modules.\n",
        "Ideals.md": "---\nunlocks: [Not written]\n---\nSome rings.\n",
        "Modules.md": "---\nprerequisites: [Not written]\n---\nIdeals are modules over rings.\n",
    }

    found = edges(Vault.from_texts(texts), raw=True)

    assert not [pair for pair in found if set(pair) == {"Ideals.md", "Modules.md"}]


def test_the_evidence_is_the_sentence() -> None:
    """Path, place and words of the sentence that names the prerequisite."""
    text = (
        "# Momentum\n\nIt is old. It speeds up *gradient descent* ([[Gradient descent|GD]])! End.\n"
    )
    vault = Vault.from_texts({**CALCULUS, "Momentum.md": text})

    guess = next(
        g
        for g in infer_prerequisites(vault, raw=True)
        if (g.source, g.target) == ("Gradient descent.md", "Momentum.md")
    )

    first = guess.evidence[0]
    assert first.path == "Momentum.md"
    assert first.grade == "inferred"
    assert first.form == "mention"
    assert first.reason == "It speeds up gradient descent (GD)!"
    assert first.span is not None
    assert text[first.span.start : first.span.end].startswith("It speeds up")
    assert first.span.line == 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two HERE three! Four.", "Two HERE three!"),
        ("- a\n- [ ] b HERE\n- c", "b HERE"),
        ("> 1. quoted HERE\n\nnext", "quoted HERE"),
        ("Wrapped\nover HERE lines\n\nnext", "Wrapped\nover HERE lines"),
        ("---\ntitle: x\n---\nHERE it is", "HERE it is"),
        ("这是。我们用HERE方法。完", "我们用HERE方法。"),
        ("in version 1.5 HERE e.g.x", "in version 1.5 HERE e.g.x"),
        ("HERE", "HERE"),
    ],
)
def test_a_sentence_is_cut_at_its_ends(text: str, sentence: str) -> None:
    """Full stops, list items, quotes and blank lines end it; marks before it are left out."""
    at = text.index("HERE")

    begin, end = sentence_at(text, at, at + 4)

    assert text[begin:end] == sentence


def test_words_without_an_end_are_cut_around_the_place() -> None:
    """A text of ten thousand words and no full stop gives some words on both sides."""
    text = "left " * 5000 + "HERE" + " right" * 5000

    begin, end = sentence_at(text, 25_000, 25_004)

    words = text[begin:end].split()
    assert set(words) == {"left", "HERE", "right"}
    assert 20 < len(words) < 200


def test_the_later_note_speaks_first() -> None:
    """Where both notes speak of each other, the one that builds on the other comes first."""
    texts = {
        "Evenness.md": "Not odd. It is half.\n",
        "Odd number.md": "Evenness plus one. Evenness is first.\n",
    }
    texts["Evenness.md"] += "\nThe odd number is another.\n"

    for guess in infer_prerequisites(Vault.from_texts(texts), raw=True):
        assert [e.path for e in guess.evidence] == [guess.target, guess.source]


def test_a_stated_link_is_no_evidence() -> None:
    """A link under Prerequisites is no candidate, even for a caller who passes no statements."""
    texts = {"A side.md": "# A side\n\n## Prerequisites\n\n- [[B side]]\n", "B side.md": "Text.\n"}

    assert edges(Vault.from_texts(texts), raw=True, stated=()) == []


def test_a_link_under_other_words_is_evidence() -> None:
    """A link in prose stands for a mention."""
    texts = {"A thing.md": "It rests on [[Base|that]].\n", "Base.md": "Bare.\n"}

    guess = infer_prerequisites(Vault.from_texts(texts), raw=True)[0]

    assert (guess.source, guess.target) == ("Base.md", "A thing.md")
    assert [(e.form, e.reason) for e in guess.evidence] == [("link", "It rests on that.")]


def test_see_also_speaks_for_the_other_direction() -> None:
    """What a note lists under See also builds on it rather than the other way round."""
    texts = {
        "Entropy.md": "Disorder in numbers.\n\n## See also\n\n- [[Cross entropy]]\n",
        "Cross entropy.md": "Two distributions compared.\n",
    }

    assert edges(Vault.from_texts(texts), raw=True)[0] == ("Entropy.md", "Cross entropy.md")


def test_indexes_and_daily_notes_take_no_part() -> None:
    """A list of everything names no prerequisite; a caller may leave out more."""
    index = "# Home\n\n" + "".join(f"- [[{path[:-3]}]]\n" for path in CALCULUS)
    vault = Vault.from_texts({**CALCULUS, "README.md": index, "2024-05-01.md": "Read on limits.\n"})

    assert {"README.md", "2024-05-01.md"}.isdisjoint(
        n for pair in edges(vault, raw=True) for n in pair
    )
    left = edges(vault, raw=True, leave_out={"Limits.md"})
    assert "Limits.md" not in {n for pair in left for n in pair}


def test_a_link_in_a_property_is_no_evidence() -> None:
    """`related` and its like say nothing about order."""
    texts = {"A.md": '---\nrelated: ["[[B side]]"]\n---\nText.\n', "B side.md": "Text.\n"}

    assert edges(Vault.from_texts(texts), raw=True) == []


def test_known_readings_change_nothing() -> None:
    """A cached reading gives the guesses a fresh one gives."""
    vault = Vault.from_texts(CALCULUS)
    names = vault_names(vault)
    readings = vault_readings(vault, names=names)
    half = dict(list(readings.items())[::2])

    again = vault_readings(vault, names=names, known=half)

    assert again == readings
    assert infer_prerequisites(vault, names=names, readings=again) == infer_prerequisites(vault)


def test_a_vault_without_texts_is_a_wrong_call() -> None:
    """Notes alone hold no sentences to read."""
    vault = Vault([parse_note("A.md", "text")])

    with pytest.raises(KbpivotError):
        infer_prerequisites(vault)


@pytest.mark.parametrize("texts", [{}, {"A.md": ""}, {"A.md": "", "B.md": "\ufeff"}])
def test_next_to_nothing_is_no_trouble(texts: dict[str, str]) -> None:
    """Empty vaults and empty notes have no guesses."""
    assert infer_prerequisites(Vault.from_texts(texts)) == ()


@given(
    st.dictionaries(
        st.sampled_from(["A b", "Sets", "集合论", "집합", "Ré", "x", "1", "SVM"]).map(
            "{}.md".format
        ),
        st.lists(
            st.sampled_from(
                [
                    "sets",
                    "[[Sets]]",
                    "集合论",
                    "집합은",
                    "SVM",
                    "# See also",
                    "[[x|",
                    "$a$",
                    "\r\n",
                    "\n\n",
                    ".",
                ]
            )
            | st.text(max_size=8)
        ).map(" ".join),
        max_size=6,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_read(texts: dict[str, str]) -> None:
    """No text makes it fail; guesses stay within the vault, acyclic, with places in the text."""
    vault = Vault.from_texts(texts)

    guesses = infer_prerequisites(vault, raw=True)

    for guess in guesses:
        assert {guess.source, guess.target} <= set(vault.paths)
        for evidence in guess.evidence:
            assert evidence.span is not None
            assert 0 <= evidence.span.start <= evidence.span.end <= len(vault.text(evidence.path))
    assert nx.is_directed_acyclic_graph(nx.DiGraph(edges(vault)))


def course(count: int = 150, *, stated: bool) -> dict[str, str]:
    """A made-up course in which each topic leans on two or three earlier ones.

    Every note names what it needs under "Uses" and, as bait, some others under "Contrast".
    """
    draw = random.Random(5)
    texts = {}
    for k in range(count):
        needs = sorted(draw.sample(range(max(0, k - 20), k), min(k, 3)))
        baits = [b for b in draw.sample(range(count), 3) if b != k and b not in needs]
        lines = ["---", "prerequisites:"] if stated else ["---", "tags: []"]
        if stated:
            lines += [f"  - Topic {n:03d}" for n in needs]
        lines += ["---", f"# Topic {k:03d}", "", f"About matter {k % 9} and form {k % 5}.", ""]
        lines += [f"It is like topic {b:03d} in spirit." for b in baits]
        lines += [f"It takes topic {n:03d}, then topic {n:03d} again." for n in needs]
        texts[f"Topic {k:03d}.md"] = "\n".join(lines) + "\n"
    return texts


def test_a_fit_needs_a_hundred_stated_edges() -> None:
    """With fewer, the shipped coefficients speak alone."""
    vault = Vault.from_texts(course(30, stated=True))
    names = vault_names(vault)
    articles = vault_articles(vault, names, vault_readings(vault, names=names))
    pairs = candidate_pairs(articles)

    found = fitted_scores(articles, pairs, shipped_scores(pairs.features), stated=[(0, 1)])

    assert found is None


def test_a_fit_learns_what_this_author_means() -> None:
    """Hidden prerequisites rank higher once the stated ones of the vault were learned from."""
    vault = Vault.from_texts(course(stated=True))
    names = vault_names(vault)
    articles = vault_articles(vault, names, vault_readings(vault, names=names))
    stated = [
        (f"{statement.target.target}.md", note.path)
        for note in vault.notes
        for statement in note.statements
    ]
    hidden, known = stated[::5], [edge for k, edge in enumerate(stated) if k % 5]

    def found_early(*, fit: bool) -> int:
        ranked = ranked_pairs(articles, stated=known, fit=fit)
        return len(set(hidden) & {(a, b) for a, b, _ in ranked[: len(hidden)]})

    assert len(known) > 100
    assert found_early(fit=True) > found_early(fit=False)
    assert found_early(fit=True) > 0.7 * len(hidden)


def test_the_hash_seed_changes_nothing() -> None:
    """Guesses are the same bytes in every process."""
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r});"
        "from test_inference_guesses import CALCULUS, course;"
        "from kbpivot.vault import Vault;"
        "from kbpivot.graph.inference import infer_prerequisites as guess;"
        "print(guess(Vault.from_texts(CALCULUS), raw=True),"
        " guess(Vault.from_texts(course(stated=True))))"
    )

    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }

    assert len(outputs) == 1


def test_a_paper_builds_on_concepts_rather_than_they_on_it() -> None:
    """The same two texts: told that one is about a paper, the other way round is less likely."""
    texts = {
        "Attention.md": "Attention looks back. Transformer networks are made of it.\n",
        "Transformer networks.md": "They look back by attention alone.\n",
    }
    vault = Vault.from_texts(texts)

    def score(papers: tuple[str, ...]) -> float:
        found = infer_prerequisites(vault, raw=True, papers=papers)
        return next(g.score for g in found if g.source == "Attention.md")

    assert score(("Attention.md",)) < score(()) < score(("Transformer networks.md",))
    named = {**texts, "Transformer networks.md": "---\ntype: paper\n---\n" + texts["Attention.md"]}
    assert edges(Vault.from_texts(named), raw=True) == edges(
        Vault.from_texts(named), raw=True, papers=("Transformer networks.md",)
    )


def test_evidence_keeps_the_underscores_of_names() -> None:
    """`RLHF_DPO` and `zero_grad` stay whole; marks of style go."""
    assert plain_words("_see_ [[RLHF_DPO]], **zero_grad** ==now==") == "see RLHF_DPO, zero_grad now"


def test_a_name_that_is_everywhere_says_nothing() -> None:
    """A title found in passing in hundreds of notes is a word; a link or a first sentence counts."""
    texts = {f"Note {k:03}.md": f"Opening {k}. Here is some water.\n" for k in range(150)}
    texts |= {
        "Water.md": "Wet.\n",
        "Ice.md": "Ice is frozen water. More.\n",
        "Steam.md": "Opening. It is hot [[Water]].\n",
    }

    found = {pair for pair in edges(Vault.from_texts(texts), raw=True) if "Water.md" in pair}

    assert {path for pair in found for path in pair} == {"Water.md", "Ice.md", "Steam.md"}
    few = {path: text for path, text in texts.items() if path < "Note 050"} | {"Water.md": "Wet.\n"}
    assert len(edges(Vault.from_texts(few), raw=True)) >= 100
