"""The command `stats`: what happened, week by week, or in one week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import click

from kbpivot.cli.days import TODAY, day_given
from kbpivot.cli.options import command
from kbpivot.cli.output import FORCE, output_option, suffix_format, write_output
from kbpivot.cli.session import Session

if TYPE_CHECKING:
    from kbpivot.render.answers.stats import HalfYearEntry
    from kbpivot.study.tracks import Track
    from kbpivot.workspace.workspace import Workspace

__all__ = ["stats_command"]

SUFFIXES = {".svg": "svg", ".png": "png", ".md": "markdown", ".json": "json"}


@command(
    "stats",
    examples=[
        "kbpivot stats",
        "kbpivot stats --weeks 52 -o year.svg",
        "kbpivot stats --week --format markdown",
    ],
    formats=("text", "json", "markdown", "svg"),
)
@click.option(
    "--weeks",
    type=click.IntRange(min=1, max=520),
    default=12,
    show_default=True,
    help="How many weeks at most.",
)
@click.option(
    "--week",
    is_flag=False,
    flag_value=TODAY,
    callback=day_given,
    metavar="[DAY]",
    help="Only the week that DAY is in, in full; this week unless a day is given.",
)
@click.option(
    "--until", callback=day_given, metavar="DAY", help="The last day; today unless given."
)
@click.option(
    "--show-private",
    is_flag=True,
    help="Name private notes and tracks in Markdown and pictures, too.",
)
@output_option(SUFFIXES)
@FORCE
def stats_command(
    session: Session,
    *,
    weeks: int,
    week: date | None,
    until: date | None,
    show_private: bool,
    output: str | None,
    force: bool,
) -> None:
    """Show what you logged week by week.

    And how far each track is, and how much of the time went to it. Where there is no log, git's
    history of the notes is told. Facts only: an empty week is a week.

    At the end stands what the last half year says, whatever weeks are shown: weeks with study, the
    longest pause, notes written and published, corrections received (`kbpivot corrected`), and
    what most of the time went to at first and later.

    With `--week`, one week in full; as Markdown it is a learning log of half a page, ready to
    post, in which private notes are counted and not named.
    """
    last = until or datetime.now().astimezone().date()
    format_ = session.format if output is None else suffix_format(session, output, SUFFIXES)
    written: str | bytes | None
    if week is not None:
        written = _week(session, week, format_, show_private=show_private, shown=output is None)
    else:
        written = _weeks(
            session, weeks, last, format_, show_private=show_private, shown=output is None
        )
    if output is not None and written is not None:
        write_output(session, output, written, force=force, markdown=format_ == "markdown")
    elif isinstance(written, str):
        session.print(written)


def _weeks(
    session: Session, weeks: int, until: date, format_: str, *, show_private: bool, shown: bool
) -> str | bytes | None:
    """Return the weeks in a format for a file, or None when they are shown already."""
    from kbpivot.render.answers import encode
    from kbpivot.render.answers.stats import stats_answer
    from kbpivot.render.documents.week_note import stats_note
    from kbpivot.render.drawing.chart import chart_png, chart_svg
    from kbpivot.render.text.stats import stats_text
    from kbpivot.study import interests, stats, week_of

    work = session.workspace
    graph = work.person.study_graph
    shared = format_ in {"markdown", "svg", "png"} and not session.shows_private(asked=show_private)
    tracks = _named_tracks(session, shared=shared)
    found = stats(
        work.events,
        until=until,
        weeks=weeks,
        G=graph,
        vault=work.vault,
        state=work.person.state_at(until),
        tracks=tracks,
        history=_history(work, week_of(until) - timedelta(days=7 * (weeks - 1))),
    )
    half = _half_year(session, until) if format_ in {"text", "json"} else None
    answer = stats_answer(
        found,
        graph=graph,
        half_year=half,
        interests=interests(
            work.events, until=until, weeks=weeks, G=graph, vault=work.vault, tracks=tracks
        ),
    )
    if format_ == "svg":
        return chart_svg(answer)
    if format_ == "png":
        return chart_png(answer)
    if format_ == "markdown":
        return stats_note(answer)
    if format_ == "json" and not shown:
        return f"{encode(answer)}\n"
    session.answer(answer, lambda layout: stats_text(answer, layout))
    return None


def _half_year(session: Session, until: date) -> HalfYearEntry | None:
    """Return what the half year up to a day says, of notes, log and git."""
    from kbpivot.render.answers.stats import half_year_entry, title_then
    from kbpivot.study import lasting, week_of

    work = session.workspace
    found = lasting(
        work.events,
        until=until,
        history=_history(work, week_of(until) - timedelta(days=7 * 25)),
        written=work.first_written,
        public=work.public.named,
        subjects=work.subjects,
    )
    if found is None:
        return None
    graph = work.person.study_graph
    return half_year_entry(
        found,
        title=lambda node: title_then(node, graph=graph),
        disclose=not session.for_others,
    )


def _named_tracks(session: Session, *, shared: bool) -> tuple[Track, ...]:
    """Return the tracks; of those that others may not know by name only how many there are."""
    work = session.workspace
    tracks = work.tracks()
    if not shared:
        return tracks
    open_ones = work.disclosable_tracks(tracks)
    if left := len(tracks) - len(open_ones):
        many = "1 private track is" if left == 1 else f"{left} private tracks are"
        session.say(f"{many} not named; --show-private names them.")
    return open_ones


def _history(work: Workspace, start: date) -> Mapping[str, Sequence[date]]:
    """Return what git saw of each note; git is not asked when the log is older than that."""
    if any(event.day < start for event in work.events):
        return {}
    return work.person.unlogged_history


def _week(
    session: Session, week: date, format_: str, *, show_private: bool, shown: bool
) -> str | None:
    """Return one week in a format for a file, or None when it is shown already."""
    from kbpivot.render.answers import encode
    from kbpivot.render.answers.stats import title_then, week_answer
    from kbpivot.render.documents.week_note import week_note
    from kbpivot.render.text.stats import week_text
    from kbpivot.study import week_log, week_of

    if format_ in {"svg", "png"}:
        raise click.UsageError("One week has no picture; leave out --week.")
    work = session.workspace
    graph = work.person.study_graph
    shared = format_ == "markdown" and not session.shows_private(asked=show_private)
    start = week_of(week)
    end = start + timedelta(days=6)
    tracks = _named_tracks(session, shared=shared)
    found = week_log(
        work.events,
        week=week,
        G=graph,
        vault=work.vault,
        states=(work.person.state_at(start - timedelta(days=1)), work.person.state_at(end)),
        tracks=tracks,
    )
    history = {
        path: days
        for path, days in _history(work, start).items()
        if any(start <= day <= end for day in days)
    }
    answer = week_answer(
        found,
        shown=work.is_disclosable if shared else lambda _node: True,
        title=lambda node: title_then(node, graph=graph),
        written=[path for path, days in history.items() if min(days) >= start],
        changed=list(history),
    )
    if format_ == "markdown":
        if answer.unnamed:
            notes = "note is" if answer.unnamed == 1 else "notes are"
            session.say(f"{answer.unnamed} private {notes} not named; --show-private names them.")
        return week_note(answer)
    if format_ == "json" and not shown:
        return f"{encode(answer)}\n"
    session.answer(answer, lambda layout: week_text(answer, layout))
    return None
