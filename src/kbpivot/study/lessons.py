"""What ticked or logged lessons of courses say of what a person knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbpivot.graph.lessons import lesson_nodes
from kbpivot.vault.planned import planned_key

if TYPE_CHECKING:
    from collections.abc import Collection

    from kbpivot.vault import Vault

__all__ = ["reached_by_lessons"]

_DONE: Final = frozenset("xX")


def reached_by_lessons(
    vault: Vault, names: Collection[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return what is reached by lessons: notes by path, and names without a note.

    A lesson is done when its box is ticked or its name is known; then what it teaches is reached,
    and with the last one the course.

    Args:
        vault: the notes.
        names: names that the person knows.
    """
    known = {planned_key(name) for name in names}
    notes: set[str] = set()
    reached: set[str] = set()
    left: dict[str, int] = {}
    for node, course, lesson in lesson_nodes(vault):
        left.setdefault(course.path, 0)
        if lesson.box not in _DONE and planned_key(node) not in known:
            left[course.path] += 1
            continue
        reached.add(node)
        for name in lesson.teaches:
            path = vault.find(name, source=course.path)
            if path is None:
                reached.add(name)
            else:
                notes.add(path)
    notes.update(path for path, open_ in left.items() if not open_)
    return frozenset(notes), frozenset(reached)
