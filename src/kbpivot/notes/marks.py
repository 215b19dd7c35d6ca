"""The notes that lists, tables and arrows name, and the signs of progress beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, cast

from kbpivot.model import Entry, Reference, StatusMark
from kbpivot.notes.counters import COUNTERS, NUMBER_HEADINGS
from kbpivot.notes.counting import count_of
from kbpivot.notes.phrases import is_connector, plain_text
from kbpivot.notes.sequence import Listed, arranged
from kbpivot.notes.study_words import is_study
from kbpivot.notes.vocabulary import canonical

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from kbpivot.model import Heading, Link, Span
    from kbpivot.notes.lines import Lines
    from kbpivot.notes.structure import Leaf, Structure
    from kbpivot.notes.vocabulary import Words

__all__ = ["Runs", "runs"]

_BOX = re.compile(r"[ \t]*\[([^\[\]])\][ \t]")
_FILE = re.compile(r"`([^`\r\n]*[^\s`]\.md)`", re.IGNORECASE)
_ARROWS = re.compile(r"[\s*_]*(?:→|⟶|⇒|➔|➜|➡️?|-{1,2}>|=>)[\s*_]*")
_NUMBER = re.compile(r"\W*0*(\d{1,3})(?:\.(\d{1,2}))?(?: *[-–—~〜] *\d{1,3})?\W*$")
_MARKER = re.compile(r"(\d{1,9})[.)]")
_LOOKED_AT = 200  # characters of an item that may say how it counts
_LONGEST_LEAD = 60  # characters
_LEAD_WORDS = 3  # "Week 1: Read [[A]]" still leads with the note
_MARK_LENGTH = 40  # characters: a longer cell is a remark, not a mark


_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[^\[\]]\][ \t]+)?")


def _cell_count(said: str, *, bare: bool) -> tuple[int, ...] | None:
    """The number of a cell: a bare one under a heading that counts, else "Week 3"."""
    if bare:
        found = _NUMBER.match(said)
        if found:
            return tuple(int(one) for one in found.groups() if one)
    count = count_of(said)
    return count.numbers if count is not None and (count.word or bare) else None


def _counted_column(rows: dict[int, str], *, bare: bool) -> dict[int, tuple[int, ...]]:
    """The number of each row by the cells of one column; empty when one of them does not count."""
    found: dict[int, tuple[int, ...]] = {}
    last: tuple[int, ...] | None = None
    for row, cell in rows.items():
        plain = plain_text(cell[:_LOOKED_AT])
        if plain:
            last = _cell_count(plain, bare=bare)
            if last is None:
                return {}
        if last is not None:
            found[row] = last
    return found


class _Numbering(NamedTuple):
    """The number a list begins with, and the list it goes on with, or itself."""

    start: int
    whole: int


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
    *,
    names: Sequence[str] = (),
) -> Runs:
    """Read the lists, tables and arrow chains of a body.

    An item counts when it leads with a note: a link, or a file name in code ending in `.md`,
    with at most three words before it. A table row counts by its first link. `names` are what
    the note is called, which may say that its lists are an order.
    """
    reader = _Reader(text, shape, links, headings, lines, words)
    reader.read()
    entries = arranged(
        reader.listed, text=text, shape=shape, headings=headings, names=names, words=words
    )
    return Runs(entries, reader.marks)


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
        self._parts: dict[int, object] = {}
        self.listed: list[Listed] = []
        self.marks: list[StatusMark] = []

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
            elif leaf.top and self._is_title(leaf):
                self._title(leaf)
            elif leaf.top and leaf.kind == "paragraph" and self._counted_lines(leaf):
                continue
            elif (
                leaf.kind == "paragraph"
                and starts[bisect_left(starts, leaf.start, 0, len(starts) - 1) + 1] < leaf.end
            ):
                self._chain(leaf)
        for number, table in rows.items():
            self._table(number, table)
        self.listed.sort(key=lambda one: one.span.start)  # tables are read after lists
        self.marks.sort(key=lambda mark: mark.span.start)

    def _heading(self, offset: int) -> str:
        index = bisect_left(self.heading_starts, offset) - 1
        return plain_text(self.headings[index].text) if index >= 0 else ""

    def _within(self, start: int, end: int) -> list[tuple[Link, Span]]:
        first = bisect_left(self.starts, start)
        return self.links[first : bisect_left(self.starts, end)]

    def _add(
        self,
        target: Reference,
        span: Span,
        container: tuple[Literal["list", "table", "chain", "title", "line"], int],
        parts: tuple[tuple[str, tuple[int, ...]], ...],
        *,
        numbered: bool,
        box: str = "",
    ) -> None:
        shown = plain_text(self.text[span.start : span.end]).strip("`")
        shown = shown.rpartition("/")[2].removesuffix(".md") if shown == target.target else shown
        heading = self._heading(span.start)
        self.listed.append(Listed(container, parts, numbered, heading, target, shown, box, span))

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
        container, parts = self._item_place(leaf.item)
        mark = self._item_mark(leaf, item.task, end, targets[-1][1].end)
        box = mark if item.task is not None or _BOX.match(text, leaf.start, end) else ""
        for target, span in targets:
            own = parts or self._named_count(target)
            self._add(target, span, ("list", container), own, numbered=item.numbered, box=box)
        # "Send [[A]] to Jo", done, is a task done and nothing learnt.
        if mark and is_study(lead or ""):
            span = self.lines.span(leaf.start, end)
            self.marks.extend(StatusMark("checkbox", mark, target, span) for target, _ in targets)

    def _item_place(self, number: int) -> tuple[int, tuple[tuple[str, tuple[int, ...]], ...]]:
        """The list an item is counted in, and how it and the items around it count."""
        items = self.shape.items
        around = [number]
        while items[around[-1]].parent >= 0:
            around.append(items[around[-1]].parent)
        around.reverse()
        first = next((at for at, index in enumerate(around) if items[index].numbered), 0)
        parts = tuple(
            part for index in around[first:] if (part := self._item_part(index)) is not None
        )
        return self._lists[items[around[first]].list].whole, parts

    def _item_part(self, number: int) -> tuple[str, tuple[int, ...]] | None:
        """How one item counts: its place in a numbered list, else what its words say."""
        known = self._parts.get(number, self)
        if known is not self:
            return cast("tuple[str, tuple[int, ...]] | None", known)
        item = self.shape.items[number]
        part: tuple[str, tuple[int, ...]] | None = None
        if item.numbered:
            part = ("", (self._ordinal(number),))
        else:
            end = min(item.end, item.start + _LOOKED_AT)
            line = self.text[item.start : end].partition("\n")[0]
            count = count_of(plain_text(_BULLET.sub("", line)))
            if count is not None and count.sure:
                part = (f" {count.word}", count.numbers)
        self._parts[number] = part
        return part

    def _ordinal(self, number: int) -> int:
        listed = self.shape.items[number].list
        return self._lists[listed].start + self._ordinals[number]

    @cached_property
    def _lists(self) -> dict[int, _Numbering]:
        """How each list is numbered, and the list whose numbers it goes on with."""
        members: dict[int, list[int]] = {}
        for number, item in enumerate(self.shape.items):
            members.setdefault(item.list, []).append(number)
        found: dict[int, _Numbering] = {}
        last: tuple[int, int] | None = None  # a numbered list, and the number that would follow
        for listed, numbers in members.items():
            first = self.shape.items[numbers[0]]
            marker = _MARKER.match(self.text, first.start)
            start = int(marker[1]) if marker else 1
            goes_on = last is not None and first.parent < 0 and start == last[1] > 1
            whole = last[0] if goes_on and last is not None else listed
            found[listed] = _Numbering(start, whole)
            if first.numbered and first.parent < 0:
                last = whole, start + len(numbers)
        return found

    @cached_property
    def _ordinals(self) -> list[int]:
        """The place of each item in its own list, from 0."""
        counts: dict[int, int] = {}
        found: list[int] = []
        for item in self.shape.items:
            found.append(counts.get(item.list, 0))
            counts[item.list] = found[-1] + 1
        return found

    def _named_count(self, target: Reference) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """How the name of a note counts: `Lecture 2`, `01-intro`."""
        count = count_of(target.target.rpartition("/")[2])
        return () if count is None or not count.sure else ((f" {count.word}", count.numbers),)

    def _lead(self, start: int, end: int) -> str | None:
        """The words before a note when they are few and no label of a relation, else None."""
        before = self.text[start:end]
        if len(before) > _LONGEST_LEAD:
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

    # ------------------------------------------------------------------------ titles

    def _is_title(self, leaf: Leaf) -> bool:
        """True for a heading, or a line in bold, that is a link and no more than a number besides."""
        found = self._within(leaf.start, min(leaf.end, leaf.start + _LOOKED_AT))
        if len(found) != 1 or "\n" in self.text[leaf.start : leaf.end].strip():
            return False
        span = found[0][1]
        before, after = self.text[leaf.start : span.start], self.text[span.end : leaf.end]
        if leaf.kind == "paragraph" and not before.lstrip().startswith(("**", "__")):
            return False
        return not canonical(after) and self._lead(leaf.start, span.start) is not None

    def _title(self, leaf: Leaf) -> None:
        """Read "### [Module 1: Basics](01-basics/)": it stands where its own number puts it."""
        link, span = self._within(leaf.start, leaf.end)[0]
        target = Reference(link.linkpath, linked=True)
        self._add(target, span, ("title", leaf.start), (), numbered=False)

    def _counted_lines(self, leaf: Leaf) -> bool:
        """Read lines such as "1.2 [[A]]" and "Day 3: [[B]]", which are no list to Markdown."""
        counted = False
        start = leaf.start
        while start < leaf.end:
            end = self.text.find("\n", start, leaf.end)
            end = leaf.end if end < 0 else end
            found = self._within(start, end)
            before = self.text[start : found[0][1].start] if found else ""
            if (
                before.strip()
                and len(before) <= _LONGEST_LEAD
                and self._lead(start, start + len(before))
            ):
                count = count_of(before)
                if count is not None and count.sure:
                    parts = ((f" {count.word}", count.numbers),)
                    for target, span in self._strung(found):
                        self._add(target, span, ("line", 0), parts, numbered=False)
                    counted = True
            start = end + 1
        return counted

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
            for place, (link, span) in enumerate(run):
                target = Reference(link.linkpath, linked=True)
                self._add(
                    target, span, ("chain", run[0][1].start), (("", (place,)),), numbered=True
                )

    # ------------------------------------------------------------------------ tables

    def _table(self, number: int, table: dict[int, list[Leaf]]) -> None:
        text = self.text
        start, end = table[min(table)][0].start, table[max(table)][-1].end
        if not self._within(start, end) and text.find("`", start, end) < 0:
            return
        header = {leaf.column: canonical(text[leaf.start : leaf.end]) for leaf in table.get(0, ())}
        status = next((c for c, name in header.items() if name in self.words.status_columns), None)
        counts = self._counted_rows(header, table)
        for row, cells in sorted(table.items()):
            if row == 0:
                continue
            targets = self._row_targets(cells)
            if not targets:
                continue
            mark = self._row_mark(cells, status, targets[0][1])
            if mark:
                span = self.lines.span(cells[0].start, cells[-1].end)
                self.marks.extend(StatusMark("table", mark, one, span) for one, _ in targets)
            parts = (("", counts[row]),) if row in counts else ()
            for reference, span in targets:
                own = parts if counts else self._named_count(reference)
                self._add(reference, span, ("table", number), own, numbered=bool(counts))

    def _counted_rows(
        self, header: dict[int, str], table: dict[int, list[Leaf]]
    ) -> dict[int, tuple[int, ...]]:
        """The numbers of the rows by a column that counts: `#`, `Week`, or cells such as "Day 3".

        An empty cell goes on with the number above. Years, levels in words and figures under
        other headings are no numbering.
        """
        said: dict[int, dict[int, str]] = {}  # by column, then row
        for row, cells in sorted(table.items()):
            for cell in cells if row else ():
                said.setdefault(cell.column, {})[row] = self.text[cell.start : cell.end]
        for column, rows in sorted(said.items()):
            name = header.get(column, "")
            counts = name in COUNTERS or (name in NUMBER_HEADINGS and (column == 0 or bool(name)))
            found = _counted_column(rows, bare=counts)
            if len(set(found.values())) > 1:
                return found
        return {}

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
