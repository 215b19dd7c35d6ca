"""What the benchmarks of inference share: a vault as labelled pairs, folds, and measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kbpivot.graph.inference import articles as notes
from kbpivot.graph.inference import infer, pairs, readings, scoring
from kbpivot.graph.inference import reachability as reach
from kbpivot.vault import Vault

FOLDS = 5


@dataclass(frozen=True)
class Data:
    """Ordered candidate pairs of a vault and the truth about them.

    `direct` is 1 where the author states the pair, `closure` also where stated edges imply it.
    """

    articles: list[notes.Article]
    silent: list[int]
    stated: list[tuple[str, str]]
    pairs: pairs.Pairs
    direct: np.ndarray
    closure: np.ndarray

    @property
    def features(self) -> np.ndarray:
        return self.pairs.features

    @property
    def couples(self) -> list[tuple[int, int]]:
        return list(zip(self.pairs.first.tolist(), self.pairs.second.tolist(), strict=True))


def vault_data(vault: Vault) -> Data:
    """Label the candidate pairs of a vault by what its author states."""
    silent, papers, stated = infer.vault_facts(vault)
    names = readings.vault_names(vault)
    read = readings.vault_readings(vault, names=names)
    articles = notes.vault_articles(vault, names, read, papers=papers)
    quiet = [k for k, article in enumerate(articles) if article.path in silent]
    candidates = pairs.candidate_pairs(articles, silent=quiet)
    index = {article.path: k for k, article in enumerate(articles)}
    edges = {(index[a], index[b]) for a, b in stated if a in index and b in index}
    couples = list(zip(candidates.first.tolist(), candidates.second.tolist(), strict=True))
    return Data(
        articles=articles,
        silent=quiet,
        stated=[(a, b) for a, b in stated if a in index and b in index],
        pairs=candidates,
        direct=np.array([couple in edges for couple in couples], dtype=float),
        closure=np.array(reach.reaching(couples, edges=sorted(edges)), dtype=float),
    )


def fold_scores(
    data: Data,
    fit: Callable[[np.ndarray, np.ndarray], np.ndarray],
    labels: np.ndarray,
    *,
    seed: int,
) -> np.ndarray:
    """Score each pair by a model that saw no pair with its later note in it."""
    fold = np.random.default_rng(seed).permutation(len(data.articles)) % FOLDS
    before, after = fold[data.pairs.first], fold[data.pairs.second]
    scores = np.zeros(len(labels))
    for k in range(FOLDS):
        learn, ask = (before != k) & (after != k), after == k
        weights = fit(data.features[learn], labels[learn])
        scores[ask] = scoring.logistic(data.features[ask] @ weights[:-1] + weights[-1])
    return scores


def average_precision(scores: np.ndarray, truth: np.ndarray) -> float:
    ordered = truth[np.argsort(-scores, kind="stable")]
    right = np.cumsum(ordered) / np.arange(1, len(ordered) + 1)
    return float(right[ordered > 0].mean())


def precision_at(scores: np.ndarray, truth: np.ndarray, k: int) -> float:
    return float(truth[np.argsort(-scores, kind="stable")][:k].mean())


def direction_right(scores: np.ndarray, direct: np.ndarray) -> float:
    """Share of true pairs that score higher than the same pair the other way round."""
    half = len(scores) // 2
    gap, truth = scores[:half] - scores[half:], direct[:half] - direct[half:]
    return float((gap * truth > 0)[truth != 0].mean())
