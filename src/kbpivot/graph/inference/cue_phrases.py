"""Words that point on to another note rather than build on it: "see", "such as", "used in"."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from kbpivot.language.words import Stemmer, tokens

__all__ = ["Pointers", "pointers_of"]

# All languages at once: many vaults mix two, and no phrase means another thing in another one.
_PHRASES: Final = (
    "see|see also|see eg|cf|compare|such as|e g|like|for example|for instance|include|includes|"
    "including|example is|examples are|used in|used by|used for|useful in|useful for|lead to|"
    "leads to|leading to|becomes|known as|called|more in|more on|you have|you get|comes|"
    "siehe|siehe auch|vgl|vergleiche|zum beispiel|z b|beispielsweise|unter anderem|"
    "verwendet in|führt zu|genannt|mehr in|"
    "véase|véase también|ver|ver también|por ejemplo|p ej|tales como|tal como|usado en|"
    "usada en|conduce a|"
    "voir|voir aussi|par exemple|p ex|tel que|telle que|tels que|telles que|utilisé dans|"
    "utilisée dans|conduit à|"
    "vedi|vedi anche|vedere|cfr|ad esempio|per esempio|usato in|usata in|porta a|"
    "veja|veja também|por exemplo|tais como|usado em|usada em|leva a|"
    "см|см также|ср|например|такие как|таких как|используется в|применяется в|"
    "参见|详见|另见|例如|比如|诸如|参照|例えば"
)
_ARTICLE_WORDS: Final = (
    "a an the its their our der die das den dem ein eine el la los las un una le les une il lo gli "
    "o os as um uma"
)
_ARTICLES: Final = frozenset(_ARTICLE_WORDS.split())
_JOINT_WORDS: Final = "and or und oder y o et ou e и или 和 或 与 と"
_JOINTS: Final = frozenset(_JOINT_WORDS.split())
_LONGEST: Final = 3


class Pointers:
    """Tells by the words ahead of a mention whether it only points."""

    def __init__(self, language: str) -> None:
        stem = Stemmer(language)
        self._ends = frozenset(
            tuple(stem[word] for word in tokens(phrase)) for phrase in _PHRASES.split("|")
        )
        self._last = frozenset(phrase[-1] for phrase in self._ends)

    def before(self, words: list[str], at: int) -> bool:
        """Tell whether the words ahead of word `at` point to what stands there."""
        while at:
            word = words[at - 1]
            if word in self._last and self._phrase_ends(words, at):
                return True
            # An article, or the number of a file such as `012 Attention`, may stand between.
            if word not in _ARTICLES and not word.isnumeric():
                return False
            at -= 1
        return False

    def _phrase_ends(self, words: list[str], at: int) -> bool:
        return any(
            tuple(words[at - length : at]) in self._ends
            for length in range(1, min(_LONGEST, at) + 1)
        )

    @staticmethod
    def joined(words: list[str], end: int, at: int) -> bool:
        """Tell whether word `at` goes on with the list whose last name ended before word `end`."""
        return at == end or (at == end + 1 and words[end] in _JOINTS)


@lru_cache(maxsize=8)
def pointers_of(language: str) -> Pointers:
    """The pointing words, with the endings of a language cut."""
    return Pointers(language)
