"""Ordered runs of links, and the signs of progress beside links, in lists and tables."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kbpivot.model import Entry, Reference, StatusMark
from kbpivot.notes.phrases import is_connector, plain_text
from kbpivot.notes.study_words import is_study
from kbpivot.notes.vocabulary import canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbpivot.model import Heading, Link, Span
    from kbpivot.notes.lines import Lines
    from kbpivot.notes.structure import Leaf, Structure
    from kbpivot.notes.vocabulary import Words

__all__ = ["Runs", "runs"]

_BOX = re.compile(r"[ \t]*\[([^\[\]])\][ \t]")
_FILE = re.compile(r"`([^`\r\n]*[^\s`]\.md)`", re.IGNORECASE)
_ARROWS = re.compile(r"[\s*_]*(?:→|⟶|⇒|➔|➜|➡️?|-{1,2}>|=>)[\s*_]*")
_NUMBER = re.compile(r"\W*(\d{1,4})\W*$")
_LEAD_WORDS = 3  # "Week 1: Read [[A]]" still leads with the note
_MARK_LENGTH = 40  # characters: a longer cell is a remark, not a mark


class Runs(NamedTuple):
    """Entries and marks of one note, each in source order."""

    entries: list[Entry]
    marks: list[StatusMark]


def runs(
    text: str,
    shape: Structure,
    links: Sequence[Link],
    headings: Sequence[Heading],
    lines: Lines,
    words: Words,
) -> Runs:
    """Read the lists, tables and arrow chains of a body.

    An item counts when it leads with a note: a link, or a file name in code ending in `.md`,
    with at most three words before it. A table row counts by its first link.
    """
    reader = _Reader(text, shape, links, headings, lines, words)
    reader.read()
    return Runs(reader.entries, reader.marks)


class _Reader:
    def __init__(
        self,
        text: str,
        shape: Structure,
        links: Sequence[Link],
        headings: Sequence[Heading],
        lines: Lines,
        words: Words,
    ) -> None:
        self.text, self.shape, self.lines, self.words = text, shape, lines, words
        self.links: list[tuple[Link, Span]] = [
            (link, link.span)
            for link in links
            if link.span is not None and not link.citation and link.linkpath
        ]
        self.starts = [span.start for _, span in self.links]
        self.headings = headings
        self.heading_starts = [heading.span.start for heading in headings]
        self.entries: list[Entry] = []
        self.marks: list[StatusMark] = []
        self.group = -1
        self.group_key: tuple[str, int] = ("", -1)

    def read(self) -> None:
        files = "`" in self.text
        if not self.links and not files:
            return
        starts = (*self.starts, len(self.text), len(self.text))
        rows: dict[int, dict[int, list[Leaf]]] = {}
        seen_items: set[int] = set()
        for leaf in self.shape.leaves:
            if leaf.kind == "cell":
                rows.setdefault(leaf.table, {}).setdefault(leaf.row, []).append(leaf)
            elif leaf.item >= 0 and leaf.kind in ("item", "paragraph"):
                if leaf.item not in seen_items:
                    seen_items.add(leaf.item)
                    if files or starts[bisect_left(starts, leaf.start)] < leaf.end:
                        self._item(leaf)
            elif (
                leaf.kind == "paragraph"
                and starts[bisect_left(starts, leaf.start, 0, len(starts) - 1) + 1] < leaf.end
            ):
                self._chain(leaf)
        for number, table in rows.items():
            self._table(number, table)
        self.entries.sort(key=lambda entry: entry.span.start)
        self.marks.sort(key=lambda mark: mark.span.start)
        self._renumber()

    def _renumber(self) -> None:
        """Number the groups in source order, since tables are read after lists."""
        order: dict[int, int] = {}
        for entry in self.entries:
            order.setdefault(entry.group, len(order))
        if any(group != number for group, number in order.items()):
            self.entries = [
                Entry(order[one.group], one.numbered, one.heading, one.target, one.span)
                for one in self.entries
            ]

    def _heading(self, offset: int) -> str:
        index = bisect_left(self.heading_starts, offset) - 1
        return plain_text(self.headings[index].text) if index >= 0 else ""

    def _within(self, start: int, end: int) -> list[tuple[Link, Span]]:
        first = bisect_left(self.starts, start)
        return self.links[first : bisect_left(self.starts, end)]

    def _open(self, kind: str, number: int) -> None:
        if self.group_key != (kind, number):
            self.group_key = (kind, number)
            self.group += 1

    def _add(self, target: Reference, span: Span, *, numbered: bool) -> None:
        self.entries.append(Entry(self.group, numbered, self._heading(span.start), target, span))

    # ------------------------------------------------------------------------ lists

    def _item(self, leaf: Leaf) -> None:
        text = self.text
        end = text.find("\n", leaf.start, leaf.end)
        end = leaf.end if end < 0 else end
        found = self._within(leaf.start, end)
        lead = self._lead(leaf.start, found[0][1].start) if found else None
        if lead is None:
            named = _FILE.search(text, leaf.start, end)
            if named is None or self._lead(leaf.start, named.start()) is None:
                return
            target = Reference(named[1], linked=False)
            targets = [(target, self.lines.span(named.start(), named.end()))]
            found = []
        else:
            targets = self._strung(found)
        item = self.shape.items[leaf.item]
        root = item
        while root.parent >= 0:
            root = self.shape.items[root.parent]
        self._open("list", root.list)
        for target, span in targets:
            self._add(target, span, numbered=item.numbered)
        mark = self._item_mark(leaf, item.task, end, targets[-1][1].end)
        # "Send [[A]] to Jo", done, is a task done and nothing learnt.
        if mark and is_study(lead or ""):
            span = self.lines.span(leaf.start, end)
            self.marks.extend(StatusMark("checkbox", mark, target, span) for target, _ in targets)

    def _lead(self, start: int, end: int) -> str | None:
        """The words before a note when they are few and no label of a relation, else None."""
        before = self.text[start:end]
        if len(before) > 60:
            return None
        said = canonical(before)
        if said in self.words.label or len(said.split()) > _LEAD_WORDS:
            return None
        return said

    def _item_mark(self, leaf: Leaf, task: str | None, end: int, behind: int) -> str:
        if task is not None:
            return task
        box = _BOX.match(self.text, leaf.start, end)
        if box:
            return box[1]
        before = self.text[leaf.start : leaf.start + 8].lstrip(" \t*_")
        after = self.text[behind:end].strip(" \t*_-–—:()")
        for sign in self.words.status_signs:
            if before.startswith(sign) or after.startswith(sign) or after.endswith(sign):
                return sign
        return ""

    # ------------------------------------------------------------------------ chains

    def _chain(self, leaf: Leaf) -> None:
        """Read `[[A]] → [[B]] → [[C]]` as a numbered run."""
        found = self._within(leaf.start, leaf.end)
        run: list[tuple[Link, Span]] = []
        for link, span in found:
            if run and not _ARROWS.fullmatch(self.text[run[-1][1].end : span.start]):
                self._chained(run)
                run = []
            run.append((link, span))
        self._chained(run)

    def _chained(self, run: list[tuple[Link, Span]]) -> None:
        if len(run) > 1:
            self._open("chain", run[0][1].start)
            for link, span in run:
                self._add(Reference(link.linkpath, linked=True), span, numbered=True)

    # ------------------------------------------------------------------------ tables

    def _table(self, number: int, table: dict[int, list[Leaf]]) -> None:
        text = self.text
        start, end = table[min(table)][0].start, table[max(table)][-1].end
        if not self._within(start, end) and text.find("`", start, end) < 0:
            return
        header = {leaf.column: canonical(text[leaf.start : leaf.end]) for leaf in table.get(0, ())}
        status = next((c for c, name in header.items() if name in self.words.status_columns), None)
        rows: list[tuple[Reference, Span]] = []
        counts: list[int | None] = []
        for row, cells in sorted(table.items()):
            if row == 0:
                continue
            targets = self._row_targets(cells)
            if not targets:
                continue
            counted = _NUMBER.match(text[cells[0].start : cells[0].end])
            counts.append(int(counted[1]) if counted else None)
            rows.extend(targets)
            mark = self._row_mark(cells, status, targets[0][1])
            if mark:
                span = self.lines.span(cells[0].start, cells[-1].end)
                self.marks.extend(StatusMark("table", mark, one, span) for one, _ in targets)
        if rows:
            known = [count for count in counts if count is not None]
            numbered = len(known) == len(counts) and known == sorted(set(known))
            self._open("table", number)
            for reference, span in rows:
                self._add(reference, span, numbered=numbered)

    def _row_targets(self, cells: list[Leaf]) -> list[tuple[Reference, Span]]:
        """The notes of a row: the links that open its first cell with links, or a file name."""
        for cell in cells:
            found = self._within(cell.start, cell.end)
            if found:
                return self._strung(found)
        for cell in cells:
            named = _FILE.search(self.text, cell.start, cell.end)
            if named:
                span = self.lines.span(named.start(), named.end())
                return [(Reference(named[1], linked=False), span)]
        return []

    def _strung(self, found: list[tuple[Link, Span]]) -> list[tuple[Reference, Span]]:
        """The first link and those that only commas and the like tie to it."""
        strung = found[:1]
        for (_, before), (link, span) in pairwise(found):
            if not is_connector(self.text[before.end : span.start]):
                break
            strung.append((link, span))
        return [(Reference(link.linkpath, linked=True), span) for link, span in strung]

    def _row_mark(self, cells: list[Leaf], status: int | None, named: Span) -> str:
        """The cell under a status heading, else a cell that is or begins with a known sign."""
        for cell in cells:
            if cell.start <= named.start < cell.end:
                continue
            said = plain_text(self.text[cell.start : cell.end])
            if len(said) > _MARK_LENGTH or not said:
                continue
            if status is not None:
                if cell.column == status:
                    return said
            elif said.startswith(self.words.status_signs):
                return said
        return ""
