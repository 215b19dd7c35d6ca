"""The command `graph`: what builds on what, drawn or as data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import command
from kbpivot.cli.session import Session

if TYPE_CHECKING:
    from kbpivot.render.picture import Picture

__all__ = ["graph_command"]

FORMATS = ("text", "json", "mermaid", "dot", "graphml", "canvas", "svg", "html")
SUFFIXES = {
    ".canvas": "canvas",
    ".dot": "dot",
    ".graphml": "graphml",
    ".gv": "dot",
    ".html": "html",
    ".json": "json",
    ".md": "mermaid",
    ".mmd": "mermaid",
    ".svg": "svg",
    ".txt": "text",
}


@command(
    "graph",
    examples=[
        "kbpivot graph --goal Transformer",
        "kbpivot graph --goal Transformer --format mermaid",
        "kbpivot graph --public -o map.html",
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
    type=click.Choice(["stated", "optional", "ordered"]),
    default=("stated", "optional"),
    show_default=True,
    help="Which edges; may be given several times.",
)
@click.option(
    "--public",
    "public_only",
    is_flag=True,
    help="For others to see: what is private loses its name, words and place.",
)
@click.option("--all-edges", is_flag=True, help="Draw also what other edges already imply.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="Write a new file instead; its ending tells the format.",
)
@click.option("--force", is_flag=True, help="Let --output replace a file.")
def graph_command(
    session: Session,
    *,
    goal: str | None,
    around: str | None,
    depth: int,
    grades: tuple[str, ...],
    public_only: bool,
    all_edges: bool,
    output: str | None,
    force: bool,
) -> None:
    """Draw what builds on what.

    As a tree in the terminal, or in a format for other programs. An arrow from A to B means A before B. The tree in the terminal reads the other way round:
    under each note stands what it needs. Drawn formats leave out edges that others imply;
    json and graphml carry every edge; html is one page to walk about in that loads nothing from
    anywhere.
    """
    from kbpivot.render.picture import picture
    from kbpivot.study import node_states
    from kbpivot.study.needs import part_of

    if goal is not None and around is not None:
        raise click.UsageError("Give --goal or --around, not both.")
    work = session.workspace
    graph = part_of(work.study_graph, grades)
    drawn = picture(
        graph,
        states=node_states(graph, work.state),
        goal=None if goal is None else work.node(goal),
        around=None if around is None else work.node(around),
        depth=depth,
        follow=grades,
        public=work.public.paths if public_only else None,
        tracks={track.name: track.goals for track in work.tracks()},
    )
    if output is None:
        session.print(_written(drawn, session, all_edges=all_edges))
        return
    if session.format == "text":
        suffix = Path(output).suffix.lower()
        if suffix not in SUFFIXES:
            known = ", ".join(sorted(SUFFIXES))
            raise click.UsageError(f"The ending of {output} tells no format; known are {known}.")
        session.format = SUFFIXES[suffix]
    from kbpivot.shell.files import create_text, write_bytes

    text = _written(drawn, session, all_edges=all_edges)
    if session.format == "mermaid" and output.lower().endswith(".md"):
        text = f"```mermaid\n{text.rstrip()}\n```\n"
    if force:
        write_bytes(output, text.encode())
    else:
        create_text(output, text)
    session.say(f"Wrote {output}.")


def _written(drawn: Picture, session: Session, *, all_edges: bool) -> str:
    format_ = session.format
    if format_ == "html":
        from kbpivot.render.html import html

        work = session.workspace
        return html(
            drawn,
            text=work.vault.text,
            resolve=lambda linkpath, path: work.vault.resolve(linkpath, source=path),
            vault_name=work.root.name if work.site.is_obsidian else "",
            all_edges=all_edges,
        )
    if format_ == "json":
        from kbpivot.render.nodelink import nodelink

        return nodelink(drawn)
    if format_ == "graphml":
        from kbpivot.render.graphml import graphml

        return graphml(drawn)
    if format_ == "mermaid":
        from kbpivot.render.mermaid import mermaid

        return mermaid(drawn, all_edges=all_edges)
    if format_ == "dot":
        from kbpivot.render.dot import dot

        return dot(drawn, all_edges=all_edges)
    if format_ == "canvas":
        from kbpivot.render.canvas import canvas

        return canvas(drawn, all_edges=all_edges)
    if format_ == "svg":
        from kbpivot.render.svg import svg

        return svg(drawn, all_edges=all_edges)
    from kbpivot.render.tree import tree

    return tree(drawn, all_edges=all_edges) if drawn.nodes else "No note is in this graph yet.\n"
