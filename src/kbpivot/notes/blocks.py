"""Headings, block ids and footnote definitions: what a subpath can point at."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from kbpivot.model import Block, Heading

if TYPE_CHECKING:
    from kbpivot.notes.lines import Lines
    from kbpivot.notes.structure import Leaf, Structure

__all__ = ["block_ids", "footnotes", "headings"]

_ATX = re.compile(r"[ \t]*#{1,6}(?:[ \t]+|$)(.*?)(?:(?<![^ \t])#+)?[ \t]*$")
_BLOCK_ID = re.compile(r"\^([A-Za-z0-9-]+)[ \t]*\Z")
_CANDIDATE = re.compile(r"\^[A-Za-z0-9-]+[ \t]*(?=[\r\n]|\Z)")
_UNDERLINE = re.compile(r"[ \t]*(?:=+|-+)[ \t]*\Z")
_CARRIERS = frozenset({"paragraph", "heading", "quote", "list", "table", "code", "math", "html"})


def headings(text: str, shape: Structure, lines: Lines) -> tuple[Heading, ...]:
    """Top-level headings with their raw source text.

    An underlined heading has one line of text: with more, Obsidian's parser sees a paragraph.
    """
    rows = []
    for leaf in shape.leaves:
        if leaf.kind != "heading" or not leaf.top:
            continue
        source = text[leaf.start : leaf.end].rstrip("\r\n")
        if leaf.setext:
            parts = re.split(r"\r\n?|\n", source)
            if len(parts) != 2 or not _UNDERLINE.match(parts[1]):
                continue
            words = parts[0].strip()
        else:
            words = _atx_text(source, leaf.level)
        rows.append(Heading(leaf.level, words, lines.span(leaf.start, leaf.end)))
    return tuple(rows)


def _atx_text(source: str, level: int) -> str:
    """The text of `## Heading ##` without its marks."""
    marks = "#" * level
    if source.startswith(f"{marks} ") and not source.endswith(("#", " ", "\t")):
        return source[level:].strip()  # as almost all headings are
    found = _ATX.match(source)
    return found[1].strip() if found else source.strip("# \t")


def block_ids(text: str, shape: Structure, lines: Lines) -> tuple[Block, ...]:
    """Block ids and the blocks that carry them, in the order in which the ids stand."""
    rows: list[Block] = []
    candidates = list(_CANDIDATE.finditer(text))
    if not candidates:
        return ()
    leaves = [leaf for leaf in shape.leaves if leaf.kind not in ("heading", "comment")]
    leaves.sort(key=attrgetter("start"))
    starts = [leaf.start for leaf in leaves]
    last = -1
    for match in candidates:
        index = bisect_right(starts, match.start()) - 1
        if index > last and match.start() < leaves[index].end:
            row = _block_id(text, shape, leaves[index], lines)
            last = index
            if row:
                rows.append(row)
    return tuple(rows)


def _block_id(text: str, shape: Structure, leaf: Leaf, lines: Lines) -> Block | None:
    source = text[leaf.start : leaf.end].rstrip("\r\n")
    if leaf.quote:  # the last line of a quote keeps its mark in front of a lone id
        source = re.sub(r"(?<=[\r\n])[ \t]*(?:>[ \t]?)+(?=\^[A-Za-z0-9-]+[ \t]*\Z)", " ", source)
    mark = source.rfind("^")
    found = _BLOCK_ID.match(source, mark) if mark >= 0 else None
    if found is None or (mark and source[mark - 1] not in " \t\r\n"):
        return None
    lead = max(mark - 1, 0)
    if any(one.end > leaf.start + lead for one in shape.opaque[leaf.opaque[0] : leaf.opaque[1]]):
        return None
    name = found[1]
    if leaf.kind == "cell":
        # A table ends at the first line without a bar: an id there names the table.
        start, end = lines.range(lines.line(leaf.start))
        if "|" in text[start:end] or text[start:end].strip() != f"^{name}":
            return None
        table = shape.blocks[leaf.block]
        return Block(name, lines.span(table.start, table.end))
    if leaf.item >= 0:
        item = shape.items[leaf.item]
        if leaf.quote and shape.blocks[leaf.block].kind == "quote":
            block = shape.blocks[leaf.block]
            return Block(name, lines.span(block.start, block.end))
        return Block(name, lines.span(item.start, item.end))
    if leaf.quote:
        quote = shape.blocks[leaf.block]
        return Block(name, lines.span(quote.start, quote.end))
    if not leaf.top:
        return None
    if lead == 0 and source.strip() == f"^{name}":
        if leaf.block < 1:
            return None
        before = shape.blocks[leaf.block - 1]
        if before.kind not in _CARRIERS:
            return None
        return Block(name, lines.span(before.start, before.end))
    return Block(name, lines.span(leaf.start, leaf.end))


def footnotes(shape: Structure, lines: Lines) -> tuple[Block, ...]:
    """Footnote definitions; their ids are looked up without regard to case."""
    return tuple(Block(name.lower(), lines.span(a, b)) for name, a, b in shape.footnotes)
