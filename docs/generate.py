"""Write the reference pages from the code they describe: `python docs/generate.py`.

A test compares the pages with what this prints, so they cannot be stale.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Annotated, get_args, get_origin, get_type_hints

import click
import msgspec

import kbpivot
import kbpivot.render.answers
from kbpivot.cli.app import COMMANDS
from kbpivot.cli.app import kbpivot as app
from kbpivot.cli.options import CONTEXT
from kbpivot.publish.rules import GROUPS, RULES
from kbpivot.render.answers import Answer, schema_name
from kbpivot.shell.config import Config

DOCS = Path(__file__).parent
NOTICE = "<!-- Written by docs/generate.py; change the code instead. -->\n"


def command_line_page() -> str:
    """Return the help of every command."""
    settings = {**CONTEXT, "terminal_width": 80, "max_content_width": 80}
    context = click.Context(app, info_name="kbpivot", **settings)
    parts = [
        NOTICE,
        "# Command line\n",
        "What `kbpivot --help` and `kbpivot COMMAND --help` print.\n",
        _fenced(app.get_help(context)),
    ]
    for name in COMMANDS:
        command = app.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context, **settings)
        parts.append(f"## {name}\n")
        parts.append(_fenced(command.get_help(inner)))
    return "\n".join(parts)


def _fenced(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.splitlines()).strip()
    return f"```text\n{lines}\n```\n"


# What the rooms offer beside the names of `kbpivot`, and may be built on.
ROOMS: dict[str, tuple[str, ...]] = {
    "kbpivot.errors": (
        "LogError",
        "RefusedError",
    ),
    "kbpivot.graph": (
        "Contradiction",
        "Cycle",
        "Edge",
        "Evidence",
        "contradictions",
        "cycles",
    ),
    "kbpivot.graph.inference": ("Inferred",),
    "kbpivot.maps": ("Concept", "MapTrack", "Placed", "parse_map", "placed_notes"),
    "kbpivot.model": (
        "CanvasEdge",
        "CanvasEmbed",
        "CanvasLink",
        "Entry",
        "Ids",
        "Prose",
        "Reference",
        "Statement",
        "StatusMark",
    ),
    "kbpivot.publish": (
        "Finding",
        "Gaps",
        "Public",
        "PublishingFacts",
        "ReaderPath",
        "check",
        "public_notes",
        "reader_path",
    ),
    "kbpivot.record": ("Records",),
    "kbpivot.render.drawing.draw": ("Drawn",),
    "kbpivot.shell.config": (
        "Config",
        "read_config",
    ),
    "kbpivot.shell.log": ("Log",),
    "kbpivot.study": (
        "Blocked",
        "Chain",
        "ChainEdge",
        "Event",
        "Finish",
        "LearningPath",
        "LeftOut",
        "Need",
        "Objective",
        "Placement",
        "Plan",
        "PlanItem",
        "Readiness",
        "ReadyNote",
        "Reason",
        "Review",
        "StatusWords",
        "Step",
        "Suggestion",
        "Suggestions",
        "Track",
        "TrackProgress",
        "Week",
        "blockers",
        "inner_fringe",
        "node_states",
        "plan",
        "prerequisite_chain",
        "readiness",
        "ready_notes",
        "reviews",
        "track_named",
        "track_progress",
        "tracks",
    ),
    "kbpivot.traits": (
        "Traits",
        "vault_traits",
    ),
    "kbpivot.vault": (
        "AmbiguousLink",
        "Place",
        "ResolvedLink",
    ),
    "kbpivot.workspace.workspace": ("Omission",),
}


def python_page() -> str:
    """Return the directives that document `kbpivot` and what its rooms offer."""
    parts = [
        NOTICE,
        "# Python\n",
        "[Ask from Python](../how-to/ask-from-python.md) shows how to begin; this page lists.",
        (
            "The names of `kbpivot` come first, then what its rooms offer besides: these names are"
            " kept, what is not listed here may change."
        ),
        (
            "Records are immutable, sequences are tuples, graphs are networkx graphs in which an edge"
            " A → B means that A comes before B.\n"
        ),
    ]
    listed = [name for name in kbpivot.__all__ if name != "__version__"]
    for room, names in {"kbpivot": listed, **ROOMS}.items():
        parts.append(f"## {room}\n")
        module = import_module(room)
        for name in sorted(names, key=lambda name: (_sort_of(getattr(module, name)), name)):
            directive = "autofunction" if _sort_of(getattr(module, name)) == 0 else "autoclass"
            options = "" if directive == "autofunction" else "\n   :members:"
            if name == "Workspace":
                options += "\n   :inherited-members:"  # its parts are classes of their own
            parts.append(f"### {name}\n")
            parts.append(f"```{{eval-rst}}\n.. {directive}:: {room}.{name}{options}\n```\n")
    return "\n".join(parts)


def _sort_of(value: object) -> int:
    """Functions first, then classes, then exceptions."""
    if not inspect.isclass(value):
        return 0
    return 2 if issubclass(value, Exception) else 1


def stub() -> str:
    """Return what type checkers read in place of `kbpivot/__init__.py`."""
    lines = ['"""What type checkers read: written by docs/generate.py from `HOMES`."""\n']
    for home, names in kbpivot.HOMES.items():
        lines.append(f"from kbpivot.{home} import (")
        lines.extend(f"    {name} as {name}," for name in names)
        lines.append(")")
    lines.append("\nHOMES: dict[str, tuple[str, ...]]")
    lines.append("__version__: str\n")
    lines.append("__all__ = [")
    lines.extend(f'    "{name}",' for name in kbpivot.__all__)
    lines.append("]\n")
    return "\n".join(lines)


def json_page() -> str:
    """Return a table of fields for every answer that a command prints as JSON."""
    parts = [
        NOTICE,
        "# JSON\n",
        (
            "Every command prints one JSON object with `--format json`, apart from `watch`, which"
            " prints one a line."
        ),
        (
            "Its first field is `schema`: the command and a version, which changes when a field"
            " changes its meaning or goes away; new fields may come at any time."
        ),
        (
            "A `path` is relative to the vault, with `/` on every platform, and is `null` for a note"
            " that is not written yet. Lines and columns count from 1.\n"
        ),
    ]
    seen: set[type] = set()
    for answer in sorted(answers(), key=schema_name):
        parts.append(f"## {schema_name(answer)}\n")
        parts.extend(_record(answer, seen))
    return "\n".join(parts)


def diagnostics_page() -> str:
    """Return every rule of `check` and `gaps`, from their table."""
    parts = [
        NOTICE,
        "# Findings\n",
        "What `check` and `gaps` can find. `kbpivot explain CODE` prints one of these.",
        "A finding is a question about your notes, not a mark.",
        "Rules that are off can be asked for: `kbpivot check --select CODE`.\n",
    ]
    for group, about in GROUPS.items():
        parts.append(f"## {group}\n")
        parts.append(f"{about}\n")
        for rule in RULES.values():
            if rule.group != group:
                continue
            said = [rule.severity, "on" if rule.on else "off unless asked for"]
            if rule.fixable:
                said.append("`check --fix` mends it")
            parts.append(f"### {rule.code}\n")
            parts.append(f"{_sentence(rule.summary)} ({', '.join(said)})\n")
            parts.append(f"{rule.definition}\n")
            parts.append(f"- For instance: {rule.example}")
            parts.append(f"- Not told: {rule.near_miss}")
            parts.append(f"- What to do: {rule.todo}\n")
    return "\n".join(parts)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def configuration_page() -> str:
    """Return every setting of `kbpivot.toml` with its default."""
    parts = [
        NOTICE,
        "# Configuration\n",
        "No configuration is needed.",
        "A file `kbpivot.toml` at the root of the vault may say what cannot be seen in the notes.",
        "A key that does not exist is refused, with the nearest one that does.\n",
    ]
    hints = get_type_hints(Config)
    defaults = Config()
    for field in Config.__struct_fields__:
        value = getattr(defaults, field)
        parts.append(f"## {field}\n")
        if isinstance(value, msgspec.Struct):
            parts.append(_settings(type(value), value))
            continue
        _, meanings = described(Config)
        parts.append(f"`[{field}]`: {meanings[field]}\n")
        parts.append(
            f"Each key is a name of yours; its value is a {shape(get_args(hints[field])[1])}.\n"
        )
    return "\n".join(parts)


def _settings(table: type[msgspec.Struct], defaults: msgspec.Struct) -> str:
    summary, meanings = described(table)
    hints = get_type_hints(table)
    rows = [f"{summary}\n", "| key | value | default | meaning |", "| --- | --- | --- | --- |"]
    for field, key in zip(table.__struct_fields__, table.__struct_encode_fields__, strict=True):
        value = getattr(defaults, field)
        default = "none" if value in ((), {}) else f"`{json.dumps(value)}`"
        rows.append(f"| `{key}` | {shape(hints[field])} | {default} | {meanings[field]} |")
    inner = [found for hint in hints.values() for found in structs(hint)]
    return "\n".join([*rows, "", *(_settings(found, found()) for found in inner)])


def answers() -> list[type[Answer]]:
    """Return every answer that has a schema."""
    for module in iter_modules(kbpivot.render.answers.__path__, "kbpivot.render.answers."):
        import_module(module.name)
    found: list[type[Answer]] = []
    waiting: list[type[Answer]] = [Answer]
    while waiting:
        for child in waiting.pop().__subclasses__():
            waiting.append(child)
            if isinstance(child.__struct_config__.tag, str):
                found.append(child)
    return found


def _record(record: type[msgspec.Struct], seen: set[type], name: str = "") -> Iterator[str]:
    seen.add(record)
    summary, meanings = described(record)
    yield f"{name}{summary}\n"
    hints = get_type_hints(record)
    inner: list[type[msgspec.Struct]] = []
    rows = []
    for field in record.__struct_fields__:
        rows.append(f"| `{field}` | {shape(hints[field])} | {meanings.get(field, '')} |")
        inner += [found for found in structs(hints[field]) if found not in seen]
    if rows:
        yield "\n".join(["| field | value | meaning |", "| --- | --- | --- |", *rows, ""])
    for struct in dict.fromkeys(inner):
        if struct not in seen:
            yield from _record(struct, seen, f"`{struct.__name__}`: ")


def described(record: type) -> tuple[str, dict[str, str]]:
    """Return the summary of a class and the meaning of its attributes, from its docstring."""
    text = inspect.getdoc(record) or ""
    summary, _, rest = text.partition("Attributes:")
    meanings: dict[str, str] = {}
    for entry in re.split(r"\n(?=\S)", textwrap.dedent(rest).strip("\n")):
        names, colon, meaning = entry.partition(":")
        if colon:
            for name in names.split(","):
                meanings[name.strip()] = " ".join(meaning.split())
    return " ".join(summary.split()), meanings


def structs(hint: object) -> Iterator[type[msgspec.Struct]]:
    """Yield the records that a type holds."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for part in get_args(hint):
        yield from structs(part)


def shape(hint: object) -> str:
    """Return a type in the words of JSON."""
    plain = {str: "text", int: "whole number", float: "number", bool: "true or false"}
    if get_origin(hint) is Annotated:
        return shape(get_args(hint)[0])
    if hint in plain:
        return plain[hint]
    if hint is type(None):
        return "null"
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return f"`{hint.__name__}`"
    parts = [part for part in get_args(hint) if part is not Ellipsis]
    origin = get_origin(hint)
    if origin is tuple:
        return f"list of {shape(parts[0])}"
    if origin is not None and issubclass(origin if isinstance(origin, type) else type, dict):
        return f"object of {shape(parts[1])}"
    if parts and all(isinstance(part, str) for part in parts):
        return " or ".join(f"`{part}`" for part in parts)
    if parts:
        return " or ".join(shape(part) for part in parts)
    return "any value"


PAGES: dict[str, Callable[[], str]] = {
    "reference/cli.md": command_line_page,
    "reference/python.md": python_page,
    "reference/json.md": json_page,
    "reference/configuration.md": configuration_page,
    "reference/findings.md": diagnostics_page,
    "../src/kbpivot/__init__.pyi": stub,
}


def main() -> int:
    """Write the pages that changed and name them."""
    for name, page in PAGES.items():
        place = DOCS / name
        text = page()
        if not place.exists() or place.read_text(encoding="utf-8") != text:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{place}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
