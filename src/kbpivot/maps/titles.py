"""What a title names: the title itself, and what is left of it without numbering and dress."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kbpivot.maps.spelling import is_initials, name_key, words_of

if TYPE_CHECKING:
    from kbpivot.maps.records import Map

__all__ = ["Reading", "dressed_readings", "is_telling", "readings"]

_NUMBERING: Final = (
    r"^\W*(?:(?:lecture|lec|week|chapter|ch|day|lesson|part|module|unit|section|session|kapitel"
    r"|woche|tag|teil|лекция|глава|урок|неделя|clase|semana|cours|semaine)\W{0,2})?"
    r"\d{1,8}(?:[._-]\d{1,4})*(?:\s*[-–—_.:)\]]+\s*|\s+)(?=\D)"
)
_CJK_NUMBERING: Final = re.compile(
    r"^\W*第?\s*[0-9一二三四五六七八九十]+\s*[章节節讲講课課周週日강장주][\s:：.、]*"
)
_BRACKET: Final = re.compile(r"^(.*?)\s*[(（\[【]([^()（）\[\]【】]+)[)）\]】]\s*$")
_PARTS: Final = re.compile(r"\s*[:：|｜]\s+|\s*[：｜]\s*|\s+[-–—]+\s+|\s*—\s*")
_ITEMS: Final = re.compile(r"[,/;、，]")
_ROLE: Final = re.compile(r"\s+(?:for|in|with|für|bei|para|en|pour|dans|для|в)\s+", re.IGNORECASE)
_SCRIPTS: Final = (
    r"^([\x00-\u024f\s]*[a-z][\x00-\u024f]*?)\W*([\u0400-\u052f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af][^a-z]*)$"
    r"|^([\u0400-\u052f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af][^a-z]*?)\W*([a-z][\x00-\u024f]*)$"
)
# Words around a name that say what kind of text a note is, and name nothing themselves.
_AHEAD: Final = (
    r"^(?:(?:a|an|my|the|some|quick|short|brief)\s+)*"
    r"(?:(?:introduction|intro|guide|primer|deep dive)\s+(?:to|into|on)|what\s+(?:is|are)"
    r"|(?:notes?|basics|fundamentals|overview|summary|principles)\s+(?:on|of|about)|understanding"
    r"|einführung\s+in(?:\s+(?:die|das|den))?|grundlagen\s+(?:der|des|von)|was\s+(?:ist|sind)"
    r"|introducción\s+a(?:l|\s+(?:la|los|las))?|qué\s+(?:es|son)|introduction\s+(?:aux?|à\s+la|à)"
    r"|введение\s+в|основы|что\s+такое)\s+(?:(?:a|an|the)\s+)?"
)
_BEHIND: Final = (
    r"(?:\s*[-–—:|,]?\s+(?:my\s+)?(?:study\s+)?(?:notes?|basics|fundamentals|overview|introduction|intro|explained|"
    r"primer|tutorial|summary|cheat\s?sheet|101|explanation|notizen|grundlagen|überblick|notas"
    r"|resumen|конспект)|\s*(?:笔记|筆記|入门|入門|简介|簡介|介绍|教程|详解|基础|总结|概述|정리|기초|소개|노트|まとめ|ノート))"
    r"[?？!.]*$"
)

# Signs without which the patterns above find nothing.
_CLOSING: Final = frozenset(")）]】")
_MAY_COUNT: Final = re.compile(r"^\W*(?:\w+\W{0,2})?[0-9第一二三四五六七八九十]")
_MAY_PART: Final = re.compile(r"[:：|｜—]|\s[-–]")
_ROLES: Final = frozenset(
    ["for", "in", "with", "für", "bei", "para", "en", "pour", "dans", "для", "в"]
)
_DRESS: Final = frozenset(
    [
        "introduction",
        "intro",
        "guide",
        "primer",
        "deep",
        "what",
        "note",
        "notes",
        "basics",
        "fundamentals",
        "overview",
        "summary",
        "principles",
        "understanding",
        "explained",
        "tutorial",
        "cheat",
        "cheatsheet",
        "sheet",
        "101",
        "explanation",
        "einführung",
        "grundlagen",
        "was",
        "notizen",
        "überblick",
        "introducción",
        "qué",
        "notas",
        "resumen",
        "введение",
        "основы",
        "что",
        "конспект",
    ]
)

_SAYS_NOTHING: Final = _DRESS | frozenset(
    [
        "readme",
        "index",
        "untitled",
        "home",
        "main",
        "page",
        "draft",
        "new",
        "week",
        "day",
        "lecture",
        "lesson",
        "chapter",
        "part",
        "module",
        "unit",
        "section",
        "session",
        "date",
        "todo",
        "inbox",
        "copy",
    ]
)
_SIGN: Final = re.compile(r"^\W|^\d|[^\x00-\x7f]|[_:|?!()\[\]]|\s-|\s$|^\w+\W{0,2}\d")
_WORDS_OF_DRESS: Final = _ROLES | _DRESS

_Ties = Literal["", "named", "below", "near", "paper"]


@cache
def _pattern(source: str) -> re.Pattern[str]:
    """Compile one of the large patterns when a title needs it, which most do not."""
    return re.compile(source, re.IGNORECASE)


class Reading(NamedTuple):
    """One way to understand a title.

    Attributes:
        rank: how far it is from the title as written; 0 is the title itself.
        text: the words taken for a name.
        beside: the words that were left out and must agree; empty when they say nothing.
        ties: how they must agree: `named`, they name something on the map; `below`, they name what
            the entry builds on, or its area; `near`, they name a direct neighbour; `paper`,
            anything may stand there, and only a paper is meant.
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
        if self.ties == "below" and any(
            name_key(field.concepts[id_].area) == name_key(self.beside) for id_ in found
        ):
            return found
        other = field.named(self.beside)
        if self.ties == "below" and other:
            return tuple(id_ for id_ in found if not field.closure([id_]).isdisjoint(other))
        if self.ties == "near":
            return tuple(id_ for id_ in found if any(one in field.neighbours(id_) for one in other))
        return found if other or field.has_area(self.beside) else ()


def readings(title: str) -> Iterator[Reading]:
    """Yield the ways to understand a title, the nearest first.

    >>> [one.text for one in readings("04_Generative adversarial networks (GANs)")][:2]
    ['04_Generative adversarial networks (GANs)', 'Generative adversarial networks (GANs)']
    """
    yield Reading(0, title)
    yield from dressed_readings(title)


def dressed_readings(title: str, *, furthest: int = 99) -> Iterator[Reading]:
    """Yield the ways to understand a title when it is not itself a name.

    Args:
        title: the title.
        furthest: the highest rank that is of use.
    """
    if not _SIGN.search(title) and _WORDS_OF_DRESS.isdisjoint(title.lower().split()):
        return
    text = title.strip()
    if "_" in text and " " not in text:
        text = text.replace("_", " ")
    plain = _unnumbered(text) if _MAY_COUNT.search(text) else text
    if plain != title:
        yield Reading(1, plain)
    seen = {title, plain}
    for reading in _undressed(plain, furthest):
        if reading.text not in seen or reading.beside:
            seen.add(reading.text)
            yield reading


def is_telling(title: str) -> bool:
    """Tell whether a title says what a note is about, and is no mere number, date or "README".

    >>> [is_telling(title) for title in ("2024-01-03", "Week 3", "README", "Yelp")]
    [False, False, False, True]
    """
    return any(
        len(word) > 2 and not word.isnumeric() and word not in _SAYS_NOTHING
        for word in words_of(title.replace("_", " "))
    )


def _unnumbered(text: str) -> str:
    for pattern in (_pattern(_NUMBERING), _CJK_NUMBERING):
        while (found := pattern.match(text)) is not None and found.end() < len(text):
            text = text[found.end() :]
    return text


def _undressed(plain: str, furthest: int) -> Iterator[Reading]:
    # Most titles wear nothing: a look for the signs of each dress spares its pattern.
    yield from _in_brackets(plain, 2)
    if not plain.isascii() and (found := _pattern(_SCRIPTS).match(plain)) is not None:
        first, second = (one.strip() for one in found.groups() if one is not None)
        yield Reading(2, first, second, "named")
        yield Reading(2, second, first, "named")
    if furthest < 3:
        return
    words = plain.casefold().split()
    if not plain.isascii() or not _DRESS.isdisjoint(words) or plain[-1:] in "?!":
        bare = _pattern(_AHEAD).sub("", plain, count=1)
        bare = _pattern(_BEHIND).sub("", bare).rstrip("?？! ")
        if bare and bare != plain:
            yield Reading(3, bare)
            yield from _in_brackets(bare, 3)
    parts = _PARTS.split(plain) if _MAY_PART.search(plain) else [plain]
    if len(parts) == 2 and all(parts):
        head, rest = parts
        yield Reading(4, head, rest, "below")
        yield Reading(4, rest, head, "below")
    elif len(parts) > 2 and all(parts):
        yield Reading(5, parts[-1], parts[0], "below")
        yield Reading(6, parts[-1], parts[0], "paper")  # "Vaswani et al. - 2017 - Title"
    if len(parts) == 1 and not _ROLES.isdisjoint(words):
        cut = _ROLE.split(plain)
        if len(cut) == 2 and all(cut):
            yield Reading(5, cut[0], cut[1], "near")


def _in_brackets(text: str, rank: int) -> Iterator[Reading]:
    if text[-1:] not in _CLOSING:
        return
    found = _BRACKET.match(text)
    if found is not None and found[1]:
        yield Reading(rank, found[1], found[2], "named")
        if is_initials(found[2], found[1]):
            yield Reading(rank, found[2])
