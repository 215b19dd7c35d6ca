"""Terminal text of the commands about the vault itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kbpivot.render.answers.vault import (
    BacklinksAnswer,
    LinkEntry,
    LinksAnswer,
    NoteEntry,
    UnresolvedAnswer,
)
from kbpivot.render.text import Layout, Lines, Piece, Text, clean
from kbpivot.wording import counted

__all__ = ["backlinks_text", "links_text", "notes_text", "unresolved_text"]


def links_text(answer: LinksAnswer, layout: Layout) -> Text:
    """Return the links of a note, one a line, with where each leads."""
    lines = Lines(layout)
    planned = sum(link.target is None for link in answer.links)
    note = answer.note.path
    if not answer.links:
        lines.add(layout.place(note), " has no links.")
        return lines.text()
    lines.add(
        layout.place(note),
        f" has {counted(len(answer.links), 'link')}",
        f", {planned} of them to notes not written yet." if planned else ".",
    )
    lines.table(
        (
            Text(f"line {link.line}" if link.line else "property", style="dim"),
            _target(link, layout),
        )
        for link in answer.links
    )
    return lines.text()


def _target(link: LinkEntry, layout: Layout) -> Text:
    if link.target is None:
        return Text.assemble((clean(link.linkpath), "yellow"), ("  planned: no note yet", "dim"))
    shown = layout.place(link.target)
    if link.subpath:
        shown.append(clean(f"#{link.subpath}"), style="dim")
    return shown


def backlinks_text(answer: BacklinksAnswer, layout: Layout) -> Text:
    """Return the links that lead to a note, by the note they stand in."""
    lines = Lines(layout)
    note = layout.place(answer.note.path)
    if not answer.links:
        lines.add("Nothing links to ", note, " yet.")
        return lines.text()
    sources = len({link.path for link in answer.links})
    lines.add(
        note, f" has {counted(len(answer.links), 'backlink')} from {counted(sources, 'file')}."
    )
    for link in answer.links:
        lines.add(layout.place(link.path, link.line))
    return lines.text()


def unresolved_text(answer: UnresolvedAnswer, layout: Layout, *, limit: int | None) -> Text:
    """Return the notes that are linked and not written yet, the most wanted first."""
    lines = Lines(layout)
    if not answer.links:
        lines.add("Every link leads somewhere.")
        return lines.text()
    wanted = Counter(link.linkpath for link in answer.links)
    ranked = sorted(wanted, key=lambda name: (-wanted[name], name))
    lines.wrap(
        f"{counted(len(answer.links), 'link')} to {counted(len(ranked), 'note')} not written yet,"
        " the most wanted first:"
    )
    shown = ranked if limit is None else ranked[:limit]
    places = {name: [link for link in answer.links if link.linkpath == name] for name in shown}
    rows: list[tuple[Piece, ...]] = []
    for name in shown:
        first = places[name][0]
        more = len(places[name]) - 1
        rows.append(
            (
                f"{wanted[name]}×",
                Text(clean(name), style="yellow"),
                Text.assemble(
                    layout.place(first.path, first.line),
                    (f" and {more} more" if more else "", "dim"),
                ),
            )
        )
    lines.table(rows, right="r")
    if len(shown) < len(ranked):
        lines.add(Text(f"{len(ranked) - len(shown):,} more with --all", style="dim"))
    return lines.text()


def notes_text(
    notes: Sequence[NoteEntry], layout: Layout, *, said: str, none: str, limit: int | None
) -> Text:
    """Return a list of notes under one sentence; `said` has `{}` for their number."""
    lines = Lines(layout)
    if not notes:
        lines.add(none)
        return lines.text()
    lines.wrap(said.format(counted(len(notes), "note")))
    for note in notes[:limit]:
        lines.add(layout.place(note.path))
    if limit is not None and len(notes) > limit:
        lines.add(Text(f"{len(notes) - limit:,} more with --all", style="dim"))
    return lines.text()
