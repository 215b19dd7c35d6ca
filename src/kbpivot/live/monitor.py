"""The answer of a watch: kept current as files change, whatever goes wrong on the way."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, Protocol

from kbpivot.errors import KbpivotError, VaultNotFoundError
from kbpivot.live.follower import Follower
from kbpivot.live.snapshot import Change, Snapshot, Topic, changes, snapshot, standing
from kbpivot.record import Record

if TYPE_CHECKING:
    from kbpivot.workspace.workspace import Workspace

__all__ = ["Monitor", "NoteKeeper", "Report", "sentence"]


_MOST_ROUNDS = 3  # of writing the kept note again because other files changed meanwhile


class Report(Record, frozen=True):
    """What the watch tells.

    Attributes:
        event: `ready` once it listens, `changed` after each settled change, `gone` and `back`
            when the folder vanishes and returns, `trouble` when something could not be done;
            the watch goes on after it.
        paths: vault paths that changed, sorted.
        changes: what of it matters.
        message: what the trouble is, one sentence; when `ready`, how the answer stands; else
            empty.
        detail: for a mistake of kbpivot itself, where it happened; else empty.
    """

    event: Literal["ready", "changed", "gone", "back", "trouble"]
    paths: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    message: str = ""
    detail: str = ""


class NoteKeeper(Protocol):
    """Keeps one note of the vault up to date."""

    @property
    def path(self) -> str:
        """Vault path of the note."""

    def touched(self, work: Workspace) -> bool:
        """Tell whether somebody else wrote the note since it was last looked at."""

    def __call__(self, work: Workspace) -> bool:
        """Read what was ticked there, write what is new; True when the log grew."""


def local_day() -> date:
    """Today, where the person is."""
    return datetime.now().astimezone().date()


class Monitor(Follower):
    """A workspace that follows its folder, and says what of its answer changes."""

    def __init__(
        self,
        work: Workspace,
        *,
        on: Topic | None = "next",
        keeper: NoteKeeper | None = None,
        today: Callable[[], date] = local_day,
    ) -> None:
        """Read the vault, and write the kept note for the first time.

        Args:
            work: the vault.
            on: which answer to compare; None for none, where only files are to be followed.
            keeper: keeps a note of the vault up to date.
            today: the day it is.

        Raises:
            KbpivotError: the settings or the kept note cannot be used.
            VaultNotFoundError: there is no such folder.
        """
        self._on = on
        self._keeper = keeper
        self._today = today
        self._day = today()
        self._told = ""
        self._moment: Snapshot | None = None
        super().__init__(work)
        if keeper is not None:
            self._keep(keeper)
        self._moment = self._now()

    def standing(self) -> str:
        """Say in one sentence what the answer is."""
        return "" if self._on is None else standing(self._moment or Snapshot(), on=self._on)

    def look(self, paths: Collection[str]) -> tuple[Report, ...]:
        """Look at paths again and say what changed; nothing when nothing did.

        Nothing but a vanished folder and a request to stop ends a watch: what cannot be used is
        told once, the answer stays as it was, and the next look tries again.

        Raises:
            VaultNotFoundError: the folder has gone.
        """
        try:
            self.read(paths)
            return self._answer()
        except VaultNotFoundError:
            raise
        except (KbpivotError, OSError) as error:
            return self._trouble(sentence(error))
        except Exception as error:  # noqa: BLE001  a mistake of ours must not end the watch
            self._damaged = True
            return self._trouble(
                f"This is a mistake in kbpivot ({type(error).__name__}); the watch goes on.",
                traceback.format_exc(),
            )

    def _trouble(self, message: str, detail: str = "") -> tuple[Report, ...]:
        if message == self._told:
            return ()
        self._told = message
        return (Report("trouble", message=message, detail=detail),)

    def _answer(self) -> tuple[Report, ...]:
        day, keeper, trouble = self._today(), self._keeper, ""
        if keeper is not None and (self._waiting or day != self._day or keeper.touched(self.work)):
            self._day = day
            try:
                self._waiting |= self._keep(keeper)
            except VaultNotFoundError:
                raise
            except (KbpivotError, OSError) as error:
                trouble = sentence(error)  # the rest of the answer does not depend on it
        self._day = day
        told: tuple[Report, ...] = ()
        if self._waiting:
            before = self._moment
            self._moment = now = self._now()
            told = (
                Report("changed", tuple(sorted(self._waiting)), changes(before or Snapshot(), now)),
            )
            self._waiting = set()
        if trouble:
            return told + self._trouble(trouble)
        if told:
            self._told = ""
        return told

    def _keep(self, keeper: NoteKeeper) -> set[str]:
        """Let the note be written, and take what was written as known: it is no news.

        Other files may have changed meanwhile and be seen with it, in a folder that had to be
        listed. Their events will then find nothing new, so the note is written again here.

        Returns:
            What else is news: the log, where boxes were ticked, and such files.
        """
        news: set[str] = set()
        for _ in range(_MOST_ROUNDS):
            logged = keeper(self.work)
            seen = [self._log.name] if logged and self._log.journal is not None else []
            written = self.live.refresh([keeper.path, *seen])
            self._settings = self._stamps()
            if written or logged:
                self._renew()
            if logged:
                news.add(self._log.name)
            others = written - {keeper.path, *seen}
            if not others:
                break
            news |= others
        return news

    def _now(self) -> Snapshot:
        if self._on is None:
            return Snapshot()
        return snapshot(self.work, on=self._on, today=self._day)


def sentence(error: Exception) -> str:
    """Say in a sentence what could not be read or written."""
    if isinstance(error, OSError):
        place = f" {error.filename}" if error.filename else ""
        return f"A file could not be read or written:{place} ({error.strerror or error})."
    return str(error)
