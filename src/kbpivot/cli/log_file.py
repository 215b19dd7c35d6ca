"""The command `log`: where the person's log is, and moving it."""

from __future__ import annotations

import click

from kbpivot.cli.options import command
from kbpivot.cli.session import Session

__all__ = ["log_command"]


@command(
    "log",
    examples=["kbpivot log", "kbpivot log --move kbpivot-log.jsonl"],
)
@click.option(
    "--move",
    "to",
    metavar="PATH",
    help="Move it to this file of the vault, with all its lines, and write that to kbpivot.toml.",
)
@click.option(
    "--git/--no-git",
    default=None,
    help="Let git keep it, or ignore it; it is ignored unless you say otherwise. Written to"
    " kbpivot.toml.",
)
def log_command(session: Session, *, to: str | None, git: bool | None) -> None:
    """Show where your log is, or move it.

    It is `.kbpivot/log.jsonl`, which Obsidian Sync leaves alone, as all folders that begin with a
    dot. Moved to `kbpivot-log.jsonl`, it goes along with your notes. Nothing is lost by it: what
    this machine recorded stays in `.kbpivot` as well, and a line that is missing from the log is
    put back the next time something is recorded.
    """
    from kbpivot.render.answers.log_file import LogAnswer
    from kbpivot.render.text.log_file import log_text
    from kbpivot.workspace.log_file import log_file, move_log

    session.is_owners("`kbpivot log`")
    work = session.workspace
    if to is None and git is None:
        found = log_file(work)
    else:
        found = move_log(work, work.inputs.log_place.name if to is None else to, git=git)
    answer = LogAnswer(**found.as_dict())
    session.answer(answer, lambda layout: log_text(answer, layout))
