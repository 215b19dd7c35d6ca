"""Which notes a text mentions, where and how often: the facts of one note, fit for a cache."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from kbpivot.graph.inference.layout import NO_LAYOUT, Layout, layout_of
from kbpivot.graph.inference.names import Form, Names
from kbpivot.graph.inference.section_roles import (
    Place,
    heading_place,
    label_place,
    label_stands_alone,
    title_place,
)
from kbpivot.graph.inference.stances import Phrases, Stance, Standing, phrases_of
from kbpivot.language.words import FUNCTION_WORDS, Stemmer, token_span, tokens

__all__ = ["SOURCE", "Mention", "Passage", "Reading", "matched", "named_in_prose", "read_passages"]

SOURCE: Final = "\x02"
"""Stands in a line that opens with an address, and in no other."""

_WORDS_KEPT: Final = 400
_LONGEST_WORD: Final = 40
_OPENING: Final = 6  # words of the first sentence among which a definition has its term
_LONGEST_SENTENCE: Final = 60  # words; what goes on without a full stop is no definition
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n\s*|\r\n[ \t]*\r\n\s*")
_ITEM: Final = re.compile(r"[-+]\s|\d+[.)]\s|[^\W\d_][^:\n]{0,30}[:：]\s")
_FIRST_END: Final = re.compile(r"[.!?](?=\s|$)|[。！？]|\n(?=\s*(?:[-*+]|\d+[.)])\s)")
_LONGEST_SET_OFF: Final = 40  # characters of a name, and ahead of it, that are looked at
_QUOTES: Final = "*_\"“”„«»「」『』[]`'’‘="
_INSIDE: Final = re.compile(r"[\w,;]\)?[ \t]+[*_\[(]*$")
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
        after: times it is named under "See also", "Applications" and the like, or prose says
            that it builds on this note: "used in", "the foundation of".
        pointed: times prose only points to it ("see", "such as", "as opposed to"), or it is named
            in a table, at the head of a list item or in an example.
        builds: times of those in prose that the note says to build on it: "based on".
        first: True when the note's first sentence, or a section on what it requires, names it.
        early: where that mention stands in the note's prose, from 1 (its start) down to 0.
        start, end: the first mention in the file; the first in prose if there is any.
        ordinary: the word by which it is named, where that is an ordinary one, which may as well
            mean something else; `ordinary_words` settles it.
        marked: True where such a word stands out: in bold or italics, in quotes, or with a
            capital inside a sentence.
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
    builds: int = 0
    marked: bool = False


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
        listed: paths of the notes that head list items or stand in tables, sorted.
        defines: True when the first sentence opens with the note's own name.
    """

    length: int
    words: tuple[str, ...]
    counts: tuple[int, ...]
    mentions: tuple[Mention, ...]
    places: tuple[tuple[int, int, Place], ...]
    begin: int = 0
    end: int = 0
    listed: tuple[str, ...] = ()
    defines: bool = False

    def early(self, offset: int) -> float:
        """Where in the prose an offset of the file stands, from 1 (its start) down to 0."""
        share = (offset - self.begin) / max(1, self.end - self.begin)
        return round(1.0 - min(1.0, max(0.0, share)), 4)


class _Tally:
    """Counts of one target while a note is read."""

    __slots__ = (
        *("after", "builds", "first", "marked", "paragraph", "pointed", "prose", "word", "words"),
    )

    def __init__(self) -> None:
        self.builds = 0
        self.marked = False
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
    passages: Sequence[Passage],
    *,
    path: str,
    names: Names,
    stem: Stemmer,
    raw: str = "",
    links: Sequence[tuple[int, int]] = (),
) -> Reading:
    """Read a note once: its words, and the longest-match mentions of every other note.

    Time is linear in the text, whatever the number of names.

    Args:
        passages: the note's sections in order.
        path: the note's own path; it does not mention itself.
        names: what the notes of the vault are called.
        stem: stems of the language of `names`; may be shared between notes.
        raw: the whole text of the file, which tells lists, tables and what is set off.
        links: (start, end) of the links to notes in the file, in order.
    """
    bag: Counter[str] = Counter()
    tallies: dict[tuple[str, str], _Tally] = {}
    places: list[tuple[int, int, Place]] = []
    listed: set[str] = set()
    length = begin = end = 0
    defines = False
    phrases = phrases_of(names.language)
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
        at = _Attitude(paragraph, phrases, raw)
        for word, words, form in _matches(paragraph, names):
            stance = at.stance(word, words)
            for target in form.targets:
                if target == path:
                    defines |= word < min(paragraph.sentence, _OPENING)
                else:
                    key = target, form.ordinary
                    tally = _count(tallies, key, paragraph, word, words, stance=stance)
                    if form.ordinary and not tally.marked:
                        tally.marked = at.stands_out(word, words)
                    if at.listing:
                        listed.add(target)
        if links and paragraph.place == "prose":
            places += at.link_places(links)
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
        listed=tuple(sorted(listed)),
        defines=defines,
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
    phrases = phrases_of(names.language)
    for paragraph in _paragraphs(passages, stem):
        if paragraph.place in {"references", "after", "aside"}:
            continue
        at = _Attitude(paragraph, phrases, "")
        for word, words, form in _matches(paragraph, names):
            if at.stance(word, words) not in {"ahead", "aside"}:
                found |= dict.fromkeys(form.targets)
    return tuple(found)


class _Attitude:
    """How one paragraph stands to each name and link in it, told from left to right."""

    def __init__(self, paragraph: _Paragraph, phrases: Phrases, raw: str) -> None:
        self._paragraph = paragraph
        self._phrases = phrases
        self._raw = raw[paragraph.start : paragraph.start + len(paragraph.text)]
        self._standing: Standing | None = None
        self._layout: Layout | None = None
        self._free = -1
        self._last: Stance | None = None
        self.listing = False

    def _prepare(self) -> tuple[Standing, Layout]:
        if self._standing is None or self._layout is None:
            paragraph = self._paragraph
            self._standing = Standing(self._phrases, paragraph.words, paragraph.text)
            self._layout = layout_of(paragraph.text, self._raw) if self._raw else NO_LAYOUT
        return self._standing, self._layout

    def stance(self, word: int, words: int) -> Stance | None:
        """How prose stands to the name of some words; in other parts it is not asked."""
        self.listing = False
        if self._paragraph.place != "prose":
            return None
        standing, layout = self._prepare()
        self.listing = layout.lists(word, words) or layout.tabulates(word)
        found = standing.of(word, words)
        if found is None and self._last is not None and standing.joined(self._free, word):
            found = self._last
        self._free, self._last = word + words, found
        return "aside" if self.listing and found != "ahead" else found

    def stands_out(self, word: int, words: int) -> bool:
        """Tell whether a name is set off: by marks around it, or by a capital in a sentence."""
        text, raw = self._paragraph.text, self._raw
        start, end = token_span(text, word, words)
        if not raw or end - start > _LONGEST_SET_OFF:
            return False
        before, after = raw[max(0, start - 2) : start], raw[end : end + 2]
        if before[-1:] in _QUOTES and before[-1:] and after[:1] in _QUOTES and after[:1]:
            return True
        return (
            self._phrases.language != "de"
            and text[start].isupper()
            and _INSIDE.search(raw, max(0, start - _LONGEST_SET_OFF), start) is not None
        )

    def link_places(self, links: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, Place]]:
        """Yield the links to what builds on the note, or stands beside it, with which of both."""
        paragraph = self._paragraph
        start, text = paragraph.start, paragraph.text
        first = bisect_left(links, (start, 0))
        at = words = 0
        for begin, end in links[first:]:
            if begin >= start + len(text):
                break
            words += len(tokens(text[at : begin - start]))
            length = len(tokens(text[begin - start : end - start]))
            at = end - start
            stance = self.stance(words, length) if length else None
            words += length
            if stance == "ahead":
                yield begin, end, "after"
            elif stance == "aside":
                yield begin, end, "aside"


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
    stance: Stance | None,
) -> _Tally:
    tally = tallies.get(key)
    if tally is None:
        tally = tallies[key] = _Tally()
        tally.stand(paragraph, word, words)
    if paragraph.place == "after" or stance == "ahead":
        tally.after += 1
        return tally
    if paragraph.place == "aside" or stance == "aside":
        tally.pointed += 1
        return tally
    if not tally.prose:
        tally.stand(paragraph, word, words)
    tally.prose += 1
    tally.builds += stance == "builds"
    if word < paragraph.sentence or paragraph.place == "requires":
        tally.first = True
    return tally


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
        builds=tally.builds,
        marked=tally.marked,
    )
