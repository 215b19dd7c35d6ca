"""The command `begin`: from nothing to a plan."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import command
from kbpivot.cli.session import Session
from kbpivot.errors import KbpivotError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbpivot.render.answers.begin import BeginAnswer
    from kbpivot.render.answers.place import PlaceAnswer
    from kbpivot.render.answers.plan import PlanAnswer
    from kbpivot.workspace.begin import Given, Way, Wishes
    from kbpivot.workspace.place import Standing
    from kbpivot.workspace.workspace import Workspace

__all__ = ["begin_command"]


@command(
    "begin",
    examples=[
        "kbpivot begin",
        "kbpivot begin --goal RLHF --hours 6",
        "kbpivot begin --answers answers.json",
    ],
)
@click.option(
    "--goal",
    "goals",
    multiple=True,
    type=NOTE,
    help="Where to: a note, a track, or a name on kbpivot's map of AI.",
)
@click.option(
    "--hours", type=click.FloatRange(min=0, max=168, min_open=True), help="Hours a week you have."
)
@click.option(
    "--answers",
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="A JSON object with goal, hours and known, instead of asking; see below.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be set, and write nothing.")
def begin_command(
    session: Session,
    *,
    goals: tuple[str, ...],
    hours: float | None,
    answers: str | None,
    dry_run: bool,
) -> None:
    """Go from nothing to a plan: where to, when, what you know.

    Works in an empty folder and in a vault. It asks which way in, how many hours a week you have,
    and up to a dozen questions about what you know already; then it writes `kbpivot.toml` and one
    note, *Start here*, with the path as links and dates. After that `kbpivot next`, `kbpivot plan`
    and `kbpivot watch` go by it. A second run shows what is set and changes only what you name.

    A file of answers: {"goal": "RLHF", "hours": 6, "known": {"softmax": true, "LoRA": false}}.
    Each part may be missing.
    """
    from kbpivot.cli.place import read_json
    from kbpivot.render.text.begin import begun_text, set_text
    from kbpivot.workspace.begin import Given, given_wishes, set_wishes

    session.is_owners("`kbpivot begin`")
    work = session.workspace
    given = Given((), None, {})
    if answers is not None:
        given = given_wishes(read_json(answers), source=answers)
    before = set_wishes(work)
    named = bool(goals or hours or answers)
    if before is not None and not named:
        answer = _state(session, before)
        session.answer(answer, lambda layout: set_text(answer, layout))
        return
    wishes = _wishes(session, before, goals or given.goals, hours or given.hours, ask=not named)
    found = _placed(session, wishes, given, source=answers, ask=not named)
    if dry_run:
        answer = _state(session, wishes, placement=_place_answer(session, found))
        session.answer(answer, lambda layout: begun_text(answer, layout))
        return
    asking = not named and sys.stdin.isatty()
    if asking and not click.confirm(
        "Write kbpivot.toml and the note Start here?", default=True, err=True
    ):
        session.say("Nothing was written.")
        return
    done = _write(session, wishes, found)
    session.answer(done, lambda layout: begun_text(done, layout))


def _wishes(
    session: Session,
    before: Wishes | None,
    goals: Sequence[str],
    hours: float | None,
    *,
    ask: bool,
) -> Wishes:
    """Return what the person wants: what was given, else asked for, else as it was."""
    from kbpivot.workspace.begin import Wishes

    work = session.workspace
    if not goals and before is not None:
        names = before.goals
    elif not goals and ask:
        names = (_asked_goal(session),)
    elif not goals:
        raise click.UsageError('Say where to: --goal NAME, or "goal" in the file of answers.')
    else:
        names = tuple(track.name for track in work.tracks(goals))
    usual = work.config.study.hours_per_week
    if hours is None and ask and before is None:
        session.arrive()
        hours = click.prompt(
            "How many hours a week do you have?",
            default=usual,
            type=click.FloatRange(min=0, max=168, min_open=True),
            err=True,
        )
    return Wishes(names, float(usual if hours is None else hours))


def _asked_goal(session: Session) -> str:
    """Ask which way in, until the answer means something."""
    from kbpivot.render.text.begin import here_text, ways_text
    from kbpivot.workspace.begin import ways_in

    work = session.workspace
    ways = ways_in(work)
    state = _here(work, ways)
    session.show(lambda layout: here_text(state, layout))
    on_map = work.on_map.field is not None and work.is_on_field
    session.show(lambda layout: ways_text(state.ways, layout, on_map=on_map))
    session.flush()
    while True:
        try:
            said = click.prompt("Where to", err=True).strip()
        except click.Abort:
            raise click.UsageError(
                "Nobody can be asked here; give --goal NAME, or --answers FILE."
            ) from None
        if said.isdigit() and 1 <= int(said) <= len(ways):
            return ways[int(said) - 1].name
        try:
            return work.tracks([said])[0].name
        except KbpivotError as unknown:
            session.say(_unknown(work, said, unknown, on_map=on_map))


def _unknown(work: Workspace, said: str, unknown: KbpivotError, *, on_map: bool) -> str:
    """Say that a goal means nothing; where there is a map, with near names of that."""
    if not on_map:
        return str(unknown)
    try:
        work.concept(said)
    except KbpivotError as missing:
        return str(missing)
    return str(unknown)


def _placed(
    session: Session, wishes: Wishes, given: Given, *, source: str | None, ask: bool
) -> Standing | None:
    """Ask or look up what the person knows on the way; None where the map says nothing of it."""
    from kbpivot.cli.place import answered, asked, said, unasked
    from kbpivot.render.text.place import asking_text, place_text
    from kbpivot.workspace.place import Questions, Standing, given_answers, goals_on_map

    work = session.workspace
    field = work.on_map.field
    if field is None or not (given.known or ask):
        return None
    told = given_answers(field, dict(given.known), source=source or "")
    goals = goals_on_map(work, wishes.goals, strict=False)
    if not goals:
        return None
    questions = Questions.of(work, list(wishes.goals))
    if ask:
        session.print("\n")
        session.show(asking_text)
        found = Standing.of(field, questions, asked(session, questions), {})
        shown = said(session, found)
        session.show(lambda layout: place_text(shown, layout))
        return found
    state = answered(questions.start, told)
    return Standing.of(field, questions, state, unasked(state, told))


def _place_answer(session: Session, found: Standing | None) -> PlaceAnswer | None:
    from kbpivot.cli.place import said

    return None if found is None else said(session, found)


def _write(session: Session, wishes: Wishes, found: Standing | None) -> BeginAnswer:
    """Write log, settings and note, in this order, and return what there is then."""
    import msgspec

    from kbpivot.cli.place import write
    from kbpivot.notes.own_block import END, START
    from kbpivot.render.documents.plan_note import plan_note
    from kbpivot.workspace.begin import START_NOTE, write_settings, write_start_note

    placement = _place_answer(session, found)
    if found is not None and (found.known or found.forgotten):
        placement = write(session, found, wishes.goals)
    config = write_settings(session.workspace, wishes)
    session.reload()
    link = session.workspace.vault.link_text
    content = plan_note(
        _plan(session, wishes), link=lambda path: link(path, source=""), planned=True
    )
    content = content.removeprefix(f"{START}\n").removesuffix(f"{END}\n")
    note = write_start_note(session.workspace, content)
    session.reload()
    return msgspec.structs.replace(
        _state(session, wishes),
        placement=placement,
        config=None if config is None else config.name,
        note=note,
        kept=START_NOTE if note is None else None,
    )


def _plan(session: Session, wishes: Wishes) -> PlanAnswer:
    """Lay the way to the goals into weeks, from today on."""
    from kbpivot.render.answers.plan import plan_answer
    from kbpivot.workspace.begin import way_and_plan

    work = session.toward(wishes.goals)
    path, plan = way_and_plan(work, wishes, start=datetime.now().astimezone().date())
    return plan_answer(plan, goals=wishes.goals, graph=work.person.study_graph, path=path)


def _state(
    session: Session, wishes: Wishes, *, placement: PlaceAnswer | None = None
) -> BeginAnswer:
    """Say how far it is to the goals, and what comes first."""
    from kbpivot.render.answers.begin import BeginAnswer
    from kbpivot.render.answers.next import next_answer

    work = session.toward(wishes.goals)
    today = datetime.now().astimezone().date()
    plan = _plan(session, wishes)
    here = _here(work)
    return BeginAnswer(
        goals=wishes.goals,
        hours_per_week=wishes.hours,
        notes=here.notes,
        placed=here.placed,
        known=_known(work, wishes.goals),
        placement=placement,
        steps=plan.fits + len(plan.left_out),
        hours=plan.hours,
        finish=plan.finish,
        next=next_answer(
            work.suggestions(wishes.goals, today=today, limit=1),
            graph=work.person.study_graph,
            text=work.vault.text,
            sources=work.hours_sources,
        ),
    )


def _here(work: Workspace, ways: Sequence[Way] = ()) -> BeginAnswer:
    """Say what is here, before anything is set."""
    from kbpivot.render.answers.begin import BeginAnswer, WayEntry
    from kbpivot.study.work_left import STUDY_KINDS

    studied = sum(one.in_advice and one.kind in STUDY_KINDS for one in work.traits.values())
    about = work.on_map.placed
    return BeginAnswer(
        goals=(),
        hours_per_week=work.config.study.hours_per_week,
        ways=tuple(WayEntry(way.name, way.says) for way in ways),
        notes=studied,
        placed=len(about.ids) if about.about else 0,
    )


def _known(work: Workspace, goals: Sequence[str]) -> int:
    """How many entries of the map the person knows on the way to goals."""
    from kbpivot.workspace.place import goals_on_map

    if work.on_map.field is None:
        return 0
    ids = {id_ for found in goals_on_map(work, goals, strict=False).values() for id_ in found}
    known = work.person.known_concepts & work.on_map.map.closure(ids)
    return len(known - work.person.granted_concepts)
