"""Terminal text of the commands about studying."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from kbpivot.render.answers_plan import PlanAnswer, ReadyAnswer
from kbpivot.render.answers_study import EvidenceEntry, PathAnswer, StepEntry, WhyAnswer
from kbpivot.render.text import (
    Layout,
    Lines,
    Text,
    clean,
    counted,
    shortened,
)
from kbpivot.study.wording import duration, listed

__all__ = [
    "BASIS",
    "day",
    "distinct",
    "evidence_lines",
    "path_text",
    "plan_text",
    "ready_text",
    "steps_table",
    "why_text",
]

BASIS = {
    "stated": "",
    "ordered": (
        "Nothing is stated about what comes before; this is the order of your lists and"
        " numbered files."
    ),
    "inferred": "Nothing is stated about what comes before; this order is a guess from your text.",
}
"""What an order rests on, in a sentence; the best case needs none."""


def path_text(answer: PathAnswer, layout: Layout) -> Text:
    """Return the steps to a goal, numbered."""
    lines = Lines(layout)
    goals = listed(answer.goals)
    if not answer.notes:
        lines.wrap(f"{goals}: you have it already, and all it builds on.")
        return lines.text()
    lines.wrap(
        Text(clean(goals), style="bold"),
        f": {counted(len(answer.notes), 'note')} to go, about {duration(answer.hours)}.",
    )
    if sentence := BASIS.get(answer.grade, ""):
        lines.wrap(sentence, style="dim")
    lines.blank()
    steps_table(lines, answer.notes)
    if answer.left_out:
        lines.blank()
        for entry in answer.left_out:
            lines.wrap(f"Left out: {entry.title} ({entry.year}), optional.")
    return lines.text()


def ready_text(answer: ReadyAnswer, layout: Layout, *, limit: int | None) -> Text:
    """Return what can be studied now; or what one note leans on, and what of it is missing."""
    lines = Lines(layout)
    if answer.note is not None:
        _readiness(lines, answer)
        return lines.text()
    if not answer.notes:
        lines.wrap("Nothing is waiting: every note is mastered, or needs one that is not written.")
        return lines.text()
    lines.add(f"{counted(len(answer.notes), 'note')} ready to study:")
    lines.blank()
    shown = answer.notes if limit is None else answer.notes[:limit]
    names = distinct((note.title, note.path) for note in shown)
    times = [duration(note.hours) for note in shown]
    time_width = max(map(len, times))
    name_width = min(max(map(cell_len, names)), max(layout.width // 2, 20))
    rest = layout.width - name_width - time_width - 4
    for note, name, time in zip(shown, names, times, strict=True):
        label = shortened(name, name_width)
        line = Text(label, style=layout.place(note.path).style)
        line.append(" " * (name_width - cell_len(label) + 2) + time.rjust(time_width) + "  ")
        if note.started:
            line.append("started", style="green")
        if note.unlocks:
            room = rest - (9 if note.started else 0)
            said = _first_of("unlocks", note.unlocks, room)
            line.append(", " if note.started and said else "", style="dim")
            line.append(said, style="dim")
        lines.add(line)
    if len(shown) < len(answer.notes):
        lines.add(Text(f"{len(answer.notes) - len(shown):,} more with --all", style="dim"))
    return lines.text()


def _readiness(lines: Lines, answer: ReadyAnswer) -> None:
    title = Text(clean(answer.note or ""), style="bold")
    if answer.ready:
        lines.wrap(title, " is ready: all it builds on is done." if answer.known else " is ready.")
    else:
        count = counted(len(answer.missing), "note")
        lines.wrap(title, f" waits for {count}, about {duration(answer.hours)}.")
    if not answer.known and not answer.missing:
        lines.wrap("Nothing is stated about what it builds on.", style="dim")
    elif sentence := BASIS.get(answer.grade, ""):
        lines.wrap(sentence, style="dim")
    known = [entry.title for entry in answer.known if not entry.assumed]
    assumed = [entry.title for entry in answer.known if entry.assumed]
    if known:
        lines.wrap(listed(known, most=12), first="You know: ")
    if assumed:
        lines.wrap(listed(assumed, most=12), first="Assumed from your writing: ")
    if answer.missing:
        lines.blank()
        lines.add("Missing, in the order to learn it:")
        steps_table(lines, answer.missing)


GRADES = {
    "stated": "stated",
    "optional": "optional",
    "ordered": "the order of a curriculum",
    "inferred": "a guess",
}
"""Grades of an edge, in words."""


FORMS = {"index": "the order of a list", "numbers": "the numbers of the files"}
"""What an evidence is, where its key does not say it."""


def why_text(answer: WhyAnswer, layout: Layout) -> Text:
    """Return the chain between two notes, with the place and words that say each step."""
    lines = Lines(layout)
    first, last = answer.first, answer.last
    if answer.turned:
        first, last = last, first
    if not answer.edges:
        lines.wrap(f"Nothing says which comes first, {first.title} or {last.title}.")
        return lines.text()
    said = "It is the other way round: " if answer.turned else ""
    steps = len(answer.edges)
    lines.wrap(
        said,
        Text(clean(first.title), style="bold"),
        " comes before ",
        Text(clean(last.title), style="bold"),
        "." if steps == 1 else f", in {steps} steps.",
    )
    for edge in answer.edges:
        lines.blank()
        lines.wrap(
            Text(clean(edge.before.title)),
            " → ",
            Text(clean(edge.after.title)),
            Text(f"  {GRADES.get(edge.grade, edge.grade)}", style="dim"),
        )
        for evidence in edge.evidence:
            evidence_lines(lines, evidence)
    return lines.text()


def evidence_lines(lines: Lines, evidence: EvidenceEntry, *, indent: int = 2) -> None:
    """Add where something is written, and the line that says it."""
    layout = lines.layout
    said = FORMS.get(evidence.form, evidence.key or evidence.form)
    lines.add(
        " " * indent,
        layout.place(evidence.path, evidence.line),
        Text(f"  {clean(said)}", style="dim"),
    )
    if evidence.quote:
        width = layout.width - indent - 4
        lines.add(" " * (indent + 2), Text(shortened(evidence.quote, width), style="italic"))


def plan_text(answer: PlanAnswer, layout: Layout, *, weeks: int | None) -> Text:
    """Return a plan week by week."""
    lines = Lines(layout)
    goals = Text(clean(listed(answer.goals)), style="bold")
    if not answer.weeks and not answer.left_out:
        lines.wrap(goals, ": you have it already, and all it builds on.")
        return lines.text()
    lines.wrap(
        goals,
        f": about {duration(answer.hours)} of study at {duration(answer.hours_per_week)} a week.",
    )
    lines.wrap(*_finish(answer))
    shown = answer.weeks if weeks is None else answer.weeks[:weeks]
    width = layout.width - 14
    for number, week in enumerate(shown, start=1):
        lines.blank()
        lines.add(
            Text(f"Week {number}", style="bold"),
            f"  from {day(week.start)}, ",
            duration(week.hours),
        )
        for entry in week.notes:
            name = entry.title
            if entry.parts > 1:
                name = f"{shortened(name, width - 16)} ({entry.part} of {entry.parts})"
            elif entry.kind == "review":
                name = f"{shortened(name, width - 10)} (review)"
            name = shortened(name, width)
            style = layout.place(entry.path).style if entry.path else "yellow"
            line = Text("  ").append_text(Text(duration(entry.hours).rjust(10), style="dim"))
            line.append("  ").append_text(Text(name, style=style))
            if entry.goal and entry.part == entry.parts:
                line.append("  the goal", style="bold")
            elif entry.path is None:
                line.append("  planned", style="dim")
            lines.add(line)
    if len(shown) < len(answer.weeks):
        lines.blank()
        lines.add(
            Text(f"{counted(len(answer.weeks) - len(shown), 'more week')} with --all", style="dim")
        )
    if answer.left_out and answer.by:
        lines.blank()
        lines.wrap(f"Not before {day(answer.by)}:")
        for step in answer.left_out:
            lines.add("  ", shortened(step.title, layout.width - 14), f"  {duration(step.hours)}")
    return lines.text()


def _finish(answer: PlanAnswer) -> list[str]:
    half, most = answer.finish.p50, answer.finish.p80
    if half is None:
        return ["At that pace it takes longer than the calendar goes."]
    if most is None or half == most:
        return [f"Done around {day(half)}."]
    return [f"Done around {day(half)}; to be on the safe side, count on {day(most)}."]


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(iso: str) -> str:
    """Return a date as people write it, the same in every locale: 3 May 2026."""
    year, month, number = iso.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {int(year)}"


def steps_table(lines: Lines, steps: Sequence[StepEntry]) -> None:
    """Add numbered steps with their time and what each is for, in the width there is."""
    names = distinct((step.title, step.path) for step in steps)
    times = [duration(step.hours) for step in steps]
    number = len(str(len(steps)))
    time_width = max(map(len, times))
    room = lines.layout.width - number - time_width - 6
    name_width = min(max(map(cell_len, names)), max(room * 6 // 10, 20))
    rest = room - name_width
    for place, (step, name, time) in enumerate(zip(steps, names, times, strict=True), start=1):
        line = Text(f"{place:>{number}}  ", style="dim")
        shown = shortened(name, name_width)
        address = lines.layout.place(step.path).style if step.path else "yellow"
        line.append_text(Text(shown, style=address))
        line.append(" " * (name_width - cell_len(shown) + 2))
        line.append(time.rjust(time_width))
        line.append("  ")
        line.append_text(_remark(step, rest))
        lines.add(line)


def _remark(step: StepEntry, width: int) -> Text:
    """Say what is special about a step, else what it is for."""
    if step.path is None:
        return Text("planned: no note yet"[:width], style="yellow")
    words = {"started": "started", "ready": "ready"}.get(step.state, "")
    style = {"started": "green", "ready": "green"}.get(step.state, "dim")
    parts = Text(words, style=style)
    if step.goal:
        parts.append(", " if words else "", style="dim")
        parts.append("the goal", style="bold")
    elif step.leads_to:
        left = width - cell_len(words) - 2 * bool(words)
        purpose = _first_of("for", step.leads_to, left)
        parts.append(", " if words and purpose else "", style="dim")
        parts.append(purpose, style="dim")
    return parts


def _first_of(word: str, names: Sequence[str], width: int) -> str:
    """Return "for Attention +2" in a width, or nothing where even that has no room."""
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    room = width - len(word) - 1 - len(more)
    return f"{word} {shortened(names[0], room)}{more}" if room >= 8 else ""


def distinct(notes: Iterable[tuple[str, str | None]]) -> list[str]:
    """Return the titles of notes, with the path for those that share a title."""
    pairs = list(notes)
    uses = Counter(title.casefold() for title, _ in pairs)
    return [path if path and uses[title.casefold()] > 1 else title for title, path in pairs]
