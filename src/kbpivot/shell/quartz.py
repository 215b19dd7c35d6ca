"""What the configuration of a Quartz site says about which of its notes are shown."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from kbpivot.shell.regular_file import file_stamp, is_regular, read_regular

__all__ = ["Quartz", "quartz_config", "uncommented"]

_NAMES = ("quartz.config.ts", "quartz.config.js", "quartz.config.yaml", "quartz.config.yml")
_MOST = 1024 * 1024  # bytes of a configuration
_OPENING = re.compile(r"[\"'`]|//|/\*")
_QUOTED = {
    '"': re.compile(r'(?:\\.|[^"\\\n])*+'),
    "'": re.compile(r"(?:\\.|[^'\\\n])*+"),
    "`": re.compile(r"[^`]*+"),
}
_STRING = re.compile(r"\"([^\"]*+)\"|'([^']*+)'")
_IGNORED = re.compile(r"ignorePatterns[^\w\[]*+\[")
_IGNORED_LIST = re.compile(
    r"^( *+)ignorePatterns:[ \t]*+\n((?:[ \t]*+\n)*+(?:\1 *- .*\n?)++)", re.MULTILINE
)
_SHOWS_DRAFTS = re.compile(r"^ *+drafts:[ \t]*+\n +publish: *true\b", re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*+-\s", re.MULTILINE)
_DISABLED = re.compile(r"^[ \t]*+enabled:[ \t]*+false\b", re.MULTILINE)
_COMMENT = re.compile(r"(^|\s)#.*")


def quartz_config(folder: Path) -> Path | None:
    """Return the configuration of the Quartz site in a folder, None where there is none."""
    for name in _NAMES:
        try:
            if is_regular((folder / name).stat()):
                return folder / name
        except (OSError, ValueError):
            continue
    return None


class Quartz:
    """A Quartz site made of the notes; its configuration is read when asked for.

    A configuration that cannot be read says nothing, which `is_unread` tells.

    Attributes:
        folder: the folder of the site, None where there is none.
    """

    def __init__(self, site: Path | None) -> None:
        """Look at nothing yet.

        Args:
            site: the folder of the site, None where there is none.
        """
        self.folder = site

    def __repr__(self) -> str:
        return f"Quartz({None if self.folder is None else str(self.folder)!r})"

    def basis(self) -> object:
        """Return what the facts rest on, as it is now; they hold as long as it is equal."""
        config = None if self.folder is None else quartz_config(self.folder)
        return None if config is None else (config.name, file_stamp(config))

    @cached_property
    def is_used(self) -> bool:
        """Tell whether a Quartz site is made of the notes."""
        return self.folder is not None

    @cached_property
    def is_unread(self) -> bool:
        """Tell whether there is a site whose configuration could not be read."""
        return self.is_used and self._text is None

    @cached_property
    def publishes_explicitly(self) -> bool:
        """Tell whether Quartz shows only notes that say `publish: true`."""
        return bool(self._uses("ExplicitPublish", ("explicit-publish",)))

    @cached_property
    def removes_drafts(self) -> bool:
        """Tell whether Quartz leaves out notes that say `draft: true`."""
        used = self._uses("RemoveDrafts", ("remove-draft", "remove-drafts"))
        if used is None and self._is_yaml:
            # Built in since it stopped being a plugin, unless `drafts: publish: true`.
            return not _SHOWS_DRAFTS.search(self._text or "")
        return bool(used)

    @cached_property
    def ignored(self) -> tuple[str, ...]:
        """Quartz' `ignorePatterns`: glob patterns of paths that it leaves out."""
        text = self._text or ""
        found = _IGNORED.search(text)
        end = text.find("]", found.end()) if found else -1
        if found and end >= 0:
            quoted = _STRING.findall(text[found.end() : end])
            return tuple(a or b for a, b in quoted if a or b)
        listed = _IGNORED_LIST.search(text)
        if listed is None:
            return ()
        items = (line.partition("- ")[2].strip() for line in listed[2].splitlines())
        return tuple(bare for item in items if (bare := _unquoted(item)))

    def _uses(self, called: str, listed: tuple[str, ...]) -> bool | None:
        """Look for a filter plugin: called in TypeScript, or listed in YAML and not disabled.

        Args:
            called: the function's name.
            listed: its names in a list of plugins.

        Returns:
            None when it is not named at all.
        """
        text = self._text or ""
        if not self._is_yaml:
            used = re.search(rf"Plugin\s*+\.\s*+{called}\s*+\(", text)
            return True if used else None
        for entry in _ITEM.split(text):
            if _plugin(entry.partition("\n")[0].strip()) in listed:
                return not _DISABLED.search(entry)
        return None

    @cached_property
    def _config(self) -> Path | None:
        return None if self.folder is None else quartz_config(self.folder)

    @property
    def _is_yaml(self) -> bool:
        return self._config is not None and self._config.suffix in {".yaml", ".yml"}

    @cached_property
    def _text(self) -> str | None:
        """The site's configuration without its comments; None where it cannot be read."""
        if self._config is None:
            return None
        try:
            text = read_regular(self._config, most=_MOST).decode("utf-8-sig", "replace")
        except OSError:
            return None
        text = text.replace("\r\n", "\n")
        return _COMMENT.sub("", text) if self._is_yaml else uncommented(text)


def _plugin(line: str) -> str:
    """The last part of a plugin's name as a list has it: `github:someone/remove-draft`."""
    name = _unquoted(line)
    address = line.partition(": ")[2].strip()
    return _unquoted(address or name).rpartition("/")[2]


def _unquoted(text: str) -> str:
    return text.strip().strip("\"'").strip()


def uncommented(text: str) -> str:
    """Return TypeScript without comments; a string may hold `//` (an address) and is kept."""
    parts: list[str] = []
    at = 0
    while found := _OPENING.search(text, at):
        start, sign = found.start(), found[0]
        parts.append(text[at:start])
        if sign == "//":
            end = text.find("\n", start)
            at = len(text) if end < 0 else end
            parts.append(" ")
        elif sign == "/*":
            end = text.find("*/", start + 2)
            at = len(text) if end < 0 else end + 2
            parts.append(" ")
        else:
            inside = _QUOTED[sign].match(text, start + 1)
            at = start + 1 if inside is None else inside.end()
            at += text.startswith(sign, at)
            parts.append(text[start:at])
    parts.append(text[at:])
    return "".join(parts)
