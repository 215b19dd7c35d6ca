"""What a workspace reads: the notes, the settings, and the site around them."""

from __future__ import annotations

import hashlib
import os
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from kbpivot.shell.site import Site, site_of, vault_root
from kbpivot.wording import counted
from kbpivot.workspace.steps import step

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kbpivot.notes.vocabulary import Vocabulary
    from kbpivot.shell.config import Config
    from kbpivot.shell.files import Listing
    from kbpivot.shell.log_place import LogPlace
    from kbpivot.vault import Vault

__all__ = ["Inputs"]


class Inputs:
    """A vault as it lies on disk: its notes, its settings, and what surrounds it.

    Each part is read when first asked for. Nothing is written but the parse cache in the user's
    cache folder.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        cache: bool = True,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Find the vault; nothing is read yet.

        Args:
            path: the vault's folder; without it `$KBPIVOT_VAULT`, else the nearest folder
                upward with `.obsidian`, `.kbpivot` or `kbpivot.toml`, else this one. The
                folder of a Quartz site means its `content` folder.
            cache: use and keep what was parsed before.
            progress: called now and then with the number of files parsed and to be parsed.

        Raises:
            VaultNotFoundError: there is no such folder.
        """
        self._root = vault_root(path, environment=os.environ.get("KBPIVOT_VAULT"))
        self._cache = cache
        self._progress = progress

    def renewed(self, vault: Vault, *, site: Site | None = None) -> Inputs:
        """Return the inputs with these notes; settings are read again.

        Args:
            vault: the notes as they are now.
            site: facts to take in place of those known.
        """
        other = copy(self)
        kept = {name: value for name, value in vars(self).items() if name.startswith("_")}
        other.__dict__ = kept | {"vault": vault, "site": self.site if site is None else site}
        return other

    @property
    def site_folder(self) -> Path | None:
        """The folder of the Quartz site around the vault, None where there is none."""
        return self.site.quartz.folder

    def surroundings(self) -> Site:
        """Return what Obsidian's settings, a site generator and git say now."""
        return Site(self._root._replace(site=site_of(self._root.path)))

    @property
    def cached(self) -> bool:
        """Whether what was parsed is kept outside the vault."""
        return self._cache

    @property
    def root(self) -> Path:
        """The vault's folder."""
        return self._root.path

    @property
    def root_reason(self) -> str:
        """Why it is that folder, as the end of a sentence."""
        return self._root.reason

    @cached_property
    def config(self) -> Config:
        """The settings in `kbpivot.toml`; for a Quartz site the file may lie beside `content`."""
        from kbpivot.shell.config import read_config

        return read_config(self.config_folder)

    @property
    def config_folder(self) -> Path:
        """The folder in which `kbpivot.toml` is, or would be read from."""
        from kbpivot.shell.config import CONFIG_NAME

        site = self.site_folder
        if site is not None and not (self.root / CONFIG_NAME).exists():
            return site
        return self.root

    @property
    def log_place(self) -> LogPlace:
        """Where the person's log is."""
        from kbpivot.shell.log_place import set_place

        return set_place(self.root, self.config)

    @cached_property
    def site(self) -> Site:
        """What Obsidian's settings, a site generator and git say about the vault."""
        return Site(self._root)

    @cached_property
    def in_obsidian(self) -> bool:
        """Whether Obsidian has opened the folder, or one above it, as a vault."""
        return any((folder / ".obsidian").is_dir() for folder in (self.root, *self.root.parents))

    @cached_property
    def vocabulary(self) -> Vocabulary | None:
        """The words of the notes, None when the settings add none: then no parser is loaded."""
        own = self.config.properties
        if not (own.prerequisites or own.optional or own.unlocks or own.hours or own.minutes):
            return None
        from kbpivot.notes.vocabulary import DEFAULT

        return msgspec.structs.replace(
            DEFAULT,
            prerequisites=(*DEFAULT.prerequisites, *own.prerequisites),
            optional=(*DEFAULT.optional, *own.optional),
            unlocks=(*DEFAULT.unlocks, *own.unlocks),
            hours_keys=(*DEFAULT.hours_keys, *own.hours),
            minutes_keys=(*DEFAULT.minutes_keys, *own.minutes),
        )

    @cached_property
    @step(lambda vault: f"read {counted(len(vault), 'note')}")
    def vault(self) -> Vault:
        """The notes and the links between them."""
        from kbpivot.shell.read import read_vault

        return read_vault(
            self.root,
            cache=self._cache,
            vocabulary=self.vocabulary,
            listing=vars(self).get("listing"),
            progress=self._progress,
        )

    @cached_property
    @step("list the files")
    def listing(self) -> Listing:
        """The files in the vault's folder."""
        from kbpivot.shell.files import list_files

        return list_files(self.root)

    @cached_property
    @step(lambda vault: f"read links and names of {counted(len(vault), 'note')}")
    def linked(self) -> Vault:
        """The vault as far as links and names go; quicker than `vault` when files are new.

        Of a note not read before it holds no more than properties and links.
        """
        from kbpivot.shell.read import read_vault

        if "vault" in vars(self):
            return self.vault
        return read_vault(
            self.root,
            cache=self._cache,
            vocabulary=self.vocabulary,
            whole=False,
            listing=self.listing,
            progress=self._progress,
        )

    def note_names(self) -> tuple[str, ...]:
        """Return what to call each note: its name, or its path where another one shares it.

        Only folders are listed; no note is read.
        """
        if "vault" in self.__dict__:
            paths = self.vault.paths
        else:
            from kbpivot.shell.files import note_paths

            paths = note_paths(self.root)
        names = [path.rpartition("/")[2][:-3] for path in paths]
        seen: dict[str, int] = {}
        for name in names:
            seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
        return tuple(
            sorted(
                name if seen[name.casefold()] == 1 else path
                for name, path in zip(names, paths, strict=True)
            )
        )

    def note_hash(self, node: str) -> str | None:
        """Return a fingerprint of a note's text, by which it is found again when it moves."""
        if node not in self.vault:
            return None
        text = self.vault.text(node).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, digest_size=8).hexdigest()
