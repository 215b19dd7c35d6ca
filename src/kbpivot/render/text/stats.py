"""Terminal text of `stats`, with the weeks as a line of small bars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kbpivot.render.answers.stats import (
    HalfYearEntry,
    LearntEntry,
    StatsAnswer,
    SubjectEntry,
    WeekAnswer,
    WeekStatsEntry,
)
from kbpivot.render.text import Layout, Lines, Text
from kbpivot.render.text.plan import day
from kbpivot.wording import counted, duration, listed, named

__all__ = ["SOURCES", "sparkline", "stats_text", "week_span", "week_text"]

_BARS = "▁▂▃▄▅▆▇█"

SOURCES = {
    "history": "Nothing is logged yet, so this is from git's history of the notes.",
    "both": "From your log; before it began, from git's history of the notes.",
}
"""Where the numbers are from, in a sentence; the usual case needs none."""


def sparkline(values: Sequence[float]) -> str:
    """Return one bar for each value, a dot for nothing; the highest bar is the largest value.

    >>> sparkline([0, 1, 2, 4])
    '·▂▄█'
    """
    most = max(values, default=0.0)
    return "".join(
        "·" if value <= 0 else _BARS[max(round(value / most * len(_BARS)) - 1, 0)]
        for value in values
    )


def stats_text(answer: StatsAnswer, layout: Layout) -> Text:
    """Return the weeks as bars and one by one, newest last, and how far each track is."""
    lines = Lines(layout)
    if answer.source == "nothing" or not answer.active_weeks:
        lines.wrap(
            "Nothing is logged in these weeks. `kbpivot start NOTE` and"
            " `kbpivot done NOTE --minutes 60` write to your log."
        )
    else:
        if sentence := SOURCES.get(answer.source):
            lines.wrap(sentence, style="dim")
        _bars(lines, answer)
        lines.blank()
        for week in answer.weeks:
            time = duration(week.hours) if week.hours else ""
            lines.wrap(
                _happened(week) or Text("–", style="dim"),
                first=Text(f"{day(week.start):>11}  {time:>10}  ", style="dim"),
            )
        lines.blank()
        lines.wrap(_sum(answer))
    if answer.tracks:
        lines.blank()
        _tracks(lines, answer)
    if answer.half_year is not None:
        lines.blank()
        _half_year(lines, answer.half_year)
    return lines.text()


def _half_year(lines: Lines, half: HalfYearEntry) -> None:
    """Add what tells a lasting interest from a good intention."""
    said = [f"study in {half.study_weeks:,} of {counted(half.weeks, 'week')}"]
    if half.longest_pause:
        said.append(f"the longest pause {counted(half.longest_pause, 'week')}")
    if half.hours:
        said.append(f"{duration(half.hours)} logged")
    if half.written:
        said.append(f"{counted(half.written, 'note')} written and {half.published:,} published")
    if half.corrected:
        said.append(f"{counted(half.corrected, 'correction')} received")
    lines.wrap(f"From {day(half.start)} to {day(half.end)}: {listed(said, most=9)}.")
    if half.earlier and half.later:
        first, second = half.earlier[0], half.later[0]
        if first.name == second.name:
            lines.wrap(f"Most of it went to {first.name} all along ({_done(first, second)}).")
        else:
            lines.wrap(
                f"At first most of it went to {first.name} ({_done(first)}), in the second half"
                f" to {second.name} ({_done(second)})."
            )
    for one in half.corrections:
        what = f": {one.what}" if one.what else ""
        lines.wrap(f"Correction of {day(one.day)}, {one.title}{what}", hang=2, style="dim")


def _done(*subjects: SubjectEntry) -> str:
    hours = sum(one.hours for one in subjects)
    return duration(hours) if hours else counted(sum(one.notes for one in subjects), "note")


def _bars(lines: Lines, answer: StatsAnswer) -> None:
    weeks = answer.weeks[-(lines.layout.width - 40) :]
    rows = [
        ("Hours", [week.hours for week in weeks], _hours),
        ("Mastered", [float(len(week.mastered)) for week in weeks], _notes),
        ("Written", [float(week.written) for week in weeks], _notes),
        ("Changed", [float(week.touched) for week in weeks], _notes),
    ]
    lines.table(
        (name, Text(sparkline(values)), f"at most {said(max(values))} a week")
        for name, values, said in rows
        if any(values)
    )


def _hours(hours: float) -> str:
    return duration(hours)


def _notes(count: float) -> str:
    return counted(int(count), "note")


def _happened(week: WeekStatsEntry) -> str:
    said = []
    if week.mastered:
        said.append(f"mastered {named(week.mastered)}")
    if begun := [title for title in week.started if title not in week.mastered]:
        said.append(f"started {named(begun)}")
    if week.closed:
        said.append(f"{counted(week.closed, 'prerequisite')} met")
    if week.reviews:
        said.append(counted(week.reviews, "review"))
    if week.touched:
        written = f", {week.written} of them new" if week.written else ""
        said.append(f"{counted(week.touched, 'note')} changed{written}")
    if week.corrections:
        said.append(f"{counted(week.corrections, 'correction')} received")
    return "; ".join(said)


def _sum(answer: StatsAnswer) -> str:
    said = [f"Something in {answer.active_weeks} of {counted(len(answer.weeks), 'week')}"]
    if answer.hours:
        said.append(f"{duration(answer.hours)} logged")
    if answer.mastered:
        said.append(f"{counted(answer.mastered, 'note')} mastered")
    closed = sum(week.closed for week in answer.weeks)
    if closed:
        said.append(f"{counted(closed, 'prerequisite')} met")
    due = sum(week.reviews_due for week in answer.weeks)
    if due:
        kept = sum(week.reviews_kept for week in answer.weeks)
        said.append(f"{counted(due, 'review')} due and {kept} of them done in their week")
    return f"{', '.join(said)}."


def _tracks(lines: Lines, answer: StatsAnswer) -> None:
    lines.table(
        (
            lines.layout.fit(track.name, 40),
            f"{track.done} of {counted(track.notes, 'step')}",
            Text(f"{duration(track.hours)} to go" if track.hours else "done", style="dim"),
        )
        for track in answer.tracks
    )
    for track in answer.tracks:
        if track.last is None:
            continue
        logged = f", {duration(track.logged)}" if track.logged else ""
        own = (
            f", {duration(track.own)} of it on notes that only it needs"
            if track.own and len(answer.tracks) > 1
            else ""
        )
        lines.wrap(
            f"{track.name}: worked on in {counted(track.weeks, 'week')}{logged}{own}; last on"
            f" {day(track.last)}.",
            style="dim",
        )


def week_span(start: str, end: str) -> str:
    """Return the days of a week in words: 16 to 22 Nov 2026."""
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    words = day(start).split(" ")
    kept = 1 if first.month == last.month else 2 if first.year == last.year else 3
    return f"{' '.join(words[:kept])} to {day(end)}"


def week_text(answer: WeekAnswer, layout: Layout) -> Text:
    """Return the facts of one week."""
    lines = Lines(layout)
    lines.add(Text(week_span(answer.start, answer.end), style="bold"))
    rows = list(_facts(answer))
    for name, said in rows:
        lines.wrap(said, first=Text(f"{name:<10}  ", style="dim"))
    if not rows:
        lines.wrap("Nothing is logged in this week.")
    moved = [track for track in answer.tracks if track.notes]
    if moved:
        lines.blank()
        lines.table(
            (
                lines.layout.fit(track.name, 40),
                f"{track.done} of {counted(track.notes, 'step')}",
                Text(f"{track.done - track.before} more" if track.done > track.before else ""),
            )
            for track in moved
        )
    return lines.text()


def _facts(answer: WeekAnswer) -> Iterable[tuple[str, str]]:
    if answer.hours:
        yield "Logged", duration(answer.hours)
    for one in answer.mastered:
        yield "Mastered", _learnt(one)
    for one in answer.worked_on:
        yield "Worked on", _learnt(one)
    for name, titles in (
        ("Known", answer.known),
        ("Reviewed", answer.reviewed),
        ("Written", answer.written),
        ("Changed", answer.changed),
    ):
        if titles:
            yield name, named(titles, most=8)


def _learnt(one: LearntEntry) -> str:
    said = one.title + (f", {duration(one.hours)}" if one.hours else "")
    return said + (f"; opens {named(one.opened)}" if one.opened else "")
