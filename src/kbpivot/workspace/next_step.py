"""What `next` says of a vault: asked by the command and by every page that shows the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from kbpivot.render.answers.next import NextAnswer
    from kbpivot.study import Suggestions
    from kbpivot.workspace.workspace import Workspace

__all__ = ["next_step"]


def next_step(
    work: Workspace,
    names: Iterable[str] = (),
    *,
    now: datetime,
    limit: int = 3,
    minutes: int | None = None,
    since: int | None = None,
    finish_started: bool = True,
    expected: str | None = None,
) -> tuple[Suggestions, NextAnswer]:
    """Return what to study next, and the answer that says so.

    Args:
        work: the vault; for a goal that only the map knows, with the map's entries in it.
        names: goals or tracks; else those of the settings, the tracks, the main index.
        now: the time, with a time zone.
        limit: how many suggestions at most.
        minutes: what fits into so much time comes first.
        since: leave out optional prerequisites that are papers older than this year.
        finish_started: put what was begun first.
        expected: a note whose absence should be explained.

    Raises:
        NoteNotFoundError: nothing answers to a name.
    """
    from kbpivot.render.answers.next import next_answer
    from kbpivot.study import due_reviews

    names = tuple(names)
    found = work.suggestions(
        names,
        today=now.date(),
        limit=limit,
        minutes=minutes,
        since=since,
        finish_started=finish_started,
        expected=expected,
    )
    settings = bool(work.goals)
    return found, next_answer(
        found,
        graph=work.person.study_graph,
        text=work.vault.text,
        sources=work.hours_sources,
        asked=[track.name for track in work.tracks(names)] if names or settings else [],
        chosen_by="you" if names else "settings" if settings else "notes",
        parts=work.parts(found),
        since=since,
        unread=work.derived.unread,
        reviews_due=len(due_reviews(work.events, at=now, vault=work.vault)),
        beyond=work.beyond_notes(names),
    )
