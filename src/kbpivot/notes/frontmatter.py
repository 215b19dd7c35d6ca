"""Properties: the YAML block at the top of a note, read by YAML 1.2 as Obsidian does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from kbpivot.model import Diagnostic, Link, Span, Tag
from kbpivot.notes.inline import property_links
from kbpivot.notes.plain_properties import plain_properties

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kbpivot.model import Value
    from kbpivot.notes.lines import Lines

__all__ = [
    "Frontmatter",
    "aliases",
    "block_range",
    "flag_scalar",
    "flag_truth",
    "frontmatter_of",
    "links",
    "publish_flag",
    "tags",
]

_OPENING = re.compile(r"\ufeff?---[ \t]*(?:\r\n?|\n)")
_FIRST_LINE = 2
"""The line behind the opening delimiter."""


class Frontmatter(NamedTuple):
    """The properties of one note and where its body begins."""

    kind: Literal["none", "empty", "ok", "error"]
    properties: Mapping[str, Value]
    raw: Mapping[str, str]
    lines: Mapping[str, int]
    body: int
    diagnostic: Diagnostic | None


def block_range(text: str) -> tuple[int, int] | None:
    """Where the property block of a text starts and ends, without its delimiters; None without."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    start = opening.end()
    ends = (text.find("\n---", start - 1), text.find("\r---", start - 1) if "\r" in text else -1)
    found = [end + 1 for end in ends if end >= 0]
    return (start, min(found)) if found else None


def without_properties(text: str) -> str:
    """Return the body of a note, without the property block over it."""
    block = block_range(text)
    if block is None:
        return text.removeprefix("\ufeff")
    return text[block[1] + 3 :].lstrip("\r\n")


def frontmatter_of(path: str, text: str, lines: Lines) -> Frontmatter:
    """Read the properties of a note.

    The block opens with `---` on the first line (after an optional BOM) and closes with the first
    later line that starts with `---`, whose rest is body; without one there is no block.
    """
    begin = 1 if text.startswith("\ufeff") else 0
    edges = block_range(text)
    if edges is None:
        return _without_end(path, text, lines, begin) or Frontmatter(
            "none", {}, {}, {}, begin, None
        )
    start, end = edges
    body = end + 3
    block = text[start:end]
    found = plain_properties(block)
    if found is None:
        from kbpivot.notes.yaml_properties import BadYamlError, yaml_properties

        try:
            found = yaml_properties(block.replace("\r\n", "\n").replace("\r", "\n"))
        except BadYamlError as error:
            line = min(_FIRST_LINE + error.line - 1, lines.line(end))
            first, last = lines.range(line)
            diagnostic = Diagnostic(
                "bad-frontmatter",
                "error",
                path,
                lines.span(first, max(first, last - 1)),
                f"The properties cannot be read: {error}.",
                "Obsidian shows no properties for this note until the line is mended.",
            )
            raw, at = _flag_lines(block)
            return Frontmatter("error", {}, raw, at, body, diagnostic)
    if not found.values:
        return Frontmatter("empty", {}, {}, {}, body, None)
    at = {name: line + _FIRST_LINE for name, line in found.lines.items()}
    return Frontmatter("ok", found.values, found.raw, at, body, None)


_OPEN_LINE = re.compile(
    r"[^\W\d_][^\r\n:]{0,40}:(?:[ \t][^\r\n]*)?(?:\r\n?|\n|\Z)|[ \t]+[^\r\n]*(?:\r\n?|\n|\Z)|-[ \t][^\r\n]*(?:\r\n?|\n|\Z)"
)


def _without_end(path: str, text: str, lines: Lines, begin: int) -> Frontmatter | None:
    """The flags at the top of a note whose block was never closed; None where it has none.

    To Obsidian such a note has no properties, to other programs it is all properties.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return None
    end = opening.end()
    while (row := _OPEN_LINE.match(text, end)) is not None and row.end() > end:
        end = row.end()
    raw, at = _flag_lines(text[opening.end() : end])
    if not raw:
        return None
    diagnostic = Diagnostic(
        "bad-frontmatter",
        "error",
        path,
        lines.span(begin, begin + 3),
        "The properties cannot be read: no line with --- closes them.",
        "Put a line with --- behind the last property.",
    )
    return Frontmatter("error", {}, raw, at, begin, diagnostic)


# --------------------------------------------------------------------------- what Obsidian reads


def _first(properties: Mapping[str, Value], name: str) -> Value:
    for key, value in properties.items():
        if key.lower() == name:
            return value
    return None


def _texts(value: Value) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip():
            yield item.strip()


def tags(properties: Mapping[str, Value]) -> tuple[Tag, ...]:
    """Tags of the property `tags`: text items without a blank, with `#` put in front."""
    return tuple(
        Tag(item if item.startswith("#") else f"#{item}", None)
        for item in _texts(_first(properties, "tags"))
        if not re.search(r"\s", item)
    )


def aliases(properties: Mapping[str, Value]) -> tuple[str, ...]:
    """Aliases of the property `aliases`: text items, never split at commas."""
    return tuple(_texts(_first(properties, "aliases")))


_YES, _NO = frozenset({"true", "yes"}), frozenset({"false", "no"})
_FLAG_LINE = re.compile(
    r"^([\"']?)(publish|dg[-_]publish|public|share|draft|private|visibility)\1[ \t]*:(?:[ \t]+(.*))?$",
    re.IGNORECASE | re.MULTILINE,
)
_COMMENT = re.compile(r"(?:^|[ \t])#.*$")
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")


def publish_flag(properties: Mapping[str, Value]) -> bool | None:
    """Obsidian's publish flag; null is undecided."""
    return flag_truth(properties["publish"]) if "publish" in properties else None


def flag_truth(value: Value) -> bool | None:
    """What a flag says, as the programs that publish ask JavaScript; null says nothing.

    Texts such as "yes" and "No" count as the words they are.
    """
    if value is None:
        return None
    if isinstance(value, str):
        word = value.strip().lower()
        if word in _YES:
            return True
        return False if word in _NO else bool(value)
    if isinstance(value, float) and value != value:  # noqa: PLR0124 (not a number)
        return False
    return isinstance(value, list | dict) or bool(value)


def flag_scalar(text: str) -> Value:
    """The value of a flag as written behind its colon, in a block that YAML cannot read."""
    said = _COMMENT.sub("", text).strip()
    if len(said) > 1 and said[0] == said[-1] and said[0] in "\"'":
        return said[1:-1]
    word = said.lower()
    if word in ("", "~", "null"):
        return None
    if word in ("true", "false"):
        return word == "true"
    return float(said) if _NUMBER.fullmatch(said) else said


_HIDING = frozenset({"draft", "private"})


def _hides(name: str, said: str) -> bool:
    """Tell whether a flag keeps readers away from a note."""
    truth = flag_truth(flag_scalar(said))
    if name.lower() == "visibility":
        return said.casefold() not in {"public", "published", "everyone", "world"}
    return truth is True if name.lower() in _HIDING else truth is False


def _flag_lines(block: str) -> tuple[dict[str, str], dict[str, int]]:
    """The lines that say who may read a note, which count though the rest cannot be read."""
    raw: dict[str, str] = {}
    at: dict[str, int] = {}
    plain = block.replace("\r\n", "\n").replace("\r", "\n")
    line, seen = _FIRST_LINE, 0
    for found in _FLAG_LINE.finditer(plain):
        line += plain.count("\n", seen, found.start())
        seen = found.start()
        name, said = found[2], (found[3] or "").strip()
        # Of two that stand there, the one that hides the note counts.
        if name not in raw or _hides(name, said):
            raw[name] = said
            at[name] = line
    return raw, at


def links(
    properties: Mapping[str, Value], at: Mapping[str, int], lines: Lines, *, body: int
) -> list[Link]:
    """Links in property values at any depth; the key path is dotted, list places count.

    The span is the value as it stands in the file; of a value that is written otherwise there
    (folded over lines, with escapes) it is the line of its top-level key.

    Args:
        properties: the values.
        at: the 1-based line of each top-level key.
        lines: the lines of the file.
        body: offset at which the block ends.
    """
    rows: list[Link] = []
    text = lines.text
    position = 0

    def walk(value: Value, path: str, top: str) -> None:
        nonlocal position
        if isinstance(value, str):
            found = property_links(value) if value[:1] == "[" else ()
            if found:
                line = at.get(top)
                if line:
                    position = max(position, lines.starts[line - 1])
                start = text.find(value, position, body)
                span = None
                if start >= 0:
                    position = start + len(value)
                    span = lines.span(start, position)
                elif line:
                    span = _item_span(lines, line)
                original = text[span.start : span.end] if span else value
                rows.extend(
                    Link(target, subpath, display, False, "property", path, span, original)
                    for target, subpath, display in found
                )
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if item.__class__ is not str or item[:1] == "[":
                    walk(item, f"{path}.{index}", top)
        elif isinstance(value, dict):
            for name, item in value.items():
                walk(item, f"{path}.{name}", top)

    for name, value in properties.items():
        if value.__class__ is not str or value[:1] == "[":  # most are none of a link
            walk(value, name, name)
    return rows


def _item_span(lines: Lines, line: int) -> Span:
    start, end = lines.range(line)
    source = lines.text[start:end]
    return lines.span(start, start + len(source.rstrip("\r\n")))
