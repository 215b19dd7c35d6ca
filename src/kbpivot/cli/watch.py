"""The command `watch`: keeps the answer current while the user writes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from typing import TYPE_CHECKING

import click

from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import command
from kbpivot.cli.session import Session

if TYPE_CHECKING:
    from kbpivot.shell.live.moment import Topic
    from kbpivot.shell.live.watch import Report
    from kbpivot.shell.workspace import Workspace

__all__ = ["watch_command"]


@command(
    "watch",
    examples=[
        "kbpivot watch",
        'kbpivot watch --note "kbpivot.md"',
        "kbpivot watch --on gaps --exec 'notify-send kbpivot'",
    ],
)
@click.option(
    "--on",
    "topic",
    type=click.Choice(["next", "gaps", "check"]),
    default="next",
    show_default=True,
    help="Which answer to keep an eye on.",
)
@click.option("--note", metavar="NOTE", help="Keep one note of the vault up to date; writes it.")
@click.option("--goal", "goals", multiple=True, type=NOTE, help="What --note is toward.")
@click.option("--exec", "program", metavar="CMD", help="Run a shell command after each change.")
@click.option("--poll", is_flag=True, help="Look every two seconds instead of waiting for events.")
def watch_command(
    session: Session,
    *,
    topic: Topic,
    note: str | None,
    goals: tuple[str, ...],
    program: str | None,
    poll: bool,
) -> None:
    """Tell in one line what changed, while you write.

    Runs until Ctrl-C. With --note, what stands between two markers in that note is kept up to
    date; a box you tick there counts as done. A command of --exec finds the changes as JSON in
    $KBPIVOT_CHANGES. With --format json each settled change is one object on one line.
    """
    from kbpivot.shell.live.upkeep import Upkeep
    from kbpivot.shell.live.watch import watch

    work = session.workspace
    stop = threading.Event()
    path = None if note is None else note if note.lower().endswith(".md") else f"{note}.md"
    upkeep = None if path is None else Upkeep(path, goals=goals)

    def tell(report: Report, now: Workspace) -> None:
        session.arrive()
        if session.format == "json":
            session.print(_line(report))
        else:
            _text(session, report, now)
        session.flush()
        if program is not None and report.changes:
            changes = json.dumps([_change(one) for one in report.changes], ensure_ascii=False)
            environment = {
                **os.environ,
                "KBPIVOT_VAULT": str(now.root),
                "KBPIVOT_CHANGES": changes,
            }
            done = subprocess.run(program, shell=True, env=environment, check=False)  # noqa: S602  the person's own command
            if done.returncode:
                session.say(f"The command of --exec ended with {done.returncode}.")

    before = signal.signal(signal.SIGTERM, lambda *_: stop.set())
    try:
        watch(work, tell, on=topic, stop=stop, poll=poll, upkeep=upkeep, upkept=path)
    except KeyboardInterrupt:
        stop.set()
    finally:
        signal.signal(signal.SIGTERM, before)


def _change(one: object) -> dict[str, object]:
    return {name: getattr(one, name) for name in ("code", "message", "path")}


def _line(report: Report) -> str:
    return json.dumps(
        {
            "schema": "kbpivot.watch/1",
            "event": report.event,
            "paths": list(report.paths),
            "changes": [_change(one) for one in report.changes],
        },
        ensure_ascii=False,
    )


def _text(session: Session, report: Report, work: Workspace) -> None:
    from kbpivot.render.text import clean

    if report.event == "ready":
        session.say(f"Watching {clean(str(work.root))}. Ctrl-C ends it.")
    elif report.event == "gone":
        session.say("The folder has gone; waiting for it to come back.")
    elif report.event == "back":
        session.say("The folder is back.")
    for one in report.changes:
        session.print(clean(one.message))
