"""What a workspace reads: the notes, the settings, the site around them, the person's record."""

from __future__ import annotations

import hashlib
import os
from copy import copy
from datetime import datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

import msgspec

from kbpivot.shell.site import Site, vault_root

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kbpivot.notes.vocabulary import Vocabulary
    from kbpivot.shell.answer_cache import KeptAnswers
    from kbpivot.shell.config import Config
    from kbpivot.shell.files import Listing
    from kbpivot.shell.log import Event, Log
    from kbpivot.study.moved_notes import Rename
    from kbpivot.vault import Vault

__all__ = ["Material"]


class Material:
    """A vault as it lies on disk, with what the person and Obsidian say beside it.

    Each part is read when first asked for. Nothing is written, but the parse cache in the user's
    cache folder and, when asked, the record.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        cache: bool = True,
        guess: bool = True,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Find the vault; nothing is read yet.

        Args:
            path: the vault's folder; without it `$KBPIVOT_VAULT`, else the nearest folder
                upward with `.obsidian`, `.kbpivot` or `kbpivot.toml`, else this one. The
                folder of a Quartz site means its `content` folder.
            cache: use and keep what was parsed before.
            guess: let guesses order what little or nothing is stated about.
            progress: called now and then with the number of files parsed and to be parsed.

        Raises:
            VaultNotFoundError: there is no such folder.
        """
        self._root = vault_root(path, environment=os.environ.get("KBPIVOT_VAULT"))
        self._cache = cache
        self._guess = guess
        self._progress = progress

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.root)!r})"

    def renewed(
        self,
        vault: Vault,
        *,
        site: Site | None = None,
        known: Mapping[str, object] = MappingProxyType({}),
    ) -> Self:
        """Return a workspace on the same folder with its notes as they are now.

        Settings and record are read again; what site and git say is kept.

        Args:
            vault: the notes.
            site: facts to take in place of those kept.
            known: other parts that are known already, by name.
        """
        other = copy(self)
        worked_out = {
            name
            for kind in type(self).__mro__
            for name, value in vars(kind).items()
            if isinstance(value, cached_property)
        }
        kept = {name: value for name, value in vars(self).items() if name not in worked_out}
        kept |= {"vault": vault, "site": self.site if site is None else site, **known}
        other.__dict__ = kept
        return other

    def surroundings(self) -> Site:
        """Return what Obsidian's settings, a site generator and git say now."""
        return Site(self._root)

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

        site = self._root.site
        if site is not None and not (self.root / CONFIG_NAME).exists():
            return site
        return self.root

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
    def listing(self) -> Listing:
        """The files in the vault's folder."""
        from kbpivot.shell.files import list_files

        return list_files(self.root)

    @cached_property
    def kept_answers(self) -> KeptAnswers | None:
        """Answers given before that still hold; None where that is not sure."""
        from kbpivot.shell.answer_cache import KeptAnswers, fingerprint

        if not self._cache:
            return None
        site = self.site
        basis = fingerprint(
            self.root,
            self.listing,
            beside=(
                *(self._root.site, self._guess),
                *(site.template_folder, site.daily_folder, site.excluded),
            ),
        )
        return None if basis is None else KeptAnswers(self.root, basis)

    def is_keepable(self, now: datetime) -> bool:
        """Tell whether answers rest on nothing but the files, the record as it is, and the day.

        Args:
            now: the time; of an event yet to come nothing is known before.
        """
        from kbpivot.study import lost_notes

        return (
            not any(one.severity == "error" for one in self.vault.reading)
            and not self.log.diagnostics
            and all(event.when <= now for event in self.log)
            and not lost_notes(self.log, paths=self.vault.paths)
        )

    @cached_property
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

    @cached_property
    def log(self) -> Log:
        """The person's own record."""
        from kbpivot.shell.log import read_log

        return read_log(self.root)

    @cached_property
    def moves(self) -> tuple[Rename, ...]:
        """Where notes went that the record still has under another path."""
        from kbpivot.study import effective_events, lost_notes, renames

        lost = lost_notes(self.log, paths=self.vault.paths)
        if not lost:
            return ()
        # Notes are read and git is asked only when something is looked for.
        hashes = (
            {path: self.note_hash(path) for path in self.vault.paths} if any(lost.values()) else {}
        )
        first = min(event.day for event in effective_events(self.log) if event.note in lost)
        return renames(
            self.log,
            paths=self.vault.paths,
            hashes={path: value for path, value in hashes.items() if value is not None},
            git=self.site.moves_since(first),
        )

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The events of the record that count, each under the path its note has today."""
        from kbpivot.study import followed

        return followed(self.log, self.moves)

    def append(self, *events: Event, follow: bool = True) -> tuple[Event, ...]:
        """Add events to the person's record; what follows from it is worked out anew.

        Args:
            events: the events, oldest first.
            follow: also record, before them, the moves of notes that the record lacks.

        Returns:
            What was added.

        Raises:
            LogError: the record cannot be written; it is as it was before.
        """
        from kbpivot.shell.log import append, new_event

        moved: list[Event] = []
        if follow and events and self.moves:
            # After all that the record has, and before what is added now, so that `undo`
            # takes that back first.
            last = max(event.when for event in self.log)
            at = min(event.when for event in events) - timedelta(milliseconds=1)
            moved = [
                new_event(
                    "renamed",
                    move.note,
                    to=move.to,
                    at=at if at > last else datetime.now().astimezone(),
                    hash=self.note_hash(move.to),
                )
                for move in self.moves
            ]
        append(self.root, *moved, *events)
        for name in ("log", "moves", "events"):
            self.__dict__.pop(name, None)
        return (*moved, *events)
