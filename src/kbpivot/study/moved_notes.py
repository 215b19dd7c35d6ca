"""Which notes moved: for each logged path that is gone, the note it probably is today."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Literal

from msgspec.structs import replace

from kbpivot.record import Record
from kbpivot.study.learning_log import Event, effective_events
from kbpivot.study.state import name_key

__all__ = ["Rename", "followed", "lost_notes", "renames", "under_their_notes"]


class Rename(Record, frozen=True):
    """A move to record as a `renamed` event.

    Attributes:
        note: path as logged.
        to: path today.
        how: `git` (git says so), `content` (the same text), or `name` (the only note called so).
    """

    note: str
    to: str
    how: Literal["git", "content", "name"]


def renames(
    log: Iterable[Event],
    *,
    paths: Iterable[str],
    hashes: Mapping[str, str] | None = None,
    git: Mapping[str, str] | None = None,
) -> tuple[Rename, ...]:
    """Propose `renamed` events for logged paths that lead nowhere any more, in order of path.

    A name without `.md` is no path: it may be known without a note. Nothing is proposed where
    two notes are equally likely, no two notes move to one place, and a move that was undone is not
    proposed again.

    Args:
        log: events in any order.
        paths: the vault's notes today.
        hashes: fingerprint of each note's content today, to compare with `Event.hash`.
        git: moves that git knows, old path to new path; chains are followed.
    """
    today = set(paths)
    moves = {} if git is None else git
    events = tuple(log)
    counting = effective_events(events)
    held = _held(counting)
    ids = {event.id for event in counting}
    refused = {
        (event.note, event.to)
        for event in events
        if event.event == "renamed" and event.id not in ids
    }
    by_hash: dict[str, list[str]] = {}
    for path, value in (hashes or {}).items():
        if path in today:
            by_hash.setdefault(value, []).append(path)
    by_name: dict[str, list[str]] = {}
    for path in sorted(today):
        by_name.setdefault(name_key(path), []).append(path)
    found: list[Rename] = []
    for note, content in lost_notes(counting, paths=today).items():
        at, seen = note, {note}
        while at in moves and moves[at] not in seen and at not in today:
            at = moves[at]
            seen.add(at)
        same_text = by_hash.get(content, []) if content else []
        same_name = by_name.get(name_key(note), [])
        if at in today:
            found.append(Rename(note, at, "git"))
        elif len(same_text) == 1:
            found.append(Rename(note, same_text[0], "content"))
        elif len(same_name) == 1 and same_name[0] not in held:
            found.append(Rename(note, same_name[0], "name"))
    targets = [rename.to for rename in found]
    return tuple(
        rename
        for rename in found
        if targets.count(rename.to) == 1 and (rename.note, rename.to) not in refused
    )


def lost_notes(log: Iterable[Event], *, paths: Iterable[str]) -> dict[str, str | None]:
    """Return the logged paths that lead nowhere any more, each with its last fingerprint, sorted.

    Args:
        log: events in any order.
        paths: the vault's notes today.
    """
    today = set(paths)
    return {
        note: content
        for note, content in sorted(_held(effective_events(log)).items())
        if note not in today and note.lower().endswith(".md")
    }


def followed(log: Iterable[Event], moves: Iterable[Rename] = ()) -> tuple[Event, ...]:
    """Return the events that count, each under the path its note has today.

    Also what was known at an earlier day can be worked out from these: a note has one name in all
    of them. `renamed` and `undone` are done with and not among them.

    Args:
        log: events in any order.
        moves: moves that are not in the log.
    """
    # A move holds for what was logged before it, so the events are read backwards.
    today = {move.note: move.to for move in moves}
    found: list[Event] = []
    for event in reversed(effective_events(log)):
        if event.event == "renamed" and event.to:
            today[event.note] = today.get(event.to, event.to)
        else:
            to = None if event.to is None else today.get(event.to, event.to)
            found.append(replace(event, note=today.get(event.note, event.note), to=to))
    return tuple(reversed(found))


def under_their_notes(
    events: Iterable[Event],
    *,
    paths: Container[str],
    notes: Mapping[str, str],
    names: Mapping[str, str],
) -> tuple[Event, ...]:
    """Return events, each that is about a concept of a map under the note for that today.

    So a note that is written later has what was known of its concept before, and what was known
    of a note that is gone is known by the concept's name.

    Args:
        events: events that count.
        paths: the vault's notes today.
        notes: the note that stands for each concept today, by id.
        names: what the map calls each concept.
    """
    return tuple(
        event
        if event.concept is None or event.note in paths
        else replace(event, note=notes.get(event.concept) or names.get(event.concept) or event.note)
        for event in events
    )


def _held(events: Iterable[Event]) -> dict[str, str | None]:
    """The paths and names that events are about at the end, with the last fingerprint of each."""
    held: dict[str, str | None] = {}
    for event in events:
        if event.event == "renamed" and event.to:
            held[event.to] = event.hash or held.get(event.to) or held.get(event.note)
            held.pop(event.note, None)
        elif event.note:
            held[event.note] = event.hash or held.get(event.note)
    return held
