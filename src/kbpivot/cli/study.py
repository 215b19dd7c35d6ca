"""The commands about studying: path, ready, why, plan."""

from __future__ import annotations

from datetime import date, datetime

import click

from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import command
from kbpivot.cli.session import Session

__all__ = ["SINCE", "path_command", "plan_command", "ready_command", "why_command"]

SINCE = click.option(
    "--since",
    type=click.INT,
    metavar="YEAR",
    help="Leave out optional prerequisites that are papers older than this year.",
)


@command("path", examples=["kbpivot path Transformer", "kbpivot path RLHF --since 2020"])
@click.argument("note", type=NOTE)
@SINCE
def path_command(session: Session, *, note: str, since: int | None) -> None:
    """List what is left to learn for a note, in a good order.

    NOTE is the goal: a path, a link, a title or alias that only one note has, or a track.
    What you have mastered is not listed. Planned notes are: they are on the way too.
    """
    from kbpivot.render.answers_study import path_answer
    from kbpivot.render.text_study import path_text
    from kbpivot.study import learning_path

    work = session.workspace
    graph = work.study_graph
    (track,) = work.tracks([note])
    found = learning_path(graph, track.goals, work.state, since=since)
    answer = path_answer(found, goals=[track.name], graph=graph)
    session.answer(answer, lambda layout: path_text(answer, layout))


@command("why", examples=["kbpivot why Softmax Transformer"])
@click.argument("first", type=NOTE, metavar="A")
@click.argument("last", type=NOTE, metavar="B")
def why_command(session: Session, *, first: str, last: str) -> None:
    """Show why one note comes before another.

    The shortest chain from A to B, and for each step the place and the words that say it.
    """
    from kbpivot.render.answers_study import why_answer
    from kbpivot.render.text_study import why_text
    from kbpivot.study import prerequisite_chain

    work = session.workspace
    chain = prerequisite_chain(work.study_graph, work.node(first), work.node(last))
    answer = why_answer(chain, graph=work.study_graph, text=work.vault.text)
    session.answer(answer, lambda layout: why_text(answer, layout))


@command("ready", examples=["kbpivot ready", "kbpivot ready RLHF"])
@click.argument("note", type=NOTE, required=False)
@SINCE
@click.option("--all", "everything", is_flag=True, help="Show more than twenty notes.")
def ready_command(
    session: Session, *, note: str | None, since: int | None, everything: bool
) -> None:
    """List what can be studied now, or what a note still needs.

    A note is ready when everything it states as a prerequisite is mastered.
    With NOTE: what it leans on, what of that you have, and what is missing.
    """
    from kbpivot.render.answers_plan import readiness_answer, ready_answer
    from kbpivot.render.text_study import ready_text
    from kbpivot.study import readiness, ready_notes

    work = session.workspace
    graph = work.study_graph
    if note is None:
        answer = ready_answer(ready_notes(graph, work.state), graph=graph)
    else:
        found = readiness(graph, work.node(note), work.state, since=since)
        answer = readiness_answer(found, graph=graph)
    limit = None if everything else 20
    session.answer(answer, lambda layout: ready_text(answer, layout, limit=limit))


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day; write it as 2027-01-31.") from None


@command(
    "plan",
    examples=["kbpivot plan --goal RLHF --hours 5", "kbpivot plan --goal Agents --by 2027-03-31"],
)
@click.option("--goal", "goals", multiple=True, type=NOTE, help="A note or track to reach.")
@click.option("--hours", type=click.FloatRange(min=0, min_open=True), help="Hours a week.")
@click.option("--by", callback=_day, metavar="DAY", help="The last day that counts.")
@click.option("--start", callback=_day, metavar="DAY", help="The first day; today unless given.")
@SINCE
@click.option("--all", "everything", is_flag=True, help="Show more than the first eight weeks.")
def plan_command(
    session: Session,
    *,
    goals: tuple[str, ...],
    hours: float | None,
    by: date | None,
    start: date | None,
    since: int | None,
    everything: bool,
) -> None:
    """Lay the way to your goals into weeks.

    Goals are those of `--goal`, else the ones in kbpivot.toml, else the tracks of the vault.
    A plan is made anew each time: a missed week moves it, and nothing turns red.
    """
    from kbpivot.render.answers_plan import plan_answer
    from kbpivot.render.text_study import plan_text
    from kbpivot.study import due_reviews, learning_path, plan

    work = session.workspace
    graph = work.study_graph
    today = start or datetime.now().astimezone().date()
    aims = work.tracks(goals)
    wanted = dict.fromkeys((goal for aim in aims for goal in aim.goals), 1.0)
    path = learning_path(graph, wanted, work.state, since=since)
    found = plan(
        path,
        hours_per_week=hours or work.config.study.hours_per_week,
        start=today,
        by=by,
        reviews=due_reviews(work.log, at=today, vault=work.vault),
    )
    answer = plan_answer(found, goals=[aim.name for aim in aims], graph=graph)
    weeks = None if everything else 8
    session.answer(answer, lambda layout: plan_text(answer, layout, weeks=weeks))
