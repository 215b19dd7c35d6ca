"""Markdown structure of one text: which ranges are live, and what block they stand in.

pyromark (pulldown-cmark) says where code, HTML, headings, tables, lists and quotes lie; what
Obsidian adds or reads differently (math, `%%` comments, wikilinks before code spans) is settled
here, so that every later step works on offsets of the raw text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pyromark import Options, events_with_range

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Item", "Leaf", "MarkdownLink", "Opaque", "Structure", "structure"]

_OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_STRIKETHROUGH
)

LeafKind = Literal["paragraph", "heading", "cell", "item", "comment"]
BlockKind = Literal[
    "paragraph", "heading", "quote", "list", "table", "code", "math", "html", "rule", "footnote"
]


class Leaf(NamedTuple):
    """A stretch of inline text: a paragraph, heading, table cell or the text of a tight item.

    Attributes:
        kind: what holds the text.
        start, end: offsets in the raw text.
        top: True outside quotes, lists, tables and footnotes.
        item: index of the innermost list item around it, or -1.
        quote: depth of quotes around it.
        level: heading level, else 0.
        table, row, column: 0-based place of a cell (row 0 is the header), else -1.
        block: index of the top-level block it belongs to.
        texts: range of indexes into `Structure.texts`.
        opaque: range of indexes into `Structure.opaque`.
        setext: True for an underlined heading.
    """

    kind: LeafKind
    start: int
    end: int
    top: bool
    item: int
    quote: int
    level: int
    table: int
    row: int
    column: int
    block: int
    texts: tuple[int, int]
    opaque: tuple[int, int]
    setext: bool


class Item(NamedTuple):
    """A list item: its range, its list's number, its parent item (or -1), box and numbering."""

    start: int
    end: int
    list: int
    parent: int
    numbered: bool
    task: str | None


class TopBlock(NamedTuple):
    """A top-level block, the unit a block id attaches to."""

    kind: BlockKind
    start: int
    end: int


class Opaque(NamedTuple):
    """A range whose text is not read: code, HTML, an autolink, or a Markdown link's tail."""

    start: int
    end: int
    kind: Literal["code", "html", "autolink", "tail", "footnote"]
    link: int


class MarkdownLink(NamedTuple):
    """An inline link or image: its range and the range of its text."""

    start: int
    end: int
    text_start: int
    text_end: int
    image: bool


class Structure(NamedTuple):
    """What the block and inline parser says of one text; all offsets are into the raw text."""

    leaves: list[Leaf]
    items: list[Item]
    blocks: list[TopBlock]
    texts: list[tuple[int, int]]
    opaque: list[Opaque]
    links: list[MarkdownLink]
    code: list[tuple[int, int]]
    footnotes: list[tuple[str, int, int]]
    math: list[tuple[int, int]]
    comments: list[tuple[int, int]]


# --------------------------------------------------------------------------- before pulldown-cmark

_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_SURPLUS = re.compile(r"(?:\\.|[^|\\\r\n])+")
_MARK = re.compile(r"\$\$|%%|```|~~~")  # plain letters, so that the search is quick
_CANDIDATE = re.compile(
    r"([ \t]*+(?:>[ \t]?+)*+[ \t]*+(?:[-*+][ \t]++|\d{1,9}[.)][ \t]++)*+)"
    r"(`{3,}|~{3,}|\${2,}|%{2,})([^\r\n]*)"
)
_LOOK_BACK = 200
"""Lines looked at to tell indented code from a list; a bound keeps reading linear."""
_ATX = re.compile(r"[ \t]*#{1,6}(?=[ \t\r\n]|\Z)")
_DEEPEST = 16
"""Links and images open at one place that are kept; each holds the text of all inside it."""
_MARKER = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")


class _Stand(dict[int, str]):
    """One ASCII character for each other one, so that byte offsets equal character offsets."""

    def __missing__(self, code: int) -> str:
        char = "," if unicodedata.category(chr(code)).startswith("P") else "x"
        self[code] = char
        return char


_STAND = _Stand()


def _ascii(text: str) -> str:
    """The text with one ASCII stand-in for each non-ASCII character."""
    if text.isascii():
        return text
    return _NON_ASCII.sub(lambda match: match[0].translate(_STAND), text)


def _blank(text: str, char: str) -> str:
    """As many `char` as the text has characters, line breaks kept."""
    return re.sub(r"[^\r\n]", char, text)


def _obsidian_blocks(text: str, start: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Ranges of `$$` math blocks and of `%%` comment blocks, which pulldown-cmark does not know.

    A math block opens with a line of two or more `$` and no other, and closes with a line that
    ends in as many; a comment block opens with a line that starts with `%%` and holds no other
    `%`, and closes with the next `%%`. Both run to the end of the text when unclosed.
    """
    math: list[tuple[int, int]] = []
    comments: list[tuple[int, int]] = []
    fence = ""
    position, length = start, len(text)
    mark = _MARK.search(text, position)
    while mark is not None:
        line = max(text.rfind("\n", 0, mark.start()) + 1, start)  # behind a BOM, too
        match = _CANDIDATE.match(text, line) if line >= position else None
        if match is None:  # only the beginning of a line matters
            line_end = text.find("\n", mark.end())
            mark = None if line_end < 0 else _MARK.search(text, line_end)
            continue
        position = match.end()
        sign, rest = match[2], match[3]
        if fence:
            if sign.startswith(fence) and sign[0] == fence[0] and not rest.strip():
                fence = ""
        elif sign[0] in "`~":
            if sign[0] == "~" or "`" not in rest:
                fence = sign
        elif match[1].startswith(("    ", "\t")) and not _in_list(text, start, match.start()):
            pass  # indented code comes before math and comments
        elif sign[0] == "%":
            if "%" not in rest and len(sign) == 2:
                opened = match.start(2)
                closed = text.find("%%", opened + 2)
                position = length if closed < 0 else closed + 2
                comments.append((opened, position))
        elif "$" not in rest and not match[1].strip():
            opened = match.start(2)
            closing = re.compile(rf"(?<!\$)\${{{len(sign)}}}[ \t]*(?=\r|\n|\Z)")
            found = closing.search(text, opened + len(sign))
            position = length if found is None else found.end()
            math.append((opened, position))
        mark = _MARK.search(text, position)
    return math, comments


def _in_list(text: str, start: int, place: int) -> bool:
    """True when the last line before `place` that is not indented opens a list item."""
    for _ in range(_LOOK_BACK):
        line_start = max(text.rfind("\n", start, place - 1) + 1, start)
        if line_start >= place:
            return False
        if not text[line_start].isspace():
            return bool(_MARKER.match(text, line_start))
        place = line_start
    return True


# --------------------------------------------------------------------------- after pulldown-cmark


def structure(text: str, *, start: int = 0, hidden: Sequence[tuple[int, int]] = ()) -> Structure:
    """Read the Markdown structure of `text` from offset `start` on.

    Args:
        text: the whole raw text of a file.
        start: where the body begins (behind BOM and frontmatter).
        hidden: ranges to read as plain letters: wikilinks and formulas that hold something
            pulldown-cmark would take for code, HTML or a link.
    """
    math: list[tuple[int, int]] = []
    comments: list[tuple[int, int]] = []
    if "$$" in text or "%%" in text:
        math, comments = _obsidian_blocks(text.replace("\r", "\n"), start)
    # Line breaks in place of what lies above the body, so that offsets are those of the file.
    source = "\n" * start + _ascii(text[start:])
    if "\r" in source:
        source = _LONE_RETURN.sub("\n", source)  # pulldown-cmark knows it in some places only
    if math or comments or hidden:
        pieces, last = [], 0
        cuts = [(a, b, "m") for a, b in math] + [(a, b, "c") for a, b in comments]
        for a, b, what in sorted([*cuts, *((a, b, "h") for a, b in hidden)]):
            if a < last:
                continue
            pieces.append(source[last:a])
            inside = source[a:b]
            if what == "m":  # one line of letters: a paragraph of its own for block ids
                pieces.append("x" * len(inside))
            elif what == "c":
                pieces.append(_blank(inside, " "))
            else:
                pieces.append(_blank(inside, "x"))
            last = b
        pieces.append(source[last:])
        source = "".join(pieces)
    result = _read_events(source, math, comments)
    for opened, closed in comments:
        _add_comment(result, text, opened, closed)
    return result


def _add_comment(into: Structure, text: str, opened: int, closed: int) -> None:
    """Read a comment's inner text: its links and tags count, its headings and blocks do not."""
    base = opened + 2
    inner_end = closed - 2 if text[base:closed].endswith("%%") else closed
    found = _read_events(_ascii(text[base:inner_end]), [], [])
    texts, opaque, links = len(into.texts), len(into.opaque), len(into.links)
    into.texts.extend((a + base, b + base) for a, b in found.texts)
    into.links.extend(
        MarkdownLink(a + base, b + base, c + base, d + base, image)
        for a, b, c, d, image in found.links
    )
    into.opaque.extend(
        Opaque(a + base, b + base, kind, link + links if link >= 0 else -1)
        for a, b, kind, link in found.opaque
    )
    into.leaves.extend(
        leaf._replace(
            kind="comment",
            start=leaf.start + base,
            end=leaf.end + base,
            top=False,
            item=-1,
            level=0,
            block=-1,
            texts=(leaf.texts[0] + texts, leaf.texts[1] + texts),
            opaque=(leaf.opaque[0] + opaque, leaf.opaque[1] + opaque),
        )
        for leaf in found.leaves
    )


_BLOCKS: dict[str, BlockKind] = {
    "Paragraph": "paragraph",
    "Heading": "heading",
    "BlockQuote": "quote",
    "List": "list",
    "Table": "table",
    "CodeBlock": "code",
    "HtmlBlock": "html",
    "FootnoteDefinition": "footnote",
}
_TEXT_STYLES = frozenset({"Emphasis", "Strong", "Strikethrough"})
_INLINE = _TEXT_STYLES | {"Link", "Image"}


def _read_events(
    source: str, math: list[tuple[int, int]], comments: list[tuple[int, int]]
) -> Structure:
    """Turn pulldown-cmark's events over `source` into a `Structure` with these blocks besides.

    One pass, no recursion: nesting is kept in counters and stacks.
    """
    new_leaf = tuple.__new__
    leaves: list[Leaf] = []
    items: list[Item] = []
    blocks: list[TopBlock] = []
    texts: list[tuple[int, int]] = []
    opaque: list[Opaque] = []
    links: list[MarkdownLink] = []
    code: list[tuple[int, int]] = []
    footnotes: list[tuple[str, int, int]] = []

    depth = 0  # open blocks
    quote = 0
    item_stack: list[int] = []
    list_stack: list[tuple[int, bool]] = []
    lists = 0
    table = row = column = -1
    footnote = 0
    table_open = False
    # The open leaf: kind "" means none.
    kind: Any = ""
    leaf_start = leaf_end = 0
    level = 0
    setext = False
    text_from = opaque_from = 0
    link_stack: list[tuple[int, bool, int]] = []  # index, inline?, end of its last inner event
    inner_end = 0

    # Most events are words between blocks, so these come first, and each is touched little.
    events: Any = events_with_range(source, options=_OPTIONS, merge_text=True)
    for event, span in events:
        a = span["start"]
        b = span["end"]
        what: Any = ""
        if event.__class__ is str:  # SoftBreak, HardBreak, Rule
            name = event
            if event != "Rule":
                if kind:
                    inner_end = b
                    if b > leaf_end:  # noqa: PLR1730 (a call costs more)
                        leaf_end = b
                continue
        else:
            (name,) = event
            if name == "Text" and kind:
                texts.append((a, b))
                inner_end = b
                if b > leaf_end:  # noqa: PLR1730 (a call costs more)
                    leaf_end = b
                continue
            if name == "Start" or name == "End":  # noqa: PLR1714 (a set is slower here)
                what = detail = event[name]
                if detail.__class__ is not str:
                    (what,) = detail
                if what in _INLINE:
                    if name == "End":
                        if what not in _TEXT_STYLES:
                            index, inline, _ = link_stack.pop()
                            if inline:
                                found = links[index]
                                end = max(inner_end, found.text_start)
                                links[index] = found._replace(text_end=end)
                                opaque.append(Opaque(end, b, "tail", index))
                        inner_end = b
                        continue
                    if not kind:
                        kind, leaf_start, leaf_end, level, setext = "item", a, b, 0, False
                        text_from, opaque_from = len(texts), len(opaque)
                    if b > leaf_end:  # noqa: PLR1730
                        leaf_end = b
                    if what in _TEXT_STYLES:
                        continue
                    how = detail[what]["link_type"]
                    if how == "Inline" and len(link_stack) < _DEEPEST:
                        inner_end = a + (2 if what == "Image" else 1)
                        links.append(MarkdownLink(a, b, inner_end, inner_end, what == "Image"))
                        link_stack.append((len(links) - 1, True, inner_end))
                    else:
                        if how in ("Autolink", "Email"):
                            opaque.append(Opaque(a, b, "autolink", -1))
                        link_stack.append((-1, False, a))
                    continue
            elif name == "TaskListMarker":
                index = item_stack[-1]
                items[index] = items[index]._replace(task=source[a + 1])
                continue
            else:  # an inline event, or the text of a code or HTML block
                if name == "Html":
                    continue
                if not kind:
                    if name == "Text" and not item_stack:
                        continue
                    if code and a >= code[-1][0] and b <= code[-1][1]:
                        continue
                    kind, leaf_start, leaf_end, level, setext = "item", a, b, 0, False
                    if source[a - 1 : a] == "\\":
                        leaf_start = a - 1  # the text of an item that begins with an escape
                    text_from, opaque_from = len(texts), len(opaque)
                if name == "Text":
                    texts.append((a, b))
                elif name == "Code":
                    opaque.append(Opaque(a, b, "code", -1))
                elif name == "InlineHtml":
                    opaque.append(Opaque(a, b, "html", -1))
                elif name == "FootnoteReference":
                    opaque.append(Opaque(a, b, "footnote", -1))
                leaf_end = max(leaf_end, b)
                inner_end = b
                continue

        # A block begins or ends, or a rule stands between two.
        if kind and (name == "End" or kind == "item"):
            in_cell = kind == "cell"
            leaves.append(
                new_leaf(
                    Leaf,
                    (
                        kind,
                        leaf_start,
                        leaf_end,
                        not (item_stack or quote or footnote or table_open),
                        item_stack[-1] if item_stack else -1,
                        quote,
                        level,
                        table if in_cell else -1,
                        row if in_cell else -1,
                        column if in_cell else -1,
                        len(blocks) - 1,
                        (text_from, len(texts)),
                        (opaque_from, len(opaque)),
                        setext,
                    ),
                )
            )
            kind = ""
        if name == "Start":
            if depth == 0 and what in _BLOCKS:
                blocks.append(TopBlock(_BLOCKS[what], a, b))
            depth += 1
            if what == "Paragraph":
                kind, leaf_start, leaf_end, level, setext = "paragraph", a, b, 0, False
                text_from, opaque_from = len(texts), len(opaque)
            elif what == "Item":
                number, numbered = list_stack[-1]
                items.append(
                    Item(a, b, number, item_stack[-1] if item_stack else -1, numbered, None)
                )
                item_stack.append(len(items) - 1)
            elif what == "TableCell":
                column += 1
                kind, leaf_start, leaf_end, level, setext = "cell", a, b, 0, False
                text_from, opaque_from = len(texts), len(opaque)
            elif what == "Heading":
                kind, leaf_start, leaf_end = "heading", a, b
                level = int(event["Start"]["Heading"]["level"][1])
                setext = not _ATX.match(source, a)
                text_from, opaque_from = len(texts), len(opaque)
            elif what == "List":
                list_stack.append((lists, event["Start"]["List"] is not None))
                lists += 1
            elif what == "BlockQuote":
                quote += 1
            elif what == "CodeBlock":
                code.append((a, b))
            elif what == "Table":
                table, row, column, table_open = table + 1, -1, -1, True
            elif what in ("TableHead", "TableRow"):
                row, column = row + 1, -1
            elif what == "FootnoteDefinition":
                footnotes.append((event["Start"]["FootnoteDefinition"], a, b))
                footnote += 1
        elif name == "End":
            depth -= 1
            if what == "Item":
                item_stack.pop()
            elif what == "List":
                list_stack.pop()
            elif what == "BlockQuote":
                quote -= 1
            elif what == "Table":
                table_open = False
            elif what == "TableRow" and b - leaves[-1].end > 3:
                # A row with more cells than the head: not shown as a table's, but read.
                last = leaves[-1]
                for found_cell in _SURPLUS.finditer(source, last.end, b):
                    if not found_cell[0].isspace():
                        column += 1
                        leaves.append(
                            last._replace(
                                start=found_cell.start(),
                                end=found_cell.end(),
                                column=column,
                                texts=(len(texts), len(texts)),
                                opaque=(len(opaque), len(opaque)),
                            )
                        )
            elif what == "FootnoteDefinition":
                footnote -= 1
        elif depth == 0:
            blocks.append(TopBlock("rule", a, b))
    return Structure(leaves, items, blocks, texts, opaque, links, code, footnotes, math, comments)
