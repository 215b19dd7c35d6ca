"""The command `next`: what to study now."""

from __future__ import annotations

from datetime import datetime

import click

from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import command
from kbpivot.cli.session import Session
from kbpivot.cli.study import SINCE

__all__ = ["next_command"]


@command(
    "next",
    examples=[
        "kbpivot next",
        "kbpivot next --goal RLHF --why",
        "kbpivot next --minutes 45",
    ],
)
@click.option("--goal", "goals", multiple=True, type=NOTE, help="A note or track to reach.")
@click.option("--why", is_flag=True, help="Show where every prerequisite is written.")
@click.option(
    "--minutes", type=click.IntRange(min=1), help="How much time you have: what fits comes first."
)
@click.option(
    "--limit", type=click.IntRange(min=1), default=3, show_default=True, help="How many notes."
)
@click.option("--fresh", is_flag=True, help="Do not put first what you began.")
@click.option("--why-not", type=NOTE, metavar="NOTE", help="Explain why not this note.")
@SINCE
def next_command(
    session: Session,
    *,
    goals: tuple[str, ...],
    why: bool,
    minutes: int | None,
    limit: int,
    fresh: bool,
    why_not: str | None,
    since: int | None,
) -> None:
    """Suggest one note to study now, say why, and name two others.

    What you began comes first, once all it needs is mastered. Then the ready note with which
    going on as well as possible brings your goals soonest: those of `--goal`, else the ones in
    kbpivot.toml, else the tracks of the vault, else what most of your notes lean on.
    """
    from kbpivot.render.answers_next import next_answer
    from kbpivot.render.text_next import next_text

    work = session.workspace
    found = work.suggestions(
        goals,
        today=datetime.now().astimezone().date(),
        limit=limit,
        minutes=minutes,
        since=since,
        finish_started=not fresh,
        expected=why_not,
    )
    answer = next_answer(
        found, graph=work.study_graph, text=work.vault.text, sources=work.hours_sources
    )
    session.answer(answer, lambda layout: next_text(answer, layout, why=why))
