"""What one run of the command line knows: the shared options, the workspace, the output."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from kbpivot.cli.streams import tell

if TYPE_CHECKING:
    import msgspec

    from kbpivot.render.terminal import Waiting
    from kbpivot.render.text import Layout, Text
    from kbpivot.vault import Vault
    from kbpivot.workspace.workspace import Workspace

__all__ = ["Session", "colored", "understands_links"]

_TOLD = 3  # of broken lines, and of notes that moved
_HOW = {"git": "git says so", "content": "the same text", "name": "the only note called so"}

WIDEST = 100  # longer lines are hard to read, however wide the window is


@dataclass
class Session:
    """The shared options of one run, and what is made from them when a command asks.

    Attributes:
        vault: `-C`, or None.
        format: `text`, `json` or a format of the command.
        color: `auto`, `always` or `never`.
        cache: False after `--no-cache`.
        guess: False after `--no-guess`.
        audience: `me` or `public`; None when not given, which is `me`, but for the formats of
            `gaps`, `check` and `stats` that are for others anyway.
        progress: True after `--progress`.
        checks_maps: True where the answer itself says what is wrong in maps.
    """

    vault: str | None = None
    format: str = "text"
    color: str = "auto"
    cache: bool = True
    guess: bool = True
    audience: str | None = None
    progress: bool = False
    checks_maps: bool = False
    _waiting: Waiting | None = field(default=None, repr=False)
    _told: bool = field(default=False, repr=False)
    _by_map: bool = field(default=False, repr=False)

    @cached_property
    def workspace(self) -> Workspace:
        """The vault and all that is known about it, each part read when first asked for."""
        from kbpivot.workspace.workspace import Workspace

        progress = None
        if self.progress:
            progress = _told_now_and_then()
        elif sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            from kbpivot.render.terminal import Waiting

            self._waiting = Waiting(
                "Reading the vault", file=sys.stderr, color=self.color != "never"
            )
            progress = self._waiting.progress
        work = Workspace(self.vault, cache=self.cache, guess=self.guess, progress=progress)
        return work.for_audience(self.audience or "me")

    @property
    def for_others(self) -> bool:
        """Whether the answer is for readers of the public notes."""
        return self.audience == "public"

    def is_owners(self, what: str) -> None:
        """Refuse what goes by all notes, or writes to them, where the answer is for others.

        Args:
            what: what was asked for, as the begin of a sentence.

        Raises:
            click.UsageError: it was asked for with `--audience public`.
        """
        if self.for_others:
            import click

            raise click.UsageError(
                f"{what} goes by all your notes, so it has no --audience public; leave that out."
            )

    def shows_private(self, *, asked: bool) -> bool:
        """Tell whether a format that is for others tells private titles all the same.

        Args:
            asked: whether `--show-private` was given.

        Raises:
            click.UsageError: it was given with `--audience public`.
        """
        if asked:
            self.is_owners("--show-private")
        return asked or self.audience == "me"

    def toward(self, names: Iterable[str] = (), *, with_map: bool = False) -> Workspace:
        """Return the workspace with the map's entries on the way to goals that only it knows.

        Args:
            names: goals; else those of the settings.
            with_map: whether to add them also on the way to notes.
        """
        found = self.workspace.toward(names, with_map=with_map)
        if found.leads_by_map:
            self.needs_no_notes()
        return found

    def reload(self) -> None:
        """Read the vault, its settings and the log anew when they are next asked for."""
        vars(self).pop("workspace", None)

    def needs_no_notes(self) -> None:
        """Note that the answer is complete although there are no notes."""
        self._by_map = True

    def wait(self, message: str) -> None:
        """Say on the waiting line, if there is one, what takes so long now."""
        if self._waiting is not None:
            self._waiting.say(message)

    @property
    def linked(self) -> Vault:
        """The vault as far as links and names go, for a command that looks at nothing else.

        Garbage collection stays off: a short run makes no cycles.
        """
        gc.disable()
        return self.workspace.inputs.linked

    def arrive(self) -> None:
        """Take the waiting line away."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    def answer(self, answer: msgspec.Struct, text: Callable[[Layout], Text]) -> None:
        """Print an answer as the text or the JSON that was asked for."""
        if self.format == "json":
            from kbpivot.render.answers import encode

            self.print(encode(answer))
        else:
            self.show(text)
        self._tell_of_settings()
        self._tell_of_maps()
        self._tell_of_record()

    def repeat(self, answer: str, text: Callable[[Layout], Text]) -> None:
        """Print an answer that was kept as JSON."""
        if self.format == "json":
            self.print(answer)
        else:
            self.show(text)

    def tell_of_nothing(self) -> None:
        """Say that there are no notes here, where that is why an answer is empty."""
        if "workspace" not in vars(self) or self._by_map:
            return
        work = self.workspace
        read = vars(work.inputs)  # what was looked at already
        notes = [read[name] for name in ("vault", "linked") if name in read]
        notes += [read["listing"].notes] if "listing" in read else []
        if notes and not any(map(len, notes)) and self.format == "text":
            self.say(
                f"There are no Markdown notes in {work.root} ({work.inputs.root_reason}). -C names another"
                " folder; `kbpivot begin` makes a plan from nothing, `kbpivot demo` copies an example"
                " vault to look at."
            )

    def _tell_of_settings(self) -> None:
        """Say which goals and filters of the settings are left out, if they were used at all."""
        if "workspace" in vars(self):
            from kbpivot.safe_text import one_line

            for sentence in self.workspace.unused_filters:
                self.say(f"kbpivot: {one_line(sentence)}")
        if "workspace" in vars(self) and "_set_goals" in vars(self.workspace):
            for sentence in self.workspace.lost_goals:
                self.say(f"kbpivot: {sentence}")

    def _tell_of_maps(self) -> None:
        """Say what is wrong in maps of the person's own, if maps were used at all."""
        if self.checks_maps or "workspace" not in vars(self):
            return
        on_map = self.workspace.on_map
        found = on_map.diagnostics if "field" in vars(on_map) else ()
        for one in found[:_TOLD]:
            place = f"{one.path}:{one.span.line}" if one.span is not None else one.path
            self.say(" ".join(filter(None, (f"{place}: {one.message}", one.hint))))
        if len(found) > _TOLD:
            self.say(f"{len(found) - _TOLD} more about your maps: kbpivot check")

    def _tell_of_record(self) -> None:
        """Say where the log was read otherwise than it stands there, if it was read at all."""
        read = vars(self.workspace.person) if "workspace" in vars(self) else {}
        log = read.get("log")
        for broken in log.diagnostics[:_TOLD] if log is not None else ():
            self.say(f"{broken.path}:{broken.span.line}: {broken.message}")
        for copy in log.copies[:_TOLD] if log is not None else ():
            self.say(f"{copy} is a conflict copy of your log; what it says counts as well.")
        for move in read.get("moves", ())[:_TOLD]:
            self.say(f"{move.note} in your log is {move.to} now ({_HOW[move.how]}).")

    def show(self, text: Callable[[Layout], Text]) -> None:
        """Print text laid out for this terminal."""
        from kbpivot.render.terminal import write_text
        from kbpivot.render.text import Layout

        color = colored(self.color, sys.stdout, os.environ)
        layout = Layout(
            width=_width(sys.stdout),
            whole=not sys.stdout.isatty() and not os.environ.get("COLUMNS", ""),
            **({"address": self._link} if color and understands_links(os.environ) else {}),
        )
        shown = text(layout)
        self.arrive()
        write_text(shown, file=sys.stdout, color=color)

    def print(self, text: str) -> None:
        """Print text as it is, with one newline at its end."""
        self.arrive()
        if sys.stdout.isatty():
            from kbpivot.safe_text import visible

            text = visible(text)
        sys.stdout.write(text if not text or text.endswith("\n") else f"{text}\n")

    def flush(self) -> None:
        """Hand over what was printed, for a command that goes on."""
        sys.stdout.flush()

    @property
    def told(self) -> bool:
        """Whether the person was told anything beside the answer."""
        return self._told

    def say(self, sentence: str) -> None:
        """Tell the person something that is not the answer."""
        self.arrive()
        self._told = True
        tell(sentence)

    def address(self, path: str) -> str:
        """Return the address on which Obsidian opens a note."""
        from kbpivot.shell.open_uri import obsidian_address

        return obsidian_address(self.workspace.root / path)

    def shared_address(self, path: str) -> str:
        """Return an address for the same that does not tell where the vault lies."""
        from urllib.parse import quote

        vault = quote(self.workspace.root.name, safe="")
        return f"obsidian://open?vault={vault}&file={quote(path, safe='')}"

    def _link(self, path: str) -> str | None:
        shown = self.workspace.inputs.in_obsidian and not self.for_others
        return self.address(path) if shown else None


def _told_now_and_then() -> Callable[[int, int], None]:
    """Return what tells, once a second at most, how many files are read."""
    told = time.monotonic()

    def tell_of(done: int, total: int) -> None:
        nonlocal told
        if done < total and time.monotonic() - told >= 1:
            told = time.monotonic()
            tell(f"{'':>8}    read {done:,} of {total:,} files")

    return tell_of


def colored(wish: str, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Tell whether to colour: as asked, else on a terminal that does not object."""
    if wish != "auto":
        return wish == "always"
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    return stream.isatty()


def understands_links(environment: Mapping[str, str]) -> bool:
    """Tell whether the terminal is one that makes OSC 8 links clickable."""
    if "FORCE_HYPERLINK" in environment:
        return environment["FORCE_HYPERLINK"] not in {"", "0"}
    if environment.get("TERM", "").startswith(("screen", "tmux")):
        return False
    known = {"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio"}
    if environment.get("TERM_PROGRAM") in known:
        return True
    if environment.get("TERM") in {"xterm-kitty", "xterm-ghostty", "alacritty", "foot"}:
        return True
    if any(name in environment for name in ("WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION")):
        return True
    version = environment.get("VTE_VERSION", "")
    return version.isdigit() and int(version) >= 5000


def _width(stream: TextIO) -> int:
    """Return the columns to fill: the terminal's, at most 100; 80 where there is none."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdigit() and int(asked) > 0:
        return min(int(asked), WIDEST)
    if not stream.isatty():
        return 80
    try:
        return min(os.get_terminal_size(stream.fileno()).columns or 80, WIDEST)
    except (OSError, ValueError):
        return 80
