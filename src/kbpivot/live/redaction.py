"""Names as the readers of a note may see them: in a public note private ones are left out."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kbpivot.workspace.workspace import Workspace

__all__ = ["REDACTED", "Redaction"]

REDACTED: Final = "a private note"

_WORD = re.compile(r"\w+")


class Redaction:
    """What the readers of one note must not see; nothing when the note is private itself."""

    def __init__(self, work: Workspace, note: str) -> None:
        """Look who reads the note at a vault path; one not yet written is private."""
        self._work = work
        self.drawn = note in work.vault and note in work.public

    def hides(self, path: str) -> bool:
        """Tell whether a note must not be named."""
        return self.drawn and path not in self._work.public

    def words(self, text: str) -> str:
        """The text without private names, word for word, longest first."""
        if not self.drawn or not self._secret:
            return text
        found = [(match.group().casefold(), match.span()) for match in _WORD.finditer(text)]
        longest = max(map(len, self._secret))
        parts: list[str] = []
        end = at = 0
        while at < len(found):
            for size in range(min(longest, len(found) - at), 0, -1):
                if tuple(word for word, _ in found[at : at + size]) in self._secret:
                    parts += [text[end : found[at][1][0]], REDACTED]
                    end = found[at + size - 1][1][1]
                    at += size
                    break
            else:
                at += 1
        return "".join([*parts, text[end:]])

    @cached_property
    def _secret(self) -> frozenset[tuple[str, ...]]:
        """Names of private notes, and of planned ones that only they mention, as words."""
        from kbpivot.render.drawing.selection import secret_names
        from kbpivot.workspace.drawing import private_names

        work = self._work
        known = {
            _words(name)
            for note in work.vault.notes
            if note.path in work.public
            for name in (note.title, note.name)
        }
        secret = {_words(name) for name in private_names(work)}
        secret |= secret_names(work.study_graph, work.public.paths)
        return frozenset(secret - known - {()})


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))
