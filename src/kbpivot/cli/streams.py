"""Standard input, output and error, also where the caller closed one of them or its end."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["flushed", "prepare", "silence", "tell"]

_MODES = ("r", "w", "w")
_NAMES = ("stdin", "stdout", "stderr")


def prepare() -> None:
    """Give every stream one encoding on each platform, and put nothing in place of a closed one.

    Without that, the next file to be opened would take the number of the closed stream, and what
    is written to the stream would land in it.
    """
    for number, (name, mode) in enumerate(zip(_NAMES, _MODES, strict=True)):
        if getattr(sys, name) is None:
            _reserve(number)
            # Closed by the interpreter, like the stream it stands for.
            stand_in = open(  # noqa: SIM115
                number, mode, encoding="utf-8", errors="backslashreplace", closefd=False
            )
            setattr(sys, name, stand_in)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # The same bytes on every platform; a name that is no text is shown, not fatal.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _reserve(number: int) -> None:
    """Open nothing under the number of a standard stream, if no file has it."""
    try:
        os.fstat(number)
    except OSError:
        opened = os.open(os.devnull, os.O_RDWR)
        if opened == number:
            os.set_inheritable(opened, True)
        else:
            os.dup2(opened, number)
            os.close(opened)


def silence(stream: TextIO) -> None:
    """Let what is still to be written to a stream go nowhere, also at the end of the program."""
    with contextlib.suppress(OSError, ValueError):  # one without a number, in a test
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def tell(sentence: str) -> None:
    """Write one line to standard error; where nobody hears it, that is no trouble."""
    if not sentence.isprintable():
        from kbpivot.safe_text import visible

        sentence = visible(sentence)
    try:
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def flushed() -> OSError | None:
    """Write out what is buffered.

    Returns:
        Why standard output could not be written, None where it was, or where it had been closed
        from the beginning: then nobody waits for it.
    """
    trouble = None
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            silence(stream)
            if stream is sys.stdout and error.errno != errno.EBADF:
                trouble = error
        except ValueError:  # closed by the program itself
            continue
    return trouble
