"""The options every command takes, before or after its name, and what they add up to."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from kbpivot.cli.session import Session

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["CONTEXT", "NO_GUESS", "VaultCommand", "command", "shared_options"]

CONTEXT: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 88}

PLAIN = ("text", "json")

# These say themselves that there are no notes, or have something to do where there are none.
_FINE_WITHOUT_NOTES = frozenset(
    {"overview", "map", "place", "begin", "init", "new", "demo", "doctor", "watch", "serve"}
)


def _remember(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """Return a click callback that puts a given option into the session, whichever side it is."""

    def put(context: click.Context, _parameter: click.Parameter, value: str | bool | None) -> None:  # noqa: FBT001
        session = context.find_root().ensure_object(Session)
        if value is not None:
            setattr(session, name, value)

    return put


def _follow(context: click.Context, _parameter: click.Parameter, value: bool | None) -> None:  # noqa: FBT001
    """Begin to tell of each step, once, until the command ends."""
    root = context.find_root()
    session = root.ensure_object(Session)
    if not value or session.progress or context.resilient_parsing:
        return
    session.progress = True
    from kbpivot.cli.streams import tell
    from kbpivot.workspace.steps import listening

    root.with_resource(listening(lambda done, seconds: tell(f"{seconds:8.3f} s  {done}")))


NO_GUESS = click.option(
    "--no-guess",
    "guess",
    flag_value=False,
    is_flag=True,
    default=None,
    type=click.BOOL,
    expose_value=False,
    is_eager=True,
    callback=_remember("guess"),
    help="Leave out what is only guessed from the texts; what notes say and the map still count.",
)


class _AnyFormat(click.types.StringParamType):
    """A format before the command's name: which ones there are depends on the command."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Offer the formats that every command has."""
        del ctx, param
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in PLAIN if name.startswith(incomplete)]


def shared_options(formats: Sequence[str] | None) -> list[click.Parameter]:
    """Return the options of every command; `formats` None stands before the command's name.

    Nothing has a default here: an option that is not given must not undo one given earlier.
    """
    choice = click.Choice(formats) if formats else _AnyFormat()
    return [
        click.Option(
            ["-C", "--vault", "vault"],
            metavar="VAULT",
            type=click.Path(),
            expose_value=False,
            is_eager=True,
            callback=_remember("vault"),
            help="The vault, or a folder in it. Else $KBPIVOT_VAULT, else where you are.",
        ),
        click.Option(
            ["--format", "format_"],
            metavar="|".join(formats) if formats else "text|json",
            type=choice,
            expose_value=False,
            is_eager=True,
            callback=_remember("format"),
            help="How to print the answer.",
        ),
        click.Option(
            ["--color", "color"],
            type=click.Choice(["auto", "always", "never"]),
            expose_value=False,
            is_eager=True,
            callback=_remember("color"),
            help="Colour and links in the text; auto looks at the terminal and NO_COLOR.",
        ),
        click.Option(
            ["--no-cache", "cache"],
            flag_value=False,
            is_flag=True,
            default=None,
            type=click.BOOL,
            expose_value=False,
            is_eager=True,
            callback=_remember("cache"),
            help="Read every note afresh and keep nothing outside the vault.",
        ),
        click.Option(
            ["--progress", "progress"],
            is_flag=True,
            default=None,
            type=click.BOOL,
            expose_value=False,
            is_eager=True,
            callback=_follow,
            help="Tell on standard error what is done, and how long each step takes.",
        ),
        click.Option(
            ["--audience", "audience"],
            type=click.Choice(["me", "public"]),
            expose_value=False,
            is_eager=True,
            callback=_remember("audience"),
            help="Whom the answer is for; public names only what your public notes tell.",
        ),
    ]


class VaultCommand(click.Command):
    """A command about a vault: the shared options, and examples under its help."""

    def __init__(
        self,
        name: str,
        *,
        callback: Callable[..., object],
        help: str,  # noqa: A002  # click's own word
        params: list[click.Parameter],
        examples: Sequence[str],
        formats: Sequence[str],
        lasting: bool = False,
    ) -> None:
        super().__init__(
            name,
            callback=callback,
            help=help,
            params=[*params, *shared_options(formats)],
            context_settings=CONTEXT,
        )
        self.examples = tuple(examples)
        self.formats = tuple(formats)
        self.lasting = lasting

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, one a line, never wrapped."""
        del ctx
        with formatter.section("Examples" if len(self.examples) > 1 else "Example"):
            for example in self.examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # click's own signature
        """Refuse a format that was given before the name and is none of this command's."""
        session = ctx.find_root().ensure_object(Session)
        if session.format not in self.formats:
            known = ", ".join(self.formats)
            raise click.UsageError(
                f"`kbpivot {self.name}` has no format {session.format!r}; it has {known}.", ctx
            )
        held = gc.isenabled() and not self.lasting
        if held:
            gc.disable()  # a short run makes no cycles that are worth looking for
        try:
            return super().invoke(ctx)
        finally:
            if held:
                gc.enable()
            if self.name not in _FINE_WITHOUT_NOTES:
                session.tell_of_nothing()


def command(
    name: str,
    *,
    examples: Sequence[str],
    formats: Sequence[str] = PLAIN,
    lasting: bool = False,
) -> Callable[[Callable[..., object]], VaultCommand]:
    """Make a function a command; its docstring is the help, its first argument the session.

    Args:
        name: what it is called.
        examples: how it is called, for its help.
        formats: which formats it has.
        lasting: whether it goes on until it is ended, and so has to give back what it used.
    """

    def make(function: Callable[..., object]) -> VaultCommand:
        params: list[click.Parameter] = list(getattr(function, "__click_params__", []))
        return VaultCommand(
            name,
            callback=click.pass_obj(function),
            help=function.__doc__ or "",
            params=params[::-1],
            examples=examples,
            formats=formats,
            lasting=lasting,
        )

    return make
