"""Candidate pairs of a vault and what speaks for each: the numbers the scorer weighs."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from kbpivot.graph.inference.articles import Article

__all__ = ["FEATURES", "Pairs", "candidate_pairs", "ranks"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FEATURES: Final = (
    "mention",
    "rate",
    "first",
    "early",
    "after",
    "pointed",
    "contained",
    "named",
    "refd_sparse",
    "refd_dense",
    "indegree",
    "cosine",
    "mentioned",
    "close_rate",
    "passing",
    "mutual",
    "paper",
    "builds",
    "crowd",
    "everyday",
    "behind",
    "subject",
    "long_name",
    "formal_before",
    "formal_after",
    "formal_vault",
    "defining",
)
_DENSE: Final = 15.0  # references a note from which RefD is fully trusted
_COMMON: Final = 100  # notes that may name a note in passing, and beside these
_COMMON_SHARE: Final = 1 / 20  # this share of all
_LONG_NAME: Final = 4.0  # telling words
_SUBJECT: Final = 8.0  # notes, and in a large vault
_SUBJECT_SHARE: Final = 0.08  # of the notes name what is rather a subject than a step
_MANY_NAMED: Final = 3.0  # logarithm of about twenty notes
_TELLING_RATE: Final = 1 / 250  # mentions a word from which one is more than a passing word


class Pairs(msgspec.Struct, frozen=True):
    """Ordered candidate pairs; row k asks whether `first[k]` comes before `second[k]`.

    Row k + n/2 is row k the other way round.

    Attributes:
        first, second: indexes into the articles.
        features: one row a pair, one column a name in `FEATURES`.
    """

    first: Ints
    second: Ints
    features: Floats


def ranks(values: Floats) -> Floats:
    """Share of values that are smaller, ties in the middle: in (0, 1), whatever the scale."""
    if not len(values):
        return values
    ordered = np.sort(values)
    low = np.searchsorted(ordered, values, side="left")
    high = np.searchsorted(ordered, values, side="right")
    return np.asarray((low + high) / (2.0 * len(values)), dtype=np.float64)


class _References:
    """What each note refers to, by index of the note referred to."""

    def __init__(self, articles: Sequence[Article], silent: frozenset[int]) -> None:
        index = {article.path: k for k, article in enumerate(articles)}
        self.prose: list[dict[int, int]] = []
        self.first: list[set[int]] = []
        self.early: list[dict[int, float]] = []
        self.after: list[set[int]] = []
        self.builds: list[set[int]] = []
        self.linked: list[set[int]] = []
        self.pointed: list[set[int]] = []
        self.out: list[set[int]] = []
        self.into: list[set[int]] = [set() for _ in articles]
        self.words = [frozenset(article.reading.words) for article in articles]
        common = _common(articles, index)
        for source, article in enumerate(articles):
            prose: dict[int, int] = {}
            first: set[int] = set()
            early: dict[int, float] = {}
            after: set[int] = set()
            builds: set[int] = set()
            linked: set[int] = set()
            pointed: set[int] = set()
            known = () if source in silent else article.reading.mentions
            for mention in known:
                target = index.get(mention.target, source)
                if target == source or (target in common and not mention.first):
                    continue
                if not mention.prose:
                    (after if mention.after else pointed).add(target)
                    continue
                prose[target] = mention.prose
                early[target] = mention.early
                if mention.first:
                    first.add(target)
                if mention.builds:
                    builds.add(target)
            for path, place, when in () if source in silent else article.links:
                target = index.get(path, source)
                if target == source or place == "references":
                    continue
                linked.add(target)
                if place == "after":
                    after.add(target)
                elif place == "aside":
                    if target not in prose and target not in after:
                        pointed.add(target)
                elif target not in pointed and target not in after:
                    # A link in prose under other words is a mention all the same.
                    prose.setdefault(target, 1)
                    early[target] = max(early.get(target, 0.0), when)
            self.prose.append(prose)
            self.first.append(first)
            self.early.append(early)
            self.after.append(after)
            self.builds.append(builds)
            self.linked.append(linked)
            self.pointed.append(pointed)
            self.out.append(after | pointed | prose.keys())
            for target in self.out[-1]:
                self.into[target].add(source)
        documents = Counter(word for words in self.words for word in words)
        total = math.log(1.0 + len(articles))
        idf = {word: total - math.log(1.0 + n) for word, n in documents.items()}
        # Sorted, since sums of shares hang on the order of their terms.
        self.titles = [
            [(word, idf.get(word, total)) for word in sorted(article.title_words)]
            for article in articles
        ]
        self.weights = [sum(weight for _, weight in title) for title in self.titles]


def _common(articles: Sequence[Article], index: Mapping[str, int]) -> set[int]:
    """Notes whose names are in so many texts that they are words of the language there.

    A few titles such as `Water` or `Python` would else make a pair of nearly any two notes.
    """
    named = Counter(
        mention.target
        for article in articles
        for mention in article.reading.mentions
        if not mention.first
    )
    most = _COMMON + len(articles) * _COMMON_SHARE
    return {index[path] for path, count in named.items() if count > most and path in index}


def _cosines(articles: Sequence[Article], first: Ints, second: Ints) -> Floats:
    """Cosine of tf-idf bags for each pair; `first` must be sorted. Linear in pairs × words."""
    number: dict[str, int] = {}
    ids: list[Ints] = []
    for article in articles:
        words = article.reading.words
        ids.append(
            np.fromiter(
                (number.setdefault(word, len(number)) for word in words), np.int64, len(words)
            )
        )
    if not number or not len(first):
        return np.zeros(len(first))
    flat = np.concatenate(ids)
    documents = np.bincount(flat, minlength=len(number))
    idf = np.log((1.0 + len(articles)) / (1.0 + documents))
    weights: list[Floats] = []
    for article, own in zip(articles, ids, strict=True):
        counts = np.asarray(article.reading.counts, dtype=np.float64)
        weight = (1.0 + np.log(counts)) * idf[own] if len(own) else counts
        norm = float(np.sqrt(weight @ weight))
        weights.append(weight / norm if norm else weight)
    result = np.zeros(len(first))
    dense = np.zeros(len(number))
    starts = np.flatnonzero(np.diff(first, prepend=-1)).tolist()
    for begin, end in zip(starts, [*starts[1:], len(first)], strict=True):
        row = int(first[begin])
        dense[ids[row]] = weights[row]
        for k in range(begin, end):
            other = int(second[k])
            result[k] = dense[ids[other]] @ weights[other]
        dense[ids[row]] = 0.0
    return result


def candidate_pairs(articles: Sequence[Article], *, silent: Iterable[int] = ()) -> Pairs:
    """List every pair of notes with a link or mention between them, in both orders.

    Args:
        articles: the notes, in a fixed order.
        silent: indexes of notes whose own references say nothing (indexes, diaries, templates);
            they are in no pair.
    """
    quiet = frozenset(silent)
    at = _References(articles, quiet)
    couples = sorted(
        {
            (min(source, target), max(source, target))
            for source, out in enumerate(at.out)
            for target in out
            if target not in quiet
        }
    )
    count = len(couples)
    a = np.fromiter((pair[0] for pair in couples), np.int64, count)
    b = np.fromiter((pair[1] for pair in couples), np.int64, count)
    return Pairs(
        first=np.r_[a, b],
        second=np.r_[b, a],
        features=_features(articles, at, couples, a, b),
    )


def _features(
    articles: Sequence[Article],
    at: _References,
    couples: Sequence[tuple[int, int]],
    a: Ints,
    b: Ints,
) -> Floats:
    count = len(couples)
    skew = np.array([_evidence(articles, at, y, x) for x, y in couples]).reshape(count, 10)
    back = np.array([_evidence(articles, at, x, y) for x, y in couples]).reshape(count, 10)
    # A mention rate means little by itself: 1 is the vault's mean rate of those who mention.
    passing, passing_back = _passing(skew), _passing(back)
    rates = np.r_[skew[:, 1], back[:, 1]]
    mean = float(rates[rates > 0].mean()) if (rates > 0).any() else 1.0
    skew[:, 1] = np.log1p(skew[:, 1] / mean)
    back[:, 1] = np.log1p(back[:, 1] / mean)
    said, said_back = skew[:, 0].copy(), back[:, 0].copy()
    contained, contained_back = skew[:, 6].copy(), back[:, 6].copy()
    builds, builds_back = skew[:, 8].copy(), back[:, 8].copy()
    free_of_link, free_of_link_back = skew[:, 9].copy(), back[:, 9].copy()
    skew, back = skew[:, :8], back[:, :8]
    skew -= back
    refd = np.array([_refd(at, x, y) for x, y in couples])
    spread = float(np.sqrt((refd**2).mean())) if count else 0.0
    refd = np.clip(refd / spread, -3.0, 3.0) if spread else refd
    density = min(1.0, sum(len(out) for out in at.out) / max(1, len(articles)) / _DENSE)
    indegree = ranks(np.array([len(sources) for sources in at.into], dtype=np.float64))
    columns = np.c_[skew, refd * (1.0 - density), refd * density, indegree[a] - indegree[b]]
    cosine = ranks(_cosines(articles, a, b))
    close = skew[:, 1] * cosine
    # In long texts related notes name each other as a matter of course.
    mutual = said * said_back * (1.0 - density)
    about = np.array([article.paper for article in articles], dtype=np.float64)
    paper = about[b] - about[a] if count else np.zeros(0)
    free, free_back = mutual * (1.0 - contained), mutual * (1.0 - contained_back)
    # A note that names very many others leans on few of them.
    out = np.log1p(np.array([len(found) for found in at.out], dtype=np.float64)) / _MANY_NAMED
    most = max(_SUBJECT, len(articles) * _SUBJECT_SHARE)
    notes = np.array(
        [
            (
                *(article.plain, min(1.0, len(article.title_words) / _LONG_NAME)),
                *(article.formal, min(1.0, len(into) / most)),
            )
            for article, into in zip(articles, at.into, strict=True)
        ]
    ).reshape(len(articles), 4)
    plain, long_name, formal, subject = notes.T
    formal_vault = float(formal.mean()) if len(articles) else 0.0
    defining = float(np.mean([one.reading.defines for one in articles])) if articles else 0.0

    def rest(x: Ints, y: Ints, told: Floats, back: Floats, linkless: Floats) -> list[Floats]:
        """What hangs on the two notes themselves; it counts where the later names the earlier."""
        return [
            *(told * out[y], linkless * plain[x], back, told * subject[x], told * long_name[x]),
            *(told * formal[x], told * formal[y], told * formal_vault, told * defining),
        ]

    rows: Floats = np.r_[
        np.c_[
            *(columns, cosine, said, close, passing, free, paper, builds),
            *rest(a, b, said, said_back, free_of_link),
        ],
        np.c_[
            *(-columns, cosine, said_back, -close, passing_back, free_back, -paper, builds_back),
            *rest(b, a, said_back, said, free_of_link_back),
        ],
    ]
    return rows


def _passing(evidence: Floats) -> Floats:
    """How much a mention is a word in passing: rare in a long text, not in its first sentence."""
    mentioned, rate, first, contained = evidence[:, [0, 1, 2, 6]].T
    rare = np.clip(1.0 - rate / _TELLING_RATE, 0.0, 1.0)
    return np.asarray(mentioned * rare * (1.0 - first) * (1.0 - contained), dtype=np.float64)


def _evidence(
    articles: Sequence[Article], at: _References, n: int, p: int
) -> tuple[float, float, bool, float, bool, bool, bool, float, bool, bool]:
    """What note `n` says of note `p`; a column is this less the same the other way round."""
    times = at.prose[n].get(p, 0)
    title, total, words = articles[p].title_words, at.weights[p], at.words[n]
    found = sum([weight for word, weight in at.titles[p] if word in words])
    return (
        times > 0,
        times / (articles[n].reading.length + 20.0),
        p in at.first[n],
        at.early[n].get(p, 0.0),
        p in at.after[n],
        p in at.pointed[n],
        bool(title) and title < articles[n].title_words,
        found / total if total else 0.0,
        p in at.builds[n],
        times > 0 and p not in at.linked[n],
    )


def _refd(at: _References, x: int, y: int) -> float:
    """RefD (Liang et al. 2015): how far what `y` refers to refers to `x`, less the reverse."""
    ox, oy = at.out[x], at.out[y]
    ahead = len(oy & at.into[x]) / len(oy) if oy else 0.0
    back = len(ox & at.into[y]) / len(ox) if ox else 0.0
    return ahead - back
