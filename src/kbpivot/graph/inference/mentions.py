"""Which notes a text mentions, where and how often: the facts of one note, fit for a cache."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

import msgspec

from kbpivot.graph.inference.names import Names
from kbpivot.graph.inference.places import Place, heading_place, label_place
from kbpivot.graph.inference.words import FUNCTION_WORDS, Stemmer, token_spans, tokens

__all__ = ["Mention", "Passage", "Reading", "read_passages"]

_WORDS_KEPT: Final = 400
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n\s*")
_FIRST_END: Final = re.compile(r"[.!?](?=\s|$)|[。！？]")
_NOT_PROSE: Final = ("|", "---", "***", "___", "```", "![")


class Passage(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A section of a note: its heading (empty before the first), level, text and offset.

    `text` has everything that is not words (code, math, URLs, link targets) masked by spaces
    of the same length, so that offsets into it plus `start` are offsets into the file.
    """

    heading: str
    level: int
    text: str
    start: int


class Mention(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """How one note mentions another.

    Attributes:
        target: path of the note mentioned.
        prose: times it is named in prose, or in a section on what the note requires.
        after: times it is named under "See also", "Applications" and the like.
        first: True when the note's first sentence, or a section on what it requires, names it.
        early: where the first mention stands, from 1 (the first word) down to 0.
        start: offset in the file of the paragraph with the first mention.
        length: length of that paragraph.
        word: index of the first word of that mention among the paragraph's words.
        words: words the mention has.
    """

    target: str
    prose: int
    after: int
    first: bool
    early: float
    start: int
    length: int
    word: int
    words: int


class Reading(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What inference needs to know of one note's text; valid for one set of names.

    Attributes:
        length: words in the text.
        words: its most frequent telling words, stemmed.
        counts: how often each of `words` occurs.
        mentions: one for each note mentioned, in order of first mention.
        places: (start, end, place) of every stretch that is not prose, in order.
    """

    length: int
    words: tuple[str, ...]
    counts: tuple[int, ...]
    mentions: tuple[Mention, ...]
    places: tuple[tuple[int, int, Place], ...]


class _Tally:
    __slots__ = ("after", "first", "prose", "spot")

    def __init__(self, spot: tuple[int, int, int, int, int]) -> None:
        self.prose = 0
        self.after = 0
        self.first = False
        self.spot = spot  # words before it, paragraph start and length, word, words


def _paragraphs(text: str) -> list[tuple[int, str]]:
    found = []
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        if gap.start() > start:
            found.append((start, text[start : gap.start()]))
        start = gap.end()
    if start < len(text):
        found.append((start, text[start:]))
    return found


def _first_sentence(paragraph: str) -> int:
    end = _FIRST_END.search(paragraph)
    return len(paragraph) if end is None else end.end()


def _opens(paragraph: str) -> bool:
    """Tell a paragraph that can hold the first sentence from a table, a rule or a stray word."""
    plain = paragraph.lstrip()
    return not plain.startswith(_NOT_PROSE) and len(plain.split(None, 3)) > 2 or not plain.isascii()


def read_passages(
    passages: tuple[Passage, ...], *, path: str, names: Names, stem: Stemmer
) -> Reading:
    """Read a note's passages once: words, and longest-match mentions of every other note.

    Time is linear in the text, whatever the number of names.
    """
    firsts, ends = names.firsts, names.ends
    bag: Counter[str] = Counter()
    tallies: dict[str, _Tally] = {}
    places: list[tuple[int, int, Place]] = []
    outline: list[tuple[int, Place]] = []
    seen = 0
    opened = titled = False
    for passage in passages:
        while outline and outline[-1][0] >= passage.level > 0:
            outline.pop()
        inherited: Place = outline[-1][1] if outline else "prose"
        if passage.level == 1 and not titled:
            # The first of the top headings is the note's own name, be it "Applications".
            titled, section = True, "prose"
        else:
            section = heading_place(passage.heading, inherited=inherited)
            outline.append((passage.level, section))
        for offset, paragraph in _paragraphs(passage.text):
            words = [stem[word] for word in tokens(paragraph)]
            if not words:
                continue
            place = label_place(paragraph) or section
            start = passage.start + offset
            if place != "prose":
                places.append((start, start + len(paragraph), place))
            bag.update(words)
            sentence = 0
            if not opened and place == "prose" and _opens(paragraph):
                opened = True
                sentence = len(tokens(paragraph[: _first_sentence(paragraph)]))
            if place == "references":
                seen += len(words)
                continue
            skip = 0
            raw: list[str] | None = None
            for k, word in enumerate(words):
                if word not in firsts or k < skip:
                    continue
                length = 1
                form = None
                stop = k
                while True:
                    key = tuple(words[k : k + length])
                    if len(key) < length or key not in ends:
                        break
                    end = ends[key]
                    if end is not None:
                        form, stop = end, k + length
                    length += 1
                if form is None:
                    continue
                if form.exact:
                    if raw is None:
                        raw = _raw_words(paragraph)
                    if k >= len(raw) or raw[k] not in (form.exact, form.exact + "s"):
                        continue
                skip = stop
                for target in form.targets:
                    if target == path:
                        continue
                    tally = tallies.get(target)
                    if tally is None:
                        spot = (seen + k, start, len(paragraph), k, stop - k)
                        tally = tallies[target] = _Tally(spot)
                    if place == "after":
                        tally.after += 1
                    else:
                        tally.prose += 1
                        if k < sentence or place == "requires":
                            tally.first = True
            seen += len(words)
    common = FUNCTION_WORDS[names.language] | FUNCTION_WORDS["en"]
    kept = [(w, n) for w, n in bag.items() if w not in common and len(w) < 40]
    if len(kept) > _WORDS_KEPT:
        kept = sorted(kept, key=lambda item: (-item[1], item[0]))[:_WORDS_KEPT]
    return Reading(
        length=seen,
        words=tuple(word for word, _ in kept),
        counts=tuple(count for _, count in kept),
        mentions=tuple(
            Mention(
                target=target,
                prose=tally.prose,
                after=tally.after,
                first=tally.first,
                early=round(1 - tally.spot[0] / seen, 4),
                start=tally.spot[1],
                length=tally.spot[2],
                word=tally.spot[3],
                words=tally.spot[4],
            )
            for target, tally in tallies.items()
        ),
        places=tuple(places),
    )


def _raw_words(paragraph: str) -> list[str]:
    spans = token_spans(paragraph)
    return [paragraph[start:end] for start, end in spans]

