"""The command `suggest`: questions about guesses, and what the answers write."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from kbpivot.cli.notes import NOTE
from kbpivot.cli.options import command
from kbpivot.cli.output import FORCE, write_output
from kbpivot.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbpivot.render.answers.suggest import GuessEntry, SuggestAnswer
    from kbpivot.workspace.accept_guesses import Changes, Confirming

__all__ = ["suggest_command"]

_ANSWERS = {
    **dict.fromkeys(("y", "yes"), "yes"),
    **dict.fromkeys(("n", "no"), "no"),
    **dict.fromkeys(("o", "other", "other way round", "<"), "other"),
    **dict.fromkeys(("s", "skip", ""), "skip"),
    **dict.fromkeys(("q", "quit"), "quit"),
}
_AT_FIRST, _LATER = 5, 20  # questions, where nobody says how many
_ASK = "  [y]es  [n]o  [o]ther way round  [s]kip  [q]uit: "


@command(
    "suggest",
    examples=[
        "kbpivot suggest",
        "kbpivot suggest Transformer --limit 5",
        "kbpivot suggest -o questions.md",
        "kbpivot suggest --apply questions.md",
        'kbpivot suggest --ask Softmax Attention --because "the weights are a softmax"',
    ],
)
@click.argument("note", type=NOTE, required=False)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    help="How many questions at most; 5 until you have answered some, then 20.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="Write a list to mark by hand instead of asking.",
)
@FORCE
@click.option(
    "--apply",
    "applied",
    type=click.Path(exists=True, dir_okay=False),
    help="Follow the marks of such a list: writes notes and your log.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option(
    "--ask",
    "pair",
    type=NOTE,
    nargs=2,
    metavar="A B",
    help="Put the question whether A comes before B, for you to answer another time.",
)
@click.option("--because", "reason", metavar="REASON", help="Why --ask asks, in a sentence.")
def suggest_command(
    session: Session,
    *,
    note: str | None,
    limit: int | None,
    output: str | None,
    force: bool,
    applied: str | None,
    dry_run: bool,
    pair: tuple[str, str] | None,
    reason: str | None,
) -> None:
    """Ask which guesses are right, and write those into your notes.

    The questions that change your next ten steps come first, then those about the notes you
    touched last; with NOTE only those about it and what leads to it. A yes is written into the
    later note, in the way your vault states prerequisites already, and shown before; nothing else
    in the file changes. A no goes to your record: it is not asked again, and guesses like it count
    for less. `kbpivot undo` takes back either.

    --ask is for programs and second thoughts: it adds a question with its reason to your log, and
    nothing goes by it until you said yes.
    """
    if pair is not None or reason is not None:
        if pair is None or not (reason or "").strip():
            raise click.UsageError("--ask and --because go together: A, B and why.")
        _put(session, pair, reason or "")
        return
    if applied is not None:
        if output is not None or note is not None:
            raise click.UsageError("--apply goes with neither NOTE nor --output.")
        session.is_owners("--apply")
        _apply(session, applied, dry_run=dry_run)
        return
    from kbpivot.render.answers.suggest import guess_entry
    from kbpivot.render.documents.question_list import question_list
    from kbpivot.render.text.suggest import suggest_text
    from kbpivot.workspace.accept_guesses import Confirming

    work = session.workspace
    found = work.questions(note)
    if limit is None:
        limit = _LATER if work.has_answered else _AT_FIRST
    entries = tuple(guess_entry(one, text=work.vault.text) for one in found[:limit])
    left = len(found) - len(entries)
    if output is not None:
        listed = question_list(entries, more=left)
        write_output(session, output, listed, force=force, markdown=True)
        return
    confirming = Confirming(work)
    asking = session.format != "json" and bool(entries) and not dry_run and not session.for_others
    if asking and _ask(session, confirming, entries):
        return
    answer = _answer(session, confirming, entries, left=left)
    session.answer(answer, lambda layout: suggest_text(answer, layout))


def _put(session: Session, pair: tuple[str, str], reason: str) -> None:
    """Add a question to the log and show it."""
    import msgspec

    from kbpivot.render.answers.suggest import guess_entry
    from kbpivot.render.text.suggest import suggest_text
    from kbpivot.workspace.accept_guesses import Confirming
    from kbpivot.workspace.asking import ask

    done = ask(session.workspace, *pair, reason, at=_now())
    session.workspace = work = done.workspace
    entries = (guess_entry(done.question, text=work.vault.text),)
    answer = msgspec.structs.replace(
        _answer(session, Confirming(work), entries, left=done.waiting), asked=done.added
    )
    session.answer(answer, lambda layout: suggest_text(answer, layout))


def _answer(
    session: Session, confirming: Confirming, entries: tuple[GuessEntry, ...], *, left: int
) -> SuggestAnswer:
    from kbpivot.render.answers.study import edge_counts
    from kbpivot.render.answers.suggest import SuggestAnswer

    way = confirming.convention.way
    stated, guessed = edge_counts(session.workspace.person.guessed_graph)
    keys = {"property": way.key, "section": way.section.heading, "label": way.label.head}
    return SuggestAnswer(
        stated=stated,
        guessed=guessed,
        form=way.form,
        key=keys[way.form].strip(),
        questions=entries,
        left=left,
    )


def _ask(session: Session, confirming: Confirming, entries: Sequence[GuessEntry]) -> bool:
    """Ask one by one; False when nobody is there to answer."""
    from kbpivot.render.text.suggest import question_text

    replies = _replies(session)
    if replies is None:
        return False
    written = refused = 0
    try:
        for number, entry in enumerate(entries, start=1):
            pair = entry.first.path or "", entry.second.path or ""
            changes = confirming.changes([pair])
            if changes.known:  # said by an answer before
                continue
            session.show(partial(question_text, entry, number=number, of=len(entries)))
            _show(session, changes, before="  yes writes:")
            reply = next(replies)
            if reply == "quit":
                break
            if reply == "other":
                changes = confirming.changes([pair[::-1]])
                _show(session, changes, before="  that writes:")
            if reply in {"yes", "other"}:
                written += _written(session, confirming, changes)
            elif reply == "no":
                refused += len(confirming.refuse([pair], at=_now()))
            session.print("\n")
    except KeyboardInterrupt:
        session.print("\n")
    session.print(_sum(written, refused))
    return True


def _replies(session: Session) -> Iterator[str] | None:
    """Return the answers as they come; None where there are none to be had.

    On a terminal the person is asked; else each line of standard input is an answer.
    """
    if sys.stdin.isatty():
        return _asked(session)
    lines = sys.stdin.read().splitlines()
    return _given(session, lines) if lines else None


def _asked(session: Session) -> Iterator[str]:
    while True:
        session.flush()
        sys.stderr.write(_ASK)
        sys.stderr.flush()
        line = sys.stdin.readline()
        reply = _ANSWERS.get(line.strip().lower(), "") if line else "quit"
        if reply:
            yield reply


def _given(session: Session, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        reply = _ANSWERS.get(line.strip().lower())
        if reply is None:
            session.say(f"{line.strip()!r} is no answer; there are y, n, o, s and q.")
            continue
        yield reply
    while True:
        yield "quit"


def _written(session: Session, confirming: Confirming, changes: Changes) -> int:
    """Write what an answer changes; a note that cannot be written does not end the questions."""
    from kbpivot.errors import RefusedError

    try:
        number = len(confirming.write(changes.files))
        confirming.confirm(changes.files, at=_now())
        _tell_of_lost(session, confirming)
    except RefusedError as trouble:
        session.print(f"  {trouble}")
    except OSError as trouble:
        said = trouble.strerror or type(trouble).__name__
        session.print(f"  {changes.files[0].path} cannot be written: {said}.")
    else:
        return number
    return 0


def _tell_of_lost(session: Session, confirming: Confirming) -> None:
    """Say what could not be kept of the files that were written."""
    for sentence in confirming.lost:
        session.say(sentence)
    confirming.lost = ()


def _show(session: Session, changes: Changes, *, before: str) -> None:
    from kbpivot.render.text.suggest import diff_text

    for problem in changes.problems:
        session.print(f"  {problem.message}")
    for change in changes.files:
        session.print(before)
        session.show(partial(diff_text, change.diff, indent=4))


def _apply(session: Session, path: str, *, dry_run: bool) -> None:
    """Follow the marks of a list."""
    import msgspec

    from kbpivot.render.answers.suggest import ProblemEntry, WrittenEntry
    from kbpivot.render.documents.question_list import read_question_list
    from kbpivot.render.text.suggest import diff_text, suggest_text
    from kbpivot.shell.files import read_text
    from kbpivot.workspace.accept_guesses import Confirming

    marked, unread = read_question_list(read_text(path).text)
    if not marked and not unread:
        raise click.UsageError(f"{path} holds no questions of `kbpivot suggest -o`.")
    confirming = Confirming(session.workspace)
    lines = {one.pair: one.line for one in marked}
    changes = confirming.changes(one.pair for one in marked if one.mark in {"yes", "other"})
    if session.format != "json" and not unread:
        for change in changes.files:
            session.show(partial(diff_text, change.diff, indent=0))
    # Where a line cannot be read nobody knows what was meant: all answers wait until it is mended.
    files = () if unread else changes.files
    no = () if unread else tuple(one.pair for one in marked if one.mark == "no")
    written = files if dry_run else confirming.write(files)
    if not dry_run:
        confirming.confirm(written, at=_now())
    _tell_of_lost(session, confirming)
    refused = no if dry_run else confirming.refuse(no, at=_now())
    answer = msgspec.structs.replace(
        _answer(session, confirming, (), left=sum(one.mark == "later" for one in marked)),
        written=tuple(WrittenEntry(one.path, one.diff) for one in written),
        refused=refused,
        problems=(
            *(ProblemEntry("", "", one.line, one.message) for one in unread),
            *(
                ProblemEntry(one.first, one.second, lines[one.first, one.second], one.message)
                for one in changes.problems
            ),
        ),
    )
    if session.format == "json":
        session.answer(answer, lambda layout: suggest_text(answer, layout))
        _leave(unread)
        return
    if answer.problems:
        session.show(lambda layout: suggest_text(answer, layout, source=path))
    if unread:
        session.print("Nothing was written. Mend or delete these lines first.")
        _leave(unread)
    stated = sum(len(one.pairs) for one in written)
    said = _sum(stated, len(refused), dry_run=dry_run)
    known = f" {len(changes.known)} stated already." if changes.known else ""
    session.print(said + known)


def _leave(unread: Sequence[object]) -> None:
    if unread:
        raise click.exceptions.Exit(2)


def _sum(written: int, refused: int, *, dry_run: bool = False) -> str:
    would = "would be " if dry_run else ""
    return f"{written} {would}written, {refused} {would}refused."


def _now() -> datetime:
    return datetime.now().astimezone()
