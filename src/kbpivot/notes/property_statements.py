"""Prerequisites and other relations that stand in a note's properties."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, cast

from kbpivot.model import Reference, Statement
from kbpivot.notes.inline import property_links
from kbpivot.notes.phrases import (
    is_placeholder,
    reason_after,
    says_none,
    says_optional,
    without_optional,
)
from kbpivot.notes.prerequisite_phrases import meaning_of
from kbpivot.notes.tasks import is_about_work
from kbpivot.notes.vocabulary import Meaning, canonical
from kbpivot.notes.written_values import Scalar, written_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kbpivot.model import Span
    from kbpivot.notes.lines import Lines
    from kbpivot.notes.vocabulary import Relation, Words
    from kbpivot.notes.written_values import Written

__all__ = ["Stated", "property_statements"]


class Stated(NamedTuple):
    """Statements in source order, and the line on which the author says there are none."""

    statements: list[Statement]
    root: int | None


_WIKILINK = re.compile(r"!?\[\[((?:(?!\[\[)[^\r\n])+?)\]\]")
_MARKDOWN_LINK = re.compile(r"\[(?:\\.|[^\[\]\\])*\]\((?:<[^<>\r\n]*>|[^\s<>()]*)\)")
_NAME_KEYS = ("note", "link", "title", "name", "path", "id")
_LONGEST_NAME = 4  # words behind a key of a mapping; more are a remark
_REMARK = 3  # words from which a value is a remark on its key
_REASON_KEYS = ("reason", "why", "because", "for", "comment")


def property_statements(
    text: str,
    properties: Mapping[str, object],
    property_lines: Mapping[str, int],
    lines: Lines,
    words: Words,
    *,
    body: int,
    tags: Sequence[str] = (),
) -> Stated:
    """Relations stated in properties; `body` is the offset at which the frontmatter ends."""
    found: list[Statement] = []
    root: int | None = None
    for key, value in properties.items():
        meaning = meaning_of(words.property, canonical(key))
        if meaning is None or (meaning.depends and is_about_work(properties, tags)):
            continue
        line = property_lines.get(key, 0)
        start, end = lines.range(line) if 0 < line <= len(lines) else (0, 0)
        whole = lines.span(start, start + len(text[start:end].rstrip("\r\n")))
        if value is False:
            if meaning.relation == "needs" and root is None:
                root = max(line, 1)
            continue
        if not _is_text(value):
            written = written_value(text, start, body)
            if written is None:
                continue
            for one in _named(written, words):
                if meaning.relation == "needs" and root is None and says_none(one.text, words):
                    root = max(line, 1)
                span = lines.span(one.start, one.end)
                asked = _relation(meaning, optional=one.optional)
                found.extend(_statements(one.text, one.reason, key, Meaning(asked), span, words))
            continue
        position = start
        for item in [value] if isinstance(value, str) else cast("list[str]", value):
            item = item.strip()  # noqa: PLW2901
            if says_none(item, words):
                if item and meaning.relation == "needs" and root is None:
                    root = max(line, 1)
                continue
            span = whole
            at = text.find(item, position, body)
            if at >= 0:
                position = at + len(item)
                span = lines.span(at, position)
            found.extend(_statements(item, "", key, meaning, span, words))
    if any(one.relation == "needs" for one in found):
        root = None
    return Stated(found, root)


def _is_text(value: object) -> bool:
    """True for a text or a list of texts, which stand in the file as they are read."""
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return isinstance(value, str)


class _Named(NamedTuple):
    """A name in a property's value, with what stands beside it."""

    text: str
    start: int
    end: int
    reason: str = ""
    optional: bool = False


def _named(value: Written, words: Words, *, optional: bool = False) -> Iterator[_Named]:
    """Each name in a value; the keys of a mapping only sort names, and never are any.

    A mapping may be one name with its reason (`note:`, `why:`), or hold groups of names.
    """
    if isinstance(value, Scalar):
        yield _Named(value.text, value.start, value.end, optional=optional)
    elif isinstance(value, list):
        for one in value:
            remark = _remarked(one)
            if remark is None:
                yield from _named(one, words, optional=optional)
            else:
                yield remark._replace(optional=optional)
    elif isinstance(value, dict):
        keyed = {canonical(key): one for key, one in value.items()}
        name = next((one for key in _NAME_KEYS if isinstance(one := keyed.get(key), Scalar)), None)
        if name is not None:
            why = next(
                (one for key in _REASON_KEYS if isinstance(one := keyed.get(key), Scalar)), None
            )
            said = any(
                isinstance(one, Scalar) and one.text.casefold() in ("true", "yes")
                for key, one in keyed.items()
                if key in words.optional
            )
            reason = "" if why is None else why.text
            yield _Named(name.text, name.start, name.end, reason, optional or said)
            return
        for key, one in keyed.items():
            meaning = words.property.get(key)
            helps = key in words.optional or (
                meaning is not None and meaning.relation == "optional"
            )
            if isinstance(one, Scalar) and not _may_be_name(one.text):
                continue
            yield from _named(one, words, optional=optional or helps)


def _remarked(value: Written) -> _Named | None:
    """An item `- Softmax: the weights are one`, where YAML sees a mapping with a remark in it."""
    if not isinstance(value, dict) or len(value) != 1:
        return None
    ((key, said),) = value.items()
    if not isinstance(said, Scalar) or "[[" in said.text or len(said.text.split()) < _REMARK:
        return None
    return _Named(key, said.start, said.end, said.text)


def _may_be_name(text: str) -> bool:
    """False for a remark, a figure or a yes behind a key of a mapping."""
    if "[[" in text or "](" in text:
        return True
    return (
        len(text.split()) <= _LONGEST_NAME
        and any(char.isalpha() for char in text)
        and text.casefold() not in ("true", "false", "yes", "no")
    )


def _statements(
    item: str, reason: str, key: str, meaning: Meaning, span: Span, words: Words
) -> Iterator[Statement]:
    """Statements of one string: every link in it, or the string itself as a name."""
    if says_none(item, words) or is_placeholder(item, words):
        return
    matches = list(_WIKILINK.finditer(item)) or list(_MARKDOWN_LINK.finditer(item))
    named = False
    for number, match in enumerate(matches):
        after = matches[number + 1].start() if number + 1 < len(matches) else len(item)
        tail = item[match.end() : after]
        before = item[: match.start()] if number == 0 else ""
        for target, _, _ in property_links(match[0].removeprefix("!")):
            if target:
                named = True
                relation = _relation(meaning, optional=says_optional(f"{before}{tail}", words))
                why = reason or reason_after(without_optional(tail, words), loose=True)
                yield Statement("property", relation, key, Reference(target, True), why, span)
    if not named:
        optional = says_optional(item, words)
        name = without_optional(item, words).strip() if optional else item
        if name and "://" not in name:
            relation = _relation(meaning, optional=optional)
            yield Statement("property", relation, key, Reference(name, False), reason, span)


def _relation(meaning: Meaning, *, optional: bool) -> Relation:
    return "optional" if optional and meaning.relation == "needs" else meaning.relation
