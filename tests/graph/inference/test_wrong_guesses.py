"""Kinds of guesses that were wrong in people's vaults, each in several wordings and languages."""

from __future__ import annotations

import pytest

import kbpivot as kb
from kbpivot.graph.inference import infer_prerequisites
from kbpivot.graph.inference.mentions import Mention
from kbpivot.graph.inference.names import abbreviates
from kbpivot.graph.inference.readings import vault_names, vault_readings
from kbpivot.graph.inference.silence import is_silent
from kbpivot.vault import Vault

FILLER = "Words about this and that stand here, so that it is a note with a text of its own.\n"


def mention_of(text: str, name: str, *, others: tuple[str, ...] = ()) -> Mention | None:
    texts = {"Entropy.md": text, **{f"{one}.md": FILLER for one in (name, *others)}}
    vault = Vault.from_texts(texts)
    reading = vault_readings(vault, names=vault_names(vault))["Entropy.md"]
    return next((one for one in reading.mentions if one.target == f"{name}.md"), None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A measure of disorder, used most of all in decision trees.", "Decision tree"),
        ("It is the foundation upon which re-ranking is built.", "Re-ranking"),
        ("It is the basis for variational inference.", "Variational inference"),
        ("Variational inference builds on this.", "Variational inference"),
        ("This quantity leads to cross-entropy.", "Cross-entropy"),
        ("Es ist die Grundlage für Entscheidungsbäume.", "Entscheidungsbäume"),
        ("Die Größe wird vor allem in Quantenkanälen verwendet.", "Quantenkanälen"),
        ("Elle est utilisée surtout dans les réseaux bayésiens.", "Réseaux bayésiens"),
        ("Se utiliza sobre todo en árboles binarios.", "Árboles binarios"),
        ("Она используется прежде всего в теории кодирования.", "Теории кодирования"),
        ("信息熵常用于决策树。", "决策树"),
        ("정보 엔트로피는 결정트리에 사용된다.", "결정트리"),
        ("この量は決定木に使われる。", "決定木"),
    ],
)
def test_what_builds_on_a_note_is_no_prerequisite_of_it(text: str, name: str) -> None:
    """An application named in a core note comes after it."""
    found = mention_of(f"{text}\n", name)

    assert found is not None
    assert (found.prose, found.after) == (0, 1)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It is a sum, as opposed to [[Variance]].", "Variance"),
        ("Unlike variance, it has no unit.", "Variance"),
        ("It is easier to estimate than variance. Compared with variance it is slow.", "Variance"),
        ("For example, we compute it for a decision tree.", "Decision tree"),
        ("Here we train a decision tree on the data.", "Decision tree"),
        ("Im Gegensatz zur Varianz hat sie keine Einheit.", "Varianz"),
        ("Contrairement à la variance empirique, elle est concave.", "Variance empirique"),
        ("A diferencia de la varianza muestral, es cóncava.", "Varianza muestral"),
        ("В отличие от дисперсии выборки, она вогнута.", "Дисперсия выборки"),
        ("它不同于决策树。", "决策树"),
        ("분산과 달리 단위가 없다.", "분산"),
        ("| measure | unit |\n| --- | --- |\n| variance | squared |", "Variance"),
        ("Measures:\n\n- **Variance**: has a unit\n- range: has one too", "Variance"),
        ("## Entropy vs variance\n\nVariance has a unit.", "Variance"),
    ],
)
def test_contrasts_examples_and_tables_are_no_ground(text: str, name: str) -> None:
    """What stands beside a note speaks for neither order."""
    found = mention_of(f"{text}\n", name)

    assert found is None or found.prose == 0


@pytest.mark.parametrize(
    "text",
    [
        "Entropy is based on probability theory.",
        "Entropy is a kind of probability theory.",
        "Entropie beruht auf probability theory.",
        "L'entropie repose sur probability theory.",
    ],
)
def test_what_a_note_says_to_build_on_counts_for_more(text: str) -> None:
    """A base is told from a word in passing."""
    found = mention_of(f"{text}\n", "Probability theory")

    assert found is not None
    assert (found.prose, found.builds) == (1, 1)


def vault_of(numbers: tuple[str, str]) -> Vault:
    one, other = numbers
    later = "Chain rule. Gradients rest on the chain rule; every gradient is the chain rule.\n"
    return Vault.from_texts(
        {
            f"{one} Chain rule.md": "The chain rule takes functions apart.\n" + FILLER,
            f"{other} Gradients.md": later,
            "03 Matrices.md": FILLER,
            "04 Vectors.md": FILLER,
        }
    )


def test_numbers_that_say_the_reverse_forbid_a_guess() -> None:
    """Numbered files are the author's own order."""
    along = infer_prerequisites(vault_of(("01", "02")), stated=(), raw=True)
    against = infer_prerequisites(vault_of(("02", "01")), stated=(), raw=True)

    assert max(one.score for one in along if "Chain" in one.source) > 0
    assert max(one.score for one in against if "Chain" in one.source) == 0


@pytest.mark.parametrize(
    ("short", "name", "is_one"),
    [
        *(("SVM", "Support vector machine", True), ("KNN", "k-nearest neighbours", True)),
        *(("ConvNet", "Convolutional network", True), ("CNNs", "Convolutional neural nets", True)),
        *(("LoRA", "Low-rank adaptation", True), ("MAE", "平均绝对误差", True)),
        *(("ACP", "Analyse en composantes principales", True), ("ML", "Precision", False)),
        *(("Statistics", "Power", False), ("NLP", "Embedding", False), ("API", "Tokens", False)),
        ("Python", "Decorators", False),
    ],
)
def test_only_an_abbreviation_in_brackets_is_a_name(short: str, name: str, *, is_one: bool) -> None:
    """Other words in brackets say what field a title is of."""
    assert abbreviates(short, name) is is_one

    found = mention_of(f"Words with {short} in them.\n", f"{name} ({short})")

    assert (found is not None) is is_one


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Which of them is best depends.", "Best"),
        ("The domain is large.", "Domain"),
        ("The architecture is simple.", "Architecture"),
        ("Draw a 2x2 matrix.", "Matrix"),
        ("这个问题很难。", "问题"),
        ("Das Feld ist leer, und das ist auch nicht schlimm, wie man sich denken kann.", "Feld"),
    ],
)
def test_an_everyday_word_is_no_mention(text: str, name: str) -> None:
    """In a text that does not link it, a word of the language names nothing."""
    vault = Vault.from_texts({"Entropy.md": f"{text}\n", f"{name}.md": "Mehr ist hier nicht.\n"})

    assert not infer_prerequisites(vault, raw=True, stated=())


def overview(size: str) -> Vault:
    names = ("Bagging", "Boosting", "Stacking", "Blending", "Cascading", "Dropout")
    text = "Ensembles combine models.\n\n" + "".join(f"- [[{one}]]\n" for one in names)
    return Vault.from_texts(
        {
            "Ensembles.md": text + size,
            **{f"{one}.md": FILLER for one in names},
        }
    )


@pytest.mark.parametrize("size", ["", FILLER * 40])
def test_an_overview_is_not_behind_what_it_lists(size: str) -> None:
    """A note that lists many others is an index of them, however long it is."""
    found = infer_prerequisites(overview(size), raw=True, stated=())

    assert all(one.score == 0 for one in found if one.target == "Ensembles.md")


@pytest.mark.parametrize(
    ("path", "silent"),
    [
        *(("week 3/Quiz 2.md", True), ("Midterm/Graphs.md", True), ("习题 - Lie 群.md", True)),
        *(("Übungsblatt 3.md", True), ("기말 시험.md", True), ("1. Ejercicios/Derivadas.md", True)),
        *(("Interview Questions/ML.md", True), ("Reading log.md", True), ("CHANGELOG.md", True)),
        *(("walkthroughs/2026-07-14-game.md", True), ("Clippings/Attention.md", True)),
        *(("Turing test.md", False), ("Log likelihood.md", False), ("Natural log.md", False)),
        *(("Assignment problem.md", False), ("Exercise physiology.md", False)),
        ("posts/2021-03-04-gradient-descent.md", False),
    ],
)
def test_quizzes_records_and_clippings_are_no_evidence(path: str, *, silent: bool) -> None:
    """What only asks, logs or copies says nothing of an order."""
    assert is_silent(path) is silent


def test_two_pages_on_one_thing_are_in_no_order() -> None:
    """A lecture on policy gradients is another page on them."""
    vault = Vault.from_texts(
        {
            "Policy gradients.md": FILLER,
            "Lecture 7 - Policy gradients.md": "Policy gradients are the topic.\n",
            "A gentle introduction to policy gradients.md": "Policy gradients, gently.\n",
            "Actor-critic policy gradients.md": "Policy gradients with a critic.\n",
        }
    )
    found = {
        (one.source, one.target): one.score
        for one in infer_prerequisites(vault, raw=True, stated=())
    }

    assert found["Policy gradients.md", "Lecture 7 - Policy gradients.md"] == 0
    assert found["Policy gradients.md", "A gentle introduction to policy gradients.md"] == 0
    assert found["Policy gradients.md", "Actor-critic policy gradients.md"] > 0


@pytest.fixture(scope="module")
def field():
    return kb.read_map("ai")


def test_a_map_lifts_what_it_agrees_with_and_forbids_the_rest(field) -> None:
    """Both are said: in the evidence, and as what the map says of the pair."""
    vault = Vault.from_texts(
        {
            "Softmax.md": "Softmax turns scores into shares. Attention uses it.\n" + FILLER,
            "Attention.md": "Attention takes a weighted mean; the weights come from a softmax.\n",
            "Transformer.md": "A transformer stacks attention and softmax layers.\n",
        }
    )
    placed = {"Softmax.md": "softmax", "Attention.md": "attention"}
    plain = {(one.source, one.target): one for one in infer_prerequisites(vault, raw=True)}
    mapped = {
        (one.source, one.target): one
        for one in infer_prerequisites(vault, raw=True, maps=field, placed=placed)
    }
    pair = "Softmax.md", "Attention.md"

    assert plain[pair].map == ""
    assert mapped[pair].map == "agrees"
    assert mapped[pair].score > plain[pair].score
    assert mapped[pair].evidence[-1].form == "map"
    assert mapped[pair[::-1]].map == "contradicts"
    assert mapped[pair[::-1]].score == 0
