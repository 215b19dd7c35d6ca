"""What kbpivot runs on and works with, for a person who wonders why it says what it says."""

from __future__ import annotations

import platform
import sys
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from kbpivot.shell.cache import cache_file
from kbpivot.shell.config import CONFIG_NAME
from kbpivot.shell.log import log_path

if TYPE_CHECKING:
    from kbpivot.shell.workspace import Workspace

__all__ = ["Fact", "health"]

LIBRARIES = ("networkx", "pyromark", "python-frontmatter", "py-yaml12", "igraph", "watchdog")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know.

    Attributes:
        about: what it is about, one word or two.
        value: what is the case.
        source: where that comes from; may be empty.
    """

    about: str
    value: str
    source: str = ""


def health(work: Workspace) -> tuple[Fact, ...]:
    """Return what is installed, which vault this is and why, and what is in force for it."""
    facts = [
        Fact("kbpivot", version("kbpivot"), str(Path(__file__).parents[1])),
        Fact("Python", platform.python_version(), sys.executable),
        Fact("system", f"{platform.system()} {platform.machine()}"),
        Fact("libraries", ", ".join(f"{name} {_version(name)}" for name in LIBRARIES)),
        Fact("vault", str(work.root), work.root_reason),
        Fact("notes", _notes(work)),
        _settings(work),
        Fact("public", f"{len(work.public.paths):,} notes", work.public.reason),
        Fact("progress", _progress(work), work.state.source),
        _record(work),
        _cache(work),
    ]
    facts += [Fact("left out", f"{one.notes:,} {one.reason}", one.first) for one in work.left_out]
    codes = Counter(one.code for one in work.diagnostics)
    facts += [Fact("to look at", f"{count:,} {code}") for code, count in sorted(codes.items())]
    return tuple(facts)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "is not installed"


def _notes(work: Workspace) -> str:
    vault = work.vault
    kinds = Counter(one.kind for one in work.traits.values())
    shown = ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items()))
    others = len(vault.files) - len(vault.canvases)
    return f"{len(vault):,} ({shown}); {len(vault.canvases):,} canvases, {others:,} other files"


def _progress(work: Workspace) -> str:
    state = work.state
    return f"{len(state.mastered):,} mastered, {len(state.started):,} started"


def _settings(work: Workspace) -> Fact:
    file = work.root / CONFIG_NAME
    changed = [
        name
        for name in work.config.__struct_fields__
        if getattr(work.config, name) != getattr(type(work.config)(), name)
    ]
    if not changed:
        said = "the defaults"
        return Fact("settings", said, str(file) if file.exists() else f"there is no {CONFIG_NAME}")
    return Fact("settings", f"{', '.join(changed)} set", str(file))


def _record(work: Workspace) -> Fact:
    file = log_path(work.root)
    if not file.exists():
        return Fact("your record", "none yet", str(file))
    return Fact("your record", f"{len(work.log):,} lines", str(file))


def _cache(work: Workspace) -> Fact:
    file = cache_file(work.root)
    try:
        size = file.stat().st_size
    except OSError:
        return Fact("cache", "none", str(file))
    return Fact("cache", f"{size / 1024:,.0f} KB", str(file))
