"""A plan as Markdown for a note, between the markers whose inside is never read back."""

from __future__ import annotations

from collections.abc import Callable

from kbpivot.notes.own_block import END, START
from kbpivot.render.answers.plan import PlanAnswer, PlanEntry
from kbpivot.render.documents.dashboard import plain
from kbpivot.render.text.plan import (
    before_sentence,
    day,
    entry_time,
    finish_sentence,
    subject,
    week_time,
)
from kbpivot.safe_text import inert
from kbpivot.vault.filename import file_name
from kbpivot.wording import duration, named

__all__ = ["plan_note"]


def plan_note(answer: PlanAnswer, *, link: Callable[[str], str], planned: bool = False) -> str:
    """Return the weeks of a plan as lists with links.

    Args:
        answer: the plan.
        link: what stands between the brackets of a wikilink to a note, by its path; "" for a
            note that is gone.
        planned: link steps without a note, too, so that a click makes one.
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
        rows += ["", f"### Week {number}, from {day(week.start)}: {week_time(week)}", ""]
        rows += [
            _row(entry, entry_time(entry, week), link, planned=planned) for entry in week.notes
        ]
    if answer.left_out and answer.by:
        rows += ["", f"### Not before {day(answer.by)}", ""]
        rows += [
            f"- {_name(step.path, step.title, link, planned=planned)} {duration(step.hours)}"
            for step in answer.left_out
        ]
    return inert("\n".join([*rows, END, ""]))


def _row(entry: PlanEntry, time: str, link: Callable[[str], str], *, planned: bool) -> str:
    said = [time]
    if entry.parts > 1:
        said.append(f"part {entry.part} of {entry.parts}")
    if entry.kind == "review":
        said.append("review")
    if entry.path is None:
        said.append(_source(entry.source, entry.address) or "write or find it")
    if entry.goal and entry.part == entry.parts:
        said.append("the goal")
    return f"- {_name(entry.path, entry.title, link, planned=planned)} {', '.join(said)}"


def _source(text: str, address: str) -> str:
    """What to read for a step that nobody has written, as a link; empty where nobody says."""
    if not text:
        return ""
    shown = plain(text)
    return f"read [{shown}]({address})" if address else f"read {shown}"


def _name(
    path: str | None, title: str, link: Callable[[str], str], *, planned: bool = False
) -> str:
    if path is None:
        target = file_name(title) if planned else ""
        shown = plain(title)
        if not target:
            return shown
        return f"[[{target}]]" if target == title else f"[[{target}|{shown}]]"
    target = link(path)
    if not target:
        return plain(title)
    shown = " ".join(title.translate(str.maketrans("[]|", "   ")).split())
    return f"[[{target}]]" if shown in ("", target) else f"[[{target}|{shown}]]"
