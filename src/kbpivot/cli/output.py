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
    session: Session, output: str, content: str | bytes, *, force: bool, remark: str = ""
) -> None:
    """Write a file, whole or not at all, and say so.

    Args:
        session: tells the person.
        output: the file.
        content: what it is to hold.
        force: replace a file of that name.
        remark: a further sentence to say.

    Raises:
        RefusedError: there is such a file, and `force` was not given; or no such folder.
    """
    from kbpivot.errors import RefusedError
    from kbpivot.shell.files import create_bytes, write_bytes

    path = Path(output)
    if not path.parent.is_dir():
        raise RefusedError(f"There is no folder {path.parent} to write {path.name} to.")
    if not force and path.exists():
        raise RefusedError(f"{output} already exists and was not touched; --force replaces it.")
    write = write_bytes if force else create_bytes
    write(output, content.encode() if isinstance(content, str) else content)
    session.say(" ".join(filter(None, [f"Wrote {output}.", remark])))
