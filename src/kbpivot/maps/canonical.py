"""The canonical form of a map file: one way to write it, so that a diff shows what changed."""

from __future__ import annotations

import re
from typing import Any, Final

from kbpivot.errors import KbpivotError
from kbpivot.maps.parse import CONCEPT_KEYS, TRACK_KEYS

__all__ = ["canonical"]

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


def canonical(text: str) -> str:
    """Return the text of a map file in canonical form.

    Entries by id, keys in their fixed order, needs by id, one a line; what is at its default is
    left out. Comments above the first entry and above an entry stay there.

    Args:
        text: a map file.

    Raises:
        KbpivotError: a comment stands where it would be lost.
        tomllib.TOMLDecodeError: it is no TOML.
    """
    import tomllib

    data = tomllib.loads(text)
    top, above = _comments(text)
    blocks = ["\n".join(top)] if top else []
    for id_ in sorted(data):
        table = data[id_]
        lines = [*above.get(id_, ()), f"[{_key(id_)}]"]
        known = TRACK_KEYS if "goals" in table else CONCEPT_KEYS
        keys = [key for key in known if key in table]
        keys += sorted(table.keys() - set(keys))
        for key in keys:
            value = table[key]
            if key == "needs" and isinstance(value, dict):
                lines += [f"needs.{_key(need)} = {_value(value[need])}" for need in sorted(value)]
            elif key == "goals":
                lines += ["goals = [", *(f"    {_value(goal)}," for goal in value), "]"]
            elif not _at_default(key, value):
                value = sorted(set(value)) if key == "helps" else value
                lines.append(f"{_key(key)} = {_value(value)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _at_default(key: str, value: object) -> bool:
    return (key, value) == ("kind", "concept") or value is False or value == []


def _comments(text: str) -> tuple[list[str], dict[str, list[str]]]:
    top: list[str] = []
    above: dict[str, list[str]] = {}
    waiting: list[str] = []
    started = False
    for line in text.splitlines():
        said = line.strip()
        if said.startswith("#"):
            waiting.append(said)
        elif not said and not started and waiting:
            top += waiting
            waiting = []
        elif head := re.fullmatch(r"\[\s*[\"']?([^\[\]\"']+)[\"']?\s*\]", said):
            started = True
            above[head[1].strip()] = waiting
            waiting = []
        elif said and waiting:
            break
    if waiting:
        raise KbpivotError(f"The comment {waiting[0]!r} would be lost; put it above an entry.")
    return top, above


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)


def _value(value: Any) -> str:  # noqa: ANN401  whatever TOML holds
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        escaped = re.sub(
            r"[\x00-\x1f\x7f]",
            lambda found: f"\\u{ord(found[0]):04X}",
            escaped.replace("\n", "\\n"),
        )
        return f'"{escaped}"'
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, list):
        return f"[{', '.join(_value(one) for one in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(k)} = {_value(v)}' for k, v in value.items())} }}"
    return str(value)
