"""How usual a word is in a language, by the lists of wordfreq (Speer 2022)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["frequency", "is_ordinary"]

_ORDINARY: Final = 10**-5.5
"""From three in a million words on, a word alone may mean anything."""
_ORDINARY_UNSPACED: Final = 1e-4
"""The same where no spaces part words: a name is then found inside other words as well."""
_UNSPACED: Final = ("zh", "ja", "ko")


@lru_cache(maxsize=8)
def _table(language: str) -> Mapping[str, float]:
    """The words that occur at least once in a million, with their share of all words."""
    from wordfreq import get_frequency_dict

    try:
        return get_frequency_dict(language, "small")
    except LookupError:
        return {}


def frequency(word: str, languages: Iterable[str]) -> float:
    """Return the share of a word in running text, its plural or singular in English included.

    Args:
        word: one word, in any case.
        languages: codes such as `en`; the one in which it is most usual decides.

    Returns:
        The share, 0 where the word occurs less than once in a million.
    """
    plain = word.casefold()
    forms = {plain, f"{plain}s", plain.removesuffix("s")} if plain.isascii() else {plain}
    return max(
        (_table(language).get(form, 0.0) for language in languages for form in forms), default=0.0
    )


def is_ordinary(word: str, languages: Iterable[str]) -> bool:
    """Tell whether a word alone may mean anything: "power", "order", "Feld", "问题"."""
    if word.isascii() or not any(sign > "\u2e80" for sign in word):
        return frequency(word, languages) >= _ORDINARY
    return frequency(word, _UNSPACED) >= _ORDINARY_UNSPACED
