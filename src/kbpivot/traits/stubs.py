"""Empty notes that nobody means to write: other spellings of a note, and pointers to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbpivot.language.plurals import other_numbers, unaccented
from kbpivot.vault import planned_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from kbpivot.vault import Vault

__all__ = ["empty_twins", "is_pointer"]

_ALIKE = 3  # letters with which two spellings of one name begin alike


def empty_twins(
    empty: Collection[str], written: Iterable[str], *, language: Callable[[], str] = lambda: "en"
) -> dict[str, str]:
    """Find for each empty note the written one beside it that has the same name, spelled otherwise.

    A click on a link to `Residual network` in a vault with `Residual networks` makes such a file.
    Names that differ in number, case, accents, apostrophes, spaces and hyphens are the same. Both
    notes lie in one folder, and only one written note fits.

    Args:
        empty: paths of notes that say nothing.
        written: paths of notes that say something.
        language: tells the language of the vault, for its plurals.

    >>> empty_twins(["ML/Residual network.md"], ["ML/Residual networks.md", "Residual networks.md"])
    {'ML/Residual network.md': 'ML/Residual networks.md'}
    """
    if not empty:
        return {}
    begun = {_begin(path) for path in empty}
    known: dict[tuple[str, str], list[str]] = {}
    for path in written:
        if _begin(path) in begun:
            known.setdefault(_spelled(path), []).append(path)
    found = {}
    for path in empty:
        folder, key = _spelled(path)
        keys = dict.fromkeys((key, *other_numbers(key, language())))
        others = [other for one in keys for other in known.get((folder, one), ())]
        if len(others) == 1:
            found[path] = others[0]
    return found


def is_pointer(vault: Vault, path: str, written: Collection[str]) -> bool:
    """Tell whether a note is nothing but a link to a written one.

    Args:
        vault: the notes.
        path: a note that says nothing.
        written: paths of notes that say something.
    """
    note = vault[path]
    links = vault.links(path)
    if len(links) != 1 or note.headings or note.properties:
        return False
    return links[0].target in written


def _begin(path: str) -> tuple[str, str]:
    folder, _, file = path.rpartition("/")
    return folder, unaccented(file[:_ALIKE].casefold())


def _spelled(path: str) -> tuple[str, str]:
    folder, _, file = path.rpartition("/")
    return folder, planned_key(unaccented(file))
