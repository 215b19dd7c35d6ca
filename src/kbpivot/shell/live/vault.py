"""A vault on disk that is read again in part, and always equals one read from scratch."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from kbpivot.errors import VaultNotFoundError
from kbpivot.model import Diagnostic
from kbpivot.notes import parse_note
from kbpivot.shell.cache import CachedCanvas, CachedNote, is_fresh, load
from kbpivot.shell.files import FoundFile, Listing, decoded, list_files
from kbpivot.shell.live.settling import EVERYTHING
from kbpivot.shell.parse import parse_files
from kbpivot.vault import Vault, is_note_path

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from kbpivot.notes.vocabulary import Vocabulary

__all__ = ["LiveVault"]


class LiveVault:
    """The files of a vault as last seen; `refresh` looks at some of them again."""

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
        self._vocabulary = vocabulary
        self._listing = list_files(self.root)
        words = "" if vocabulary is None else repr(vocabulary)
        self._entries: dict[str, CachedNote | CachedCanvas] = {}
        self._unread: dict[str, Diagnostic] = {}
        kept = load(self.root, words=words) if cache else {}
        changed = []
        for file in (*self._listing.notes, *self._listing.canvases):
            entry = kept.get(file.path)
            if entry is not None and is_fresh(entry, file):
                self._entries[file.path] = entry
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
        before = self._stamps()
        touched = self._look(paths)
        if touched is None:
            self._listing = list_files(self.root)
            known = {file.path for file in (*self._listing.notes, *self._listing.canvases)}
            for path in [path for path in self._entries if path not in known]:
                del self._entries[path]
            for path in [path for path in self._unread if path not in known]:
                del self._unread[path]
            touched = [
                file
                for file in (*self._listing.notes, *self._listing.canvases)
                if (entry := self._entries.get(file.path)) is None or not is_fresh(entry, file)
            ]
        self._parse(touched)
        after = self._stamps()
        changed = frozenset(
            path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
        )
        if changed:
            self.vault = self._made()
        return changed

    def _stamps(self) -> dict[str, object]:
        """What each file says, by path: equal objects mean that nothing changed."""
        stamps: dict[str, object] = {path: id(e.parsed) for path, e in self._entries.items()}
        stamps.update(dict.fromkeys(self._listing.others, 0))
        stamps.update((path, trouble.message) for path, trouble in self._unread.items())
        return stamps

    def _look(self, paths: Collection[str]) -> list[FoundFile] | None:
        """The known files among the paths that changed, or None when the folder must be listed.

        That is so for anything new, gone, or no plain file: a name that appears or vanishes may
        change where every link leads.
        """
        if not os.path.isdir(self.root):  # noqa: PTH112
            raise VaultNotFoundError(self.root)
        known = {file.path: file for file in (*self._listing.notes, *self._listing.canvases)}
        found: list[FoundFile] = []
        for path in paths:
            file = known.get(path)
            if file is None:
                return None
            try:
                about = os.lstat(file.disk)
            except OSError:
                return None
            if not stat.S_ISREG(about.st_mode):
                return None
            fresh = file._replace(
                size=about.st_size, mtime_ns=about.st_mtime_ns, ctime_ns=about.st_ctime_ns
            )
            entry = self._entries.get(path)
            if entry is None or not is_fresh(entry, fresh):
                found.append(fresh)
        return found

    def _parse(
        self,
        files: Collection[FoundFile],
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        asked = {file.path for file in files}
        for done in parse_files(list(files), vocabulary=self._vocabulary, progress=progress):
            if isinstance(done, Diagnostic):
                self._unread[done.path] = done
                self._entries.pop(done.path, None)
                continue
            path = done.parsed.path
            asked.discard(path)
            self._unread.pop(path, None)
            old = self._entries.get(path)
            # Saved without a change, or with one that says nothing new: the same record stays,
            # with the new stamp.
            same = old is not None and old.parsed == done.parsed
            self._entries[path] = _stamped(done, old) if same and old is not None else done

    def _made(self) -> Vault:
        listing: Listing = self._listing
        notes = {p: e.parsed for p, e in self._entries.items() if isinstance(e, CachedNote)}
        notes.update((p, parse_note(p, "")) for p in self._unread if is_note_path(p))
        disk = {file.path: file.disk for file in (*listing.notes, *listing.canvases)}
        encoding = (e.encoding for e in self._entries.values() if e.encoding is not None)

        def text(path: str) -> str:
            with open(disk[path], "rb") as handle:  # noqa: PTH123
                return decoded(handle.read(), path=path)[0]

        return Vault(
            notes,
            files=(*listing.others, *(p for p in self._unread if not is_note_path(p))),
            canvases=[e.parsed for e in self._entries.values() if isinstance(e, CachedCanvas)],
            text=text,
            diagnostics=(*listing.diagnostics, *self._unread.values(), *encoding),
        )


def _stamped(
    new: CachedNote | CachedCanvas, old: CachedNote | CachedCanvas
) -> CachedNote | CachedCanvas:
    stamp = (new.size, new.mtime_ns, new.ctime_ns)
    if isinstance(old, CachedNote):
        return CachedNote(*stamp, old.parsed, new.encoding)
    return CachedCanvas(*stamp, old.parsed, new.encoding)
