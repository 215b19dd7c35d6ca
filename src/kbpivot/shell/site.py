"""Facts about the place a vault lies in: Obsidian's settings, its site generator, git."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from kbpivot.errors import VaultNotFoundError
from kbpivot.shell.git_history import DAYS, MOVES, STAGED_MOVES, days_of_change, moves_of
from kbpivot.vault import vault_path

__all__ = ["Root", "Site", "enclosing_vault", "vault_root"]

_MARKERS = (".obsidian", ".kbpivot", "kbpivot.toml")
_QUARTZ = ("quartz.config.ts", "quartz.config.js", "quartz.config.yaml", "quartz.config.yml")


class Root(NamedTuple):
    """The folder taken as the vault.

    Attributes:
        path: the folder, absolute.
        reason: why that one, as the end of a sentence.
        site: the folder of the Quartz site whose notes these are, else None.
    """

    path: Path
    reason: str
    site: Path | None


def vault_root(
    path: str | os.PathLike[str] | None = None,
    *,
    environment: str | None = None,
    here: str | os.PathLike[str] = ".",
) -> Root:
    """Find the vault: the folder asked for, else the nearest one upward that looks like one.

    The folder of a Quartz site means its `content` folder.

    Args:
        path: the folder a person named.
        environment: the value of `$KBPIVOT_VAULT`, used when nobody named one.
        here: the current folder, used when neither is given.

    Raises:
        VaultNotFoundError: the folder named does not exist; or nobody named one, and the current
            folder holds all that a person, or the machine, has.
    """
    if path is not None:
        folder, reason = Path(path), "as you said"
    elif environment:
        folder, reason = Path(environment), "from $KBPIVOT_VAULT"
    else:
        here = Path(os.path.abspath(here))  # noqa: PTH100 (keeps symbolic links)
        folder, reason = enclosing_vault(here) or _small_enough(here)
    folder = Path(os.path.abspath(folder.expanduser()))  # noqa: PTH100 (keeps symbolic links)
    if folder.is_file():
        raise VaultNotFoundError(
            str(folder), f"{folder} is a file; name the folder of the vault it is in."
        )
    if not folder.is_dir():
        raise VaultNotFoundError(str(folder))
    if _quartz_config(folder) is not None and (folder / "content").is_dir():
        return Root(folder / "content", "the notes of the Quartz site here", folder)
    if folder.name == "content" and _quartz_config(folder.parent) is not None:
        return Root(folder, reason, folder.parent)
    return Root(folder, reason, None)


def enclosing_vault(here: Path) -> tuple[Path, str] | None:
    """Return the nearest folder upward that looks like a vault, and by what; None without one.

    Args:
        here: an absolute path; it need not exist.
    """
    for folder in (here, *here.parents):
        for marker in _MARKERS:
            if (folder / marker).exists():
                return folder, f"because of its {marker}"
        if _quartz_config(folder) is not None:
            return folder, "because it is a Quartz site"
    return None


def _small_enough(here: Path) -> tuple[Path, str]:
    """Refuse to read a whole disk or home only because a person stands there."""
    home = Path(os.path.abspath(Path("~").expanduser()))  # noqa: PTH100
    if here in (home, *home.parents) or here.parent == here:
        what = "your home folder" if here == home else str(here)
        raise VaultNotFoundError(
            str(here),
            f"You are in {what}, which is no vault: go to the folder of your notes, or name it"
            " with -C.",
        )
    return here, "the current folder"


def _quartz_config(folder: Path) -> Path | None:
    for name in _QUARTZ:
        if (folder / name).is_file():
            return folder / name
    return None


class Site:
    """What the surroundings of a vault say about its notes; each fact is read when asked for.

    Nothing here fails: a file that is missing or damaged says nothing.
    """

    def __init__(self, root: Root) -> None:
        self._root = root

    def __repr__(self) -> str:
        return f"Site({str(self._root.path)!r})"

    # Obsidian ---------------------------------------------------------------------------

    @cached_property
    def is_obsidian(self) -> bool:
        """Tell whether Obsidian has opened the folder as a vault."""
        return (self._root.path / ".obsidian").is_dir()

    @cached_property
    def excluded(self) -> tuple[str, ...]:
        """Obsidian's "Excluded files", as `is_excluded` takes them."""
        filters = self._setting("app.json", "userIgnoreFilters")
        if not isinstance(filters, list):
            return ()
        return tuple(entry for entry in filters if isinstance(entry, str))

    @cached_property
    def template_folder(self) -> str | None:
        """Folder of Obsidian's templates (core or Templater), None where none is set."""
        return self.core_template_folder or self.templater_folder

    @cached_property
    def core_template_folder(self) -> str | None:
        """Folder of the templates of Obsidian's own plugin, None where none is set."""
        return self._folder(self._setting("templates.json", "folder"))

    @cached_property
    def templater_folder(self) -> str | None:
        """Folder of Templater's templates, None where none is set."""
        return self._folder(
            self._setting("plugins/templater-obsidian/data.json", "templates_folder")
        )

    @cached_property
    def date_format(self) -> str:
        """Format of `{{date}}` in templates, in Snapshot.js' letters."""
        return self._format("dateFormat", "YYYY-MM-DD")

    @cached_property
    def time_format(self) -> str:
        """Format of `{{time}}` in templates, in Snapshot.js' letters."""
        return self._format("timeFormat", "HH:mm")

    def _format(self, key: str, usual: str) -> str:
        value = self._setting("templates.json", key)
        return value if isinstance(value, str) and value.strip() else usual

    @cached_property
    def new_note_folder(self) -> str | None:
        """Folder in which Obsidian makes new notes, None where none is set."""
        if self._setting("app.json", "newFileLocation") != "folder":
            return None
        return self._folder(self._setting("app.json", "newFileFolderPath"))

    @cached_property
    def daily_folder(self) -> str | None:
        """Folder of Obsidian's daily notes, None where none is set."""
        return self._folder(self._setting("daily-notes.json", "folder"))

    @cached_property
    def link_style(self) -> str:
        """Obsidian's `newLinkFormat`: `shortest`, `relative` or `absolute`."""
        style = self._setting("app.json", "newLinkFormat")
        return style if style in ("relative", "absolute") and isinstance(style, str) else "shortest"

    @cached_property
    def writes_markdown_links(self) -> bool:
        """Tell whether Obsidian writes `[a](b.md)` instead of `[[b]]` here."""
        return self._setting("app.json", "useMarkdownLinks") is True

    def _setting(self, name: str, key: str) -> object:
        try:
            text = (self._root.path / ".obsidian" / name).read_text(encoding="utf-8-sig")
            settings = json.loads(text)
        except (OSError, ValueError, RecursionError):
            return None
        return settings.get(key) if isinstance(settings, dict) else None

    def _folder(self, value: object) -> str | None:
        """Accept a setting as a folder of the vault; some vaults hold nonsense there."""
        if not isinstance(value, str):
            return None
        folder = vault_path(value.strip())
        if not folder or not (self._root.path / folder).is_dir() or ".." in folder.split("/"):
            return None
        return folder

    # Quartz -----------------------------------------------------------------------------

    @cached_property
    def is_quartz(self) -> bool:
        """Tell whether a Quartz site is made of the notes."""
        return self._root.site is not None

    @cached_property
    def publishes_explicitly(self) -> bool:
        """Tell whether Quartz shows only notes that say `publish: true`."""
        return bool(self._quartz_uses("ExplicitPublish", "explicit-publish"))

    @cached_property
    def removes_drafts(self) -> bool:
        """Tell whether Quartz leaves out notes that say `draft: true`."""
        used = self._quartz_uses("RemoveDrafts", "remove-drafts?")
        if used is None and self._quartz_is_yaml:
            # Built in since it stopped being a plugin, unless `drafts: publish: true`.
            return not re.search(
                r"^ *drafts:\s*\n +publish: *true\b", self._quartz_text, re.MULTILINE
            )
        return bool(used)

    @cached_property
    def ignored(self) -> tuple[str, ...]:
        """Quartz' `ignorePatterns`: glob patterns of paths that it leaves out."""
        found = re.search(r"ignorePatterns\W*\[(.*?)\]", self._quartz_text, re.DOTALL)
        if found:
            return tuple(a or b for a, b in re.findall(r"\"([^\"]+)\"|'([^']+)'", found[1]))
        found = re.search(
            r"^( *)ignorePatterns:\s*\n((?:\1 *- .*\n?)+)", self._quartz_text, re.MULTILINE
        )
        if found:
            listed = re.findall(r"- *[\"']?([^\"'\n]+?)[\"']? *$", found[2], re.MULTILINE)
            return tuple(listed)
        return ()

    def _quartz_uses(self, called: str, listed: str) -> bool | None:
        """Look for a filter plugin: called in TypeScript, or listed in YAML and not disabled.

        Args:
            called: the function's name.
            listed: pattern of the name in a list of plugins.

        Returns:
            None when it is not named at all.
        """
        if not self._quartz_is_yaml:
            used = re.search(rf"Plugin\s*\.\s*{called}\s*\(", self._quartz_text)
            return True if used else None
        for entry in re.split(r"^\s*-\s", self._quartz_text, flags=re.MULTILINE):
            if re.match(rf"(?:\S+:.*/)?[\"']?{listed}[\"']?\s*$", entry, re.MULTILINE):
                return not re.search(r"^\s*enabled:\s*false\b", entry, re.MULTILINE)
        return None

    @cached_property
    def _quartz_is_yaml(self) -> bool:
        config = None if self._root.site is None else _quartz_config(self._root.site)
        return config is not None and config.suffix in {".yaml", ".yml"}

    @cached_property
    def _quartz_text(self) -> str:
        """The site's configuration without its comments."""
        config = None if self._root.site is None else _quartz_config(self._root.site)
        if config is None:
            return ""
        try:
            text = config.read_text(encoding="utf-8-sig", errors="replace")
        except OSError:
            return ""
        if self._quartz_is_yaml:
            return re.sub(r"(^|\s)#.*", "", text)
        # A string may hold `//` (an address), so strings are matched first and kept.
        return re.sub(
            r"(\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`[^`]*`)|//[^\n]*|/\*.*?\*/",
            lambda found: found[1] or " ",
            text,
            flags=re.DOTALL,
        )

    # git --------------------------------------------------------------------------------

    @cached_property
    def has_remote(self) -> bool:
        """Tell whether the notes are in a git repository that is pushed somewhere."""
        return bool(self._git("remote"))

    @cached_property
    def tracked(self) -> frozenset[str] | None:
        """Vault paths of all files that git tracks; None outside of a repository."""
        listed = self._git("ls-files", "-z")
        if listed is None:
            return None
        names = (os.fsdecode(name) for name in listed.split(b"\0") if name)
        return frozenset(vault_path(name) for name in names)

    @cached_property
    def note_days(self) -> Mapping[str, tuple[date, ...]]:
        """The days on which git saw each note change, by its path today; empty without git."""
        answer = self._git(*DAYS)
        return {} if answer is None else days_of_change(answer)

    def moves_since(self, day: date) -> Mapping[str, str]:
        """Return where git saw notes go since a day, old path to new path, one step each."""
        before = day - timedelta(days=min(1, (day - date.min).days))  # whatever the time zone
        answers = (self._git(*STAGED_MOVES), self._git(*MOVES, f"--since={before}T00:00:00"))
        return moves_of(*(answer for answer in answers if answer is not None))

    def _git(self, *command: str) -> bytes | None:
        """Ask git, without its hooks, its monitors or its locks: it only looks."""
        environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
        options = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
        import subprocess

        try:
            done = subprocess.run(  # noqa: S603
                ["git", *options, *command],  # noqa: S607
                cwd=self._root.path,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=20,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout
