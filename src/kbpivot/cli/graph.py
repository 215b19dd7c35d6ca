"""The command `graph`: what builds on what, drawn or as data."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import command
from kbpivot.cli.output import FORCE
from kbpivot.cli.pictures import FORMATS, chosen_format, put_picture
from kbpivot.cli.session import Session

if TYPE_CHECKING:
    from kbpivot.render.drawing.picture import Picture

__all__ = ["graph_command"]


@command(
    "graph",
    examples=[
        "kbpivot graph --goal Transformer",
        "kbpivot graph --goal Transformer --format mermaid",
        "kbpivot graph --goal Transformer -o study.html",
    ],
    formats=FORMATS,
)
@click.option("--goal", type=NOTE, help="Only this note and what it builds on.")
@click.option("--around", type=NOTE, help="Only this note, what it needs and what needs it.")
@click.option(
    "--depth",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="Steps to go each way from --around.",
)
@click.option(
    "--grade",
    "grades",
    multiple=True,
    type=click.Choice(["stated", "optional", "ordered", "mapped", "inferred"]),
    help="Which edges; may be given several times: stated and optional unless said, and for html"
    " those that `next` goes by. Mapped ones are from kbpivot's map of AI, inferred ones are guesses"
    " from the texts.",
)
@click.option("--all-edges", is_flag=True, help="Draw also what other edges already imply.")
@click.option(
    "--public",
    is_flag=True,
    help="Only what readers of the public notes see; private notes are drawn without names.",
)
@click.option(
    "--show-private", is_flag=True, help="With --public: name private notes all the same."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="Write a new file instead; its ending tells the format.",
)
@FORCE
def graph_command(
    session: Session,
    *,
    goal: str | None,
    around: str | None,
    depth: int,
    grades: tuple[str, ...],
    all_edges: bool,
    public: bool,
    show_private: bool,
    output: str | None,
    force: bool,
) -> None:
    """Draw the prerequisite graph, or write it as data.

    As a tree of text, as one web page to study from that works offline (html), as a picture (svg, png), for
    Obsidian (canvas, mermaid) or for other programs. An arrow from A to B means A before B. The
    tree reads the other way round: under each note stands what it needs. Drawn formats leave out
    edges that others imply; json and graphml carry every edge.
    """
    from kbpivot.workspace.shown import picture_for

    if goal is not None and around is not None:
        raise click.UsageError("Give --goal or --around, not both.")
    if show_private and not public:
        raise click.UsageError("--show-private belongs to --public; without it every name shows.")
    format_ = chosen_format(session.format, output)
    if format_ == "text" and output is None:
        _meant_for_graphviz()
    drawn, page = picture_for(
        session.workspace,
        format_,
        grades=grades,
        goal=goal,
        around=around,
        depth=depth,
        public=public,
        show_private=show_private,
    )
    put_picture(
        session,
        drawn,
        format_,
        output=output,
        force=force,
        all_edges=all_edges,
        public=public,
        page=page,
    )
    if page is None:
        _hint(session, drawn, grades)


GRAPHVIZ = frozenset({"circo", "dot", "fdp", "neato", "osage", "sfdp", "twopi"})


def _meant_for_graphviz() -> None:
    """Refuse to send a tree of text to a program that would call it a syntax error.

    Raises:
        click.UsageError: it is Graphviz that reads what is printed.
    """
    from kbpivot.shell.programs import reader_of

    if sys.stdout.isatty():
        return
    try:
        reader = reader_of(sys.stdout.fileno())
    except (OSError, ValueError):  # no file at all, as in a test
        return
    if reader in GRAPHVIZ:
        raise click.UsageError(
            f"{reader} cannot read the tree of text: kbpivot graph --format dot | {reader} -Tsvg"
        )


def _hint(session: Session, drawn: Picture, grades: tuple[str, ...]) -> None:
    """Say what else there is to draw when nothing builds on anything."""
    if drawn.edges or len(drawn.nodes) < 2 or drawn.about is not None or "inferred" in grades:
        return
    session.say(
        "No note states what it needs. --grade ordered draws the order of lists and numbered files,"
        " --grade inferred what the texts let one guess."
    )
