"""The command `demo`: a vault to try everything on."""

from __future__ import annotations

import click

from kbpivot.cli.options import command
from kbpivot.cli.session import Session

__all__ = ["demo_command"]


@command("demo", examples=["kbpivot demo", "kbpivot demo ~/ai-notes"])
@click.argument("folder", default="kbpivot-demo", type=click.Path(), metavar="[DIR]")
def demo_command(session: Session, *, folder: str) -> None:
    """Copy the example vault to a new folder.

    It holds a small guide to the last years of AI, and comes with kbpivot: nothing is fetched.
    DIR is `kbpivot-demo` unless you name another; a folder that holds something is left alone.
    """
    from kbpivot.render.answers.setup import DemoAnswer
    from kbpivot.render.text.setup import demo_text
    from kbpivot.shell.bundled import copy_example_vault

    place, notes = copy_example_vault(folder)
    answer = DemoAnswer(path=str(place), notes=notes)
    session.answer(answer, lambda layout: demo_text(answer, layout))
