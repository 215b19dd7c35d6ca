"""What happened, week by week: hours, notes mastered, reviews; facts only, no streaks.

A week runs from Monday to Sunday on the calendar of the place where the person logged. Where
there is no log, the history of the notes themselves says when they were written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

from kbpivot.graph.attributes import exists, kind_of, title_of
from kbpivot.graph.parts import part_of
from kbpivot.record import Record
from kbpivot.study.fringe import outer_fringe
from kbpivot.study.learning_log import Event, NoteLog, effective_events, records
from kbpivot.study.review import scheduled
from kbpivot.study.tracks import Track, TrackProgress, track_progress
from kbpivot.study.work_left import STUDY_KINDS

if TYPE_CHECKING:
    from kbpivot.graph.attributes import Graph
    from kbpivot.study.state import KnowledgeState
    from kbpivot.vault import Vault

__all__ = ["Learnt", "Stats", "WeekLog", "WeekStats", "stats", "week_log", "week_of"]


class WeekStats(Record, frozen=True):
    """One week.

    Attributes:
        start: its Monday.
        minutes: time logged.
        mastered: notes mastered, in order of time; known-before ones are no work of the week.
        started: notes begun.
        closed: stated prerequisites of open notes that were met by these.
        reviews: reviews done.
        reviews_due: reviews that fell due; `reviews_kept` of them were done by Sunday.
        reviews_kept: see there.
        written: notes first written, from the history of the files.
        touched: notes changed, from there too.
        corrections: corrections received.
    """

    start: date
    minutes: float = 0.0
    mastered: tuple[str, ...] = ()
    started: tuple[str, ...] = ()
    closed: int = 0
    reviews: int = 0
    reviews_due: int = 0
    reviews_kept: int = 0
    written: tuple[str, ...] = ()
    touched: tuple[str, ...] = ()
    corrections: int = 0

    @property
    def hours(self) -> float:
        """Time logged, in hours."""
        return self.minutes / 60


class Stats(Record, frozen=True):
    """Weeks, oldest first, and how far each track is.

    Attributes:
        weeks: without gaps; an empty week is a week.
        tracks: share of each track that is done.
        source: `log`, `history`, `both` or `nothing`.
        active_weeks: weeks in which anything happened.
    """

    weeks: tuple[WeekStats, ...]
    tracks: tuple[TrackProgress, ...]
    source: Literal["log", "history", "both", "nothing"]
    active_weeks: int

    @property
    def hours(self) -> float:
        """Time logged in all weeks, in hours."""
        return sum(week.hours for week in self.weeks)

    @property
    def mastered(self) -> int:
        """Notes mastered in all weeks."""
        return sum(len(week.mastered) for week in self.weeks)


class Learnt(Record, frozen=True):
    """A note in a learning log.

    Attributes:
        node: path or name.
        title: what to call it.
        minutes: time logged on it that week.
        builds_on: what it builds on directly, by title.
        opened: notes that became ready with it, by title.
    """

    node: str
    title: str
    minutes: float
    builds_on: tuple[str, ...]
    opened: tuple[str, ...]


class WeekLog(Record, frozen=True):
    """The facts of one week, for a learning log.

    Attributes:
        start: its Monday.
        end: its Sunday.
        minutes: time logged.
        mastered: notes mastered.
        worked_on: notes begun or studied and not mastered that week.
        known: notes and names the person said were known before.
        reviewed: notes reviewed.
        tracks: how far each track was at the end of the week.
        before: the same at the end of the week before.
    """

    start: date
    end: date
    minutes: float
    mastered: tuple[Learnt, ...]
    worked_on: tuple[Learnt, ...]
    known: tuple[str, ...]
    reviewed: tuple[str, ...]
    tracks: tuple[TrackProgress, ...] = ()
    before: tuple[TrackProgress, ...] = ()


def week_of(day: date) -> date:
    """Return the Monday of the week that `day` is in."""
    return day - timedelta(days=min(day.weekday(), (day - date.min).days))


def _final_names(events: Sequence[Event], vault: Vault | None) -> Mapping[str, Mapping[int, str]]:
    """What each event's note is called today, by name as logged and place among the events.

    A rename applies to what was logged before it, so the events are read backwards.
    """
    today: dict[str, str] = {}
    found: dict[str, dict[int, str]] = {}
    for place in range(len(events) - 1, -1, -1):
        event = events[place]
        if event.event == "renamed" and event.to:
            today[event.note] = today.get(event.to, event.to)
            continue
        name = today.get(event.note, event.note)
        path = vault.find(name) if vault is not None else None
        found.setdefault(event.note, {})[place] = path or name
    return found


def _spans(first: date, last: date) -> list[date]:
    weeks = [week_of(first)]
    while weeks[-1] + timedelta(days=6) < last:
        weeks.append(weeks[-1] + timedelta(days=7))
    return weeks


def stats(
    log: Iterable[Event],
    *,
    until: date,
    weeks: int = 26,
    G: Graph | None = None,
    vault: Vault | None = None,
    state: KnowledgeState | None = None,
    tracks: Sequence[Track] = (),
    history: Mapping[str, Sequence[date]] | None = None,
) -> Stats:
    """Return what happened in each of the last weeks.

    Args:
        log: events in any order.
        until: the last day that counts.
        weeks: how many weeks at most; leading empty ones are left out.
        G: the prerequisite graph, for prerequisites closed.
        vault: to tell notes by any of their names.
        state: what the person knows now, for the shares of the tracks; needs `G`.
        tracks: the tracks to tell about.
        history: days on which each note was changed, in any order, from git.
    """
    if weeks < 1:
        raise ValueError("There is at least one week.")
    events = effective_events(log, at=until)
    monday = week_of(until)
    first_possible = monday - timedelta(days=7 * (weeks - 1))
    names = _final_names(events, vault)
    required = part_of(G, ("stated",)) if G is not None else None
    drafts: dict[date, dict[str, list[str]]] = {}
    minutes: dict[date, float] = {}
    closed: dict[date, int] = {}
    reviews: dict[date, int] = {}
    corrections: dict[date, int] = {}
    done: set[str] = set()
    begun: set[str] = set()

    def draft(week: date, what: str, name: str) -> None:
        drafts.setdefault(week, {}).setdefault(what, []).append(name)

    for place, event in enumerate(events):
        if event.event == "renamed":
            continue
        week = week_of(event.day)
        name = names[event.note][place]
        if event.minutes:
            minutes[week] = minutes.get(week, 0.0) + event.minutes
        if event.event in {"mastered", "known"} and name not in done:
            done.add(name)
            if event.event == "mastered":
                draft(week, "mastered", name)
                if required is not None and name in required:
                    open_ones = sum(after not in done for after in required.succ[name])
                    closed[week] = closed.get(week, 0) + open_ones
        elif event.event in {"started", "studied"} and name not in begun | done:
            begun.add(name)
            draft(week, "started", name)
        elif event.event == "forgot":
            done.discard(name)
            begun.discard(name)
        elif event.event == "reviewed":
            reviews[week] = reviews.get(week, 0) + 1
        elif event.event == "corrected":
            corrections[week] = corrections.get(week, 0) + 1
    for path, days in sorted((history or {}).items()):
        past = sorted(day for day in days if day <= until)
        if past:
            draft(week_of(past[0]), "written", path)
        for week in sorted({week_of(day) for day in past}):
            draft(week, "touched", path)
    due, kept = _kept(records(events), until=until)
    active = sorted({*drafts, *minutes, *reviews, *corrections})
    shown = [week for week in active if week >= first_possible]
    span = _spans(shown[0], until) if shown else [monday]
    found = tuple(
        WeekStats(
            start=week,
            minutes=minutes.get(week, 0.0),
            closed=closed.get(week, 0),
            reviews=reviews.get(week, 0),
            reviews_due=due.get(week, 0),
            reviews_kept=kept.get(week, 0),
            corrections=corrections.get(week, 0),
            **{
                what: tuple(drafts.get(week, {}).get(what, ()))
                for what in ("mastered", "started", "written", "touched")
            },
        )
        for week in span
    )
    told = [bool(events), any(drafts[w].get("touched") for w in drafts)]
    return Stats(
        weeks=found,
        tracks=track_progress(G, tracks, state) if G is not None and state is not None else (),
        source="both" if all(told) else "log" if told[0] else "history" if told[1] else "nothing",
        active_weeks=sum(week in active for week in span),
    )


def _kept(logged: Mapping[str, NoteLog], *, until: date) -> tuple[dict[date, int], dict[date, int]]:
    """Reviews that fell due in each week, and those of them done by the Sunday of that week.

    A review before its day is kept too; one that is due in the current week and not done yet
    counts as due only when its day has passed.
    """
    due: dict[date, int] = {}
    kept: dict[date, int] = {}
    now = datetime.combine(until, time(12), UTC)
    for name, record in logged.items():
        for count in range(1, len(record.reviews) + 1):
            part = NoteLog(reviews=record.reviews[:count])
            review = scheduled(part, path=name, title=name, at=now)
            if review is None:
                continue
            later = record.reviews[count][0].date() if count < len(record.reviews) else None
            if later is None and review.due > until:
                continue
            week = week_of(review.due)
            due[week] = due.get(week, 0) + 1
            if later is not None and later <= week + timedelta(days=6):
                kept[week] = kept.get(week, 0) + 1
    return due, kept


def week_log(
    log: Iterable[Event],
    *,
    week: date,
    G: Graph,
    vault: Vault | None = None,
    states: tuple[KnowledgeState, KnowledgeState] | None = None,
    tracks: Sequence[Track] = (),
) -> WeekLog:
    """Return the facts of the week that the day `week` is in.

    Args:
        log: events in any order.
        week: any day of the week.
        G: the prerequisite graph.
        vault: to tell notes by any of their names.
        states: what the person knew at the end of the week before, and at the end of this one:
            `knowledge_state(vault, log=…, at=day)`. Needed for what became ready, and for tracks.
        tracks: the tracks to tell about.
    """
    start = week_of(week)
    end = start + timedelta(days=6)
    events = effective_events(log, at=end)
    names = _final_names(events, vault)
    required = part_of(G, ("stated",))
    places = [event.day for event in events]
    minutes: dict[str, float] = {}
    mastered: dict[str, None] = {}
    worked: dict[str, None] = {}
    known: dict[str, None] = {}
    reviewed: dict[str, None] = {}
    earlier: set[str] = set()
    for place, event in enumerate(events):
        if event.event == "renamed":
            continue
        name = names[event.note][place]
        if places[place] < start:
            if event.event in {"mastered", "known"}:
                earlier.add(name)
            elif event.event == "forgot":
                earlier.discard(name)
            continue
        minutes[name] = minutes.get(name, 0.0) + (event.minutes or 0.0)
        match event.event:
            case "mastered" if name not in earlier:
                mastered.setdefault(name)
            case "known" if name not in earlier:
                known.setdefault(name)
            case "started" | "studied":
                worked.setdefault(name)
            case "reviewed":
                reviewed.setdefault(name)
            case "forgot":
                earlier.discard(name)
                mastered.pop(name, None)
                known.pop(name, None)
    opened: frozenset[str] = frozenset()
    if states is not None:
        opened = outer_fringe(G, states[1]) - outer_fringe(G, states[0])

    def title(name: str) -> str:
        return title_of(G, name) if name in G else name

    def by_title(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(names, key=lambda name: (title(name), name)))

    def learnt(name: str, *, opens: bool) -> Learnt:
        inside = name in required
        return Learnt(
            node=name,
            title=title(name),
            minutes=minutes.get(name, 0.0),
            builds_on=by_title(required.pred[name]) if inside else (),
            opened=by_title(
                node
                for node in required.succ[name]
                if node in opened and exists(G, node) and kind_of(G, node) in STUDY_KINDS
            )
            if inside and opens
            else (),
        )

    return WeekLog(
        start=start,
        end=end,
        minutes=sum(minutes.values()),
        mastered=tuple(learnt(name, opens=True) for name in mastered),
        worked_on=tuple(learnt(name, opens=False) for name in worked if name not in mastered),
        known=tuple(known),
        reviewed=tuple(reviewed),
        tracks=track_progress(G, tracks, states[1]) if states is not None else (),
        before=track_progress(G, tracks, states[0]) if states is not None else (),
    )
