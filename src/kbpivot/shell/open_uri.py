"""Opens a note, or an address with the program the system has for it, as a click would."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from kbpivot.errors import KbpivotError
from kbpivot.shell.programs import find_program

__all__ = ["OPENER", "obsidian_address", "open_address", "open_note", "opening_command"]

OPENER = "KBPIVOT_OPEN"
"""Environment variable with another command; the address is added as its last word."""

_PATIENCE = 3.0  # seconds; an opener hands over and ends, or becomes the program itself


def opening_command(environment: Mapping[str, str], *, platform: str) -> tuple[str, ...]:
    """Return the command to which an address is added; empty where Windows itself opens it.

    Args:
        environment: variables of the process.
        platform: as `sys.platform` has it.

    Raises:
        KbpivotError: `$KBPIVOT_OPEN` cannot be read as a command.
    """
    if own := environment.get(OPENER, "").strip():
        try:
            # Backslashes are part of Windows paths, not escapes.
            return tuple(shlex.split(own, posix=platform != "win32"))
        except ValueError as error:
            raise KbpivotError(f"${OPENER} is no command ({error}): {own}") from None
    if platform == "win32":
        return ()
    return ("open",) if platform == "darwin" else ("xdg-open",)


def obsidian_address(note: Path) -> str:
    """Return the address on which Obsidian opens a note of a vault that it knows."""
    return f"obsidian://open?path={quote(str(note), safe='')}"


def open_note(note: Path, *, environment: Mapping[str, str] = os.environ) -> None:
    """Open a note: by the person's own command, by Obsidian's where it runs, else by an address.

    Args:
        note: the file.
        environment: variables of the process.

    Raises:
        KbpivotError: there is nothing that opens it, or it refused.
    """
    from kbpivot.shell.obsidian_command import open_in_obsidian

    if not environment.get(OPENER, "").strip() and open_in_obsidian(note, environment=environment):
        return
    open_address(obsidian_address(note), environment=environment)


def open_address(address: str, *, environment: Mapping[str, str] = os.environ) -> None:
    """Hand an address over; nothing is waited for but an early failure.

    Raises:
        KbpivotError: there is no opener, or it refused.
    """
    command = opening_command(environment, platform=sys.platform)
    if not command:
        _start_on_windows(address)
        return
    # A bare name is never looked for in the current folder, which may be a vault.
    own = os.path.dirname(command[0])  # noqa: PTH120
    program = shutil.which(command[0]) if own else find_program(command[0])
    if program is None:
        raise KbpivotError(
            f"Nothing was opened: there is no command {command[0]!r} here."
            f" Set ${OPENER} to one that opens {address.partition(':')[0]}:// addresses."
        )
    with open(os.devnull, "r+b") as nothing:  # noqa: PTH123 - a device, no file
        process = subprocess.Popen(  # noqa: S603 - the person's own command, without a shell
            [program, *command[1:], address],
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            start_new_session=True,
        )
    try:
        code = process.wait(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        process.returncode = 0  # it has become the program that shows the note
        return
    if code:
        raise KbpivotError(
            f"Nothing was opened: {command[0]} left with code {code}."
            f" Is there a program for {address.partition(':')[0]}:// addresses?"
        )


def _start_on_windows(address: str) -> None:
    start = getattr(os, "startfile", None)
    if start is None:
        raise KbpivotError(f"Nothing was opened: set ${OPENER} to a command that opens addresses.")
    try:
        start(address)
    except OSError as error:
        raise KbpivotError(f"Nothing was opened ({error.strerror or error}).") from error
