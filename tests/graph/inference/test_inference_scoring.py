"""The numbers behind a guess: features, logistic regression, reach along stated edges."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kbpivot.graph.inference.articles import vault_articles
from kbpivot.graph.inference.coefficients import LIKELY, STRONG, WEAK, WEIGHTS
from kbpivot.graph.inference.pairs import FEATURES, candidate_pairs, ranks
from kbpivot.graph.inference.reachability import reaching
from kbpivot.graph.inference.readings import vault_names, vault_readings
from kbpivot.graph.inference.scoring import fit_logistic, log_odds, logistic, shipped_scores
from kbpivot.vault import Vault

NODES = st.integers(0, 12)
EDGES = st.sets(st.tuples(NODES, NODES).filter(lambda edge: edge[0] != edge[1]), max_size=30)


@given(EDGES)
@settings(max_examples=60)
def test_reach_is_what_a_graph_library_says(edges: set[tuple[int, int]]) -> None:
    """A pair is reached exactly if networkx finds a path of at least one edge."""
    graph = nx.DiGraph(sorted(edges))
    graph.add_nodes_from(range(13))
    pairs = [(a, b) for a in range(13) for b in range(13) if a != b]

    expected = [nx.has_path(graph, a, b) for a, b in pairs]

    assert expected == reaching(pairs, edges=edges)


def test_regression_finds_the_coefficients_that_made_the_data() -> None:
    """With many rows and hardly any pull, the fit returns what drew the labels."""
    draw = np.random.default_rng(7)
    features = draw.normal(size=(20_000, 3))
    truth = np.array([1.5, -2.0, 0.0, -0.5])
    labels = (draw.random(20_000) < logistic(features @ truth[:-1] + truth[-1])).astype(float)

    assert np.allclose(truth, fit_logistic(features, labels, ridge=1e-6), atol=0.1)


def test_regression_bears_perfectly_separated_labels() -> None:
    """The pull toward zero keeps coefficients finite where the data would not."""
    features = np.array([[-1.0], [-2.0], [1.0], [2.0]])

    beta = fit_logistic(features, np.array([0.0, 0.0, 1.0, 1.0]), ridge=1.0)

    assert np.isfinite(beta).all()
    assert beta[0] > 0


def test_regression_comes_back_from_a_bad_start() -> None:
    """A start where the curve is flat does not throw Newton's steps off."""
    draw = np.random.default_rng(3)
    features = draw.normal(size=(400, 2))
    labels = (draw.random(400) < logistic(features @ np.array([1.0, -1.0]))).astype(float)
    far = np.array([9.0, 9.0, 0.0])

    expected = fit_logistic(features, labels, ridge=1e-9)

    assert np.allclose(expected, fit_logistic(features, labels, ridge=1e-9, prior=far), atol=1e-4)


def test_regression_stays_at_a_strong_prior() -> None:
    """A coefficient held by a large pull keeps its value."""
    features = np.random.default_rng(1).normal(size=(50, 2))
    labels = (features[:, 0] > 0).astype(float)

    beta = fit_logistic(
        features, labels, ridge=np.array([1.0, 1e8]), prior=np.array([0.0, 3.0, 0.0])
    )

    assert abs(beta[1] - 3.0) < 1e-3


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=30))
def test_ranks_follow_the_order(values: list[float]) -> None:
    """Larger values have larger ranks, equal ones equal ranks, all strictly between 0 and 1."""
    found = ranks(np.array(values))

    assert all(0 < rank < 1 for rank in found)
    for a, x in zip(values, found, strict=True):
        for b, y in zip(values, found, strict=True):
            assert (a < b) == (x < y)


def test_odds_and_chances_are_inverse() -> None:
    """Certainty stays finite."""
    chances = np.array([0.001, 0.3, 0.999])

    assert np.allclose(chances, logistic(log_odds(chances)))
    assert np.isfinite(log_odds(np.array([0.0, 1.0]))).all()


def small_vault() -> Vault:
    return Vault.from_texts(
        {
            "Limits.md": "A limit is the value a sequence comes near.\n",
            "Derivatives.md": "A derivative is a limit of quotients. Limits again.\n",
            "Integrals.md": "An integral adds up areas. It undoes derivatives.\n\n## See also\n\n[[Limits]]\n",
            "Botany.md": "Leaves and flowers.\n",
        }
    )


def test_only_pairs_that_speak_of_each_other_are_candidates() -> None:
    """A link or a mention in either direction makes two rows; nothing else does."""
    vault = small_vault()
    names = vault_names(vault)
    articles = vault_articles(vault, names, vault_readings(vault, names=names))

    pairs = candidate_pairs(articles)

    found = {
        (articles[a].path, articles[b].path) for a, b in zip(pairs.first, pairs.second, strict=True)
    }
    couples = [("Limits", "Derivatives"), ("Limits", "Integrals"), ("Derivatives", "Integrals")]
    assert found == {(f"{x}.md", f"{y}.md") for a, b in couples for x, y in ((a, b), (b, a))}
    assert pairs.features.shape == (6, len(FEATURES))


def test_the_other_way_round_turns_what_has_a_direction() -> None:
    """Row k + n/2 is row k reversed: differences change sign, the cosine stays."""
    vault = small_vault()
    names = vault_names(vault)
    articles = vault_articles(vault, names, vault_readings(vault, names=names))

    pairs = candidate_pairs(articles)

    there, back = np.split(pairs.features, 2)
    for name in ("mention", "rate", "first", "after", "refd_sparse", "indegree", "close_rate"):
        k = FEATURES.index(name)
        assert np.allclose(there[:, k], -back[:, k])
    k = FEATURES.index("cosine")
    assert np.allclose(there[:, k], back[:, k])


def test_silent_notes_are_in_no_pair() -> None:
    """An index names everything and says nothing."""
    vault = small_vault()
    names = vault_names(vault)
    articles = vault_articles(vault, names, vault_readings(vault, names=names))
    silent = next(k for k, article in enumerate(articles) if article.path == "Limits.md")

    pairs = candidate_pairs(articles, silent=[silent])

    assert silent not in {*pairs.first.tolist(), *pairs.second.tolist()}
    assert len(pairs.first) == 2


def test_no_pairs_is_no_trouble() -> None:
    """A vault without a single link or mention has features of no rows."""
    pairs = candidate_pairs([])

    assert pairs.features.shape == (0, len(FEATURES))
    assert len(shipped_scores(pairs.features)) == 0


def test_the_shipped_coefficients_fit_the_features() -> None:
    """Each feature has its weight, a mention in See also speaks against, tiers fall."""
    assert tuple(WEIGHTS) == FEATURES
    assert WEIGHTS["after"] < 0 < WEIGHTS["contained"]
    assert 1 > STRONG > LIKELY > WEAK > 0
