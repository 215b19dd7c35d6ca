"""What the person chose to keep in memory, and when to look at it again.

The schedule is FSRS (Ye 2022; the `fsrs` package), without learning steps and without chance: a
review is a sitting of its own, and the same record always gives the same days. Forgetting never
takes a note out of the knowledge state; only notes reviewed on purpose are scheduled at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from kbpivot.notes.titles import shown_title
from kbpivot.record import Record
from kbpivot.study.learning_log import Event, NoteLog, records

if TYPE_CHECKING:
    from kbpivot.vault import Vault

__all__ = ["Review", "due_reviews", "reviews", "scheduled"]

RETENTION = 0.9
"""A review falls due when the chance to recall has dropped to this."""


class Review(Record, frozen=True):
    """One thing to keep in memory.

    Attributes:
        path: the note's path, or the name it was reviewed by.
        title: what to call it.
        due: day on which to look at it again.
        last: day of the last review.
        count: reviews so far.
        stability: days after which the chance to recall is 0.9.
        recall: that chance at the time asked for.
    """

    path: str
    title: str
    due: date
    last: date
    count: int
    stability: float
    recall: float


def scheduled(record: NoteLog, *, path: str, title: str, at: datetime) -> Review | None:
    """Return when a note is to be reviewed again, None for one that never was.

    Args:
        record: what the log says of the note.
        path: its path or name.
        title: what to call it.
        at: the time for which the chance to recall is told.
    """
    from fsrs import Card, Rating, Scheduler

    if not record.reviews:
        return None
    scheduler = Scheduler(
        desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )
    # A card without an id takes the clock's and sleeps; one without a date takes today's.
    card = Card(card_id=1, due=record.reviews[0][0])
    for when, rating in record.reviews:
        card, _ = scheduler.review_card(card, Rating[rating.capitalize()], when)
    zone = at.tzinfo or UTC
    now = at.replace(tzinfo=zone).astimezone(UTC)
    return Review(
        path=path,
        title=title,
        due=card.due.astimezone(zone).date(),
        last=record.reviews[-1][0].astimezone(zone).date(),
        count=len(record.reviews),
        stability=card.stability or 0.0,
        recall=scheduler.get_card_retrievability(card, max(now, record.reviews[-1][0])),
    )


def reviews(
    log: Iterable[Event], *, at: datetime | date, vault: Vault | None = None
) -> tuple[Review, ...]:
    """Return everything that is kept in memory, what is due first first.

    Args:
        log: events in any order.
        at: now, or the day; later events do not count.
        vault: names and titles of notes; without it names stay as logged.
    """
    now = at if isinstance(at, datetime) else datetime.combine(at, time(12), UTC)
    found: list[Review] = []
    for path, record in _by_path(records(log, at=at), vault).items():
        title = shown_title(vault[path]) if vault is not None and path in vault else path
        review = scheduled(record, path=path, title=title, at=now)
        if review is not None:
            found.append(review)
    return tuple(sorted(found, key=lambda review: (review.due, review.title, review.path)))


def _by_path(logged: Mapping[str, NoteLog], vault: Vault | None) -> Mapping[str, NoteLog]:
    if vault is None:
        return logged
    found: dict[str, NoteLog] = {}
    for name, record in logged.items():
        path = vault.find(name) or name
        found[path] = record if path not in found else found[path].joined(record)
    return found


def due_reviews(
    log: Iterable[Event], *, at: datetime | date, vault: Vault | None = None
) -> tuple[Review, ...]:
    """Return the reviews that fall due on or before the day of `at`."""
    today = at.date() if isinstance(at, datetime) else at
    return tuple(review for review in reviews(log, at=at, vault=vault) if review.due <= today)
