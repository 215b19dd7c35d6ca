"""Where the log of a vault lies, and what is kept beside it.

Usually that is `.kbpivot/log.jsonl`, which nothing shows. The settings may name a file that a
synchroniser carries; then the usual file stays as this machine's own copy of what it recorded, so
that a synchroniser that lets one machine's file win over another's costs no line.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from kbpivot.errors import RefusedError
from kbpivot.record import Record
from kbpivot.shell.config import CONFIG_NAME, USUAL_LOG, Config, read_config
from kbpivot.shell.regular_file import read_regular

__all__ = [
    "FOLDER",
    "LogPlace",
    "is_log_copy",
    "is_private",
    "keep_private",
    "place_of_log",
    "set_place",
]

FOLDER = USUAL_LOG.partition("/")[0]
_MOST_BYTES = 16 * 1024 * 1024
_GLOB = re.compile(r"([\\*?\[\]!# ])")


class LogPlace(Record, frozen=True):
    """Where a log lies.

    Attributes:
        file: the log.
        name: its vault path, or what to call a file that stands for itself.
        root: the vault's folder, None for a file that stands for itself.
        git: whether git may keep the log; else it is ignored.
    """

    file: Path
    name: str
    root: Path | None = None
    git: bool = False

    @property
    def journal(self) -> Path | None:
        """This machine's own copy, where the log itself lies elsewhere in the vault."""
        if self.root is None or self.name == USUAL_LOG:
            return None
        return Path(self.root, *USUAL_LOG.split("/"))

    @property
    def lock(self) -> Path:
        """The file that only one process at a time may hold; never one that is synchronised."""
        return (self.journal or self.file).with_suffix(".lock")

    @property
    def ignoring(self) -> Path:
        """The `.gitignore` that keeps the log out of git."""
        if self.journal is None or self.root is None:
            return self.file.parent / ".gitignore"
        return self.root / ".gitignore"

    @property
    def pattern(self) -> str:
        """The line of that file which does."""
        if self.journal is None:
            return "*"
        stem = _GLOB.sub(r"\\\1", self.name.removesuffix(".jsonl"))
        return f"/{stem}*.jsonl"

    def copies(self) -> tuple[tuple[str, Path], ...]:
        """Return what a synchroniser set beside the log, by name: copies of it, in order."""
        found: dict[str, Path] = {}
        for name, file in ((USUAL_LOG, self.journal), (self.name, self.file)):
            if file is None:
                continue
            above = name.rpartition("/")[0]
            with suppress(OSError):
                for one in file.parent.iterdir():
                    if is_log_copy(one.name, file.name) and one.is_file():
                        found[f"{above}/{one.name}" if above else one.name] = one
        return tuple(sorted(found.items()))

    def parts(self) -> tuple[tuple[str, Path], ...]:
        """Return every file that says something of the log: copies, the log, the own copy."""
        own = () if self.journal is None else ((USUAL_LOG, self.journal),)
        return (*self.copies(), (self.name, self.file), *own)


def is_log_copy(name: str, log: str = "log.jsonl") -> bool:
    """Tell whether a file is called as one client or another calls its copy of the log.

    >>> is_log_copy("log.sync-conflict-20260102-030405-ABCDEFG.jsonl"), is_log_copy("log 2.jsonl")
    (True, True)
    >>> is_log_copy("log.jsonl"), is_log_copy("logbook.jsonl")
    (False, False)
    """
    stem = re.escape(log.removesuffix(".jsonl"))
    return (
        name != log and re.fullmatch(rf"{stem}[ ._(\[-].*\.jsonl", name, re.IGNORECASE) is not None
    )


def set_place(root: str | os.PathLike[str], config: Config) -> LogPlace:
    """Return where the settings of a vault put its log."""
    folder = Path(root)
    name = config.log.path
    return LogPlace(Path(folder, *name.split("/")), name, folder, config.log.git)


def place_of_log(path: str | os.PathLike[str] | LogPlace) -> LogPlace:
    """Return where a log is: a `.jsonl` file as it stands, else that of a vault's settings.

    Raises:
        ConfigError: the settings cannot be followed.
    """
    if isinstance(path, LogPlace):
        return path
    given = Path(path)
    if given.suffix == ".jsonl":
        usual = given.parent.name == FOLDER
        return LogPlace(given, f"{FOLDER}/{given.name}" if usual else given.name)
    return set_place(given, read_config(_settings_folder(given)))


def _settings_folder(root: Path) -> Path:
    """Where the settings of a vault are: beside the notes of a Quartz site, else with them."""
    if os.path.lexists(root / CONFIG_NAME) or not os.path.lexists(root.parent / CONFIG_NAME):
        return root
    from kbpivot.shell.site import vault_root

    return vault_root(root).site or root


def keep_private(place: LogPlace) -> None:
    """Keep a log out of git, also where an earlier write was cut off; settings may say not to."""
    if place.journal is not None:
        _add_pattern(place.journal.parent / ".gitignore", "*", whole=True)
    if not place.git:
        _add_pattern(place.ignoring, place.pattern, whole=place.journal is None)


def is_private(place: LogPlace) -> bool:
    """Tell whether git is told to ignore a log, or may keep it."""
    if place.git or place.journal is None:
        return True
    try:
        data = read_regular(place.ignoring, most=_MOST_BYTES)
    except OSError:
        return False
    return not _patterns(data).isdisjoint((place.pattern, f"!{place.pattern}"))


def _patterns(data: bytes) -> set[str]:
    return {line.strip() for line in data.decode("utf-8", "replace").splitlines()}


def let_git_keep(place: LogPlace) -> None:
    """Take back what keeps a log out of git, where it is a line of kbpivot's own."""
    from kbpivot.shell.writing import replace_bytes

    ignore = place.ignoring
    if not os.path.lexists(ignore):
        return
    data = read_regular(ignore, most=_MOST_BYTES)
    mark = place.pattern.encode("utf-8", "surrogateescape")
    rows = data.splitlines(keepends=True)
    kept = b"".join(row for row in rows if row.strip() != mark)
    if kept.strip():
        if kept != data:
            replace_bytes(ignore, kept)
    elif len(rows) == 1 and kept != data:
        ignore.unlink()


def _add_pattern(ignore: Path, pattern: str, *, whole: bool) -> None:
    """Put a pattern into a `.gitignore`.

    Args:
        ignore: the file.
        pattern: the line.
        whole: the file is for this alone; where it holds anything, a person wrote that.
    """
    from kbpivot.shell.writing import create_text, replace_bytes

    if not os.path.lexists(ignore):
        with suppress(RefusedError):  # another process was quicker
            create_text(ignore, f"{pattern}\n")
        return
    data = read_regular(ignore, most=_MOST_BYTES)
    if data.strip() and (whole or {pattern, f"!{pattern}"} & _patterns(data)):
        return
    end = b"\r\n" if b"\r\n" in data else b"\n"
    if data and not data.endswith(b"\n"):
        data += end
    replace_bytes(ignore, data + pattern.encode("utf-8", "surrogateescape") + end)
