"""What a title names: the title itself, and what is left of it without numbering and dress."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kbpivot.maps.spelling import is_initials

if TYPE_CHECKING:
    from kbpivot.maps.records import Map

__all__ = ["Reading", "readings"]

_NUMBERING: Final = re.compile(
    r"^\W*(?:(?:lecture|lec|week|chapter|ch|day|lesson|part|module|unit|section|session|kapitel"
    r"|woche|tag|teil|лекция|глава|урок|неделя|clase|semana|cours|semaine)\W{0,2})?"
    r"\d{1,8}(?:[._-]\d{1,4})*(?:\s*[-–—_.:)\]]+\s*|\s+)(?=\D)",
    re.IGNORECASE,
)
_CJK_NUMBERING: Final = re.compile(
    r"^\W*第?\s*[0-9一二三四五六七八九十]+\s*[章节節讲講课課周週日강장주][\s:：.、]*"
)
_BRACKET: Final = re.compile(r"^(.*?)\s*[(（\[【]([^()（）\[\]【】]+)[)）\]】]\s*$")
_PARTS: Final = re.compile(r"\s*[:：|｜]\s+|\s*[：｜]\s*|\s+[-–—]+\s+|\s*—\s*")
_ITEMS: Final = re.compile(r"[,/;、，]")
_ROLE: Final = re.compile(r"\s+(?:for|in|with|für|bei|para|en|pour|dans|для|в)\s+", re.IGNORECASE)
_SCRIPTS: Final = re.compile(
    r"^([\x00-\u024f\s]*[a-z][\x00-\u024f]*?)\W*([\u0400-\u052f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af][^a-z]*)$"
    r"|^([\u0400-\u052f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af][^a-z]*?)\W*([a-z][\x00-\u024f]*)$",
    re.IGNORECASE,
)
# Words around a name that say what kind of text a note is, and name nothing themselves.
_AHEAD: Final = re.compile(
    r"^(?:(?:a|an|my|the|some|quick|short|brief)\s+)*"
    r"(?:(?:introduction|intro|guide|primer|deep dive)\s+(?:to|into|on)|what\s+(?:is|are)"
    r"|(?:notes?|basics|fundamentals|overview|summary|principles)\s+(?:on|of|about)|understanding"
    r"|einführung\s+in(?:\s+(?:die|das|den))?|grundlagen\s+(?:der|des|von)|was\s+(?:ist|sind)"
    r"|introducción\s+a(?:l|\s+(?:la|los|las))?|qué\s+(?:es|son)|introduction\s+(?:aux?|à\s+la|à)"
    r"|введение\s+в|основы|что\s+такое)\s+(?:(?:a|an|the)\s+)?",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    r"(?:\s*[-–—:|,]?\s+(?:my\s+)?(?:study\s+)?(?:notes?|basics|fundamentals|overview|introduction|intro|explained|"
    r"primer|tutorial|summary|cheat\s?sheet|101|explanation|notizen|grundlagen|überblick|notas"
    r"|resumen|конспект)|\s*(?:笔记|筆記|入门|入門|简介|簡介|介绍|教程|详解|基础|总结|概述|정리|기초|소개|노트|まとめ|ノート))"
    r"[?？!.]*$",
    re.IGNORECASE,
)

_Ties = Literal["", "named", "near", "paper"]


class Reading(NamedTuple):
    """One way to understand a title.

    Attributes:
        rank: how far it is from the title as written; 0 is the title itself.
        text: the words taken for a name.
        beside: the words that were left out and must agree; empty when they say nothing.
        ties: how they must agree: `named`, they name something on the map; `near`, they name a
            direct neighbour; `paper`, anything may stand there, and only a paper is meant.
    """

    rank: int
    text: str
    beside: str = ""
    ties: _Ties = ""

    def means(self, field: Map) -> tuple[str, ...]:
        """Return the ids that this reading may mean on a map."""
        found = field.named(self.text)
        if self.ties == "paper":
            return tuple(id_ for id_ in found if field.concepts[id_].kind == "paper")
        if not found or not self.beside:
            return found
        if self.ties != "near" and (
            is_initials(self.beside, self.text) or is_initials(self.text, self.beside)
        ):
            return found
        other = field.named(self.beside)
        if self.ties == "near":
            return tuple(id_ for id_ in found if any(one in field.neighbours(id_) for one in other))
        return found if other or field.has_area(self.beside) else ()


def readings(title: str) -> Iterator[Reading]:
    """Yield the ways to understand a title, the nearest first.

    >>> [one.text for one in readings("04_Generative adversarial networks (GANs)")][:2]
    ['04_Generative adversarial networks (GANs)', 'Generative adversarial networks (GANs)']
    """
    yield Reading(0, title)
    text = title.strip()
    if "_" in text and " " not in text:
        text = text.replace("_", " ")
    plain = _unnumbered(text)
    if plain != title:
        yield Reading(1, plain)
    seen = {title, plain}
    for reading in _undressed(plain):
        if reading.text not in seen or reading.beside:
            seen.add(reading.text)
            yield reading


def _unnumbered(text: str) -> str:
    for pattern in (_NUMBERING, _CJK_NUMBERING):
        while (found := pattern.match(text)) is not None and found.end() < len(text):
            text = text[found.end() :]
    return text


def _undressed(plain: str) -> Iterator[Reading]:
    yield from _in_brackets(plain, 2)
    bare = _AHEAD.sub("", plain, count=1)
    bare = _BEHIND.sub("", bare).rstrip("?？! ")
    if bare and bare != plain:
        yield Reading(3, bare)
        yield from _in_brackets(bare, 3)
    parts = _PARTS.split(plain)
    if len(parts) == 2 and all(parts):
        head, rest = parts
        yield Reading(4, head, rest, "named")
        yield Reading(4, rest, head, "named")
    elif len(parts) > 2 and all(parts):
        yield Reading(5, parts[-1], parts[0], "named")
        yield Reading(6, parts[-1], parts[0], "paper")  # "Vaswani et al. - 2017 - Title"
    if len(parts) == 1 and len(words := _ROLE.split(plain)) == 2 and all(words):
        yield Reading(5, words[0], words[1], "near")
    if not plain.isascii() and (found := _SCRIPTS.match(plain)) is not None:
        first, second = (one.strip() for one in found.groups() if one is not None)
        yield Reading(2, first, second, "named")
        yield Reading(2, second, first, "named")


def _in_brackets(text: str, rank: int) -> Iterator[Reading]:
    found = _BRACKET.match(text)
    if found is not None and found[1]:
        yield Reading(rank, found[1], found[2], "named")
        if is_initials(found[2], found[1]):
            yield Reading(rank, found[2])
