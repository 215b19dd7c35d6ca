"""One command run for a program that asks again and again: its answer is returned, not printed."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import click

from kbpivot.cli.app import kbpivot
from kbpivot.cli.run import explained
from kbpivot.cli.session import Session
from kbpivot.cli.streams import tell
from kbpivot.vault import Vault
from kbpivot.workspace.workspace import Workspace

__all__ = ["Captured", "captured"]


class Captured(NamedTuple):
    """What a command answered.

    Attributes:
        answer: what it printed; where it failed, the sentence that says why.
        remarks: what it told beside the answer.
        failed: whether there is no answer.
        workspace: the workspace as the command left it.
    """

    answer: str
    remarks: tuple[str, ...]
    failed: bool
    workspace: Workspace


@dataclass
class _Session(Session):
    """A session whose workspace is given, and which keeps what is printed."""

    printed: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def linked(self) -> Vault:
        """The vault as far as links go; the process goes on, so garbage is collected still."""
        return self.workspace.inputs.linked

    def print(self, text: str) -> None:
        """Keep an answer."""
        self.printed.append(text)

    def say(self, sentence: str) -> None:
        """Keep a remark."""
        self._told = True
        self.said.append(sentence)


def captured(arguments: Sequence[str], work: Workspace) -> Captured:
    """Run a command on a workspace and return its JSON, or what is wrong with the call.

    Args:
        arguments: the command and its options, without a format.
        work: the vault, for the audience that the answer is for.
    """
    session = _Session(format="json", audience=work.audience)
    vars(session)["workspace"] = work
    try:
        with kbpivot.make_context("kbpivot", list(arguments), obj=session) as context:
            kbpivot.invoke(context)
    except click.exceptions.Exit:
        pass
    except Exception as trouble:  # noqa: BLE001  a mistake of ours must not end the server
        known = explained(trouble, arguments)
        if known is None:
            tell("".join(traceback.format_exception(trouble)).rstrip())
            known = f"This is a mistake in kbpivot ({type(trouble).__name__}), not in your notes."
        return Captured(known, tuple(session.said), failed=True, workspace=session.workspace)
    finally:
        sys.stdout.flush()
    return Captured(
        "".join(session.printed).rstrip("\n"),
        tuple(session.said),
        failed=False,
        workspace=session.workspace,
    )
