"""Terminal text of `plan`."""

from __future__ import annotations

from datetime import date

from kbpivot.render.answers.plan import PlanAnswer, PlanEntry, WeekEntry
from kbpivot.render.text import Layout, Lines, Text, bold, shortened
from kbpivot.render.text.study import (
    PLANNED,
    aside_line,
    basis_sentence,
    beyond_line,
    granted_line,
    left_out_lines,
)
from kbpivot.wording import adds_up, counted, day_words, duration, named

__all__ = [
    "before_sentence",
    "day",
    "entry_time",
    "finish_sentence",
    "is_to_the_minute",
    "plan_text",
    "subject",
    "week_time",
]

_SHOWN = 12  # steps that do not fit before the deadline


def plan_text(answer: PlanAnswer, layout: Layout, *, weeks: int | None) -> Text:
    """Return a plan week by week; at most so many weeks."""
    lines = Lines(layout)
    said = named(answer.goals)
    goals = bold(said[:1].upper() + said[1:])
    if not answer.hours and answer.all_written:
        lines.wrap(DECLINED)
        return lines.text()
    if not answer.hours and answer.aim == "any":
        lines.wrap("There is nothing here to study.")
        return lines.text()
    if not answer.hours:
        lines.wrap(*goals, ": you have it already, and all it builds on.")
        if not answer.weeks:
            return lines.text()
    else:
        lines.wrap(*goals, f": {subject(answer)}.")
        lines.wrap(finish_sentence(answer))
    if why := AIMS.get(answer.aim if answer.chosen_by == "notes" else ""):
        lines.wrap(why, style="dim")
    if sentence := basis_sentence(answer.grade, stated=answer.stated, guessed=answer.guessed):
        lines.wrap(sentence, style="dim")
    granted_line(lines, answer.granted)
    if answer.assumed:
        lines.wrap(ASSUMED, style="dim")
    if said := before_sentence(answer):
        lines.wrap(said)
    goal = _goal_word(answer)
    shown = answer.weeks if weeks is None else answer.weeks[:weeks]
    for number, week in enumerate(shown, start=1):
        lines.blank()
        lines.add(
            Text(f"Week {number}", style="bold"),
            f"  from {day(week.start)}, {week_time(week)}",
        )
        for entry in week.notes:
            lines.add(_item(entry, layout, time=entry_time(entry, week), goal=goal))
    if len(shown) < len(answer.weeks):
        lines.blank()
        more = counted(len(answer.weeks) - len(shown), "more week")
        lines.add(Text(f"{more} with --all", style="dim"))
    if answer.left_out and answer.by:
        lines.blank()
        lines.wrap(f"Not before {day(answer.by)}:")
        late = answer.left_out if weeks is None else answer.left_out[:_SHOWN]
        for step in late:
            lines.add("  ", shortened(step.title, layout.room - 14), f"  {duration(step.hours)}")
        if len(late) < len(answer.left_out):
            lines.add(Text(f"  {len(answer.left_out) - len(late)} more with --all", style="dim"))
    lines.blank()
    aside_line(lines, answer.aside, toward="these")
    if answer.reviews_left:
        lines.wrap(
            f"{counted(answer.reviews_left, 'review')} found no room: reviews take at most a"
            " quarter of a week."
        )
    left_out_lines(lines, answer.optional_left_out, since=answer.since)
    beyond_line(lines, answer.beyond)
    return lines.text()


def is_to_the_minute(week: WeekEntry) -> bool:
    """Tell whether times of a week are said to the minute, since rounded ones do not add up."""
    split = any(entry.parts > 1 for entry in week.notes)
    return split or not adds_up(entry.hours for entry in week.notes)


def week_time(week: WeekEntry) -> str:
    """Return the time of a week in words: what its entries say together."""
    return duration(week.hours, exact=is_to_the_minute(week))


def entry_time(entry: PlanEntry, week: WeekEntry) -> str:
    """Return the time of one entry of a week in words, so that all add up to the week's."""
    return duration(entry.hours, exact=is_to_the_minute(week))


AIMS = {
    "track": "You named no goal, so this is for your tracks.",
    "index": "You named no goal, so this is for the notes of your main index.",
    "vault": "No goal is named and no track is here, so this is for the notes on which most lean.",
    "any": "No goal is named and nothing says what comes first.",
}
"""Why a plan is for what nobody named."""

DECLINED = (
    "All that is here is written; nothing says what of it you know, or what comes first. Name a"
    " goal: kbpivot plan --goal NOTE."
)
ASSUMED = (
    "You have written all of it, and nothing says what of it you know: this is an order to read it"
    " in. `kbpivot know NOTE` takes a note out."
)


def _goal_word(answer: PlanAnswer) -> str:
    """Return what to say of an entry that reaches a goal; nothing where most of them do."""
    last = [e.goal for week in answer.weeks for e in week.notes if e.part == e.parts]
    if sum(last) == 1:
        return "the goal"
    return "a goal" if 2 * sum(last) <= len(last) else ""


def _item(entry: PlanEntry, layout: Layout, *, time: str, goal: str) -> Text:
    width = layout.room - 16
    name = entry.title
    if entry.parts > 1:
        name = f"{shortened(name, width - 16)} ({entry.part} of {entry.parts})"
    elif entry.kind == "review":
        name = f"{shortened(name, width - 10)} (review)"
    name = shortened(name, width)
    style = layout.place(entry.path).style if entry.path else ""
    line = Text("  ").append_text(Text(time.rjust(12), style="dim"))
    line.append("  ").append_text(Text(name, style=style))
    if goal and entry.goal and entry.part == entry.parts:
        line.append(f"  {goal}", style="bold")
    elif entry.path is None and entry.kind == "study":
        room = width - len(name) - 2
        said = f"read {entry.source}" if entry.source else PLANNED
        if room >= len(PLANNED):
            line.append(f"  {shortened(said, room)}", style="dim")
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
    planned = answer.finish.planned or half
    first = f"Done on {day(planned)} by the estimates"
    if most is None or most <= planned:
        return f"{first}."
    return (
        f"{first}; half of such plans end by {day(half)} (p50), four in five by {day(most)} (p80)."
    )


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
