"""The command `overview`, which is also what `kbpivot` alone does."""

from __future__ import annotations

from datetime import datetime

from kbpivot.cli.options import NO_GUESS, command
from kbpivot.cli.session import Session

__all__ = ["overview_command"]


FIRST_GAPS = (
    "private-prerequisite",
    "planned-prerequisite",
    "stub-prerequisite",
    "embeds-private",
    "links-to-private",
    "near-name",
    "start-order",
    "planned-link",
)
"""What the first screen looks for: what no reader can get past, and what is quickly found."""

SMALL = 2000
"""In a vault of so many notes there is also time to look for concepts nobody explains."""


@command("overview", examples=["kbpivot", "kbpivot -C ~/notes"])
@NO_GUESS
def overview_command(session: Session) -> None:
    """Show the vault and the next step on one screen.

    The same as `kbpivot` without a command. Nothing is written, nothing needs to be set up.
    """
    from kbpivot.graph import cycles
    from kbpivot.render.answers.overview import OmissionEntry, overview_answer
    from kbpivot.render.answers.publish import gaps_answer
    from kbpivot.render.text.overview import overview_text
    from kbpivot.workspace.next_step import next_step

    work = session.workspace
    graph = work.person.study_graph
    kinds = (*FIRST_GAPS, "unexplained-concept") if len(work.vault) <= SMALL else FIRST_GAPS
    answer = overview_answer(
        work.vault,
        graph,
        work.state,
        name=work.root.name or str(work.root),
        left_out=[OmissionEntry(one.reason, one.notes, one.first) for one in work.derived.left_out],
        cycles=cycles(graph),
        gaps=gaps_answer(work.gaps(kinds), public=work.public, notes=len(work.vault)),
        next_=next_step(work, now=datetime.now().astimezone())[1],
        questions=len(work.diagnostics),
        placed=work.on_map.placed.ids if work.on_map.placed.about and session.guess else (),
    )
    session.answer(answer, lambda layout: overview_text(answer, layout))
