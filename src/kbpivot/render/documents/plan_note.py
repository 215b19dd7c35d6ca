"""A plan as Markdown for a note, between the markers whose inside is never read back."""

from __future__ import annotations

from collections.abc import Callable

from kbpivot.notes.own_block import END, START
from kbpivot.render.answers.plan import PlanAnswer, PlanEntry
from kbpivot.render.documents.dashboard import plain
from kbpivot.render.text.plan import before_sentence, day, finish_sentence, subject
from kbpivot.safe_text import inert
from kbpivot.wording import duration, named

__all__ = ["plan_note"]


def plan_note(answer: PlanAnswer, *, link: Callable[[str], str]) -> str:
    """Return the weeks of a plan as lists with links.

    Args:
        answer: the plan.
        link: what stands between the brackets of a wikilink to a note, by its path; "" for a
            note that is gone.
    """
    rows = [START, f"## Plan: {plain(named(answer.goals))}", ""]
    if answer.hours:
        start = subject(answer)
        rows.append(f"{start[0].upper()}{start[1:]}. {finish_sentence(answer)}")
    else:
        rows.append("You have it already, and all it builds on.")
    if said := before_sentence(answer):
        rows += ["", plain(said)]
    for number, week in enumerate(answer.weeks, start=1):
        rows += ["", f"### Week {number}, from {day(week.start)}: {duration(week.hours)}", ""]
        rows += [_row(entry, link) for entry in week.notes]
    if answer.left_out and answer.by:
        rows += ["", f"### Not before {day(answer.by)}", ""]
        rows += [
            f"- {_name(step.path, step.title, link)} {duration(step.hours)}"
            for step in answer.left_out
        ]
    return inert("\n".join([*rows, END, ""]))


def _row(entry: PlanEntry, link: Callable[[str], str]) -> str:
    said = [duration(entry.hours)]
    if entry.parts > 1:
        said.append(f"part {entry.part} of {entry.parts}")
    if entry.kind == "review":
        said.append("review")
    if entry.path is None:
        said.append("write or find it")
    if entry.goal and entry.part == entry.parts:
        said.append("the goal")
    return f"- {_name(entry.path, entry.title, link)} {', '.join(said)}"


def _name(path: str | None, title: str, link: Callable[[str], str]) -> str:
    if path is None:
        return plain(title)
    target = link(path)
    if not target:
        return plain(title)
    shown = " ".join(title.translate(str.maketrans("[]|", "   ")).split())
    return f"[[{target}]]" if shown in ("", target) else f"[[{target}|{shown}]]"
