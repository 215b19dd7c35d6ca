"""Which notes are tasks: pieces of work, whose status and dependencies are those of the work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kbpivot.notes.vocabulary import canonical

__all__ = ["is_about_work", "is_board", "is_task"]

_KEYS: Final = frozenset(
    {
        *("blocks", "blocked by", "blockedby", "assignee", "due", "due date", "scheduled"),
        *("sprint", "recurrence", "kanban plugin", "kanban", "duedate", "deadline", "client"),
        *("stakeholders", "milestone"),
    }
)
_TYPES: Final = frozenset(
    [
        *("task", "tasks", "todo", "issue", "ticket", "story", "bug", "epic", "project"),
        *("projects", "action", "kanban", "board"),
    ]
)
_STATES: Final = frozenset(
    {
        *("todo", "to do", "doing", "blocked", "backlog", "waiting", "on hold", "cancelled"),
        *("canceled", "next action"),
    }
)
_TYPE_KEYS: Final = frozenset({"type", "kind", "class", "category", "note kind", "note type"})


def is_task(properties: Mapping[str, object], tags: Sequence[str]) -> bool:
    """Tell whether a note is a task, a project or a board: its status is that of the work.

    A date on which it is due, an assignee or a type such as `epic` says so.

    Args:
        properties: the note's properties.
        tags: names of its tags, with or without `#`.
    """
    for key, value in properties.items():
        name = canonical(key)
        if name in _KEYS and value not in (None, "", [], False):
            return True
        if name in _TYPE_KEYS and _said(value) & _TYPES:
            return True
    return any(tag.lstrip("#").casefold() in _TYPES for tag in tags)


def is_board(properties: Mapping[str, object], tags: Sequence[str]) -> bool:
    """Tell whether a note lists work, so that a tick in it tells what was done, not learnt."""
    return any(
        canonical(key) in ("kanban plugin", "kanban")
        or (canonical(key) in _TYPE_KEYS and _said(value) & _TYPES)
        for key, value in properties.items()
    ) or any(tag.lstrip("#").casefold() in _TYPES for tag in tags)


def is_about_work(properties: Mapping[str, object], tags: Sequence[str]) -> bool:
    """Tell whether `depends-on` in a note is about work rather than about learning.

    That is so in a task, and where a status is one of the words that plans of work use.
    """
    states = (value for key, value in properties.items() if canonical(key) == "status")
    return is_task(properties, tags) or any(_said(value) & _STATES for value in states)


def _said(value: object) -> set[str]:
    texts = value if isinstance(value, list) else [value]
    return {canonical(one) for one in texts if isinstance(one, str)}
