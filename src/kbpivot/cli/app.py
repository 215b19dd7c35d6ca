"""The `kbpivot` command: which commands there are, each loaded only when it is called."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from importlib import import_module
from typing import NamedTuple

import click

from kbpivot.cli.options import CONTEXT, shared_options

__all__ = ["COMMANDS", "kbpivot"]


class Entry(NamedTuple):
    """One line of `kbpivot --help`, so that the help needs no command's code."""

    section: str
    module: str
    summary: str


# In the order of the help; the summary is the first sentence of the command's own help (a test
# compares them), the module holds the command under the command's name.
COMMANDS: dict[str, Entry] = {
    "overview": Entry("Study", "overview", "Show the vault and the next step on one screen"),
    "next": Entry("Study", "next", "Suggest one note to study now, and say why"),
    "path": Entry("Study", "study", "List what is left to learn for a note, in study order"),
    "plan": Entry("Study", "study", "Plan the path to your goals week by week"),
    "why": Entry("Study", "study", "Show why one note comes before another"),
    "ready": Entry("Study", "study", "List what can be studied now, or what a note still needs"),
    "intake": Entry(
        "Study", "intake", "Show which new papers to read now, which soon, which later"
    ),
    "map": Entry("Study", "map", "Show how much of AI your notes cover, or one entry of its map"),
    "suggest": Entry(
        "Study",
        "suggest",
        "Ask which guesses are right, and write those into your notes",
    ),
    "done": Entry("Your log", "log", "Mark a note as mastered"),
    "start": Entry(
        "Your log",
        "log",
        "Mark a note as started",
    ),
    "know": Entry("Your log", "log", "Mark something as known before you began"),
    "forget": Entry(
        "Your log",
        "log",
        "Mark something as not known",
    ),
    "place": Entry("Your log", "place", "Find out in a dozen questions what you know already"),
    "review": Entry(
        "Your log",
        "log",
        "List what is due for review, or log a review",
    ),
    "corrected": Entry("Your log", "log", "Record that somebody corrected one of your notes"),
    "undo": Entry("Your log", "log", "Undo the last command that wrote to the log"),
    "log": Entry("Your log", "log_file", "Show where your log is, or move it"),
    "stats": Entry("Your log", "stats", "Show what you logged week by week"),
    "gaps": Entry(
        "Publish", "gaps", "Show what your public notes lean on and readers cannot reach"
    ),
    "reader": Entry("Publish", "check", "Read the public notes in the order a newcomer would"),
    "check": Entry(
        "Publish", "check", "Check the notes against rules, for yourself or before publishing"
    ),
    "explain": Entry("Publish", "check", "Explain a rule of `check` and `gaps`, or list them all"),
    "show": Entry("The vault", "show", "Show all that is known about a note"),
    "graph": Entry(
        "The vault",
        "graph",
        "Draw the prerequisite graph, or write it as data",
    ),
    "links": Entry("The vault", "links", "List the links of a note and where they lead"),
    "backlinks": Entry("The vault", "links", "List the links that lead to a note"),
    "unresolved": Entry("The vault", "links", "List the links to notes that are not written yet"),
    "orphans": Entry("The vault", "links", "List the notes that no other note links to"),
    "deadends": Entry("The vault", "links", "List the notes that link to no other note"),
    "watch": Entry(
        "The vault", "watch", "Follow the vault while you write, one line for each change"
    ),
    "serve": Entry("The vault", "serve", "Serve the study page, current while you write"),
    "mcp": Entry("The vault", "mcp", "Let an agent ask about the vault, over standard input"),
    "begin": Entry("Set-up", "begin", "Go from nothing to a plan: where to, when, what you know"),
    "new": Entry("Set-up", "new", "Write a new note from a template"),
    "init": Entry("Set-up", "init", "Describe the vault and, after asking, write settings for it"),
    "demo": Entry("Set-up", "demo", "Copy the example vault to a new folder"),
    "doctor": Entry(
        "Set-up", "doctor", "Show the versions, the vault and the settings in use, and why"
    ),
}


def _near(name: str) -> list[str]:
    """Return the command a person perhaps meant; two only when they are about as near."""
    ranked = sorted((-SequenceMatcher(None, name, one).ratio(), one) for one in COMMANDS)
    best = ranked[0][0]
    return [one for share, one in ranked[:2] if share <= -0.5 and share < best + 0.1]


class Commands(click.Group):
    """The group: knows the names and summaries, imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the help."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command and return it, or None for an unknown name."""
        del ctx
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        found = getattr(import_module(f"kbpivot.cli.{entry.module}"), f"{cmd_name}_command")
        assert isinstance(found, click.Command)
        return found

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options before the command's name; one that belongs behind it is told so."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as unknown:
            placed = self._placed(ctx, unknown.option_name, given)
            if placed is None:
                raise
            raise click.UsageError(placed, ctx) from None

    def _placed(self, ctx: click.Context, option: str, args: Sequence[str]) -> str | None:
        """Say behind which command an option belongs, None when no command has it."""
        name = next((word for word in args if word in COMMANDS), None)
        having = [one for one in ([name] if name else COMMANDS) if self._has(ctx, one, option)]
        if not having:
            return None
        shown = ", ".join(f"`kbpivot {one} {option}`" for one in having[:3])
        return f"{option} belongs behind the name of a command: {shown}."

    def _has(self, ctx: click.Context, name: str, option: str) -> bool:
        found = self.get_command(ctx, name)
        return found is not None and any(option in one.opts for one in found.params)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was perhaps meant."""
        name = args[0]
        if name in COMMANDS or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        if name == "help":
            raise click.UsageError("Help is an option here.", ctx)
        near = _near(name)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise click.UsageError(f"There is no command {name!r}.{hint}", ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by section."""
        del ctx
        sections: dict[str, list[tuple[str, str]]] = {}
        for name, entry in COMMANDS.items():
            sections.setdefault(entry.section, []).append((name, entry.summary))
        width = max(map(len, COMMANDS), default=0)
        for section, rows in sections.items():
            with formatter.section(section):
                formatter.write_dl([(name.ljust(width), summary) for name, summary in rows])

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """Complete command names from the table, without importing any command."""
        from click.shell_completion import CompletionItem

        names = [
            CompletionItem(name, help=entry.summary)
            for name, entry in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001
    if value and not context.resilient_parsing:
        from kbpivot import __version__

        click.echo(f"kbpivot {__version__}")
        context.exit()


def _overview(context: click.Context) -> object:
    from kbpivot.cli.overview import overview_command

    return context.invoke(overview_command)


def _main(context: click.Context) -> object:
    return _overview(context) if context.invoked_subcommand is None else None


def _parameters() -> Sequence[click.Parameter]:
    version = click.Option(
        ["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_version,
        help="Print the version and leave.",
    )  # fmt: skip
    return [*shared_options(None), version]


kbpivot = Commands(
    "kbpivot",
    callback=click.pass_context(_main),
    params=list(_parameters()),
    invoke_without_command=True,
    context_settings=CONTEXT,
    help=(
        "Read a vault of Markdown notes, work out which notes build on which, and say what to "
        "study next and what the public notes lack.\n\n"
        "Without a command it shows one screen about the current vault. A command changes a note "
        "only where its help says that it writes."
    ),
)
