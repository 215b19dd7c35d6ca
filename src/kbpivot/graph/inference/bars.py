"""What forbids a guess, whatever speaks for it: numbers, overviews, and pages on one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbpivot.graph.inference.numbering import Numbering
from kbpivot.graph.inference.twins import are_twins

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbpivot.graph.inference.articles import Article

__all__ = ["Bars", "is_overview"]

_LISTED: Final = 5  # notes that a list names, from which it may be a survey of them
_SHARE: Final = 0.5  # of all the notes named


class Bars:
    """Tells the guesses about some notes that may not be made."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = articles
        self._numbering = Numbering(article.path for article in articles)
        self._overview = [is_overview(article) for article in articles]
        self._titles = [article.title for article in articles]

    def forbid(self, before: int, after: int) -> bool:
        """Tell whether article `before` may not be guessed to come before article `after`.

        Two pages on one thing are in no order. Numbered files and folders are the author's own order. An overview is neither ahead of
        what it lists nor behind it; only a listed note that says that it builds on the subject of
        the overview comes after it.
        """
        one, other = self._articles[before], self._articles[after]
        if are_twins(self._titles[before], self._titles[after]):
            return True
        if self._overview[after] and one.path in other.listed:
            return True
        if self._overview[before] and other.path in one.listed and not _leans(other, one.path):
            return True
        return self._numbering.reverses(one.path, other.path)


def is_overview(article: Article) -> bool:
    """Tell whether a note mostly lists other notes."""
    listed = len(article.listed)
    return listed >= _LISTED and listed >= _SHARE * article.names


def _leans(article: Article, path: str) -> bool:
    return any(
        mention.target == path and (mention.first or mention.builds)
        for mention in article.reading.mentions
    )
