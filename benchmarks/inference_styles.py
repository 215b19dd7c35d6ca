"""Measure guesses on one vault rewritten in other people's manner.

    python benchmarks/inference_styles.py VAULT [--also OTHER]

Each style changes the texts and no stated edge. Coefficients are learned in folds grouped by
note from VAULT as it is, never from the note asked about, and asked on the rewritten vault.
Beside them stand two plain rules: a one-way mention or link, and reference distance (RefD).
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from inference_data import Data, average_precision, direction_right, precision_at, vault_data
from train_inference import SEEDS, labels_of, learner

import kbpivot
from kbpivot.graph.inference import pairs, scoring
from kbpivot.vault import Vault

Texts = dict[str, str]

_LINK = re.compile(r"(?<!!)\[\[([^\]|#]*)(?:#[^\]|]*)?(?:\|([^\]]*))?\]\]")
_FRONT = re.compile(r"---\n.*?\n---\n", re.DOTALL)
_PADDING = "It took me a while to see why this matters, and details slip away now and then. "


def body_changed(change: Callable[[str], str]) -> Callable[[Texts], Texts]:
    def style(texts: Texts) -> Texts:
        found = {}
        for path, text in texts.items():
            front = _FRONT.match(text)
            at = front.end() if front else 0
            found[path] = text[:at] + change(text[at:])
        return found

    return style


def shown(body: str) -> str:
    return _LINK.sub(lambda link: link.group(2) or link.group(1), body)


def renamed(name: Callable[[int, str], str], *, titled: bool) -> Callable[[Texts], Texts]:
    """Other file names, in the same order; the old one is the title, or part of the new one."""

    def style(texts: Texts) -> Texts:
        stems = {path: Path(path).stem for path in sorted(texts)}
        names = {path: name(k, stem) for k, (path, stem) in enumerate(stems.items())}
        by_stem = {stem.casefold(): names[path] for path, stem in stems.items()}

        def link(match: re.Match[str]) -> str:
            new = by_stem.get(match.group(1).casefold())
            if new is None:
                return match.group()
            return f"[[{new}|{match.group(2) or match.group(1)}]]" if titled else f"[[{new}]]"

        found = {}
        for path, text in texts.items():
            front = _FRONT.match(text)
            head = front.group()[4:-4] if front else ""
            head = re.sub(r"^title:.*\n", "", head, flags=re.MULTILINE)
            if titled:
                head += f'title: "{stems[path]}"\n'
            body = re.sub(r"\A\s*# .*\n", "\n", text[front.end() if front else 0 :])
            found[f"{names[path]}.md"] = _LINK.sub(link, f"---\n{head}---\n{body}")
        return found

    return style


def halved(body: str) -> str:
    draw = random.Random(len(body))
    return re.sub(r"[^.\n]+[.\n]", lambda s: s.group() if draw.random() < 0.5 else "\n", body)


STYLES: dict[str, Callable[[Texts], Texts]] = {
    "as it is": lambda texts: texts,
    "no links": body_changed(shown),
    "no links, lower case": body_changed(lambda body: shown(body).lower()),
    "bold lines for headings": body_changed(lambda b: re.sub(r"(?m)^#+ (.*)$", r"**\1**", b)),
    "no headings": body_changed(lambda body: re.sub(r"(?m)^#+ .*\n", "", body)),
    "every other sentence": body_changed(halved),
    "long-winded": body_changed(lambda body: body + "\n\n" + _PADDING * 40),
    "ids as names, titles as property": renamed(lambda k, _: f"n{k:04}", titled=True),
    "numbered as in a course": renamed(lambda k, stem: f"{k:03} {stem}", titled=False),
}


def plain_rules(data: Data) -> dict[str, np.ndarray]:
    at = pairs._References(data.articles, frozenset(data.silent))  # noqa: SLF001
    one_way = [(a in at.prose[b]) - 0.5 * (b in at.prose[a]) for a, b in data.couples]
    refd = [pairs._refd(at, a, b) for a, b in data.couples]  # noqa: SLF001
    noise = np.random.default_rng(0).random(len(one_way)) * 1e-9
    return {"one-way mention": np.array(one_way) + noise, "RefD": np.array(refd) + noise}


def measures(scores: np.ndarray, data: Data) -> tuple[float, float, float]:
    return (
        average_precision(scores, data.direct),
        precision_at(scores, data.direct, 50),
        direction_right(scores, data.direct),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vault")
    parser.add_argument("--also", action="append", default=[])
    options = parser.parse_args()
    vault = kbpivot.read_vault(options.vault)
    own = vault_data(vault)
    fit = learner([vault_data(kbpivot.read_vault(path)) for path in options.also])
    labels = labels_of(own)
    texts = {path: vault.text(path) for path in vault.paths}
    print("style: random; AP, P@50, direction of the scorer; the same of each plain rule")
    for name, style in STYLES.items():
        data = vault_data(Vault.from_texts(style(texts), files=vault.files))
        rows = []
        for seed in list(SEEDS)[:4]:
            # Renaming keeps the order of paths, so a note has one fold in both vaults.
            fold = np.random.default_rng(seed).permutation(len(own.articles)) % 5
            scores = np.zeros(len(data.direct))
            for k in range(5):
                learn = (fold[own.pairs.first] != k) & (fold[own.pairs.second] != k)
                weights = fit(own.features[learn], labels[learn])
                ask = fold[data.pairs.second] == k
                scores[ask] = scoring.logistic(data.features[ask] @ weights[:-1] + weights[-1])
            rows.append(measures(scores, data))
        found = [np.mean(rows, axis=0)]
        found += [np.array(measures(scores, data)) for scores in plain_rules(data).values()]
        cells = " | ".join(" ".join(f"{value:.2f}" for value in row) for row in found)
        print(f"{name:32s} {data.direct.mean():.2f} | {cells}")


if __name__ == "__main__":
    main()
