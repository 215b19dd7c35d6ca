"""Wikilinks, Markdown links and tags inside live text, read left to right as Obsidian does.

At one position a backslash escape comes first, then a wikilink, then a Markdown link, then code,
then a tag, then a formula. What starts first wins, so a wikilink that holds a backtick hides it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_to_bytes

from kbpivot.model import Link, Tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbpivot.notes.lines import Lines
    from kbpivot.notes.structure import Leaf, MarkdownLink, Opaque, Structure

__all__ = [
    "Inline",
    "decode_uri",
    "destination_target",
    "formula_closers",
    "formula_end",
    "inline",
    "linktext",
    "property_links",
    "wikilink",
]

_HEADING_MARK = re.compile(r"[ \t]*#{0,6}")
_WIKILINK = re.compile(r"!?\[\[((?:(?!\[\[)[^\r\n])+?)\]\]")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_TAG = re.compile("#([^\\s\u2000-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\\[\\]\\\\]+)")
_EMPHASIS_BEFORE = re.compile(r"(?:^|[\s\S])_[^\s_](?:[^_\r\n]*[^\s_])?_$")
_SCHEME = re.compile(r"\([A-Za-z][A-Za-z0-9+.-]*:")
_SIGN = re.compile(r"\\[\s\S]|\$")
_ADDRESS = re.compile(r"(?<![^\W_])(?:(?:https?|ftp)://|mailto:|www\.)[^\s<]*\Z", re.IGNORECASE)
_ADDRESS_MARKS = ("://", "www.", "mailto:")
_LONGEST_ADDRESS = 1000
_DIGITS = frozenset("0123456789")
_BLANKS = frozenset(" \t")


class Inline(NamedTuple):
    """What live text holds; `hidden` ranges need a second reading of the structure."""

    links: list[Link]
    tags: list[Tag]
    hidden: list[tuple[int, int]]
    formulas: list[tuple[int, int]]


# --------------------------------------------------------------------------- one link


def _normal(target: str) -> str:
    """A target as Obsidian keeps it: no-break spaces as spaces, trimmed, NFC."""
    if target.isascii():
        return target.strip()
    return unicodedata.normalize("NFC", target.replace("\u00a0", " ")).strip()


def linktext(text: str) -> tuple[str, str | None]:
    """Split `path#subpath` at the first `#`; the subpath is None when there is none."""
    path, mark, subpath = text.partition("#")
    return _normal(path), _normal(subpath) if mark else None


def wikilink(inside: str) -> tuple[str, str | None, str | None]:
    """Target, subpath and display of what stands between `[[` and `]]`."""
    bar = inside.find("|", 1)
    display = None
    if bar > 0:
        display = _normal(inside[bar + 1 :])
        inside = inside[:bar]
        inside = inside.removesuffix("\\")
    if "#" not in inside:
        return _normal(inside), None, display
    path, subpath = linktext(inside)
    return path, subpath, display


_RESERVED = frozenset(b";/?:@&=+$,#")


def decode_uri(text: str) -> str | None:
    """JavaScript's `decodeURI`: reserved characters stay encoded; None when malformed."""
    if "%" not in text:
        return text

    def run(match: re.Match[str]) -> str:
        raw = unquote_to_bytes(match[0])
        if not _RESERVED.isdisjoint(raw):
            parts = re.findall(r"%[0-9A-Fa-f]{2}", match[0])
            out, pending = [], b""
            for part in parts:
                byte = bytes.fromhex(part[1:])
                if byte[0] in _RESERVED:
                    out.append(pending.decode("utf-8"))
                    out.append(part)
                    pending = b""
                else:
                    pending += byte
            return "".join(out) + pending.decode("utf-8")
        return raw.decode("utf-8")

    if re.search(r"%(?![0-9A-Fa-f]{2})", text):
        return None
    try:
        return re.sub(r"(?:%[0-9A-Fa-f]{2})+", run, text)
    except UnicodeDecodeError:
        return None


def internal_destination(destination: str, *, image: bool) -> tuple[str, str | None] | None:
    """Target and subpath of a Markdown destination, or None when it is external or empty.

    Internal means: not empty, and without `:` unless it starts with `./` or `../`.
    """
    if not destination:
        return None
    if ":" in destination and not destination.startswith(("./", "../")):
        return None
    decoded = decode_uri(destination)
    if decoded is None:
        if not image:
            return None
        decoded = destination
    return linktext(decoded)


def _destination(tail: str) -> str:
    """The destination in a link's tail `](destination "title")`, escapes and entities undone."""
    inner = tail[2:-1].strip()
    if inner.startswith("<"):
        end = re.search(r"(?<!\\)>", inner[1:])
        raw = inner[1 : end.start() + 1] if end else inner[1:]
    else:
        raw = inner.split(maxsplit=1)[0] if inner else ""
    raw = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", raw)
    return html.unescape(raw) if "&" in raw else raw


def destination_target(tail: str, *, image: bool) -> tuple[str, str | None] | None:
    """Target and subpath of a Markdown link's tail `](destination)`, None when not internal."""
    return internal_destination(_destination(tail), image=image)


def property_links(value: str) -> tuple[tuple[str, str | None, str | None], ...]:
    """Links a property value holds: the whole value is one `[[…]]` or one `[text](target)`.

    A value with several wikilinks is one nonsense target to Obsidian; here each of them counts.
    """
    if value.startswith("[[") and value.endswith("]]"):
        inside = value[2:-2]
        if "[[" in inside or "]]" in inside:
            return tuple(wikilink(found[1]) for found in _WIKILINK.finditer(value))
        return (wikilink(inside),) if inside else ()
    if value.startswith("[") and value.endswith(")"):
        found = re.fullmatch(r"\[((?:\\.|[^\[\]\\])*)\]\((<[^<>\r\n]*>|[^\s<>]*)\)", value)
        if found:
            target = internal_destination(_destination(f"]({found[2]})"), image=False)
            if target:
                return ((*target, found[1]),)
    return ()


# --------------------------------------------------------------------------- a whole text


def inline(text: str, shape: Structure, lines: Lines) -> Inline:
    """Every link and tag in the live text of a file, in source order."""
    found = Inline([], [], [], [])
    dropped: set[int] = set()
    blocks = dict(shape.math)
    # Comments come behind the leaves around them; without any, the first leaf is the topmost.
    topmost = 0 if shape.comments or not shape.leaves else shape.leaves[0].start
    specials = _specials(text, topmost)
    at = 0
    for leaf in shape.leaves:
        start, end = leaf.start, leaf.end
        if specials[at] > start and at:
            at = bisect_left(specials, start)
        while specials[at] < start:
            at += 1
        if specials[at] < end:
            _scan(text, shape, leaf, lines, found, dropped, blocks, specials, at)
    for index, link in enumerate(shape.links):
        if index not in dropped:
            row = _markdown_link(text, link, lines)
            if row:
                found.links.append(row)
    if shape.links or shape.comments:
        found.links.sort(key=_start)
        found.tags.sort(key=_start)
    return found


def _specials(text: str, start: int) -> list[int]:
    """Offsets of every sign that may mean something, rising, and the length of the text.

    Four searches for a plain text are several times as fast as one for a pattern.
    """
    found: list[int] = []
    for sign in ("[[", "#", "$", "\\"):
        at = text.find(sign, start)
        while at >= 0:
            found.append(at)
            at = text.find(sign, at + 1)
    found.sort()
    found.append(len(text))
    return found


def _start(row: Link | Tag) -> int:
    return row.span.start if row.span else -1


def _markdown_link(text: str, link: MarkdownLink, lines: Lines) -> Link | None:
    target = destination_target(text[link.text_end : link.end], image=link.image)
    if target is None:
        return None
    return Link(
        target[0],
        target[1],
        text[link.text_start : link.text_end],
        link.image,
        "markdown",
        None,
        lines.span(link.start, link.end),
        text[link.start : link.end],
    )


def _scan(
    text: str,
    shape: Structure,
    leaf: Leaf,
    lines: Lines,
    found: Inline,
    dropped: set[int],
    blocks: dict[int, int],
    specials: list[int],
    place: int,
) -> None:
    """Read one leaf left to right.

    Args:
        text: the whole text.
        shape: its structure.
        leaf: what to read of it.
        lines: its lines.
        found: what is added to.
        dropped: Markdown links that turn out to be none; added to.
        blocks: the formula blocks, start to end.
        specials: offsets of every sign that may mean something, and the length of the text.
        place: index of the first of them in the leaf.
    """
    position, end = leaf.start, leaf.end
    if leaf.kind == "heading" and not leaf.setext:
        position = _HEADING_MARK.match(text, position, end).end()  # type: ignore[union-attr]
    opaque = shape.opaque[leaf.opaque[0] : leaf.opaque[1]]
    count, at = len(opaque), 0
    last_token = -1  # end of the last tag or wikilink: a tag may start right there
    least = position  # what lies before has been read: an escaped `!` opens no embed
    closer = -1  # the next `]]` that was found, `end` when there is none
    signs: tuple[list[int], list[int]] | None = None
    while True:
        while specials[place] < position:
            place += 1
        start = specials[place]
        if start >= end:
            return
        if count:
            while at < count and (opaque[at].end <= start or opaque[at].link in dropped):
                at += 1
            if at < count and opaque[at].start <= start:
                position = opaque[at].end
                continue
        sign = text[start]
        position = start + 1
        if sign == "[":
            if closer < position + 2:
                closer = text.find("]]", position + 2, end)
                if closer < 0:
                    closer = end
            if closer < end and not _is_broken(text, position + 1, closer):
                embed = start > least and text[start - 1] == "!"
                begin = start - 1 if embed else start
                if text[position + 1] == "[" and start > least and text[start - 1] == "^":
                    continue  # an inline footnote that begins with a link: `^[[[A]]]`
                target, subpath, display = wikilink(text[position + 1 : closer])
                position = last_token = closer + 2
                if count:
                    _hide(begin, position, opaque, at, found, dropped)
                found.links.append(
                    Link(
                        target,
                        subpath,
                        display,
                        embed,
                        "wikilink",
                        None,
                        lines.span(begin, position),
                        text[begin:position],
                        text.startswith("(", position, end)
                        and _SCHEME.match(text, position, end) is not None,
                    )
                )
        elif sign == "\\":
            if position < end and text[position] in _PUNCTUATION:
                position += 1
        elif sign == "#":
            tag = _tag(text, start, shape.texts, last_token, leaf)
            if tag:
                position = last_token = start + len(tag)
                found.tags.append(Tag(tag, lines.span(start, position)))
        elif start in blocks:
            position = blocks[start]
        else:
            if signs is None:
                signs = formula_closers(text, leaf.start, end, blocks=shape.math)
            closed = formula_end(text, start, leaf.start, end, signs)
            if closed:
                found.formulas.append((start, closed))
                _hide(start, closed, opaque, at, found, dropped)
                position = closed
        least = position


def _is_broken(text: str, start: int, end: int) -> bool:
    """True when what stands between `[[` and `]]` is no target: a line break or another `[[`."""
    return (
        text.find("[[", start, end) >= 0
        or text.find("\n", start, end) >= 0
        or text.find("\r", start, end) >= 0
    )


def _hide(
    start: int, end: int, opaque: list[Opaque], at: int, found: Inline, dropped: set[int]
) -> None:
    """Let a token win over what pulldown-cmark saw starting inside it."""
    for mark in opaque[at:]:
        if mark.start >= end:
            break
        if mark.link >= 0:
            dropped.add(mark.link)
        if mark.kind != "tail" or mark.end > end + 1:
            found.hidden.append((start, end))


def formula_closers(
    text: str, start: int, end: int, *, blocks: Sequence[tuple[int, int]] = ()
) -> tuple[list[int], list[int]]:
    """Where a leaf's formulas may end: offsets of each `$` and of each `$$` that can close one.

    A closing `$` is not skipped by a backslash, not preceded by a blank, not followed by a digit,
    and does not stand in a formula block (`blocks`, rising).
    """
    signs = [m.end() - 1 for m in _SIGN.finditer(text, start, end) if m[0] == "$"]
    for index in range(bisect_left(blocks, (start, 0)), len(blocks)):
        opened, closed = blocks[index]
        if opened >= end:
            break
        signs[bisect_left(signs, opened) : bisect_left(signs, closed)] = []
    single = [
        sign
        for sign in signs
        if text[sign - 1 : sign] not in _BLANKS and text[sign + 1 : sign + 2] not in _DIGITS
    ]
    double = [sign for sign, after in pairwise(signs) if sign + 1 == after]
    return single, double


def formula_end(
    text: str, start: int, first: int, end: int, signs: tuple[list[int], list[int]]
) -> int:
    """End of the inline formula that opens at `start`, or 0 when none does.

    The opener is not followed by a blank, and is no part of an address. The first sign behind it
    that can close does.

    Args:
        text: the whole text.
        start: offset of the opening `$`.
        first: start of the leaf.
        end: end of the leaf.
        signs: where formulas of the leaf may end, as `formula_closers` finds them.
    """
    single, double = signs
    if text.startswith("$$", start):
        index = bisect_left(double, start + 2)
        if index == len(double) or double[index] == start + 2:
            return 0
        closed = double[index] + 2
    else:
        if start + 1 >= end or text[start + 1] in " \t":
            return 0
        index = bisect_left(single, start + 1)
        if index == len(single):
            return 0
        closed = single[index] + 1
    return 0 if _in_address(text, first, start) else closed


def _in_address(text: str, first: int, place: int) -> bool:
    """True when a bare address (`https://…`) that began before `place` holds it."""
    if place <= first or text[place - 1].isspace():
        return False
    first = max(first, place - _LONGEST_ADDRESS)
    first = max(text.rfind(" ", first, place) + 1, text.rfind("\n", first, place) + 1, first)
    if all(text.find(mark, first, place) < 0 for mark in _ADDRESS_MARKS):
        return False  # told without the pattern, as almost always
    return _ADDRESS.search(text[first:place]) is not None


def _tag(text: str, start: int, texts: list[tuple[int, int]], last_token: int, leaf: Leaf) -> str:
    """The tag that opens at `start` with its `#`, or an empty string.

    Args:
        text: the whole text.
        start: offset of the `#`.
        texts: the runs of plain text that `leaf.texts` refers to.
        last_token: end of the last tag or wikilink.
        leaf: what it stands in.
    """
    first, last = leaf.texts
    index = bisect_left(texts, (start + 1,), first, last) - 1
    run_start, run_end = texts[index] if index >= first else (leaf.start, leaf.end)
    if start > run_end:
        run_end = leaf.end
    before = text[start - 1] if start > leaf.start else " "
    if not (
        before.isspace()
        or start in (run_start, last_token, leaf.start)
        or (
            before == "="
            and text[start - 2 : start] == "=="
            and text.find("==", start, leaf.end) > 0
        )
        or (before == "[" and text.startswith("^[", start - 2))  # an inline footnote
        or (before == "%" and _at_comment_mark(text, start, leaf))
        or (before == "_" and _EMPHASIS_BEFORE.search(text[max(leaf.start, start - 80) : start]))
    ):
        return ""
    found = _TAG.match(text, start, run_end)
    if found is None or _DIGITS.issuperset(found[1]):
        return ""
    if not before.isspace() and _in_address(text, leaf.start, start):
        return ""
    return found[0]


def _at_comment_mark(text: str, start: int, leaf: Leaf) -> bool:
    """True right behind the `%%` that opens or closes an inline comment."""
    return text.startswith("%%", start - 2) and (
        text.find("%%", start, leaf.end) > 0 or text.rfind("%%", leaf.start, start - 2) >= 0
    )
