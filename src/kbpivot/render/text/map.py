"""Terminal text of `map`: a bar for each part of the field, and one entry with its reasons."""

from __future__ import annotations

from collections.abc import Sequence

from kbpivot.render.answers.map import ConceptAnswer, MapAnswer, MapNeedEntry, SourceEntry
from kbpivot.render.text import Layout, Lines, Text, clean
from kbpivot.wording import counted, duration, listed, named, part_of_notes, shell_word

__all__ = ["concept_text", "map_text", "source_words"]

_BAR = 20
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_SHOWN = 12  # entries that build on one, before the rest is only counted


def map_text(answer: MapAnswer, layout: Layout) -> Text:
    """Return how much of each part of the field has a note and is known."""
    lines = Lines(layout)
    lines.wrap(
        f"kbpivot's map of {_field(answer.map)}: {answer.entries:,} entries. {_placed(answer)}"
    )
    lines.blank()
    known = any(area.known for area in answer.areas)
    lines.table(
        (
            (
                area.title,
                _bar(area.noted, area.concepts),
                f"{area.noted}",
                f"of {area.concepts}",
                *((f"{area.known} known" if area.known else "",) if known else ()),
                Text(_papers(area.papers_noted), style="dim"),
            )
            for area in answer.areas
        ),
        right="  rrr",
    )
    lines.blank()
    if answer.tracks:
        lines.add("Ways through it, for `kbpivot path` and `kbpivot place --goal`:")
        lines.table(
            (
                (
                    Text(clean(track.name), style="bold"),
                    f"{track.notes} steps",
                    Text(f"{duration(track.hours)} from nothing", style="dim"),
                )
                for track in answer.tracks
            ),
            indent=2,
            right=" r",
        )
        lines.blank()
    for rival in answer.rivals[:3]:
        others = listed((path.removesuffix(".md") for path in rival.paths[1:]), most=2)
        lines.wrap(
            f"{rival.name}: ",
            layout.place(rival.paths[0]),
            f" is about it, so {others} {'is' if len(rival.paths) == 2 else 'are'} not placed.",
        )
    if len(answer.rivals) > 3:
        lines.wrap(f"So it is with {len(answer.rivals) - 3} more; JSON names them.", style="dim")
    lines.wrap("`kbpivot map NAME` shows one entry, what it needs and why.", style="dim")
    return lines.text()


def concept_text(answer: ConceptAnswer, layout: Layout) -> Text:
    """Return what the map says of one entry: what it is, what it builds on, what needs it."""
    lines = Lines(layout)
    facts = [answer.area]
    facts += [answer.kind] if answer.kind != "concept" else []
    facts += [str(answer.year)] if answer.year else []
    lines.wrap(
        Text(clean(answer.name), style="bold"),
        Text(f"  {duration(answer.hours)}", style="bold") if answer.hours is not None else "",
        Text(f"  {', '.join(facts)}", style="dim"),
    )
    if answer.says:
        lines.wrap(answer.says, first="  ")
    if answer.aliases:
        lines.wrap(f"Also called {named(answer.aliases, most=6)}.", first="  ", style="dim")
    known = ", which you know" if answer.known else ""
    if answer.paths:
        lines.wrap("Your note: ", layout.place(answer.paths[0]), f"{known}.", first="  ")
        if len(answer.paths) > 1:
            also = ", ".join(answer.paths[1:])
            lines.wrap(f"Also about it, and not placed: {also}.", first="  ")
    else:
        lines.wrap(f"No note yet{known}: kbpivot new concept {shell_word(answer.name)}", first="  ")
    lines.blank()
    if answer.needs:
        lines.add("Builds on:")
        _beside(lines, answer.needs)
    else:
        lines.add("Builds on nothing else on the map.")
    if answer.helps:
        lines.blank()
        lines.wrap(named((one.name for one in answer.helps), most=8), first="Helps before it: ")
    if answer.needed_by:
        lines.blank()
        more = answer.behind - len(answer.needed_by)
        behind = f", and {more:,} more through them" if more else ""
        lines.add(f"Needed by {len(answer.needed_by):,}{behind}:")
        _beside(lines, answer.needed_by[:_SHOWN])
        if len(answer.needed_by) > _SHOWN:
            lines.add(Text(f"  and {len(answer.needed_by) - _SHOWN:,} more", style="dim"))
    if answer.sources:
        lines.blank()
        lines.add("Where to learn or check it:")
        for source in answer.sources:
            lines.wrap(source_words(source), first="  ", hang=4)
    return lines.text()


def source_words(source: SourceEntry) -> str:
    """Return a source with its address, where it does not say that itself."""
    if not source.address or source.address == source.text:
        return source.text
    return f"{source.text}: {source.address}"


def _beside(lines: Lines, entries: Sequence[MapNeedEntry]) -> None:
    for entry in entries:
        style = (
            "bold" if entry.known else lines.layout.place(entry.path).style if entry.path else ""
        )
        mark = " (known)" if entry.known else ""
        because = f": {entry.because}" if entry.because else ""
        lines.wrap(Text(clean(entry.name), style=style), f"{mark}{because}", first="  ", hang=4)


def _field(name: str) -> str:
    return "AI" if name == "ai" else name


def _placed(answer: MapAnswer) -> str:
    if not answer.notes:
        return "There are no notes here to place on it."
    if not answer.placed:
        if answer.notes == 1:
            return "Your note is about none of them."
        return f"None of your {answer.notes:,} notes is about any of them."
    return f"{part_of_notes(answer.placed, answer.notes)} about one of them."


def _papers(number: int) -> str:
    return f"and {counted(number, 'paper')}" if number else ""


def _bar(part: int, whole: int) -> str:
    eighths = round(part / whole * _BAR * 8) if whole else 0
    eighths = max(eighths, 1) if part else 0
    full, rest = divmod(eighths, 8)
    bar = "█" * full + (_EIGHTHS[rest] if rest else "")
    return bar.ljust(_BAR, "·")
