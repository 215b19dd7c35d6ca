"""The commands that write to the person's log: done, start, know, forget, undo; and review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import click

from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import command
from kbpivot.cli.session import Session
from kbpivot.errors import NoteNotFoundError
from kbpivot.wording import day_words

if TYPE_CHECKING:
    import networkx as nx

    from kbpivot.render.answers.study import NodeEntry
    from kbpivot.shell.log import Event
    from kbpivot.workspace.workspace import Workspace

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


def _past(at: datetime | None) -> datetime:
    """Return when it was, which cannot be later than now."""
    now = _now()
    if at is not None and at > now + _SLACK:
        said = day_words(at.date())
        raise click.UsageError(f"--at {said} is yet to come: the log is of what has happened.")
    return at or now


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
    work = session.workspace
    nodes = dict(work.known_as(name) for name in notes)
    plain = minutes is None and rating is None and at is None
    _record(
        session,
        "mastered",
        nodes,
        at,
        minutes=minutes,
        rating=rating,
        already=_recorded(work) if plain else frozenset(),
    )


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
    work = session.workspace
    nodes = dict(work.known_as(name) for name in notes)
    begun = work.state.started | work.state.mastered
    again = all(node in begun for node in nodes)
    _record(session, "studied" if again else "started", nodes, at, minutes=minutes)


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
    work = session.workspace

    def node(name: str) -> tuple[str, str | None]:
        try:
            return work.known_as(name)
        except NoteNotFoundError as missing:
            if by_name or not missing.near:
                return name, None
            raise NoteNotFoundError(name, near=missing.near) from None

    _record(
        session,
        "known",
        dict(node(name) for name in notes),
        at,
        already=_recorded(work) if at is None else frozenset(),
    )


@command("forget", examples=["kbpivot forget Softmax"])
@NOTES
@AT
def forget_command(session: Session, *, notes: tuple[str, ...], at: datetime | None) -> None:
    """Mark something as not known.

    It wins over what the notes say. To take back something you recorded by mistake,
    `kbpivot undo` is the better way.
    """
    _record(session, "forgot", dict(session.workspace.known_as(name) for name in notes), at)


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
    path = session.workspace.vault.note(note).path
    _record(session, "corrected", {path: None}, at, what=" ".join(what).strip() or None)


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
        node = session.workspace.node(note)
        _record(session, "reviewed", {node: None}, at, minutes=minutes, rating=rating)
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
    from kbpivot.shell.log import new_event

    last = session.workspace.owner.log.last_command
    _take_back(session, last)
    moment = _past(at)
    _add(
        session,
        [new_event("undone", at=moment, of=one.id) for one in last],
        list(last),
        follow=False,
    )


def _take_back(session: Session, events: Iterable[Event]) -> None:
    """Take what answers wrote out of the notes again; say what has to be done by hand."""
    from kbpivot.study.learning_log import CONFIRMED

    confirmed = [one for one in events if one.event == CONFIRMED]
    if not confirmed:
        return
    from kbpivot.workspace.accept_guesses import Confirming

    work = session.workspace
    confirming = Confirming(work)
    for problem in confirming.take_back(confirmed):
        session.say(problem.message)
    for sentence in confirming.lost:
        session.say(sentence)
    session.workspace = type(work)(work.root)


def _now() -> datetime:
    return datetime.now().astimezone()


def _recorded(work: Workspace) -> frozenset[str]:
    """What the log says that the person has; what only notes say may be recorded, too."""
    return (work.state.mastered & work.state.since.keys()) | work.state.names


def _record(
    session: Session,
    event: str,
    nodes: Mapping[str, str | None],
    at: datetime | None,
    *,
    minutes: float | None = None,
    rating: str | None = None,
    what: str | None = None,
    already: AbstractSet[str] = frozenset(),
) -> None:
    """Add one event for each node but those of which it is known `already`, sharing the minutes.

    With each node comes the id of the entry of the map that it is, where no note is about it.
    """
    from kbpivot.shell.log import new_event

    work = session.workspace
    wanted = [node for node in nodes if node not in already]
    each = None if minutes is None else minutes / len(wanted)
    moment = _past(at)
    taken = {event.when for event in work.log}
    while moment in taken:  # what is said of one moment keeps the order in which it is said
        moment += timedelta(milliseconds=1)
    events = [
        new_event(
            event,
            node,
            at=moment,
            minutes=each,
            rating=rating,
            what=what,
            hash=work.inputs.note_hash(node),
            concept=nodes[node],
        )
        for node in wanted
    ]
    _add(session, events, [], already=[node for node in nodes if node in already])


def _add(
    session: Session,
    events: list[Event],
    undone: list[Event],
    *,
    follow: bool = True,
    already: Iterable[str] = (),
) -> None:
    """Append events, with the moves of notes before them, and show what they change."""
    from kbpivot.render.answers.log import RecordAnswer, event_entries, marked_entry
    from kbpivot.render.answers.next import next_answer
    from kbpivot.render.answers.study import node_entry
    from kbpivot.render.text.log import record_text
    from kbpivot.study import open_needs, ready_notes

    work = session.workspace
    graph = work.person.study_graph
    before = {one.node: None for one in ready_notes(graph, work.state)}
    before_log = work.log
    added: tuple[Event, ...] = ()
    if events:
        work, added = work.recorded(*events, follow=follow)
        session.workspace = work
    after = {one.node: None for one in ready_notes(graph, work.state)}
    changed = {event.note for event in (*events, *undone)}
    found = work.suggestions(today=_now().date(), limit=1)
    if any(event.concept for event in (*events, *undone)):
        session.needs_no_notes()
    answer = RecordAnswer(
        events=event_entries(added),
        undone=event_entries(
            event
            for event in undone
            if work.audience == "me" or event.id in {one.id for one in before_log}
        ),
        already=tuple(
            marked_entry(_entry(node, graph), since=work.state.since.get(node)) for node in already
        ),
        opened=tuple(
            node_entry(node, graph=graph)
            for node in after
            if node not in before and node not in changed
        ),
        closed=tuple(
            node_entry(node, graph=graph)
            for node in before
            if node not in after and node not in changed
        ),
        builds_on=tuple(
            node_entry(node, graph=graph) for node in open_needs(graph, _learnt(events), work.state)
        ),
        next=next_answer(
            found, graph=work.person.study_graph, text=work.vault.text, sources=work.hours_sources
        ),
    )
    session.answer(answer, lambda layout: record_text(answer, layout))


def _entry(node: str, graph: nx.DiGraph[str]) -> NodeEntry:
    """A node as an entry; something that is known by name alone is none of the graph."""
    from kbpivot.render.answers.study import NodeEntry, node_entry

    return node_entry(node, graph=graph) if node in graph else NodeEntry(None, node)


def _learnt(events: Iterable[Event]) -> list[str]:
    return [event.note for event in events if event.event in {"known", "mastered"}]
