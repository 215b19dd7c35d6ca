"""Exceptions for calls that are wrong; mistakes inside notes are `Diagnostic` values instead."""

from __future__ import annotations

__all__ = [
    "AmbiguousNoteError",
    "ConfigError",
    "KbpivotError",
    "LogError",
    "NotOnMapError",
    "NoteNotFoundError",
    "RefusedError",
    "VaultNotFoundError",
]


class KbpivotError(Exception):
    """Root of everything kbpivot raises on purpose; its text is one clear sentence."""


class VaultNotFoundError(KbpivotError):
    """There is no vault to read at `path`: no folder, or one that can hardly be meant."""

    def __init__(self, path: str, message: str = "") -> None:
        self.path = path
        super().__init__(message or f"There is no folder at {path}.")


class NoteNotFoundError(KbpivotError, KeyError):
    """No note answers to `name`; `near` holds the closest names, best first."""

    def __init__(self, name: str, *, near: tuple[str, ...] = ()) -> None:
        self.name = name
        self.near = near
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        super().__init__(f"There is no note called {name!r} in this vault.{hint}")

    def __str__(self) -> str:
        return str(self.args[0])


class AmbiguousNoteError(NoteNotFoundError):
    """Several notes answer to `name`; `near` holds their paths, or names of planned ones."""

    def __init__(self, name: str, *, near: tuple[str, ...]) -> None:
        super().__init__(name, near=near)
        paths = any(one.endswith(".md") for one in near)
        step = "Give a path." if paths else "Give one of these names as it is written."
        self.args = (f"{len(near)} notes are called {name!r}: {', '.join(near)}. {step}",)


class NotOnMapError(KbpivotError):
    """No entry of the map is called `name`; `near` holds the closest names, best first.

    Where a track of the map is called so, `track` holds its name.
    """

    def __init__(self, name: str, *, near: tuple[str, ...] = (), track: str = "") -> None:
        self.name = name
        self.near = near
        self.track = track
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        message = f"There is nothing called {name!r} on the map.{hint}"
        if track:
            message = f"{track} is a track of the map: `kbpivot path {track!r}` lists its steps."
        super().__init__(message)


class ConfigError(KbpivotError):
    """A configuration file says something kbpivot cannot follow; names the file and line."""

    def __init__(self, message: str, *, path: str | None = None, line: int | None = None) -> None:
        self.path = path
        self.line = line
        place = "" if path is None else f"{path}:{line}: " if line else f"{path}: "
        super().__init__(f"{place}{message}")


class LogError(KbpivotError):
    """The person's log cannot be read or appended to."""

    def __init__(self, message: str, *, path: str) -> None:
        self.path = path
        super().__init__(f"{path}: {message}")


class RefusedError(KbpivotError):
    """A command that writes refused, because it would overwrite or guess."""
