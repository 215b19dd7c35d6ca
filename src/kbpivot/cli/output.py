"""Writing an answer to a file of its own: `-o FILE`, never over another without `--force`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import click

from kbpivot.cli.session import Session

__all__ = ["FORCE", "output_option", "suffix_format", "write_output"]

_Command = TypeVar("_Command", bound=Callable[..., object])

FORCE = click.option("--force", is_flag=True, help="Let --output replace a file.")


def output_option(suffixes: Mapping[str, str]) -> Callable[[_Command], _Command]:
    """Return the option `-o`, whose help names the endings."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False),
        help=f"Write a new file instead, by its ending: {', '.join(suffixes)}.",
    )


def suffix_format(session: Session, output: str, suffixes: Mapping[str, str]) -> str:
    """Return the format of a file: the one asked for, else the one its ending tells.

    Raises:
        click.UsageError: neither tells one.
    """
    if session.format != "text":
        return session.format
    suffix = Path(output).suffix.lower()
    if suffix not in suffixes:
        known = ", ".join(suffixes)
        raise click.UsageError(f"The ending of {output} tells no format; known are {known}.")
    return suffixes[suffix]


def write_output(
    session: Session,
    output: str,
    content: str | bytes,
    *,
    force: bool,
    remark: str = "",
    markdown: bool = False,
) -> None:
    """Write a file, whole or not at all, and say so; `-`, `/dev/stdout` and the like print.

    Args:
        session: tells the person.
        output: the file.
        content: what it is to hold.
        force: replace a file of that name.
        remark: a further sentence to say.
        markdown: whether it is Markdown, which may take the place of Markdown.

    Raises:
        RefusedError: there is such a file, and `force` was not given; it is a symbolic link, a
            device or read-only, a note while this is none; or there is no such folder.
    """
    from kbpivot.shell.output_file import output_stream, write_output_file

    data = content.encode() if isinstance(content, str) else content
    stream = output_stream(output)
    if stream is not None:
        session.arrive()
        session.flush()
        with open(stream, "wb", closefd=False) as out:
            out.write(data)
        told: tuple[str, ...] = ()
    else:
        lost = write_output_file(output, data, force=force, markdown=markdown)
        told = (f"Wrote {output}.", *lost)
    if told or remark:
        session.say(" ".join(filter(None, [*told, remark])))
