"""Notes about code: what goes into a new one, and lines of code that have moved since."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kbpivot.edit.new_note.code import Anchor, anchors, remark_of, with_reading
from kbpivot.edit.new_note.guesses import with_questions
from kbpivot.edit.new_note.properties import with_values
from kbpivot.language.ordinary import is_ordinary
from kbpivot.model import Diagnostic, Span
from kbpivot.notes.vocabulary import canonical
from kbpivot.record import Record
from kbpivot.shell.code import CodeReading, read_clone, read_code
from kbpivot.shell.code.clone import Clone, anchored_lines
from kbpivot.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kbpivot.workspace.workspace import Workspace

__all__ = ["Code", "code_text", "concepts_on_map", "notes_named", "read_folder", "stale_anchors"]

_MOST_CONCEPTS: Final = 8
_FIELD: Final = 3  # so many sure names tell that a text is about the field of the notes


class Code(Record, frozen=True):
    """A folder of code, read.

    Attributes:
        clone: what it holds.
        reading: which files to read.
        place: where it lies, as it is written in the note.
    """

    clone: Clone
    reading: CodeReading
    place: str

    @property
    def words(self) -> str:
        """What its README and docstrings say."""
        return f"{self.clone.description}\n\n{self.clone.readme}\n\n{self.reading.words}"


def read_folder(work: Workspace, folder: str) -> Code:
    """Read a folder of code; nothing is executed, and nothing outside of it is read.

    Raises:
        RefusedError: it is no folder, or holds no code to order.
        OSError: it cannot be read.
    """
    clone = read_clone(folder)
    place = Path(os.path.abspath(Path(folder).expanduser()))  # noqa: PTH100 - keeps links
    return Code(clone, read_code(clone), _place(place, work.root))


def _place(folder: Path, root: Path) -> str:
    """Where a folder lies: seen from the vault where it is near, else from the home folder."""
    for base, sign in ((root, ""), (root.parent, "../"), (Path.home(), "~/")):
        try:
            return sign + folder.relative_to(base).as_posix()
        except ValueError:
            continue
    return folder.as_posix()


def code_text(text: str, code: Code, *, links: Sequence[str], on_map: Sequence[str]) -> str:
    """Put what was read into the text of a new note.

    Args:
        text: the template, filled in.
        code: what was read.
        links: of notes that it perhaps builds on.
        on_map: names of concepts on the map without a note.
    """
    clone, reading = code.clone, code.reading
    stops = [
        (Anchor(one.path, one.symbol, one.line, one.text), remark_of(one.used_by))
        for one in reading.stops
        if one.text and "`" not in one.path
    ]
    text = with_reading(text, clone.description, stops, rough=reading.rough)
    questions = [*links, *(f"{name}, which has no note yet" for name in on_map)]
    text = with_questions(text, questions)
    size = f"{counted(clone.files, 'file')}, {clone.lines:,} lines of code"
    values: dict[str, str | int] = {"clone": code.place, "commit": clone.commit, "size": size}
    text = with_values(text, {key: value for key, value in values.items() if value})
    return with_values(text, {"hours": max(1, round(reading.hours))})


def concepts_on_map(work: Workspace, words: str) -> tuple[str, ...]:
    """Return names of concepts of the map that a text names and no note is about."""
    from kbpivot.maps import named_entries

    if not work.is_on_field or work.on_map.field is None:
        return ()
    field, noted = work.on_map.map, work.on_map.notes
    granted = work.person.granted_concepts
    found: dict[str, int] = {}
    for id_ in named_entries(field, words):
        one = field.concepts[id_]
        known = id_ in noted or id_ in granted or one.everyday or one.area in field.common_areas
        if not known and (count := _count(words, one.names)):
            found[one.name] = count
    return tuple(sorted(found, key=lambda name: (-found[name], name))[:_MOST_CONCEPTS])


def notes_named(work: Workspace, paths: Sequence[str], words: str) -> tuple[str, ...]:
    """Return those of some notes that a long text surely names.

    A short text names what it is about; over many pages chance names much else.
    """
    vault, languages = work.vault, work.vault.languages
    names = {p: (vault[p].name, vault[p].title, *vault[p].aliases) for p in paths}
    sure = {
        path
        for path, called in names.items()
        if _count(words, [one for one in called if " " in one or not is_ordinary(one, languages)])
    }
    # An ordinary word is a term only in a text that is full of terms.
    full = len(sure) >= _FIELD
    return tuple(p for p in paths if p in sure or (full and _count(words, names[p]) > 1))


def _count(words: str, names: Iterable[str]) -> int:
    """How often a text has one of some names: a single word once alone may be chance."""
    counts = [0]
    for name in dict.fromkeys(one.casefold() for one in names):
        pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
        count = len(re.findall(pattern, words.casefold()))
        counts.append(count if " " in name or count > 1 else 0)
    return max(counts)


def stale_anchors(work: Workspace) -> Iterator[Diagnostic]:
    """Yield lines of code that notes name and that are not there any more.

    Of a clone that is not on this computer nothing is said.
    """
    for note in work.vault.notes:
        place = next(
            (value for key, value in note.properties.items() if canonical(key) == "clone"), None
        )
        if not isinstance(place, str) or not place.strip():
            continue
        text = work.vault.text(note.path)
        named = anchors(text)
        folder = work.root / Path(place.strip()).expanduser()
        lines = anchored_lines(folder, sorted({one.path for one in named})) if named else None
        if lines is None:
            continue
        for one in named:
            if said := _moved(one, lines.get(one.path)):
                yield Diagnostic(
                    "stale-anchor",
                    "info",
                    note.path,
                    _span(text, one.start),
                    said,
                    "Read the file again, and write the line as it is now.",
                )


def _moved(anchor: Anchor, lines: Sequence[str] | None) -> str:
    """Say where the line of an anchor is now, "" where it is in its place."""
    called = f"`{anchor.symbol}`" if anchor.symbol else "The line"
    if lines is None:
        return f"There is no file {anchor.path} in the clone any more."
    plain = [line.replace("\t", " ").strip() for line in lines]
    if 0 < anchor.line <= len(plain) and plain[anchor.line - 1] == anchor.text:
        return ""
    now = [number for number, line in enumerate(plain, start=1) if line == anchor.text]
    if not now:
        return f"{called} is not in {anchor.path} any more as the note has it."
    nearest = min(now, key=lambda number: (abs(number - anchor.line), number))
    return f"{called} has moved in {anchor.path}: from line {anchor.line} to line {nearest}."


def _span(text: str, start: int) -> Span:
    place = start + len(text[start:]) - len(text[start:].lstrip())
    line = text.count("\n", 0, place) + 1
    return Span(place, place, line, place - (text.rfind("\n", 0, place) + 1) + 1)
