"""Singular and plural of the words of names, in the languages of vaults."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["other_numbers", "singular", "unaccented"]

_SHORTEST: Final = 3  # letters of a singular
_IRREGULAR: Final = (
    ("trices", "trix"),
    ("dices", "dex"),
    ("tices", "tex"),
    ("lyses", "lysis"),
    ("theses", "thesis"),
    ("heses", "hesis"),
    ("axes", "axis"),
    ("teria", "terion"),
    ("mena", "menon"),
    ("ormulae", "ormula"),
    ("imuli", "imulus"),
    ("orpora", "orpus"),
    ("children", "child"),
    ("people", "person"),
)
_PAIRS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    # Endings of the singular and the plural.
    "de": (("", "e"), ("", "en"), ("", "n"), ("", "er"), ("", "s"), ("um", "en"), ("us", "en"),
           ("is", "en"), ("ix", "izen"), ("or", "oren"), ("a", "en"), ("e", "es"), ("e", "er"),
           ("es", "er"), ("e", "en")),
    "es": (("", "s"), ("", "es"), ("z", "ces")),
    "fr": (("", "s"), ("", "x"), ("al", "aux"), ("ail", "aux"), ("e", "es")),
    "it": (("o", "i"), ("a", "e"), ("e", "i"), ("co", "chi"), ("ca", "che"), ("go", "ghi"),
           ("ga", "ghe")),
    "nl": (("", "s"), ("", "en"), ("", "n"), ("aal", "ale"), ("", "e")),
    "pl": (("", "y"), ("", "i"), ("a", "y"), ("a", "i"), ("o", "a"), ("c", "ce"), ("z", "ze"), ("a", "e"), ("y", "e"), ("e", "a")),
    "pt": (("", "s"), ("", "es"), ("al", "ais"), ("el", "eis"), ("ao", "oes"), ("m", "ns")),
    "ru": (("", "ы"), ("", "и"), ("а", "ы"), ("я", "и"), ("ь", "и"), ("и", "и"), ("о", "а"),
           ("е", "я"), ("ие", "ия"), ("ия", "ии"), ("ая", "ые"), ("ыи", "ые"), ("ое", "ые"), ("ая", "ие"),
           ("ии", "ие"), ("ое", "ие")),
    "sv": (("", "er"), ("", "ar"), ("", "or"), ("a", "or"), ("e", "ar"), ("", "r"), ("t", "a")),
    "tr": (("", "ler"), ("", "lar")),
    "uk": (("", "и"), ("", "і"), ("а", "и"), ("я", "і"), ("ь", "і"), ("о", "а")),
}  # fmt: skip


def singular(word: str) -> str:
    """Return what an English singular and plural have in common; for comparing, not for reading.

    Args:
        word: one word in lower case, or a name without spaces, of which the end counts.

    >>> singular("matrices"), singular("embeddings"), singular("policies"), singular("bias")
    ('matrix', 'embedding', 'policy', 'bias')
    """
    if not word.endswith(("s", "a", "ae", "i", "n", "e")):
        return word
    for many, one in _IRREGULAR:
        if word.endswith(many):
            return word[: -len(many)] + one
    if not word.endswith("s") or len(word) <= _SHORTEST or word[-2] in "su'" or word[-2:] == "is":
        return word
    if word.endswith("ias"):
        return word
    if word.endswith("ies") and len(word) > _SHORTEST + 2:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def other_numbers(name: str, language: str) -> Iterator[str]:
    """Yield what a word may be in the other number, in a language other than English.

    Args:
        name: a word without accents, in lower case.
        language: code of the language, such as `de`.
    """
    for one, many in _PAIRS.get(language, ()):
        if name.endswith(one) and len(name) - len(one) >= _SHORTEST:
            yield name[: len(name) - len(one)] + many
        if name.endswith(many) and len(name) - len(many) >= _SHORTEST:
            yield name[: len(name) - len(many)] + one


def unaccented(name: str) -> str:
    """Return a name without accents and umlauts, for comparing."""
    if name.isascii():
        return name
    parts = unicodedata.normalize("NFD", name)
    plain = "".join(part for part in parts if not "\u0300" <= part <= "\u036f")
    return unicodedata.normalize("NFC", plain)
