"""The command `place`: a dozen questions that find where a person stands."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from kbpivot.cli.keys import replies
from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import command
from kbpivot.cli.session import Session

if TYPE_CHECKING:
    from kbpivot.render.answers.place import PlaceAnswer
    from kbpivot.study.placement import Placement
    from kbpivot.workspace.place import Questions, Standing

__all__ = ["answered", "asked", "place_command", "read_json", "said", "unasked", "write"]

_KEYS = {"y": "yes", "n": "no", "q": "quit"}
_ASK = "    y yes, n no, q that is enough: "


@command(
    "place",
    examples=[
        "kbpivot place --goal RLHF",
        "kbpivot place --goal Research --answers answers.json",
    ],
)
@click.option(
    "--goal",
    "goals",
    multiple=True,
    type=NOTE,
    help="What you want to reach: a note, or a name on"
    " the map. Else the goals of kbpivot.toml, else the map's fundamentals.",
)
@click.option(
    "--answers",
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="A JSON object of names and true or false, instead of asking; it is written at once.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
def place_command(
    session: Session, *, goals: tuple[str, ...], answers: str | None, dry_run: bool
) -> None:
    """Find out in a dozen questions what you know already.

    Each question names something on kbpivot's map of AI; the next one is chosen by what you
    answered. Knowing something speaks for what it builds on. What follows is shown before it is
    written to your log; `kbpivot undo` takes it back as one, and asking again mends it.

    With `--answers`, a file answers: {"softmax": true, "RLHF": false}. A question that it does not
    answer ends the questions; what it says of other things counts as well.
    """
    from kbpivot.render.text.place import asking_text, place_text, placed_text
    from kbpivot.workspace.place import Questions, Standing, given_answers

    work = session.workspace
    field = work.on_map.map
    told: dict[str, bool] = {}
    if answers is not None:
        told = given_answers(field, read_json(answers), source=answers)
    questions = Questions.of(work, goals)
    if answers is not None:
        state = answered(questions.start, told)
        found = Standing.of(field, questions, state, unasked(state, told))
    else:
        if session.format == "text":
            chosen = questions.names if questions.chosen else ()
            session.show(lambda layout: asking_text(layout, chosen=chosen))
        found = Standing.of(field, questions, asked(session, questions), {})
    shown = said(session, found)
    if session.format == "text":
        session.show(lambda layout: place_text(shown, layout))
    if dry_run or not (found.known or found.forgotten):
        if session.format == "json":
            session.answer(shown, lambda layout: place_text(shown, layout))
        return
    asking = answers is None and sys.stdin.isatty()
    if asking and not click.confirm("Write this to your log?", default=True, err=True):
        session.say("Nothing was written.")
        return
    aims = goals or (questions.names if questions.chosen else ())
    done = write(session, found, aims)
    # Without a goal in the settings, `next` alone would go by something else.
    keep = aims[0] if aims and not session.workspace.goals else ""
    session.answer(done, lambda layout: placed_text(done, layout, keep=keep))


def said(session: Session, found: Standing) -> PlaceAnswer:
    """Return what the answers say as an answer of the command."""
    from kbpivot.render.answers.place import place_answer

    return place_answer(session.workspace.on_map.map, found, notes=_notes(session))


def write(session: Session, found: Standing, goals: Iterable[str] = ()) -> PlaceAnswer:
    """Write to the log what the answers say, and return it with what comes next."""
    from kbpivot.render.answers.next import next_answer
    from kbpivot.render.answers.place import place_answer
    from kbpivot.workspace.place import standing_events

    now = datetime.now().astimezone()
    notes = _notes(session)
    events = standing_events(session.workspace, found, at=now)
    work, _ = session.workspace.recorded(*events)
    session.workspace = work
    following = work.suggestions(goals, today=now.date(), limit=1)
    return place_answer(
        work.on_map.map,
        found,
        notes=notes,
        batch=events[0].batch,
        next_=next_answer(
            following,
            graph=work.person.study_graph,
            text=work.vault.text,
            sources=work.hours_sources,
        ),
    )


def _notes(session: Session) -> dict[str, str]:
    return {id_: paths[0] for id_, paths in session.workspace.on_map.notes.items()}


def read_json(name: str) -> object:
    """Return what a file of answers holds; - reads standard input.

    Raises:
        click.UsageError: it is no JSON.
    """
    import json

    from kbpivot.shell.files import read_text

    text = sys.stdin.read() if name == "-" else read_text(name).text
    try:
        return json.loads(text)
    except ValueError as error:
        raise click.UsageError(f"{name} is not JSON: {error}.") from None


def asked(session: Session, questions: Questions) -> Placement:
    """Ask until there is nothing more to ask, or the person has had enough."""
    from kbpivot.render.text.place import question_text

    field, state = session.workspace.on_map.map, questions.start
    answers: Iterator[str] = replies(session, _KEYS, ask=_ASK)
    while (question := state.question) is not None:
        again = any(one.concept == question for one in state.answers)
        number = len(state.answers) + 1
        if session.format == "text":
            session.show(
                partial(question_text, field.concepts[question], number=number, again=again)
            )
        reply = next(answers)
        if reply == "quit":
            break
        state = state.answer(reply == "yes")
    return state


def answered(state: Placement, told: Mapping[str, bool]) -> Placement:
    """Answer the questions from what was told; the first one it leaves open ends them."""
    while (question := state.question) is not None and question in told:
        state = state.answer(told[question])
    return state


def unasked(state: Placement, told: Mapping[str, bool]) -> dict[str, bool]:
    """Return what was told beside the answers to the questions."""
    answered = {one.concept for one in state.answers}
    return {id_: knows for id_, knows in told.items() if id_ not in answered}
