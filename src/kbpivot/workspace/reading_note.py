"""A note that holds a list of what to read, and the notes made of boxes that are ticked there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kbpivot.edit.kept_block import with_block
from kbpivot.edit.new_note import Paper
from kbpivot.errors import RefusedError
from kbpivot.notes.own_block import own_block
from kbpivot.render.documents.reading_list import Box, boxes, destination, is_reading_list
from kbpivot.shell.files import read_text
from kbpivot.shell.importing.bibliography import arxiv_id
from kbpivot.shell.importing.items import Item, item_of
from kbpivot.shell.seen import Waiting
from kbpivot.shell.writing import create_text, replace_text

if TYPE_CHECKING:
    from kbpivot.workspace.new_note import Creation
    from kbpivot.workspace.workspace import Workspace

__all__ = ["ReadingNote"]

_KEPT: Final = timedelta(weeks=4)


class ReadingNote:
    """The list in one note: what stands in it, what is ticked, and what it is to hold."""

    def __init__(self, work: Workspace, path: str, *, today: date, cache: bool = True) -> None:
        """Read what stands in the note.

        Args:
            work: the vault.
            path: vault path of the note; it need not exist.
            today: the day.
            cache: use what is kept of the items of the list, and keep what is written.

        Raises:
            RefusedError: its markers cannot be used, or hold something else.
            OSError: it cannot be read.
        """
        self.path = path
        self._work = work
        self._today = today
        self._disk = Path(work.root, *path.split("/"))
        self._file = read_text(self._disk) if self._disk.exists() else None
        self._waiting = Waiting(work.root, path) if cache else None
        text = "" if self._file is None else self._file.text
        with_block(text, "")  # refused before anything is made
        block = own_block(text)
        inside = text[max(block.start, 0) : max(block.end, 0)]
        if not is_reading_list(inside):
            raise RefusedError(
                f"{path} holds something else that kbpivot keeps up to date, so it was not touched;"
                " name another note with --note."
            )
        self._boxes = boxes(inside)
        known = {} if self._waiting is None else self._waiting.entries()
        self._known = {destination(url): entry for url, entry in known.items()}

    @property
    def open_items(self) -> tuple[Item, ...]:
        """The items whose boxes are not ticked, and that are on the list for four weeks at most."""
        found = (self._entry(box) for box in self._boxes if not box.ticked)
        return tuple(item for item, since in found if since > self._today - _KEPT)

    def make(self, now: datetime) -> tuple[tuple[Item, Creation], ...]:
        """Make a paper note of each box that is ticked; one that is there already is left alone.

        Args:
            now: the time, with its zone.

        Raises:
            RefusedError: no file can be called so.
            OSError: a note cannot be written.
        """
        from kbpivot.workspace.new_note import Creator

        ticked = [self._entry(box)[0] for box in self._boxes if box.ticked]
        creator = Creator(self._work, "paper", now=now) if ticked else None
        return tuple((item, creator.paper(item.paper)) for item in ticked if creator is not None)

    def write(self, items: Sequence[Item], text: str) -> bool:
        """Put a list into the note, and nothing else; return whether anything changed.

        Args:
            items: the items on the list.
            text: the list as Markdown.

        Raises:
            RefusedError: the note changed meanwhile, or may not be written.
            OSError: it cannot be written.
        """
        old = "" if self._file is None else self._file.text
        wanted = with_block(old, text)
        if self._file is None:
            create_text(self._disk, wanted, root=self._work.root)
        elif wanted != old:
            replace_text(self._file, wanted, root=self._work.root)
        if self._waiting is not None:
            since = {item.key: day for item, day in self._known.values()}
            self._waiting.keep((item, since.get(item.key, self._today)) for item in items)
        return wanted != old

    def _entry(self, box: Box) -> tuple[Item, date]:
        """The item of a box; where nothing is kept of it, what the box itself says."""
        known = self._known.get(box.url)
        if known is not None:
            return known
        arxiv = arxiv_id(box.url)
        paper = Paper(title=box.title or box.url, arxiv=arxiv, url=box.url)
        item = item_of(paper, source=self.path)
        assert item is not None
        return item, self._today
