"""Texts of notes as HTML, kept for a page that is made again and again."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kbpivot.render.markdown import Destination

__all__ = ["KeptTexts"]


class _Kept(NamedTuple):
    asked: dict[str, tuple[str | None, str | None]]  # linkpath → node it led to, name shown
    html: str  # with marks in place of the ids of nodes


class KeptTexts:
    """Renders what was not rendered for the page before: new texts, and links that lead elsewhere.

    What is returned equals what `markdown` returns. Texts that a page has no more are forgotten.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._mark = secrets.token_hex(8)  # no text has it
        self._marked = re.compile(rf"{self._mark}-(\d+)-")
        self._kept: dict[str, _Kept] = {}

    def page(self, ids: Mapping[str, str]) -> Callable[[str, Callable[[str], Destination]], str]:
        """Return what renders the texts of one page, called with a text and where links lead.

        Args:
            ids: id of each node of the page, by its key.
        """
        before, self._kept = self._kept, {}
        now = self._kept
        keys = {id_: key for key, id_ in ids.items()}

        def rendered(text: str, destination: Callable[[str], Destination]) -> str:
            def led(linkpath: str) -> tuple[str | None, str | None]:
                goal = destination(linkpath)
                return None if goal.node is None else keys[goal.node], goal.name

            kept = now.get(text) or before.get(text)
            if kept is None or any(led(one) != goal for one, goal in kept.asked.items()):
                kept = self._rendered(text, led)
            now[text] = kept
            targets = [key for key, _ in kept.asked.values()]
            return self._marked.sub(lambda one: ids[str(targets[int(one[1])])], kept.html)

        return rendered

    def _rendered(self, text: str, led: Callable[[str], tuple[str | None, str | None]]) -> _Kept:
        from kbpivot.render.markdown import Destination, markdown

        asked: dict[str, tuple[str | None, str | None]] = {}

        def destination(linkpath: str) -> Destination:
            key, name = asked.setdefault(linkpath, led(linkpath))
            place = list(asked).index(linkpath)
            return Destination(None if key is None else f"{self._mark}-{place}-", name)

        html = markdown(text, destination=destination)
        return _Kept(asked, html)
