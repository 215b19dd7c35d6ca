"""The words by which notes are mentioned: titles, aliases and acronyms, ready to be looked up."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from kbpivot.language.ordinary import is_ordinary
from kbpivot.language.words import FUNCTION_WORDS, Stemmer, tokens

__all__ = ["Form", "Names", "abbreviates", "names_of", "spellings", "title_words"]

_BRACKET: Final = re.compile(r"\s*[(（]([^()（）]*)[)）]\s*")
_NUMBERING: Final = re.compile(r"^\d{1,4}(?:[._-]\d{1,3})*[\s._-]+(?=\D)")
_SUBTITLE: Final = re.compile(r"\s*(?:[:：]|\s[-–—]\s)\s*")
_ACRONYM: Final = re.compile(r"[A-Z][A-Za-z0-9-]{1,9}")
_ACRONYM_PAIR: Final = re.compile(r"[A-Z][A-Z0-9]{2,9}(?:[_/][A-Z][A-Z0-9]{2,9})+")
_UNSPEAKABLE: Final = re.compile(r"(?:^|[_/])[B-DF-HJ-NP-TV-Z0-9]+(?=[_/]|$)")
_INITIALISM_WORDS: Final = 3
_SHARED: Final = 2
_LONGEST_UNSPACED: Final = 4  # signs of a name that may be an ordinary word of Chinese or Korean
_READING_FORMAT: Final = 6  # raise it when a reading of the same text comes out otherwise
# Names that say what a note is for in a vault, or that prose uses in passing: as a single
# word they are no mention of a note.
_EVERYDAY_WORDS: Final = """
    about agenda answer answers appendix archive archives article articles assets author authors
    background basics benefit benefits blog book books bookmark case changelog chapter checklist
    class classes clipping clippings code community company concept concepts conclusion content
    contents contributing course courses current daily dashboard data date day definition
    definitions demo diary discussion doc docs document documentation draft drafts event events
    example examples exercise exercises experiment experiments faq feature features feedback file
    files form fundamental fundamentals general getting glossary goal goals good guide guides hello
    help history home how idea ideas image images important inbox index info information input
    intro introduction issue issues item items journal key knowledge learn learning lecture
    lectures lesson lessons level license line link links list lists log logs main map meeting
    meetings memo method methods misc miscellaneous model models module monthly name new news note
    notes number object objects output outline overview page pages paper papers part people person
    photo place plan plans point points post posts practice problem problems process project
    projects proof question questions quiz quote quotes reading readme recent record reference
    references report research resource resources result results review reviews roadmap schedule
    scratch section sections settings setup simple skill skills slide slides solution solutions
    source sources start state step steps study subject summary syllabus system systems table tag
    tags task tasks team template templates test tests text theory thing things thought thoughts
    time timeline tip tips title toc todo todos tool tools topic topics track tracks tutorial
    tutorials type types untitled update updates usage use user users value values version video
    videos view week weekly welcome why wiki work writing year years yearly 目录 首页 索引 笔记 模板
    日记 总结 概述 简介 학습 정리 목차 노트
"""
_EVERYDAY: Final = frozenset(_EVERYDAY_WORDS.split())


class Form(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One way to name notes.

    Attributes:
        targets: paths of the notes meant, sorted; two at most.
        exact: spelling the text must have (`EM`, `RAG`), empty when case does not matter.
        ordinary: the word, where it is an ordinary one of the language and may mean anything.
    """

    targets: tuple[str, ...]
    exact: str
    ordinary: str = ""


class Names(msgspec.Struct, frozen=True):
    """Every name in a vault, keyed for longest-match lookup.

    Attributes:
        language: language whose light stems the keys use.
        firsts: first words of all names.
        ends: word sequence → form, or None when it only begins longer names.
        digest: changes whenever a name, a target or the language does; a cache key.
    """

    language: str
    firsts: frozenset[str]
    ends: Mapping[tuple[str, ...], Form | None]
    digest: str


def spellings(title: str) -> Iterator[str]:
    """A title and what is left of it without brackets, numbering, subtitle and article."""
    bare = _BRACKET.sub(" ", title).strip()
    for spelling in (title, bare):
        plain = _NUMBERING.sub("", spelling)
        yield plain
        head = _SUBTITLE.split(plain, maxsplit=1)[0]
        yield head
        if head.lower().startswith(("the ", "a ", "an ")):
            yield head.split(" ", 1)[1]


def _usable(key: tuple[str, ...], words: frozenset[str]) -> bool:
    telling = [word for word in key if word not in words and not word.isnumeric()]
    if not telling:
        return False
    if len(key) == 1:
        word = key[0]
        return len(word) > 1 and word not in _EVERYDAY and word + "s" not in _EVERYDAY
    return True


def _exact(spelling: str, key: tuple[str, ...]) -> str:
    """The spelling itself where lower case would be another word, as with `EM`, `AS`, `Go`."""
    if len(key) > 1 or not key[0].isascii():
        return ""
    word = spelling.strip()
    return word if word.isalnum() and (word.isupper() or len(word) <= 3) else ""


def _initials(key: tuple[str, ...], words: frozenset[str]) -> str:
    telling = [word for word in key if word not in words]
    if len(telling) < _INITIALISM_WORDS or not all(w.isascii() and w.isalpha() for w in telling):
        return ""
    return "".join(word[0] for word in telling).upper()


def abbreviates(short: str, long: str) -> bool:
    """Tell whether a word in brackets is an abbreviation of the name around it.

    `SVM` is one of "Support vector machine", `KNN` of "k-nearest neighbours", `ConvNet` of
    "Convolutional network"; `ML` is none of "Precision", and so no name of it. Letters stand in
    the order of the name, the first begins its first telling word, and those of an acronym begin
    words or parts of words.

    >>> abbreviates("SVM", "Support vector machine"), abbreviates("ML", "Precision")
    (True, False)
    """
    if _ACRONYM.fullmatch(short) is None:
        return False
    letters = [sign for sign in short.casefold() if sign.isalnum()]
    if len(letters) > 2 and letters[-1] == "s" and short[-1] == "s":
        letters.pop()
    words = [word for word in tokens(long) if word.isascii()]
    if not words and not long.isascii():
        return short.isupper()  # the abbreviation of a name in another script is mostly English
    common = FUNCTION_WORDS["en"]
    telling = [word for word in words if word not in common] or words
    if not any(_spells(letters, part) for part in (telling, words)):
        return False
    return len(telling) > 1


def _spells(letters: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether letters can be read off words in order, and touch most of the words."""
    # Word by word: each gives its first letter and then any number of later ones.
    reached = {(0, 0)}  # (letters read, words touched)
    for word in words:
        for read, touched in sorted(reached):
            at, place = read, 0
            while at < len(letters) and (place := word.find(letters[at], place) + 1):
                if at == read and place != 1:
                    break
                at += 1
                reached.add((at, touched + 1))
    most = max((touched for read, touched in reached if read == len(letters)), default=0)
    return most * 2 > len(words) if words else False


def names_of(
    notes: Iterable[tuple[str, Iterable[str], Iterable[str]]],
    *,
    language: str = "en",
    languages: Iterable[str] = (),
) -> Names:
    """Collect the names of notes.

    A title wins over an alias and an alias over an acronym; a name that three or more notes
    share, a function word, a number, a single letter and an everyday single word name nothing.

    Args:
        notes: (path, titles, aliases) of each note; titles are property, file name, heading.
        language: key of `FUNCTION_WORDS`; which endings are cut.
        languages: more languages of the texts, of whose ordinary words a name may be one.
    """
    spoken = tuple(dict.fromkeys((language, *languages, "en")))
    stem = Stemmer(language)
    words = FUNCTION_WORDS[language] | FUNCTION_WORDS["en"]
    ranked: dict[tuple[str, ...], tuple[int, str, set[str]]] = {}
    spelled: dict[tuple[str, ...], str] = {}

    def add(rank: int, spelling: str, path: str) -> tuple[str, ...]:
        key = tuple(stem[word] for word in tokens(spelling))
        if not key or not _usable(key, words):
            return ()
        spelled.setdefault(key, spelling)
        known = ranked.get(key)
        if known is None or rank < known[0]:
            ranked[key] = (rank, _exact(spelling, key), {path})
        elif rank == known[0]:
            known[2].add(path)
        return key

    for path, titles, aliases in notes:
        for rank, names in ((0, titles), (1, aliases)):
            for name in names:
                for spelling in spellings(name):
                    key = add(rank, spelling, path)
                    initials = _initials(key, words)
                    if initials:
                        add(3, initials, path)
                if _ACRONYM_PAIR.fullmatch(name) and _UNSPEAKABLE.search(name):
                    for part in re.split("[_/]", name):
                        add(2, part, path)
                for inside in _BRACKET.findall(name):
                    if abbreviates(inside, _BRACKET.sub(" ", name)):
                        add(2, inside, path)
    ends: dict[tuple[str, ...], Form | None] = {}
    digest = hashlib.blake2b(f"{_READING_FORMAT} {language}".encode(), digest_size=16)
    for key in sorted(ranked):
        _, exact, paths = ranked[key]
        if len(paths) > _SHARED:
            continue
        targets = tuple(sorted(paths))
        word = "" if exact else ordinary_word(key, spelled[key], spoken)
        ends[key] = Form(targets=targets, exact=exact, ordinary=word)
        for length in range(1, len(key)):
            ends.setdefault(key[:length], None)
        digest.update(
            "\x1f".join((*key, "", exact, word, *targets, "\n")).encode("utf-8", "replace")
        )
    return Names(
        language=language,
        firsts=frozenset(key[0] for key in ends),
        ends=ends,
        digest=digest.hexdigest(),
    )


def ordinary_word(key: tuple[str, ...], spelling: str, languages: Iterable[str]) -> str:
    """Return the word a name consists of where it is an ordinary one, else nothing.

    Args:
        key: the name as stemmed words.
        spelling: it as written.
        languages: codes of the languages in which the word may be an ordinary one.
    """
    whole = tokens(spelling)
    if len(key) == 1:
        return whole[0] if is_ordinary(whole[0], languages) else ""
    if len("".join(whole)) == len(key) <= _LONGEST_UNSPACED:  # one sign a word: Chinese, Korean
        word = "".join(whole)
        return word if is_ordinary(word, ()) else ""
    return ""


def title_words(title: str, *, stem: Stemmer) -> frozenset[str]:
    """The telling words of a title without its brackets, stemmed."""
    words = FUNCTION_WORDS[stem.language] | FUNCTION_WORDS["en"]
    bare = _BRACKET.sub(" ", title)
    return frozenset(stem[word] for word in tokens(bare) if word not in words)
