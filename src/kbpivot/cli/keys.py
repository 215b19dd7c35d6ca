"""Answers of one key: pressed on a terminal, else the lines of standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kbpivot.cli.session import Session

__all__ = ["replies"]


def replies(session: Session, keys: Mapping[str, str], *, ask: str) -> Iterator[str]:
    """Yield answers as they come; "quit" once no more are to be had.

    Args:
        session: to tell of what is no answer.
        keys: what each key means.
        ask: what to say before a key is pressed.

    Raises:
        click.UsageError: nobody is there to answer.
    """
    if sys.stdin.isatty():
        return _pressed(session, keys, ask)
    lines = sys.stdin.read().splitlines()
    if not lines:
        raise click.UsageError(
            "Nobody can be asked here; give the answers in a file: --answers FILE."
        )
    return _given(session, keys, lines)


def _pressed(session: Session, keys: Mapping[str, str], ask: str) -> Iterator[str]:
    while True:
        session.flush()
        click.echo(ask, nl=False, err=True)
        reply = ""
        while not reply:
            try:
                key = click.getchar()
            except (KeyboardInterrupt, EOFError):
                key = "q"
            reply = "quit" if key in {"\x03", "\x04", "\x1b"} else keys.get(key.lower(), "")
        click.echo(reply if reply != "quit" else "", err=True)
        yield reply


def _given(session: Session, keys: Mapping[str, str], lines: list[str]) -> Iterator[str]:
    for line in lines:
        reply = keys.get(line.strip().lower()[:1], "")
        if reply:
            yield reply
        else:
            session.say(f"{line.strip()!r} is no answer; there are {', '.join(keys)}.")
    while True:
        yield "quit"
