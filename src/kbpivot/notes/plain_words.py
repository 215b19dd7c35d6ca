"""Where the words of an ordinary body are, at a fraction of the cost; in doubt the answer is None.

A second reading of the rules of `sections`, so it answers only where each sign in sight means
what it means by the line it stands in; `tests/notes/test_plain_words.py` holds it to the whole
reading.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from kbpivot.notes.inline import formula_closers, formula_end

__all__ = ["PlainWords", "plain_words"]

_STRANGE: Final = ("\r", "\x0b", "\x0c", "\0", "~~~", "%%", "[^", "^[", "]:")
_ESCAPED: Final = re.compile(r"\\[\[\]`$#!<(]")
_PAIR: Final = re.compile(r"(?<!`)``(?!`)")
_TAG: Final = re.compile(r"<[A-Za-z/!?](?<!\]\(<.)")
_INDENTED: Final = re.compile(r"^(?: {4}| *\t|[>*+-].*(?: {4}|\t))", re.MULTILINE)
_INNER_HEADING: Final = re.compile(r"^(?:[ \t]*[>*+-])*[ \t]+#", re.MULTILINE)
_UNDERLINE: Final = re.compile(r"\n {0,3}(?:=+|-+)[ \t]*(?=\n|\Z)")
_FENCE: Final = re.compile(r"```+|\$\$+")
_HEADING: Final = re.compile(r"^(#{1,6})(?:[ \t]+([^\n]*?))?[ \t]*$", re.MULTILINE)
_TAIL: Final = re.compile(
    r"\[[^\[\]\\`<*_~&|$!\n]*(\]\((?:<[^<>\n\\&\[\]$|`]*>|[^()<>\\&\[\]$|`\x00-\x20\x7f\s]*)\))"
)
_CODE: Final = re.compile(r"`[^`\n]*`")
_IN_LINK: Final = re.compile(r"\[\[[^\]\n]*[`$][^\]\n]*\]\]")
_IN_CODE: Final = re.compile(r"[\[\]$\\|<(]")
_DOLLAR: Final = re.compile(r"\$")
_ROW: Final = re.compile(r"^[ \t>]*[|:]?[ \t]*:?-+:?[ \t]*\|", re.MULTILINE)


class PlainWords(NamedTuple):
    """What of a text is no words, and its headings.

    Attributes:
        dead: (start, end) of code, formulas and link destinations, rising and apart.
        headings: (start, end, level, words) of the headings.
    """

    dead: list[tuple[int, int]]
    headings: list[tuple[int, int, int, str]]


def plain_words(text: str, start: int) -> PlainWords | None:
    """Tell what of the body that begins at `start` is no words, or None when in doubt."""
    dead = _fences(text, start) if "```" in text or "$$" in text else []
    if dead is None:
        return None
    live, last = [], start
    for begin, end in dead:
        live.append((last, begin))
        last = end
    live.append((last, len(text)))
    headings: list[tuple[int, int, int, str]] = []
    for begin, end in live:
        if _is_strange(text[begin:end]) or not _inline(text, begin, end, dead):
            return None
        if text.find("#", begin, end) >= 0:
            for match in _HEADING.finditer(text, begin, end):
                words = match[2] or ""
                if words.endswith("#") or not words:
                    return None
                edge = text.find("\n", match.end())
                headings.append(
                    (match.start(), edge + 1 if edge >= 0 else len(text), len(match[1]), words)
                )
    dead.sort()
    return PlainWords(dead, headings)


def _is_strange(part: str) -> bool:
    """Tell a part of a body in which a line may mean something by the lines around it."""
    # Mostly there is no such sign at all, and a search for a plain text is the quickest.
    if any(sign in part for sign in _STRANGE):
        return True
    if "\\" in part and _ESCAPED.search(part):
        return True
    if "``" in part and _PAIR.search(part):
        return True
    if "<" in part and _TAG.search(part):
        return True
    if ("    " in part or "\t" in part) and _INDENTED.search(part):
        return True
    if " #" in part and _INNER_HEADING.search(part):
        return True
    # A line of signs under a line of words makes that one a heading.
    return any(
        part[part.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" \t")
        for match in _UNDERLINE.finditer(part)
    )


def _fences(text: str, start: int) -> list[tuple[int, int]] | None:
    """Code and formula blocks whose fences start their lines; None where one is in doubt."""
    found: list[tuple[int, int]] = []
    opened, fence = -1, ""
    for match in _FENCE.finditer(text, start):
        sign = match[0]
        line_end = text.find("\n", match.end())
        line_end = len(text) if line_end < 0 else line_end
        rest = text[match.end() : line_end].strip(" \t")
        if (match.start() > start and text[match.start() - 1] != "\n") or sign[0] in rest:
            return None
        if opened < 0:
            opened, fence = match.start(), sign
            if sign[0] == "$" and (rest or sign != "$$"):
                return None
        elif rest or sign != fence:
            return None
        else:
            found.append((opened, match.end()))
            opened = -1
    return found if opened < 0 else None


def _inline(text: str, begin: int, end: int, dead: list[tuple[int, int]]) -> bool:
    """Add code spans, formulas and link destinations between two offsets; False when in doubt."""
    if text.find("](", begin, end) >= 0:
        tails = [match.span(1) for match in _TAIL.finditer(text, begin, end)]
        if len(tails) != text.count("](", begin, end):
            return False
        if any(text[stop : stop + 1] in {"(", "["} for _, stop in tails):
            return False
        dead += tails
    code, formula = text.find("`", begin, end) >= 0, text.find("$", begin, end) >= 0
    if not code and not formula:
        return True
    if _IN_LINK.search(text, begin, end):
        return False
    if code:
        spans = [match.span() for match in _CODE.finditer(text, begin, end)]
        if 2 * len(spans) != text.count("`", begin, end):
            return False
        if any(_IN_CODE.search(text, *span) for span in spans):
            return False
        dead += spans
    return not formula or _formulas(text, begin, end, dead)


def _formulas(text: str, begin: int, end: int, dead: list[tuple[int, int]]) -> bool:
    table = _ROW.search(text, begin, end) is not None
    at = text.find("$", begin, end)
    while at >= 0:
        first = max(text.rfind("\n", begin, at) + 1, begin)
        last = text.find("\n", at, end)
        last = end if last < 0 else last
        if "://" in text[first:last] or ("|" in text[first:last] and table):
            return False
        closers = formula_closers(text, first, last)
        position = first
        for match in _DOLLAR.finditer(text, first, last):
            sign = match.start()
            if sign < position:
                continue
            closed = formula_end(text, sign, first, last, closers)
            if not closed or text.find("](", sign, closed) >= 0:
                return False
            dead.append((sign, closed))
            position = closed
        at = text.find("$", last, end)
    return True
