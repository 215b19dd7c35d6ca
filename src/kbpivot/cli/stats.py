"""The command `stats`: what happened, week by week."""

from __future__ import annotations

from datetime import datetime

import click

from kbpivot.cli.options import command
from kbpivot.cli.session import Session

__all__ = ["stats_command"]


@command("stats", examples=["kbpivot stats", "kbpivot stats --weeks 52"])
@click.option(
    "--weeks",
    type=click.IntRange(min=1, max=520),
    default=12,
    show_default=True,
    help="How many weeks at most.",
)
def stats_command(session: Session, *, weeks: int) -> None:
    """Show what you logged week by week.

    And how far each track is. Facts only: an empty week is a week.
    """
    from kbpivot.render.answers_record import stats_answer
    from kbpivot.render.text_record import stats_text
    from kbpivot.study import stats

    work = session.workspace
    graph = work.study_graph
    found = stats(
        work.log,
        until=datetime.now().astimezone().date(),
        weeks=weeks,
        G=graph,
        vault=work.vault,
        state=work.state,
        tracks=work.tracks(),
    )
    answer = stats_answer(found, graph=graph)
    session.answer(answer, lambda layout: stats_text(answer, layout))
