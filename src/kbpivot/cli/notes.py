"""The NOTE argument, and its completion in the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kbpivot.cli.session import Session

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["NOTE"]


class NoteName(click.types.StringParamType):
    """What a person calls a note; the vault knows which one is meant."""

    name = "note"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Offer the names of the vault's notes, from its folders alone: no note is read."""
        del param
        from click.shell_completion import CompletionItem

        from kbpivot.errors import KbpivotError

        session = ctx.find_root().ensure_object(Session)
        try:
            names = session.workspace.inputs.note_names()
        except (KbpivotError, OSError):
            return []
        opening, closing = ("[[", "]]") if incomplete.startswith("[[") else ("", "")
        wanted = incomplete.removeprefix(opening).casefold()
        return [
            CompletionItem(f"{opening}{name}{closing}")
            for name in names
            if name.casefold().startswith(wanted)
        ]


NOTE = NoteName()
