"""A workspace that follows its folder: read again where something changed, and only then."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from typing import TYPE_CHECKING

from kbpivot.errors import ConfigError
from kbpivot.live.debounce import EVERYTHING
from kbpivot.live.vault import LiveVault

if TYPE_CHECKING:
    from kbpivot.shell.site import Basis, Site
    from kbpivot.workspace.workspace import Workspace

__all__ = ["Follower"]

_CONFIG = "kbpivot.toml"


class Follower:
    """Keeps a workspace equal to one made anew, by looking at what may have changed.

    Attributes:
        work: the workspace as it is now, for the audience it was for to begin with.
        live: the files behind it.
    """

    def __init__(self, work: Workspace) -> None:
        """Read the vault.

        Raises:
            KbpivotError: the settings cannot be used.
            VaultNotFoundError: there is no such folder.
        """
        self._damaged = False
        self._waiting: set[str] = set()  # what changed since it was last told
        self.work = work
        self._log = work.owner.inputs.log_place
        self._settings = self._stamps()
        site = work.owner.inputs.surroundings()
        self._basis = site.basis()  # before anything of it is read
        self.live = self._read_all()
        self.work = work.renewed(self.live.vault, site=site)

    def current(self) -> Workspace:
        """Look at the whole folder and return the workspace as it is now.

        Raises:
            KbpivotError: the settings cannot be used.
            VaultNotFoundError: the folder has gone.
        """
        try:
            self.read((EVERYTHING,))
        except Exception:
            self._damaged = True  # the next look begins from scratch
            raise
        self._waiting.clear()
        return self.work

    def read(self, paths: Collection[str]) -> None:
        """Read files again, and settings and surroundings where they changed.

        Args:
            paths: vault paths; `EVERYTHING` stands for the whole folder.

        Raises:
            KbpivotError: the settings cannot be used.
            VaultNotFoundError: the folder has gone; what was known is kept.
        """
        if self._damaged:
            self.live = self._read_all()
            site = self.work.owner.inputs.surroundings()
            self._basis = site.basis()  # what changed then may have been noted, and not read
            self._renew(site=site)
            self._damaged = False
            self._waiting.update(path for path in paths if path in self.live.vault)
        stamps = self._stamps()
        own = {name for name in stamps if not name.startswith(".")} | {_CONFIG}
        files = [path for path in paths if path == EVERYTHING or not _is_setting(path, own)]
        # They are files that links can lead to as well.
        files += [one for one in own if (one in stamps) != (one in self.live.vault.files)]
        changed = set(self.live.refresh(files)) if files else set()
        settings = {
            name
            for name in stamps.keys() | self._settings.keys()
            if stamps.get(name) != self._settings.get(name)
        }
        self._settings = stamps
        site = self.work.owner.inputs.surroundings()
        basis = site.basis()
        around = _what_differs(self._basis, basis)
        self._basis = basis
        self._waiting |= changed | settings | around
        if changed or settings or around:
            self._renew(site=site if around else None)
        if _CONFIG in settings and self.work.owner.inputs.vocabulary != self.live.vocabulary:
            # Other words mean other prerequisites in every note.
            self.live = self._read_all()
            self._renew()

    def _renew(self, *, site: Site | None = None) -> None:
        """Work everything out anew, from the files as they are.

        Args:
            site: what the surroundings say now, where that is something else than before.
        """
        try:
            self.work = self.work.renewed(self.live.vault, site=site)
        except Exception:
            self._damaged = True  # the next look begins from scratch
            raise

    def _read_all(self) -> LiveVault:
        work = self.work.owner
        return LiveVault(work.root, cache=work.inputs.cached, vocabulary=work.inputs.vocabulary)

    def _stamps(self) -> dict[str, tuple[int, int]]:
        """What the folder says of the log and the settings, by vault path."""
        with suppress(ConfigError):  # told when they are read; until then the log is where it was
            self._log = self.work.owner.inputs.log_place
        places = dict(self._log.parts())
        places[_CONFIG] = self.work.owner.inputs.config_folder / _CONFIG
        found: dict[str, tuple[int, int]] = {}
        for name, place in places.items():
            try:
                about = place.stat()
            except OSError:
                continue
            found[name] = (about.st_mtime_ns, about.st_size)
        return found


def _what_differs(before: Basis, now: Basis) -> set[str]:
    """Name what in the surroundings of the notes is not as it was."""
    names = (".obsidian", "quartz.config", ".git", "mkdocs.yml")
    return {name for name, one, other in zip(names, before, now, strict=True) if one != other}


def _is_setting(path: str, own: Collection[str]) -> bool:
    """The log and the settings: they change the answer, not the vault."""
    return path.startswith(".") or path in own
