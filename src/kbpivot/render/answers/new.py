"""The answer of `new`: notes that were made, or were there already."""

from __future__ import annotations

import msgspec

from kbpivot.render.answers import Answer

__all__ = ["NewAnswer", "NewEntry", "NewNeedEntry", "UnreadEntry"]


class NewNeedEntry(msgspec.Struct, frozen=True):
    """A prerequisite that was asked for.

    Attributes:
        link: as it is written in the note.
        path: the note it leads to; null while it is planned.
        near: names of notes that were perhaps meant.
    """

    link: str
    path: str | None
    near: tuple[str, ...]


class UnreadEntry(msgspec.Struct, frozen=True):
    """An entry of a bibliography of which no note was made.

    Attributes:
        line: where it stands; null where that is not known.
        message: why.
    """

    line: int | None
    message: str


class NewEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One note.

    Attributes:
        path: where it is.
        created: false when it was there already; then nothing was written.
        uri: address that opens it in Obsidian.
        template: path of the vault's template it was made from; null for one of kbpivot's own.
        folder_reason: why it is in its folder; may be empty.
        needs: prerequisites that were asked for.
        guesses: paths of notes it perhaps builds on, put as a question in the note.
        waiting: links that lead to it and led nowhere before.
        namesake: path of another note of the same name; null without one.
        diff: what an import would change in a note that was there, as a unified diff.
        concept: id of the entry of the map whose names and sources it has; null for any other
            note.
        mapped_needs: whether what it builds on is from the map, too.
        same: path of a note that is about that entry and was there before; null without one.
    """

    path: str
    created: bool
    uri: str
    template: str | None
    folder_reason: str
    needs: tuple[NewNeedEntry, ...]
    guesses: tuple[str, ...]
    waiting: int
    namesake: str | None
    diff: str
    concept: str | None = None
    mapped_needs: bool = False
    same: str | None = None


class NewAnswer(Answer, frozen=True, tag="kbpivot.new/1"):
    """Notes that were made, or were there already.

    Attributes:
        kind: what was asked for: `paper`, `concept`, `track`, `source` or `weekly-review`.
        notes: in the order in which they were asked for.
        unread: entries of a bibliography of which no note was made.
    """

    kind: str
    notes: tuple[NewEntry, ...]
    unread: tuple[UnreadEntry, ...]
