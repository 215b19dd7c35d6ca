"""One more prerequisite in the body of a note: in a section, a label or an inline field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kbpivot.edit.prerequisite_in_property import newline_of
from kbpivot.errors import RefusedError
from kbpivot.model import Heading, Note, Statement
from kbpivot.notes.frontmatter import block_range
from kbpivot.notes.lines import Lines
from kbpivot.notes.phrases import says_none
from kbpivot.notes.vocabulary import Words, canonical

__all__ = [
    "LabelStyle",
    "SectionStyle",
    "empty_label",
    "label_style",
    "needs_heading",
    "section_style",
    "with_body_item",
    "with_label",
    "with_new_label",
    "with_new_section",
    "with_section",
]

_ITEM = re.compile(
    r"(?P<lead>[ \t]*(?:>[ \t]?)*[ \t]*)(?P<mark>[-*+]|(?P<number>\d{1,9})(?P<dot>[.)]))"
    r"(?P<space>[ \t]+)(?P<box>\[[^\]\[]\][ \t]+)?"
)
_BLANK = re.compile(r"[ \t>]*")
_LABEL = re.compile(
    r"^(?P<head>[ \t>]*(?:[-*+][ \t]+)?(?:\*\*|__)?(?P<name>[^\W\d_][^:：\r\n*]{1,40}?)"
    r"(?:(?:\*\*|__)[ \t]*[:：]{1,2}|[:：]{1,2}[ \t]*(?:\*\*|__)?))[ \t]*$",
    re.MULTILINE,
)
_EMPTY_ITEM = re.compile(r"[ \t>]*[-*+](?:[ \t]+\[[ xX]\])?[ \t]*")
_CLOSERS = " \t.。;；"
_NUMBERING = re.compile(r"^(?:\d+(?: \d+)*|[ivx]+) ")


class SectionStyle(NamedTuple):
    """How a section on prerequisites is written.

    Attributes:
        heading: its line, `## Prerequisites`.
        bullet: what stands before each of its links.
        last: True when it usually is the last section of a note.
    """

    heading: str = "## Prerequisites"
    bullet: str = "- "
    last: bool = False


class LabelStyle(NamedTuple):
    """How a label or inline field is written: the `head` is all before its first link."""

    head: str = "**Prerequisites:** "


# --------------------------------------------------------------------------- how it is written


def section_style(text: str, note: Note, statement: Statement) -> SectionStyle | None:
    """How the section around a statement is written; None where it is no section of its own."""
    above = [one for one in note.headings if one.span.start < statement.span.start]
    if not above or canonical(statement.key) not in canonical(above[-1].text):
        return None
    heading = above[-1]
    lines = Lines(text)
    start, end = lines.range(statement.span.line)
    item = _ITEM.match(text, start, end)
    bullet = "- "
    if item is not None and not item["lead"].strip():
        bullet = "1. " if item["number"] else item["mark"] + item["space"] + (item["box"] or "")
    follows = any(
        one.span.start > heading.span.start and one.level <= heading.level for one in note.headings
    )
    return SectionStyle(f"{'#' * heading.level} {heading.text}", bullet, last=not follows)


def label_style(text: str, statement: Statement) -> LabelStyle | None:
    """How the label of a statement is written, when it stands at the start of its line."""
    start, _ = Lines(text).range(statement.span.line)
    head = text[start : statement.span.start]
    if canonical(statement.key) not in canonical(head) or "[" in head or "|" in head:
        return None
    return LabelStyle(f"{head.rstrip()} ")


def needs_heading(note: Note, words: Words) -> Heading | None:
    """The heading of a note under which prerequisites belong, None without one."""
    for heading in note.headings:
        meaning = words.heading.get(_NUMBERING.sub("", canonical(heading.text)))
        if meaning is not None and meaning.relation == "needs":
            return heading
    return None


def empty_label(text: str, words: Words) -> re.Match[str] | None:
    """A label for prerequisites with nothing behind it, None without one."""
    for label in _LABEL.finditer(text, _body(text)):
        meaning = words.label.get(canonical(label["name"]))
        if meaning is not None and meaning.relation == "needs" and not meaning.depends:
            return label
    return None


# --------------------------------------------------------------------------- what is there grows


def with_body_item(text: str, statement: Statement, item: str) -> Iterator[str]:
    """Ways to add an item behind a statement, the most natural first; the caller takes the first
    one that says what is meant and changes nothing else.
    """
    lines = Lines(text)
    start, end = lines.range(statement.span.line)
    stop = start + len(text[start:end].rstrip("\r\n"))
    lead = _ITEM.match(text, start, stop)
    own_line = lead is not None and not text[lead.end() : statement.span.start].strip("*_=~` \t")
    if lead is not None and own_line:
        place = _behind_item(text, lines, statement.span.line, len(lead["lead"]))
        mark = f"{int(lead['number']) + 1}{lead['dot']}" if lead["number"] else lead["mark"]
        box = "[ ] " if lead["box"] else ""
        yield _line_at(text, place, f"{lead['lead']}{mark}{lead['space']}{box}{item}")
    if not text[statement.span.end : stop].strip(_CLOSERS + "*_"):
        yield f"{text[: statement.span.end]}, {item}{text[statement.span.end :]}"
    rest = text[statement.span.end : stop]
    for sign in (" |", " ·", "</"):
        rest = rest.partition(sign)[0]
    end_of_value = statement.span.end + len(rest.rstrip(_CLOSERS))
    yield f"{text[:end_of_value]}, {item}{text[end_of_value:]}"
    yield f"{text[: statement.span.end]}, {item}{text[statement.span.end :]}"


def _behind_item(text: str, lines: Lines, line: int, indent: int) -> int:
    """Offset of the line behind a list item and what hangs on it."""
    last = len(lines)
    while line < last:
        start, end = lines.range(line + 1)
        source = text[start:end]
        following = _ITEM.match(source)
        if not _BLANK.sub("", source, count=1).strip() or source.lstrip().startswith("#"):
            break
        if following is not None and len(following["lead"]) <= indent:
            break
        line += 1
    return lines.range(line)[1]


def _line_at(text: str, place: int, line: str) -> str:
    newline = newline_of(text)
    before = "" if not place or text[place - 1] in "\r\n" else newline
    after = newline if text[place:] or not before else ""
    return f"{text[:place]}{before}{line}{after}{text[place:]}"


def with_section(text: str, heading: Heading, item: str, *, style: SectionStyle) -> str:
    """Begin the list of a section that has no links yet."""
    lines = Lines(text)
    newline = newline_of(text)
    first = heading.span.line
    while lines.range(first)[1] < heading.span.end:
        first += 1
    line = first + 1
    while line <= len(lines) and not text[slice(*lines.range(line))].strip():
        line += 1
    if line <= len(lines):
        start, end = lines.range(line)
        source = text[start:end].rstrip("\r\n")
        if _EMPTY_ITEM.fullmatch(source):
            return f"{text[:start]}{source.rstrip()} {item}{text[start + len(source) :]}"
    behind = lines.range(first)[1]
    if behind == len(text) and (not text or text[-1] not in "\r\n"):
        return f"{text}{newline}{newline}{style.bullet}{item}{newline}"
    gap = _BREAK_RUN.match(text, behind)
    assert gap is not None
    if text[behind : gap.end()]:
        first_break = _ONE_BREAK.match(text, behind)
        assert first_break is not None
        place = first_break.end()
        rest = text[place:]
        tail = newline if rest and not _ONE_BREAK.match(rest) else ""
        return f"{text[:place]}{style.bullet}{item}{newline}{tail}{rest}"
    tail = newline if text[behind:] else ""
    return f"{text[:behind]}{newline}{style.bullet}{item}{newline}{tail}{text[behind:]}"


_BREAK_RUN = re.compile(r"(?:[ \t]*(?:\r\n?|\n))*")
_ONE_BREAK = re.compile(r"[ \t]*(?:\r\n?|\n)")


def with_label(text: str, label: re.Match[str], item: str) -> str:
    """Write behind an empty label."""
    return f"{text[: label.end('head')]} {item}{text[label.end() :]}"


def without_none(text: str, line: int, item: str, words: Words) -> str:
    """Put an item where the author wrote "None".

    Raises:
        RefusedError: more than that word stands there.
    """
    start, end = Lines(text).range(line)
    source = text[start:end].rstrip("\r\n")
    body = _ITEM.match(source)
    at = body.end() if body else len(source) - len(source.lstrip(" \t>"))
    label = re.match(r"(?:\*\*|__)?[^:：\[\]]{2,60}?(?:(?:\*\*|__)[ \t]*[:：]{1,2}|[:：]{1,2}(?:\*\*|__)?)[ \t]*",
                     source[at:])  # fmt: skip
    at += label.end() if label else 0
    word = source[at:].rstrip(_CLOSERS)
    if not word or len(word) > 20 or not says_none(word, words) or re.search(r"[—–:：,]|\s-", word):
        raise RefusedError(f"Line {line} says that it builds on nothing; change that line first.")
    return f"{text[: start + at]}{item}{text[start + at + len(word) :]}"


# --------------------------------------------------------------------------- what is not there yet


def with_new_section(text: str, note: Note, item: str, *, style: SectionStyle) -> str:
    """Add a section: before the first heading below the title, or at the end."""
    newline = newline_of(text)
    lines = [style.heading, "", f"{style.bullet}{item}"]
    title = _title(note)
    place = len(text)
    if not style.last:
        below = [one for one in note.headings if title is None or one.span.start > title.span.start]
        if below:
            place = Lines(text).range(below[0].span.line)[0]
    return _paragraph_at(text, place, newline.join(lines))


def with_new_label(text: str, note: Note, item: str, *, style: LabelStyle) -> str:
    """Add a label as a paragraph below the title, or at the beginning of the body."""
    title = _title(note)
    lines = Lines(text)
    if title is not None:
        line = title.span.line
        while lines.range(line)[1] < title.span.end:
            line += 1
        place = lines.range(line)[1]
    else:
        place = _body(text)
    return _paragraph_at(text, place, f"{style.head}{item}")


def _title(note: Note) -> Heading | None:
    """The heading that opens the note, if it is the only one of the top level."""
    first = note.headings[0] if note.headings else None
    return first if first is not None and first.level == 1 else None


def _paragraph_at(text: str, place: int, words: str) -> str:
    newline = newline_of(text)
    before, after = text[:place], text[place:]
    lead = ""
    if before.strip("\ufeff"):
        ended = before[-1] in "\r\n"
        blank = re.search(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\Z", before) is not None
        behind_block = place == _body(text) and block_range(text) is not None
        lead = ("" if ended else newline) + ("" if (blank or behind_block) else newline)
    tail = newline
    if after and not _ONE_BREAK.match(after):
        tail += newline
    return f"{before}{lead}{words}{tail}{after}"


def _body(text: str) -> int:
    """Offset of the first line of the body."""
    edges = block_range(text)
    if edges is None:
        return 1 if text.startswith("\ufeff") else 0
    stop = re.compile(r"\r\n?|\n").search(text, edges[1])
    return stop.end() if stop else len(text)
