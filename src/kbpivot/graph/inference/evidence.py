"""Where one note speaks of another: the evidence shown beside a guess."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from kbpivot.graph.edges import Evidence
from kbpivot.graph.inference.articles import body_links, place_at
from kbpivot.graph.inference.sentences import plain_words, sentence_at
from kbpivot.notes.lines import Lines

if TYPE_CHECKING:
    from kbpivot.graph.inference.mentions import Reading
    from kbpivot.vault import Vault

__all__ = ["Witness"]


class _Spot(NamedTuple):
    """A place that names another note: in prose (`mention`, `link`) or in a `see-also` list."""

    start: int
    end: int
    form: str


class Witness:
    """Finds the sentences behind guesses; each text is read once."""

    def __init__(self, vault: Vault, readings: Mapping[str, Reading]) -> None:
        self._vault = vault
        self._readings = readings
        self._spots: dict[str, dict[str, _Spot]] = {}
        self._lines: dict[str, Lines] = {}

    def of(self, source: str, target: str) -> tuple[Evidence, ...]:
        """Where the later note speaks of the earlier one, and the earlier of the later."""
        return tuple(
            self._sentence(path, spot.start, spot.end, spot.form)
            for path, other in ((target, source), (source, target))
            if (spot := self._spot(path, other)) is not None
        )

    def _spot(self, path: str, other: str) -> _Spot | None:
        """The best place in `path` that names `other`: prose first, then lists of other notes."""
        if path not in self._spots:
            found: dict[str, _Spot] = {}
            reading = self._readings[path]
            for mention in reading.mentions:
                form = "mention" if mention.prose else "see-also"
                found[mention.target] = _Spot(mention.start, mention.end, form)
            for to, span in body_links(self._vault, path):
                place = place_at(reading, span.start)
                known = found.get(to)
                if place == "references":
                    continue
                beside = place in ("after", "aside")
                if known is None or (known.form == "see-also" and not beside):
                    form = "see-also" if beside else "link"
                    found[to] = _Spot(span.start, span.end, form)
            self._spots[path] = found
        return self._spots[path].get(other)

    def _sentence(self, path: str, start: int, end: int, form: str) -> Evidence:
        lines = self._lines.get(path)
        if lines is None:
            lines = self._lines[path] = Lines(self._vault.text(path))
        text = lines.text
        begin, finish = sentence_at(text, start, end)
        return Evidence(
            grade="inferred",
            path=path,
            span=lines.span(begin, finish),
            form=form,
            key="",
            reason=plain_words(text[begin:finish]),
        )
