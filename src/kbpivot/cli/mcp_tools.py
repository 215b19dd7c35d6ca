"""What an agent may ask: tools, each a command; resources and prompts made of their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from kbpivot.errors import KbpivotError

__all__ = ["PROMPTS", "TOOLS", "Argument", "Ask", "Task", "arguments_of"]


class Argument(NamedTuple):
    """An argument of a tool.

    Attributes:
        name: what the agent calls it.
        option: the option of the command; empty where it is named alone, in its place.
        kind: `string`, `integer` or `boolean`.
        about: a few words, where the name does not say enough.
        needed: whether it must be given.
    """

    name: str
    option: str = ""
    kind: str = "string"
    about: str = ""
    needed: bool = False


class Ask(NamedTuple):
    """A tool: a command, and what of it an agent may say.

    Attributes:
        command: its words.
        about: what it answers.
        arguments: what may be said, in the order of the command.
        writes: whether it adds something.
    """

    command: tuple[str, ...]
    about: str
    arguments: tuple[Argument, ...] = ()
    writes: bool = False

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the arguments."""
        found: dict[str, Any] = {
            "type": "object",
            "properties": {
                one.name: {"type": one.kind} | ({"description": one.about} if one.about else {})
                for one in self.arguments
            },
            "additionalProperties": False,
        }
        needed = [one.name for one in self.arguments if one.needed]
        return found | ({"required": needed} if needed else {})


_NOTE: Final = "Path, link, title or alias"

TOOLS: Final[dict[str, Ask]] = {
    "next": Ask(
        ("next",),
        "What to study now, and why.",
        (
            Argument("goal", "--goal", about="Note, track or name on the map of AI"),
            Argument("minutes", "--minutes", "integer", "Time there is"),
            Argument("limit", "--limit", "integer"),
        ),
    ),
    "path": Ask(
        ("path",),
        "What is left to learn for a goal, in study order.",
        (
            Argument("with_map", "--with-map", "boolean", "Add steps that have no note"),
            Argument("goal", about="Note, track or name on the map of AI", needed=True),
        ),
    ),
    "why": Ask(
        ("why",),
        "Why one note comes before another: the chain, and the lines that say it.",
        (
            Argument("first", about=_NOTE, needed=True),
            Argument("last", about=_NOTE, needed=True),
        ),
    ),
    "ready": Ask(
        ("ready",),
        "What can be studied now; with a note, what it needs of what is known and missing.",
        (Argument("note", about=_NOTE),),
    ),
    "gaps": Ask(
        ("gaps",),
        "What public notes lean on and their readers cannot reach.",
        (Argument("kind", "--kind", about="Only this kind, such as planned-prerequisite"),),
    ),
    "reviews": Ask(("review",), "What is due for review, and what comes later."),
    "note": Ask(
        ("show", "--text"),
        "All that is known about a note, and its text.",
        (Argument("note", about=_NOTE, needed=True),),
    ),
    "map": Ask(
        ("map",),
        "How much of AI the notes cover; with a name, one entry: what it needs, sources, notes.",
        (Argument("name"),),
    ),
    "suggest": Ask(
        ("suggest",),
        "Ask the person whether one note comes before another. Adds the question, nothing else.",
        (
            Argument("first", "--ask", about=_NOTE, needed=True),
            Argument("second", about=_NOTE, needed=True),
            Argument("reason", "--because", about="One sentence", needed=True),
        ),
        writes=True,
    ),
}
"""The tools by name."""


def arguments_of(name: str, given: Mapping[str, object]) -> tuple[str, ...]:
    """Return the words of the command that a call of a tool means.

    Whether values fit is for the command to say, but for their being single ones.

    Raises:
        KbpivotError: there is no such tool or argument, one is missing, or is no single value.
    """
    tool = TOOLS.get(name)
    if tool is None:
        raise KbpivotError(f"There is no tool {name!r}; there are {', '.join(TOOLS)}.")
    known = {one.name for one in tool.arguments}
    for key, value in given.items():
        if key not in known:
            there = f"it has {', '.join(sorted(known))}" if known else "it has none"
            raise KbpivotError(f"{name} has no argument {key!r}; {there}.")
        if not isinstance(value, str | int | float | None):
            raise KbpivotError(f"{key} must be a single value, not {type(value).__name__}.")
    options: list[str] = []
    alone: list[str] = []
    for one in tool.arguments:
        value = given.get(one.name)
        if value is None or (isinstance(value, str) and not value.strip()):
            if one.needed:
                raise KbpivotError(f"{name} needs {one.name}.")
        elif one.kind == "boolean":
            options += [one.option] if value not in (False, "false", 0) else []
        elif name == "suggest" and one.option == "--ask":
            options += [one.option, str(value)]  # the next one stands beside it
        elif name == "suggest" and not one.option:
            options += [str(value)]
        elif one.option:
            options += [f"{one.option}={_plain(value)}"]
        else:
            alone += [str(value)]
    return (*tool.command, *options, *(("--", *alone) if alone else ()))


def _plain(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


class Task(NamedTuple):
    """A prompt: a task for the agent, with what it needs to know.

    Attributes:
        about: what it is for.
        words: the task; `{note}` stands for what the person named.
        command: the command whose answer goes with it; `{note}` as above.
        takes_note: whether it is about a note.
    """

    about: str
    words: str
    command: Sequence[str]
    takes_note: bool = True


PROMPTS: Final[dict[str, Task]] = {
    "quiz": Task(
        "Quiz me on a note",
        "Quiz me on {note}. Ask five questions, one at a time, and wait for my answer before the next"
        " one. Ask only what the text below says; where I am wrong, quote the line. In the end say"
        " what to read again. Write nothing: whether I know it is for me to say (`kbpivot done`).",
        ("show", "--text", "--", "{note}"),
    ),
    "explain": Task(
        "Explain a note back",
        "I explain {note} in my own words, and you listen. Then hold it against the text below: what"
        " did I leave out, and what did I get wrong? Quote the lines. Do not rewrite the note, and"
        " write nothing else either.",
        ("show", "--text", "--", "{note}"),
    ),
    "week": Task(
        "This week's log",
        "Write a short log of my week from the record below: what I mastered, began and reviewed,"
        " and what it opened. Add nothing that is not there, and no praise.",
        ("stats", "--week", "{today}"),
        takes_note=False,
    ),
}
"""The prompts by name."""
