"""The study page of a vault as it is now, and what a person does on it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from importlib import resources
from typing import TYPE_CHECKING, Literal, NamedTuple

from kbpivot.errors import KbpivotError
from kbpivot.record import Record
from kbpivot.render.drawing.html import KeptTexts, policy
from kbpivot.safe_text import safe_json

if TYPE_CHECKING:
    from kbpivot.live.monitor import Report
    from kbpivot.render.drawing.html import StudyPage
    from kbpivot.workspace.workspace import Workspace

__all__ = ["LivePage", "Standing", "Verb", "Written"]

Verb = Literal["start", "done", "know", "undo", "open"]


class Standing(Record, frozen=True):
    """How the page stands, told to every tab when it changes.

    Attributes:
        version: names what the page shows; another one when that has changed.
        gone: whether the vault's folder has gone.
        trouble: what could not be read, in a sentence; empty when nothing is wrong.
    """

    version: str = ""
    gone: bool = False
    trouble: str = ""


class Written(NamedTuple):
    """A page as HTML, and the policy that goes with it."""

    html: str
    policy: str


class LivePage:
    """A study page that follows a watch: give `tell` to it, and `turn` as well.

    All methods may be called from any thread.

    Attributes:
        turn: held by whoever reads or asks the workspace.
    """

    def __init__(
        self, *, goal: str | None = None, heard: Callable[[str], None] = lambda _: None
    ) -> None:
        """Prepare; there is no page before the first report.

        Args:
            goal: only the way to this note.
            heard: called with a vault path that was written here, so that it is looked at.
        """
        self.turn = threading.Lock()
        self._goal = goal
        self._heard = heard
        self._changed: Callable[[], None] = lambda: None
        self._script = resources.files(__package__).joinpath("live.js").read_text("utf-8")
        self._texts = KeptTexts()
        self._work: Workspace | None = None
        self._number = 0
        self._gone = False
        self._trouble = ""
        self._html: tuple[str, Written] | None = None
        self._data: tuple[str, str] | None = None

    def on_change(self, changed: Callable[[], None]) -> None:
        """Call this whenever `standing` is another one; from the thread of the watch."""
        self._changed = changed

    @property
    def standing(self) -> Standing:
        """How the page stands now; a new day is another version too."""
        return Standing(f"{self._number} {_now().date()}", self._gone, self._trouble)

    def tell(self, report: Report, work: Workspace) -> None:
        """Take what a watch reports."""
        self._work = work
        if report.event == "trouble":
            self._trouble = report.message
        elif report.event == "gone":
            self._gone = True
        else:
            self._number += 1
            self._gone = False
            self._trouble = ""
        self._changed()

    def written(self) -> Written:
        """Return the page as HTML.

        Raises:
            KbpivotError: it cannot be made, for its goal has gone, or a setting is wrong.
        """
        from kbpivot.workspace.study_page import page_text

        with self.turn:
            version = self.standing.version
            if self._html is None or self._html[0] != version:
                script = self._script.replace("{{version}}", version)
                html = page_text(self._now_known, self._page(), live=script, texts=self._texts)
                self._html = version, Written(html, policy(script))
            return self._html[1]

    def data(self) -> str:
        """Return as JSON what an open page takes to show the vault as it is now.

        Raises:
            KbpivotError: it cannot be made, as with `written`.
        """
        from kbpivot.workspace.study_page import page_update

        with self.turn:
            version = self.standing.version
            if self._data is None or self._data[0] != version:
                data = page_update(self._now_known, self._page(), texts=self._texts)
                self._data = version, safe_json({"version": version, "data": data})
            return self._data[1]

    def act(self, verb: Verb, key: str) -> str:
        """Write to the log what the commands of the same names write, and say what it was.

        Args:
            verb: which command; `open` opens the note in Obsidian instead.
            key: the note; `undo` needs none.

        Raises:
            KbpivotError: nothing was done, for a reason that the sentence tells.
        """
        return self._opened(key) if verb == "open" else self._recorded(verb, key)

    def _recorded(self, verb: Verb, key: str) -> str:
        from kbpivot.render.text.log import record_sentences
        from kbpivot.workspace import recording

        with self.turn:
            work = self._present().recorded().workspace  # with the log as it is at this moment
            by_hand: tuple[str, ...] = ()
            if verb == "undo":
                by_hand = recording.taken_back(work)[1]
                marks = recording.undo(work)
            elif verb == "start":
                marks = recording.start(work, [key])
            elif verb == "done":
                marks = recording.done(work, [key])
            else:
                marks = recording.know(work, [key])
            answer = recording.record(work, marks)[1]
            log = work.inputs.log_place.name
        self._heard(log)
        return " ".join((*by_hand, *record_sentences(answer)))

    def _opened(self, key: str) -> str:
        from kbpivot.shell.open_uri import open_note

        with self.turn:
            work = self._present()
            if key not in work.vault:
                raise KbpivotError("This note is not written yet, so there is nothing to open.")
        open_note(work.root / key)
        return "Opened in Obsidian."

    @property
    def _now_known(self) -> Workspace:
        if self._work is None:
            raise KbpivotError("The vault is being read.")
        return self._work

    def _present(self) -> Workspace:
        if self._gone:
            raise KbpivotError("The folder has gone; nothing was done.")
        return self._now_known

    def _page(self) -> StudyPage:
        from kbpivot.workspace.study_page import study_page

        return study_page(self._now_known, now=_now(), goal=self._goal)


def _now() -> datetime:
    return datetime.now().astimezone()
