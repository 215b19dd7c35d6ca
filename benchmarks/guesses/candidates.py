"""Draw pairs to be judged: what `infer_prerequisites` guesses in some vaults.

    python benchmarks/guesses/candidates.py NAME=FOLDER... --out FILE.tsv [--seed 0]
        [--most 18 11 6 5] [--skip benchmarks/guesses/judged.tsv]

Of each vault a sample of each tier is drawn, of strong guesses most. "Below" are
pairs under the least tier, or kept out because they would close a cycle.
Guessing is done as if the author stated nothing, so that stated pairs can be drawn too.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Collection
from pathlib import Path

import kbpivot
from kbpivot.graph.inference.infer import Inferred, infer_prerequisites, vault_facts

TIERS = ("strong", "likely", "weak", "below")
LEAST = 0.08  # refused pairs under this score are hopeless, and most of all pairs
HEAD = ("vault", "before path", "after path", "before name", "after name", "tier", "evidence")


def judged(path: Path) -> frozenset[tuple[str, str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return frozenset((row["vault"], row["before path"], row["after path"]) for row in rows)


def evidence(guess: Inferred) -> str:
    said = [
        f"{'B' if one.path == guess.target else 'A'} {one.form} {one.reason}"
        for one in guess.evidence
    ]
    return " || ".join(" ".join(one.split()) for one in said)


def drawn(
    name: str,
    folder: str,
    draw: random.Random,
    *,
    most: dict[str, int],
    skip: Collection[tuple[str, str, str]],
) -> list[tuple[str, ...]]:
    vault = kbpivot.read_vault(folder)
    facts = vault_facts(vault)
    call = {"leave_out": facts.silent, "papers": facts.papers, "stated": (), "fit": False}
    kept = infer_prerequisites(vault, **call)
    tiers: dict[str, list[Inferred]] = {tier: [] for tier in TIERS}
    for guess in kept:
        tiers[guess.tier].append(guess)
    taken = {frozenset((guess.source, guess.target)) for guess in kept}
    for guess in infer_prerequisites(vault, raw=True, **call):
        couple = frozenset((guess.source, guess.target))
        if couple not in taken and guess.score >= LEAST:
            taken.add(couple)
            tiers["below"].append(guess)
    rows = []
    for tier, guesses in tiers.items():
        left = [guess for guess in guesses if (name, guess.source, guess.target) not in skip]
        for guess in draw.sample(left, min(most[tier], len(left))):
            names = (vault[path].title for path in (guess.source, guess.target))
            rows.append((name, guess.source, guess.target, *names, tier, evidence(guess)))
    print(name, len(vault), {tier: len(guesses) for tier, guesses in tiers.items()})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vaults", nargs="+", metavar="NAME=FOLDER")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--most", nargs=4, type=int, default=[18, 11, 6, 5], metavar="N")
    parser.add_argument("--skip", type=Path, help="a table of pairs not to draw again")
    options = parser.parse_args()
    most = dict(zip(TIERS, options.most, strict=True))
    skip = judged(options.skip) if options.skip else frozenset()
    with options.out.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(HEAD)
        for given in options.vaults:
            name, _, folder = given.partition("=")
            draw = random.Random(f"{options.seed} {name}")
            table.writerows(drawn(name, folder, draw, most=most, skip=skip))


if __name__ == "__main__":
    main()
