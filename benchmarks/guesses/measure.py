"""How often guesses of each tier are right, by manner of note, held against the judged pairs.

    python benchmarks/guesses/measure.py VAULT --also OTHER --vaults FOLDER

VAULT, OTHER and FOLDER as in `train_inference.py`. Each vault is scored by a model that saw
nothing of it, without the map of AI and with it; of the fold `held-out` nothing was seen at all,
neither for the coefficients nor for the tiers. Of the two orders of a pair the better one counts.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from guesses.judged import Judged, folders_of, judged_pairs
from inference_data import vault_data
from train_inference import unseen_scores

import kbpivot
from kbpivot.graph.inference.coefficients import LIKELY, STRONG, WEAK
from kbpivot.graph.inference.scoring import lifted

FLOORS = {"strong": STRONG, "likely": LIKELY, "weak": WEAK, "below": 0.0}


def with_map(judged: Sequence[Judged], scores: np.ndarray) -> np.ndarray:
    found = scores.copy()
    for k, one in enumerate(judged):
        if one.map == "agrees" and scores[k] > 0:
            found[k] = lifted(float(scores[k]))
        elif one.map == "contradicts":
            found[k] = 0.0
    return found


def tiers(judged: Sequence[Judged], scores: np.ndarray) -> dict[str, list[float]]:
    """The truth of the guesses in each tier, one guess a pair."""
    best: dict[tuple[str, frozenset[str]], tuple[float, float]] = {}
    for one, score in zip(judged, scores.tolist(), strict=True):
        key = one.vault, frozenset((one.before, one.after))
        if score > best.get(key, (0.0, 0.0))[0]:
            best[key] = score, one.right
    found: dict[str, list[float]] = {name: [] for name in FLOORS}
    for score, right in best.values():
        found[next(name for name, floor in FLOORS.items() if score >= floor)].append(right)
    return found


def cell(truth: list[float]) -> str:
    return f"{np.mean(truth):.2f} ({len(truth)})" if truth else "-"


def rows(
    judged: list[Judged], plain: np.ndarray, mapped: np.ndarray, key: Callable[[Judged], str]
) -> None:
    for name in sorted({key(one) for one in judged}):
        at = [k for k, one in enumerate(judged) if key(one) == name]
        cells = []
        for scores in (plain, mapped):
            found = tiers([judged[k] for k in at], scores[at])
            cells += [cell(found[tier]) for tier in ("strong", "likely", "weak", "below")]
        print(f"| {name} | {' | '.join(cells)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vault")
    parser.add_argument("--also", action="append", default=[])
    parser.add_argument("--vaults", type=Path, required=True)
    parser.add_argument("--each", action="store_true", help="A row for each vault as well.")
    options = parser.parse_args()
    data = vault_data(kbpivot.read_vault(options.vault))
    others = [vault_data(kbpivot.read_vault(path)) for path in options.also]
    folders = folders_of(options.vaults, {"metacademy": Path(options.vault)})
    judged = judged_pairs(folders, field=kbpivot.read_map("ai"))
    plain = unseen_scores(data, others, judged)
    mapped = with_map(judged, plain)
    names = ("strong", "likely", "weak", "below")
    print("| |", " | ".join((*names, *(f"{name}, map" for name in names))), "|")
    print("|", " --- |" * 9)
    rows(judged, plain, mapped, lambda one: one.manner)
    rows(judged, plain, mapped, lambda one: "English" if one.language == "en" else "not English")
    rows(judged, plain, mapped, lambda one: one.fold)
    rows(judged, plain, mapped, lambda _: "all")
    if options.each:
        rows(judged, plain, mapped, lambda one: one.vault)


if __name__ == "__main__":
    main()
