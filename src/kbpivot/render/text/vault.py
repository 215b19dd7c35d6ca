"""Terminal text of the commands about the vault itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kbpivot.render.answers.vault import (
    BacklinksAnswer,
    LinkEntry,
    LinksAnswer,
    NoteEntry,
    UnresolvedAnswer,
    UnresolvedEntry,
)
from kbpivot.render.text import Layout, Lines, Piece, Text, clean
from kbpivot.vault import commonest_name, planned_key
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
        return Text.assemble(clean(link.linkpath), ("  planned: no note yet", "dim"))
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


_APART = {
    "near": ("link that looks like a note which is there", "links that look like notes which are there"),
    "file": ("link to a file that is missing", "links to files that are missing"),
    "day": ("link to a day without a note", "links to days without a note"),
    "placeholder": ("placeholder of a template or example", "placeholders of templates or examples"),
    "address": ("address that is no note", "addresses that are no notes"),
    "brackets": ("pair of brackets that is no link", "pairs of brackets that are no links"),
}  # fmt: skip


def unresolved_text(answer: UnresolvedAnswer, layout: Layout, *, limit: int | None) -> Text:
    """Return the notes that are linked and not written yet, the most wanted first.

    Links that lead nowhere for another reason follow, by kind.
    """
    lines = Lines(layout)
    if not answer.links:
        lines.add("Every link leads somewhere.")
        return lines.text()
    wanted: dict[str, list[UnresolvedEntry]] = {}
    apart: dict[str, dict[str, list[UnresolvedEntry]]] = {}
    for link in answer.links:
        into = wanted if link.kind == "note" else apart.setdefault(link.kind, {})
        into.setdefault(planned_key(link.linkpath), []).append(link)
    if wanted:
        links = sum(map(len, wanted.values()))
        lines.wrap(
            f"{counted(links, 'link')} to {counted(len(wanted), 'note')} not written yet,"
            " those first that most notes ask for:"
        )
        _wanted(lines, wanted, limit=limit)
    for kind, (one, many) in _APART.items():
        if kind in apart:
            if wanted or kind != next(iter(apart)):
                lines.blank()
            lines.wrap(f"{counted(sum(map(len, apart[kind].values())), one, many)}:")
            _wanted(lines, apart[kind], limit=None if limit is None else limit // 4)
    return lines.text()


def _wanted(
    lines: Lines, wanted: Mapping[str, Sequence[UnresolvedEntry]], *, limit: int | None
) -> None:
    """Add what links ask for in vain, with the number of notes that do and the first of them."""
    layout = lines.layout
    asking = {key: len({link.path for link in links}) for key, links in wanted.items()}
    names = {key: commonest_name(link.linkpath for link in links) for key, links in wanted.items()}
    ranked = sorted(wanted, key=lambda key: (-asking[key], -len(wanted[key]), names[key]))
    rows: list[tuple[Piece, ...]] = []
    for key in ranked if limit is None else ranked[:limit]:
        first = wanted[key][0]
        more = asking[key] - 1
        rows.append(
            (
                f"{asking[key]}×",
                Text.assemble(
                    clean(names[key]),
                    (f" → {', '.join(map(clean, first.near))}" if first.near else "", "dim"),
                ),
                Text.assemble(
                    layout.place(first.path, first.line),
                    (f" and {counted(more, 'more note')}" if more else "", "dim"),
                ),
            )
        )
    lines.table(rows, right="r")
    if len(rows) < len(ranked):
        lines.add(Text(f"{len(ranked) - len(rows):,} more with --all", style="dim"))


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
