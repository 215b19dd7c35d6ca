"""The command `init`: settings and templates, asked before anything is written."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kbpivot.cli.options import command
from kbpivot.cli.session import Session

__all__ = ["init_command"]


@command(
    "init",
    examples=[
        "kbpivot init --dry-run",
        "kbpivot init --templates",
        "kbpivot init --agents",
        "kbpivot init --yes",
    ],
)
@click.option("--templates", is_flag=True, help="Also copy templates into the template folder.")
@click.option(
    "--agents", is_flag=True, help="Also write a skill and a block in AGENTS.md for agents."
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking.")
def init_command(
    session: Session, *, templates: bool, agents: bool, dry_run: bool, yes: bool
) -> None:
    """Describe the vault and, after asking, write settings for it.

    Links, prerequisites and how they are written, what is public, hours, progress; then the
    settings that differ from the defaults, if any are needed, and questions that only you can
    answer. With --templates also note templates, into the folder that Obsidian's settings name,
    else into `Templates`. With --agents a skill for agents that work in the vault, which says
    what to ask and what is yours to decide, and the same in short in AGENTS.md, between markers.
    A file that is there is left alone.
    """
    from kbpivot.render.answers.setup import FactEntry, InitAnswer, QuestionEntry
    from kbpivot.render.text.setup import init_text
    from kbpivot.workspace.setup import proposed_set_up, write_set_up

    session.is_owners("`kbpivot init`")
    root = session.workspace.root
    found = proposed_set_up(session.workspace, templates=templates, agents=agents)

    def said(files: tuple[Path, ...], *, written: bool) -> InitAnswer:
        return InitAnswer(
            found=tuple(FactEntry(one.about, one.value, one.source) for one in found.found),
            settings=found.text,
            config=_shown(found.config, root),
            exists=found.exists,
            questions=tuple(
                QuestionEntry(one.message, one.table, one.setting) for one in found.questions
            ),
            files=tuple(_shown(file, root) for file in files),
            written=written,
        )

    proposal = said(found.files, written=False)
    if dry_run or not found.files:
        if not dry_run:
            write_set_up(found)  # takes away what a write that was cut off has left
        session.answer(proposal, lambda layout: init_text(proposal, layout))
        return
    if not yes:
        if session.format == "json" or not sys.stdin.isatty():
            raise click.UsageError("Nobody can be asked here; say --yes or --dry-run.")
        session.show(lambda layout: init_text(proposal, layout))
        if not click.confirm("Write this?", default=True, err=True):
            session.say("Nothing was written.")
            return
    done = said(write_set_up(found), written=True)
    session.answer(done, lambda layout: init_text(done, layout))


def _shown(file: Path, root: Path) -> str:
    """Return a path as seen from the vault; one beside it in full."""
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
