"""Which notes moved: for each logged path that is gone, the note it probably is today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from kbpivot.study.record import Event, effective_events
from kbpivot.study.state import name_key

__all__ = ["Rename", "renames"]


@dataclass(frozen=True, slots=True)
class Rename:
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
    two notes are equally likely, and no two notes move to one place.

    Args:
        log: events in any order.
        paths: the vault's notes today.
        hashes: fingerprint of each note's content today, to compare with `Event.hash`.
        git: moves that git knows, old path to new path; chains are followed.
    """
    today = set(paths)
    moves = {} if git is None else git
    held: dict[str, str | None] = {}
    for event in effective_events(log):
        if event.event == "renamed" and event.to:
            gone = held.pop(event.note, None)
            held.setdefault(event.to, gone)
        elif event.note:
            held[event.note] = event.hash or held.get(event.note)
    by_hash: dict[str, list[str]] = {}
    for path, value in (hashes or {}).items():
        if path in today:
            by_hash.setdefault(value, []).append(path)
    by_name: dict[str, list[str]] = {}
    for path in sorted(today):
        by_name.setdefault(name_key(path), []).append(path)
    found: list[Rename] = []
    for note, content in sorted(held.items()):
        if note in today or not note.lower().endswith(".md"):
            continue
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
    return tuple(rename for rename in found if targets.count(rename.to) == 1)
