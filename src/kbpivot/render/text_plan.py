"""Terminal text of `plan`."""

from __future__ import annotations

from datetime import date

from kbpivot.render.answers_plan import PlanAnswer, PlanEntry
from kbpivot.render.text import Layout, Lines, Text, clean, shortened
from kbpivot.render.text_study import PLANNED, basis_sentence, left_out_lines
from kbpivot.wording import counted, day_words, duration, named

__all__ = ["before_sentence", "day", "finish_sentence", "plan_text", "subject"]

_SHOWN = 12  # steps that do not fit before the deadline


def plan_text(answer: PlanAnswer, layout: Layout, *, weeks: int | None) -> Text:
    """Return a plan week by week; at most so many weeks."""
    lines = Lines(layout)
    goals = Text(clean(named(answer.goals)), style="bold")
    if not answer.hours:
        lines.wrap(goals, ": you have it already, and all it builds on.")
        if not answer.weeks:
            return lines.text()
    else:
        lines.wrap(goals, f": {subject(answer)}.")
        lines.wrap(finish_sentence(answer))
    if sentence := basis_sentence(answer.grade, stated=answer.stated, guessed=answer.guessed):
        lines.wrap(sentence, style="dim")
    if said := before_sentence(answer):
        lines.wrap(said)
    shown = answer.weeks if weeks is None else answer.weeks[:weeks]
    for number, week in enumerate(shown, start=1):
        lines.blank()
        lines.add(
            Text(f"Week {number}", style="bold"),
            f"  from {day(week.start)}, {duration(week.hours, exact=True)}",
        )
        for entry in week.notes:
            lines.add(_item(entry, layout))
    if len(shown) < len(answer.weeks):
        lines.blank()
        more = counted(len(answer.weeks) - len(shown), "more week")
        lines.add(Text(f"{more} with --all", style="dim"))
    if answer.left_out and answer.by:
        lines.blank()
        lines.wrap(f"Not before {day(answer.by)}:")
        late = answer.left_out if weeks is None else answer.left_out[:_SHOWN]
        for step in late:
            lines.add("  ", shortened(step.title, layout.width - 14), f"  {duration(step.hours)}")
        if len(late) < len(answer.left_out):
            lines.add(Text(f"  {len(answer.left_out) - len(late)} more with --all", style="dim"))
    lines.blank()
    if answer.reviews_left:
        lines.wrap(
            f"{counted(answer.reviews_left, 'review')} found no room: reviews take at most a"
            " quarter of a week."
        )
    left_out_lines(lines, answer.optional_left_out, since=answer.since)
    return lines.text()


def _time(entry: PlanEntry) -> str:
    """Return the time of an entry; of a part to the minute, so that the parts add up."""
    return duration(entry.hours, exact=True)


def _item(entry: PlanEntry, layout: Layout) -> Text:
    width = layout.width - 16
    name = entry.title
    if entry.parts > 1:
        name = f"{shortened(name, width - 16)} ({entry.part} of {entry.parts})"
    elif entry.kind == "review":
        name = f"{shortened(name, width - 10)} (review)"
    name = shortened(name, width)
    style = layout.place(entry.path).style if entry.path else "yellow"
    line = Text("  ").append_text(Text(_time(entry).rjust(12), style="dim"))
    line.append("  ").append_text(Text(name, style=style))
    if entry.goal and entry.part == entry.parts:
        line.append("  the goal", style="bold")
    elif entry.path is None and len(name) + len(PLANNED) + 2 <= width:
        line.append(f"  {PLANNED}", style="dim")
    return line


def subject(answer: PlanAnswer) -> str:
    """Return how much there is to do, and at which pace."""
    return (
        f"about {duration(answer.hours)} of study at {duration(answer.hours_per_week)} a week,"
        f" from {day(answer.start)}"
    )


def finish_sentence(answer: PlanAnswer) -> str:
    """Return when all of it is probably done, whatever the deadline."""
    half, most = answer.finish.p50, answer.finish.p80
    if half is None:
        return "At that pace it takes longer than the calendar goes."
    if most is None or half == most:
        return f"Done around {day(half)}."
    return f"Done around {day(half)} (p50); four times in five by {day(most)} (p80)."


def before_sentence(answer: PlanAnswer) -> str:
    """Return what fits before the deadline; nothing without one."""
    if answer.by is None or not answer.hours:
        return ""
    if not answer.left_out:
        half = answer.finish.p50
        if half is None or half > answer.by:
            return (
                f"By the estimates all of it fits before {day(answer.by)}; the days above allow"
                " for estimates that are too low."
            )
        return f"All of it fits before {day(answer.by)}."
    before = f"{answer.fits} of {counted(answer.fits + len(answer.left_out), 'note')}"
    if not answer.fits:
        return f"None of it ends by {day(answer.by)}."
    reached = f", {named(answer.reached)} among them" if answer.reached else ", no goal among them"
    return f"By {day(answer.by)}: {before}{reached}."


def day(iso: str) -> str:
    """Return a date as people write it: 3 May 2026."""
    return day_words(date.fromisoformat(iso))
