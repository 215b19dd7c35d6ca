"""The command `doctor`: what kbpivot runs on and works with."""

from __future__ import annotations

import click

from kbpivot.cli.options import command
from kbpivot.cli.session import Session
from kbpivot.errors import VaultNotFoundError

__all__ = ["doctor_command"]


@command("doctor", examples=["kbpivot doctor", "kbpivot -C ~/notes doctor --clear-cache"])
@click.option("--clear-cache", is_flag=True, help="Then remove all that is cached of this vault.")
def doctor_command(session: Session, *, clear_cache: bool) -> int:
    """Show the versions, the vault and the settings in use, and why.

    Versions, settings and where they come from, git and site, what is public and why, the
    record, the cache, how changes are watched, and what is left out of advice. Good to put into
    a report when something looks wrong; it holds paths and no text of your notes. The exit code
    is 2 when something keeps kbpivot from working.
    """
    from kbpivot.render.answers.setup import DoctorAnswer, FactEntry
    from kbpivot.render.text.setup import doctor_text
    from kbpivot.workspace.doctor import Fact, health, installation

    try:
        about = health(session.workspace)
    except VaultNotFoundError as missing:
        about = (Fact("vault", str(missing), trouble=True),)
    facts = (*installation(places=not session.for_others), *about)
    answer = DoctorAnswer(
        facts=tuple(FactEntry(one.about, one.value, one.source, one.trouble) for one in facts)
    )
    session.checks_maps = True
    session.answer(answer, lambda layout: doctor_text(answer, layout))
    if clear_cache:
        _clear(session)
    return 2 if any(one.trouble for one in facts) else 0


def _clear(session: Session) -> None:
    """Remove what is cached of the vault, if there is one."""
    from kbpivot.shell.cache import forget

    try:
        root = session.workspace.root
    except VaultNotFoundError:
        return
    freed = forget(root)
    session.say(f"{freed / 1024:,.0f} KB of the cache of this vault were removed.")
