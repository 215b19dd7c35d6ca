"""What a note says of whether others may read it."""

from __future__ import annotations

from typing import Final

import msgspec

from kbpivot.model import Note
from kbpivot.notes.frontmatter import flag_scalar, flag_truth
from kbpivot.notes.vocabulary import canonical
from kbpivot.vault import RowKind

__all__ = ["FLAGS", "SHOWN", "NoteFlags", "flags_of"]

# `published` is a date wherever it was seen, so it is no flag. `unlisted` and `noindex` hide a
# note from lists and search engines, not from a reader who follows a link.
SHOWN = ("publish", "dg publish", "public", "share")
_HIDDEN = ("draft", "private")
_VISIBILITY = {
    **dict.fromkeys(("public", "published", "everyone", "world"), True),
    **dict.fromkeys(("private", "hidden", "draft", "secret", "me", "personal"), False),
}


class NoteFlags(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What a note says of whether others may read it.

    Attributes:
        said: the verdict of each property or inline field that speaks, by canonical key.
        broken: whether its properties cannot be read.
    """

    said: dict[str, bool]
    broken: bool


def flags_of(note: Note) -> dict[str, bool]:
    """The verdict of each property (or inline field) that speaks, by canonical key."""
    found: dict[str, bool] = {}
    pairs: list[tuple[str, object]] = [(field.key, field.value) for field in note.fields]
    pairs.extend(note.properties.items())
    if note.frontmatter == "error":  # of what cannot be read, flags count all the same
        pairs.extend((key, flag_scalar(text)) for key, text in note.raw.items())
    for written, value in pairs:
        key = canonical(written)
        if key in SHOWN:
            yes = flag_truth(value)
            if yes is not None:
                found[key] = yes and found.get(key, True)
        elif key in _HIDDEN:
            if flag_truth(value):
                found[key] = False
        elif key == "visibility" and isinstance(value, str):
            verdict = _VISIBILITY.get(value.strip().casefold())
            if verdict is not None:
                found[key] = verdict and found.get(key, True)
    return found


def _note_flags(note: Note) -> NoteFlags:
    return NoteFlags(flags_of(note), note.frontmatter == "error")


FLAGS: Final = RowKind("kbpivot.traits.publication:FLAGS", NoteFlags, _note_flags)
