"""One run of the command line: errors become one sentence and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from kbpivot.cli.app import COMMANDS, kbpivot
from kbpivot.cli.streams import flushed, prepare, silence, tell
from kbpivot.errors import KbpivotError

__all__ = ["explained", "run"]

TROUBLE = 2  # usage, configuration or input/output
CRASH = 70  # a mistake of ours (EX_SOFTWARE); 1 is taken by "there are findings"
INTERRUPTED = 130  # what a shell reports after Ctrl-C
CLOSED_PIPE = 141  # what a shell reports for a program that writes into a closed pipe


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; nothing but an interpreter exit escapes."""
    prepare()
    code = _answered(arguments)
    trouble = flushed()
    if isinstance(trouble, BrokenPipeError):
        return CLOSED_PIPE
    if trouble is not None:
        say(f"{trouble.strerror or trouble}.")
        return TROUBLE
    return code


def _answered(arguments: Sequence[str]) -> int:
    try:
        if instruction := os.environ.get("_KBPIVOT_COMPLETE"):
            return complete(instruction)
        # Not `kbpivot.main`: click would answer a closed pipe with our code for findings.
        with kbpivot.make_context("kbpivot", list(arguments)) as context:
            code = kbpivot.invoke(context)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.Abort:
        tell("")
        return INTERRUPTED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone (`kbpivot links | head -1`).
        silence(sys.stdout)
        return CLOSED_PIPE
    except Exception as trouble:  # noqa: BLE001  # the last line of defence, and it hides nothing
        sentence = explained(trouble, arguments)
        if sentence is not None:
            say(sentence)
            return TROUBLE
        import traceback

        tell(traceback.format_exc().rstrip())
        say("This is a mistake in kbpivot, not in your notes. Nothing in your notes was changed.")
        return CRASH
    return code if isinstance(code, int) else 0


def explained(trouble: Exception, arguments: Sequence[str]) -> str | None:
    """Say in a sentence what is wrong with a call or its surroundings; None for a mistake of ours.

    Args:
        trouble: what a command raised.
        arguments: what it was called with.
    """
    if isinstance(trouble, click.UsageError):
        named = next((f"kbpivot {word}" for word in arguments if word in COMMANDS), "kbpivot")
        place = trouble.ctx.command_path if trouble.ctx else named
        sentence = " ".join(trouble.format_message().split())
        end = "" if sentence.endswith((".", "?", "!")) else "."
        return f"{sentence}{end} `{place} --help` says more."
    if isinstance(trouble, click.ClickException):
        return trouble.format_message()
    if isinstance(trouble, KbpivotError):
        return str(trouble)
    if isinstance(trouble, OSError):
        place = f"{trouble.filename}: " if trouble.filename else ""
        return f"{place}{trouble.strerror or trouble}."
    return None


def complete(instruction: str) -> int:
    """Answer the shell's question what could stand here (`bash_source`, `zsh_complete`, …)."""
    from click.shell_completion import shell_complete

    from kbpivot.cli.completion import register

    register()
    return shell_complete(kbpivot, {}, "kbpivot", "_KBPIVOT_COMPLETE", instruction)


def say(sentence: str) -> None:
    """Write one sentence to standard error."""
    tell(f"kbpivot: {sentence}")
