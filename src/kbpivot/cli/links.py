"""The commands about links: links, backlinks, unresolved, orphans, deadends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import command
from kbpivot.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbpivot.render.answers.vault import NoteEntry
    from kbpivot.render.text import Layout, Text

__all__ = [
    "backlinks_command",
    "deadends_command",
    "links_command",
    "orphans_command",
    "unresolved_command",
]


ALL = click.option("--all", "everything", is_flag=True, help="Show more than the first twenty.")


@command("links", examples=["kbpivot links Attention"])
@click.argument("note", type=NOTE)
def links_command(session: Session, *, note: str) -> None:
    """List the links of a note and where they lead.

    NOTE is a path, a link, or a title or alias that only one note has.
    Links resolve as they do in Obsidian.
    """
    from kbpivot.render.answers.vault import LinksAnswer, link_entries, note_entry
    from kbpivot.render.text.vault import links_text

    vault = session.linked
    found = vault.note(note)
    answer = LinksAnswer(note=note_entry(found), links=link_entries(vault.links(found.path)))
    session.answer(answer, lambda layout: links_text(answer, layout))


@command("backlinks", examples=["kbpivot backlinks Attention"])
@click.argument("note", type=NOTE)
def backlinks_command(session: Session, *, note: str) -> None:
    """List the links that lead to a note.

    NOTE is a path, a link, or a title or alias that only one note has.
    """
    from kbpivot.render.answers.vault import BacklinksAnswer, link_entries, note_entry
    from kbpivot.render.text.vault import backlinks_text

    vault = session.linked
    found = vault.note(note)
    links = link_entries(vault.backlinks(found.path))
    answer = BacklinksAnswer(note=note_entry(found), links=links)
    session.answer(answer, lambda layout: backlinks_text(answer, layout))


@command("unresolved", examples=["kbpivot unresolved", "kbpivot unresolved --format json"])
@click.option("--all", "everything", is_flag=True, help="Show more than the twenty most wanted.")
def unresolved_command(session: Session, *, everything: bool) -> None:
    """List the links to notes that are not written yet.

    Such a link is a plan, not a mistake: the notes that most others ask for come first.
    Links that lead nowhere for another reason follow: names that look like a note which is
    there, missing files, holes of templates, addresses.
    JSON has all links with their kind, in the order of the files.
    """
    from kbpivot.render.answers import decoded, encode
    from kbpivot.render.answers.vault import UnresolvedAnswer, unresolved_entries

    work = session.workspace
    kept = work.person.kept_answers
    answer = None if kept is None else kept.find("unresolved")
    if answer is None:
        vault = session.linked
        answer = encode(UnresolvedAnswer(links=unresolved_entries(vault)))
        if kept is not None and not any(one.severity == "error" for one in vault.reading):
            kept.keep("unresolved", answer)
    told = answer

    def shown(layout: Layout) -> Text:
        from kbpivot.render.text.vault import unresolved_text  # JSON needs no rich

        links = decoded(told, UnresolvedAnswer)
        return unresolved_text(links, layout, limit=None if everything else 20)

    session.repeat(answer, shown)


@command("orphans", examples=["kbpivot orphans"])
@ALL
def orphans_command(session: Session, *, everything: bool) -> None:
    """List the notes that no other note links to.

    A terminal shows the first twenty; a pipe and JSON have all of them.
    """
    from kbpivot.render.answers.vault import OrphansAnswer, note_entries

    vault = session.linked
    answer = OrphansAnswer(notes=note_entries(vault[path] for path in vault.orphans()))
    said, none = "No other note links to {}:", "Every note is linked from another one."
    session.answer(answer, lambda layout: _notes(answer.notes, layout, said, none, everything))


@command("deadends", examples=["kbpivot deadends"])
@ALL
def deadends_command(session: Session, *, everything: bool) -> None:
    """List the notes that link to no other note.

    A terminal shows the first twenty; a pipe and JSON have all of them.
    """
    from kbpivot.render.answers.vault import DeadendsAnswer, note_entries

    vault = session.linked
    answer = DeadendsAnswer(notes=note_entries(vault[path] for path in vault.deadends()))
    said, none = "{} with no link to another note:", "Every note links to another one."
    session.answer(answer, lambda layout: _notes(answer.notes, layout, said, none, everything))


def _notes(
    notes: Sequence[NoteEntry],
    layout: Layout,
    said: str,
    none: str,
    everything: bool,  # noqa: FBT001  # as click gives it
) -> Text:
    from kbpivot.render.text.vault import notes_text

    limit = None if everything or layout.whole else 20
    return notes_text(notes, layout, said=said, none=none, limit=limit)
