"""Notes as inference weighs them: title, reading, and links by the place they stand in."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Final

import msgspec

from kbpivot.graph.inference.mentions import Reading
from kbpivot.graph.inference.names import Names, title_words
from kbpivot.graph.inference.section_roles import Place
from kbpivot.graph.inference.twins import TitleParts, title_parts
from kbpivot.language.ordinary import frequency
from kbpivot.language.words import Stemmer, tokens

if TYPE_CHECKING:
    from kbpivot.model import Span
    from kbpivot.vault import Vault

__all__ = ["Article", "body_links", "place_at", "vault_articles"]

_UNKNOWN: Final = 1e-7  # share of a word that is on no list
_FORMULAS: Final = 3.0  # formulas from which a note is surely formal
_NO_TITLE: Final = TitleParts(frozenset(), ())


class Article(msgspec.Struct, frozen=True, gc=False):
    """A note as inference sees it.

    Attributes:
        path: the note's path.
        title_words: telling words of the title, stemmed.
        reading: what its text says.
        links: (path of the note linked, what for, how early), body links only.
        paper: the note is about a paper: it builds on concepts, hardly ever they on it.
        plain: how little the name of the note says where it is only a few words of a text, from 0
            (a term that occurs nowhere else) to 1 (everyday words).
        listed: paths of the notes that head list items or stand in tables.
        names: how many notes are named or linked.
        title: the title as it is compared with others.
        formal: how far the note writes formulas, from 0 to 1 (three or more).
    """

    path: str
    title_words: frozenset[str]
    reading: Reading
    links: tuple[tuple[str, Place, float], ...]
    paper: bool = False
    plain: float = 0.0
    listed: frozenset[str] = frozenset()
    names: int = 0
    title: TitleParts = _NO_TITLE
    formal: float = 0.0


def vault_articles(
    vault: Vault, names: Names, readings: Mapping[str, Reading], *, papers: Collection[str] = ()
) -> list[Article]:
    """Every note of a vault, in order of path; `papers` are the paths of notes about papers."""
    stem = Stemmer(names.language)
    spoken = tuple(dict.fromkeys((*vault.languages, "en")))
    found = []
    for note in vault.notes:
        reading = readings[note.path]
        links = tuple(
            (target, place_at(reading, span.start), reading.early(span.start))
            for target, span in body_links(vault, note.path)
        )
        aside = {target for target, place, _ in links if place == "aside"}
        named = {mention.target for mention in reading.mentions}
        words = title_words(note.title, stem=stem)
        found.append(
            Article(
                path=note.path,
                title_words=words,
                reading=reading,
                links=links,
                paper=note.path in papers,
                plain=_plainness(note.title, spoken),
                listed=frozenset(aside.union(reading.listed)),
                names=len(named.union(target for target, _, _ in links)),
                title=title_parts(note.title, words, stem=stem),
                formal=min(1.0, note.prose.formulas / _FORMULAS),
            )
        )
    return found


def _plainness(title: str, languages: Sequence[str]) -> float:
    """How usual the words of a title are together, from 0 (a millionth) to 1 (a thousandth)."""
    words = tokens(title)
    whole = "".join(words)
    if words and all(len(word) == 1 and word > "\u2e80" for word in words):
        words, languages = [whole], ("zh", "ja", "ko")
    chance = 1.0
    for word in words:
        chance *= max(frequency(word, languages), _UNKNOWN)
    return min(1.0, max(0.0, (math.log10(max(chance, 1e-9)) + 6.0) / 3.0))


def body_links(vault: Vault, path: str) -> Iterable[tuple[str, Span]]:
    """Links of a note's running text to other notes: (target, where).

    Links in properties are no prose, and one in a statement says outright what is guessed here.
    """
    said = [statement.span for statement in vault[path].statements]
    for found in vault.links(path):
        link, target = found.link, found.target
        if (
            target is not None
            and target != path
            and link.kind != "property"
            and link.span is not None
            and not link.citation
            and target in vault
            and not any(span.start <= link.span.start < span.end for span in said)
        ):
            yield target, link.span


def place_at(reading: Reading, offset: int) -> Place:
    """What the part of the note is for that holds this offset of its file."""
    # A note of links may hold thousands of such parts and thousands of links.
    at = bisect_right(reading.places, offset, key=itemgetter(0)) - 1
    if at < 0:
        return "prose"
    _, end, place = reading.places[at]
    return place if offset < end else "prose"
