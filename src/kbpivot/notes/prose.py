"""How much of a note is its author's own running text, and the reading time it states."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from kbpivot.model import Prose
from kbpivot.notes.content import hollow_headings, is_query, media
from kbpivot.notes.durations import DURATION, matched_minutes
from kbpivot.notes.instructions import instruction_share
from kbpivot.notes.phrases import is_placeholder_phrase
from kbpivot.notes.ranges import Ranges
from kbpivot.notes.vocabulary import canonical

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbpivot.notes.lines import Lines
    from kbpivot.notes.structure import Structure
    from kbpivot.notes.vocabulary import Words

__all__ = ["prose", "read_time"]

_PREFIX = re.compile(r"[\s>]*(?:\[![^\]\r\n]*\][+-]?)?(?:(?:[-*+]|\d{1,9}[.)])\s+)*(?:\[.\]\s+)?")
_MARKED = re.compile(r"[\[\]<>`$*_{}]|://|%%|::")
_LINKS = re.compile(  # starts with a bracket, so that the search is quick
    r"\[(?:\[(?:[^\[\]|\r\n]*\|)?([^\[\]\r\n]*)\]\]"
    r"|([^\[\]\r\n]*)\]\((?:<[^<>\r\n]*>|[^()\r\n]*(?:\([^()\r\n]*\)[^()\r\n]*)*)\)|\^[^\[\]\s]+\])"
)
_URL = re.compile(r"(?:http|ftp|file|obsidian|zotero)s?://[^\s<>]+>?")
_FORMULA = re.compile(r"\$\$[^$]*\$\$|\$(?!\s)[^$\r\n]*?(?<!\s)\$(?!\d)")
_HTML = re.compile(r"<!--(?:(?!<!--|-->).)*+-->|</?[A-Za-z][^<>\r\n]*>")
_TEMPLATER = re.compile(r"<%(?:[^<%\r\n]|<(?!%)|%(?!>))*+%>|\{\{[^{}\r\n]*\}\}")
_COMMENT = re.compile(r"%%.*?%%")
_BACKTICKS = re.compile(r"`+")
_BLOCK_ID = re.compile(r"\s\^[A-Za-z0-9-]+\s*$")
_LABEL = re.compile(
    r"\s*(?:(\*\*|__|\*|_)(?=\S)[^\[\]\r\n*]{1,60}?\1\s*[:：]{1,2}"
    r"|(\*\*|__|\*|_)[^\[\]\r\n*]{1,60}?[:：]{1,2}\s*\2"
    r"|[^\[\]\r\n:：.!?]{1,40}[:：]{1,2}(?=\s*(?:\[|<?https?://|$)))"
)
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_LETTER = re.compile(r"[^\W_]")
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+(?:['’.\-][^\W_{_CJK}]+)*")
_STARTS = ">-+# \t"


def _folding(signs: str) -> bytes:
    r"""A table of bytes: letters in lower case, signs as `\1`, line breaks kept, the rest blank."""
    kept = {code: ord(chr(code).lower()) for code in range(128) if chr(code).isalnum()}
    kept |= dict.fromkeys(map(ord, signs), 1) | {ord("\n"): ord("\n")}
    return bytes(kept.get(code, ord(" ")) for code in range(256))


_FOLDED_ALL = _folding("")
_FOLDED = _folding("[]<>`$*_{}:")
_FOLDED_PERCENT = _folding("[]<>`$*_{}:%")
_LONGEST_PHRASE = 30  # words
_QUOTATION = re.compile(r"[ \t]*>[\s>]*\[!(?:quote|cite)\b", re.IGNORECASE)


def prose(
    text: str,
    shape: Structure,
    formulas: Sequence[tuple[int, int]],
    words: Words,
    *,
    instructs: bool = False,
    generated: bool = False,
) -> Prose:
    """Count the running text of a body, line by line.

    Headings, properties, code, comments, table headers, lines that are only links, template
    phrases, and callouts that say that they quote (`> [!quote]`) are set aside. A label in bold
    before a colon is no running text, its value is.

    Args:
        text: the whole text.
        shape: its structure.
        formulas: the formulas in it.
        words: phrases of templates.
        instructs: whether the note may be a manual for programs.
        generated: whether it says that a program wrote it.
    """
    source = _counted_text(text, shape)
    variables = 0
    if "{{" in source or "<%" in source:
        variables = sum(
            len(_TEMPLATER.findall(_FORMULA.sub(" ", _without_code(s) if "`" in s else s)))
            for s in source.split("\n")
        )
    total = placeholders = 0
    lines: list[int] = []
    heads, singles = words.placeholder_heads, words.placeholder_singles
    # All lines are folded at once, each character to one byte. Where a line needs a closer look
    # a sign shows in the result, or a blank at its beginning.
    table = _FOLDED_PERCENT if "%%" in source else _FOLDED
    folded = source.encode("ascii", "replace").translate(table, b"'").split(b"\n")
    for line, plain in zip(source.split("\n"), folded, strict=True):
        own, mark = line, plain
        if not line.isascii() or b"\1" in plain or (plain[:1] == b" " and line[0] in _STARTS):
            if _MARKED.search(line) or line[:1] in _STARTS or ":" in line or "：" in line:
                own = _own(line)
            if not own.isascii():
                found = _WORD.findall(own)
                said = " ".join(found).lower()
                if is_placeholder_phrase(canonical(said), words) and len(found) < _LONGEST_PHRASE:
                    placeholders += 1
                elif found:
                    total += len(found)
                    lines.append(zlib.crc32(said.encode("utf-8", "surrogatepass")))
                    lines.append(len(found))
                continue
            mark = own.encode().translate(_FOLDED_ALL, b"'")
        parts = mark.split()
        if not parts:
            continue
        count = len(parts)
        mark = b" ".join(parts)
        if (
            (parts[0] in heads or mark.startswith(singles))
            and count < _LONGEST_PHRASE
            and is_placeholder_phrase(mark.decode(), words)
        ):
            placeholders += 1
            continue
        total += count
        lines.append(zlib.crc32(mark))
        lines.append(count)
    code_lines = 0
    for start, end in shape.code:
        inside = text[start:end].strip("\r\n")
        fenced = inside.lstrip("> \t")
        if is_query(fenced):
            continue
        marks = 2 if fenced.startswith(("```", "~~~")) else 0
        code_lines += max(0, len(inside.splitlines()) - marks)
    formulas_seen = len(formulas) + len(shape.math)
    return Prose(
        words=total,
        formulas=formulas_seen,
        code_lines=code_lines,
        placeholders=placeholders,
        lines=tuple(lines),
        variables=variables,
        media=media(text, shape),
        hollow=hollow_headings(text, shape),
        instructions=instruction_share(source) if instructs else 0,
        generated=generated,
    )


def _counted_text(text: str, shape: Structure) -> str:
    r"""The leaves that may hold running text, each on lines of its own that end in `\n`."""
    pieces: list[str] = []
    for leaf in shape.leaves:
        kind = leaf.kind
        if kind == "heading" or kind == "comment" or (kind == "cell" and not leaf.row):  # noqa: PLR1714 (a set is slower here)
            continue
        if leaf.quote and _QUOTATION.match(text, shape.blocks[leaf.block].start):
            continue
        pieces.append(text[leaf.start : leaf.end])
    joined = "\n".join(pieces)
    return joined.replace("\r", "\n") if "\r" in joined else joined


def _without_code(line: str) -> str:
    """A line with a blank in place of each span between two runs of as many backticks."""
    later: dict[str, list[int]] = {}
    runs = list(_BACKTICKS.finditer(line))
    for number in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[number][0], []).append(number)
    parts: list[str] = []
    end = number = 0
    while number < len(runs):
        same = later[runs[number][0]]  # the nearest one last
        while same and same[-1] <= number:
            same.pop()
        if same:
            parts += [line[end : runs[number].start()], " "]
            number = same[-1]
            end = runs[number].end()
        number += 1
    return "".join([*parts, line[end:]])


def _own(line: str) -> str:
    """The author's own words in a line; empty when it holds only links, labels and signs."""
    if not line[:1].isalpha():
        prefix = _PREFIX.match(line)
        if prefix:
            line = line[prefix.end() :]
    if "%%" in line:
        line = _COMMENT.sub(" ", line)
    if "$" in line:
        line = _FORMULA.sub(" ", line)
    if "<" in line or "{" in line:
        line = _HTML.sub(" ", _TEMPLATER.sub(" ", line))
    if "^" in line:
        line = _BLOCK_ID.sub("", line)
    if ":" in line or "：" in line:
        label = _LABEL.match(line)
        if label:
            line = line[label.end() :]
    if "[" in line:
        parts = _LINKS.split(line)  # text, then per link: two displays, of which one may be, text
        around = " ".join(parts[::3])
        if not _LETTER.search(_URL.sub(" ", around) if "://" in around else around):
            return ""
        for place in range(1, len(parts), 3):
            embed = parts[place - 1].endswith("!")
            parts[place] = " " if embed else parts[place] or parts[place + 1] or " "
            parts[place + 1] = ""
        line = "".join(parts)
    if "://" in line:
        line = _URL.sub(" ", line)
    return line.strip(" \t*_~`=()[]")


# --------------------------------------------------------------------------- reading time

_MAYBE = re.compile(r"[0-9][ \t\u00a0-]{0,3}[hHsSſmMuUoO小時时시чЧ分분мМ]")  # quick to look for
_CLOCKS = "⏱⏲⏰⏳⌛🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛"
_CUT = re.compile(r"[|·•(（\[]|(?<=[.。;；])\s")
_NUMBER = re.compile(r"[0-9]+")
_READ_AFTER = re.compile(
    r"\s*-?\s*(?:read|to read|reading|de lecture|lesezeit|読了)\b", re.IGNORECASE
)
_LEAVE = re.compile(r"^(?:about|around|approx|approximately|circa|ca|约|約|약|etwa|environ)\b\s*")


def read_time(
    text: str, shape: Structure, lines: Lines, words: Words, *, start: int
) -> tuple[int, int] | None:
    """The reading time a body states and the line that says it: "Read time: ~25 min".

    A duration counts behind a known label, behind a clock sign, or before "read"; the first one
    in the text is taken.
    """
    behind = tried = start
    code: Ranges | None = None
    for unit in _MAYBE.finditer(text, start):
        if unit.start() < behind:
            continue
        # A range may begin before the number that carries the unit, but not two lines above.
        line_start = text.rfind("\n", tried, unit.start()) + 1
        above = text.rfind("\n", tried, max(line_start - 1, tried)) + 1 if line_start else 0
        numbers = _NUMBER.finditer(text, max(above, behind, tried), unit.end())
        tried = unit.end()
        for number in numbers:
            place = number.start()
            if text.startswith(("PT", "pt"), place - 2):
                place -= 2
            match = DURATION.match(text, place) if place >= behind else None
            if match is None:
                continue
            behind = match.end()
            reading = _reading_time(text, lines, words, match)
            if reading is None:
                continue
            code = _code(shape) if code is None else code
            if place not in code:
                return reading
    return None


def _reading_time(
    text: str, lines: Lines, words: Words, match: re.Match[str]
) -> tuple[int, int] | None:
    """The minutes and the line of one duration, if it is how long the note takes to read."""
    line = lines.line(match.start())
    line_start, line_end = lines.range(line)
    parts = _CUT.split(text[max(line_start, match.start() - 60) : match.start()])
    before = next((part for part in reversed(parts) if part.strip()), "")
    said = canonical(before)
    known = said in words.read_time or _LEAVE.sub("", said) in words.read_time
    for filler in (" about", " ca", " around", " approx", " 约", " 約"):
        known = known or said.removesuffix(filler) in words.read_time
    known = known or before.strip(" \t~≈*_").endswith(tuple(_CLOCKS))
    known = known or _READ_AFTER.match(text, match.end(), line_end) is not None
    if not known:
        return None
    minutes = matched_minutes(match)
    return None if minutes is None else (minutes, line)


def _code(shape: Structure) -> Ranges:
    spans = ((mark.start, mark.end) for mark in shape.opaque if mark.kind != "tail")
    return Ranges([*shape.code, *spans])
