"""Where a person stands on the map: what is asked about, what follows, and what the log gets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from kbpivot.errors import KbpivotError, NotOnMapError
from kbpivot.record import Record

if TYPE_CHECKING:
    from kbpivot.maps import Map
    from kbpivot.shell.log import Event
    from kbpivot.study.placement import Answer, Placement
    from kbpivot.workspace.workspace import Workspace

__all__ = ["Questions", "Standing", "given_answers", "goals_on_map", "standing_events"]


FUNDAMENTALS: Final = "fundamentals"
"""Id of the track that is asked about when nobody names a goal."""


class Questions(Record, frozen=True):
    """What is asked about.

    Attributes:
        names: what to call the goals; empty for the whole map.
        chosen: whether no goal was named, so that they are the map's fundamentals.
        ids: ids of the concepts on the way to them.
        granted: ids of what is taken for granted; it is no step.
        firm: ids of what is known already by other signs than an earlier placement.
        earlier: ids of what an earlier placement found.
        start: the state before the first question.
    """

    names: tuple[str, ...]
    chosen: bool
    ids: frozenset[str]
    granted: frozenset[str]
    firm: frozenset[str]
    earlier: frozenset[str]
    start: Placement

    @classmethod
    def of(cls, work: Workspace, names: Iterable[str] = ()) -> Questions:
        """Prepare to ask about the way to some goals.

        Args:
            work: the vault.
            names: goals: notes, tracks, or names on the map; else those of the settings that are
                on the map, else the map's track of fundamentals, or all of a map without one.

        Raises:
            KbpivotError: a goal is not on the map.
        """
        from kbpivot.study import placement

        field = work.on_map.map
        wanted = tuple(names)
        goals = goals_on_map(work, wanted or work.config.study.goals, strict=bool(wanted))
        if chosen := not goals and FUNDAMENTALS in field.tracks:
            track = field.tracks[FUNDAMENTALS]
            goals = {track.name: track.goals}
        earlier = work.person.placed_concepts
        firm = work.person.known_concepts - earlier
        ids = sorted({id_ for found in goals.values() for id_ in found})
        granted = work.person.granted_concepts
        start = placement(field, ids or None, known=firm | granted)
        on_the_way = field.closure(ids) if ids else frozenset(field.concepts)
        return cls(tuple(goals), chosen, on_the_way - granted, granted, firm, earlier, start)


class Standing(Record, frozen=True):
    """What answers say.

    Attributes:
        questions: what was asked about.
        answers: what was answered, in order; what was told unasked comes last.
        known: ids of what the person knows and is not in the log, what is needed first.
        forgotten: ids of what an earlier placement found and these answers deny.
        left: ids of what is left on the way, what is needed first.
        overruled: ids of what was answered with yes and does not count, since other answers deny
            what it needs.
        refused: ids of what is taken for granted and was answered with no.
        sure: whether the answers leave hardly a doubt.
        ended: whether questions were left.
    """

    questions: Questions
    answers: tuple[Answer, ...]
    known: tuple[str, ...]
    forgotten: tuple[str, ...]
    left: tuple[str, ...]
    overruled: tuple[str, ...]
    refused: tuple[str, ...]
    sure: bool
    ended: bool

    @classmethod
    def of(
        cls, field: Map, questions: Questions, state: Placement, told: Mapping[str, bool]
    ) -> Standing:
        """Work out what follows from answers.

        Args:
            field: the map.
            questions: what was asked about.
            state: the state after the last question.
            told: what was said without being asked, by id; it wins, a no over a yes.
        """
        from kbpivot.study.placement import Answer

        mastered = set(state.mastered) if state.answers else set(questions.earlier)
        if state.answers and state.question is not None:
            # Too little was asked to speak of more than what a yes stands for.
            mastered &= field.closure(one.concept for one in state.answers if one.known)
        last = {one.concept: one.known for one in state.answers}  # of two answers the later
        yes = {id_ for id_, knows in last.items() if knows}
        no = last.keys() - yes
        for id_ in sorted(yes):
            if no.isdisjoint(field.closure([id_])):  # a slip is only what other answers deny
                mastered |= field.closure([id_])
        for id_ in sorted(no):
            if yes.isdisjoint(above := field.above(id_)):
                mastered -= {id_, *above}
        mastered |= field.closure(id_ for id_, knows in told.items() if knows)
        denied = [id_ for id_, knows in told.items() if not knows]
        for id_ in denied:
            mastered -= {id_, *field.above(id_)}
        mastered |= field.closure(questions.firm) & questions.ids
        mastered -= questions.granted
        changed = bool(state.answers or denied)
        place = {id_: number for number, id_ in enumerate(field.order)}
        about = questions.ids | mastered
        said_yes = yes.union(id_ for id_, knows in told.items() if knows)
        return cls(
            questions=questions,
            answers=(*state.answers, *(Answer(*one) for one in told.items())),
            known=tuple(
                sorted(mastered - questions.firm - questions.earlier, key=place.__getitem__)
            ),
            forgotten=tuple(
                sorted((questions.earlier & about) - mastered, key=place.__getitem__)
                if changed
                else ()
            ),
            left=tuple(sorted(questions.ids - mastered, key=place.__getitem__)),
            overruled=tuple(sorted(said_yes - mastered - questions.granted, key=place.__getitem__)),
            refused=tuple(sorted(questions.granted.intersection(denied), key=place.__getitem__)),
            sure=state.sure,
            ended=state.question is not None,
        )


def goals_on_map(
    work: Workspace, names: Iterable[str], *, strict: bool = True
) -> dict[str, tuple[str, ...]]:
    """Return the ids that goals mean on the map, by what to call each goal.

    A note comes before an entry of its name, a track of the vault before one of the map.

    Args:
        work: the vault.
        names: notes, tracks of the vault or of the map, or names on the map.
        strict: refuse a goal that is not on the map, instead of leaving it out.

    Raises:
        NotOnMapError: a goal is not on the map.
        KbpivotError: a note is about nothing on the map.
    """
    from kbpivot.errors import NoteNotFoundError

    field, placed = work.on_map.map, work.on_map.placed.ids
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        try:
            (track,) = work.tracks([name])
        except NoteNotFoundError:
            if strict:
                work.concept(name)  # its error knows the names of the map
            continue
        ids = track.ids or tuple(
            one
            for goal in track.goals
            if (one := placed.get(goal) or (None if goal in work.vault else field.find(goal)))
        )
        if ids:
            found[track.name] = ids
        elif strict:
            raise KbpivotError(
                f"{track.name} stands nowhere on kbpivot's map, so nothing can be asked about it."
            )
    return found


def given_answers(field: Map, answers: object, *, source: str) -> dict[str, bool]:
    """Return answers by id from what a JSON file holds.

    Args:
        field: the map.
        answers: a JSON value: an object of ids or names, each with true or false.
        source: what to call the file.

    Raises:
        KbpivotError: it is no such object, or a name is not on the map.
    """
    if not isinstance(answers, dict):
        raise KbpivotError(
            f'{source} is no JSON object of answers; write {{"softmax": true, "RLHF": false}}.'
        )
    found: dict[str, bool] = {}
    for name, knows in answers.items():
        if not isinstance(knows, bool):
            raise KbpivotError(f"{source}: the answer to {name!r} is neither true nor false.")
        id_ = field.find(name)
        if id_ is None:
            from kbpivot.vault import near_names

            called = ((one, key) for key, entry in field.concepts.items() for one in entry.names)
            raise KbpivotError(f"{source}: {NotOnMapError(name, near=near_names(name, called))}")
        found[id_] = knows
    return found


def standing_events(work: Workspace, found: Standing, *, at: datetime) -> tuple[Event, ...]:
    """Return the lines that a placement adds to the log.

    Args:
        work: the vault.
        found: what the answers say.
        at: when.
    """
    from kbpivot.shell.log import new_batch, new_event

    field, notes = work.on_map.map, work.on_map.notes
    batch = new_batch()

    def event(kind: str, id_: str) -> Event:
        path = next(iter(notes.get(id_, ())), None)
        return new_event(
            kind,
            path or field.concepts[id_].name,
            at=at,
            hash=None if path is None else work.inputs.note_hash(path),
            by="placement",
            concept=id_,
            batch=batch,
        )

    return (
        *(event("known", id_) for id_ in found.known),
        *(event("forgot", id_) for id_ in found.forgotten),
    )
