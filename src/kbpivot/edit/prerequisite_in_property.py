"""One more value in a property, as the least edit of its source."""

from __future__ import annotations

import json
import re
from typing import Literal, NamedTuple

import yaml

from kbpivot.errors import RefusedError
from kbpivot.notes.frontmatter import block_range
from kbpivot.notes.phrases import is_placeholder, says_none
from kbpivot.notes.vocabulary import Words
from kbpivot.notes.yaml_bounds import block_trouble

__all__ = ["PropertyStyle", "property_style", "with_new_property", "with_property_value"]

_BREAK = re.compile(r"\r\n?|\n")
_LINK = re.compile(r"\[\[[^\[\]]+\]\]|\[[^\[\]]*\]\([^()]*\)")
_COMMA = re.compile(r"[;；、，]|,\s")
_PLAIN = re.compile(r"[^\W\d_](?:[\w ()'’.+/&-]*[\w)])?")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "none"})


class PropertyStyle(NamedTuple):
    """How a property with several values is written.

    Attributes:
        layout: `block` (a line each), `flow` (in brackets) or `scalar` (one text with commas).
        indent: before the dash of a `block`.
        quote: around a value that needs quotes.
    """

    layout: Literal["block", "flow", "scalar"] = "block"
    indent: str = "  "
    quote: Literal['"', "'"] = '"'


def property_style(text: str, key: str) -> PropertyStyle | None:
    """How a property is written in a note; None where it is empty or cannot be told."""
    try:
        block, node = _value(text, key)
    except RefusedError:
        return None
    if isinstance(node, yaml.SequenceNode):
        items = [one for one in node.value if isinstance(one, yaml.ScalarNode) and one.value]
        quotes = [one.style for one in items if one.style in ('"', "'")]
        quote: Literal['"', "'"] = "'" if quotes and quotes[0] == "'" else '"'
        if node.flow_style:
            return PropertyStyle("flow", quote=quote) if items else None
        return PropertyStyle("block", _indent(block, node.start_mark.index), quote)
    if isinstance(node, yaml.ScalarNode) and _parts(node.value) > 1:
        return PropertyStyle("scalar", quote="'" if node.style == "'" else '"')
    return None


def with_new_property(text: str, key: str, item: str, *, style: PropertyStyle) -> str:
    """Add a property with one value behind the others, and a block for it where there is none."""
    newline = newline_of(text)
    name = key if _PLAIN.fullmatch(key) and key.lower() not in _WORDS else json.dumps(key)
    line = f"{name}:{_fresh(item, style, newline)}{newline}"
    edges = block_range(text)
    if edges is None:
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        return f"{mark}---{newline}{line}---{newline}{text[len(mark) :]}"
    return text[: edges[1]] + line + text[edges[1] :]


def _fresh(item: str, style: PropertyStyle, newline: str) -> str:
    """What stands behind the colon of a property with one value."""
    said = _quoted(item, style.quote)
    if style.layout == "flow":
        return f" [{said}]"
    if style.layout == "scalar":
        return f" {said}"
    return f"{newline}{style.indent}- {said}"


def with_property_value(
    text: str, key: str, item: str, *, style: PropertyStyle, words: Words
) -> str:
    """Add a value to a property that is there, in the way in which its values are written.

    Raises:
        RefusedError: it is written in a way in which nothing can be added safely.
    """
    block, node = _value(text, key)
    edges = block_range(text)
    assert edges is not None
    start, end, new = _edit(block, node, item, style=style, words=words, newline=newline_of(text))
    return text[: edges[0] + start] + new + text[edges[0] + end :]


def _edit(
    block: str, node: yaml.Node, item: str, *, style: PropertyStyle, words: Words, newline: str
) -> tuple[int, int, str]:
    """What to put in place of which stretch of the block."""
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.SequenceNode):
        if not node.flow_style:
            return _block_item(block, node, item, style=style, newline=newline)
        token = block[start:end]
        if token.startswith("[[") and not token.startswith("[[["):
            # `key: [[Note]]`: to YAML a list in a list, to its author a link.
            return (
                start - _gap(block, start),
                end,
                _lines(block, start, token, item, style, newline),
            )
        if not node.value:
            return start + 1, start + 1, _quoted(item, style.quote, flow=True)
        last = node.value[-1]
        behind = last.end_mark.index
        said = _quoted(item, _quote_of(last, style), flow=True, like=last)
        if len(node.value) == 1 and _says_nothing(last, words):
            return last.start_mark.index, behind, said
        return behind, behind, f", {said}"
    if not isinstance(node, yaml.ScalarNode):
        raise _unsafe(item)
    if node.style in ("|", ">"):
        raise _unsafe(item)
    if start == end:
        if style.layout == "block":
            # Behind a comment on the same line, if there is one.
            stop = _BREAK.search(block, start)
            place = stop.start() if stop else len(block)
            return place, place, _fresh(item, style, newline)
        return start, start, _fresh(item, style, newline)
    if _says_nothing(node, words):
        flat = style._replace(layout="scalar" if style.layout == "scalar" else "flow")
        return start, end, _fresh(item, flat, newline)[1:]
    token = block[start:end]
    several = style.layout == "scalar" or _parts(node.value) > 1
    # Beside a link in one text, other words are no names: both are links, or neither is.
    if several and bool(_LINK.search(node.value)) == bool(_LINK.search(item)):
        if node.style == '"':
            return end - 1, end - 1, json.dumps(f", {item}", ensure_ascii=False)[1:-1]
        if node.style == "'":
            return end - 1, end - 1, f", {item}".replace("'", "''")
        return end, end, f", {item}"
    if node.style or not set(token) & set("[]{},\r\n"):
        said = _quoted(item, _quote_of(node, style), flow=True, like=node)
        return start, end, f"[{token}, {said}]"
    return start - _gap(block, start), end, _lines(block, start, token, item, style, newline)


def _block_item(
    block: str, node: yaml.SequenceNode, item: str, *, style: PropertyStyle, newline: str
) -> tuple[int, int, str]:
    last = node.value[-1]
    if last.start_mark.index == last.end_mark.index:  # `- ` with nothing behind it
        at = last.start_mark.index
        space = 1 if block[at : at + 1] == " " else 0
        said = _quoted(item, style.quote)
        return at + space, at + space, said if space else f" {said}"
    at = node.start_mark.index
    first = node.value[0].start_mark.index
    dash = re.match(r"-[ \t]+", block[at:first]) if first > at else None
    head = _indent(block, at) + (dash[0] if dash else "- ")
    said = head + _quoted(item, _quote_of(last, style), like=last)
    end = _end(last)
    if end and block[end - 1] in "\r\n":
        return end, end, said + newline
    stop = _BREAK.search(block, end)
    if stop is None:
        return len(block), len(block), newline + said
    return stop.end(), stop.end(), said + newline


def _lines(
    block: str, start: int, token: str, item: str, style: PropertyStyle, newline: str
) -> str:
    """Two items on lines of their own, the first one as it stands."""
    line = block[max(block.rfind("\n", 0, start), block.rfind("\r", 0, start)) + 1 : start]
    if line[:1] in " \t":
        raise _unsafe(item)
    said = _quoted(item, style.quote)
    return f"{newline}{style.indent}- {token}{newline}{style.indent}- {said}"


def _gap(block: str, start: int) -> int:
    """Blanks before an offset."""
    return start - len(block[:start].rstrip(" \t"))


def _end(node: yaml.Node) -> int:
    """Offset behind the last sign of a node; that of a nested block ends with its last value."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.index)


def _indent(block: str, at: int) -> str:
    line = max(block.rfind("\n", 0, at), block.rfind("\r", 0, at)) + 1
    return block[line:at]


def _says_nothing(node: yaml.Node, words: Words) -> bool:
    """True for "none", "TBD", "", null: what gives way to a first value."""
    if not isinstance(node, yaml.ScalarNode):
        return False
    said = node.value
    return (
        not said.strip()
        or said in ("~", "null", "Null", "NULL", "false")
        or says_none(said, words)
        or is_placeholder(said, words)
    )


def _parts(value: str) -> int:
    """How many notes a text names: its links, else what stands between its commas."""
    links = len(_LINK.findall(value))
    return links or len([part for part in _COMMA.split(value) if part.strip()])


def _quote_of(node: yaml.Node, style: PropertyStyle) -> str:
    used = node.style if isinstance(node, yaml.ScalarNode) else None
    return used if used in ('"', "'") else style.quote


def _quoted(item: str, quote: str, *, flow: bool = False, like: yaml.Node | None = None) -> str:
    """A text as YAML, in quotes where it needs them or its neighbour has them."""
    safe = _PLAIN.fullmatch(item) and item.lower() not in _WORDS
    bare = like is None or (isinstance(like, yaml.ScalarNode) and not like.style)
    if safe and bare and not (flow and "," in item):
        return item
    if quote == "'":
        return "'" + item.replace("'", "''") + "'"
    return json.dumps(item, ensure_ascii=False)


def _value(text: str, key: str) -> tuple[str, yaml.Node]:
    """The property block, and the node of one property's value with its place in it."""
    edges = block_range(text)
    if edges is None:
        raise _unsafe(key)
    block = text[slice(*edges)]
    if block_trouble(_BREAK.sub("\n", block)) is not None:
        raise RefusedError("Its properties are nested too deep, or too long, for kbpivot to edit.")
    try:
        root = yaml.compose(block, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        raise RefusedError(
            "Its properties are written in a way that kbpivot does not edit."
        ) from None
    if isinstance(root, yaml.MappingNode):
        for name, value in root.value:
            if isinstance(name, yaml.ScalarNode) and name.value == key:
                if value.start_mark.index < name.end_mark.index:  # an alias to another place
                    break
                return block, value
    raise _unsafe(key)


def _unsafe(what: str) -> RefusedError:
    return RefusedError(f"Its property is written in a way to which {what} cannot be added safely.")


def newline_of(text: str) -> str:
    """The line break of a text: that of its first line."""
    found = _BREAK.search(text)
    return found[0] if found else "\n"
