"""Whether a note's own text speaks of a concept: it names the concept's neighbours on the map."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
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
        self._long: dict[str, tuple[str, ...]] = {}

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

    def named(self, text: str) -> tuple[str, ...]:
        """Return the ids of all entries that a folded text names, in the order of the map.

        Only those are looked for of which the rarest word of some name stands in the text, so
        the size of the map hardly matters.
        """
        rarest, unspaced = self._index
        words = set(text.split())
        words |= {word[:-1] for word in words if word[-1] == "s"}
        words |= {word[:-2] for word in words if word[-2:] == "es"}
        found = {
            id_
            for word in words & rarest.keys()
            for form, parts, id_ in rarest[word]
            if words.issuperset(parts) and _stands(text, form)
        }
        if not text.isascii():
            found.update(id_ for form, id_ in unspaced if form in text)
        return tuple(sorted(found, key=self._places.__getitem__))

    def names_in_full(self, text: str, id_: str) -> bool:
        """Tell whether a name of several words stands in a folded text: no ordinary word is one."""
        forms = self._long.get(id_)
        if forms is None:
            spelled = (words_of(name) for name in self._field.concepts[id_].names)
            forms = self._long[id_] = tuple(" ".join(one) for one in spelled if len(one) > 1)
        return any(f" {form} " in text or f" {form}s " in text for form in forms)

    @cached_property
    def plain(self) -> frozenset[str]:
        """Ids of concepts whose names are no ordinary words."""
        return frozenset(
            id_
            for id_, one in self._field.concepts.items()
            if one.kind == "concept" and not one.everyday
        )

    @cached_property
    def everyday(self) -> frozenset[str]:
        """Ids of concepts with a name that is an ordinary word as well."""
        return frozenset(
            id_
            for id_, one in self._field.concepts.items()
            if one.kind == "concept" and one.everyday
        )

    @cached_property
    def telling(self) -> frozenset[str]:
        """Ids of concepts that tell what a text is about: plain ones, no school mathematics."""
        field = self._field
        return frozenset(
            id_ for id_ in self.plain if field.concepts[id_].area not in field.common_areas
        )

    @cached_property
    def _places(self) -> dict[str, int]:
        return {id_: place for place, id_ in enumerate(self._field.concepts)}

    @cached_property
    def _index(
        self,
    ) -> tuple[dict[str, list[tuple[str, list[str], str]]], list[tuple[str, str]]]:
        """The names by their rarest word, each with its entry; and those that stand anywhere."""
        forms = [(form, id_) for id_ in self._field.concepts for form in self._words(id_)]
        uses = Counter(word for form, _ in forms for word in form.split(" "))
        rarest: dict[str, list[tuple[str, list[str], str]]] = {}
        for form, id_ in forms:
            if form.isascii():
                parts = form.split(" ")
                word = min(parts, key=lambda one: (uses[one], one))
                rarest.setdefault(word, []).append((form, parts, id_))
        return rarest, [one for one in forms if not one[0].isascii()]

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
