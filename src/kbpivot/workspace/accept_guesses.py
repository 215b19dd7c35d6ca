"""Answers to questions about guesses: what they change in notes, and the writing of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from kbpivot.edit.convention import Convention, vault_convention, with_edge
from kbpivot.edit.fixes import diff
from kbpivot.errors import RefusedError
from kbpivot.notes.vocabulary import DEFAULT
from kbpivot.record import Record
from kbpivot.shell.files import TextFile, list_files, read_text
from kbpivot.shell.log import new_batch
from kbpivot.shell.writing import check_writable, replace_text

if TYPE_CHECKING:
    from kbpivot.workspace.workspace import Workspace

__all__ = ["Changes", "Confirming", "FileChange", "Problem"]

Pair = tuple[str, str]


class FileChange(Record, frozen=True):
    """What is to be written into one note.

    Attributes:
        path: the note.
        pairs: (first, second) for each prerequisite that it will state.
        file: the file as it was read.
        text: its new text.
    """

    path: str
    pairs: tuple[Pair, ...]
    file: TextFile
    text: str

    @property
    def diff(self) -> str:
        """The change as `git diff` shows it."""
        return diff(self.path, self.file.text, self.text)


class Problem(Record, frozen=True):
    """A pair that cannot be written, and why, in one sentence."""

    first: str
    second: str
    message: str


class Changes(Record, frozen=True):
    """What some answers change.

    Attributes:
        files: one for each note that changes, in order of path.
        problems: pairs that are not written.
        known: pairs that are stated already.
    """

    files: tuple[FileChange, ...]
    problems: tuple[Problem, ...] = ()
    known: tuple[Pair, ...] = ()


class Confirming:
    """Turns answers into the least edits, in the way the vault writes prerequisites.

    Attributes:
        lost: what could not be kept of the files that were written, as sentences.
    """

    def __init__(self, work: Workspace) -> None:
        """Prepare for the vault of a workspace; its notes are read again before each edit."""
        self._work = work
        self._batch = new_batch()
        self.lost: tuple[str, ...] = ()
        self._after: dict[str, set[str]] = {}
        for first, second in work.derived.graph.edges:
            self._after.setdefault(first, set()).add(second)

    @cached_property
    def convention(self) -> Convention:
        """How the vault writes prerequisites."""
        work = self._work
        return vault_convention(
            work.vault, traits=work.traits, vocabulary=work.inputs.vocabulary or DEFAULT
        )

    @cached_property
    def _disk(self) -> dict[str, str]:
        return {file.path: file.disk for file in list_files(self._work.root).notes}

    def changes(self, pairs: Iterable[Pair]) -> Changes:
        """Work out what stating some pairs changes; nothing is written yet.

        Args:
            pairs: paths of the note that comes first, and of the one that builds on it.
        """
        after = {first: set(found) for first, found in self._after.items()}
        files: dict[str, TextFile] = {}
        texts: dict[str, str] = {}
        done: dict[str, list[Pair]] = {}
        problems: list[Problem] = []
        known: list[Pair] = []
        for first, second in dict.fromkeys(pairs):
            if second in after.get(first, ()):
                known.append((first, second))
                continue
            try:
                self._check(first, second, after)
                if second not in files:
                    files[second] = _writable(read_text(self._disk[second]), second)
                    texts[second] = files[second].text
                edited = self._edited(first, second, texts[second])
            except RefusedError as trouble:
                problems.append(Problem(first, second, str(trouble)))
                continue
            except OSError as trouble:
                said = trouble.strerror or type(trouble).__name__
                problems.append(Problem(first, second, f"{second} cannot be read: {said}."))
                continue
            if edited == texts[second]:
                known.append((first, second))
                continue
            texts[second] = edited
            after.setdefault(first, set()).add(second)
            done.setdefault(second, []).append((first, second))
        return Changes(
            tuple(
                FileChange(path, tuple(done[path]), files[path], texts[path])
                for path in sorted(done)
            ),
            tuple(problems),
            tuple(known),
        )

    def _check(self, first: str, second: str, after: dict[str, set[str]]) -> None:
        """Raise `RefusedError` where a pair cannot be stated at all."""
        for path in (first, second):
            if path not in self._work.vault or path not in self._disk:
                raise RefusedError(f"There is no note {path} any more.")
        if first == second:
            raise RefusedError("A note does not come before itself.")
        seen, ahead = {second}, [second]
        while ahead:
            for node in after.get(ahead.pop(), ()):
                if node == first:
                    raise RefusedError(
                        f"{self._title(second)} comes before {self._title(first)} as the notes"
                        " say; stating this too would make a circle."
                    )
                if node not in seen:
                    seen.add(node)
                    ahead.append(node)

    def _title(self, path: str) -> str:
        return self._work.vault[path].title

    def _edited(self, first: str, second: str, text: str) -> str:
        work = self._work
        return with_edge(
            work.vault,
            first,
            second,
            text=text,
            convention=self.convention,
            link_style=work.derived.link_style,
            vocabulary=work.inputs.vocabulary or DEFAULT,
        )

    def write(self, changes: Sequence[FileChange]) -> tuple[FileChange, ...]:
        """Write changes, each note whole or not at all, and return what was written.

        Raises:
            RefusedError: a note has changed since it was read; those before it are written.
            OSError: a note cannot be written.
        """
        done: list[str] = []
        for change in changes:
            try:
                lost = replace_text(change.file, change.text, root=self._work.root)
            except (RefusedError, OSError) as trouble:
                if not done:
                    raise
                said = (
                    f"{trouble}"
                    if isinstance(trouble, RefusedError)
                    else f"{change.path} cannot be written: {trouble.strerror or trouble}."
                )
                before = ", ".join(done)
                raise RefusedError(f"{said} Written before that: {before}.") from None
            done.append(change.path)
            self.lost += lost
            for first, second in change.pairs:
                self._after.setdefault(first, set()).add(second)
        return tuple(changes)

    def refuse(self, pairs: Iterable[Pair], *, at: datetime) -> tuple[Pair, ...]:
        """Write to the person's log that these pairs are not so, and return the new ones.

        Raises:
            LogError: the log cannot be written.
        """
        from kbpivot.shell.log import new_event
        from kbpivot.study.learning_log import REFUSED, refusals

        work = self._work
        known = refusals(work.events)
        new = [pair for pair in dict.fromkeys(pairs) if pair not in known]
        if new:
            self._work = work.recorded(
                *(
                    new_event(
                        REFUSED,
                        first,
                        to=second,
                        at=at,
                        hash=work.inputs.note_hash(first),
                        batch=self._batch,
                    )
                    for first, second in new
                )
            ).workspace
        return tuple(new)


def _writable(file: TextFile, path: str) -> TextFile:
    """Return a file that may be written; known before the first of many is written.

    Raises:
        RefusedError: it is marked read-only, or holds bytes that are no UTF-8.
    """
    check_writable(file.disk, follow=True)
    try:
        file.data.decode()
    except UnicodeDecodeError:
        raise RefusedError(
            f"{path} is not valid UTF-8, so it was not touched. Save it as UTF-8 first."
        ) from None
    return file
