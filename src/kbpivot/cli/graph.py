"""The command `graph`: what builds on what, drawn or as data."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import command
from kbpivot.cli.output import FORCE, write_output
from kbpivot.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from kbpivot.render.drawing.html.record import StudyPage
    from kbpivot.render.drawing.picture import Picture
    from kbpivot.workspace.workspace import Workspace

__all__ = ["graph_command"]

FORMATS = ("text", "json", "mermaid", "dot", "graphml", "canvas", "html", "svg", "png")
SUFFIXES = {
    ".canvas": "canvas",
    ".dot": "dot",
    ".graphml": "graphml",
    ".gv": "dot",
    ".htm": "html",
    ".html": "html",
    ".json": "json",
    ".md": "mermaid",
    ".mmd": "mermaid",
    ".png": "png",
    ".svg": "svg",
    ".txt": "text",
}
DATA = frozenset({"json", "graphml"})
WRITTEN = ("stated", "optional")


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
    from kbpivot.workspace.drawing import graph_picture
    from kbpivot.workspace.study_page import study_page

    if goal is not None and around is not None:
        raise click.UsageError("Give --goal or --around, not both.")
    if show_private and not public:
        raise click.UsageError("--show-private belongs to --public; without it every name shows.")
    format_ = _format(session.format, output)
    work = session.workspace
    page: StudyPage | None = None
    if format_ == "html":
        page = study_page(
            work,
            now=datetime.now().astimezone(),
            goal=goal,
            around=around,
            depth=depth,
            grades=grades or None,
            public=public,
            show_private=show_private,
        )
        drawn = page.picture
    else:
        drawn = graph_picture(
            work,
            grades=grades or WRITTEN,
            goal=goal,
            around=around,
            depth=depth,
            public=public,
            show_private=show_private,
            loose=format_ in DATA,
        )
    text = _writer(
        format_,
        work,
        page=page,
        public=public,
        source=_note_path(work, output),
        before=_before(output) if format_ == "canvas" and force else "",
    )
    if output is None:
        if format_ != "text":
            written = text(drawn, all_edges)
            session.print(written)
            _warn(session, format_, written)
        elif not drawn.nodes:
            session.print("No note is in this graph yet.")
        else:
            from kbpivot.render.drawing.tree import tree_text

            session.show(lambda layout: tree_text(drawn, layout=layout, all_edges=all_edges))
        _hint(session, drawn, grades)
        return
    if format_ == "png":
        from kbpivot.render.drawing.svg import png

        data = png(drawn, all_edges=all_edges)
    else:
        written = text(drawn, all_edges)
        if format_ == "mermaid" and output.lower().endswith(".md"):
            written = f"```mermaid\n{written.rstrip()}\n```\n"
        data = written.encode()
    write_output(
        session,
        output,
        data,
        force=force,
        remark=_caution(work, drawn, public=public),
        markdown=format_ == "mermaid",
    )
    if format_ != "png":
        _warn(session, format_, written)
    _hint(session, drawn, grades)


def _warn(session: Session, format_: str, written: str) -> None:
    """Say so where a drawing is more than the program it is for will draw."""
    if format_ == "mermaid":
        from kbpivot.render.drawing.mermaid import too_large

        reason = too_large(written)
        if reason:
            session.say(reason)


def _hint(session: Session, drawn: Picture, grades: tuple[str, ...]) -> None:
    """Say what else there is to draw when nothing builds on anything."""
    if drawn.edges or len(drawn.nodes) < 2 or drawn.about is not None or "inferred" in grades:
        return
    session.say(
        "No note states what it needs. --grade ordered draws the order of lists and numbered files,"
        " --grade inferred what the texts let one guess."
    )


def _format(asked: str, output: str | None) -> str:
    """The format asked for, else the one that the ending of the output file tells."""
    if output is None:
        if asked == "png":
            raise click.UsageError("A PNG goes to a file: add -o graph.png.")
        return asked
    if asked != "text":
        return asked
    suffix = Path(output).suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(sorted(SUFFIXES))
        raise click.UsageError(f"The ending of {output} tells no format; known are {known}.")
    return SUFFIXES[suffix]


def _before(output: str | None) -> str:
    """What a file to be replaced holds, empty without one."""
    from kbpivot.shell.regular_file import read_regular

    try:
        return "" if output is None else read_regular(output).decode()
    except (OSError, UnicodeDecodeError):
        return ""


def _note_path(work: Workspace, output: str | None) -> str | None:
    """The vault path of a note that the output becomes, None for a file elsewhere."""
    if output is None or not output.lower().endswith(".md"):
        return None
    try:
        return Path(output).resolve().relative_to(work.root.resolve()).as_posix()
    except ValueError:
        return None


def _caution(work: Workspace, drawn: Picture, *, public: bool) -> str:
    """A sentence when a vault with readers gets a picture that names what they cannot read."""
    shared = work.public.named
    named = sum(node.path is not None and node.path not in shared for node in drawn.nodes)
    if public or not named or not shared:
        return ""
    return f"It names {named} private note{'' if named == 1 else 's'}; --public leaves such out."


def _writer(
    format_: str,
    work: Workspace,
    *,
    page: StudyPage | None,
    public: bool,
    source: str | None,
    before: str,
) -> Callable[[Picture, bool], str]:
    """Return what writes a picture in a format, given whether to draw implied edges.

    Args:
        format_: the format.
        work: the vault.
        page: what a study page shows, for html.
        public: whether the picture is for readers of the public notes.
        source: the note that a Mermaid drawing becomes, if it becomes one.
        before: the canvas that is replaced; its cards stay where they lie.
    """
    if format_ == "json":
        from kbpivot.render.drawing.nodelink import nodelink

        return lambda drawn, _: nodelink(drawn)
    if format_ == "graphml":
        from kbpivot.render.drawing.graphml import graphml

        return lambda drawn, _: graphml(drawn)
    if format_ == "mermaid":
        from kbpivot.render.drawing.mermaid import mermaid

        def link_text(path: str) -> str:
            return work.vault.link_text(path, source=source or "")

        return lambda drawn, every: mermaid(
            drawn, all_edges=every, link_text=None if source is None else link_text
        )
    if format_ == "dot":
        from kbpivot.render.drawing.dot import dot

        return lambda drawn, every: dot(drawn, all_edges=every)
    if format_ == "canvas":
        from kbpivot.render.drawing.canvas import canvas, card_places

        places = card_places(before)
        return lambda drawn, every: canvas(drawn, all_edges=every, places=places)
    if format_ == "svg":
        from kbpivot.render.drawing.svg import svg

        return lambda drawn, every: svg(drawn, all_edges=every)
    if page is not None:
        from kbpivot.workspace.study_page import page_text

        return lambda _, every: page_text(work, page, public=public, all_edges=every)
    from kbpivot.render.drawing.tree import tree

    return lambda drawn, every: tree(drawn, all_edges=every)
