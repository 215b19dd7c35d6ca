"""Where the statuses of a vault are its record, and where they are a few words beside much writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kbpivot.study.status import Level
    from kbpivot.traits import Traits

__all__ = ["uncovered"]

_HALF: Final = 0.5
"""Share of the notes of a sort from which their statuses say what is known of all of them."""

_PROGRESS: Final = 0.1
"""The same share where it is mastery that is marked: who marks that leaves the rest open."""

_LEAST: Final = 5
"""Notes that are marked as mastered or started from which that is a habit."""


def uncovered(traits: Mapping[str, Traits], levels: Mapping[str, Level]) -> frozenset[str]:
    """Return the notes about which the vault's statuses say nothing, not even by silence.

    Statuses govern a vault when half of its notes have one, or when five or more are marked as
    mastered or started and those are a tenth. Else they govern the sorts of notes of which half
    have one: papers, or other notes, of one top folder. So a reading list of papers says nothing
    about the concepts beside it, and a few words say nothing about the rest. Of a sort those
    notes count that have content or a status.

    Args:
        traits: what the notes are that a person may know, by path.
        levels: how far the person is with those that say so.
    """
    told = {path for path, one in traits.items() if one.maturity == "written" or path in levels}
    said = told & levels.keys()
    progress = sum(levels[path] != "not-started" for path in said)
    if len(said) >= _HALF * len(told) or (progress >= _LEAST and progress >= _PROGRESS * len(told)):
        return frozenset()
    sorts: dict[tuple[bool, str], list[str]] = {}
    for path in told:
        folder = path.partition("/")[0] if "/" in path else ""
        sorts.setdefault((traits[path].kind == "paper", folder), []).append(path)
    return frozenset(
        path
        for paths in sorts.values()
        if sum(path in said for path in paths) < _HALF * len(paths)
        for path in paths
    )
