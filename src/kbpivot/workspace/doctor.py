"""What kbpivot runs on and works with, for a person who wonders why it says what it says."""

from __future__ import annotations

import json
import platform
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from kbpivot.errors import KbpivotError
from kbpivot.record import Record
from kbpivot.shell.cache import cache_file, kept_files, load
from kbpivot.shell.config import CONFIG_NAME, USUAL_LOG
from kbpivot.shell.log_place import FOLDER, is_private
from kbpivot.wording import counted
from kbpivot.workspace.setup import config_file

if TYPE_CHECKING:
    from kbpivot.workspace.workspace import Workspace

__all__ = ["Fact", "health", "installation"]

LIBRARIES = (
    *("networkx", "pyromark", "python-frontmatter", "py-yaml12", "msgspec", "igraph", "watchdog"),
    *("click", "rich"),
)
_SHOWN = 5
_WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")


class Fact(Record, frozen=True):
    """One thing to know.

    Attributes:
        about: what it is about, one word or two.
        value: what is the case.
        source: where that comes from; may be empty.
        trouble: whether it keeps kbpivot from working.
    """

    about: str
    value: str
    source: str = ""
    trouble: bool = False


def installation(*, places: bool = True) -> tuple[Fact, ...]:
    """Return what is installed, which needs no vault.

    Args:
        places: say also where.
    """
    return (
        Fact("kbpivot", version("kbpivot"), str(Path(__file__).parents[1]) if places else ""),
        Fact("Python", platform.python_version(), sys.executable if places else ""),
        Fact("system", f"{platform.system()} {platform.machine()}"),
        Fact("libraries", ", ".join(f"{name} {_version(name)}" for name in LIBRARIES)),
    )


def health(work: Workspace) -> tuple[Fact, ...]:
    """Return which vault this is and why, and what is in force for it.

    What cannot be worked out is a fact too: its trouble is told in its place. Others than the
    owner are told no folder, no setting and no count of what is private.
    """
    parts: tuple[tuple[str, Callable[[Workspace], Fact]], ...] = (
        ("settings", _settings),
        ("notes", _notes),
        ("surroundings", _surroundings),
        ("public", lambda work: Fact("public", _counted(work), work.public.reason)),
        ("progress", _progress),
        ("your log", _record),
        ("cache", _cache),
        ("watch", _watch),
    )
    if work.audience == "public":
        return (
            Fact("public", f"{len(work.vault):,} notes", work.public.reason),
            _notes(work),
            _progress(work),
        )
    facts = [Fact("vault", str(work.root), work.inputs.root_reason)]
    for about, part in parts:
        try:
            facts.append(part(work))
        except (KbpivotError, OSError) as trouble:
            facts.append(Fact(about, str(trouble), trouble=True))
            if about == "settings":
                return tuple(facts)  # all that follows goes by them
    with suppress(KbpivotError, OSError):  # told above already
        facts += [
            Fact("left out", f"{one.notes:,} {one.reason}", one.first)
            for one in work.derived.left_out
        ]
        hidden = work.inputs.listing.hidden
        facts += _leftovers(work)
        if hidden:
            shown = ", ".join(hidden[:_SHOWN]) + (", …" if len(hidden) > _SHOWN else "")
            facts.append(Fact("left out", f"{len(hidden):,} hidden by a dot", shown))
        facts += [Fact("to look at", sentence) for sentence in work.lost_goals]
        facts += [Fact("to look at", sentence) for sentence in work.unused_filters]
        codes = Counter(one.code for one in work.diagnostics)
        facts += [Fact("to look at", f"{count:,} {code}") for code, count in sorted(codes.items())]
    return tuple(facts)


def _leftovers(work: Workspace) -> list[Fact]:
    """Say what earlier writes left behind when they were killed."""
    from kbpivot.shell.writing import is_leftover

    place = work.inputs.log_place
    record = Path(work.root, FOLDER)
    left = [path for path in work.inputs.listing.hidden if is_leftover(path.rpartition("/")[2])]
    with suppress(OSError):
        left += [f"{record.name}/{one.name}" for one in record.iterdir() if is_leftover(one.name)]
    found: list[Fact] = []
    if left:
        shown = ", ".join(left[:_SHOWN]) + (", …" if len(left) > _SHOWN else "")
        said = f"{len(left):,} temporary {'file' if len(left) == 1 else 'files'} left by a write"
        found.append(Fact("to look at", f"{said} that was cut off; safe to delete", shown))
    ignore = record / ".gitignore"
    if (record / "log.jsonl").exists() and not (ignore.exists() and ignore.stat().st_size):
        said = f"{record.name}/.gitignore is missing or empty, so git may offer your log"
        found.append(Fact("to look at", said, "the next thing you record puts it back"))
    if place.file.exists() and not is_private(place):
        said = f".gitignore does not name {place.name}, so git may offer your log"
        found.append(Fact("to look at", said, "the next thing you record puts it back"))
    return found


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "is not installed"


def _counted(work: Workspace) -> str:
    return f"{len(work.public.paths):,} of {len(work.vault):,} notes"


def _settings(work: Workspace) -> Fact:
    """Say which settings are in force, each with its value, and which file they are from."""
    import msgspec

    file = config_file(work.root)
    source = str(file) if file.exists() else f"there is no {CONFIG_NAME}, and none is needed"
    given = msgspec.to_builtins(work.config)
    usual = msgspec.to_builtins(type(work.config)())
    said = [
        f"{table}.{key} = {json.dumps(value, ensure_ascii=False)}"
        for table, values in given.items()
        for key, value in values.items()
        if usual[table].get(key) != value
    ]
    return Fact("settings", ", ".join(said) or "the defaults", source)


def _notes(work: Workspace) -> Fact:
    vault = work.vault
    kinds = Counter(one.kind for one in work.traits.values())
    shown = ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items()))
    others = len(vault.files) - len(vault.canvases)
    notes = f"{len(vault):,} ({shown})" if kinds else "none"
    canvases = len(vault.canvases)
    more = f"{canvases:,} {'canvas' if canvases == 1 else 'canvases'}"
    return Fact("notes", f"{notes}; {more}, {others:,} other {'file' if others == 1 else 'files'}")


def _surroundings(work: Workspace) -> Fact:
    """Say whether Obsidian, a site generator and git know the vault."""
    site = work.inputs.site
    tracked = site.git.tracked
    said = ["opened in Obsidian" if site.obsidian.is_used else "never opened in Obsidian"]
    if site.quartz.is_used:
        unread = ", whose configuration cannot be read" if site.quartz.is_unread else ""
        said.append(f"a Quartz site is made of it{unread}")
    if site.git.is_unread:
        said.append("in a git repository that cannot be read here")
    elif tracked is None:
        said.append("not in git")
    else:
        pushed = "pushed somewhere" if site.git.has_remote else "with no remote"
        files = "1 file" if len(tracked) == 1 else f"{len(tracked):,} files"
        said.append(f"in git ({files}, {pushed})")
    folder = site.obsidian.template_folder
    return Fact("surroundings", ", ".join(said), f"templates in {folder}" if folder else "")


def _progress(work: Workspace) -> Fact:
    state = work.state
    said = f"{len(state.mastered):,} mastered, {len(state.started):,} started"
    return Fact("progress", said, state.source)


def _record(work: Workspace) -> Fact:
    place = work.inputs.log_place
    if not place.file.exists() and not len(work.log):
        return Fact("your log", "none yet", str(place.file))
    said = f"{len(work.log):,} {'line' if len(work.log) == 1 else 'lines'}"
    if place.git:
        said += ", which git may keep"
    if place.journal is not None and place.journal.exists():
        said += f"; this machine's own copy is {USUAL_LOG}"
    return Fact("your log", said, str(place.file))


def _cache(work: Workspace) -> Fact:
    """Say how much is kept outside the vault, since when, and whether it fits this version."""
    file = cache_file(work.root)
    try:
        about = [place.stat() for place in kept_files(work.root)]
    except OSError:
        about = []
    if not about:
        return Fact("cache", "none", str(file))
    size = sum(one.st_size for one in about)
    age = max(time.time() - min(one.st_mtime for one in about), 0)
    words = "" if work.inputs.vocabulary is None else repr(work.inputs.vocabulary)
    entries = len(load(work.root, words=words))
    held = f"{entries:,} files" if entries else "nothing of use yet"
    days = counted(int(age // 86_400), "day")
    since = "from today" if age < 86_400 else f"the oldest from {days} ago"
    return Fact("cache", f"{held}, {size / 1024:,.0f} KB, {since}", str(file))


def _watch(work: Workspace) -> Fact:
    """Say how `kbpivot watch` hears of changes here."""
    from watchdog.observers import Observer

    name = str(getattr(Observer, "__name__", Observer)).removesuffix("Observer").lower()
    said = f"events of the system ({name})" if name != "polling" else "by looking now and then"
    try:
        most = int(_WATCHES.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return Fact("watch", said)
    folders = {path.rpartition("/")[0] for path in (*work.vault.paths, *work.vault.files)}
    return Fact("watch", said, f"{len(folders):,} folders of {most:,} that the system will watch")
