"""The command `gaps`: what public notes lean on and their readers cannot reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import command
from kbpivot.cli.session import Session
from kbpivot.errors import KbpivotError

if TYPE_CHECKING:
    from kbpivot.render.documents.findings import Finding
    from kbpivot.workspace.workspace import Workspace

__all__ = ["SHARED_FORMATS", "gaps_command", "print_findings"]

SHARED_FORMATS = ("text", "json", "github", "sarif", "markdown")
"""The last three are for others to read, so what is private is left out of them."""


NOTHING_CHECKED = 2
"""The exit code where `--fail-on` had nothing to look at: a wrong path must not look like success."""


class GapKind(click.types.StringParamType):
    """A kind of gap; the table of kinds is loaded only when one is named."""

    name = "kind"

    def __init__(self, *more: str) -> None:
        self._more = more

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the kind, or say which ones there are."""
        from kbpivot.publish import KINDS, OPT_IN

        known = (*KINDS, *OPT_IN)
        if value not in (*self._more, *known):
            self.fail(f"{value!r} is no kind of gap; there are {', '.join(known)}", param, ctx)
        return str(value)


@command(
    "gaps",
    examples=[
        "kbpivot gaps",
        "kbpivot gaps --kind private-prerequisite --all",
        "kbpivot gaps --format github --fail-on private-prerequisite",
        'kbpivot gaps --make "Importance sampling"',
    ],
    formats=SHARED_FORMATS,
)
@click.option("--kind", "kinds", multiple=True, type=GapKind(), help="Only gaps of this kind.")
@click.option(
    "--goal", "goals", multiple=True, type=NOTE, help="Put what this note or track needs first."
)
@click.option("--all", "everything", is_flag=True, help="Show more than ten.")
@click.option(
    "--all-needed",
    is_flag=True,
    help="Name in JSON every note behind each gap, not the first twenty.",
)
@click.option("--hints", is_flag=True, help="Say where each is needed, for whom, and what to do.")
@click.option(
    "--fail-on",
    multiple=True,
    type=GapKind("any"),
    help="Leave with exit code 1 when there is a gap of this kind, or of any, and with 2 when there"
    " is no public note to look at.",
)
@click.option(
    "--make",
    metavar="NAME",
    help="Write the beginning of a note that others wait for, from your template.",
)
@click.option(
    "--show-private", is_flag=True, help="Tell private titles also in the formats for others."
)
def gaps_command(
    session: Session,
    *,
    kinds: tuple[str, ...],
    goals: tuple[str, ...],
    everything: bool,
    all_needed: bool,
    hints: bool,
    fail_on: tuple[str, ...],
    make: str | None,
    show_private: bool,
) -> int:
    """Show what your public notes lean on and readers cannot reach.

    A gap is a prerequisite that is private, not written, or only a template; a link to a private
    note; or a list that has a note before what it needs. Those come first that help the most
    public notes for an hour of work. What is public is worked out from your notes, your site
    and git, and said in the first line.

    With --make it writes one new note: your template (or kbpivot's), with the sentences of yours
    that wait for it. In the formats github, sarif and markdown, titles of private notes are left
    out.
    """
    from kbpivot.publish import OPT_IN
    from kbpivot.publish.rules import rule_of
    from kbpivot.render.answers.publish import MOST_NEEDED_BY, gaps_answer
    from kbpivot.render.documents.findings import Finding
    from kbpivot.render.text.publish import gaps_text

    show_private = session.shows_private(asked=show_private)
    if make is not None:
        session.is_owners("--make")
        return _make(session, make)
    work = session.workspace
    found = work.gaps(kinds or None, goals=goals)
    if session.format in {"text", "json"}:
        answer = gaps_answer(
            found,
            public=work.public,
            notes=len(work.vault),
            text=work.vault.text,
            most=None if all_needed else MOST_NEEDED_BY,
        )
        limit = None if everything else 10
        session.answer(answer, lambda layout: gaps_text(answer, layout, limit=limit, hints=hints))
    else:
        shared = [
            Finding(
                gap.kind,
                rule_of(gap.kind).severity,
                gap.path,
                gap.line,
                None,
                gap.message if show_private else gap.shared or gap.message,
            )
            for gap in found
        ]
        print_findings(
            session, shared, rules={one.code: rule_of(one.code).summary for one in shared}
        )
    if fail_on and (nothing := _nothing_to_check(work)):
        session.say(nothing)
        return NOTHING_CHECKED
    failing = {gap.kind for gap in found}
    return 1 if failing & set(fail_on) or ("any" in fail_on and failing - set(OPT_IN)) else 0


def _nothing_to_check(work: Workspace) -> str:
    """Say why no gap can be found here, empty where there are notes that others read."""
    if not len(work.vault):
        return f"--fail-on: there are no Markdown notes in {work.root}, so nothing was checked."
    if not work.public.paths:
        return f"--fail-on: no note is public ({work.public.reason}), so nothing was checked."
    return ""


def _make(session: Session, name: str) -> int:
    """Write the beginning of a note and say where it is."""
    from datetime import datetime

    from kbpivot.shell.writing import create_text
    from kbpivot.workspace.new_note import Creator

    work = session.workspace
    try:
        new = Creator(work, "concept", now=datetime.now().astimezone()).beginning(name)
    except ValueError as trouble:
        raise KbpivotError(str(trouble)) from None
    create_text(work.root / new.path, new.text, root=work.root)
    session.print(new.path)
    session.say(f"Wrote {new.path} with {len(new.mentions)} of your own sentences about it.")
    return 0


def print_findings(
    session: Session, findings: Iterable[Finding], *, rules: Mapping[str, str] | None = None
) -> None:
    """Print findings in a format for others, and say which of them it has no room for.

    Paths are those from the root of the repository, wherever the command runs.
    """
    from kbpivot import __version__
    from kbpivot.render.documents.findings import github, markdown, sarif
    from kbpivot.shell.repository import repository_prefix

    prefix = repository_prefix(session.workspace.root, here=Path.cwd())
    if session.format == "sarif":
        shared = sarif(findings, version=__version__, rules=rules, prefix=prefix)
    elif session.format == "github":
        shared = github(findings, prefix=prefix)
    else:
        shared = markdown(findings, prefix=prefix)
    session.print(shared.text)
    if shared.left_out:
        session.say(shared.left_out)
