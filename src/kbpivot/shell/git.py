"""What git knows about a vault, asked so that nothing a repository brings can run or fetch.

A repository is part of what a stranger may hand over, and much of what its configuration says
is the name of a program. So git never sees it: each question is put to a folder of our own,
which holds a configuration of ours, a copy of the index and of the name of the last commit, and
which only borrows the repository's objects. There are no hooks, no attributes, no remotes to
fetch a missing object from, and nothing of the person's own configuration either.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from kbpivot.shell.git_history import DAYS, MOVES, STAGED_MOVES, days_of_change, moves_of
from kbpivot.shell.programs import find_program, safe_path
from kbpivot.shell.regular_file import file_stamp, read_regular
from kbpivot.vault import vault_path

__all__ = ["Git"]

_PATIENCE = 20.0  # seconds for one answer
_SMALL = 1024 * 1024  # bytes of a file that names something
_LARGE = 256 * 1024 * 1024  # bytes of an index, or of packed references
_HASH = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_REFERENCE = re.compile(r"refs/[^\0-\x20\x7f~^:?*\[\\]+")
_SHALLOW = re.compile(r"(?:(?:[0-9a-f]{40}|[0-9a-f]{64})\n)*")
_CONFIG = """[core]
\trepositoryformatversion = {version}
\tbare = true
\tfsmonitor = false
\tquotepath = false
[protocol]
\tallow = never
"""
_SHA256 = "[extensions]\n\tobjectformat = sha256\n"
_SYSTEM = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "TMPDIR", "TEMP", "TMP")


class _Places(NamedTuple):
    """Where a repository keeps its parts.

    Attributes:
        top: the folder that holds `.git`.
        own: what belongs to this checkout: `HEAD` and the index.
        common: what all checkouts share: objects, references and configuration.
    """

    top: Path
    own: Path
    common: Path


class Git:
    """The repository a folder lies in; each fact is read when asked for.

    Nothing here fails: what cannot be read is None or empty, and `is_unread` tells of it.
    """

    def __init__(self, root: Path) -> None:
        self._root = Path(os.path.realpath(root))
        self._given_up = False

    def __repr__(self) -> str:
        return f"Git({str(self._root)!r})"

    def basis(self) -> object:
        """Return what the facts rest on, as it is now; they hold as long as it is equal."""
        places = _places(self._root)
        if places is None:
            return None
        files = (places.own / "HEAD", places.own / "index", places.common / "config")
        return places, _commit(places), tuple(map(file_stamp, files))

    @cached_property
    def is_used(self) -> bool:
        """Tell whether the folder lies in a git repository."""
        return self._places is not None

    @cached_property
    def is_unread(self) -> bool:
        """Tell whether there is a repository of which cannot be told what it tracks."""
        return self.is_used and self.tracked is None

    @cached_property
    def has_remote(self) -> bool:
        """Tell whether the repository is pushed somewhere, or may be, as far as can be told."""
        import tempfile

        if self._places is None:
            return False
        with suppress(OSError):
            if any((self._places.common / "remotes").iterdir()):
                return True
        try:
            data = read_regular(self._places.common / "config", most=_SMALL)
        except OSError:
            return True
        with tempfile.TemporaryDirectory(prefix="kbpivot-git-") as folder:
            copy = Path(folder, "configuration")
            copy.write_bytes(data)
            words = ("config", "--file", str(copy), "--no-includes", "--null", "--name-only")
            answer = self._ask(*words, "--list")
        if answer is None:
            return True
        return any(name.startswith(b"remote.") for name in answer.split(b"\0"))

    @cached_property
    def tracked(self) -> frozenset[str] | None:
        """Vault paths of all files that git tracks; None where that cannot be told."""
        if self._places is None:
            return None
        if not os.path.lexists(self._places.own / "index"):
            return frozenset()
        listed = self._ask("ls-files", "-z", "--", *((self._prefix,) if self._prefix else ()))
        if listed is None:
            return None
        start = os.fsencode(self._prefix)
        names = (name for name in listed.split(b"\0") if name.startswith(start) and name)
        return frozenset(vault_path(os.fsdecode(name[len(start) :])) for name in names)

    @cached_property
    def note_days(self) -> Mapping[str, tuple[date, ...]]:
        """The days on which git saw each note change, by its path today; empty without git."""
        return days_of_change(self._changes(DAYS) or b"")

    def moves_since(self, day: date) -> Mapping[str, str]:
        """Return where git saw notes go since a day, old path to new path, one step each."""
        before = day - timedelta(days=min(1, (day - date.min).days))  # whatever the time zone
        since = f"--since={before}T00:00:00"
        answers = (self._changes(STAGED_MOVES), self._changes((*MOVES, since)))
        return moves_of(*(answer for answer in answers if answer is not None))

    def _changes(self, question: tuple[str, ...]) -> bytes | None:
        if self._places is None or _commit(self._places) is None:
            return None
        relative = f"--relative={self._prefix}"
        answer = self._ask(*question, relative)
        if answer is None:  # old contents are missing in a partial clone; names are not
            answer = self._ask(*question, "-M100%", relative)
        return answer

    @cached_property
    def _places(self) -> _Places | None:
        return _places(self._root)

    @cached_property
    def _prefix(self) -> str:
        """The vault's folder as seen from the top of the repository, with `/` at its end."""
        if self._places is None or self._root == self._places.top:
            return ""
        return f"{self._root.relative_to(self._places.top).as_posix()}/"

    def _ask(self, *question: str) -> bytes | None:
        """Put a question to git in a folder of our own; None where there is no answer."""
        import subprocess
        import tempfile

        places = self._places
        git = find_program("git", outside=self._root)
        if places is None or git is None or self._given_up:
            return None
        with tempfile.TemporaryDirectory(prefix="kbpivot-git-") as folder:
            own = Path(folder)
            try:
                _prepare(own, places)
                done = subprocess.run(  # noqa: S603
                    [git, "--no-pager", "--no-replace-objects", "--literal-pathspecs", *question],
                    cwd=own,
                    env=_environment(own, places, outside=self._root),
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    timeout=_PATIENCE,
                    check=True,
                )
            except subprocess.TimeoutExpired:
                self._given_up = True
                return None
            except (OSError, ValueError, subprocess.SubprocessError):
                return None
        return done.stdout


def _environment(own: Path, places: _Places, *, outside: Path) -> dict[str, str]:
    """All that git is told: nothing of the person's, nothing of the repository's."""
    kept = {name: os.environ[name] for name in _SYSTEM if name in os.environ}
    home = str(own)
    return kept | {
        "PATH": safe_path(os.environ.get("PATH", os.defpath), outside=outside),
        "LC_ALL": "C",
        "HOME": home,
        "USERPROFILE": home,
        "XDG_CONFIG_HOME": home,
        "GIT_DIR": str(own),
        "GIT_INDEX_FILE": str(own / "index"),
        "GIT_OBJECT_DIRECTORY": str(places.common / "objects"),
        "GIT_CEILING_DIRECTORIES": str(own.parent),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }


def _prepare(own: Path, places: _Places) -> None:
    """Lay out a repository that borrows the objects of another.

    Raises:
        OSError: a part cannot be read or copied.
    """
    commit = _commit(places)
    (own / "refs").mkdir()
    (own / "HEAD").write_text(f"{commit or 'ref: refs/heads/none'}\n", encoding="ascii")
    wide = len(commit) == 64 if commit else _is_sha256(places)
    text = _CONFIG.format(version=1 if wide else 0) + (_SHA256 if wide else "")
    (own / "config").write_text(text, encoding="ascii")
    alternates = places.common / "objects" / "info" / "alternates"
    if os.path.lexists(alternates):
        read_regular(alternates, most=_SMALL)  # git itself would wait for a pipe
    for path in (places.own / "index", *places.own.glob("sharedindex.*")):
        if os.path.lexists(path):
            (own / path.name).write_bytes(read_regular(path, most=_LARGE))
    shallow = places.common / "shallow"
    if os.path.lexists(shallow):
        text = read_regular(shallow, most=_LARGE).decode("ascii", "replace")
        if _SHALLOW.fullmatch(text):
            (own / "shallow").write_text(text, encoding="ascii")


def _places(root: Path) -> _Places | None:
    """Find the repository a folder lies in, as git does; None where there is none."""
    ceilings = {
        os.path.realpath(folder)
        for folder in os.environ.get("GIT_CEILING_DIRECTORIES", "").split(os.pathsep)
        if folder
    }
    for top in (root, *root.parents):
        if top != root and str(top) in ceilings:
            return None
        own = _own_folder(top / ".git")
        if own is None:
            continue
        common = own
        with suppress(OSError, ValueError):
            named = read_regular(own / "commondir", most=_SMALL).decode().strip()
            common = Path(os.path.normpath(own / named))
        if (common / "objects").is_dir():
            return _Places(top, own, common)
    return None


def _own_folder(place: Path) -> Path | None:
    """The folder that `.git` is, or names where it is a file."""
    try:
        if place.is_dir():
            return place if os.path.lexists(place / "HEAD") else None
        named = read_regular(place, most=_SMALL).decode()
    except (OSError, ValueError):
        return None
    key, _, folder = named.partition(":")
    if key != "gitdir" or not folder.strip() or "\0" in folder:
        return None
    own = Path(os.path.normpath(place.parent / folder.strip()))
    return own if os.path.lexists(own / "HEAD") else None


def _commit(places: _Places) -> str | None:
    """The hash of the commit that is checked out; None where there is none, or no telling."""
    name = "HEAD"
    for _ in range(5):
        said = _reference(places, name)
        if said is None or _HASH.fullmatch(said):
            return said
        name = said.removeprefix("ref:").strip()
        if not said.startswith("ref:") or not _REFERENCE.fullmatch(name) or ".." in name:
            return None
    return None


def _reference(places: _Places, name: str) -> str | None:
    for folder in dict.fromkeys((places.own, places.common)):
        with suppress(OSError, ValueError):
            return read_regular(folder / name, most=_SMALL).decode().strip()
    with suppress(OSError, ValueError):
        packed = read_regular(places.common / "packed-refs", most=_LARGE).decode()
        found = re.search(rf"^([0-9a-f]+) {re.escape(name)}$", packed, re.MULTILINE)
        return found[1] if found else None
    return None


def _is_sha256(places: _Places) -> bool:
    with suppress(OSError):
        data = read_regular(places.common / "config", most=_SMALL)
        return (
            re.search(rb"^\s*+objectformat\s*+=\s*+sha256", data, re.IGNORECASE | re.MULTILINE)
            is not None
        )
    return False
