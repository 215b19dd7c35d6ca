"""How a text stands to what it names: whether that builds on it, stands beside it, or bears it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kbpivot.graph.inference import cue_phrases as cues
from kbpivot.language.words import Stemmer, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Phrases", "Stance", "Standing", "phrases_of"]

Stance = Literal["ahead", "aside", "builds"]
"""`ahead`: what is named builds on the note; `aside`: neither; `builds`: the note builds on it."""

_SENTENCE: Final = re.compile(
    r"(?<!\b\w)(?<!\bcf)(?<!\bvs)(?<!\bvgl)[.!?](?=\s|$)"
    r"|[。！？;；]|\n[ \t]*(?=\n|[-*+]\s|\d+[.)]\s)",
    re.IGNORECASE,
)
_ARTICLES: Final = 3  # articles and numbers of files that may stand ahead of a name
_GAP: Final = 4  # words that an asterisk stands for, at most
_SENTENCE_LONG: Final = 10_000
_FRAME: Final = 8  # words between "wird" and the name
_LOOK_BACK: Final = 8  # phrases ahead of a name that are weighed

Words = tuple[str, ...]


class _Phrase(NamedTuple):
    head: Words
    tail: Words
    stance: Stance
    reach: int
    example: bool


class _Cue(NamedTuple):
    start: int
    end: int
    stance: Stance
    reach: int
    example: bool


class Phrases:
    """The phrases of `cue_phrases`, with the endings of a language cut, ready to be found."""

    def __init__(self, language: str) -> None:
        self.language = language
        stem = Stemmer(language)

        def cut(phrase: str) -> Words:
            return tuple(stem[word] for word in tokens(phrase))

        def several(listed: str) -> frozenset[str]:
            return frozenset(stem[word] for word in listed.split())

        table: dict[str, list[_Phrase]] = {}
        groups: tuple[tuple[str, Stance, int], ...] = (
            (cues.EXAMPLE, "aside", _SENTENCE_LONG),
            (cues.AHEAD, "ahead", 9),
            (cues.ASIDE, "aside", 4),
            (cues.POINTS, "aside", 0),
            (cues.BUILDS, "builds", 4),
        )
        for listed, stance, reach in groups:
            for phrase in listed.split("|"):
                head, _, tail = phrase.partition("*")
                row = _Phrase(cut(head), cut(tail), stance, reach, reach == _SENTENCE_LONG)
                table.setdefault(row.head[0], []).append(row)
        for rows in table.values():
            rows.sort(key=lambda row: (-len(row.head) - len(row.tail), not row.example))
        self.firsts = frozenset(table)
        self._table = table
        self.articles = several(cues.ARTICLES)
        self.joints = several(cues.JOINTS)
        self.breaks = several(cues.BREAKS)
        self.openers = several(cues.OPENERS)
        self.these = several(cues.THESE)
        self.used_before = several(cues.USED_BEFORE)
        self.used_behind = several(cues.USED_BEHIND)
        self.tails = _by_first(cut(phrase) for phrase in cues.TAILS.split("|"))
        self.tails_ahead = _by_first(cut(phrase) for phrase in cues.TAILS_AHEAD.split("|"))
        self.tails_aside = _by_first(cut(phrase) for phrase in cues.TAILS_ASIDE.split("|"))

    def found(self, words: Sequence[str]) -> list[_Cue]:
        """The phrases in a few stemmed words, from left to right."""
        found: list[_Cue] = []
        free = 0  # of two phrases that overlap the first one speaks: "se utiliza en", "utiliza"
        for at in [k for k, word in enumerate(words) if word in self.firsts]:
            if at < free:
                continue
            for row in self._table[words[at]]:
                end = at + len(row.head)
                if len(row.head) > 1 and tuple(words[at:end]) != row.head:
                    continue
                if row.tail:
                    end = _behind(words, end, row.tail)
                    if not end:
                        continue
                found.append(_Cue(at, end, row.stance, row.reach, row.example))
                free = end
                break
        return found


def _by_first(phrases: Iterable[Words]) -> dict[str, list[Words]]:
    found: dict[str, list[Words]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], []).append(phrase)
    for rows in found.values():
        rows.sort(key=len, reverse=True)
    return found


def _behind(words: Sequence[str], start: int, tail: Words) -> int:
    """Number of the word behind `tail` where it follows a few words behind `start`, else 0."""
    for at in range(start, min(start + _GAP + 1, len(words))):
        if words[at] == tail[0] and tuple(words[at : at + len(tail)]) == tail:
            return at + len(tail)
    return 0


@lru_cache(maxsize=8)
def phrases_of(language: str) -> Phrases:
    """The phrases, with the endings of a language cut."""
    return Phrases(language)


class Standing:
    """How one paragraph stands to what it names."""

    def __init__(self, phrases: Phrases, words: Sequence[str], text: str) -> None:
        self._phrases = phrases
        self._words = words
        self._text = text
        self._found = phrases.found(words)
        self._starts = [cue.start for cue in self._found]
        self._sentences: list[int] | None = None

    def of(self, at: int, length: int) -> Stance | None:
        """How the text stands to a name of `length` words from word `at` on; None if unsaid."""
        return self._by_tail(at, at + length) or self._by_cue(at)

    def _by_cue(self, at: int) -> Stance | None:
        stance: Stance | None = None
        place = bisect_right(self._starts, at - 1)
        for cue in reversed(self._found[max(0, place - _LOOK_BACK) : place]):
            gap = at - cue.end
            if gap < 0 or gap > cue.reach + _ARTICLES or (stance is not None and not cue.example):
                continue
            between = self._words[cue.end : at]
            close = all(word in self._phrases.articles or word.isnumeric() for word in between)
            if gap > cue.reach and not close:
                continue
            if not close and (
                (not cue.example and not self._phrases.breaks.isdisjoint(between))
                or not self._together(cue.start, at)
            ):
                continue
            if cue.example and stance == "ahead":
                continue
            stance = cue.stance
            if stance == "ahead":
                break
        return stance

    def _by_tail(self, at: int, end: int) -> Stance | None:
        words, phrases = self._words, self._phrases
        if end >= len(words):
            return None
        if _follows(words, end, phrases.tails_ahead):
            return "ahead"
        if _follows(words, end, phrases.tails_aside):
            return "aside"
        if not phrases.used_behind.isdisjoint(words[end : end + 3]) and not (
            phrases.used_before.isdisjoint(words[max(0, at - _FRAME) : at])
        ):
            return "ahead" if self._together(max(0, at - 1), end) else None
        tail = _follows(words, end, phrases.tails)
        if not tail and (tail := _follows(words, end + 1, phrases.tails)):
            tail += 1  # an adverb may stand between
        if not tail:
            return None
        opener = at - 1
        while opener >= 0 and words[opener] in phrases.articles - phrases.openers:
            opener -= 1
        behind = words[end + tail : end + tail + 2]
        said = (opener >= 0 and words[opener] in phrases.openers) or not (
            phrases.these.isdisjoint(behind)
        )
        return "ahead" if said and self._together(at, min(end + tail, len(words) - 1)) else None

    def _together(self, first: int, last: int) -> bool:
        """Whether two words stand in one sentence."""
        if self._sentences is None:
            starts, at, words = [], 0, 0
            for stop in _SENTENCE.finditer(self._text):
                words += len(tokens(self._text[at : stop.end()]))
                at = stop.end()
                starts.append(words)
            self._sentences = starts
        return bisect_right(self._sentences, first) == bisect_right(self._sentences, last)

    def joined(self, end: int, at: int) -> bool:
        """Tell whether word `at` goes on with the list whose last name ended before word `end`."""
        return at == end or (at == end + 1 and self._words[end] in self._phrases.joints)


def _follows(words: Sequence[str], at: int, table: dict[str, list[Words]]) -> int:
    """Length of the phrase of a table that stands at word `at`, 0 for none."""
    if at >= len(words):
        return 0
    for phrase in table.get(words[at], ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0
