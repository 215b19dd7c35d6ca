"""Learn in a vault what its author's own prerequisites look like, and score the rest by it."""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from kbpivot.graph.inference.articles import Article
from kbpivot.graph.inference.pairs import FEATURES, Pairs
from kbpivot.graph.inference.reachability import reaching
from kbpivot.graph.inference.scoring import fit_logistic, log_odds, logistic

__all__ = ["FEWEST_EDGES", "FEWEST_EXAMPLES", "VAULT_FEATURES", "fitted_scores"]

Floats = npt.NDArray[np.float64]

FEWEST_EDGES: Final = 100
FEWEST_EXAMPLES: Final = 50
VAULT_FEATURES: Final = (
    *FEATURES,
    "detour",
    "after_one_way",
    "close_name",
    "length",
    "kin",
    "linked_alike",
    "written_alike",
)
_FOLDS: Final = 5
_MOST_ROWS: Final = 60_000
_RIDGE: Final = 10.0
_SHIPPED_SHARE: Final = 0.5
_ALIKE: Final = 16
_SKETCH: Final = 256
_BLOCK: Final = 1024


def fitted_scores(
    articles: Sequence[Article],
    pairs: Pairs,
    shipped: Floats,
    *,
    stated: Collection[tuple[int, int]],
) -> Floats | None:
    """Score pairs by a model of this vault's stated edges; None where they are too few.

    A fifth of the stated edges at a time is taken to be unknown, and the model learns to find
    it among the pairs that the others leave open: the very question the scores will answer.
    Each pair is scored by a model that has not seen it.

    Args:
        articles: the notes.
        pairs: candidate pairs.
        shipped: probability of each pair by the shipped coefficients.
        stated: pairs (before, after) the author states, as indexes of articles.
    """
    couples = list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))
    known = sorted(set(stated))
    among = set(known).intersection(couples)
    if len(known) < FEWEST_EDGES or len(among) < FEWEST_EXAMPLES:
        return None
    half = len(couples) // 2
    table = _Table(articles, pairs, shipped, couples)
    lesson_rows, lessons, labels, group = [], [], [], []
    own = _scattered(np.arange(len(couples)) % half)
    step = max(1, _FOLDS * len(couples) // _MOST_ROWS)
    for fold in range(_FOLDS):
        part = _scattered(np.arange(len(known))) == fold
        hidden = {edge for edge, out in zip(known, part, strict=True) if out}
        rest = [edge for edge, out in zip(known, part, strict=True) if not out]
        shut = np.array(reaching(couples, edges=rest))
        truth = np.array([couple in hidden for couple in couples], dtype=np.float64)
        taken = (truth > 0) | (np.arange(len(couples)) % step == 0)
        rows = np.flatnonzero(taken & ~(shut | np.r_[shut[half:], shut[:half]]))
        lesson_rows.append(rows)
        lessons.append(table.columns(rows, rest))
        labels.append(truth[rows])
        group.append(own[rows])
    columns, truth, group_of = (
        np.concatenate(lessons),
        np.concatenate(labels),
        np.concatenate(group),
    )
    mass = np.where(truth > 0, 1.0, float(step))
    centre, spread = columns.mean(axis=0), columns.std(axis=0) + 1e-9
    columns = (columns - centre) / spread
    asked = (table.columns(np.arange(len(couples)), known) - centre) / spread
    odds, lesson_odds = np.zeros(len(couples)), np.zeros(len(columns))
    for fold in range(_FOLDS):
        others, mine = group_of != fold, own == fold
        beta = fit_logistic(columns[others], truth[others], ridge=_RIDGE, weights=mass[others])
        odds[mine] = asked[mine] @ beta[:-1] + beta[-1]
        lesson_odds[~others] = columns[~others] @ beta[:-1] + beta[-1]
    # The shipped model steadies a small vault's own; what the mixture means is learned again.
    given = _SHIPPED_SHARE * log_odds(shipped)
    lesson = (lesson_odds + given[np.concatenate(lesson_rows)])[:, None]
    slope, base = fit_logistic(lesson, truth, ridge=1.0, weights=mass)
    return logistic(slope * (odds + given) + base)


def _scattered(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """A group for each number, spread as by chance and always the same (Knuth's hash)."""
    return np.asarray((numbers * 2654435761 % 2**32) >> 8, dtype=np.int64) % _FOLDS


class _Table:
    """The shipped features, and those that only a fit in the vault can weigh."""

    def __init__(
        self,
        articles: Sequence[Article],
        pairs: Pairs,
        shipped: Floats,
        couples: Sequence[tuple[int, int]],
    ) -> None:
        self._couples = couples
        self._alike = _alike(articles)
        self._size = len(articles)
        cosine = pairs.features[:, FEATURES.index("cosine")]
        chance: list[dict[int, float]] = [{} for _ in articles]
        self._near: list[dict[int, float]] = [{} for _ in articles]
        for (p, n), score, likeness in zip(couples, shipped.tolist(), cosine.tolist(), strict=True):
            chance[n][p] = score
            self._near[n][p] = likeness
        lengths = np.log1p(np.array([article.reading.length for article in articles]))
        self._fixed = np.c_[
            pairs.features,
            [_detour(chance, p, n) for p, n in couples],
            np.maximum(pairs.features[:, FEATURES.index("after")], 0.0),
            pairs.features[:, FEATURES.index("named")] * cosine,
            lengths[pairs.first],
        ]

    def columns(self, rows: npt.NDArray[np.int64], stated: Collection[tuple[int, int]]) -> Floats:
        """All of `VAULT_FEATURES` for some pairs, given some stated edges."""
        before: list[set[int]] = [set() for _ in range(self._size)]
        for p, n in stated:
            before[n].add(p)
        kin = [
            (
                _kin(self._near[p], before[n], p),
                _share_needing(self._near[n], before, p),
                _share_needing(self._alike[n], before, p),
            )
            for p, n in (self._couples[row] for row in rows.tolist())
        ]
        columns: Floats = np.c_[self._fixed[rows], np.array(kin).reshape(len(rows), 3)]
        return columns


def _detour(chance: Sequence[dict[int, float]], p: int, n: int) -> float:
    """How likely some third note stands between: `p` before it and it before `n`."""
    through = chance[n].keys() & chance[p].keys()
    return max((chance[n][q] * chance[q][p] for q in through), default=0.0)


def _kin(near: Collection[int], before: Collection[int], p: int) -> float:
    """Other prerequisites of a note that touch `p`."""
    return math.log1p(sum(1 for q in before if q != p and q in near))


def _share_needing(like: Mapping[int, float], before: Sequence[Collection[int]], p: int) -> float:
    """Share of the notes like a note that need `p`."""
    total = sum(like.values())
    needing = sum(weight for m, weight in like.items() if m != p and p in before[m])
    return needing / total if total else 0.0


def _alike(articles: Sequence[Article]) -> list[dict[int, float]]:
    """For each note the few whose words are most like its own, with their cosine.

    Bags of words are hashed into a few hundred signed columns (Weinberger et al. 2009), so
    that memory and time do not depend on the vocabulary.
    """
    size = len(articles)
    sketch = np.zeros((size, _SKETCH), dtype=np.float32)
    documents = Counter(word for article in articles for word in article.reading.words)
    for k, article in enumerate(articles):
        for word, count in zip(article.reading.words, article.reading.counts, strict=True):
            mark = zlib.crc32(word.encode("utf-8", "replace"))
            weight = (1.0 + math.log(count)) * math.log((1 + size) / (1 + documents[word]))
            sketch[k, mark % _SKETCH] += weight if mark >> 31 else -weight
    sketch /= np.linalg.norm(sketch, axis=1, keepdims=True) + 1e-9
    found: list[dict[int, float]] = []
    for begin in range(0, size, _BLOCK):
        block = sketch[begin : begin + _BLOCK] @ sketch.T
        block[np.arange(len(block)), np.arange(begin, begin + len(block))] = -1.0
        best = np.sort(np.argpartition(-block, min(_ALIKE, size) - 1, axis=1)[:, :_ALIKE], axis=1)
        found += [
            {m: float(row[m]) for m in order.tolist() if row[m] > 0.0}
            for row, order in zip(block, best, strict=True)
        ]
    return found
