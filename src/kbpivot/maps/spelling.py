"""What two spellings of one name have in common, and what a title names apart from its dress."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["is_initials", "name_key", "plain_text", "stem", "words_of"]

# Greek letters are written out in titles as often as not: "β-VAE", "beta-VAE".
_GREEK: Final = {
    ord(letter): f" {unicodedata.name(letter).rpartition(' ')[2].lower()} "
    for letter in "αβγδεζηθικλμνξοπρστυφχψω"
}
_GREEK_WORD: Final = re.compile("[α-ως]{2}")
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_POSSESSIVE: Final = re.compile("['’ʼ`´]s\\b|['’ʼ`´]")
_WORD: Final = re.compile(r"[^\W_]+[+#*]*")
_SIGNED: Final = re.compile("[&'`+#*]")
# Most names are plain ASCII; a byte table and `split` cut those several times faster than the
# pattern does and give the same words.
_ASCII: Final = bytes(
    ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256)
)
_BRITISH: Final = re.compile(r"is(e|ed|es|ing|er|ers|ation|ations)$")
_IRREGULAR: Final = {
    "analyses": "analysis",
    "appendices": "appendix",
    "axes": "axis",
    "corpora": "corpus",
    "criteria": "criterion",
    "formulae": "formula",
    "hypotheses": "hypothesis",
    "indices": "index",
    "matrices": "matrix",
    "maxima": "maximum",
    "minima": "minimum",
    "optima": "optimum",
    "phenomena": "phenomenon",
    "simplices": "simplex",
    "spectra": "spectrum",
    "vertices": "vertex",
}
_SILENT_E: Final = ("se", "xe", "ze", "che", "she")


def name_key(name: str) -> str:
    """Return what all spellings of a name share; empty when nothing of it is a word.

    Case, accents, hyphens, spaces, apostrophes, regular plurals, British endings, Greek letters
    and a leading article make no difference.

    >>> name_key("Pre-training") == name_key("pretraining")
    True
    >>> name_key("The Kullback–Leibler divergences"), name_key("β-VAEs")
    ('kullbackleiblerdivergence', 'betavae')
    """
    return "".join(stem(word) for word in words_of(name))


def words_of(name: str) -> list[str]:
    """Return the words of a name, folded but not stemmed, without a leading article."""
    if name.isascii() and not _SIGNED.search(name):
        words = name.encode("ascii").translate(_ASCII).decode("ascii").split()
        return words[1:] if len(words) > 1 and words[0] == "the" else words
    text = plain_text(name).casefold()
    if "&" in text:
        text = text.replace("&", " and ")
    if not text.isascii():
        if not _GREEK_WORD.search(text):
            text = text.translate(_GREEK)
        text = text.replace("’", "'").replace("ʼ", "'").replace("´", "'")
    if "'" in text or "`" in text:
        text = _POSSESSIVE.sub("", text)
    words = _WORD.findall(text)
    return words[1:] if len(words) > 1 and words[0] == "the" else words


def plain_text(text: str) -> str:
    """Return text without accents, composed as NFC."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return what the singular and the plural, British and American spelling of a word share.

    It is a key to compare by and no word of the language.

    >>> [stem(word) for word in ("policies", "policy", "losses", "loss", "databases", "database")]
    ['policy', 'policy', 'loss', 'loss', 'databas', 'databas']
    """
    if len(word) < 4:
        return word
    word = _IRREGULAR.get(word, word)
    word = word.replace("our", "or").replace("lling", "ling").replace("lled", "led")
    word = _BRITISH.sub(r"iz\1", word)
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "ias")):
        word = word[:-1]
    if word.endswith("ie"):
        return word[:-2] + "y"
    if len(word) >= 4 and word.endswith(_SILENT_E):
        word = word[:-1]
    return word


def is_initials(short: str, long: str) -> bool:
    """Tell whether an abbreviation in brackets stands for the words before it.

    Its letters are found in order in the words, the first of them at the first word's start.

    >>> is_initials("GANs", "Generative adversarial networks"), is_initials("SVD", "Bread")
    (True, False)
    """
    letters = re.sub(r"[^\w]|_", "", plain_text(short).casefold()).removesuffix("s")
    words = words_of(long)
    if not 2 <= len(letters) <= 10 or not words or not letters.isalnum():
        return False
    text = "".join(words)
    if text[0] != letters[0]:
        return False
    at = 0
    for letter in letters:
        at = text.find(letter, at) + 1
        if not at:
            return False
    starts = {word[0] for word in words}
    return sum(letter in starts for letter in letters) * 2 >= len(letters)
