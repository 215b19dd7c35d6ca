"""Notes of a vault that an abstract names: what a paper perhaps builds on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from kbpivot.graph.inference.mentions import Passage, read_passages
from kbpivot.graph.inference.ordinary_words import merged
from kbpivot.graph.inference.readings import vault_names
from kbpivot.language.words import Stemmer
from kbpivot.study.work_left import STUDY_KINDS

if TYPE_CHECKING:
    from kbpivot.graph.inference.names import Names
    from kbpivot.traits import Traits
    from kbpivot.vault import Vault

__all__ = ["MentionedNotes"]

_MOST = 8


class MentionedNotes:
    """Finds titles, aliases and acronyms of notes in a text; the names are collected once."""

    def __init__(self, vault: Vault, traits: Mapping[str, Traits]) -> None:
        """Take the notes to look for; nothing is collected yet."""
        self._vault = vault
        self._traits = traits

    @cached_property
    def _names(self) -> Names:
        return vault_names(self._vault)

    def paths(self, text: str, *, besides: Collection[str] = ()) -> tuple[str, ...]:
        """Return the notes to study that a text names, eight at most, first named first.

        Args:
            text: plain words.
            besides: paths of notes not to name.
        """
        if not text:
            return ()
        names = self._names
        reading = read_passages(
            (Passage("", 0, text, 0),), path="", names=names, stem=Stemmer(names.language)
        )
        found = [
            one.target
            for one in sorted(merged(reading.mentions), key=lambda one: -one.early)
            if one.target not in besides
            and self._traits[one.target].in_advice
            and self._traits[one.target].kind in STUDY_KINDS
        ]
        return tuple(found[:_MOST])
