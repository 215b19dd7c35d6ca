"""What the commands of the log write to it, and what follows from it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from kbpivot.errors import NoteNotFoundError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import networkx as nx

    from kbpivot.render.answers.log import RecordAnswer
    from kbpivot.render.answers.study import NodeEntry
    from kbpivot.shell.log import Event
    from kbpivot.workspace.workspace import Workspace

__all__ = [
    "Marks",
    "corrected",
    "done",
    "forget",
    "know",
    "record",
    "review",
    "start",
    "taken_back",
    "undo",
]


class Marks(NamedTuple):
    """What one command writes.

    Attributes:
        events: the lines to add, oldest first.
        undone: the lines that these cancel.
        already: nodes of which it is known already, so that nothing is written.
    """

    events: tuple[Event, ...]
    undone: tuple[Event, ...] = ()
    already: tuple[str, ...] = ()


def done(
    work: Workspace,
    names: Iterable[str],
    *,
    at: datetime | None = None,
    minutes: float | None = None,
    rating: str | None = None,
) -> Marks:
    """Return what marks notes as mastered.

    Args:
        work: the vault.
        names: notes, planned ones, or entries of the map without a note.
        at: when it was; now when not given.
        minutes: time spent on all of them.
        rating: how well the person has them.

    Raises:
        AmbiguousNoteError: several notes answer to a name.
        NoteNotFoundError: nothing does.
    """
    nodes = dict(work.known_as(name) for name in names)
    plain = at is None and minutes is None and rating is None
    already = _recorded(work) if plain else ()
    return _marks(work, "mastered", nodes, at, minutes=minutes, rating=rating, already=already)


def start(
    work: Workspace,
    names: Iterable[str],
    *,
    at: datetime | None = None,
    minutes: float | None = None,
) -> Marks:
    """Return what marks notes as started, or says that the person went on with them.

    Arguments and exceptions are those of `done`.
    """
    nodes = dict(work.known_as(name) for name in names)
    begun = work.state.started | work.state.mastered
    again = all(node in begun for node in nodes)
    return _marks(work, "studied" if again else "started", nodes, at, minutes=minutes)


def know(
    work: Workspace, names: Iterable[str], *, at: datetime | None = None, by_name: bool = False
) -> Marks:
    """Return what marks something as known before; what has no note is known by its name.

    Arguments and exceptions are those of `done`.

    Args:
        work: the vault.
        names: notes, or names of what need not have one.
        at: when it was; now when not given.
        by_name: take also a name that is nearly that of a note.
    """

    def node(name: str) -> tuple[str, str | None]:
        try:
            return work.known_as(name)
        except NoteNotFoundError as missing:
            if by_name or not missing.near:
                return name, None
            raise NoteNotFoundError(name, near=missing.near) from None

    already = _recorded(work) if at is None else ()
    return _marks(work, "known", dict(node(name) for name in names), at, already=already)


def forget(work: Workspace, names: Iterable[str], *, at: datetime | None = None) -> Marks:
    """Return what marks something as not known; arguments and exceptions are those of `done`."""
    return _marks(work, "forgot", dict(work.known_as(name) for name in names), at)


def corrected(work: Workspace, name: str, *, what: str, at: datetime | None = None) -> Marks:
    """Return what says that somebody corrected a note of the vault.

    Args:
        work: the vault.
        name: the note.
        what: what was wrong; may be empty.
        at: when it was; now when not given.

    Raises:
        AmbiguousNoteError: several notes answer to the name.
        NoteNotFoundError: none does.
    """
    return _marks(work, "corrected", {work.vault.note(name).path: None}, at, what=what or None)


def review(
    work: Workspace,
    name: str,
    *,
    rating: str,
    at: datetime | None = None,
    minutes: float | None = None,
) -> Marks:
    """Return what says that a note was reviewed; arguments and exceptions are those of `done`."""
    return _marks(work, "reviewed", {work.node(name): None}, at, minutes=minutes, rating=rating)


def undo(work: Workspace, *, at: datetime | None = None) -> Marks:
    """Return what cancels the last command that wrote to the log; nothing where none did."""
    from kbpivot.shell.log import new_event

    last = work.owner.log.last_command
    moment = at or _now()
    return Marks(tuple(new_event("undone", at=moment, of=one.id) for one in last), last)


def taken_back(work: Workspace) -> tuple[Workspace, tuple[str, ...]]:
    """Take what the last command wrote into notes, by a yes to a guess, out of them again.

    Returns:
        The workspace after it, and what has to be done by hand, as sentences.
    """
    from kbpivot.study.learning_log import CONFIRMED

    confirmed = [one for one in work.owner.log.last_command if one.event == CONFIRMED]
    if not confirmed:
        return work, ()
    from kbpivot.workspace.accept_guesses import Confirming

    confirming = Confirming(work)
    problems = confirming.take_back(confirmed)
    return type(work)(work.root), (*(one.message for one in problems), *confirming.lost)


def record(work: Workspace, marks: Marks) -> tuple[Workspace, RecordAnswer]:
    """Write marks to the log, with the moves of notes before them, and say what they change.

    Returns:
        The workspace after it, and the answer of the command.

    Raises:
        LogError: the log cannot be written; it is as it was before.
    """
    from kbpivot.render.answers.log import RecordAnswer, event_entries, marked_entry
    from kbpivot.render.answers.next import next_answer
    from kbpivot.render.answers.study import node_entry
    from kbpivot.study import open_needs, ready_notes

    graph = work.person.study_graph
    before = {one.node: None for one in ready_notes(graph, work.state)}
    since = work.state.since
    told = {event.id for event in work.log}
    added: tuple[Event, ...] = ()
    if marks.events:
        work, added = work.recorded(*marks.events, follow=not marks.undone)
    after = {one.node: None for one in ready_notes(graph, work.state)}
    changed = {event.note for event in (*marks.events, *marks.undone)}
    found = work.suggestions(today=_now().date(), limit=1)
    return work, RecordAnswer(
        events=event_entries(added),
        undone=event_entries(
            event for event in marks.undone if work.audience == "me" or event.id in told
        ),
        already=tuple(
            marked_entry(_entry(node, graph), since=since.get(node)) for node in marks.already
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
            node_entry(node, graph=graph)
            for node in open_needs(graph, _learnt(marks.events), work.state)
        ),
        next=next_answer(
            found, graph=work.person.study_graph, text=work.vault.text, sources=work.hours_sources
        ),
    )


def _now() -> datetime:
    return datetime.now().astimezone()


def _recorded(work: Workspace) -> frozenset[str]:
    """What the log says that the person has; what only notes say may be recorded, too."""
    return (work.state.mastered & work.state.since.keys()) | work.state.names


def _marks(
    work: Workspace,
    event: str,
    nodes: Mapping[str, str | None],
    at: datetime | None,
    *,
    minutes: float | None = None,
    rating: str | None = None,
    what: str | None = None,
    already: Collection[str] = (),
) -> Marks:
    """One event for each node but those of which it is known `already`, sharing the minutes.

    With each node comes the id of the entry of the map that it is, where no note is about it.
    """
    from kbpivot.shell.log import new_event

    wanted = [node for node in nodes if node not in already]
    each = None if minutes is None else minutes / len(wanted)
    moment = at or _now()
    taken = {event.when for event in work.log}
    while moment in taken:  # what is said of one moment keeps the order in which it is said
        moment += timedelta(milliseconds=1)
    return Marks(
        tuple(
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
        ),
        already=tuple(node for node in nodes if node in already),
    )


def _entry(node: str, graph: nx.DiGraph[str]) -> NodeEntry:
    """A node as an entry; something that is known by name alone is none of the graph."""
    from kbpivot.render.answers.study import NodeEntry, node_entry

    return node_entry(node, graph=graph) if node in graph else NodeEntry(None, node)


def _learnt(events: Iterable[Event]) -> list[str]:
    return [event.note for event in events if event.event in {"known", "mastered"}]
