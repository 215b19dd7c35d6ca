"""The command `intake`: what came out this week, placed on what you know."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kbpivot.cli.days import day_given
from kbpivot.cli.options import command
from kbpivot.cli.session import Session

if TYPE_CHECKING:
    from kbpivot.render.answers.intake import MadeEntry
    from kbpivot.shell.importing.gather import Gathered, Trouble
    from kbpivot.shell.importing.items import Item
    from kbpivot.workspace.reading_note import ReadingNote

__all__ = ["intake_command"]

_HERE: Final = "\x00"  # stands for the note of the settings
_LISTED: Final = 10  # of each list, in text
_GIVEN: Final = 50  # of each list, as JSON
_TOLD: Final = 3  # entries of one source that could not be read


@command(
    "intake",
    examples=[
        "kbpivot intake https://rss.arxiv.org/rss/cs.CL",
        "kbpivot intake feeds.opml library.bib --since 2026-11-23",
        "kbpivot intake --note",
    ],
)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--since", callback=day_given, metavar="DAY", help="Leave out what came out before this day."
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help=f"How many of each list at most; {_LISTED} unless given, {_GIVEN} as JSON.",
)
@click.option("--again", is_flag=True, help="Show also what was shown before.")
@click.option(
    "--note",
    is_flag=False,
    flag_value=_HERE,
    metavar="[NOTE]",
    help="Write the list into a note of yours, with boxes; make notes of those you ticked.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1, max=600),
    default=20,
    show_default=True,
    metavar="SECONDS",
    help="How long a server may take.",
)
def intake_command(
    session: Session,
    *,
    sources: tuple[str, ...],
    since: date | None,
    limit: int | None,
    again: bool,
    note: str | None,
    timeout: float,
) -> int:
    """Show which new papers to read now, which soon, which later.

    SOURCE is a file, - for standard input, or an address: an Atom, RSS or JSON feed (arXiv's,
    newsletters, podcasts), an answer of arXiv's interface, a list of feeds (OPML), BibTeX,
    CSL-JSON, or a list of arXiv ids. Without one, those of `[intake] sources` in kbpivot.toml.
    Feeds need `pip install 'kbpivot[intake]'`. Nothing is fetched but what you name.

    Each item is placed by its title and abstract, as `kbpivot ready --abstract` does: now, when it
    leans on something that you study or that lies on the way to a goal and no more than an hour
    is missing; soon, when more is missing; else later. An item that was shown is not shown again.

    With `--note`, what stands between two markers in that note becomes the list. A box that you
    tick there becomes a paper note the next time, as with `kbpivot new paper`.
    """
    from kbpivot.render.answers.intake import intake_answer
    from kbpivot.render.text.intake import intake_text
    from kbpivot.shell.seen import Seen
    from kbpivot.workspace.intake import chosen, weigh

    if note is not None:
        session.is_owners("--note")
    work = session.workspace
    given, note = _told_apart(session, sources, note)
    if not given and note is None:
        raise click.UsageError(
            'Name a source, or set some in kbpivot.toml: [intake] sources = ["feeds.opml"].'
        )
    now = datetime.now().astimezone()
    kept = None if note is None else _reading_note(session, note, now.date())
    made, ticked = ([], []) if kept is None else _made(kept, now)
    found = _gathered(session, given, timeout)
    _tell(session, found.troubles)
    seen = Seen(work.root) if session.cache else None
    choice = chosen(
        work,
        (one for one in found.items if one.key not in {item.key for item in ticked}),
        seen=frozenset() if seen is None or again else seen.keys(),
        since=since,
    )
    default = _GIVEN if session.format == "json" else _LISTED
    intake = weigh(
        work,
        choice.items,
        limit=limit or default,
        today=now.date(),
        progress=lambda done, all_: session.wait(f"Items: {done:,} of {all_:,}"),
    )
    if kept is not None:
        shown = [one.item for one in intake.placed if one.bucket != "later"]
        _write(session, kept, shown, now.date())
    answer = intake_answer(
        intake,
        choice,
        sources=found.read,
        replaced=found.replaced,
        troubles=found.troubles,
        note=None if kept is None else kept.path,
        made=made,
    )
    failed = bool(given) and not found.read
    if failed and kept is None and session.format == "text":
        return 2  # why has been said
    session.answer(answer, lambda layout: intake_text(answer, layout))
    session.flush()
    if seen is not None:
        seen.add(one.item for one in intake.placed)
    return 2 if failed else 0


def _told_apart(
    session: Session, sources: Sequence[str], note: str | None
) -> tuple[tuple[str, ...], str | None]:
    """Return the sources and the note; a source behind `--note` is no name of a note."""
    from kbpivot.shell.web import is_address

    settings = session.workspace.config.intake
    if note is not None and note != _HERE:
        is_file = Path(note).is_file() and Path(note).suffix.lower() != ".md"
        if is_address(note) or note == "-" or is_file:
            sources, note = (note, *sources), _HERE
    if note == _HERE:
        note = settings.note
    if sources:
        return tuple(sources), note
    folder = session.workspace.inputs.config_folder
    return tuple(one if "://" in one else str(Path(folder, one)) for one in settings.sources), note


def _gathered(session: Session, sources: Sequence[str], timeout: float) -> Gathered:
    from kbpivot.shell.importing.gather import Gatherer

    session.wait("Reading the sources")
    return Gatherer(
        str(session.workspace.root), stdin=_stdin, cache=session.cache, timeout=timeout
    ).gather(sources)


def _stdin() -> bytes:
    from kbpivot.shell.web import LARGEST

    stream = getattr(sys.stdin, "buffer", None)
    return sys.stdin.read().encode() if stream is None else stream.read(LARGEST * 2 + 1)


def _tell(session: Session, troubles: Sequence[Trouble]) -> None:
    """Say what could not be read, of each source the first few entries."""
    told: dict[str, int] = {}
    for one in troubles:
        number = told[one.source] = told.get(one.source, 0) + 1
        if number <= _TOLD:
            name = "standard input" if one.source == "-" else one.source
            place = f"{name}:{one.line}" if one.line else name
            session.say(f"kbpivot: {place}: {one.message}")
    for source, number in told.items():
        if number > _TOLD:
            session.say(f"kbpivot: {source}: {number - _TOLD:,} more could not be read.")


def _reading_note(session: Session, note: str, today: date) -> ReadingNote:
    from kbpivot.live.dashboard import note_to_keep
    from kbpivot.workspace.reading_note import ReadingNote

    work = session.workspace
    return ReadingNote(work, note_to_keep(work, note), today=today, cache=session.cache)


def _made(kept: ReadingNote, now: datetime) -> tuple[list[MadeEntry], list[Item]]:
    """Make notes of the boxes that are ticked."""
    from kbpivot.render.answers.intake import MadeEntry

    found = kept.make(now)
    entries = [MadeEntry(one.path, one.created, one.guesses) for _, one in found]
    return entries, [item for item, _ in found]


def _write(session: Session, kept: ReadingNote, new: Sequence[Item], today: date) -> None:
    """Put what is open still and what is new into the note, placed anew."""
    from kbpivot.render.answers.intake import intake_answer
    from kbpivot.render.documents.reading_list import reading_list
    from kbpivot.shell.importing.items import without_twins
    from kbpivot.workspace.intake import chosen, weigh

    work = session.workspace
    items = without_twins((*new, *kept.open_items))
    choice = chosen(work, items)
    placed = weigh(work, choice.items, limit=max(1, len(items)), today=today)
    answer = intake_answer(placed, choice, sources=0, replaced=0, troubles=())
    listed = [one.item for one in placed.placed if one.bucket != "later"]
    kept.write(listed, reading_list(answer.items))
