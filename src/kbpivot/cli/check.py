"""The commands `check`, `explain` and `reader`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kbpivot.cli.gaps import SHARED_FORMATS, print_findings
from kbpivot.cli.options import command
from kbpivot.cli.session import Session
from kbpivot.errors import KbpivotError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbpivot.publish.baseline import Baseline
    from kbpivot.publish.check import Finding
    from kbpivot.publish.reader import Venue
    from kbpivot.workspace.workspace import Workspace

__all__ = ["check_command", "explain_command", "reader_command"]


def _codes(_context: click.Context, _parameter: click.Parameter, value: Sequence[str]) -> object:
    """Take codes one by one or with commas, and see that each is one."""
    from kbpivot.publish.rules import rules_named

    names = tuple(name.strip() for given in value for name in given.split(",") if name.strip())
    try:
        rules_named(names)
    except ValueError as trouble:
        raise click.BadParameter(str(trouble)) from None
    return names


@command(
    "check",
    examples=[
        "kbpivot check",
        "kbpivot check --select gaps --ignore planned-link",
        "kbpivot check --baseline .kbpivot-baseline.json --format github",
        "kbpivot check --diff",
    ],
    formats=SHARED_FORMATS,
)
@click.option(
    "--select", multiple=True, callback=_codes, metavar="CODES",
    help="Check these rules or groups instead of those that are on.",
)  # fmt: skip
@click.option(
    "--ignore", multiple=True, callback=_codes, metavar="CODES",
    help="Do not check these rules or groups.",
)  # fmt: skip
@click.option(
    "--baseline", type=click.Path(dir_okay=False), metavar="FILE",
    help="Let the findings in this file pass.",
)  # fmt: skip
@click.option("--update-baseline", is_flag=True, help="Write the findings of now to --baseline.")
@click.option(
    "--diff", "show", is_flag=True, help="Show what --fix would write, and write nothing."
)
@click.option("--fix", is_flag=True, help="Write what has one right answer, after showing it.")
@click.option("--hints", is_flag=True, help="Say what to do about each.")
@click.option(
    "--show-private", is_flag=True, help="Tell private titles also in the formats for others."
)
def check_command(
    session: Session,
    *,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    baseline: str | None,
    update_baseline: bool,
    show: bool,
    fix: bool,
    hints: bool,
    show_private: bool,
) -> int:
    """Check the notes against rules, for yourself or before publishing.

    Which rules there are says `kbpivot explain`; `kbpivot.toml` may choose some for all notes or
    for a folder. The exit code is 1 when something was found. With --fix it writes to notes: the
    case of a link, the path of a moved note, the note behind an alias; nothing else changes.

    In the formats github, sarif and markdown, titles of private notes are left out.
    """
    if update_baseline and baseline is None:
        raise click.UsageError("--update-baseline needs --baseline FILE.")
    show_private = session.shows_private(asked=show_private)
    for asked, option in ((fix, "--fix"), (show, "--diff"), (update_baseline, "--update-baseline")):
        if asked:
            session.is_owners(option)
    work = session.workspace
    found = work.every_finding(select=select, ignore=ignore)
    if show or fix:
        return _mend(session, work, found, write=fix, again=(select, ignore))
    kept = None if baseline is None or update_baseline else _read_baseline(baseline)
    if baseline is not None and update_baseline:
        from kbpivot.publish.baseline import baseline_text, is_baseline
        from kbpivot.shell.output_file import write_own_file

        content = baseline_text(found).encode()
        write_own_file(baseline, content, is_own=is_baseline, what="a baseline")
        session.say(f"Wrote {len(found):,} findings to {baseline}; they pass from now on.")
        return 0
    gone = 0 if kept is None else kept.gone(found)
    passed = found if kept is None else kept.new(found)  # a baseline knows all by their names
    found, new = work.told(found), work.told(passed)
    if session.format in {"text", "json"}:
        from kbpivot.render.answers.check import check_answer
        from kbpivot.render.text.check import check_text

        answer = check_answer(
            new,
            public=work.public,
            notes=len(work.vault),
            known=len(found) - len(new),
            gone=gone,
        )
        session.checks_maps = True
        session.answer(answer, lambda layout: check_text(answer, layout, hints=hints))
    else:
        _share(session, new, show_private=show_private)
    return 1 if new else 0


def _read_baseline(name: str) -> Baseline:
    from kbpivot.publish.baseline import parse_baseline
    from kbpivot.shell.regular_file import read_regular

    try:
        return parse_baseline(read_regular(name).decode())
    except FileNotFoundError:
        raise KbpivotError(f"There is no {name} yet; --update-baseline writes it.") from None
    except ValueError as trouble:
        raise KbpivotError(f"{name}: {trouble}") from None


def _share(session: Session, found: Sequence[Finding], *, show_private: bool) -> None:
    """Print findings for others; what lies in private notes is only counted."""
    from kbpivot.publish.rules import rule_of
    from kbpivot.render.documents.findings import Finding as Shared

    shown = [one for one in found if show_private or not one.private]
    print_findings(
        session,
        [
            Shared(
                one.code,
                one.severity,
                one.path,
                one.line,
                one.column,
                one.message if show_private else one.shared or one.message,
            )
            for one in shown
        ],
        rules={one.code: rule_of(one.code).summary for one in shown},
    )
    if left := len(found) - len(shown):
        session.say(f"{left:,} findings in private notes are not shown; --show-private does.")


def _mend(
    session: Session,
    work: Workspace,
    found: Sequence[Finding],
    *,
    write: bool,
    again: tuple[tuple[str, ...], tuple[str, ...]],
) -> int:
    """Show the edits that mend findings as a diff and, where asked, write them."""
    from kbpivot.edit.fixes import diff, edited
    from kbpivot.shell.files import list_files, read_text
    from kbpivot.shell.writing import replace_text

    disk = {file.path: file.disk for file in list_files(work.root).notes}
    edits = [edit for one in found for edit in one.edits]
    mended: set[str] = set()
    for path in sorted({edit.path for edit in edits}):
        file = read_text(disk[path])
        text = edited(file.text, [edit for edit in edits if edit.path == path])
        session.print(diff(path, file.text, text))
        if not write:
            continue
        try:
            lost = replace_text(file, text, root=work.root)
        except RefusedError as trouble:
            session.say(str(trouble))
        except OSError as trouble:
            session.say(f"{path} cannot be written: {trouble.strerror or trouble}.")
        else:
            mended.add(path)
            for sentence in lost:
                session.say(sentence)
    from kbpivot.wording import counted

    if not edits:
        session.say("Nothing found has one right answer, so nothing is to be mended.")
    elif write:
        number = sum(edit.path in mended for edit in edits)
        session.say(f"Mended {counted(number, 'link')} in {counted(len(mended), 'note')}.")
    left = found
    if mended:
        from kbpivot.workspace.workspace import Workspace

        select, ignore = again
        left = Workspace(work.root, cache=session.cache).findings(select=select, ignore=ignore)
    return 1 if left else 0


@command("explain", examples=["kbpivot explain", "kbpivot explain private-prerequisite"])
@click.argument("code", required=False)
def explain_command(session: Session, *, code: str | None) -> None:
    """Explain a rule of `check` and `gaps`, or list them all.

    With when it is told, an example, what looks alike and is not told, and what to do.
    """
    from kbpivot.publish.rules import RULES, rules_named
    from kbpivot.render.answers.check import explain_answer
    from kbpivot.render.text.check import explain_text

    try:
        names = rules_named((code or "all",))
    except ValueError as trouble:
        raise click.UsageError(str(trouble)) from None
    answer = explain_answer(rule for rule in RULES.values() if rule.code in names)
    session.answer(answer, lambda layout: explain_text(answer, layout))


@command("reader", examples=["kbpivot reader", "kbpivot reader --on github --all"])
@click.option(
    "--on", "venue", type=click.Choice(["github", "site"]),
    help="Where the notes are read; worked out when not given.",
)  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Show more than ten of each.")
def reader_command(session: Session, *, venue: Venue | None, everything: bool) -> None:
    """Read the public notes in the order a newcomer would.

    Shows what is met before what it builds on, what cannot be reached, and which links lead
    nowhere. The walk starts at the README, home or index and follows links in the order of the text.
    On GitHub only Markdown links with the exact path work; a site follows links as Obsidian does.
    """
    from kbpivot.render.answers.check import reader_answer
    from kbpivot.render.text.check import reader_text

    work = session.workspace
    path = work.reader_path(venue)
    answer = reader_answer(path, public=work.public, notes=len(work.vault))
    limit = None if everything else 10
    session.answer(answer, lambda layout: reader_text(answer, layout, limit=limit))
