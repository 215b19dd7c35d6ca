"""Any property block by YAML 1.2, with the duplicates and the spellings that its library loses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import frontmatter
import yaml
import yaml12
from frontmatter.default_handlers import BaseHandler

from kbpivot.notes.plain_properties import Properties
from kbpivot.notes.yaml_bounds import block_trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kbpivot.model import Value

__all__ = ["BadYamlError", "yaml_properties"]

_TOP_KEY = re.compile(
    r"""(?:"((?:[^"\\\r\n]|\\.)*)"[ \t]*|'((?:[^'\r\n]|'')*)'[ \t]*|([^\s#\-?:,\[\]{}&*!|>'"%@`][^\r\n]*?|"""
    r"""[\-?:][^\s,\[\]{}][^\r\n]*?)):(?=[ \t\r\n]|$)"""
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


def yaml_properties(block: str) -> Properties:
    """Read a block, without its delimiters and with line feeds alone as line breaks.

    Raises:
        BadYamlError: Obsidian shows no properties for it.
    """
    trouble = block_trouble(block)
    if trouble is not None:
        raise BadYamlError(*trouble)
    handler = _Handler(block)
    found, _ = frontmatter.parse("---", handler=handler)
    return Properties(found, *_sources(block, handler.keys, found))


class BadYamlError(Exception):
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
        """Parse one block; raises `BadYamlError` where Obsidian shows no properties."""
        self.keys, doubt = _top_keys(fm)
        return _load(fm, self.keys, doubt=doubt)


def _load(block: str, keys: list[_Key], *, doubt: bool) -> dict[str, Value]:
    """The mapping a block holds."""
    if "\t" in block:
        if _TAB_FIRST.match(block):
            raise BadYamlError("a tab stands where only spaces may indent", 1)
        # YAML 1.2 allows a tab between a colon and its value; py-yaml12 does not.
        block = _TAB_VALUE.sub(lambda found: found[1] + " " * len(found[2]), block)
    try:
        value = yaml12.parse_yaml(block)
    except ValueError as error:
        message = str(error).removeprefix("YAML parse error: ")
        place = _PLACE.search(message)
        raise BadYamlError(_PLACE.sub("", message), int(place[1]) if place else 1) from None
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadYamlError("the block is no list of `name: value` lines", 1)
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
                    name = match[1] or match[2] or (match[3] or "").rstrip(" \t")
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
                raise BadYamlError(f"the property {key.name!r} stands twice", key.line + 1)
            seen.add(key.name)
    if not doubt:
        return
    try:
        root = yaml.compose(block, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, UnicodeError):
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
                        raise BadYamlError(f"the key {name.value!r} stands twice", line)
                    names.add(name.value)
                stack.append(item)
        elif isinstance(node, yaml.SequenceNode):
            stack.extend(node.value)


def _holds_number(value: Value) -> bool:
    if isinstance(value, list):
        return any(_holds_number(item) for item in value)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _sources(
    block: str, keys: list[_Key], properties: Mapping[str, Value]
) -> tuple[dict[str, str], dict[str, int]]:
    """Source text of each property that lost its spelling to a number, and each one's line."""
    raw: dict[str, str] = {}
    at: dict[str, int] = {}
    for number, key in enumerate(keys):
        value = properties.get(key.name, keys)
        if value is keys:
            continue
        at[key.name] = key.line
        if value.__class__ is not str and _holds_number(value):
            after = keys[number + 1].start if number + 1 < len(keys) else len(block)
            rows = [_COMMENT.sub("", row).strip() for row in block[key.value : after].split("\n")]
            raw[key.name] = "\n".join(row for row in rows if row).strip().strip("'\"")
    return raw, at
