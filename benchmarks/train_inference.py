"""Learn the shipped coefficients of prerequisite inference from vaults that state their edges.

    python benchmarks/train_inference.py VAULT [--also OTHER] [--write]

VAULT is a vault in the manner of metacademy: short notes on concepts, each with its
prerequisites as a property. OTHER is one of another manner, counted alike: the shipped
numbers were learned with `examples/vault`, whose notes are short essays that often name what
comes later. The property is never read as text, so what is learned is what links, mentions and
words say. `--write` puts the result into the package; else it is only printed.

How: logistic regression on every ordered pair of notes with a link or mention between them.
A pair the author states counts 1, one that only follows from several stated edges counts 1/3:
trained on direct edges alone, a model leans on how short notes are and fails on long texts.
Three weights cannot be learned from short, sparsely linked notes and are held: that of RefD in
densely linked vaults (Liang et al. 2015), of a word in passing in a long text, and of two notes
that name each other, which are more often merely related.
A tier ends where, of the pairs scored about that high by folds grouped by note, fewer than 0.85
(strong), 0.6 (likely) or 0.4 (weak) are prerequisites, direct or indirect.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from inference_data import Data, fold_scores, vault_data

import kbpivot
from kbpivot.graph.inference import coefficients
from kbpivot.graph.inference.pairs import FEATURES
from kbpivot.graph.inference.scoring import fit_logistic

INDIRECT = 1 / 3
RIDGE = 1.0
OTHER_SHARE = 1.0
HELD = {"refd_dense": 1.0, "passing": -2.0, "mutual": -2.0}
TIERS = {"STRONG": 0.85, "LIKELY": 0.6, "WEAK": 0.4}
WINDOW = 80  # pairs next to each other by score whose precision is taken together
SEEDS = range(10)


def learner(others: list[Data]) -> Callable[[np.ndarray, np.ndarray], np.ndarray]:
    """A function from pairs and labels to coefficients, intercept last, with `HELD` kept."""
    prior = np.zeros(len(FEATURES) + 1)
    ridge = np.full(len(FEATURES), RIDGE)
    for name, value in HELD.items():
        prior[FEATURES.index(name)] = value
        ridge[FEATURES.index(name)] = 1e6

    def fit(features: np.ndarray, labels: np.ndarray) -> np.ndarray:
        counted = [np.full(len(other.features), OTHER_SHARE) for other in others]
        return fit_logistic(
            np.concatenate([features, *(other.features for other in others)]),
            np.concatenate([labels, *(labels_of(other) for other in others)]),
            ridge=ridge,
            prior=prior,
            weights=np.concatenate([np.ones(len(labels)), *counted]),
        )

    return fit


def labels_of(data: Data) -> np.ndarray:
    return np.maximum(data.direct, INDIRECT * data.closure)


def cuts(data: Data, fit: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> dict[str, float]:
    """Least score of each tier: the pairs about that score are right as often as it promises."""
    found = {name: [] for name in TIERS}
    for seed in SEEDS:
        scores = fold_scores(data, fit, labels_of(data), seed=seed)
        order = np.argsort(-scores, kind="stable")
        near = np.convolve(data.closure[order], np.ones(WINDOW) / WINDOW, mode="valid")
        for name, wanted in TIERS.items():
            last = int(np.argmax(near < wanted)) + WINDOW // 2
            found[name].append(scores[order[last]])
    return {name: round(float(np.mean(values)), 2) for name, values in found.items()}


def module(weights: np.ndarray, tiers: dict[str, float]) -> str:
    """Source of `coefficients.py`."""
    path = Path(coefficients.__file__)
    head = path.read_text(encoding="utf-8").split("WEIGHTS: Final", 1)[0]
    rows = "".join(
        f'    "{name}": {value:.4f},\n' for name, value in zip(FEATURES, weights, strict=False)
    )
    body = (
        f"WEIGHTS: Final[dict[str, float]] = {{\n{rows}}}\nINTERCEPT: Final = {weights[-1]:.4f}\n"
    )
    return head + body + "".join(f"{name}: Final = {value}\n" for name, value in tiers.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vault")
    parser.add_argument("--also", action="append", default=[])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    data = vault_data(kbpivot.read_vault(options.vault))
    fit = learner([vault_data(kbpivot.read_vault(path)) for path in options.also])
    text = module(fit(data.features, labels_of(data)), cuts(data, fit))
    if options.write:
        Path(coefficients.__file__).write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
