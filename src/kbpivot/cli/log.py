"""The commands that write to the person's log: done, start, know, forget, undo; and review."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import click

from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import command
from kbpivot.cli.session import Session
from kbpivot.wording import day_words

if TYPE_CHECKING:
    from kbpivot.workspace.recording import Marks

__all__ = [
    "corrected_command",
    "done_command",
    "forget_command",
    "know_command",
    "review_command",
    "start_command",
    "undo_command",
]


def _moment(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> datetime | None:
    if value is None:
        return None
    try:
        if len(value) == len("2027-01-31"):
            day = date.fromisoformat(value)
            noon = datetime.combine(day, time(12)).astimezone()
            return min(noon, _now()) if day == _now().date() else noon
        return datetime.fromisoformat(value).astimezone()
    except (ValueError, OverflowError):
        raise click.BadParameter(
            f"{value!r} is no time; write it as 2027-01-31 or 2027-01-31T20:15."
        ) from None


def _past(at: datetime | None) -> datetime | None:
    """Return when it was, None for now; it cannot be later than that."""
    if at is not None and at > _now() + _SLACK:
        said = day_words(at.date())
        raise click.UsageError(f"--at {said} is yet to come: the log is of what has happened.")
    return at


AT = click.option("--at", callback=_moment, metavar="TIME", help="When it was; now unless given.")
_SLACK = timedelta(minutes=5)  # clocks of two machines
RATING = click.Choice(["again", "hard", "good", "easy"])
MINUTES = click.option("--minutes", type=click.FloatRange(min=0), help="Time you spent on it.")
NOTES = click.argument("notes", type=NOTE, nargs=-1, required=True, metavar="NOTE...")


@command(
    "done",
    examples=[
        "kbpivot done Softmax",
        "kbpivot done Attention --minutes 90 --rating good",
    ],
)
@NOTES
@MINUTES
@click.option(
    "--rating",
    type=RATING,
    help="How well you have it; with this it comes back for review.",
)
@AT
def done_command(
    session: Session,
    *,
    notes: tuple[str, ...],
    minutes: float | None,
    rating: str | None,
    at: datetime | None,
) -> None:
    """Mark a note as mastered.

    Shows what became ready with it. The log is `.kbpivot/log.jsonl` in the vault, one line an
    event; your notes are not touched, and `kbpivot undo` takes it back.
    """
    from kbpivot.workspace.recording import done

    at = _past(at)
    _record(session, done(session.workspace, notes, at=at, minutes=minutes, rating=rating))


@command("start", examples=["kbpivot start Attention", "kbpivot start Attention --minutes 45"])
@NOTES
@MINUTES
@AT
def start_command(
    session: Session, *, notes: tuple[str, ...], minutes: float | None, at: datetime | None
) -> None:
    """Mark a note as started.

    Or that you went on with it. What you began comes first in `kbpivot next`. Minutes are taken
    off what it still takes.
    """
    from kbpivot.workspace.recording import start

    _record(session, start(session.workspace, notes, at=_past(at), minutes=minutes))


@command("know", examples=["kbpivot know Probability", 'kbpivot know --name "linear algebra"'])
@NOTES
@click.option("--name", "by_name", is_flag=True, help="Record it even if no note is called so.")
@AT
def know_command(
    session: Session, *, notes: tuple[str, ...], by_name: bool, at: datetime | None
) -> None:
    """Mark something as known before you began.

    It need not have a note: a prerequisite that is not written is met when you know its name.
    What it builds on is named and not marked: that is for you to say.
    """
    from kbpivot.workspace.recording import know

    _record(session, know(session.workspace, notes, at=_past(at), by_name=by_name))


@command("forget", examples=["kbpivot forget Softmax"])
@NOTES
@AT
def forget_command(session: Session, *, notes: tuple[str, ...], at: datetime | None) -> None:
    """Mark something as not known.

    It wins over what the notes say. To take back something you recorded by mistake,
    `kbpivot undo` is the better way.
    """
    from kbpivot.workspace.recording import forget

    _record(session, forget(session.workspace, notes, at=_past(at)))


@command(
    "corrected",
    examples=['kbpivot corrected RLHF "the penalty is on each token, not on the answer"'],
)
@click.argument("note", type=NOTE)
@click.argument("what", nargs=-1, metavar="[WHAT]...")
@AT
def corrected_command(
    session: Session, *, note: str, what: tuple[str, ...], at: datetime | None
) -> None:
    """Record that somebody corrected one of your notes.

    WHAT is what was wrong, in your own words. The note is not touched, and what you know stays as
    it is; `kbpivot stats` counts what you received, and `kbpivot undo` takes it back.
    """
    from kbpivot.workspace.recording import corrected

    words = " ".join(what).strip()
    _record(session, corrected(session.workspace, note, what=words, at=_past(at)))


@command("review", examples=["kbpivot review", "kbpivot review Softmax --rating good"])
@click.argument("note", type=NOTE, required=False)
@click.option(
    "--rating",
    type=RATING,
    default="good",
    show_default=True,
    help="How well you remembered it.",
)
@MINUTES
@AT
def review_command(
    session: Session,
    *,
    note: str | None,
    rating: str,
    minutes: float | None,
    at: datetime | None,
) -> None:
    """List what is due for review, or log a review.

    With NOTE it writes to your log. Only notes you review on purpose come back, after days,
    then weeks (FSRS). Being late with a review takes nothing away.
    """
    if note is not None:
        from kbpivot.workspace.recording import review

        at = _past(at)
        marks = review(session.workspace, note, rating=rating, at=at, minutes=minutes)
        _record(session, marks)
        return
    from kbpivot.render.answers.log import ReviewAnswer, review_entries
    from kbpivot.render.text.log import review_text
    from kbpivot.study import reviews

    work = session.workspace
    now = at or _now()
    found = reviews(work.events, at=now, vault=work.vault)
    answer = ReviewAnswer(
        due=review_entries(one for one in found if one.due <= now.date()),
        later=review_entries(one for one in found if one.due > now.date()),
    )
    session.answer(answer, lambda layout: review_text(answer, layout))


@command("undo", examples=["kbpivot undo"])
@AT
def undo_command(session: Session, *, at: datetime | None) -> None:
    """Undo the last command that wrote to the log.

    That is one line, or several that came together. Calling it again takes back the command
    before. Nothing is erased: the log gets a line which says that they do not count. What a yes
    to `kbpivot suggest` wrote into a note is taken out of it again.
    """
    from kbpivot.workspace.recording import taken_back, undo

    session.workspace, said = taken_back(session.workspace)
    for sentence in said:
        session.say(sentence)
    _record(session, undo(session.workspace, at=_past(at)))


def _now() -> datetime:
    return datetime.now().astimezone()


def _record(session: Session, marks: Marks) -> None:
    """Write to the log and show what it changes."""
    from kbpivot.render.text.log import record_text
    from kbpivot.workspace.recording import record

    session.workspace, answer = record(session.workspace, marks)
    if any(event.concept for event in (*marks.events, *marks.undone)):
        session.needs_no_notes()
    session.answer(answer, lambda layout: record_text(answer, layout))
