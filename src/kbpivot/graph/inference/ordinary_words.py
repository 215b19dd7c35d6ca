"""Names that are ordinary words: when one of them in a text is a mention of the note."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import msgspec

from kbpivot.language.ordinary import frequency
from kbpivot.language.words import Stemmer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kbpivot.graph.inference.mentions import Mention, Reading
    from kbpivot.graph.inference.names import Names
    from kbpivot.vault import Vault

__all__ = ["merged", "settled"]

_TIMES: Final = 8.0  # as often as in the language, from which a word is a term of the vault
_LEAST_USES, _LEAST_NOTES = 5, 3  # beside the note of that name


def settled(
    readings: Mapping[str, Reading], *, vault: Vault, names: Names
) -> Mapping[str, Reading]:
    """Keep of the mentions by an ordinary word those that mean the note of that name.

    "Power" in a text is a mention of the note Power where the same note also links it, or where
    the word is a term of the vault: eight times as frequent in the other notes as in the language.

    Args:
        readings: a reading by path.
        vault: the notes.
        names: what they are called.
    """
    asked = {
        (one.target, one.ordinary)
        for reading in readings.values()
        for one in reading.mentions
        if one.ordinary
    }
    if not asked:
        return readings
    terms = _terms(readings, asked, names.language, vault.languages)
    found: dict[str, Reading] = {}
    for path, reading in readings.items():
        mentions = reading.mentions
        if any(one.ordinary for one in mentions):
            linked = {link.target for link in vault.links(path)} if path in vault else set()
            mentions = merged(
                one
                for one in mentions
                if not one.ordinary or one.target in linked or (one.target, one.ordinary) in terms
            )
        found[path] = (
            reading
            if mentions == reading.mentions
            else msgspec.structs.replace(reading, mentions=mentions)
        )
    return found


def _terms(
    readings: Mapping[str, Reading],
    asked: Collection[tuple[str, str]],
    language: str,
    languages: Iterable[str],
) -> frozenset[tuple[str, str]]:
    """The pairs of a note and its name of which the name is a term of the vault."""
    stem = Stemmer(language)
    spoken = tuple(dict.fromkeys((*languages, "en")))
    stems = {word: stem[word] for _, word in asked}
    wanted = frozenset(stems.values())
    uses: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    own: dict[tuple[str, str], int] = {}
    total = 0
    for path, reading in readings.items():
        total += reading.length
        for word, count in zip(reading.words, reading.counts, strict=True):
            if word in wanted:
                uses[word] += count
                notes[word] += 1
                own[path, word] = count
    found: set[tuple[str, str]] = set()
    for target, word in asked:
        mine = own.get((target, stems[word]), 0)
        count = uses[stems[word]] - mine
        rest = total - (readings[target].length if target in readings else 0)
        others = notes[stems[word]] - (mine > 0)
        usual = frequency(word, spoken)
        if count >= _LEAST_USES and others >= _LEAST_NOTES and count >= _TIMES * usual * rest:
            found.add((target, word))
    return frozenset(found)


def merged(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Make one mention of each note of those by its names and by an ordinary word."""
    found: dict[str, Mention] = {}
    for one in mentions:
        known = found.get(one.target)
        if known is None:
            found[one.target] = msgspec.structs.replace(one, ordinary="") if one.ordinary else one
            continue
        best = min(known, one, key=lambda mention: (not mention.prose, mention.start))
        found[one.target] = msgspec.structs.replace(
            best,
            prose=known.prose + one.prose,
            after=known.after + one.after,
            pointed=known.pointed + one.pointed,
            first=known.first or one.first,
            ordinary="",
        )
    return tuple(found.values())
