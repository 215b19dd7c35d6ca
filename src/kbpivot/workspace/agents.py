"""What agents are told about a vault: a skill of their own, and a block in `AGENTS.md`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kbpivot.edit.kept_block import with_block
from kbpivot.notes.own_block import START
from kbpivot.record import Record
from kbpivot.shell.bundled import bundled_folder
from kbpivot.shell.files import TextFile, read_text
from kbpivot.shell.writing import create_text, replace_text

if TYPE_CHECKING:
    from kbpivot.workspace.workspace import Workspace

__all__ = ["AgentFile", "agent_files", "write_agent_file"]

_SKILL: Final = (".agents", "skills", "kbpivot", "SKILL.md")
_MANUAL: Final = "AGENTS.md"


class AgentFile(Record, frozen=True):
    """A file for agents that is to be written.

    Attributes:
        path: where.
        text: all that it will hold.
        root: the folder it is in: the vault's, or that of the site around it.
        before: the file as it is, None where there is none.
    """

    path: Path
    text: str
    root: Path
    before: TextFile | None = None


def agent_files(work: Workspace) -> tuple[AgentFile, ...]:
    """Return what is not there yet of the skill and the block in `AGENTS.md`.

    A skill that is there, and a block between our markers, are left as they are. For a Quartz
    site both go beside the notes, or the site would publish them.

    Raises:
        RefusedError: the markers in `AGENTS.md` are broken.
        OSError: it cannot be read.
    """
    folder = work.inputs.site_folder or work.root
    source = bundled_folder("templates") / "agents"
    found: list[AgentFile] = []
    skill = folder.joinpath(*_SKILL)
    if not os.path.lexists(skill):
        found.append(AgentFile(skill, (source / "SKILL.md").read_text(encoding="utf-8"), folder))
    manual = folder / _MANUAL
    words = (source / _MANUAL).read_text(encoding="utf-8")
    if not os.path.lexists(manual):
        found.append(AgentFile(manual, with_block("", words), folder))
    else:
        file = read_text(manual)
        text = with_block(file.text, words)  # refuses broken markers
        if START not in file.text:
            found.append(AgentFile(manual, text, folder, file))
    return tuple(found)


def write_agent_file(one: AgentFile) -> None:
    """Write one of these files; what is there is kept but for the block added at its end.

    Raises:
        RefusedError: the file appeared or changed since it was looked at.
        OSError: it cannot be written.
    """
    if one.before is None:
        create_text(one.path, one.text, root=one.root)
    else:
        replace_text(one.before, one.text, root=one.root)
