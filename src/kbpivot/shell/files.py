"""Files of a vault on disk: finding and reading them."""

from __future__ import annotations

import os
import stat
import time
from contextlib import suppress
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from kbpivot.errors import VaultNotFoundError
from kbpivot.model import Diagnostic, Span
from kbpivot.shell.regular_file import read_regular, regular_target
from kbpivot.vault import conflict_copies, copy_remarks, is_note_path, vault_path

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "FoundFile",
    "Listing",
    "TextFile",
    "decoded",
    "list_files",
    "note_paths",
    "read_text",
]


_Severity = Literal["error", "warning", "info"]


class FoundFile(NamedTuple):
    """A note or canvas as the folder lists it.

    Attributes:
        path: vault path (NFC, `/`).
        disk: the path to open.
        size: bytes.
        mtime_ns: time of the last change of its content, nanoseconds since 1970.
        ctime_ns: time of the last change of anything about it (Windows: when it was made).
    """

    path: str
    disk: str
    size: int
    mtime_ns: int
    ctime_ns: int


class Listing(NamedTuple):
    """What a vault's folder holds, each in order of vault path; hidden names left out.

    Attributes:
        notes: Markdown files.
        canvases: canvas files.
        others: vault paths of all other files, among them notes a cloud drive has not fetched.
        diagnostics: what could not be read or was passed over.
        listed_ns: when the folder was looked at, nanoseconds since 1970.
        hidden: vault paths of the files and folders that a dot hides, which nothing reads.
        outside: vault paths of files that lie elsewhere, where a symbolic link leads.
        copies: vault paths of the copies that a synchroniser made of notes and canvases, each with
            that of its original; they stand among the others.
    """

    notes: tuple[FoundFile, ...]
    canvases: tuple[FoundFile, ...]
    others: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    listed_ns: int = 0
    hidden: tuple[str, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    outside: frozenset[str] = frozenset()


class TextFile(NamedTuple):
    """A file's text and the exact bytes it came from, so that a change can be noticed."""

    disk: Path
    text: str
    data: bytes


def list_files(root: str | os.PathLike[str]) -> Listing:
    """List the files of a vault.

    A symbolic link is followed when its target and every other tree that is read share
    nothing, as in Obsidian; links into the vault, to a folder above it and in circles are
    passed over. A folder or file that cannot be read is reported and the rest is read.

    Raises:
        VaultNotFoundError: `root` is no folder.
    """
    top = os.fspath(root)
    if not Path(top).is_dir():
        raise VaultNotFoundError(top)
    walk = _Walk(top)
    listed_ns = time.time_ns()
    walk.run()
    return walk.listing(listed_ns)


def note_paths(root: str | os.PathLike[str]) -> tuple[str, ...]:
    """Return the paths of a vault's notes, sorted, without looking at any file.

    The same as the notes of `list_files`, in less than half the time.

    Raises:
        VaultNotFoundError: `root` is no folder.
    """
    top = os.fspath(root)
    found: set[str] = set()
    pending = [(top, "")]
    while pending:
        folder, prefix = pending.pop()
        with suppress(OSError), os.scandir(folder) as listed:
            for entry in listed:
                name = entry.name
                if name.startswith("."):
                    continue
                if entry.is_symlink() or not (name.isascii() or _is_text(name)):
                    # What is followed, and what is no text, takes the longer way.
                    return tuple(file.path for file in list_files(top).notes)
                path = prefix + name
                if not name.isascii() or "\\" in name:
                    path = vault_path(path)
                if entry.is_dir(follow_symlinks=False):
                    pending.append((entry.path, f"{path}/"))
                elif is_note_path(name) and entry.is_file(follow_symlinks=False):
                    found.add(path)
    if not found and not Path(top).is_dir():
        raise VaultNotFoundError(top)
    return tuple(sorted(found.difference(conflict_copies(found, _reader(top)))))


def _reader(top: str) -> Callable[[str], str]:
    """Read a file by its vault path, where that is its path on disk too; else it is empty."""

    def text(path: str) -> str:
        try:
            return decoded(read_regular(Path(top, path)), path=path)[0]
        except OSError:
            return ""

    return text


class _Walk:
    """One walk through a vault's folders."""

    def __init__(self, top: str) -> None:
        self._top = top
        self._trees = [os.path.realpath(top)]
        self._single: set[str] = set()
        self._files: dict[str, FoundFile] = {}
        self._others: dict[str, str] = {}
        self._hidden: list[str] = []
        self._outside: set[str] = set()
        self._linked = False
        self._diagnostics: list[Diagnostic] = []
        # Each folder with what stands before the names in it, and whether a link leads there.
        self._pending: list[tuple[str, str, bool]] = [(top, "", False)]

    def run(self) -> None:
        pending = self._pending
        while pending:
            folder, prefix, linked = pending.pop()
            self._linked = linked
            try:
                with os.scandir(folder) as listed:
                    entries = sorted(listed, key=attrgetter("name"))
            except OSError as error:
                self._report("unreadable", "error", prefix.rstrip("/"), _cannot("folder", error))
                continue
            for entry in entries:
                if entry.name.startswith("."):
                    self._placeholder(prefix, entry.name)
                    self._hidden.append(prefix + entry.name)
                    continue
                try:
                    if not self._add_note(prefix, entry):
                        self._add(prefix, entry)
                except OSError as error:
                    self._report("unreadable", "error", prefix + entry.name, _cannot("file", error))

    def _add_note(self, prefix: str, entry: os.DirEntry[str]) -> bool:
        """Add what almost every entry is, a plain note, in few steps; False for anything else."""
        name = entry.name
        if not name.endswith(".md") or len(name) < 4 or not name.isascii() or "\\" in name:
            return False
        if not entry.is_file(follow_symlinks=False) or (path := prefix + name) in self._files:
            return False
        found = entry.stat(follow_symlinks=False)
        self._files[path] = FoundFile(
            path, entry.path, found.st_size, found.st_mtime_ns, found.st_ctime_ns
        )
        if self._linked:
            self._outside.add(path)
        return True

    def _add(self, prefix: str, entry: os.DirEntry[str]) -> None:
        name = entry.name
        path = prefix + name
        if not name.isascii() or "\\" in name:
            path = self._spelled(prefix, name)
        if entry.is_symlink():
            self._add_link(path, entry)
        elif entry.is_dir(follow_symlinks=False):
            self._pending.append((entry.path, f"{path}/", self._linked))
        elif is_note_path(name) or name[-7:].lower() == ".canvas":
            found = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(found.st_mode):
                self._keep(path, entry.path, found)
        elif entry.is_file(follow_symlinks=False):
            self._others.setdefault(path, entry.path)
            if self._linked:
                self._outside.add(path)

    def _add_link(self, path: str, entry: os.DirEntry[str]) -> None:
        target = os.path.realpath(entry.path)
        try:
            found = Path(target).stat()
        except OSError:
            hint = "Remove the link, or put back what it points at."
            self._report("symlink", "info", path, "This symbolic link leads nowhere.", hint)
            return
        folder = stat.S_ISDIR(found.st_mode)
        if not folder and regular_target(target) is None:
            text = "This symbolic link is not followed: it leads to no regular file."
            self._report("symlink", "info", path, text)
            return
        if any(_overlap(target, tree) for tree in self._trees) or (
            any(file.startswith(_inside(target)) for file in self._single)
            if folder
            else target in self._single
        ):
            text = "This symbolic link is not followed: what it leads to is read elsewhere."
            self._report("symlink", "info", path, text)
        elif folder:
            self._trees.append(target)
            self._pending.append((entry.path, f"{path}/", True))
        else:
            self._single.add(target)
            self._outside.add(path)
            if is_note_path(entry.name) or entry.name[-7:].lower() == ".canvas":
                self._keep(path, entry.path, found)
            else:
                self._others.setdefault(path, entry.path)

    def _keep(self, path: str, disk: str, about: os.stat_result) -> None:
        if self._linked:
            self._outside.add(path)
        file = FoundFile(path, disk, about.st_size, about.st_mtime_ns, about.st_ctime_ns)
        other = self._files.setdefault(file.path, file)
        if other is file:
            return
        # Two names on disk that Obsidian spells alike: the one already spelled so is the note.
        exact = file.disk.endswith(file.path.rpartition("/")[2])
        if exact:
            self._files[file.path] = file
        left = Path((other if exact else file).disk).name
        self._report(
            "name-collision",
            "warning",
            file.path,
            f"Two files are spelled alike; {left!a} is not read.",
            "Rename one of them.",
        )

    def _spelled(self, prefix: str, name: str) -> str:
        try:
            name.encode()
        except UnicodeEncodeError:
            name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            text = "The name of this file is not valid UTF-8."
            self._report("bad-file-name", "warning", prefix + name, text, "Rename the file.")
        return vault_path(prefix + name)

    def _placeholder(self, prefix: str, name: str) -> None:
        """`.Note.md.icloud` stands for a note that iCloud has not fetched."""
        if name.endswith(".icloud") and len(name) > 8:
            path = vault_path(prefix + name[1:-7])
            self._others.setdefault(path, "")
            text = "iCloud has not fetched this file, so it could not be read."
            hint = "Open its folder in Finder and download it."
            self._report("not-downloaded", "warning", path, text, hint)

    def _report(self, code: str, severity: _Severity, path: str, text: str, hint: str = "") -> None:
        self._diagnostics.append(Diagnostic(code, severity, path, None, text, hint))

    def listing(self, listed_ns: int) -> Listing:
        notes: list[FoundFile] = []
        canvases: list[FoundFile] = []
        copies = conflict_copies(self._files, self._text)
        self._diagnostics += copy_remarks(copies, self._files)
        for path in copies:
            self._others[path] = self._files.pop(path).disk
        for path in sorted(self._files):
            (notes if is_note_path(path) else canvases).append(self._files[path])
        self._diagnostics.sort(key=lambda d: (d.path, d.code))
        others = tuple(sorted(path for path in self._others if path not in self._files))
        hidden = tuple(sorted(self._hidden))
        said = tuple(self._diagnostics)
        made = tuple(copies.items())
        outside = frozenset(self._outside)
        return Listing(
            tuple(notes), tuple(canvases), others, said, listed_ns, hidden, made, outside
        )

    def _text(self, path: str) -> str:
        try:
            return decoded(read_regular(self._files[path].disk), path=path)[0]
        except OSError:
            return ""


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _overlap(one: str, other: str) -> bool:
    return one == other or one.startswith(_inside(other)) or other.startswith(_inside(one))


def _inside(folder: str) -> str:
    return folder if folder.endswith(os.sep) else folder + os.sep


def _cannot(what: str, error: OSError) -> str:
    return f"This {what} could not be read: {error.strerror or error}."


def decoded(data: bytes, *, path: str) -> tuple[str, Diagnostic | None]:
    """Decode a file's bytes as UTF-8, newlines and a BOM as they are.

    A BOM stays as U+FEFF, so that offsets in the text are those of the file. Bytes that are
    no UTF-8 become U+FFFD, and a diagnostic says where the first one is.
    """
    try:
        return data.decode(), None
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        text = data.decode("utf-8", "replace")
        lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        span = Span(len(before), len(before) + 1, len(lines), len(lines[-1]) + 1)
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        return text, Diagnostic(
            "bad-encoding",
            "warning",
            path,
            span,
            "This file is UTF-16, not UTF-8." if wide else "This file is not valid UTF-8.",
            "Save the file as UTF-8.",
        )


def read_text(disk: str | os.PathLike[str]) -> TextFile:
    """Read a file exactly: no newline is translated, a BOM stays.

    Raises:
        OSError: it cannot be read.
    """
    data = read_regular(disk)
    return TextFile(Path(disk), decoded(data, path="")[0], data)
