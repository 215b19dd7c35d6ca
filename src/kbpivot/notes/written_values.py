"""Property values as they are written: numbers keep their spelling, an unquoted wikilink is one.

YAML makes 2.3 of `2.30` and two names of `[[Entropy, cross]]`. What an author names is read from
the source instead.
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

import yaml

__all__ = ["Scalar", "Written", "written_value"]

_LINK = re.compile(r"!?\[\[[^\[\]\r\n]+\]\]")
_NEXT = re.compile(r"---|[^\s#\-\]}]")  # another property, or the end of the block
_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"{_OPEN}(\\d+){_CLOSE}+")
_DEEPEST = 8
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


class Scalar(NamedTuple):
    """One value in its author's spelling, with its place in the file.

    Attributes:
        text: the words, without quotes.
        start, end: offsets in the text of the file; of a value in quotes, of what they hold.
    """

    text: str
    start: int
    end: int


Written: TypeAlias = "Scalar | list[Written] | dict[str, Written] | None"


def written_value(text: str, line_start: int, body: int) -> Written:
    """Return the value of the property whose line starts at an offset.

    Args:
        text: the file.
        line_start: where the line of the property starts.
        body: where the block of properties ends.

    Returns:
        A `Scalar`, a list, a mapping from keys to such values, or None for nothing, and for what
        cannot be read.
    """
    end = _end_of_value(text, line_start, body)
    source = text[line_start:end].replace("\r", "\n")
    links: list[str] = []

    def token(found: re.Match[str]) -> str:
        links.append(found[0])
        head = f"{_OPEN}{len(links) - 1}"
        return head.ljust(len(found[0]), _CLOSE)  # as long as the link, so that places stay

    masked = _LINK.sub(token, source)
    try:
        root = yaml.compose(masked, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, UnicodeError, RecursionError):
        return None
    if not isinstance(root, yaml.MappingNode) or len(root.value) != 1:
        return None
    return _value(root.value[0][1], masked, links, line_start, 0)


def _end_of_value(text: str, start: int, body: int) -> int:
    """Where the next property starts, or the block ends."""
    at = start
    while True:
        breaks = [found for sign in "\n\r" if (found := text.find(sign, at, body)) >= 0]
        if not breaks:
            return body
        at = min(breaks) + 1
        if at >= body or _NEXT.match(text, at):
            return min(at, body)


def _value(node: yaml.Node, masked: str, links: list[str], base: int, depth: int) -> Written:
    if depth > _DEEPEST:
        return None
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, masked, links, base)
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, masked, links, base, depth + 1) for one in node.value]
    if isinstance(node, yaml.MappingNode):
        return {
            _unmasked(str(key.value), links): _value(one, masked, links, base, depth + 1)
            for key, one in node.value
            if isinstance(key, yaml.ScalarNode)
        }
    return None


def _scalar(node: yaml.ScalarNode, masked: str, links: list[str], base: int) -> Scalar | None:
    said = str(node.value)
    if not node.style and said in _NOTHING:
        return None
    start, end = node.start_mark.index, node.end_mark.index
    if node.style in ("'", '"'):
        start, end = start + 1, end - 1
    whole = _unmasked(said, links).strip()
    start += len(masked[start:end]) - len(masked[start:end].lstrip())
    end = start + len(masked[start:end].rstrip())
    return Scalar(whole, base + start, base + end) if whole else None


def _unmasked(text: str, links: list[str]) -> str:
    return _TOKEN.sub(lambda found: links[int(found[1])], text) if _OPEN in text else text
