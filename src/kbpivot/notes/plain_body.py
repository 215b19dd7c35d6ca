"""Links of an ordinary body at a tenth of the cost; whatever is not surely ordinary gets None.

A second reading of the same rules, so it has to earn trust: it answers only where each construct
in sight is of a kind whose reading is settled by the line it stands in (see `_chunk`), and
`tests/notes/test_plain_reading.py` holds it to the whole reading on texts made to differ.
"""

from __future__ import annotations

import re
from itertools import pairwise

from kbpivot.model import Link, Span
from kbpivot.notes.inline import destination_target, formula_closers, formula_end, wikilink

__all__ = ["plain_links"]

_STRANGE = ("\r", "\x0b", "\x0c", "\0")
"""Signs that other places read as line breaks or blanks, each in a way of its own."""
_TOKENS = ("```", "~~~", "$$", "%%")
_PREFIX = re.compile(r"[ \t>*+.)0-9-]*\Z")
"""What may stand before a block's first sign: blanks and the marks of quotes and items."""
_FENCE = re.compile(r"(`{3,}|~{3,})([^\n]*)")
_END = re.compile(r"[ \t]*(?:\n|\Z)")
_TAGLIKE = re.compile(r"<[A-Za-z/!?](?<!\]\(<.)")
_DEFINITION = re.compile(r"(?:[^\]]|\\\])\]:")
_CODE = re.compile(r"`[^`\n]*`")
_MIGHT_MEAN = re.compile(r"[\[\]$\\|<]")
_LINK = re.compile(
    r"\[([^\[\]\\`<*_~&|$!\n]*)\]"
    r"\((?:<[^<>\n\\&\[\]$|`\x00-\x1f]*>|[^()<>\\&\[\]$|`\x00-\x20\x7f\s]*)\)"
)
_DELIMITER = re.compile(r"\n[ \t>]*[|:-][ \t>|:-]*(?=\n|\Z)")
_BAR = re.compile(r"(?<!\\)\|")
_MARKER = re.compile(r"(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))([ \t]*)")
_DOLLAR = re.compile(r"\\[\s\S]|\$")


class _DoubtError(Exception):
    """The whole reading has to decide."""


_Found = tuple[int, int, int, int]
"""A link's start and end, and those of the text of a Markdown link, else -1 and -1."""


def plain_links(text: str, start: int) -> list[Link] | None:
    """Read the links of the body that begins at offset `start`, or None when in doubt.

    Args:
        text: the whole text of a file.
        start: where its body begins.
    """
    for sign in _STRANGE:
        if sign in text:
            return None
    try:
        source, live = _live(text, start)
        found: list[_Found] = []
        for first, last in live:
            _segment(source, first, last, found)
    except _DoubtError:
        return None
    return _links(text, found)


def _links(text: str, found: list[_Found]) -> list[Link]:
    """Make the records; lines are counted on from link to link."""
    links: list[Link] = []
    found.sort()
    line, counted, before = 1, 0, -1
    for start, end, text_start, text_end in found:
        breaks = text.count("\n", counted, start)
        if breaks:
            line += breaks
            before = text.rfind("\n", counted, start)
        counted = start
        span = Span(start, end, line, start - before)
        original = text[start:end]
        if text_start < 0:
            embed = original[0] == "!"
            target, subpath, display = wikilink(original[3 if embed else 2 : -2])
            links.append(
                Link(target, subpath, display, embed, "wikilink", None, span, original, False)
            )
            continue
        image = original[0] == "!"
        goal = destination_target(text[text_end:end], image=image)
        if goal is not None:
            display = text[text_start:text_end]
            links.append(Link(*goal, display, image, "markdown", None, span, original))
    return links


# ----------------------------------------------------------------------- fences and math blocks


def _live(text: str, start: int) -> tuple[str, list[tuple[int, int]]]:
    """The text with letters for math blocks, and the ranges of it that are in no code fence.

    Only fences and formulas that start a line are known here; other signs that could begin a
    fence, a formula or a comment are doubtful.
    """
    live: list[tuple[int, int]] = []
    blocks: list[tuple[int, int]] = []
    begin = position = line = newest = start
    for_prefix = -1
    ahead = {}
    for sign in _TOKENS:
        if sign[0] in text:  # a search for one sign is many times as fast
            at = text.find(sign, start)
            if at >= 0:
                ahead[sign] = at
    while ahead:
        sign = min(ahead, key=ahead.__getitem__)
        at = ahead[sign]
        if at < position:
            at = text.find(sign, position)
            if at < 0:
                del ahead[sign]
            else:
                ahead[sign] = at
            continue
        line = max(text.rfind("\n", newest, at) + 1, line)
        newest = at
        position = at + 2
        if sign in {"```", "~~~"}:
            if line != at:
                raise _DoubtError
            live.append((begin, at))
            begin = position = newest = line = _fence_end(text, at)
        elif line == at and sign == "$$":
            close = _math_end(text, at)
            if close:
                blocks.append((at, close))
                position = close
        elif line != for_prefix:
            for_prefix = line
            before = _PREFIX.match(text, line, at)
            if before is not None and (sign == "%%" or before[0].isspace() or line == at):
                raise _DoubtError
    if begin < len(text):
        live.append((begin, len(text)))
    return _without_math(text, blocks), live


def _without_math(text: str, blocks: list[tuple[int, int]]) -> str:
    """The text with letters for its math blocks, which are paragraphs to the parser."""
    if not blocks:
        return text
    pieces: list[str] = []
    last = 0
    for start, end in blocks:
        # One sign stays: it may close a formula that an earlier line opens.
        pieces += (text[last:start], "$", "x" * (end - start - 1))
        last = end
    return "".join((*pieces, text[last:]))


def _fence_end(text: str, at: int) -> int:
    """End of the fenced block that opens at `at`; nothing in it may look like a fence."""
    opened = _FENCE.match(text, at)
    assert opened is not None
    fence, rest = opened[1], opened[2]
    if fence[0] in rest:
        raise _DoubtError
    close = text.find(fence[:3], opened.end())
    if close < 0:
        return len(text)
    closed = _FENCE.match(text, close)
    if (
        closed is None
        or text[close - 1] != "\n"
        or len(closed[1]) < len(fence)
        or closed[2].strip(" \t")
    ):
        raise _DoubtError
    return closed.end()


def _math_end(text: str, at: int) -> int:
    """End of the math block that the `$$` at the start of a line opens, or 0 when none does."""
    end = text.find("\n", at)
    if "$" in text[at + 2 : end if end >= 0 else len(text)]:
        if text.startswith("$$$", at):
            raise _DoubtError
        return 0
    close = text.find("$$", at + 2)
    if close < 0:
        return len(text)
    if text.startswith("$$$", close) or _END.match(text, close + 2) is None:
        raise _DoubtError
    return close + 2


# ----------------------------------------------------------------------- what no fence hides


def _segment(source: str, first: int, last: int, found: list[_Found]) -> None:
    """Add the links between two offsets, chunk by chunk: a chunk is what has no empty line."""
    if source.find("<", first, last) >= 0 and _TAGLIKE.search(source, first, last):
        raise _DoubtError  # HTML reaches over empty lines
    if source.find("]:", first, last) >= 0 and _DEFINITION.search(source, first, last):
        raise _DoubtError  # makes a link of a reference anywhere
    position = first
    wiki = source.find("[[", position, last)
    mark = source.find("](", position, last)
    while wiki >= 0 or mark >= 0:
        at = mark if wiki < 0 or 0 <= mark < wiki else wiki
        begin = source.rfind("\n\n", position, at)
        begin = position if begin < 0 else begin + 2
        end = source.find("\n\n", at, last)
        end = last if end < 0 else end
        _chunk(source, begin, end, found)
        position = end
        if 0 <= wiki < end:
            wiki = source.find("[[", end, last)
        if 0 <= mark < end:
            mark = source.find("](", end, last)


def _chunk(source: str, begin: int, end: int, found: list[_Found]) -> None:
    """Add the links between two empty lines.

    What a line means here hangs on no other line, or it is doubtful: code spans and formulas end
    in the line they begin in, an indented line follows text, a table is one from its first line
    on with as many cells in each row.
    """
    chunk = source[begin:end]
    if "[^" in chunk or "^[" in chunk:
        raise _DoubtError
    if "    " in chunk or "\t" in chunk:
        _check_indents(chunk)
    if "`" in chunk:
        chunk = _without_code(chunk)
    table = "|" in chunk and _is_table(chunk)
    formulas: list[_Found] = []
    known = len(found)
    if "$" in chunk:
        _with_formulas(chunk, begin, found, formulas, table=table)
    else:
        _wikilinks(chunk, 0, len(chunk), begin, found, table=table)
    if "](" in chunk:
        _markdown_links(chunk, begin, found)
        if _overlap([*found[known:], *formulas]):
            raise _DoubtError


def _overlap(ranges: list[_Found]) -> bool:
    """Tell whether any two of the ranges share an offset."""
    ranges.sort()
    return any(one[1] > other[0] for one, other in pairwise(ranges))


def _markdown_links(chunk: str, base: int, found: list[_Found]) -> None:
    """Add the Markdown links of a chunk, each of the simplest kind."""
    matches = list(_LINK.finditer(chunk))
    if len(matches) != chunk.count("]("):
        raise _DoubtError
    for match in matches:
        start, end = match.span()
        before = chunk[start - 1 : start]
        if before == "!":
            start -= 1
            before = chunk[start - 1 : start]
        if before in {"\\", "]"} or chunk[end : end + 1] in {"(", "["}:
            raise _DoubtError
        first, last = match.span(1)
        found.append((base + start, base + end, base + first, base + last))


def _check_indents(chunk: str) -> None:
    """Doubt a chunk in which a line may be indented code."""
    text_above = False
    for line in chunk.split("\n"):
        rest = line.lstrip(" \t")
        blanks = line[: len(line) - len(rest)]
        if rest and not text_above and (len(blanks) > 3 or "\t" in blanks):
            raise _DoubtError
        at = 0
        while marker := _MARKER.match(rest, at):
            if len(marker[1]) > 4 or "\t" in marker[1]:
                raise _DoubtError
            at = marker.end()
        rest = rest[at:]
        text_above = rest[:1] not in {"", "#", "|"} and bool(rest.strip("-*_= \t"))


def _without_code(chunk: str) -> str:
    """The chunk with letters for its code spans, which hold nothing that might mean something."""
    if "``" in chunk or "\\`" in chunk:
        raise _DoubtError
    pieces: list[str] = []
    last = 0
    for span in _CODE.finditer(chunk):
        if _MIGHT_MEAN.search(chunk, *span.span()):
            raise _DoubtError
        pieces += (chunk[last : span.start()], "x" * len(span[0]))
        last = span.end()
    plain = "".join((*pieces, chunk[last:]))
    if "`" in plain:
        raise _DoubtError
    return plain


def _is_table(chunk: str) -> bool:
    """Tell whether a chunk is a table; doubt one that is not so from its first line on."""
    if not any("|" in found[0] for found in _DELIMITER.finditer(chunk)):
        return False
    rows = chunk.strip("\n").split("\n")
    if "\\\\|" in chunk or len(rows) < 2 or rows[1].strip(" \t|:-"):
        raise _DoubtError
    cells = len(_BAR.findall(rows[0]))
    for row in rows:
        if row[:1] != "|" or row.rstrip(" \t")[-1:] != "|" or len(_BAR.findall(row)) != cells:
            raise _DoubtError
    return True


def _wikilinks(
    chunk: str, first: int, last: int, base: int, found: list[_Found], *, table: bool
) -> None:
    """Add the wikilinks between two offsets of a chunk; no formula stands there."""
    at = chunk.find("[[", first, last)
    close = -1
    while at >= 0:
        if at and (chunk[at - 1] == "\\" or (at > 1 and chunk[at - 2 : at] == "\\!")):
            raise _DoubtError
        if close < at + 3:
            close = chunk.find("]]", at + 3, last)
            if close < 0:
                return
        after = chunk.find("[[", at + 2, last)
        if 0 <= after < close or chunk.find("\n", at, close) >= 0:
            at = chunk.find("[[", at + 1, last)
            continue
        if table and _BAR.search(chunk, at, close):
            raise _DoubtError
        start = at - 1 if at and chunk[at - 1] == "!" else at
        found.append((base + start, base + close + 2, -1, -1))
        at = after if after < 0 or after >= close + 2 else chunk.find("[[", close + 2, last)


def _with_formulas(
    chunk: str, base: int, found: list[_Found], formulas: list[_Found], *, table: bool
) -> None:
    """Add the wikilinks and the formulas of a text with `$` signs, line by line."""
    if "$$" in chunk or "://" in chunk or "mailto:" in chunk.lower() or "www." in chunk.lower():
        raise _DoubtError  # a `$` in an address opens nothing
    start, last_sign = 0, chunk.rfind("$")
    for row in chunk.split("\n"):
        end = start + len(row)
        position = start
        close = -2  # the next `]]`, -1 when there is none
        ends = formula_closers(chunk, start, end) if "$" in row else ([], [])
        for match in _DOLLAR.finditer(chunk, start, end) if "$" in row else ():
            sign = match.start()
            if match[0] != "$" or sign < position:
                continue
            _wikilinks(chunk, position, sign, base, found, table=table)
            at = chunk.rfind("[[", position, sign)
            if at >= 0:
                if close != -1 and close < sign:
                    close = chunk.find("]]", sign, end)
                if (
                    close >= 0
                    and chunk.find("[[", sign, close) < 0
                    and (chunk.find("]]", at + 3, sign) < 0)
                ):
                    raise _DoubtError  # a wikilink that holds a sign
            position = sign + 1
            closed = formula_end(chunk, sign, start, end, ends)
            if closed:
                if table and "|" in chunk[sign:closed]:
                    raise _DoubtError
                formulas.append((base + sign, base + closed, -1, -1))
                position = closed
            elif last_sign >= end:
                raise _DoubtError  # a later line may close it
        _wikilinks(chunk, position, end, base, found, table=table)
        start = end + 1
