"""The command `place`: a dozen questions that find where a person stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from kbpivot.cli.keys import replies
from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import command
from kbpivot.cli.session import Session

if TYPE_CHECKING:
    from kbpivot.study.placement import Placement
    from kbpivot.workspace.place import Questions, Standing

__all__ = ["asked", "place_command", "read_json"]

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
    "--goal", "goals", multiple=True, type=NOTE, help="What you want to reach: a note, or a name on"
    " the map. Else the goals of kbpivot.toml, else all of the map."
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
    """Find out in a dozen questions what you know already, and write it to your log.

    Each question names something on kbpivot's map of AI; the next one is chosen by what you
    answered. Knowing something speaks for what it builds on. What follows is shown before it is
    written; `kbpivot undo` takes it back as one, and asking again mends it.

    With `--answers`, a file answers: {"softmax": true, "RLHF": false}. A question that it does not
    answer ends the questions; what it says of other things counts as well.
    """
    from kbpivot.render.text.place import ASKING, place_text, placed_text
    from kbpivot.workspace.place import Questions, Standing, given_answers

    work = session.workspace
    field = work.derived.field
    told: dict[str, bool] = {}
    if answers is not None:
        told = given_answers(field, read_json(answers), source=answers)
    questions = Questions.of(work, goals)
    if answers is not None:
        state = _answered(questions.start, told)
        found = Standing.of(field, questions, state, _unasked(state, told))
    else:
        session.print(ASKING) if session.format == "text" else None
        found = Standing.of(field, questions, asked(session, questions), {})
    shown = _said(session, found)
    if session.format == "text":
        session.show(lambda layout: place_text(shown, layout))
    something = bool(found.known or found.forgotten) and bool(found.answers)
    if not something or dry_run:
        if session.format == "json":
            session.answer(shown, lambda layout: place_text(shown, layout))
        return
    if answers is None and not click.confirm("Write this to your log?", default=True, err=True):
        session.say("Nothing was written.")
        return
    done = write(session, found)
    session.answer(done, lambda layout: placed_text(done, layout))


def asked(session: Session, questions: Questions) -> Placement:
    """Ask until there is nothing more to ask, or the person has had enough."""
    from kbpivot.render.text.place import question_text

    field, state = session.workspace.derived.field, questions.start
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


def _answered(state: Placement, told: dict[str, bool]) -> Placement:
    """Answer the questions from what was told; the first one it leaves open ends them."""
    while (question := state.question) is not None and question in told:
        state = state.answer(told[question])
    return state


def _unasked(state: Placement, told: dict[str, bool]) -> dict[str, bool]:
    answered = {one.concept for one in state.answers}
    return {id_: knows for id_, knows in told.items() if id_ not in answered}
