"""A vault on disk that is read again in part, and always equals one read from scratch."""

from __future__ import annotations

import os
import stat
import time
from typing import TYPE_CHECKING

import msgspec

from kbpivot.errors import VaultNotFoundError
from kbpivot.live.debounce import EVERYTHING
from kbpivot.model import Diagnostic, Note
from kbpivot.notes import parse_note
from kbpivot.shell.cache import CachedCanvas, CachedNote, is_fresh, load
from kbpivot.shell.files import FoundFile, Listing, list_files
from kbpivot.shell.parse_files import parse_files
from kbpivot.shell.read import TextsOnDisk
from kbpivot.vault import Vault, is_note_path, paired_by_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from kbpivot.notes.vocabulary import Vocabulary

__all__ = ["LiveVault"]

_RACY_NS = 2_000_000_000  # a file this young may change again without a new stamp
_MOST_PATCHES = 1000  # then the vault is made anew, so that what it remembers stays small


class LiveVault:
    """The files of a vault as last seen; `refresh` looks at some of them again.

    Attributes:
        vault: the vault as it is now.
        vocabulary: the words that notes are parsed with, None for the usual ones.
    """

    def __init__(
        self,
        root: str | os.PathLike[str],
        *,
        cache: bool = True,
        vocabulary: Vocabulary | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Read the vault once.

        Raises:
            VaultNotFoundError: there is no such folder.
        """
        self.root = os.fspath(root)
        self.vocabulary = vocabulary
        self._entries: dict[str, CachedNote | CachedCanvas] = {}
        self._unread: dict[str, Diagnostic] = {}
        self._young: set[str] = set()
        self._patches = 0
        self._list()
        words = "" if vocabulary is None else repr(vocabulary)
        kept = load(self.root, words=words) if cache else {}
        changed = []
        for file in self._files.values():
            entry = kept.get(file.path)
            if entry is not None and is_fresh(entry, file):
                # Decoded now, and without the bytes of the whole cache behind it.
                try:
                    self._entries[file.path] = _stamped(entry, entry)
                except (msgspec.MsgspecError, ValueError, RecursionError):
                    changed.append(file)  # the row is damaged
            else:
                changed.append(file)
        self._parse(changed, progress=progress)
        self.vault = self._made()

    def refresh(self, paths: Collection[str] = (EVERYTHING,)) -> frozenset[str]:
        """Look at paths again and return those whose content, or existence, changed.

        Args:
            paths: vault paths; `EVERYTHING` stands for the whole folder.

        Raises:
            VaultNotFoundError: the folder has gone; what was known is kept.
        """
        touched = self._look(paths)
        before = None
        if touched is None:
            before = (frozenset(self._files), self._listing.others, self._listing.diagnostics)
            self._list()
            for path in [path for path in self._entries if path not in self._files]:
                del self._entries[path]
            for path in [path for path in self._unread if path not in self._files]:
                del self._unread[path]
            touched = [
                file
                for path, file in self._files.items()
                if path in self._young
                or (entry := self._entries.get(path)) is None
                or not is_fresh(entry, file)
            ]
        changed, old = self._parse(touched)
        if before is not None:
            files, others, diagnostics = before
            apart = files.symmetric_difference(self._files)
            apart |= set(others).symmetric_difference(self._listing.others)
            if apart or diagnostics != self._listing.diagnostics:
                old = None
            changed |= apart
        if old is not None and self._patches < _MOST_PATCHES:
            if old:
                self._patches += 1
                self.vault = self.vault.with_notes(self._note(path) for path in old)
        else:
            self._patches = 0
            self.vault = self._made()
        return frozenset(changed)

    def _list(self) -> None:
        self._listing: Listing = list_files(self.root)
        self._files = {file.path: file for file in self._listing.notes}
        self._files.update((file.path, file) for file in self._listing.canvases)
        self._pairs = paired_by_name((*self._files, *dict(self._listing.copies)))

    def _look(self, paths: Collection[str]) -> list[FoundFile] | None:
        """The known files among the paths, or None when the folder must be listed.

        That is so for anything new, gone, or no plain file: a name that appears or vanishes may
        change where every link leads. A file that was named is read again whatever its stamp
        says: two saves may share one.
        """
        if not os.path.isdir(self.root):  # noqa: PTH112
            raise VaultNotFoundError(self.root)
        found: list[FoundFile] = []
        for path in paths:
            file = self._files.get(path)
            if file is None or path in self._pairs:
                return None  # also where it may now be a copy of another file, or none any more
            try:
                about = os.lstat(file.disk)
            except OSError:
                return None
            if not stat.S_ISREG(about.st_mode):
                return None
            fresh = file._replace(
                size=about.st_size, mtime_ns=about.st_mtime_ns, ctime_ns=about.st_ctime_ns
            )
            found.append(fresh)
        return found

    def _parse(
        self,
        files: Collection[FoundFile],
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> tuple[set[str], dict[str, Note] | None]:
        """Read files.

        Returns:
            The paths whose content changed, and the notes among them as they were; None instead
            when more than the content of notes changed.
        """
        changed: set[str] = set()
        old: dict[str, Note] = {}
        plain = True
        now = time.time_ns()
        asked = {file.path: file for file in files}
        for done in parse_files(list(files), vocabulary=self.vocabulary, progress=progress):
            if isinstance(done, Diagnostic):
                path = done.path
                asked.pop(path, None)
                if self._unread.get(path) != done:
                    changed.add(path)
                    plain = False
                self._unread[path] = done
                self._entries.pop(path, None)
                self._young.discard(path)
                continue
            path = done.parsed.path
            file = asked.pop(path)
            self._files[path] = file
            young = now - max(file.mtime_ns, file.ctime_ns) < _RACY_NS
            (self._young.add if young else self._young.discard)(path)
            entry = self._entries.get(path)
            if self._unread.pop(path, None) is not None or entry is None:
                plain = False
                changed.add(path)
            elif entry.parsed == done.parsed:
                # Saved without a change, or with one that says nothing new: the same record
                # stays, with the new stamp.
                plain = plain and entry.encoding == done.encoding
                self._entries[path] = _stamped(done, entry)
                continue
            else:
                changed.add(path)
                if (
                    isinstance(entry, CachedNote)
                    and isinstance(done, CachedNote)
                    and entry.encoding == done.encoding
                ):
                    old[path] = entry.parsed
                else:
                    plain = False
            self._entries[path] = done
        for path in asked:  # gone between the listing and the reading: the next look tells
            self._young.discard(path)
            plain = False
        return changed, old if plain else None

    def _note(self, path: str) -> Note:
        entry = self._entries[path]
        assert isinstance(entry, CachedNote)
        return entry.parsed

    def _made(self) -> Vault:
        listing: Listing = self._listing
        notes = {p: e.parsed for p, e in self._entries.items() if isinstance(e, CachedNote)}
        notes.update((p, parse_note(p, "")) for p in self._unread if is_note_path(p))
        disk = {path: file.disk for path, file in self._files.items()}
        encoding = (e.encoding for e in self._entries.values() if e.encoding is not None)

        return Vault(
            notes,
            files=(*listing.others, *(p for p in self._unread if not is_note_path(p))),
            canvases=[e.parsed for e in self._entries.values() if isinstance(e, CachedCanvas)],
            text=TextsOnDisk(disk),
            diagnostics=(*listing.diagnostics, *self._unread.values(), *encoding),
            copies=dict(listing.copies),
            outside=listing.outside,
        )


def _stamped(
    new: CachedNote | CachedCanvas, old: CachedNote | CachedCanvas
) -> CachedNote | CachedCanvas:
    stamp = (new.size, new.mtime_ns, new.ctime_ns)
    if isinstance(old, CachedNote):
        return CachedNote(*stamp, old.parsed, new.encoding)
    return CachedCanvas(*stamp, old.parsed, new.encoding)
