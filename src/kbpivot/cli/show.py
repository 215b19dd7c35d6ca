"""The command `show`: all that is known about one note."""

from __future__ import annotations

import click

from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import command
from kbpivot.cli.session import Session

__all__ = ["show_command"]


@command("show", examples=["kbpivot show Attention", "kbpivot show Attention --text"])
@click.argument("note", type=NOTE)
@click.option("--text", "whole", is_flag=True, help="Also print its text, without properties.")
def show_command(session: Session, *, note: str, whole: bool) -> None:
    """Show all that is known about a note.

    What it is, how long it takes and who says so, what it builds on and leads to. NOTE may also
    be a prerequisite that is not written yet.
    """
    from kbpivot.notes.frontmatter import without_properties
    from kbpivot.render.answers.note import show_answer
    from kbpivot.render.text.note import show_text
    from kbpivot.study import node_states

    work = session.workspace
    node = work.node(note)
    answer = show_answer(
        node,
        work.vault,
        work.person.study_graph,
        traits=work.traits.get(node),
        state=node_states(work.person.study_graph, work.state).get(node, ""),
        hours_source=work.hours_sources.get(node, ""),
        public=node in work.public,
        text=without_properties(work.vault.text(node)) if whole and node in work.vault else None,
    )
    session.answer(answer, lambda layout: show_text(answer, layout))
