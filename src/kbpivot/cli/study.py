"""The commands about studying: path, ready, why, plan."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from kbpivot.cli.days import day_given
from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import NO_GUESS, command
from kbpivot.cli.output import FORCE, output_option, suffix_format, write_output
from kbpivot.cli.session import Session

if TYPE_CHECKING:
    from kbpivot.render.answers.plan import ReadyAnswer

__all__ = ["SINCE", "WITH_MAP", "path_command", "plan_command", "ready_command", "why_command"]

SINCE = click.option(
    "--since",
    type=click.INT,
    metavar="YEAR",
    help="Leave out optional prerequisites that are papers older than this year.",
)


WITH_MAP = click.option(
    "--with-map",
    is_flag=True,
    help="Add what kbpivot's map of AI knows on the way and no note of yours is about.",
)


@command(
    "path",
    examples=[
        "kbpivot path Transformer",
        "kbpivot path RLHF --since 2020 --why",
        'kbpivot path --track "Research track" --track "Product track"',
    ],
)
@click.argument("notes", type=NOTE, nargs=-1, metavar="[NOTE]...")
@click.option("--track", "names", multiple=True, metavar="NAME", help="A track; see below.")
@click.option("--why", is_flag=True, help="Show where each step's prerequisites are written.")
@NO_GUESS
@SINCE
@WITH_MAP
@click.option("--all", "everything", is_flag=True, help="Show more than twenty steps.")
def path_command(
    session: Session,
    *,
    notes: tuple[str, ...],
    names: tuple[str, ...],
    why: bool,
    since: int | None,
    with_map: bool,
    everything: bool,
) -> None:
    """List what is left to learn for a note, in study order.

    NOTE is the goal: a path, a link, a title or alias that only one note has, or a track.
    What you have mastered is not listed, nor what counts as met because you wrote it. Planned
    notes are: they are on the way too. The first step is what `next` suggests for that goal.

    NOTE may also be a concept, a paper or a track of kbpivot's map of AI that you have no note
    about: then the steps are the map's, each with a source, and your notes among them.

    With `--track` twice or more: what these tracks share, in order, and what each takes on its
    own. That is for you who have not decided yet; what is shared is not lost either way.
    """
    from kbpivot.render.answers.study import path_answer
    from kbpivot.render.text.study import path_text
    from kbpivot.study import learning_path, shared_notes

    work = session.workspace
    if not notes and not names:
        known = ", ".join(f'"{track.name}"' for track in work.tracks() if track.source != "goal")
        hint = f" Tracks here: {known}." if known else ""
        raise click.UsageError(f"Name a note, or a track with --track.{hint}")
    work = session.toward((*notes, *names), with_map=with_map)
    graph, state = work.person.study_graph, work.state
    aims = (*(work.tracks(notes) if notes else ()), *(work.track(name) for name in names))
    text = work.vault.text if why else None
    granted = work.granted((*notes, *names))
    if notes or len(aims) == 1:
        _, found = work.way((*notes, *names), since=since)
        answer = path_answer(
            found,
            goals=[aim.name for aim in aims],
            graph=graph,
            text=text,
            since=since,
            beyond=work.beyond_notes((*notes, *names)),
            granted=granted,
        )
    else:
        shared = [one for one in shared_notes(graph, aims, state, since=since) if not one.known]
        answer = path_answer(
            # What most of them need is worth most.
            learning_path(
                graph, {one.node: float(len(one.tracks)) for one in shared}, state, since=since
            ),
            goals=[aim.name for aim in aims],
            graph=graph,
            text=text,
            since=since,
            granted=granted,
            ways={aim.name: learning_path(graph, aim.goals, state, since=since) for aim in aims},
            shared=shared,
        )
    limit = None if everything else 20
    session.answer(answer, lambda layout: path_text(answer, layout, why=why, limit=limit))


@command("why", examples=["kbpivot why Softmax Transformer"])
@click.argument("first", type=NOTE, metavar="A")
@click.argument("last", type=NOTE, metavar="B")
def why_command(session: Session, *, first: str, last: str) -> None:
    """Show why one note comes before another.

    The shortest chain from A to B, and for each step the place and the words that say it.
    """
    from kbpivot.render.answers.study import why_answer
    from kbpivot.render.text.study import why_text
    from kbpivot.study import prerequisite_chain

    work = session.workspace
    before, after = work.node(first), work.node(last)
    if before == after:
        raise click.UsageError(f"{first!r} and {last!r} are one note: {after}. Name two.")
    chain = prerequisite_chain(work.person.study_graph, before, after)
    answer = why_answer(chain, graph=work.person.study_graph, text=work.vault.text)
    session.answer(answer, lambda layout: why_text(answer, layout))


@command(
    "ready",
    examples=[
        "kbpivot ready",
        "kbpivot ready RLHF",
        "kbpivot ready --abstract abstract.txt",
        "kbpivot ready --arxiv 1706.03762",
    ],
)
@click.argument("note", type=NOTE, required=False)
@click.option(
    "--abstract",
    type=click.Path(allow_dash=True, dir_okay=False),
    metavar="FILE",
    help="A paper without a note: its abstract; - reads standard input.",
)
@click.option("--arxiv", metavar="ID", help="The same by its arXiv id or address; asks arXiv.")
@NO_GUESS
@SINCE
@click.option("--all", "everything", is_flag=True, help="Show more than twenty notes.")
def ready_command(
    session: Session,
    *,
    note: str | None,
    abstract: str | None,
    arxiv: str | None,
    since: int | None,
    everything: bool,
) -> None:
    """List what can be studied now, or what a note still needs.

    A note is ready when everything it states as a prerequisite is mastered.
    With NOTE: what it leans on, what of that you have, and what is missing.

    With `--abstract` or `--arxiv`: which notes of yours, written or planned, a new paper names,
    what of them you have, and how long the rest takes. It is to be read now when that is no
    more than an hour; else park it.
    """
    from kbpivot.render.answers.plan import readiness_answer, ready_answer
    from kbpivot.render.text.study import ready_text
    from kbpivot.study import readiness, ready_notes

    if sum(one is not None for one in (note, abstract, arxiv)) > 1:
        raise click.UsageError("Give one of NOTE, --abstract and --arxiv.")
    work = session.workspace
    if abstract is not None or arxiv is not None:
        answer = _paper(session, abstract, arxiv)
    elif note is None:
        answer = ready_answer(
            ready_notes(work.person.study_graph, work.state),
            graph=work.person.study_graph,
            unread=work.derived.unread,
        )
    else:
        found = readiness(work.person.study_graph, work.node(note), work.state, since=since)
        answer = readiness_answer(found, graph=work.person.study_graph, since=since)
    limit = None if everything else 20
    session.answer(answer, lambda layout: ready_text(answer, layout, limit=limit))


def _paper(session: Session, abstract: str | None, arxiv: str | None) -> ReadyAnswer:
    """Say of a paper without a note what it leans on."""
    from kbpivot.render.answers.plan import paper_answer
    from kbpivot.study import paper_readiness

    if arxiv is not None:
        title, text, arxiv = _from_arxiv(arxiv)
    else:
        title, text = _from_file(abstract or "-")
    work = session.workspace.reading(text)
    if work.leads_by_map:
        session.needs_no_notes()
    concepts = work.leanings(text, arxiv=arxiv or "")
    own = (n.path for n in work.vault.notes if arxiv and n.ids.arxiv[:1] == (arxiv,))
    return paper_answer(
        paper_readiness(work.person.study_graph, concepts, work.state),
        graph=work.person.study_graph,
        title=title,
        arxiv=arxiv,
        note=next(own, None),
    )


def _from_file(name: str) -> tuple[str, str]:
    """Return what to call an abstract, and its text."""
    import sys
    from pathlib import Path

    from kbpivot.shell.files import decoded, read_text

    if name != "-":
        return Path(name).stem, read_text(name).text
    stream = getattr(sys.stdin, "buffer", None)
    text = sys.stdin.read() if stream is None else decoded(stream.read(), path="-")[0]
    return "This paper", text


def _from_arxiv(said: str) -> tuple[str, str, str]:
    """Ask arXiv for a paper: its title, title and abstract as text, and id."""
    from kbpivot.shell.importing.arxiv import ArxivError, arxiv_address, fetch_arxiv
    from kbpivot.shell.importing.bibliography import arxiv_id

    wanted = arxiv_id(said)
    if not wanted:
        raise click.UsageError(f"{said!r} is no arXiv id; one looks like 1706.03762.")
    found = fetch_arxiv([wanted], address=arxiv_address())
    if not found.papers:
        raise ArxivError(found.unread[0].message)
    paper = found.papers[0]
    return paper.title, f"{paper.title}.\n\n{paper.abstract}", paper.arxiv


_HOURS = re.compile(
    r"(\d{1,6}(?:[.,]\d{1,6})?)\s*(?:h|hours?)?\s*(?:(?:/|per|a)\s*(w|wk|week|d|day))?",
    re.IGNORECASE,
)


def _hours(_context: click.Context, _parameter: click.Parameter, value: str | None) -> float | None:
    """Read the time in a week: `8`, `8/week`, `1.5h/day`."""
    if value is None:
        return None
    found = _HOURS.fullmatch(value.strip())
    if found is None:
        raise click.BadParameter(f"{value!r} is no time; write it as 8, 8/week or 1.5/day.")
    hours = float(found[1].replace(",", ".")) * (7 if (found[2] or "")[:1] in {"d", "D"} else 1)
    if not 1 / 60 <= hours <= 168:
        raise click.BadParameter(f"{value!r}: a week has 168 hours, and a minute is the least.")
    return hours


PLAN_SUFFIXES = {".ics": "ics", ".md": "markdown", ".json": "json"}


@command(
    "plan",
    examples=[
        "kbpivot plan --goal RLHF --hours 8/week",
        "kbpivot plan --goal Agents --by 2027-03-31",
        "kbpivot plan --goal Agents -o study.ics",
    ],
    formats=("text", "json", "ics", "markdown"),
)
@click.option("--goal", "goals", multiple=True, type=NOTE, help="A note or track to reach.")
@click.option("--hours", callback=_hours, metavar="TIME", help="Time a week: 8, 8/week or 1.5/day.")
@click.option("--by", callback=day_given, metavar="DAY", help="The last day that counts.")
@click.option(
    "--start", callback=day_given, metavar="DAY", help="The first day; today unless given."
)
@click.option("--fresh", is_flag=True, help="Do not put first what you began.")
@NO_GUESS
@SINCE
@WITH_MAP
@click.option("--all", "everything", is_flag=True, help="Show more than the first eight weeks.")
@output_option(PLAN_SUFFIXES)
@FORCE
def plan_command(
    session: Session,
    *,
    goals: tuple[str, ...],
    hours: float | None,
    by: date | None,
    start: date | None,
    fresh: bool,
    since: int | None,
    with_map: bool,
    everything: bool,
    output: str | None,
    force: bool,
) -> None:
    """Plan the path to your goals week by week.

    Goals are those of `--goal`, else what `kbpivot next` goes by, and it says what that is. The
    first note is the one that `next` suggests: what you began comes before what is new.
    What you keep in memory comes first of all, in at most a quarter of a week.
    A plan is made anew each time: a missed week moves it, and nothing turns red.

    The format ics is a calendar to import, with all-day events that a later plan moves;
    markdown is for a note, and links to yours.
    """
    from kbpivot.render.answers.plan import plan_answer
    from kbpivot.render.text.plan import plan_text
    from kbpivot.study import begun_aside, plan, reviews

    work = session.toward(goals, with_map=with_map)
    graph = work.person.study_graph
    now = datetime.now().astimezone()
    first = start or now.date()
    if by is not None and by < first:
        raise click.UsageError(f"--by {by} is before the first day, {first}.")
    aim, path = work.way(goals, since=since, finish_started=not fresh)
    found = plan(
        path,
        hours_per_week=hours or work.config.study.hours_per_week,
        start=first,
        by=by,
        reviews=reviews(work.events, at=now, vault=work.vault),
    )
    answer = plan_answer(
        found,
        goals=[track.name for track in work.tracks(goals)]
        if goals
        else aim.names or ("all open notes" if aim.kind == "any" else aim.text,),
        graph=graph,
        path=path,
        since=since,
        aim=aim.kind,
        chosen_by="you" if goals else "settings" if work.goals else "notes",
        beyond=work.beyond_notes(goals),
        granted=work.granted(goals),
        aside=() if aim.kind == "goal" else begun_aside(graph, work.state, path.notes),
    )
    format_ = session.format if output is None else suffix_format(session, output, PLAN_SUFFIXES)
    if format_ == "ics":
        from kbpivot.render.documents.calendar import calendar

        written = calendar(answer, made=now, address=session.shared_address)
    elif format_ == "markdown":
        from kbpivot.render.documents.plan_note import plan_note

        def link(path: str) -> str:
            """A link to a note; what was reviewed may be gone, and is named alone."""
            return work.vault.link_text(path, source="") if path in work.vault else ""

        written = plan_note(answer, link=link)
    elif output is not None:
        from kbpivot.render.answers import encode

        written = f"{encode(answer)}\n"
    else:
        weeks = None if everything else 8
        session.answer(answer, lambda layout: plan_text(answer, layout, weeks=weeks))
        return
    if output is None:
        session.print(written)
    else:
        write_output(session, output, written, force=force, markdown=format_ == "markdown")
