"""Bounds on a property block, checked before anything that builds values from it sees it.

Parsers of YAML call themselves once for each level: a few kilobytes of brackets end the whole
process. The events of a parser need no such calls, so depth and aliases are told by them.
"""

from __future__ import annotations

import re
from typing import Final

import yaml

__all__ = ["block_trouble"]

MOST_CHARACTERS: Final = 1_000_000
DEEPEST: Final = 40
"""Levels of lists and mappings; properties have one or two."""
MOST_EXPANDED: Final = 20_000
"""Values that a block with aliases may come to."""

_MARKS = re.compile(r"^( *)((?:[-?:][ \t]+)*)", re.MULTILINE)
_SIGNS = re.compile(r"[\[\]{}\n\"'#]")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def block_trouble(block: str) -> tuple[str, int] | None:
    """Say why a block is not read, and the 1-based line in it; None where it is harmless.

    Args:
        block: the text between the delimiters, with line feeds alone as line breaks.
    """
    if len(block) > MOST_CHARACTERS:
        return f"they are longer than {MOST_CHARACTERS:,} characters", 1
    aliased = "&" in block and "*" in block
    if not aliased and _is_shallow(block):
        return None
    try:
        return _trouble_of_events(block)
    except (yaml.YAMLError, UnicodeError, ValueError):
        # YAML 1.1 is stricter about a few texts that YAML 1.2 accepts: count what may nest.
        return _trouble_of_signs(block)


def _is_shallow(block: str) -> bool:
    """Tell without a parser, as almost always."""
    opened = block.count("[") + block.count("{")
    if opened > DEEPEST:
        return False
    levels: set[str] = set()
    marks = 0
    for found in _MARKS.finditer(block):
        levels.add(found[1])
        marks = max(marks, len(found[2]))
        if opened + len(levels) + marks > DEEPEST:
            return False
    return True


def _trouble_of_events(block: str) -> tuple[str, int] | None:
    anchors: dict[str, int] = {}  # how many values stand behind each
    stack: list[tuple[str | None, int]] = []
    size = 0
    aliased = False
    for event in yaml.parse(block, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            aliased = True
            anchor = event.anchor or ""
            if anchor not in anchors and any(anchor == name for name, _ in stack):
                return "an alias holds itself", _line(event)
            size += anchors.get(anchor, 1)
        elif isinstance(event, yaml.ScalarEvent):
            size += 1
            if event.anchor:
                anchors[event.anchor] = 1
        elif isinstance(event, yaml.CollectionStartEvent):
            stack.append((event.anchor, size))
            size = 1
            if len(stack) > DEEPEST:
                return f"they are nested more than {DEEPEST} levels deep", _line(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            name, before = stack.pop()
            if name:
                anchors[name] = size
            size += before
        if aliased and size > MOST_EXPANDED:
            return "the aliases expand to too many values", _line(event)
    return None


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 1


def _trouble_of_signs(block: str) -> tuple[str, int] | None:
    """Count what may open a level; a closing sign counts only where no quotes may hide it."""
    depth = line = 1
    closed = 0
    hidden = False
    for found in _SIGNS.finditer(block):
        sign = found[0]
        if sign == "\n":
            line += 1
            depth -= 0 if hidden else min(closed, depth - 1)
            closed, hidden = 0, False
        elif sign in "[{":
            depth += 1
            if depth - (0 if hidden else closed) > DEEPEST:
                return f"they are nested more than {DEEPEST} levels deep", line
        elif sign in "]}":
            closed += 1
        else:
            hidden = True
    longest = max(len(found[2]) for found in _MARKS.finditer(block))
    levels = len({found[1] for found in _MARKS.finditer(block)})
    if longest + levels > 2 * DEEPEST:
        return f"they are nested more than {DEEPEST} levels deep", 1
    return None
