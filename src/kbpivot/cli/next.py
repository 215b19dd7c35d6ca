"""The command `next`: what to study now."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import NO_GUESS, command
from kbpivot.cli.session import Session
from kbpivot.cli.study import SINCE, WITH_MAP

if TYPE_CHECKING:
    from kbpivot.render.text import Layout, Text
    from kbpivot.study import Suggestions

__all__ = ["next_command"]


@command(
    "next",
    examples=[
        "kbpivot next",
        "kbpivot next --goal RLHF --why",
        "kbpivot next --minutes 25 --open",
    ],
)
@click.option("--goal", "goals", multiple=True, type=NOTE, help="A note or track to reach.")
@click.option("--why", is_flag=True, help="Show where every prerequisite is written.")
@click.option(
    "--minutes",
    type=click.IntRange(min=1, max=100_000),
    help="How much time you have: what fits comes first, else the part that does.",
)
@click.option(
    "--limit", type=click.IntRange(min=1), default=3, show_default=True, help="How many notes."
)
@click.option("--fresh", is_flag=True, help="Do not put first what you began.")
@click.option("--why-not", type=NOTE, metavar="NOTE", help="Explain why not this note.")
@click.option("--open", "open_", is_flag=True, help="Open the note in Obsidian.")
@NO_GUESS
@SINCE
@WITH_MAP
def next_command(
    session: Session,
    *,
    goals: tuple[str, ...],
    why: bool,
    minutes: int | None,
    limit: int,
    fresh: bool,
    why_not: str | None,
    open_: bool,
    since: int | None,
    with_map: bool,
) -> None:
    """Suggest one note to study now, and say why.

    A started note comes first, once everything it needs is mastered. Then comes the ready note
    that reaches your goals soonest: those of `--goal`, else the ones in kbpivot.toml, else the
    tracks of the vault, else what its main index lists, else what most of your notes lean on.
    The answer says which.

    A goal that you have no note about may be a name or a track of kbpivot's map of AI; then the
    steps are the map's, each with a source to read.
    """
    from kbpivot.render.answers import encode

    work = session.workspace
    now = datetime.now().astimezone()
    asked = f"next {now.date()} {now.tzinfo} {(goals, minutes, limit, fresh, why_not, since, with_map)!a}"
    kept = None if open_ else work.person.kept_answers
    known = None if kept is None else kept.find(asked)
    if known is not None:
        if '"map": "' in known:
            session.needs_no_notes()
        session.repeat(known, lambda layout: _kept_text(known, layout, why=why))
        return

    from kbpivot.render.text.next import next_text
    from kbpivot.workspace.next_step import next_step

    work = session.toward(goals, with_map=with_map)
    found, answer = next_step(
        work,
        goals,
        now=now,
        limit=limit,
        minutes=minutes,
        since=since,
        finish_started=not fresh,
        expected=why_not,
    )
    session.answer(answer, lambda layout: next_text(answer, layout, why=why))
    if kept is not None and not session.told and work.person.is_keepable(now):
        kept.keep(asked, encode(answer))
    if open_:
        _open(session, found)


def _kept_text(answer: str, layout: Layout, *, why: bool) -> Text:
    from kbpivot.render.answers import decoded
    from kbpivot.render.answers.next import NextAnswer
    from kbpivot.render.text.next import next_text

    return next_text(decoded(answer, NextAnswer), layout, why=why)


def _open(session: Session, found: Suggestions) -> None:
    """Open the first suggestion, or say why not."""
    from kbpivot.shell.open_uri import open_note

    if not found:
        return
    first = found[0]
    if first.path is None:
        session.say(f"{first.title} has no note yet, so there is nothing to open.")
        return
    session.flush()
    open_note(session.workspace.root / first.path)
    if not session.workspace.inputs.in_obsidian:
        session.say("Obsidian finds the note once it has opened this folder as a vault.")
