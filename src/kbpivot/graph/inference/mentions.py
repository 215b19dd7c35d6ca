"""Which notes a text mentions, where and how often: the facts of one note, fit for a cache."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from kbpivot.graph.inference.cue_phrases import Pointers, pointers_of
from kbpivot.graph.inference.names import Form, Names
from kbpivot.graph.inference.section_roles import (
    Place,
    heading_place,
    label_place,
    label_stands_alone,
    title_place,
)
from kbpivot.language.words import FUNCTION_WORDS, Stemmer, token_span, tokens

__all__ = ["SOURCE", "Mention", "Passage", "Reading", "matched", "named_in_prose", "read_passages"]

SOURCE: Final = "\x02"
"""Stands in a line that opens with an address, and in no other."""

_WORDS_KEPT: Final = 400
_LONGEST_WORD: Final = 40
_LONGEST_SENTENCE: Final = 60  # words; what goes on without a full stop is no definition
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n\s*|\r\n[ \t]*\r\n\s*")
_ITEM: Final = re.compile(r"[-+]\s|\d+[.)]\s|[^\W\d_][^:\n]{0,30}[:：]\s")
_FIRST_END: Final = re.compile(r"[.!?](?=\s|$)|[。！？]|\n(?=\s*(?:[-*+]|\d+[.)])\s)")
_NOT_PROSE: Final = re.compile(r"\s*(?:[|!]|[-*+]\s|[-*_]{3}|\d+[.)]\s)")


class Passage(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The text under one heading of a note.

    Attributes:
        heading: the heading, empty before the first.
        level: its level, 0 before the first heading.
        text: the words; everything else (code, math, URLs, link targets) is blanked out in
            place, so that offsets stay those of the file.
        start: offset of `text` in the file.
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
        pointed: times prose only points to it: "see", "such as", "used in".
        first: True when the note's first sentence, or a section on what it requires, names it.
        early: where that mention stands in the note's prose, from 1 (its start) down to 0.
        start, end: the first mention in the file; the first in prose if there is any.
        ordinary: the word by which it is named, where that is an ordinary one, which may as well
            mean something else; `ordinary_words` settles it.
    """

    target: str
    prose: int
    after: int
    pointed: int
    first: bool
    early: float
    start: int
    end: int
    ordinary: str = ""


class Reading(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What inference needs to know of one note's text; valid for one set of names.

    Attributes:
        length: words in the text.
        words: its most frequent telling words, stemmed.
        counts: how often each of `words` occurs.
        mentions: one for each note mentioned, in order of first mention, and one more where an
            ordinary word names it.
        places: (start, end, place) of every stretch that is not prose, in order.
        begin, end: from where to where in the file the prose reaches.
    """

    length: int
    words: tuple[str, ...]
    counts: tuple[int, ...]
    mentions: tuple[Mention, ...]
    places: tuple[tuple[int, int, Place], ...]
    begin: int = 0
    end: int = 0

    def early(self, offset: int) -> float:
        """Where in the prose an offset of the file stands, from 1 (its start) down to 0."""
        share = (offset - self.begin) / max(1, self.end - self.begin)
        return round(1.0 - min(1.0, max(0.0, share)), 4)


class _Tally:
    """Counts of one target while a note is read."""

    __slots__ = ("after", "first", "paragraph", "pointed", "prose", "word", "words")

    def __init__(self) -> None:
        self.prose = 0
        self.after = 0
        self.pointed = 0
        self.first = False

    def stand(self, paragraph: _Paragraph, word: int, words: int) -> None:
        self.paragraph = paragraph
        self.word = word
        self.words = words


class _Paragraph(msgspec.Struct, frozen=True, gc=False):
    text: str
    start: int
    place: Place
    before: int  # words of the note ahead of it
    words: list[str]
    sentence: int  # words that belong to the note's first sentence


def read_passages(
    passages: Sequence[Passage], *, path: str, names: Names, stem: Stemmer
) -> Reading:
    """Read a note once: its words, and the longest-match mentions of every other note.

    Time is linear in the text, whatever the number of names.

    Args:
        passages: the note's sections in order.
        path: the note's own path; it does not mention itself.
        names: what the notes of the vault are called.
        stem: stems of the language of `names`; may be shared between notes.
    """
    bag: Counter[str] = Counter()
    tallies: dict[tuple[str, str], _Tally] = {}
    places: list[tuple[int, int, Place]] = []
    length = begin = end = 0
    pointers = pointers_of(names.language)
    for paragraph in _paragraphs(passages, stem):
        bag.update(paragraph.words)
        length = paragraph.before + len(paragraph.words)
        stop = paragraph.start + len(paragraph.text)
        if paragraph.place == "prose":
            begin, end = paragraph.start if end == 0 else begin, stop
        else:
            places.append((paragraph.start, stop, paragraph.place))
        if paragraph.place == "references":
            continue
        for word, words, form, pointed in _namings(paragraph, names, pointers):
            for target in form.targets:
                if target != path:
                    key = target, form.ordinary
                    _count(tallies, key, paragraph, word, words, pointed=pointed)
    common = FUNCTION_WORDS[names.language] | FUNCTION_WORDS["en"]
    kept = [(w, n) for w, n in bag.items() if w not in common and len(w) < _LONGEST_WORD]
    if len(kept) > _WORDS_KEPT:
        kept = sorted(kept, key=lambda item: (-item[1], item[0]))[:_WORDS_KEPT]
    bare = Reading(
        length=length,
        words=tuple([word for word, _ in kept]),
        counts=tuple([count for _, count in kept]),
        mentions=(),
        places=tuple(places),
        begin=begin,
        end=end,
    )
    found = tuple([_mention(key, tally, bare) for key, tally in tallies.items()])
    return msgspec.structs.replace(bare, mentions=found)


def named_in_prose(passages: Iterable[Passage], *, names: Names, stem: Stemmer) -> tuple[str, ...]:
    """Return the notes that a text names in its prose, the first named first.

    They are those of which `read_passages` counts a mention in prose.

    Args:
        passages: its sections in order.
        names: what the notes are called.
        stem: stems of the language of `names`.
    """
    found: dict[str, None] = {}
    pointers = pointers_of(names.language)
    for paragraph in _paragraphs(passages, stem):
        if paragraph.place in {"references", "after"}:
            continue
        for _, _, form, pointed in _namings(paragraph, names, pointers):
            if not (pointed and paragraph.place == "prose"):
                found |= dict.fromkeys(form.targets)
    return tuple(found)


def _namings(
    paragraph: _Paragraph, names: Names, pointers: Pointers
) -> Iterator[tuple[int, int, Form, bool]]:
    """Longest matches: first word, number of words, what is named, and whether only pointed to."""
    free, pointed = -1, False
    for word, words, form in _matches(paragraph, names):
        pointed = pointers.before(paragraph.words, word) or (
            pointed and pointers.joined(paragraph.words, free, word)
        )
        free = word + words
        yield word, words, form, pointed


def _paragraphs(passages: Iterable[Passage], stem: Stemmer) -> Iterator[_Paragraph]:
    outline: list[tuple[int, Place]] = []
    before = 0
    opened = titled = False
    for passage in passages:
        while outline and outline[-1][0] >= passage.level > 0:
            outline.pop()
        section: Place = "prose"
        if passage.level == 1 and not titled:
            # The first of the top headings is the note's own name, be it "Applications".
            titled = True
        else:
            section = heading_place(
                passage.heading, inherited=outline[-1][1] if outline else "prose"
            )
            outline.append((passage.level, section))
        for start, text, place in _placed(passage.text, section):
            words = [stem[word] for word in tokens(text)]
            if not words:
                continue
            sentence = 0
            if not opened and place == "prose" and _opens(text, words):
                opened = True
                end = _FIRST_END.search(text)
                opening = len(words) if end is None else len(tokens(text[: end.end()]))
                sentence = min(opening, _LONGEST_SENTENCE)
            yield _Paragraph(text, passage.start + start, place, before, words, sentence)
            before += len(words)


def _placed(text: str, section: Place) -> Iterator[tuple[int, str, Place]]:
    """Paragraphs, cut before each label (`Next: …`), with what each part is for.

    A label rules what follows in its paragraph up to the next label or list item; one that
    stands alone rules the next paragraph. A line of its own that does the work of a heading rules
    all that follows.
    """
    alone: Place | None = None
    for start, paragraph in _pieces(text):
        title = title_place(paragraph.split("\n", 1)[0])
        if title is not None:
            section = title
        base = place = alone or section
        alone = None
        begin = 0
        if ":" in paragraph or "：" in paragraph or SOURCE in paragraph:
            at = 0
            source = False
            for line in paragraph.splitlines(keepends=True):
                label = "references" if SOURCE in line else label_place(line)
                fresh = (
                    label is not None or source or (place != base and _ITEM.match(line) is not None)
                )
                if fresh and at > begin:
                    yield start + begin, paragraph[begin:at], place
                    begin = at
                if fresh:
                    place = label or base
                    source = SOURCE in line
                at += len(line)
            alone = place if label_stands_alone(paragraph[begin:]) else None
        yield start + begin, paragraph[begin:], place


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        if gap.start() > start:
            yield start, text[start : gap.start()]
        start = gap.end()
    if start < len(text):
        yield start, text[start:]


def _opens(text: str, words: list[str]) -> bool:
    """Tell a paragraph that can hold the first sentence from a list, table, rule or stray word."""
    return len(words) > 2 and not _NOT_PROSE.match(text)


def matched(words: Sequence[str], names: Names) -> Iterator[Form]:
    """Yield what is named in a few stemmed words, the longest names from left to right."""
    for _, _, form in _longest(words, names, None):
        yield form


def _matches(paragraph: _Paragraph, names: Names) -> Iterator[tuple[int, int, Form]]:
    """Longest matches from left to right: (first word, number of words, what is named)."""
    return _longest(paragraph.words, names, paragraph.text)


def _longest(
    words: Sequence[str], names: Names, text: str | None
) -> Iterator[tuple[int, int, Form]]:
    """Longest matches in stemmed words; where their text is given, spelled as they must be."""
    firsts, ends = names.firsts, names.ends
    free = 0
    for at in [k for k, word in enumerate(words) if word in firsts]:
        if at < free:
            continue
        form: Form | None = None
        length = found = 0
        while at + length < len(words):
            length += 1
            key = tuple(words[at : at + length])
            if key not in ends:
                break
            if (end := ends[key]) is not None:
                form, found = end, length
        if form is None or (text is not None and form.exact and not _spelled(text, at, form.exact)):
            continue
        free = at + found
        yield at, found, form


def _spelled(text: str, word: int, exact: str) -> bool:
    start, end = token_span(text, word, 1)
    return text[start:end] in (exact, exact + "s")


def _count(
    tallies: dict[tuple[str, str], _Tally],
    key: tuple[str, str],
    paragraph: _Paragraph,
    word: int,
    words: int,
    *,
    pointed: bool,
) -> None:
    tally = tallies.get(key)
    if tally is None:
        tally = tallies[key] = _Tally()
        tally.stand(paragraph, word, words)
    if paragraph.place == "after":
        tally.after += 1
        return
    if pointed and paragraph.place == "prose":
        tally.pointed += 1
        return
    if not tally.prose:
        tally.stand(paragraph, word, words)
    tally.prose += 1
    if word < paragraph.sentence or paragraph.place == "requires":
        tally.first = True


def _mention(key: tuple[str, str], tally: _Tally, note: Reading) -> Mention:
    paragraph = tally.paragraph
    start, end = token_span(paragraph.text, tally.word, tally.words)
    return Mention(
        target=key[0],
        prose=tally.prose,
        after=tally.after,
        pointed=tally.pointed,
        first=tally.first,
        early=note.early(paragraph.start + start),
        start=paragraph.start + start,
        end=paragraph.start + end,
        ordinary=key[1],
    )
