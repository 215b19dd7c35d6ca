"""Which track the time really went to: weeks and hours of each, as evidence of what lasts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kbpivot.graph.closure import with_ancestors
from kbpivot.record import Record
from kbpivot.study.lasting import WORK
from kbpivot.study.learning_log import Event, effective_events
from kbpivot.study.required import required_graph
from kbpivot.study.stats import week_of
from kbpivot.study.tracks import Track

if TYPE_CHECKING:
    from kbpivot.graph.attributes import Graph
    from kbpivot.vault import Vault

__all__ = ["Interest", "interests"]


class Interest(Record, frozen=True):
    """What was done for one track.

    Attributes:
        track: the track.
        weeks: weeks in which something was logged on one of its notes.
        minutes: time logged on them.
        own_minutes: the part of it on notes that no other track needs.
        first: first day of that, None without any.
        last: last day.
    """

    track: Track
    weeks: int
    minutes: float
    own_minutes: float
    first: date | None
    last: date | None


def interests(
    log: Iterable[Event],
    *,
    until: date,
    weeks: int,
    G: Graph,
    vault: Vault | None = None,
    tracks: Sequence[Track] = (),
) -> tuple[Interest, ...]:
    """Return what was done for each track in the last weeks, in the order of the tracks.

    A note that several tracks need counts for each of them; what was only known before does not.

    Args:
        log: events in any order, under the names notes have today.
        until: the last day that counts.
        weeks: how many weeks, with that of `until`.
        G: the prerequisite graph.
        vault: to tell notes by any of their names.
        tracks: the tracks.
    """
    start = week_of(until)
    start -= timedelta(days=min(7 * (weeks - 1), (start - date.min).days))
    notes: list[frozenset[str]] = []
    for track in tracks:
        goals = [goal for goal in track.goals if goal in G]
        notes.append(frozenset(with_ancestors(required_graph(G, goals)[0], goals)))
    users: dict[str, int] = {}
    for members in notes:
        for node in members:
            users[node] = users.get(node, 0) + 1
    worked: list[tuple[str, Event]] = []
    for event in effective_events(log, at=until):
        if event.event in WORK and event.day >= start:
            path = vault.find(event.note) if vault is not None else None
            worked.append((path or event.note, event))
    found: list[Interest] = []
    for track, members in zip(tracks, notes, strict=True):
        mine = [(node, event) for node, event in worked if node in members]
        days = [event.day for _, event in mine]
        found.append(
            Interest(
                track=track,
                weeks=len({week_of(day) for day in days}),
                minutes=sum(event.minutes or 0.0 for _, event in mine),
                own_minutes=sum(event.minutes or 0.0 for node, event in mine if users[node] == 1),
                first=min(days, default=None),
                last=max(days, default=None),
            )
        )
    return tuple(found)
