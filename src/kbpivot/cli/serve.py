"""The command `serve`: the study page from a server on this machine."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import command
from kbpivot.cli.session import Session
from kbpivot.cli.signals import ended_by_signals
from kbpivot.errors import KbpivotError

if TYPE_CHECKING:
    from kbpivot.live.monitor import Report
    from kbpivot.live.server.serving import Server
    from kbpivot.workspace.workspace import Workspace

__all__ = ["serve_command"]

_PORT = 8427
_NEEDED = frozenset({"starlette", "uvicorn", "h11", "anyio"})


@command(
    "serve",
    examples=["kbpivot serve", "kbpivot serve --goal RLHF", "kbpivot serve --port 0"],
)
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=_PORT,
    show_default=True,
    help="Where to listen on 127.0.0.1; 0 for any port that is free.",
)
@click.option("--goal", type=NOTE, help="Only this note and what it builds on.")
@click.option("--poll", is_flag=True, help="Look every two seconds instead of waiting for events.")
def serve_command(session: Session, *, port: int, goal: str | None, poll: bool) -> None:
    """Serve the study page, current while you write.

    The first line it prints is the address to open, in a browser or in Obsidian's web viewer. The
    page follows every save. Started, Done, I know this and Undo on it write to your log as the
    commands do, and Read it opens the note in Obsidian.

    It answers on this machine alone, and only who has the token in the address can read and
    write: do not pass it on. Runs until Ctrl-C. Needs `pip install 'kbpivot[serve]'`.
    """
    try:
        from kbpivot.live.server.serving import Server, listening
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.partition(".")[0] not in _NEEDED:
            raise
        raise KbpivotError(
            "The server needs Starlette and uvicorn: pip install 'kbpivot[serve]'."
        ) from None
    from kbpivot.live.events import Events
    from kbpivot.live.server.page import LivePage
    from kbpivot.live.watch import watch

    session.is_owners("serve")
    work = session.workspace
    if goal is not None:
        work.node(goal)  # refused now where nothing answers to it
    events = Events(str(work.root), poll=poll)
    page = LivePage(goal=goal, heard=events.hear)
    stop, ready = threading.Event(), threading.Event()
    with ExitStack() as running:
        server = Server(page, running.enter_context(listening(port)))

        def tell(report: Report, now: Workspace) -> None:
            page.tell(report, now)
            if report.event == "ready":
                ready.set()
                running.enter_context(server.answering(ended=stop.set))
                _say_where(session, server, now)
            elif report.event == "trouble":
                session.say(report.detail + report.message)

        running.enter_context(ended_by_signals(stop, ready))
        watch(work, tell, on=None, stop=stop, poll=poll, source=events, turn=page.turn)


def _say_where(session: Session, server: Server, work: Workspace) -> None:
    from kbpivot.render.answers import encode
    from kbpivot.render.answers.serve import ServeAnswer
    from kbpivot.render.text import clean

    answer = ServeAnswer(server.address, server.port, server.token)
    session.print(encode(answer) if session.format == "json" else answer.address)
    session.flush()
    session.say(f"Serving {clean(str(work.root))}. Ctrl-C ends it.")
