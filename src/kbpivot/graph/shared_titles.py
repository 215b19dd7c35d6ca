"""What to call notes whose titles agree: each with the folder that tells it from the others."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["told_apart"]


def told_apart(titles: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return names for those of some notes whose title another one has as well.

    The folder is the nearest one by which they differ, and all that is above it where even that
    is not enough; a note that lies in no folder keeps its title.

    Args:
        titles: path and title of each note.

    >>> told_apart([("a/Task.md", "Task"), ("b/Task.md", "Task"), ("Other.md", "Other")])
    {'a/Task.md': 'Task (a)', 'b/Task.md': 'Task (b)'}
    """
    alike: dict[str, list[tuple[str, str]]] = {}
    for path, title in titles:
        alike.setdefault(title.casefold(), []).append((path, title))
    called: dict[str, str] = {}
    for notes in alike.values():
        if len(notes) < 2:
            continue
        folders = {path: path.rpartition("/")[0] for path, _ in notes}
        nearest = {path: _differing(folder, folders.values()) for path, folder in folders.items()}
        for path, title in notes:
            if nearest[path]:
                called[path] = f"{title} ({nearest[path]})"
    return called


def _differing(folder: str, others: Iterable[str]) -> str:
    """The last part of a folder that no other has as its last, else the whole of it."""
    parts = folder.split("/")
    ends = [other.split("/") for other in others if other != folder]
    for length in range(1, len(parts) + 1):
        if not any(end[-length:] == parts[-length:] for end in ends):
            return "/".join(parts[-length:]) if length == 1 else folder
    return folder
