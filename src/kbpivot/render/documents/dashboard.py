"""One note that is kept up to date: next, this week, gaps and a map, as Obsidian Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kbpivot.safe_text import inert, one_line
from kbpivot.wording import adds_up

if TYPE_CHECKING:
    from kbpivot.publish import Gap
    from kbpivot.study import Plan, Review, Suggestion, Suggestions

__all__ = ["board", "plain", "ticked", "wikilink"]

_ACTIVE = re.compile(r"([\\`*_\[\]<>#|$%~^=!])")
_TICKED = re.compile(r"^[ \t]*[-*+] \[[xX]\] \[\[([^\[\]|#\r\n]+)", re.MULTILINE)


def plain(text: str) -> str:
    """A text as Markdown that shows just it: one line, nothing in it is active."""
    return _ACTIVE.sub(r"\\\1", one_line(text))


def ticked(text: str) -> tuple[str, ...]:
    """Link targets of the boxes that are ticked in a board."""
    return tuple(match[1].strip() for match in _TICKED.finditer(text))


def wikilink(target: str, title: str) -> str:
    """A link to a target, shown as the title where the two differ."""
    shown = " ".join(re.sub(r"[\[\]|]", " ", one_line(title)).split())
    return f"[[{target}]]" if shown in ("", target) else f"[[{target}|{shown}]]"


def board(
    found: Suggestions,
    *,
    plan: Plan | None,
    reviews: Sequence[Review] = (),
    gaps: Sequence[Gap],
    chart: str,
    link: Callable[[str | None, str], str],
    words: Callable[[str], str],
    duration: Callable[..., str],
) -> str:
    """Write the board.

    Args:
        found: what to study next.
        plan: the coming weeks, None without a goal.
        reviews: what is due where no plan says so.
        gaps: what public notes lack, the most worthwhile first.
        chart: a Mermaid drawing of the way, empty when there is none.
        link: writes a link to a node's path (None for a planned note) with its title.
        words: leaves out of a sentence what its readers must not see.
        duration: writes hours.

    Returns:
        Markdown; the same answers always give the same bytes.
    """
    rows = ["## Next", ""]
    if not len(found):
        rows.append("Nothing is left to study toward what you chose.")
    for number, one in enumerate(found):
        if number == 1:
            rows += ["", "Or:"]
        rows.append(_row(one, link, words, duration, why=number == 0))
    if plan is not None and plan.weeks and plan.weeks[0].items:
        week = plan.weeks[0]
        times = [item.minutes / 60 for item in week.items]
        exact = any(item.parts > 1 for item in week.items) or not adds_up(times)
        rows += ["", "## This week", "", f"{duration(week.hours, exact=exact)} planned."]
        rows += [
            f"- {link(item.path, item.title)} {duration(item.minutes / 60, exact=exact)}"
            + (" (review)" if item.kind == "review" else "")
            + (f" (part {item.part} of {item.parts})" if item.parts > 1 else "")
            for item in week.items
        ]
    if reviews:
        rows += ["", "## To review", ""]
        rows += [f"- {link(one.path, one.title)}" for one in reviews]
    if gaps:
        rows += ["", "## What readers miss", ""]
        rows += [
            f"- {link(gap.path, _name(gap.path))}: {plain(words(gap.message))}" for gap in gaps
        ]
    if chart:
        rows += ["", "## The way", "", "```mermaid", chart.rstrip("\n"), "```"]
    return inert("\n".join(rows) + "\n")


def _row(
    one: Suggestion,
    link: Callable[[str | None, str], str],
    words: Callable[[str], str],
    duration: Callable[[float], str],
    *,
    why: bool,
) -> str:
    linked = link(one.path, one.title)
    # What is not linked cannot be ticked: nobody could tell which note was meant.
    box = "- [ ] " if linked.startswith("[[") else "- "
    reasons = " ".join(plain(words(reason.message)) for reason in one.reasons) if why else ""
    return f"{box}{linked} {duration(one.hours)}" + (f"  \n  {reasons}" if reasons else "")


def _name(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")
