"""Terminal text of `intake`: what to read now, what soon, and what is not for now."""

from __future__ import annotations

from datetime import date

from kbpivot.render.answers.intake import IntakeAnswer, IntakeEntry, why
from kbpivot.render.text import Layout, Lines, Text, bold, clean, shortened
from kbpivot.wording import counted, day_words, listed

__all__ = ["intake_text"]

_HEADS = {"now": "Read now", "soon": "Soon", "later": "Not for you now"}


def intake_text(answer: IntakeAnswer, layout: Layout) -> Text:
    """Return the three lists, each item with its reasons and the words it was seen in."""
    lines = Lines(layout)
    if answer.sources or answer.note is None:
        lines.wrap(_summary(answer))
    for sentence in _left_out(answer):
        lines.wrap(sentence, style="dim")
    for bucket, head in _HEADS.items():
        items = answer.of(bucket)
        if not items:
            continue
        lines.blank()
        lines.add(Text(head, style="bold"))
        for item in items:
            if bucket == "later":
                _later(lines, item)
            else:
                _item(lines, item)
        more = getattr(answer.counts, bucket) - len(items)
        if more > 0:
            lines.wrap(f"{more:,} more; --limit shows more of each list.", first="  ", style="dim")
    _note(lines, answer)
    return lines.text()


def _summary(answer: IntakeAnswer) -> str:
    counts = answer.counts
    new = counts.now + counts.soon + counts.later
    of = f"from {counted(answer.sources, 'source')}"
    if not new:
        return f"Nothing new {of}."
    parts = ((counts.now, "to read now"), (counts.soon, "soon"), (counts.later, "not for you now"))
    said = listed(f"{number:,} {words}" for number, words in parts if number)
    return f"{counted(new, 'new item')} {of}: {said}."


def _left_out(answer: IntakeAnswer) -> list[str]:
    counts = answer.counts
    parts = [
        (counts.seen, "shown before (--again shows them again)"),
        (counts.noted, "on which you have a note"),
        (counts.older, "from before that day"),
        (counts.replaced, "a new version of an older paper"),
    ]
    said = [f"{number:,} {words}" for number, words in parts if number]
    found = [f"Left out: {', '.join(said)}."] if said else []
    if counts.undated and counts.older:
        found.append(f"{counted(counts.undated, 'item')} without a date counted as new.")
    return found


def _item(lines: Lines, item: IntakeEntry) -> None:
    lines.wrap(*_title(item), first="  ", hang=4)
    lines.wrap(why(item), first="    ")
    said = item.title.rstrip(".")  # it stands above
    told = next((one for one in item.reasons if one.quote and one.quote.rstrip(".") != said), None)
    if told is not None:
        quote = shortened(f"“{told.quote}”", lines.layout.width - 4)
        lines.add("    ", Text(quote, style="italic dim"))


def _title(item: IntakeEntry) -> list[str | Text]:
    facts = [item.id if item.id.startswith(("arXiv:", "doi:")) else item.url]
    if item.published is not None:
        facts.append(day_words(date.fromisoformat(item.published)))
    said = "  ".join(filter(None, facts))
    return [*bold(item.title), Text(f"  {clean(said)}", style="dim")]


def _later(lines: Lines, item: IntakeEntry) -> None:
    reason = next((one.message for one in item.reasons if one.code == "nothing"), "")
    width = lines.layout.width
    named_by = item.id if item.id.startswith(("arXiv:", "doi:")) else ""
    title = shortened(item.title, max(20, width - len(named_by) - 4))
    lines.add("  ", Text(title), Text(f"  {clean(named_by)}" if named_by else "", style="dim"))
    lines.wrap(reason, first="    ", style="dim")


def _note(lines: Lines, answer: IntakeAnswer) -> None:
    for one in answer.made:
        lines.blank()
        said = "Made of a box that you ticked: " if one.created else "There was a note already: "
        lines.wrap(said, lines.layout.place(one.path))
    if answer.note is not None:
        lines.blank()
        lines.wrap("The list is in ", lines.layout.place(answer.note), ".")
