"""Learn the shipped coefficients of prerequisite inference.

    python benchmarks/train_inference.py VAULT --also OTHER --vaults FOLDER [--write]

Three sources: VAULT, which states its edges in the manner of metacademy (short notes on concepts,
each with its prerequisites as a property); OTHER, the example vault, whose notes are short essays
that often name what comes later; and the judged pairs of `benchmarks/guesses`, of which only those
of the fold `train` are learned from. FOLDER holds their vaults, each as `OWNER+NAME`.
`--write` puts the result into the package; else it is only printed.

How: logistic regression on ordered pairs of notes with a link or mention between them. A pair
the author states counts 1, one that only follows from several stated edges 1/3: trained on direct
edges alone, a model leans on how short notes are and fails on long texts. A judged pair counts as
many judges say so, in both orders. What a map adds is learned from the judged pairs beside that.

A tier ends where of the judged pairs scored higher, each by a model that saw nothing of its vault,
fewer than 94 of 100 (strong) are right, and where of those about that high fewer than 62 (likely)
or 40 (weak) are.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from guesses.judged import Judged, folders_of, judged_pairs
from inference_data import Data, vault_data

import kbpivot
from kbpivot.graph.inference import coefficients
from kbpivot.graph.inference.pairs import FEATURES
from kbpivot.graph.inference.scoring import fit_logistic, log_odds, logistic

INDIRECT = 1 / 3
RIDGE = 1.0
OTHER_SHARE = 1.0
STRONG = 0.94  # of all pairs above the edge
TIERS = {"LIKELY": 0.62, "WEAK": 0.4}  # of the pairs about the edge
WINDOW = 80  # pairs next to each other by score whose precision is taken together
SEEDS = range(10)
STATING = {"metacademy", "kbpivot"}


Fit = Callable[[np.ndarray, np.ndarray], np.ndarray]


def learner(others: list[Data], judged: Sequence[Judged] = ()) -> Fit:
    """A function from pairs and labels to coefficients, intercept last, that learns beside them.

    Args:
        others: more vaults that state their edges.
        judged: judged pairs; those that are no candidates are left out.
    """
    told = [one for one in judged if one.features is not None]

    def fit(features: np.ndarray, labels: np.ndarray) -> np.ndarray:
        counted = [np.full(len(other.features), OTHER_SHARE) for other in others]
        rows = [features, *(other.features for other in others)]
        truth = [labels, *(labels_of(other) for other in others)]
        if told:
            rows.append(np.array([one.features for one in told]))
            truth.append(np.array([one.right for one in told]))
            counted.append(np.ones(len(told)))
        return fit_logistic(
            np.concatenate(rows),
            np.concatenate(truth),
            ridge=RIDGE,
            weights=np.concatenate([np.ones(len(labels)), *counted]),
        )

    return fit


def learned_from(judged: Sequence[Judged]) -> list[Judged]:
    """The pairs to learn from: of the fold `train`, and of vaults that state nothing."""
    return [one for one in judged if one.fold == "train" and one.vault not in STATING]


def unseen_scores(data: Data, others: list[Data], judged: Sequence[Judged]) -> np.ndarray:
    """Score judged pairs, each by a model that saw nothing of its vault; what is barred gets 0."""
    lessons = learned_from(judged)
    scores = np.zeros(len(judged))
    for name in {one.vault for one in judged}:
        fit = learner([] if name == "kbpivot" else others, [o for o in lessons if o.vault != name])
        if name == "metacademy":
            weights = fit(np.zeros((0, len(FEATURES))), np.zeros(0))
        else:
            weights = fit(data.features, labels_of(data))
        for k, one in enumerate(judged):
            if one.vault == name and one.features is not None and not one.barred:
                scores[k] = logistic(one.features @ weights[:-1] + weights[-1])
    return scores


def map_lift(judged: Sequence[Judged], scores: np.ndarray) -> float:
    """What the agreement of a map adds to the log odds of a pair."""
    told = [k for k, one in enumerate(judged) if one.fold == "train" and scores[k] > 0]
    agrees = np.array([[judged[k].map == "agrees"] for k in told], dtype=float)
    given = log_odds(scores[told])
    truth = np.array([judged[k].right for k in told])
    weights = fit_logistic(np.c_[agrees, given], truth, ridge=RIDGE)
    return round(float(weights[0] / weights[1]), 1)


def labels_of(data: Data) -> np.ndarray:
    return np.maximum(data.direct, INDIRECT * data.closure)


def cuts(judged: Sequence[Judged], scores: np.ndarray) -> dict[str, float]:
    """Least score of each tier."""
    order = np.argsort(-scores, kind="stable")
    truth = np.array([one.right for one in judged])[order]
    share = np.cumsum(truth) / np.arange(1, len(truth) + 1)
    last = int(np.flatnonzero(share >= STRONG).max(initial=0))
    found = {"STRONG": float(scores[order[last]])}
    near = np.convolve(truth, np.ones(WINDOW) / WINDOW, mode="valid")
    for name, wanted in TIERS.items():
        place = int(np.argmax(near < wanted)) + WINDOW // 2
        found[name] = float(scores[order[place]])
    return {name: round(value, 2) for name, value in found.items()}


def module(weights: np.ndarray, lift: float, tiers: dict[str, float]) -> str:
    """Source of `coefficients.py`."""
    path = Path(coefficients.__file__)
    head = path.read_text(encoding="utf-8").split("WEIGHTS: Final", 1)[0]
    rows = "".join(
        f'    "{name}": {value:.4f},\n' for name, value in zip(FEATURES, weights, strict=False)
    )
    body = (
        f"WEIGHTS: Final[dict[str, float]] = {{\n{rows}}}\nINTERCEPT: Final = {weights[-1]:.4f}\n"
        f"MAP_LIFT: Final = {lift}\n"
    )
    return head + body + "".join(f"{name}: Final = {value}\n" for name, value in tiers.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vault")
    parser.add_argument("--also", action="append", default=[])
    parser.add_argument("--vaults", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    data = vault_data(kbpivot.read_vault(options.vault))
    others = [vault_data(kbpivot.read_vault(path)) for path in options.also]
    folders = folders_of(options.vaults, {"metacademy": Path(options.vault)})
    judged = judged_pairs(folders, field=kbpivot.read_map("ai"))
    scores = unseen_scores(data, others, judged)
    training = [k for k, one in enumerate(judged) if one.fold == "train"]
    tiers = cuts([judged[k] for k in training], scores[training])
    weights = learner(others, learned_from(judged))(data.features, labels_of(data))
    text = module(weights, map_lift(judged, scores), tiers)
    if options.write:
        Path(coefficients.__file__).write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
