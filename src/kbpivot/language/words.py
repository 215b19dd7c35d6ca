"""Words as inference compares them: lower case, light stems, one CJK character a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Final

__all__ = ["FUNCTION_WORDS", "Stemmer", "language_of", "languages_of", "token_span", "tokens"]

_CJK: Final = "぀-ヿ㐀-䶿一-鿿豈-﫿가-힯\U00020000-\U0003ffff"
_TOKEN: Final = re.compile(f"[{_CJK}]|[^\\W_{_CJK}]+")
# Most paragraphs are plain ASCII; a byte table and `split` cut those five times faster than
# the pattern does and give the same words.
_ASCII: Final = bytes(
    ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256)
)

FUNCTION_WORDS: Final[dict[str, frozenset[str]]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "a an the of for in on and or to with by as is are be from using via its it this "
        "that which we you i can not at has have was were if then than into how what when why "
        "where between about over more most all each such these those also but our your my do "
        "does will may one two use used",
        "de": "der die das des dem den ein eine einer eines einem einen und oder von zu zur zum mit "
        "für auf im in ist sind wird werden nicht auch als wie bei aus nach durch man sich",
        "es": "el la los las un una unos unas de del y o en con por para que es son se su sus como "
        "al lo no más entre sobre este esta estos estas también",
        "fr": "le la les un une des du de et ou en avec par pour que qui est sont se sa son ses au "
        "aux dans sur ce cette ces ne pas plus comme il elle on nous",
        "it": "il lo la i gli le un uno una di del dello della dei degli delle e o in nel nella nei "
        "con per che è sono si su sul sulla da dal dalla come non più ed al alla ai alle",
        "pt": "o a os as um uma uns umas de do da dos das e ou em no na nos nas com por para que é "
        "são se seu sua como ao à não mais entre sobre este esta também",
        "ru": "и в на с по к из от для о об что как это не при или его их то так же а но мы",
    }.items()
}

_ACCENTS: Final = str.maketrans("áàâäãéèêëíìîïóòôöõúùûüñç", "aaaaaeeeeiiiiooooouuuunc")


def _english(word: str) -> str:
    if len(word) > 3 and word[-1] == "s":
        if word.endswith("ies"):
            return word[:-3] + "y"
        if word[-2] not in "sui":
            return word[:-1]
    return word


def _german(word: str) -> str:
    for ending in ("en", "er", "es", "em", "e", "n", "s"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            return word[: -len(ending)]
    return word


def _french(word: str) -> str:
    if len(word) > 4 and word.endswith("aux"):
        word = word[:-3] + "al"
    elif len(word) > 3 and word[-1] in "sx":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word[-1] == "e" else word


def _iberian(word: str) -> str:
    word = word.translate(_ACCENTS)
    if len(word) > 4 and word.endswith("es"):
        word = word[:-2]
    elif len(word) > 3 and word[-1] == "s":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word[-1] in "aeo" else word


def _italian(word: str) -> str:
    word = word.translate(_ACCENTS)
    return word[:-1] if len(word) > 4 and word[-1] in "aeiou" else word


def _russian(word: str) -> str:
    while len(word) > 4 and word[-1] in "аеёиоуыэюяйь":
        word = word[:-1]
    return word


_STEMS: Final[dict[str, Callable[[str], str]]] = {
    "de": _german,
    "en": _english,
    "es": _iberian,
    "fr": _french,
    "it": _italian,
    "pt": _iberian,
    "ru": _russian,
}


class Stemmer(dict[str, str]):
    """A lazily filled table from a word to its stem, so that each word is cut once a vault."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self._stem = _STEMS[language]

    def __missing__(self, word: str) -> str:
        stem = self._stem(word)
        self[word] = stem
        return stem


def tokens(text: str) -> list[str]:
    """Cut `text` into lower-case words; each CJK character is a word of its own."""
    if text.isascii():
        return text.encode("ascii").translate(_ASCII).decode("ascii").split()
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _TOKEN.findall(text.lower())


def token_span(text: str, first: int, count: int) -> tuple[int, int]:
    """Where words `first` to `first + count - 1` of `tokens(text)` stand, as offsets.

    Lower-casing and normalising may change lengths (`İ`, decomposed Hangul); then it is the
    whole text rather than a wrong place.
    """
    if text.isascii():
        plain = text.encode("ascii").translate(_ASCII)
        rest = plain.split(None, first)[-1] if first else plain.lstrip()
        start = len(plain) - len(rest)
        behind = rest.split(None, count)
        end = len(plain) - len(behind[count]) if len(behind) > count else len(plain)
        return start, start + len(plain[start:end].rstrip())
    if len(text.lower()) != len(text) or not unicodedata.is_normalized("NFC", text):
        return 0, len(text)
    words = list(islice(_TOKEN.finditer(text), first, first + count))
    return (words[0].start(), words[-1].end()) if words else (0, len(text))


def language_of(texts: Iterable[str]) -> str:
    """Name the language whose function words are most frequent in `texts`; English if in doubt."""
    return languages_of(texts)[0]


def languages_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Name the languages of `texts`, the most frequent first; English comes first if in doubt.

    A language counts whose function words are a third as frequent as those of the first.
    """
    scores = dict.fromkeys(FUNCTION_WORDS, 0)
    for text in texts:
        words = tokens(text)
        for language, known in FUNCTION_WORDS.items():
            scores[language] += sum(1 for word in words if word in known)
    ranked = sorted(scores, key=lambda language: (-scores[language], language))
    first = ranked[0] if scores[ranked[0]] > 1.2 * scores["en"] else "en"
    least = scores[first] / 3
    return (first, *(one for one in ranked if one != first and scores[one] > least))
