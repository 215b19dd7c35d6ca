"""Names as the readers of a note may see them: in a public note private ones are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.publish.disclosure import REDACTED, redacted

if TYPE_CHECKING:
    from kbpivot.workspace.workspace import Workspace

__all__ = ["REDACTED", "Redaction"]


class Redaction:
    """What the readers of one note must not see; nothing when the note is private itself."""

    def __init__(self, work: Workspace, note: str) -> None:
        """Look who reads the note at a vault path; one not yet written is private."""
        self._work = work
        self.drawn = note in work.vault and note in work.public.named

    def hides(self, path: str) -> bool:
        """Tell whether a note must not be named."""
        return self.drawn and path not in self._work.public.named

    def words(self, text: str) -> str:
        """The text without private names, word for word, longest first."""
        return redacted(text, self._work.secret_names) if self.drawn else text
