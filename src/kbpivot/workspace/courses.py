"""Courses from a syllabus or the map, and what goes into a new note about one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from kbpivot.edit.new_note.course import LessonRow, with_lesson_rows
from kbpivot.errors import NotOnMapError, RefusedError
from kbpivot.record import Record
from kbpivot.shell.importing.syllabus import Syllabus, course_on_map, read_syllabus
from kbpivot.shell.regular_file import read_regular

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbpivot.workspace.workspace import Workspace

__all__ = ["Course", "course_text", "read_course"]

USUAL_MINUTES: Final = 60
_MOST_BYTES: Final = 20_000_000


class Course(Record, frozen=True):
    """A course to write a note about.

    Attributes:
        title: what to call it.
        syllabus: its lessons.
        minutes: the length of a lesson of which nothing is said.
        guessed: how many lessons have that length.
    """

    title: str
    syllabus: Syllabus
    minutes: int
    guessed: int


def read_course(
    work: Workspace, source: str, *, data: bytes | None = None, minutes: int | None = None
) -> Course:
    """Read a syllabus, or find a course or book on the map.

    Args:
        work: the vault.
        source: a file, or a name on the map.
        data: what was read already, such as standard input.
        minutes: the length of a lesson of which nothing is said; an hour when not given.

    Raises:
        RefusedError: it is neither, or lists nothing.
        OSError: it cannot be read.
    """
    file = Path(source).expanduser()
    if data is None and file.is_file():
        data = read_regular(file, most=_MOST_BYTES)
    if data is not None:
        name = "standard input" if source == "-" else source
        found = read_syllabus(data, name=name)
        title = found.title or ("Course" if source == "-" else file.stem)
    else:
        found = _on_map(work, source)
        title = found.title
    usual = USUAL_MINUTES if minutes is None else minutes
    return Course(title, found, usual, sum(part.minutes is None for part in found.parts))


def _on_map(work: Workspace, name: str) -> Syllabus:
    field = work.on_map.field
    if field is None:
        raise RefusedError(f"There is no file {name}.")
    try:
        id_ = work.concept(name)
    except NotOnMapError:
        raise RefusedError(f"{name} is no file, and no course or book of the map.") from None
    if field.concepts[id_].kind not in ("course", "book"):
        raise RefusedError(f"{field.concepts[id_].name} on the map is no course or book.")
    return course_on_map(field, id_)


def course_text(work: Workspace, text: str, course: Course, *, path: str) -> str:
    """Put a course into the text of a new note.

    Args:
        work: the vault.
        text: the template, filled in.
        course: the course.
        path: the note's path.
    """
    rows = [
        LessonRow(
            part.title,
            part.minutes or course.minutes,
            part.address,
            *_taught(work, part.teaches, path),
        )
        for part in course.syllabus.parts
    ]
    found = course.syllabus
    return with_lesson_rows(text, rows, address=found.address, medium=found.medium)


def _taught(
    work: Workspace, names: Sequence[str], source: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What of the names is a note or on the map, as it is written; and the rest."""
    field = work.on_map.field if work.is_on_field else None
    taught: dict[str, None] = {}
    rest: list[str] = []
    for name in names:
        path = work.vault.find(name)
        id_ = None if field is None else field.find(name)
        if path is None and id_ is not None:
            path = next(iter(work.on_map.notes.get(id_, ())), None)
        if path is not None:
            link = work.vault.link_text(path, source=source, style=work.derived.link_style)
            taught[f"[[{link}]]"] = None
        elif (
            id_ is not None and field is not None and not set(field.concepts[id_].name) & set(",;")
        ):
            taught[field.concepts[id_].name] = None
        else:
            rest.append(name)
    return tuple(taught), tuple(rest)
