"""Measure prerequisite inference on a vault that states its edges.

    python benchmarks/measure_inference.py VAULT [--also OTHER] [--vaults FOLDER] [--hidden-runs 30]

Three questions, answered with what the author states as the truth:

1. nothing stated: coefficients learned in folds grouped by note, never on the note asked about;
2. a fifth of the edges hidden, the rest stated: shipped coefficients, and the fit in the vault;
3. coverage: how many of the author's edges have a link or mention in the text at all.

OTHER is a vault to learn from beside VAULT, and FOLDER holds those of the judged pairs, as in
`train_inference.py`.
The shipped coefficients were learned from the whole of one such vault, so on that vault question
2 is also asked with coefficients learned only from the edges that are not hidden ("own").
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from guesses.judged import folders_of, judged_pairs
from inference_data import (
    Data,
    average_precision,
    direction_right,
    fold_scores,
    precision_at,
    vault_data,
)
from train_inference import SEEDS, labels_of, learned_from, learner

import kbpivot
from kbpivot.graph.inference import coefficients, infer_prerequisites, scoring
from kbpivot.graph.inference import reachability as reach
from kbpivot.graph.inference import vault_model as fitting
from kbpivot.vault import Vault

Fit = Callable[[np.ndarray, np.ndarray], np.ndarray]

_PROPERTY = re.compile(r"^prerequisites:(?:[^\n]*\n)(?:[ \t]+-[^\n]*\n)*", re.MULTILINE)


def without_prerequisites(vault: Vault) -> Vault:
    """The same vault with the property `prerequisites` cut out of every note."""
    texts = {path: _PROPERTY.sub("", vault.text(path), count=1) for path in vault.paths}
    return Vault.from_texts(texts, files=vault.files)


def report(name: str, values: list[tuple[float, ...]], columns: tuple[str, ...]) -> None:
    table = np.array(values)
    cells = (
        f"{column} {mean:.3f} ± {spread:.3f}"
        for column, mean, spread in zip(columns, table.mean(0), table.std(0), strict=True)
    )
    print(f"{name:34s}", "  ".join(cells))


def nothing_stated(data: Data, fit: Fit) -> None:
    rows = []
    tiers: dict[str, list[tuple[float, float, float]]] = {"strong": [], "likely": [], "weak": []}
    floors = (coefficients.STRONG, coefficients.LIKELY, coefficients.WEAK)
    for seed in SEEDS:
        scores = fold_scores(data, fit, labels_of(data), seed=seed)
        rows.append(
            (
                average_precision(scores, data.direct),
                precision_at(scores, data.direct, 50),
                precision_at(scores, data.direct, 100),
                direction_right(scores, data.direct),
                average_precision(scores, data.closure),
            )
        )
        top = 1.1
        for name, floor in zip(tiers, floors, strict=True):
            held = (scores < top) & (scores >= floor)
            tiers[name].append((held.sum(), data.direct[held].mean(), data.closure[held].mean()))
            top = floor
    columns = ("AP", "P@50", "P@100", "direction", "AP indirect")
    report("nothing stated, folds by note", rows, columns)
    for name, found in tiers.items():
        report(f"  tier {name}", found, ("pairs", "direct", "with indirect"))


def fifth_hidden(data: Data, fit: Fit, runs: int) -> None:
    index = {article.path: k for k, article in enumerate(data.articles)}
    edges = sorted((index[a], index[b]) for a, b in data.stated)
    couples = data.couples
    half = len(couples) // 2
    found: dict[str, list[tuple[float, ...]]] = {"shipped": [], "own": [], "fit": [], "own fit": []}
    shipped = scoring.shipped_scores(data.features)
    for seed in range(runs):
        order = np.random.default_rng(seed).permutation(len(edges))
        hidden = {edges[k] for k in order[: len(edges) // 5]}
        stated = [edge for edge in edges if edge not in hidden]
        leads = np.array(reach.reaching(couples, edges=stated))
        asked = ~leads & ~np.r_[leads[half:], leads[:half]]
        truth = np.array([couple in hidden for couple in couples], dtype=float)
        known = set(stated)
        labels = np.maximum([couple in known for couple in couples], leads / 3)
        weights = fit(data.features, labels)
        own = scoring.logistic(data.features @ weights[:-1] + weights[-1])
        answers = {"shipped": shipped, "own": own}
        for name, base in (("fit", shipped), ("own fit", own)):
            fitted = fitting.fitted_scores(data.articles, data.pairs, base, stated=stated)
            if fitted is not None:
                answers[name] = fitted
        for name, scores in answers.items():
            found[name].append(
                (
                    average_precision(scores[asked], truth[asked]),
                    precision_at(scores[asked], truth[asked], 25),
                    precision_at(scores[asked], data.closure[asked], 25),
                    truth[asked].mean(),
                )
            )
    for name, rows in found.items():
        if rows:
            report(f"a fifth hidden, {name}", rows, ("AP", "P@25", "P@25 indirect", "random"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vault")
    parser.add_argument("--also", action="append", default=[])
    parser.add_argument("--vaults", type=Path)
    parser.add_argument("--hidden-runs", type=int, default=30)
    options = parser.parse_args()
    vault = kbpivot.read_vault(options.vault)
    data = vault_data(vault)
    pairs = len(data.direct) // 2
    print(
        f"{len(data.articles)} notes, {len(data.stated)} stated edges, {pairs} pairs with a link "
        f"or mention; they hold {int(data.direct.sum())} of the edges "
        f"({data.direct.sum() / len(data.stated):.0%}); random {data.direct.mean():.3f}"
    )
    folders = {} if options.vaults is None else folders_of(options.vaults, {})
    folders.pop("metacademy", None)
    fit = learner(
        [vault_data(kbpivot.read_vault(path)) for path in options.also],
        learned_from(judged_pairs(folders)),
    )
    nothing_stated(data, fit)
    fifth_hidden(data, fit, options.hidden_runs)

    bare = without_prerequisites(vault)
    start = time.process_time()
    guesses = infer_prerequisites(bare, raw=True)
    seconds = time.process_time() - start
    edges = set(data.stated)
    scores = np.array([guess.score for guess in guesses])
    truth = np.array([(guess.source, guess.target) in edges for guess in guesses], dtype=float)
    print(
        f"public call, property cut out (coefficients may know this vault): "
        f"AP {average_precision(scores, truth):.3f}, P@50 {precision_at(scores, truth, 50):.2f}, "
        f"{len(guesses)} ordered pairs, {seconds:.2f} s"
    )


if __name__ == "__main__":
    main()
