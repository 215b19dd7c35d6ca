"""The answer of `new`: notes that were made, or were there already."""

from __future__ import annotations

import msgspec

from kbpivot.render.answers import Answer

__all__ = [
    "CodeEntry",
    "CodeStopEntry",
    "CourseEntry",
    "LessonEntry",
    "NewAnswer",
    "NewEntry",
    "NewNeedEntry",
    "UnreadEntry",
]


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
        on_map: names on the map that it perhaps builds on and no note is about.
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
    on_map: tuple[str, ...] = ()


class CodeStopEntry(msgspec.Struct, frozen=True):
    """A file to read.

    Attributes:
        path: as seen from the folder of the code.
        symbol: where to begin in it; may be empty.
        line: 1-based line of that.
        text: the line's text.
        lines: lines of the file that are not empty.
        used_by: how many other files build on it, directly or not.
    """

    path: str
    symbol: str
    line: int
    text: str
    lines: int
    used_by: int


class CodeEntry(msgspec.Struct, frozen=True):
    """Code that was read.

    Attributes:
        name: what it calls itself, else its folder.
        description: its own line on what it is; may be empty.
        commit: the commit that is checked out; may be empty.
        files: number of its files.
        lines: lines of its source files.
        hours: time to read the files named, at 400 lines an hour.
        rough: whether the order is from import lines and not from syntax trees.
        reading: files in reading order.
    """

    name: str
    description: str
    commit: str
    files: int
    lines: int
    hours: float
    rough: bool
    reading: tuple[CodeStopEntry, ...]


class LessonEntry(msgspec.Struct, frozen=True):
    """A lesson of a course.

    Attributes:
        number: its place, from 1.
        title: what it is called.
        hours: how long it takes.
        assumed: whether that is not said, and taken to be as long as others.
    """

    number: int
    title: str
    hours: float
    assumed: bool


class CourseEntry(msgspec.Struct, frozen=True):
    """A course that was read.

    Attributes:
        title: what it is called.
        lessons: in order.
    """

    title: str
    lessons: tuple[LessonEntry, ...]


class NewAnswer(Answer, frozen=True, tag="kbpivot.new/1"):
    """Notes that were made, or were there already.

    Attributes:
        kind: what was asked for: `paper`, `concept`, `code`, `course`, `track`,
            `source` or `weekly-review`.
        notes: in the order in which they were asked for.
        unread: entries of a bibliography of which no note was made.
        code: what was read for a note about code; null for any other.
        course: what was read for a note about a course; null for any other.
    """

    kind: str
    notes: tuple[NewEntry, ...]
    unread: tuple[UnreadEntry, ...]
    code: CodeEntry | None = None
    course: CourseEntry | None = None
