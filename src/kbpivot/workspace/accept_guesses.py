"""Answers to questions about guesses: what they change in notes, and the writing of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from immutabledict import immutabledict
from msgspec.structs import replace

from kbpivot.edit.convention import Convention, vault_convention, with_edge
from kbpivot.edit.fixes import diff
from kbpivot.edit.taken_back import taken_back
from kbpivot.errors import RefusedError
from kbpivot.notes.vocabulary import DEFAULT
from kbpivot.record import Record
from kbpivot.shell.files import TextFile, list_files, read_text
from kbpivot.shell.log import new_batch
from kbpivot.shell.writing import check_writable, replace_text

if TYPE_CHECKING:
    from kbpivot.study.learning_log import Event
    from kbpivot.workspace.workspace import Workspace

__all__ = ["Changes", "Confirming", "FileChange", "Problem"]

Pair = tuple[str, str]
_WAS = "was"
"""Field of a line in the log: fingerprint of the later note before a yes was written into it."""


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

    def confirm(self, changes: Iterable[FileChange], *, at: datetime) -> None:
        """Write to the person's log what was written into notes, so that it can be taken back.

        Raises:
            LogError: the log cannot be written.
        """
        from kbpivot.shell.log import new_event
        from kbpivot.study.learning_log import CONFIRMED

        events = [
            replace(
                new_event(CONFIRMED, first, to=second, at=at, batch=self._batch),
                more=immutabledict({_WAS: _fingerprint(change.file.text)}),
            )
            for change in changes
            for first, second in change.pairs
        ]
        if events:
            self._work = self._work.recorded(*events).workspace

    def take_back(self, events: Iterable[Event]) -> tuple[Problem, ...]:
        """Take what a yes wrote out of the notes again, and return what could not be.

        A note from which it cannot be taken without touching anything else stays as it is.

        Args:
            events: what `confirm` wrote to the log, oldest first.
        """
        problems: list[Problem] = []
        for event in reversed(tuple(events)):
            first, second = event.note, event.to or ""
            try:
                file, text = self._without(event)
                self.lost += replace_text(file, text, root=self._work.root)
            except RefusedError as trouble:
                problems.append(Problem(first, second, str(trouble)))
            except OSError as trouble:
                said = trouble.strerror or type(trouble).__name__
                problems.append(Problem(first, second, f"{second} cannot be written: {said}."))
        return tuple(problems)

    def _without(self, event: Event) -> tuple[TextFile, str]:
        """Return the file of the later note of a yes, and its text before that."""
        first, second, known = event.note, event.to or "", event.more.get(_WAS)
        if second not in self._disk or first not in self._work.vault:
            raise RefusedError(f"There is no note {second} any more.")
        file = _writable(read_text(self._disk[second]), second)
        text = taken_back(
            file.text,
            first.rpartition("/")[2].removesuffix(".md"),
            partial(self._edited, first, second),
            was=lambda trial: _fingerprint(trial) == known,
        )
        if text is None:
            raise RefusedError(
                f"{second} has changed since, so it was not touched. Take"
                f" {self._title(first)} out of its prerequisites yourself."
            )
        return file, text

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


def _fingerprint(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


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
