"""What a person sets in `kbpivot.toml`, checked when it is read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from kbpivot.errors import ConfigError
from kbpivot.shell.regular_file import read_regular

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

__all__ = [
    "CONFIG_NAME",
    "USUAL_LOG",
    "CheckSettings",
    "Config",
    "FolderRules",
    "IntakeSettings",
    "LogSettings",
    "MapSettings",
    "PropertySettings",
    "PublicSettings",
    "StatusSettings",
    "StudySettings",
    "parse_config",
    "read_config",
    "setting_place",
]

CONFIG_NAME = "kbpivot.toml"
USUAL_LOG = ".kbpivot/log.jsonl"
_MOST_BYTES = 1024 * 1024

_Hours = Annotated[float, msgspec.Meta(ge=0.05, le=168)]
_PART = r"[^./\\:\0-\x1f][^/\\:\0-\x1f]*"
_LogPath = Annotated[
    str, msgspec.Meta(pattern=rf"^(?:\.kbpivot/log\.jsonl|(?:{_PART}/)*{_PART}\.jsonl)\Z")
]
_Share = Annotated[float, msgspec.Meta(gt=0, le=1)]


class _Settings(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"
):
    """A table of the file; keys are spelled with hyphens there."""


class StudySettings(_Settings, frozen=True):
    """`[study]`: what you study for, and how much time you have.

    Attributes:
        hours_per_week: hours a week you have for study; `plan` fills weeks of so many.
        goals: notes or tracks that `next` and `plan` work towards when a command names none.
        ignore: folders and notes to leave out of advice; links to them still work.
    """

    hours_per_week: _Hours = 4.0
    goals: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class StatusSettings(_Settings, frozen=True):
    """`[status]`: your words for how far you are, beside those that are known anyway.

    Attributes:
        mastered: words and signs that mean mastered.
        started: words and signs that mean started.
        not_started: words and signs that mean not started.
        neutral: words that say nothing about you, so that they are not asked about.
        mastered_from: share (0 to 1) of `mastery`, `progress` or `confidence` from which a
            note counts as mastered.
    """

    mastered: tuple[str, ...] = ()
    started: tuple[str, ...] = ()
    not_started: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    mastered_from: _Share = 0.8


class PropertySettings(_Settings, frozen=True):
    """`[properties]`: your names for properties, beside those that are known anyway.

    Attributes:
        prerequisites: properties, headings and labels that name what a note builds on.
        optional: the same, for what helps and is not needed.
        unlocks: properties, headings and labels that name what builds on the note.
        status: properties that hold a word for how far you are.
        mastery: properties that hold a share, 0 to 1 or 0 to 100.
        hours: properties whose number is the hours a note takes.
        minutes: properties whose number is the minutes a note takes.
        kind: properties that say what a note is (paper, concept, index, …).
    """

    prerequisites: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    unlocks: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    mastery: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    minutes: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()


class PublicSettings(_Settings, frozen=True):
    """`[public]`: which notes others can read.

    Attributes:
        policy: `auto` works it out; `explicit`: notes that say so (`publish: true`);
            `opt-out`: all but those marked as draft or private; `tracked`: all that git
            tracks; `all`.
        include: files that are public whatever else holds: the beginning of a path, or a
            regular expression between slashes.
        exclude: files that are private whatever else holds, written the same way; they win
            over `include`.
    """

    policy: Literal["auto", "explicit", "opt-out", "tracked", "all"] = "auto"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class FolderRules(_Settings, frozen=True):
    """`[check.folders."Drafts/"]`: other rules for the files under one path.

    Attributes:
        select: rules to check there besides those of `[check]`.
        ignore: rules not to check there.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class CheckSettings(_Settings, frozen=True):
    """`[check]`: which rules `check` applies.

    Attributes:
        select: rules to check; empty means those that are on anyway.
        ignore: rules not to check.
        folders: for the beginning of a path, further rules there; the longest one wins.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    folders: dict[str, FolderRules] = {}


class MapSettings(_Settings, frozen=True):
    """`[map]`: what is known of the field beside your notes.

    Attributes:
        use: the maps to go by, the one that others overrule first: `"ai"`, which kbpivot brings, a
            TOML file of the same form, or the folder of a vault, seen from this file; `false`
            for none.
        needs: for a concept, by id or name, what it needs beside what the map says.
        unneeded: for a concept, what it does not need, whatever the map says.
        gaps: whether `kbpivot gaps` also tells what public notes lean on by the map and none of
            them explains (`unexplained-fundamental`).
    """

    use: bool | tuple[str, ...] = ("ai",)
    needs: dict[str, tuple[str, ...]] = {}
    unneeded: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict, name="not")
    gaps: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """The maps to go by."""
        if isinstance(self.use, bool):
            return ("ai",) if self.use else ()
        return self.use


class IntakeSettings(_Settings, frozen=True):
    """`[intake]`: what `kbpivot intake` reads when a command names nothing.

    Attributes:
        sources: files, seen from this file, and addresses of the web: feeds, OPML, BibTeX, CSL-JSON,
            lists of arXiv ids.
        note: the note that `--note` keeps when it names none.
    """

    sources: tuple[str, ...] = ()
    note: str = "Reading list"


class LogSettings(_Settings, frozen=True):
    """`[log]`: where your log is.

    Attributes:
        path: the log, seen from the vault's folder; `"kbpivot-log.jsonl"` is where Obsidian Sync
            sees it. `kbpivot log --move` sets it and takes the lines along.
        git: whether git may keep the log; else it is ignored, since it names private notes.
    """

    path: _LogPath = USUAL_LOG
    git: bool = False


class Config(_Settings, frozen=True):
    """All settings of a vault; each has a default, and no file is needed.

    Attributes:
        study: what you study for, and how much time you have.
        status: your words for how far you are.
        properties: your names for properties.
        public: which notes others can read.
        tracks: named sets of goals: a name and a list of notes, in your order.
        check: which rules `check` applies.
        map: what is known of the field beside your notes.
        intake: what `kbpivot intake` reads.
        log: where your log is.
    """

    study: StudySettings = StudySettings()
    status: StatusSettings = StatusSettings()
    properties: PropertySettings = PropertySettings()
    public: PublicSettings = PublicSettings()
    tracks: dict[str, tuple[str, ...]] = {}
    check: CheckSettings = CheckSettings()
    map: MapSettings = MapSettings()
    intake: IntakeSettings = IntakeSettings()
    log: LogSettings = LogSettings()


def read_config(folder: str | os.PathLike[str]) -> Config:
    """Read `kbpivot.toml` in a folder; without the file, everything is as by default.

    Raises:
        ConfigError: the file says something that cannot be followed, or cannot be read.
    """
    path = Path(folder) / CONFIG_NAME
    try:
        data = read_regular(path, most=_MOST_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return Config()
    except OSError as error:
        raise ConfigError(
            f"It cannot be read: {error.strerror or error}.", path=str(path)
        ) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ConfigError("It is not valid UTF-8.", path=str(path), line=line) from None
    return parse_config(text, path=str(path))


def parse_config(text: str, *, path: str = CONFIG_NAME) -> Config:
    """Read settings from the text of a `kbpivot.toml`.

    Args:
        text: the file's text.
        path: the file's name, for messages.

    Raises:
        ConfigError: it is no TOML, a key is unknown, or a value is of the wrong type.
    """
    import tomllib

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"^(.*) \(at (?:line (\d+), column \d+|end of document)\)$", str(error))
        message, at = (found[1], found[2]) if found else (str(error), None)
        line = int(at) if at else len(text.splitlines())
        raise ConfigError(f"This is not valid TOML: {message}.", path=path, line=line) from None
    except RecursionError:
        raise ConfigError("It is nested too deeply.", path=path) from None
    unknown = _unknown_key(table)
    if unknown is not None:
        above, key = unknown[:-1], unknown[-1]
        known = _known_keys(above) or ()
        hint = _did_you_mean(key, known)
        where = f"[{'.'.join(above)}]" if above else "this file"
        raise ConfigError(
            f"There is no key {key!r} in {where}.{hint}", path=path, line=_line(text, unknown)
        )
    try:
        return msgspec.convert(table, Config)
    except msgspec.ValidationError as error:
        message, _, at = str(error).partition(" - at `$")
        keys = _written_keys(table, at.rstrip("`"))
        raise ConfigError(
            f"{'.'.join(keys)}: {_plain(message)}", path=path, line=_line(text, keys)
        ) from None


def log_settings(path: str, *, git: bool = False) -> LogSettings:
    """Return settings of a log.

    Raises:
        ConfigError: no log can be at this path.
    """
    try:
        return msgspec.convert({"path": path, "git": git}, LogSettings)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path!r}: {_plain(str(error).partition(' - at')[0])}") from None


def setting_place(folder: str | os.PathLike[str], keys: tuple[str, ...], *, value: str) -> str:
    """Return where a setting is written, as `file:line`; of a list, the line of one value.

    Args:
        folder: where `kbpivot.toml` is.
        keys: its table and its name.
        value: the text looked for, when the setting is a list over several lines.
    """
    path = Path(folder) / CONFIG_NAME
    text = read_regular(path, most=_MOST_BYTES).decode("utf-8-sig", "replace")
    line = _line(text, keys)
    if line is None:
        return str(path)
    for number, row in enumerate(text.splitlines()[line - 1 :], start=line):
        if value in row:
            return f"{path}:{number}"
    return f"{path}:{line}"


_TABLES: Mapping[tuple[str, ...], type[_Settings]] = {
    (): Config,
    ("study",): StudySettings,
    ("status",): StatusSettings,
    ("properties",): PropertySettings,
    ("public",): PublicSettings,
    ("check",): CheckSettings,
    ("map",): MapSettings,
    ("intake",): IntakeSettings,
    ("log",): LogSettings,
}


def _known_keys(above: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the keys of a table, None where any key is allowed."""
    kind = FolderRules if above[:-1] == ("check", "folders") else _TABLES.get(above)
    return None if kind is None else kind.__struct_encode_fields__


def _unknown_key(table: Mapping[str, object]) -> tuple[str, ...] | None:
    """Return the first key that no setting has, with the tables it stands in."""
    waiting: list[tuple[tuple[str, ...], Mapping[str, object]]] = [((), table)]
    for above, here in waiting:
        known = _known_keys(above)
        for key, value in here.items():
            if known is not None and key not in known:
                return (*above, key)
            if isinstance(value, dict):
                waiting.append(((*above, key), value))
    return None


def _written_keys(table: object, steps: str) -> tuple[str, ...]:
    """Follow a place such as `.tracks[...][0]` to the keys it stands for.

    msgspec writes `[...]` for any key of a free table, so the first value of a wrong type
    there is meant.
    """
    keys: list[str] = []
    for step in re.findall(r"[^.\[\]]+|\[\.\.\.\]", steps):
        if step != "[...]":
            if step.isdigit():
                break
            keys.append(step)
        elif isinstance(table, dict):
            keys.extend([key for key, value in table.items() if not _fits(value)][:1])
        table = table.get(keys[-1]) if isinstance(table, dict) and keys else None
    return tuple(keys)


def _fits(value: object) -> bool:
    """Tell whether a value of a free table is as it should be: names, or lists of them."""
    if isinstance(value, dict):
        return all(_fits(part) for part in value.values())
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


_KINDS = {
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "null": "nothing",
}


def _plain(message: str) -> str:
    """Say in plain words what msgspec says about a value."""
    found = re.fullmatch(r"Expected `([^`]+)`, got `([^`]+)`", message)
    if found:
        wanted, got = (
            " or ".join(_KINDS.get(kind, kind) for kind in kinds.split(" | "))
            for kinds in found.groups()
        )
        return f"this is {got}, and {wanted} is needed."
    if "matching regex" in message:
        return "this must be a file of the vault that is not hidden and ends with .jsonl."
    found = re.fullmatch(r"Expected `\w+` (<=|>=|<|>) ([\d.]+)", message)
    if found:
        words = {"<=": "at most", ">=": "at least", "<": "less than", ">": "more than"}
        return f"this must be {words[found[1]]} {found[2].removesuffix('.0')}."
    found = re.fullmatch(r"Invalid enum value '?(.*?)'?", message)
    if found:
        choices = ("auto", "explicit", "opt-out", "tracked", "all")
        return f"{found[1]!r} is none of {', '.join(choices)}.{_did_you_mean(found[1], choices)}"
    return f"{message}."


def _did_you_mean(key: str, known: Iterable[str]) -> str:
    import difflib

    near = difflib.get_close_matches(key.lower().replace("_", "-"), list(known), n=1, cutoff=0.5)
    return f" Did you mean {near[0]!r}?" if near else ""


def _line(text: str, keys: tuple[str, ...]) -> int | None:
    """Find the line a key stands on; of a list, the line its key stands on."""
    table: tuple[str, ...] = ()
    best: tuple[int, int] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        head = re.match(r"\s*\[+\s*(.+?)\s*\]+\s*(?:#.*)?$", line)
        entry = re.match(
            r"\s*((?:\"[^\"]*\"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:\"[^\"]*\"|[\w-]+))*)\s*=", line
        )
        if entry:
            here = (*table, *_parts(entry[1]))
        elif head:
            here = table = _parts(head[1])
        else:
            continue
        shared = sum(1 for _ in _common(here, keys))
        if shared == min(len(here), len(keys)) and (best is None or shared > best[0]):
            best = (shared, number)
    return None if best is None else best[1]


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(
        re.sub(r"^[\"']|[\"']$", "", p) for p in re.findall(r"\"[^\"]*\"|'[^']*'|[\w-]+", dotted)
    )


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> Iterable[str]:
    for a, b in zip(one, other, strict=False):
        if a != b:
            return
        yield a
