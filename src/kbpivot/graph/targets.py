"""From the target of a statement to a node: a note's path, or the name of a planned note."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kbpivot.vault.planned import absence, planned_key

if TYPE_CHECKING:
    from kbpivot.model import Entry, Statement
    from kbpivot.vault import Vault

__all__ = ["Planned", "Target", "Targets", "names_in"]

_COMMAS = re.compile(r"\s*[;；、，]\s*|\s*,\s+")
_DASH = re.compile(r"\s+[-–—]{1,2}\s+|\s*—\s*")
_COLON = re.compile(r"[:：]\s+")


class Target(NamedTuple):
    """A node a statement names, and the reason that stood in the same words."""

    node: str
    reason: str


class Planned(NamedTuple):
    """A note that is named but not written: its node and how to call it."""

    node: str
    title: str


def names_in(words: str) -> tuple[tuple[str, ...], ...]:
    """Return the names in words that are no link, each as it may be meant: in full or in part.

    Several names may stand in one value, and a reason behind a dash or colon.
    """
    return tuple(
        tuple(
            dict.fromkeys(
                (part, *(one.split(part, maxsplit=1)[0].strip() for one in (_DASH, _COLON)))
            )
        )
        for part in map(str.strip, _COMMAS.split(words))
        if part
    )


class Targets:
    """Finds nodes; planned notes are remembered under the first spelling."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._files = frozenset(vault.files)
        self._planned: dict[str, Planned] = {}

    @property
    def planned(self) -> dict[str, Planned]:
        """Planned notes by node."""
        return {one.node: one for one in self._planned.values()}

    def named(self, statement: Statement, source: str) -> list[Target]:
        """The nodes that a statement in the note `source` names; none when it names no note.

        A link goes where Obsidian opens it; where it opens nothing, and for plain words, a
        title, unique alias, slug or path counts, and then the only note of a near name, of which
        `near-name` speaks. What answers to nothing is a planned note if it is a link or a
        property's value, and nothing if it is plain text of the body.
        """
        name = statement.target.target.strip()
        if not name:
            return []
        if statement.target.linked:
            found = self._vault.resolve(name, source=source)
            if found is not None and found not in self._vault:
                return []  # an attachment
            path = found or self._vault.find(name, source=source)
            if path is None and name.endswith("/") and self._vault.folder(name, source=source):
                return []  # a folder is no note, written or planned
            return [Target(path or self._absent(name, source), "")]
        path = self._vault.find(name, source=source)
        if path is not None:
            return [Target(path, "")]
        if self._vault.resolve(name, source=source) is not None:
            return []
        metadata = statement.form in ("property", "field")
        parts = [part for part in _COMMAS.split(name) if part.strip()]
        if len(parts) > 1 and metadata:
            return [target for part in parts for target in self._plain(part, source, metadata)]
        return self._plain(name, source, metadata)

    def listed(self, entry: Entry, source: str) -> str:
        """The node that an entry of a list in the note `source` names, "" for none.

        A link to a folder means its README. A link that leads to nothing is a planned note if it
        is written as a wikilink, or names a Markdown file.
        """
        name = entry.target.target.strip()
        found = self._vault.resolve(name, source=source) if name else None
        path = found or (self._vault.find(name, source=source) if name else None)
        if path is not None:
            return path if path in self._vault else ""
        folder = name.rstrip("/")
        for page in ("README", "index") if entry.target.linked and folder else ():
            path = self._vault.resolve(f"{folder}/{page}.md", source=source)
            if path is not None and path in self._vault:
                return path
        if not entry.target.linked:
            return ""
        links = self._vault[source].links
        link = next((one for one in links if one.span == entry.span), None)
        if link is None or absence(link) != "note":
            return ""
        return self._absent(name, source)

    def _plain(self, name: str, source: str, metadata: bool) -> list[Target]:  # noqa: FBT001
        path = self._vault.find(name, source=source)
        if path is not None:
            return [Target(path, "")]
        for separator in (_DASH, _COLON):
            head, *rest = separator.split(name, maxsplit=1)
            if rest and head.strip():
                path = self._vault.find(head.strip(), source=source)
                if path is not None:
                    return [Target(path, rest[0].strip())]
                if metadata and separator is _DASH:
                    return [Target(self._absent(head.strip(), source), rest[0].strip())]
        return [Target(self._absent(name, source), "")] if metadata else []

    def _absent(self, name: str, source: str) -> str:
        """The node of a name no note has: the one note it comes near, else a planned note."""
        near = self._vault.near(name)
        if near is not None and len(near.paths) == 1 and near.paths[0] != source:
            return near.paths[0]
        return self._plan(name)

    def _plan(self, name: str) -> str:
        key = planned_key(name) or name
        known = self._planned.get(key)
        node = " ".join(name.split())
        if known is None:
            title = node.rstrip("/").rpartition("/")[2].removesuffix(".md") or node
            while node in self._vault or node in self._files:
                node += "?"  # a name must never be taken for a file
            known = self._planned[key] = Planned(node, title)
        return known.node
