"""Whether a note's own text speaks of a concept: it names the concept's neighbours on the map."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kbpivot.maps.records import Map
from kbpivot.maps.spelling import plain_text, words_of

__all__ = ["NamedIn", "folded_text"]

_ASCII: Final = bytes(
    ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256)
)
_BREAKS: Final = re.compile(r"[\W_]+")
_ENDINGS: Final = (" ", "s ", "es ")
_SHORTEST: Final = 3  # letters of a name that is looked for in running text


def folded_text(text: str) -> str:
    """Return the words of a text in lower case without accents, a blank before and behind each."""
    if text.isascii():
        words = text.encode("ascii").translate(_ASCII).decode("ascii").split()
        return f" {' '.join(words)} "
    return f" {_BREAKS.sub(' ', plain_text(text).casefold()).strip()} "


class NamedIn:
    """Looks for the names of a map's entries in folded texts.

    The words of each entry are folded once, however many notes are looked at.
    """

    def __init__(self, field: Map) -> None:
        self._field = field
        self._forms: dict[str, tuple[str, ...]] = {}

    def count(self, text: str, ids: Iterable[str], *, enough: int) -> int:
        """Return how many of some entries a text names; stops at `enough`.

        Args:
            text: the text, folded.
            ids: the entries.
            enough: the number at which it makes no difference whether there are more.
        """
        found = 0
        for id_ in ids:
            if any(_stands(text, form) for form in self._words(id_)):
                found += 1
                if found == enough:
                    break
        return found

    def _words(self, id_: str) -> tuple[str, ...]:
        forms = self._forms.get(id_)
        if forms is None:
            spelled = {" ".join(words_of(name)) for name in self._field.concepts[id_].names}
            forms = tuple(
                sorted(one for one in spelled if len(one) >= _SHORTEST or not one.isascii())
            )
            self._forms[id_] = forms
        return forms


def _stands(text: str, form: str) -> bool:
    """Tell whether words stand in a folded text, as they are or with a plural ending."""
    if not form.isascii():
        return form in text
    at = text.find(f" {form}")
    while at >= 0:
        end = at + 1 + len(form)
        if text.startswith(_ENDINGS, end):
            return True
        at = text.find(f" {form}", end)
    return False
