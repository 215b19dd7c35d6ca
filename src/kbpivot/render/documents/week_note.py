"""The log of a week, and of many, as Markdown to post: facts only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kbpivot.render.answers.stats import LearntEntry, StatsAnswer, TrackWeekEntry, WeekAnswer
from kbpivot.render.documents.dashboard import plain
from kbpivot.render.text.plan import day
from kbpivot.render.text.stats import SOURCES, week_span
from kbpivot.safe_text import inert
from kbpivot.wording import counted, duration, named

__all__ = ["stats_note", "week_note"]

_NAMED = 8  # notes of one kind; half a page is enough


def week_note(answer: WeekAnswer) -> str:
    """Return a learning log of half a page."""
    rows = [f"## {week_span(answer.start, answer.end)}", ""]
    sums = []
    if answer.hours:
        sums.append(f"{duration(answer.hours)} of study")
    if answer.mastered:
        sums.append(f"{counted(len(answer.mastered), 'note')} mastered")
    if answer.reviewed:
        sums.append(f"{counted(len(answer.reviewed), 'note')} reviewed")
    if answer.written:
        sums.append(f"{counted(len(answer.written), 'note')} written")
    if answer.changed:
        sums.append(f"{counted(len(answer.changed), 'note')} changed")
    if answer.unnamed:
        sums.append(f"{counted(answer.unnamed, 'private note')} beside")
    rows.append(f"{', '.join(sums)}." if sums else "Nothing is logged in this week.")
    for name, entries in (("Mastered", answer.mastered), ("Worked on", answer.worked_on)):
        if entries:
            rows += ["", f"**{name}**", "", *_learnt(entries)]
    for name, titles in (
        ("Known before", answer.known),
        ("Reviewed", answer.reviewed),
        ("Written", answer.written),
        ("Changed", answer.changed),
    ):
        if titles:
            rows += ["", f"**{name}**: {plain(named(titles, most=_NAMED))}"]
    if tracks := [_track(track) for track in answer.tracks if track.notes]:
        rows += ["", "**Tracks**", "", *tracks]
    return inert("\n".join([*rows, ""]))


def _learnt(entries: Sequence[LearntEntry]) -> Iterable[str]:
    for one in entries[:_NAMED]:
        said = plain(one.title) + (f" ({duration(one.hours)})" if one.hours else "")
        if one.builds_on:
            said += f", builds on {plain(named(one.builds_on))}"
        if one.opened:
            said += f", opens {plain(named(one.opened))}"
        yield f"- {said}"
    if len(entries) > _NAMED:
        yield f"- and {len(entries) - _NAMED} more"


def _track(track: TrackWeekEntry) -> str:
    more = track.done - track.before
    return (
        f"- {plain(track.name)}: {track.done} of {counted(track.notes, 'note')}"
        f"{f', {more} more than the week before' if more > 0 else ''}"
    )


def stats_note(answer: StatsAnswer) -> str:
    """Return the weeks as a table, without titles of notes, and how far each track is."""
    rows: list[str] = []
    if sentence := SOURCES.get(answer.source):
        rows += [sentence, ""]
    history = any(week.touched for week in answer.weeks)
    heads = ["Week from", "Hours", "Mastered", "Reviews", *(["Changed"] if history else [])]
    rows += [f"| {' | '.join(heads)} |", f"| --- |{' ---: |' * (len(heads) - 1)}"]
    for week in answer.weeks:
        cells = [
            day(week.start),
            f"{week.hours:.1f}" if week.hours else "",
            str(len(week.mastered) or ""),
            str(week.reviews or ""),
            *([str(week.touched or "")] if history else []),
        ]
        rows.append(f"| {' | '.join(cells)} |")
    if answer.tracks:
        rows += ["", "| Track | Notes | To go |", "| --- | ---: | ---: |"]
        rows += [
            f"| {plain(track.name)} | {track.done} of {track.notes} |"
            f" {duration(track.hours) if track.hours else 'done'} |"
            for track in answer.tracks
        ]
    return inert("\n".join([*rows, ""]))
