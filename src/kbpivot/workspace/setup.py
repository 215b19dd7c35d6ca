"""Setting a vault up: the settings that differ from the defaults, questions, and templates."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kbpivot.errors import RefusedError
from kbpivot.notes.vocabulary import DEFAULT
from kbpivot.record import Record
from kbpivot.shell.bundled import bundled_folder
from kbpivot.shell.config import CONFIG_NAME
from kbpivot.shell.site import vault_root
from kbpivot.shell.writing import create_text, is_leftover, sweep
from kbpivot.study.status import StatusWords
from kbpivot.workspace.agents import AgentFile, agent_files, write_agent_file
from kbpivot.workspace.vault_profile import Observation, UnknownProperty, survey, unknown_properties

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kbpivot.edit.settings import Value
    from kbpivot.workspace.workspace import Workspace

__all__ = ["Question", "SetUp", "config_file", "proposed_set_up", "write_set_up"]

TEMPLATE_FOLDER: Final = "Templates"
"""Where templates go in a vault that has set no folder for them."""

_MOST_WORDS = 12
_MOST_PROPERTIES = 6
_HEADER: Final = "# Settings of kbpivot: what differs from the defaults here.\n"


class Question(Record, frozen=True):
    """Something that only the person knows.

    Attributes:
        message: the question.
        table: the table of `kbpivot.toml` that would hold the answer.
        setting: a line for it, to be edited.
    """

    message: str
    table: str
    setting: str


class SetUp(Record, frozen=True):
    """What was found, and what `init` would write.

    Attributes:
        found: what the vault says about itself.
        config: the file of settings.
        exists: whether it is there already; then it is left alone.
        text: settings that differ from the defaults and are not in force; empty when none are
            needed.
        questions: what only the person knows.
        templates: where each template would go that is not there yet, and its source.
        leftovers: the folders in which a write that was cut off left a temporary file.
        agents: what would be written for agents and is not there yet.
    """

    found: tuple[Observation, ...]
    root: Path
    config: Path
    exists: bool
    text: str
    questions: tuple[Question, ...]
    templates: tuple[tuple[Path, Path], ...]
    leftovers: tuple[Path, ...] = ()
    agents: tuple[AgentFile, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that would be written."""
        config = (self.config,) if self.text and not self.exists else ()
        templates = tuple(target for target, _ in self.templates)
        return (*config, *templates, *(one.path for one in self.agents))


def proposed_set_up(work: Workspace, *, templates: bool, agents: bool = False) -> SetUp:
    """Look at a vault and say what would be worth writing down; nothing is written.

    Args:
        work: the vault.
        templates: also copy the templates that are not there yet.
        agents: also write for agents what is not there yet.

    Raises:
        RefusedError: the markers in `AGENTS.md` are broken.
    """
    keys = work.config.properties
    unknown = unknown_properties(
        (note for note in work.vault.notes if work.traits[note.path].in_advice),
        vocabulary=work.inputs.vocabulary or DEFAULT,
        status=StatusWords().extended(status_keys=keys.status, mastery_keys=keys.mastery),
    )
    config = config_file(work.root)
    return SetUp(
        found=survey(work),
        root=work.root,
        config=config,
        exists=config.exists(),
        text=_settings(unknown),
        questions=tuple(_questions(work, unknown)),
        templates=_templates(work) if templates else (),
        leftovers=tuple(
            dict.fromkeys(
                Path(work.root, hidden).parent
                for hidden in work.inputs.listing.hidden
                if is_leftover(hidden.rpartition("/")[2])
            )
        ),
        agents=agent_files(work) if agents else (),
    )


def write_set_up(found: SetUp) -> tuple[Path, ...]:
    """Write what was proposed and return the files; one that is there is left alone.

    Raises:
        RefusedError: settings appeared in the meantime.
        OSError: a file cannot be written; what was written before it stays.
    """
    written: list[Path] = []
    for folder in found.leftovers:
        sweep(folder)
    try:
        if found.text and not found.exists:
            create_text(found.config, found.text, root=found.config.parent)
            written.append(found.config)
        for target, source in found.templates:
            if not os.path.lexists(target):
                text = source.read_text(encoding="utf-8")
                create_text(target, text, root=found.root, template=True)
                written.append(target)
        for one in found.agents:
            write_agent_file(one)
            written.append(one.path)
    except (RefusedError, OSError) as trouble:
        if not written:
            raise
        said = f"{trouble}"
        if isinstance(trouble, OSError):
            said = f"{trouble.filename} cannot be written: {trouble.strerror or trouble}."
        before = ", ".join(map(str, written))
        raise RefusedError(f"{said} Written before that: {before}.") from None
    return tuple(written)


def config_file(root: Path) -> Path:
    """Return the file of settings; beside a site's notes, or the site would publish it."""
    site = vault_root(root).site
    inside = root / CONFIG_NAME
    return inside if site is None or inside.exists() else site / CONFIG_NAME


def set_settings(root: Path, table: str, values: Mapping[str, Value]) -> Path:
    """Set keys of one table of the settings, and return their file.

    Raises:
        RefusedError: the file changed in the meantime, or may not be written.
    """
    from kbpivot.edit.settings import with_settings
    from kbpivot.shell.files import read_text
    from kbpivot.shell.writing import replace_text

    file = config_file(root)
    if not file.exists():
        create_text(file, with_settings("", table, values))
        return file
    old = read_text(file)
    replace_text(old, with_settings(old.text, table, values), root=file.parent)
    return file


def _templates(work: Workspace) -> tuple[tuple[Path, Path], ...]:
    """Return target and source of each template; Templater's folder gets those for Templater."""
    plain = work.inputs.site.obsidian.core_template_folder
    templater = work.inputs.site.obsidian.templater_folder
    source = bundled_folder("templates")
    if plain is None and templater is not None:
        source /= "templater"
    folder = work.root / (plain or templater or TEMPLATE_FOLDER)
    there = {one.name.casefold() for one in folder.iterdir()} if folder.is_dir() else set()
    return tuple(
        (folder / place.name, place)
        for place in sorted(source.glob("*.md"))
        if place.name != "README.md" and place.name.casefold() not in there
    )


def _settings(unknown: tuple[UnknownProperty, ...]) -> str:
    """Return the text of a `kbpivot.toml` with what can be told for sure, "" for nothing."""
    keys: dict[str, list[UnknownProperty]] = {}
    for one in unknown:
        if one.role != "links":
            keys.setdefault(one.role, []).append(one)
    if not keys:
        return ""
    lines = [_HEADER, "[properties]"]
    for role, found in keys.items():
        seen = ", ".join(f"{one.key} in {one.notes} notes" for one in found)
        lines.append(f"# {' '.join(seen.split())}")
        lines.append(f"{role} = {_list(one.key for one in found)}")
    return "\n".join(lines) + "\n"


def _questions(work: Workspace, unknown: tuple[UnknownProperty, ...]) -> list[Question]:
    asked: list[Question] = []
    words = dict.fromkeys(
        one.message.partition(" says nothing")[0].partition(": ")[2]
        for one in work.state.diagnostics
        if one.code == "unknown-status"
    )
    if words:
        shown = list(words)[:_MOST_WORDS]
        asked.append(
            Question(
                f"What {'does' if len(shown) == 1 else 'do'} {_quoted(shown)} say about you: mastered, started, not-started, or"
                " nothing (neutral)?",
                "status",
                f"mastered = {_list(shown)}",
            )
        )
    linked = [one for one in unknown if one.role == "links"][:_MOST_PROPERTIES]
    if linked:
        keys = [one.key for one in linked]
        asked.append(
            Question(
                f"Does {_quoted(keys)} name what a note builds on? ({linked[0].notes} notes, such"
                f" as {linked[0].first})",
                "properties",
                f"prerequisites = {_list(keys)}",
            )
        )
    if not work.goals and not any(one.source == "note" for one in work.tracks()):
        asked.append(
            Question(
                "What do you study towards? Any note can be a goal.",
                "study",
                'goals = ["[[A note]]"]',
            )
        )
    if work.public.policy == "tracked":
        asked.append(
            Question(
                "Are all notes in git for others to read, or only those that say `publish: true`?",
                "public",
                'policy = "explicit"',
            )
        )
    return asked


def _quoted(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _list(words: Iterable[str]) -> str:
    return f"[{', '.join(json.dumps(word, ensure_ascii=False) for word in words)}]"
