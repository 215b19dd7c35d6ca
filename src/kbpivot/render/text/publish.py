"""Terminal text of `gaps`."""

from __future__ import annotations

from kbpivot.render.answers.publish import GapEntry, GapsAnswer, PublicFacts
from kbpivot.render.text import Layout, Lines, Text, clean
from kbpivot.wording import counted

__all__ = ["gaps_text", "public_line"]

AFFECTED = 4
"""Notes named under a gap; JSON has them all."""


def public_line(public: PublicFacts, notes: int) -> str:
    """Say what others can read, and what says so."""
    if public.notes == notes:
        return f"{public.reason[:1].upper()}{public.reason[1:]}"
    return f"Public: {public.notes:,} of {counted(notes, 'note')} ({public.reason})"


def gaps_text(
    answer: GapsAnswer, layout: Layout, *, limit: int | None, hints: bool = False
) -> Text:
    """Return the gaps, each with the place where a reader stumbles."""
    lines = Lines(layout)
    lines.wrap(public_line(answer.public, answer.notes), style="dim")
    if not answer.gaps:
        lines.wrap("No gaps: a reader can reach all that the public notes lean on.")
        return lines.text()
    shown = answer.gaps if limit is None else answer.gaps[:limit]
    lines.blank()
    for gap in shown:
        lines.add(layout.place(gap.path, gap.line), Text(f"  {clean(gap.kind)}", style="bold"))
        lines.wrap(gap.message, first="  ")
        if hints:
            _more(lines, gap)
    if len(shown) < len(answer.gaps):
        lines.blank()
        lines.add(Text(f"{len(answer.gaps) - len(shown):,} more with --all", style="dim"))
    return lines.text()


def _more(lines: Lines, gap: GapEntry) -> None:
    """Say where it is needed, for whom it matters, and what to do."""
    if gap.quote:
        lines.wrap(gap.quote, first=Text("  there  ", style="dim"), style="italic")
    if gap.needed_by != (gap.path,):
        shown = ", ".join(gap.needed_by[:AFFECTED])
        more = gap.needed_by_count - AFFECTED
        lines.wrap(
            shown,
            f" and {more:,} more" if more > 0 else "",
            first=Text("  for    ", style="dim"),
            style="dim",
        )
    if gap.hint:
        lines.wrap(gap.hint, first=Text("  do     ", style="dim"), style="dim")
