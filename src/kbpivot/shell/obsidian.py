"""What Obsidian's settings, in a vault's `.obsidian` folder, say about its notes."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path

from kbpivot.shell.regular_file import read_regular
from kbpivot.vault import vault_path

__all__ = ["Obsidian"]

_MOST = 4 * 1024 * 1024  # bytes of a file of settings


class Obsidian:
    """Obsidian's settings; each is read when asked for.

    Nothing here fails: a file that is missing, damaged or no regular file says nothing.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: dict[str, dict[str, object]] = {}

    def __repr__(self) -> str:
        return f"Obsidian({str(self._root)!r})"

    def basis(self) -> object:
        """Return what the facts rest on, as it was first asked; they hold as long as it is equal.

        It is the facts themselves, which depend on small files and on which folders there are.
        So what is known and what it rests on are of one moment, whatever is written meanwhile.
        """
        folders = (self.core_template_folder, self.templater_folder, self.new_note_folder)
        written = (self.link_style, self.writes_markdown_links, self.date_format, self.time_format)
        return self.is_used, self.excluded, folders, self.daily_folder, written

    @cached_property
    def is_used(self) -> bool:
        """Tell whether Obsidian has opened the folder as a vault."""
        return (self._root / ".obsidian").is_dir()

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
        """Format of `{{date}}` in templates, in Moment.js' letters."""
        return self._format("dateFormat", "YYYY-MM-DD")

    @cached_property
    def time_format(self) -> str:
        """Format of `{{time}}` in templates, in Moment.js' letters."""
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
        settings = self._read.get(name)
        if settings is None:
            try:
                data = read_regular(self._root / ".obsidian" / name, most=_MOST)
                found = json.loads(data.decode("utf-8-sig"))
            except (OSError, ValueError, RecursionError):
                found = None
            settings = self._read[name] = found if isinstance(found, dict) else {}
        return settings.get(key)

    def _folder(self, value: object) -> str | None:
        """Accept a setting as a folder of the vault; some vaults hold nonsense there."""
        if not isinstance(value, str):
            return None
        folder = vault_path(value.strip())
        if not folder or not (self._root / folder).is_dir() or ".." in folder.split("/"):
            return None
        return folder
