"""Where numbered files and folders put a note: what a guess may not turn round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.notes.counting import numbered_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Numbering"]

_MOST_DIGITS = 4  # more are a time or an id


class Numbering:
    """The numbers in the names of files and folders, one numbering for each folder and habit."""

    def __init__(self, paths: Iterable[str]) -> None:
        inside: dict[str, set[str]] = {}
        for path in paths:
            folder = ""
            for name in path.removesuffix(".md").split("/"):
                inside.setdefault(folder, set()).add(name)
                folder = f"{folder}/{name}" if folder else name
        self._places: dict[str, Mapping[str, tuple[int, tuple[int, ...]]]] = {}
        for folder, found in inside.items():
            names = sorted(found)
            places = {
                names[at]: (number, numbers)
                for number, numbering in enumerate(numbered_names(names))
                for at, numbers in numbering.items()
                if max(numbers, default=0) < 10**_MOST_DIGITS
            }
            if places:
                self._places[folder] = places

    def reverses(self, before: str, after: str) -> bool:
        """Tell whether the numbers put `after` ahead of `before`, in whatever folder they part."""
        if not self._places:
            return False
        ours, theirs = before.removesuffix(".md").split("/"), after.removesuffix(".md").split("/")
        for depth, (one, other) in enumerate(zip(ours, theirs, strict=False)):
            if one != other:
                places = self._places.get("/".join(ours[:depth]))
                if places is None or one not in places or other not in places:
                    return False
                (kind, number), (kind_too, other_number) = places[one], places[other]
                return kind == kind_too and other_number < number
        return False
