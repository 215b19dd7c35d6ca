"""Properties: the YAML block at the top of a note, read by YAML 1.2 as Obsidian does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import frontmatter
import yaml
import yaml12
from frontmatter.default_handlers import BaseHandler

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
    "frontmatter_of",
    "links",
    "publish_flag",
    "tags",
    "yaml_frontmatter",
]

_OPENING = re.compile(r"\ufeff?---[ \t]*(?:\r\n?|\n)")
_TOP_KEY = re.compile(
    r"""(?:"((?:[^"\\\r\n]|\\.)*)"|'((?:[^'\r\n]|'')*)'|([^\s#\-?:,\[\]{}&*!|>'"%@`][^\r\n]*?|"""
    r"""[\-?:][^\s,\[\]{}][^\r\n]*?))[ \t]*:(?=[ \t\r\n]|$)"""
)
_PLACE = re.compile(r"\s*at byte \d+ line (\d+) column (\d+)")
_DOUBT = re.compile(
    r"""[ \t]+[^\s#"'\-][^\r\n]*?:(?:[ \t]|$)|[ \t]*-[ \t]+[^\s"'][^\r\n]*?:(?:[ \t]|$)|"""
    r"""[ \t]*(?:-[ \t]+)*(?:"[^"\r\n]*"|'[^'\r\n]*')[ \t]*:"""
)
_BLANKS = ("", " ", "\t")
_TAB_FIRST = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ ]*\t[ \t]*[^\s#{]")
_TAB_VALUE = re.compile(r"^([ ]*(?:-[ ]+)*[^\s#'\"\-{\[][^\n:]*:)(\t+)(?=[^\s#])", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|[ \t])#.*$")
_SCALARS = frozenset({str, int, float, bool, type(None)})
_NODES = 20_000
"""A block that expands to more YAML nodes than this through its aliases is refused."""


class Frontmatter(NamedTuple):
    """The properties of one note and where its body begins."""

    kind: Literal["none", "empty", "ok", "error"]
    properties: Mapping[str, Value]
    raw: Mapping[str, str]
    lines: Mapping[str, int]
    body: int
    diagnostic: Diagnostic | None


class _BadYamlError(Exception):
    """Why a block is no set of properties, with its 1-based line inside the block."""

    def __init__(self, message: str, line: int) -> None:
        self.line = line
        super().__init__(message)


class _Handler(BaseHandler):
    """Obsidian's delimiters and YAML 1.2 for python-frontmatter."""

    def __init__(self, block: str) -> None:
        self.block = block
        self.keys: list[_Key] = []

    def detect(self, text: str) -> bool:
        """Only called for texts known to carry a block."""
        return bool(text)

    def split(self, text: str) -> tuple[str, str]:
        """The block as found in the raw text: the library has stripped what it passes here."""
        return self.block, text

    def load(self, fm: str) -> dict[str, Any]:
        """Parse one block; raises `_BadYamlError` where Obsidian shows no properties."""
        self.keys, doubt = _top_keys(fm)
        return _load(fm, self.keys, doubt=doubt)


def _load(block: str, keys: list[_Key], *, doubt: bool) -> dict[str, Value]:
    """The mapping a block holds."""
    _check_expansion(block)
    if "\t" in block:
        if _TAB_FIRST.match(block):
            raise _BadYamlError("a tab stands where only spaces may indent", 1)
        # YAML 1.2 allows a tab between a colon and its value; py-yaml12 does not.
        block = _TAB_VALUE.sub(lambda found: found[1] + " " * len(found[2]), block)
    try:
        value = yaml12.parse_yaml(block)
    except ValueError as error:
        message = str(error).removeprefix("YAML parse error: ")
        place = _PLACE.search(message)
        raise _BadYamlError(_PLACE.sub("", message), int(place[1]) if place else 1) from None
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _BadYamlError("the block is no list of `name: value` lines", 1)
    _check_duplicates(block, keys, doubt=doubt)
    if _is_plain(value):
        return {**value}  # type: ignore[dict-item]
    return {_key(name): _plain(item) for name, item in value.items()}


def _key(key: object) -> str:
    """A property name: YAML allows more than text there, properties do not."""
    if isinstance(key, str):
        return key
    if isinstance(key, bool):
        return "true" if key else "false"
    if key is None:
        return "null"
    inner = getattr(key, "value", key)
    if isinstance(inner, dict):  # an unquoted `{{date}}` of a template
        return "{ " + ", ".join(_key(part) for part in inner) + " }"
    return str(inner)


def _is_plain(value: dict[Any, Any]) -> bool:
    """True for the usual block: text keys, scalars and lists of scalars."""
    for name, item in value.items():
        if type(name) is not str:
            return False
        if type(item) is list:
            if not all(type(part) in _SCALARS for part in item):
                return False
        elif type(item) not in _SCALARS:
            return False
    return True


def _plain(value: object) -> Value:
    """Core values only: tagged scalars lose their tag, non-text keys become text."""
    if isinstance(value, dict):
        return {_key(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return _plain(getattr(value, "value", str(value)))


class _Key(NamedTuple):
    """A top-level key of a block: its name, 0-based line, and offsets of it and of its value."""

    name: str
    line: int
    start: int
    value: int


def _top_keys(block: str) -> tuple[list[_Key], bool]:
    """The top-level keys of a block, and whether keys further in might stand twice."""
    keys: list[_Key] = []
    doubt = "{" in block
    offset = 0
    for number, line in enumerate(block.split("\n")):
        first = line[:1]
        colon = line.find(":")
        if colon >= 0:
            if first.isalpha() and line[colon + 1 : colon + 2] in _BLANKS:  # the usual line
                name = line[:colon].rstrip(" \t")
                keys.append(_Key(name, number, offset, offset + colon + 1))
            else:
                match = _TOP_KEY.match(line)
                if match is not None:
                    name = match[1] or match[2] or match[3] or ""
                    keys.append(_Key(name, number, offset, offset + match.end()))
                doubt = doubt or (not first.isalpha() and _DOUBT.match(line) is not None)
        doubt = doubt or first == "?"
        offset += len(line) + 1
    return keys, doubt


def _check_duplicates(block: str, keys: list[_Key], *, doubt: bool) -> None:
    """Refuse a repeated key: py-yaml12 lets the last one win, Obsidian reports an error."""
    if len({key.name for key in keys}) < len(keys):
        seen: set[str] = set()
        for key in keys:
            if key.name in seen:
                raise _BadYamlError(f"the property {key.name!r} stands twice", key.line + 1)
            seen.add(key.name)
    if not doubt:
        return
    try:
        root = yaml.compose(block, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return  # YAML 1.1 is stricter about a few texts that YAML 1.2 accepts
    stack, visited = [root], set()
    while stack:
        node = stack.pop()
        if node is None or id(node) in visited:
            continue
        visited.add(id(node))
        if isinstance(node, yaml.MappingNode):
            names: set[str] = set()
            for name, item in node.value:
                if isinstance(name, yaml.ScalarNode):
                    if name.value in names:
                        line = name.start_mark.line + 1
                        raise _BadYamlError(f"the key {name.value!r} stands twice", line)
                    names.add(name.value)
                stack.append(item)
        elif isinstance(node, yaml.SequenceNode):
            stack.extend(node.value)


def _check_expansion(block: str) -> None:
    """Refuse a block whose aliases expand without measure ("billion laughs")."""
    if "&" not in block or "*" not in block:
        return
    try:
        root = yaml.compose(block, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError):
        return  # reported by the parser proper
    sizes: dict[int, int] = {}
    stack: list[tuple[Any, bool]] = [(root, False)]
    open_nodes: set[int] = set()
    while stack:
        node, done = stack.pop()
        if node is None or isinstance(node, yaml.ScalarNode):
            continue
        children = [
            part for pair in node.value for part in (pair if isinstance(pair, tuple) else (pair,))
        ]
        if done:
            open_nodes.discard(id(node))
            total = 1 + sum(sizes.get(id(child), 1) for child in children)
            if total > _NODES:
                raise _BadYamlError("its aliases expand to too many values", 1)
            sizes[id(node)] = total
        elif id(node) not in sizes:
            if id(node) in open_nodes:
                raise _BadYamlError("an alias holds itself", 1)
            open_nodes.add(id(node))
            stack.append((node, True))
            stack.extend((child, False) for child in children)


def block_range(text: str) -> tuple[int, int] | None:
    """Where the property block of a text starts and ends, without its delimiters; None without."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    start = opening.end()
    ends = (text.find("\n---", start - 1), text.find("\r---", start - 1) if "\r" in text else -1)
    found = [end + 1 for end in ends if end >= 0]
    return (start, min(found)) if found else None


def frontmatter_of(path: str, text: str, lines: Lines) -> Frontmatter:
    """Read the properties of a note.

    The block opens with `---` on the first line (after an optional BOM) and closes with the first
    later line that starts with `---`, whose rest is body; without one there is no block.
    """
    begin = 1 if text.startswith("\ufeff") else 0
    edges = block_range(text)
    if edges is None:
        return Frontmatter("none", {}, {}, {}, begin, None)
    start, end = edges
    plain = plain_properties(text[start:end])
    if plain is not None:
        at = {name: line + 2 for name, line in plain.lines.items()}
        return Frontmatter("ok", plain.values, plain.raw, at, end + 3, None)
    return yaml_frontmatter(path, text, lines, start=start, end=end)


def yaml_frontmatter(path: str, text: str, lines: Lines, *, start: int, end: int) -> Frontmatter:
    """Read the properties of a note from its block, which lies between two offsets."""
    body = end + 3
    block = text[start:end]
    if "\r" in block:
        block = block.replace("\r\n", "\n").replace("\r", "\n")
    handler = _Handler(block)
    try:
        found, _ = frontmatter.parse("---", handler=handler)
    except _BadYamlError as error:
        line = min(lines.line(start) + error.line - 1, lines.line(end))
        first, last = lines.range(line)
        diagnostic = Diagnostic(
            "bad-frontmatter",
            "error",
            path,
            lines.span(first, max(first, last - 1)),
            f"The properties cannot be read: {error}.",
            "Obsidian shows no properties for this note until the line is mended.",
        )
        return Frontmatter("error", {}, {}, {}, body, diagnostic)
    if not found:
        return Frontmatter("empty", {}, {}, {}, body, None)
    raw, at = _sources(block, handler.keys, found, lines.line(start))
    return Frontmatter("ok", found, raw, at, body, None)


def _holds_number(value: Value) -> bool:
    if isinstance(value, list):
        return any(_holds_number(item) for item in value)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _sources(
    block: str, keys: list[_Key], properties: Mapping[str, Value], first: int
) -> tuple[dict[str, str], dict[str, int]]:
    """Source text of each property that lost its spelling to a number, and each one's line."""
    raw: dict[str, str] = {}
    at: dict[str, int] = {}
    for number, key in enumerate(keys):
        value = properties.get(key.name, keys)
        if value is keys:
            continue
        at[key.name] = first + key.line
        if value.__class__ is not str and _holds_number(value):
            after = keys[number + 1].start if number + 1 < len(keys) else len(block)
            rows = [_COMMENT.sub("", row).strip() for row in block[key.value : after].split("\n")]
            raw[key.name] = "\n".join(row for row in rows if row).strip().strip("'\"")
    return raw, at


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


def publish_flag(properties: Mapping[str, Value]) -> bool | None:
    """Obsidian's publish flag; texts such as "yes" and "No" count, null is undecided."""
    if "publish" not in properties:
        return None
    value = properties["publish"]
    if value is None:
        return None
    if isinstance(value, str):
        word = value.strip().lower()
        if word in _YES:
            return True
        return False if word in _NO else bool(value)
    return isinstance(value, list | dict) or bool(value)  # JavaScript's truth


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
        walk(value, name, name)
    return rows


def _item_span(lines: Lines, line: int) -> Span:
    start, end = lines.range(line)
    source = lines.text[start:end]
    return lines.span(start, start + len(source.rstrip("\r\n")))
