"""Notes as inference weighs them: title, reading, and links by the place they stand in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING

import msgspec

from kbpivot.graph.inference.mentions import Reading
from kbpivot.graph.inference.names import Names, title_words
from kbpivot.graph.inference.section_roles import Place
from kbpivot.language.words import Stemmer

if TYPE_CHECKING:
    from kbpivot.model import Span
    from kbpivot.vault import Vault

__all__ = ["Article", "body_links", "place_at", "vault_articles"]


class Article(msgspec.Struct, frozen=True, gc=False):
    """A note as inference sees it.

    Attributes:
        path: the note's path.
        title_words: telling words of the title, stemmed.
        reading: what its text says.
        links: (path of the note linked, what for, how early), body links only.
        paper: the note is about a paper: it builds on concepts, hardly ever they on it.
    """

    path: str
    title_words: frozenset[str]
    reading: Reading
    links: tuple[tuple[str, Place, float], ...]
    paper: bool = False


def vault_articles(
    vault: Vault, names: Names, readings: Mapping[str, Reading], *, papers: Collection[str] = ()
) -> list[Article]:
    """Every note of a vault, in order of path; `papers` are the paths of notes about papers."""
    stem = Stemmer(names.language)
    return [
        Article(
            path=note.path,
            title_words=title_words(note.title, stem=stem),
            reading=reading,
            links=tuple(
                (target, place_at(reading, span.start), reading.early(span.start))
                for target, span in body_links(vault, note.path)
            ),
            paper=note.path in papers,
        )
        for note in vault.notes
        for reading in (readings[note.path],)
    ]


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
