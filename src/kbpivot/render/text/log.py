"""Terminal text of the commands about the person's log."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from kbpivot.render.answers.log import (
    EventEntry,
    RecordAnswer,
    ReviewAnswer,
    ReviewEntry,
)
from kbpivot.render.answers.study import NodeEntry
from kbpivot.render.text import Layout, Lines, Piece, Text, clean
from kbpivot.render.text.next import suggestion_head
from kbpivot.render.text.plan import day
from kbpivot.wording import counted, duration, named, shell_word

__all__ = ["record_sentences", "record_text", "review_text"]

_OFFERED = 5  # prerequisites that one command is offered for
_LINES = 6  # lines of one command from which they are told together

SAID = {
    "known": "Known before",
    "started": "Started",
    "studied": "Studied",
    "mastered": "Mastered",
    "forgot": "No longer known",
    "reviewed": "Reviewed",
    "renamed": "Moved",
    "refused": "Refused",
    "confirmed": "Confirmed",
    "corrected": "Correction received",
}


def record_text(answer: RecordAnswer, layout: Layout) -> Text:
    """Return what was recorded, what became ready, and what comes next."""
    lines = Lines(layout)
    for sentence in record_sentences(answer):
        lines.wrap(sentence)
    if answer.builds_on:
        offered = answer.builds_on[:_OFFERED]
        names = " ".join(shell_word(_argument(node)) for node in offered)
        lines.wrap(f"Builds on {_named(answer.builds_on)}, which you have not marked.")
        # On one line, however long: it is there to be copied.
        lines.add(
            Text(
                f"If you know {'that' if len(offered) == 1 else 'those'} too: kbpivot know {names}",
                style="dim",
            )
        )
    if (answer.events or answer.already) and answer.next.suggestions:
        lines.wrap("Next: ", *suggestion_head(answer.next.suggestions[0], layout))
    return lines.text()


def record_sentences(answer: RecordAnswer) -> list[str]:
    """Say what was recorded, and what became ready with it."""
    today = {event.at[:10] for event in answer.events}
    said = [f"Undone: {one}." for one in _told(answer.undone, today)]
    added = [event for event in answer.events if event.event != "undone"]
    said += [f"{one}." for one in _told(added, today)]
    for one in answer.already:
        since = f" since {day(one.since)}" if one.since else ""
        said.append(f"{clean(one.title)} counts as known{since}; nothing was written.")
    if not answer.events and not answer.already:
        said.append("There is nothing to undo: your log has no line that counts.")
    if answer.opened:
        said.append(f"Now ready: {_named(answer.opened)}.")
    if answer.closed and answer.undone:
        said.append(f"Waiting again: {_named(answer.closed)}.")
    return said


def _told(events: Sequence[EventEntry], today: Container[str]) -> Iterator[str]:
    """Say what each line of a record says; many of one command are named together."""
    if len(events) < _LINES:
        for event in events:
            yield _said(event) + _when(event, today)
        return
    kinds: dict[str, list[EventEntry]] = {}
    for event in events:
        kinds.setdefault(SAID.get(event.event, event.event), []).append(event)
    for kind, alike in kinds.items():
        names = named((_name(event) for event in alike), most=5)
        how = " by placement" if all(event.by == "placement" for event in alike) else ""
        yield f"{kind}{how}: {names}{_when(alike[0], today)}"


def _when(event: EventEntry, today: Container[str]) -> str:
    return "" if event.at[:10] in today else f", on {day(event.at[:10])}"


def _name(event: EventEntry) -> str:
    return clean(event.note.removesuffix(".md"))


def _said(event: EventEntry) -> str:
    said = f"{SAID.get(event.event, event.event)}: {event.note.removesuffix('.md')}"
    if event.to:
        said += f" → {event.to.removesuffix('.md')}"
    if event.what:
        said += f" ({event.what})"
    if event.rating:
        said += f", {event.rating}"
    if event.minutes:
        said += f", {duration(event.minutes / 60)}"
    return clean(said)


def _argument(node: NodeEntry) -> str:
    """What names a note on a command line: its title, or its path where others have that title."""
    if node.path is None or not node.title.endswith(")"):
        return node.title
    folder = node.path.rpartition("/")[0]
    apart = folder and node.title.endswith((f"({folder})", f"({folder.rpartition('/')[2]})"))
    return node.path.removesuffix(".md") if apart else node.title


def _named(nodes: Sequence[NodeEntry]) -> str:
    return named((node.title for node in nodes), most=5)


def review_text(answer: ReviewAnswer, layout: Layout) -> Text:
    """Return what is due, and what comes later."""
    lines = Lines(layout)
    if not answer.due and not answer.later:
        lines.wrap(
            "Nothing is kept in memory yet. `kbpivot review NOTE` begins with a note you know;"
            " it comes back after days, then weeks."
        )
        return lines.text()
    if answer.due:
        lines.add(f"{counted(len(answer.due), 'review')} due:")
        lines.table((_review_row(entry, layout) for entry in answer.due), indent=2)
        lines.blank()
        lines.wrap("After each: kbpivot review NOTE --rating again|hard|good|easy", style="dim")
    else:
        lines.add("Nothing is due.")
    if answer.later:
        first = answer.later[0]
        lines.wrap(f"Next after that: {first.title}, on {day(first.due)}.")
    return lines.text()


def _review_row(entry: ReviewEntry, layout: Layout) -> tuple[Piece, ...]:
    name = Text(layout.fit(entry.title, 44), style=layout.place(entry.path).style)
    return name, Text(f"last seen {day(entry.last)}", style="dim")
