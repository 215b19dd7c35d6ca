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


def write_output(session: Session, output: str, content: str | bytes, *, force: bool) -> None:
    """Write a file, whole or not at all, and say so.

    Raises:
        RefusedError: there is such a file, and `force` was not given.
    """
    from kbpivot.errors import RefusedError
    from kbpivot.shell.files import write_bytes

    if not force and Path(output).exists():
        raise RefusedError(f"{output} already exists and was not touched; --force replaces it.")
    Path(output).parent.mkdir(parents=True, exist_ok=True)
    write_bytes(output, content.encode() if isinstance(content, str) else content)
    session.say(f"Wrote {output}.")
