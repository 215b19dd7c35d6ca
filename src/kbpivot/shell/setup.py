"""Setting a vault up: the settings worth writing down, and the templates."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kbpivot.errors import RefusedError
from kbpivot.shell.bundled import bundled_folder
from kbpivot.shell.config import CONFIG_NAME
from kbpivot.shell.files import create_text

if TYPE_CHECKING:
    from pathlib import Path

    from kbpivot.shell.workspace import Workspace

__all__ = ["SetUp", "proposed_set_up", "write_set_up"]

TEMPLATE_FOLDER = "Templates"
"""Where templates go in a vault that has set no folder for them."""

_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class SetUp:
    """What `init` would write.

    Attributes:
        config: path of the settings from the vault's root, None when they are there already.
        text: what would be in them.
        templates: paths of templates that are not there yet.
    """

    config: str | None
    text: str
    templates: tuple[str, ...]


def proposed_set_up(work: Workspace, *, templates: bool) -> SetUp:
    """Return what is worth writing down about a vault; nothing is written.

    Args:
        work: the vault.
        templates: also copy the templates that are not there yet.
    """
    there = (work.root / CONFIG_NAME).exists()
    wanted: list[str] = []
    if templates:
        folder = work.site.template_folder or TEMPLATE_FOLDER
        wanted = [
            f"{folder}/{source.name}"
            for source in _templates()
            if not (work.root / folder / source.name).exists()
        ]
    return SetUp(
        config=None if there else CONFIG_NAME,
        text="" if there else _settings(work),
        templates=tuple(wanted),
    )


def write_set_up(work: Workspace, found: SetUp) -> tuple[str, ...]:
    """Write what was proposed and return the paths; a file that is there is left alone.

    Raises:
        RefusedError: something appeared in the meantime; what was written before it stays.
    """
    written: list[str] = []
    if found.config is not None:
        create_text(work.root / found.config, found.text)
        written.append(found.config)
    sources = {source.name: source for source in _templates()}
    for path in found.templates:
        source = sources[path.rpartition("/")[2]]
        try:
            create_text(work.root / path, source.read_text(encoding="utf-8"))
        except RefusedError:
            continue
        written.append(path)
    return tuple(written)


def _templates() -> list[Path]:
    return sorted(
        place for place in bundled_folder("templates").glob("*.md") if place.name != "README.md"
    )


def _settings(work: Workspace) -> str:
    """The text of a `kbpivot.toml`: what differs from the defaults, and what is worth a thought.

    Everything else is a comment, so that the file changes no answer by being there.
    """
    tracks = work.tracks()
    goals = [track.name for track in tracks if track.source == "note"]
    lines = [
        "# Settings of kbpivot. Nothing here is needed; uncomment a line to make it count.",
        "",
        "[study]",
        f"# hours-per-week = {work.config.study.hours_per_week:g}",
        f"# goals = {_list(goals or ['a note or track'])}",
        '# ignore = []  # files to leave out of advice, such as "Clippings/"',
    ]
    words = dict.fromkeys(
        one.message.partition(" says nothing")[0].partition(": ")[2]
        for one in work.state.diagnostics
        if one.code == "unknown-status"
    )
    if words:
        shown = list(words)[:_MOST_WORDS]
        lines += [
            "",
            "[status]",
            "# Your notes hold these words for how far something is. Which of them mean that",
            "# you know it, have begun it, have not begun it, or nothing about you?",
            f"# mastered = {_list(shown)}",
            "# started = []",
            "# not-started = []",
            "# neutral = []",
        ]
    lines += [
        "",
        "[public]",
        f"# {work.public.reason}",
        f"# policy = {json.dumps(work.public.policy)}",
    ]
    return "\n".join(lines) + "\n"


def _list(words: list[str]) -> str:
    return f"[{', '.join(json.dumps(word, ensure_ascii=False) for word in words)}]"
