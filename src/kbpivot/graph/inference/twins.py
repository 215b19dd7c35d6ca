"""Notes on one thing under two titles: neither comes before the other."""

from __future__ import annotations

import re
from typing import Final

from kbpivot.graph.inference import cue_phrases
from kbpivot.language.words import Stemmer, tokens

__all__ = ["TitleParts", "are_twins", "title_parts"]

_BESIDE: Final = frozenset((*cue_phrases.JOINTS.split(), "vs", "versus", "gegen", "kontra"))
_JOINT: Final = re.compile(r"\s*(?:[&+,/、，・]|\bvs\.?)\s*")
_TRANSLATED: Final = 2  # terms that titles in two scripts share
_NAMELESS: Final = frozenset(("readme", "index"))
# A title that has only such words beside those of another is another page on the same thing.
_GENERIC_WORDS: Final = """
    lecture lectures lec week day part chapter unit module lesson note notes intro
    introduction basic basics overview summary guide tutorial primer recap review explained
    definition definitions concept concepts theory topic example examples exercise exercises
    learn learning learned gentle short quick start started getting page deep dive bootcamp
    fundamental fundamentals 101 paper book course vorlesung vl kapitel teil einführung grundlagen
    übersicht zusammenfassung tema capítulo introducción resumen conceptos básico básicos
    cours chapitre partie résumé bases aula capítulo introdução resumo lezione capitolo
    introduzione riassunto лекция глава часть введение основы přednáška úvod základy přehled
"""
_GENERIC: Final = frozenset(_GENERIC_WORDS.split())


class TitleParts:
    """A title as it is compared.

    Attributes:
        words: its telling words.
        parts: the word sets of what stands side by side in it ("A and B"); two at least, or none.
        is_latin: whether most of it is in Latin letters.
    """

    __slots__ = ("is_latin", "parts", "words")

    def __init__(
        self,
        words: frozenset[str],
        parts: tuple[frozenset[str], ...],
        *,
        is_latin: bool = True,
    ) -> None:
        self.words = words
        self.parts = parts
        self.is_latin = is_latin


def title_parts(title: str, words: frozenset[str], *, stem: Stemmer) -> TitleParts:
    """Cut a title where it sets things side by side.

    Args:
        title: the title.
        words: its telling words, stemmed.
        stem: stems of the language of the vault.
    """
    cut: list[list[str]] = [[]]
    for piece in _JOINT.split(title):
        if cut[-1]:
            cut.append([])
        for word in tokens(piece):
            if word in _BESIDE:
                cut.append([])
            else:
                cut[-1].append(stem[word])
    parts = tuple(words.intersection(part) for part in cut if words.intersection(part))
    latin = sum(sign < "\u0250" for sign in title) * 2 >= len(title)
    return TitleParts(words, parts if len(parts) > 1 else (), is_latin=latin)


def are_twins(one: TitleParts, other: TitleParts) -> bool:
    """Tell whether two titles are about the same thing, or one is half of the other.

    "Lecture 7 - Policy gradients" is another page on "Policy gradients", and "Covariance and
    correlation" holds what "Covariance" holds.
    """
    if not one.words or not other.words or one.words <= _NAMELESS:
        return False
    if _is_half(one, other) or _is_half(other, one):
        return True
    shared = one.words & other.words
    if not shared:
        return False
    left, right = one.words - shared, other.words - shared
    if _are_generic(left) and _are_generic(right):
        return not (left and right)  # "Lecture 5" and "Lecture 6" follow each other
    if one.is_latin == other.is_latin:
        return False
    return sum(word.isascii() and len(word) > 1 for word in shared) >= _TRANSLATED


def _is_half(part: TitleParts, whole: TitleParts) -> bool:
    return part.words in whole.parts[1:]


def _are_generic(words: frozenset[str]) -> bool:
    return all(word in _GENERIC or word + "s" in _GENERIC or word.isnumeric() for word in words)
