"""Pictures printed or written to a file, for the commands that draw."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kbpivot.cli.output import write_output

if TYPE_CHECKING:
    from kbpivot.cli.session import Session
    from kbpivot.render.drawing.html.record import StudyPage
    from kbpivot.render.drawing.picture import Picture
    from kbpivot.workspace.workspace import Workspace

__all__ = ["DRAWN", "FORMATS", "chosen_format", "put_picture"]

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
DRAWN = tuple(one for one in FORMATS if one not in {"text", "json"})


def put_picture(
    session: Session,
    drawn: Picture,
    format_: str,
    *,
    output: str | None,
    force: bool = False,
    all_edges: bool = False,
    public: bool = False,
    page: StudyPage | None = None,
) -> None:
    """Print a picture in a format, or write it to a file.

    Args:
        session: the run.
        drawn: what to show.
        format_: one of `FORMATS`.
        output: the file; None prints.
        force: replace a file of that name.
        all_edges: draw also what other edges imply.
        public: whether the picture is for readers of the public notes.
        page: for html, what a study page shows beside the picture.
    """
    from kbpivot.workspace.shown import picture_text

    work = session.workspace

    def text() -> str:
        return picture_text(
            work,
            drawn,
            format_,
            public=public,
            all_edges=all_edges,
            source=_note_path(work, output),
            before=_before(output) if format_ == "canvas" and force else "",
            page=page,
        )

    if output is None:
        if format_ != "text":
            written = text()
            session.print(written)
            _warn(session, format_, written)
        elif not drawn.nodes:
            session.print("No note is in this graph yet.")
        else:
            from kbpivot.render.drawing.tree import tree_text

            session.show(lambda layout: tree_text(drawn, layout=layout, all_edges=all_edges))
        return
    if format_ == "png":
        from kbpivot.render.drawing.svg import png

        data = png(drawn, all_edges=all_edges)
    else:
        written = text()
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


def _warn(session: Session, format_: str, written: str) -> None:
    """Say so where a drawing is more than the program it is for will draw."""
    if format_ == "mermaid":
        from kbpivot.render.drawing.mermaid import too_large

        reason = too_large(written)
        if reason:
            session.say(reason)


def chosen_format(asked: str, output: str | None) -> str:
    """Return the format asked for, else the one that the ending of the output file tells.

    Raises:
        click.UsageError: the ending tells none, or a PNG would go to the terminal.
    """
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
