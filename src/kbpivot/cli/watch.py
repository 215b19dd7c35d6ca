"""The command `watch`: keeps the current answer while the user writes."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import click

from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import command
from kbpivot.cli.session import Session
from kbpivot.cli.signals import ended_by_signals

if TYPE_CHECKING:
    from kbpivot.live.snapshot import Change, Topic
    from kbpivot.live.watch import Report
    from kbpivot.workspace.workspace import Workspace

__all__ = ["watch_command"]

_TURN = 0.2  # seconds: how soon a command of --exec is ended when the watch ends

_PATIENCE = 3.0  # seconds it then has to leave


@command(
    "watch",
    examples=[
        "kbpivot watch",
        'kbpivot watch --note "kbpivot.md"',
        "kbpivot watch --on gaps --exec 'notify-send kbpivot'",
    ],
    lasting=True,
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
@click.option(
    "--exec", "program", metavar="CMD", help="Run a shell command after each change that matters."
)
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
    """Follow the vault while you write, one line for each change.

    Runs until Ctrl-C. With --note, what stands between two markers in that note is kept up to
    date; a box you tick there counts as done. A command of --exec finds the changes as JSON in
    $KBPIVOT_CHANGES. With --format json each settled change is one object on one line.
    """
    from kbpivot.live.dashboard import Dashboard, note_to_keep
    from kbpivot.live.watch import watch

    if goals and note is None:
        raise click.UsageError("--goal belongs to --note.")
    if note is not None:
        session.is_owners("--note")
    work = session.workspace
    keeper = None if note is None else Dashboard(note_to_keep(work, note), goals=goals)
    stop, ready = threading.Event(), threading.Event()

    def tell(report: Report, now: Workspace) -> None:
        ready.set()
        report = _told(report, now)
        if session.format == "json":
            session.print(_line(report))
        else:
            _text(session, report, now, note=None if keeper is None else keeper.path)
        session.flush()
        if program is not None and report.changes:
            code = _run(program, report, now, stop=stop, aside=session.format == "json")
            if code:
                session.say(f"The command of --exec ended with {code}.")

    from kbpivot.shell.alone import alone

    kept = None if keeper is None else keeper.path
    with ended_by_signals(stop, ready), alone(work.root, kept):
        watch(work, tell, on=topic, stop=stop, poll=poll, keeper=keeper)


def _told(report: Report, work: Workspace) -> Report:
    """Return a report without the paths that the audience may not know."""
    if work.audience == "me":
        return report
    from msgspec.structs import replace

    known = {*work.vault.paths, *work.vault.files}
    return replace(
        report,
        paths=tuple(path for path in report.paths if path in known),
        message="A file could not be read." if report.event == "trouble" else report.message,
        detail="",
    )


def _run(
    program: str, report: Report, work: Workspace, *, stop: threading.Event, aside: bool
) -> int:
    """Run the person's command and wait for it: changes meanwhile are told when it is done.

    Args:
        program: what the shell is to run.
        report: what changed.
        work: the vault.
        stop: ends the command too.
        aside: send its output to standard error, for standard output is JSON.
    """
    changes = json.dumps([_change(one) for one in report.changes], ensure_ascii=False)
    environment = {**os.environ, "KBPIVOT_VAULT": str(work.root), "KBPIVOT_CHANGES": changes}
    with subprocess.Popen(  # noqa: S602  the person's own command
        program,
        shell=True,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr.fileno() if aside else None,
        start_new_session=True,  # so that all it started can be ended with it
    ) as process:
        while True:
            try:
                return process.wait(_TURN)
            except subprocess.TimeoutExpired:
                if stop.is_set():
                    _end(process)
                    return 0


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command and what it started; by force if it does not leave."""
    for sign in ("SIGTERM", "SIGKILL"):
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, getattr(signal, sign))
            else:
                process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
            return


def _change(one: Change) -> dict[str, str | None]:
    return {"code": one.code, "message": one.message, "path": one.path}


def _line(report: Report) -> str:
    import msgspec

    from kbpivot.render.answers.watch import ChangeEntry, WatchAnswer
    from kbpivot.safe_text import safe_json

    answer = WatchAnswer(
        event=report.event,
        paths=report.paths,
        changes=tuple(ChangeEntry(one.code, one.message, one.path) for one in report.changes),
        message=report.message if report.event == "trouble" else "",
    )
    return safe_json(msgspec.to_builtins(answer))


def _text(session: Session, report: Report, work: Workspace, *, note: str | None) -> None:
    from kbpivot.render.text import clean
    from kbpivot.render.text.watch import watch_lines

    if report.event == "ready":
        kept = "" if note is None else f" Keeping {clean(note)} up to date."
        session.say(f"Watching {clean(str(work.root))}.{kept} Ctrl-C ends it.")
        session.say(clean(report.message))
    elif report.event == "gone":
        session.say("The folder has gone; waiting for it to come back.")
    elif report.event == "back":
        session.say("The folder is back.")
    elif report.event == "trouble":
        session.say(report.detail + clean(report.message))
    for line in watch_lines([(one.code, one.message) for one in report.changes]):
        session.print(line)
