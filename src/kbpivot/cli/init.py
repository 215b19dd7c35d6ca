"""The command `init`: settings and templates, asked before anything is written."""

from __future__ import annotations

import sys

import click

from kbpivot.cli.options import command
from kbpivot.cli.session import Session

__all__ = ["init_command"]


@command(
    "init",
    examples=["kbpivot init --dry-run", "kbpivot init --templates", "kbpivot init --yes"],
)
@click.option("--templates", is_flag=True, help="Also copy templates into the template folder.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking.")
def init_command(session: Session, *, templates: bool, dry_run: bool, yes: bool) -> None:
    """Write a file of settings, after asking.

    `kbpivot.toml` at the root of the vault, with what was found as comments: it changes no
    answer until you uncomment a line. With --templates also templates for notes, into the
    folder that Obsidian's settings name, else into `Templates`. A file that is there is left
    alone.
    """
    from kbpivot.render.answers_setup import InitAnswer
    from kbpivot.render.text_setup import init_text
    from kbpivot.shell.setup import proposed_set_up, write_set_up

    work = session.workspace
    found = proposed_set_up(work, templates=templates)
    files = ((found.config,) if found.config else ()) + found.templates
    proposal = InitAnswer(written=False, files=files, settings=found.text)
    if dry_run or not files:
        session.answer(proposal, lambda layout: init_text(proposal, layout))
        return
    if not yes:
        if session.format == "json" or not sys.stdin.isatty():
            raise click.UsageError("Nobody can be asked here; say --yes or --dry-run.")
        session.show(lambda layout: init_text(proposal, layout))
        if not click.confirm("Write this?", default=True, err=True):
            session.say("Nothing was written.")
            return
    done = InitAnswer(written=True, files=write_set_up(work, found), settings=found.text)
    session.answer(done, lambda layout: init_text(done, layout))
