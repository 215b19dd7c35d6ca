"""Vaults that other programs than Obsidian keep: Logseq's graphs and Dendron's hierarchies.

They are told by their folders and files, and their notes are called by their own rules: Logseq
knows a page by its `title::`, an alias or its namespace, Dendron a note by its dotted file name,
with what is shown in front of the bar of a link.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

import msgspec

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kbpivot.model import Link, Note, Reference

__all__ = ["Dialect", "adapted", "dialect_of", "graph_folders", "page_names"]

Dialect = Literal["obsidian", "logseq", "dendron"]

_CONFIG = "logseq/config.edn"
_JOURNAL = re.compile(r"(?:^|.*/)journals/\d{4}[_-]\d{2}[_-]\d{2}\.md", re.IGNORECASE)
_PAGE = re.compile(r"(?:^|.*/)pages/[^/]+\.md", re.IGNORECASE)
_DENDRON = frozenset({"dendron.yml", "dendron.yaml", "dendron.code-workspace", "root.schema.yml"})
_DOTTED = re.compile(r"[^./ ]+(?:\.[^./ ]+)+\.md")
_LEAST_DOTTED = 3
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAY = re.compile(r"(\d{4})[_-](\d{2})[_-](\d{2})")
_ADDRESS = re.compile(r"dendron://[^/]+/(.+)")
_PAGE_KEYS = frozenset({"title", "alias", "aliases", "public", "tags", "type", "status", "icon"})
_BRACKETS = re.compile(r"\[\[([^\[\]]*)\]\]")


def dialect_of(paths: Iterable[str], files: Iterable[str]) -> Dialect:
    """Tell which program keeps a vault.

    Args:
        paths: paths of its notes.
        files: paths of its other files.
    """
    others = tuple(files)
    if any(path == _CONFIG or path.endswith(f"/{_CONFIG}") for path in others):
        return "logseq"
    if any(path.rpartition("/")[2] in _DENDRON for path in others):
        return "dendron"
    pages = journals = rooted = False
    dotted = named = 0
    for path in paths:
        named += 1
        if path.endswith("root.md") and path.rpartition("/")[2] == "root.md":
            rooted = True
        elif path.count(".") > 1 and _DOTTED.fullmatch(path.rpartition("/")[2]):
            dotted += 1
        if "s/" in path:
            pages = pages or _PAGE.fullmatch(path) is not None
            journals = journals or _JOURNAL.fullmatch(path) is not None
    if pages and journals:
        return "logseq"
    if rooted and dotted >= _LEAST_DOTTED and dotted * 2 > named:
        return "dendron"
    return "obsidian"


def graph_folders(files: Iterable[str]) -> tuple[str, ...]:
    """Return Logseq's own folders, whose Markdown files are copies and no pages."""
    return tuple(
        sorted(path.removesuffix("config.edn") for path in files if path.endswith(_CONFIG))
    )


# --------------------------------------------------------------------------- what a note says


def adapted(notes: Mapping[str, Note], dialect: Dialect) -> dict[str, Note]:
    """Return the notes as the program that keeps them reads them, by path.

    Args:
        notes: the notes as Obsidian reads them.
        dialect: that program.
    """
    if dialect == "logseq":
        return {path: _page(notes[path]) for path in notes}
    names = {path.rpartition("/")[2].removesuffix(".md").lower() for path in notes}
    branches = {name[:at] for name in names for at, sign in enumerate(name) if sign == "."}
    return {path: _branch(_dendron_note(notes[path], names), branches) for path in notes}


def _page(note: Note) -> Note:
    """A page with the properties that stand in its first lines, each `key:: value`."""
    properties, raw = dict(note.properties), dict(note.raw)
    lines = dict(note.property_lines)
    aliases = list(note.aliases)
    publish = note.publish
    expected = max([*lines.values(), 0]) + 1
    for field in note.fields:
        if field.span.column > 1 or field.span.line > expected + len(note.property_lines) + 1:
            break
        expected = field.span.line + 1
        value = (field.value or "").strip()
        if field.name not in _PAGE_KEYS or not value:
            continue
        if field.name in ("alias", "aliases"):
            aliases += [name for name in _listed(value) if name not in aliases]
        elif field.name == "public":
            publish = value.lower() == "true"
            properties["public"] = publish
        elif field.name == "tags":
            properties.setdefault("tags", list(_listed(value)))
        else:
            properties.setdefault(field.name, value)
        lines.setdefault(field.name, field.span.line)
        raw.setdefault(field.name, value)
    if note.name.startswith("hls__"):
        properties.setdefault("type", "highlights")  # what was marked in a PDF
    if "title" not in properties and (title := _namespaced(note.name)) != note.name:
        properties["title"] = title
    return msgspec.structs.replace(
        note,
        properties=properties,
        raw=raw,
        property_lines=lines,
        aliases=tuple(aliases),
        publish=publish,
        # What stands in double braces calls a macro, and is no hole to be filled.
        prose=msgspec.structs.replace(note.prose, variables=0),
    )


def _listed(value: str) -> Iterator[str]:
    for part in value.split(","):
        name = _BRACKETS.sub(r"\1", part).strip().lstrip("#")
        if name:
            yield name


def _namespaced(name: str) -> str:
    """The name of a page by that of its file: `ml___attention` and `ml%2Fattention`."""
    return unquote(name.replace("___", "/"))


def _dendron_note(note: Note, names: Collection[str]) -> Note:
    """A note whose links lead where Dendron leads them: the name stands behind the bar."""
    turned: dict[str, str] = {}
    links: list[Link] = []
    for link in note.links:
        new = _dendron_link(link, names)
        if new is not link and new.linkpath != link.linkpath:
            turned[link.linkpath] = new.linkpath
        links.append(new)
    if links == list(note.links):
        return note

    def lead(reference: Reference) -> Reference:
        target = turned.get(reference.target) if reference.linked else None
        if target is None:
            return reference
        return msgspec.structs.replace(reference, target=target)

    return msgspec.structs.replace(
        note,
        links=tuple(links),
        statements=tuple(
            msgspec.structs.replace(one, target=lead(one.target)) for one in note.statements
        ),
        entries=tuple(
            msgspec.structs.replace(one, target=lead(one.target)) for one in note.entries
        ),
        marks=tuple(msgspec.structs.replace(one, target=lead(one.target)) for one in note.marks),
    )


def _branch(note: Note, branches: Collection[str]) -> Note:
    """A note with others below it and nothing of its own is only the place where they hang."""
    said = note.prose
    if note.name.lower() not in branches or said.words or said.formulas or said.code_lines:
        return note
    if said.media or "type" in note.properties:
        return note
    return msgspec.structs.replace(note, properties={**note.properties, "type": "index"})


def _dendron_link(link: Link, names: Collection[str]) -> Link:
    if link.kind != "wikilink":
        return link
    target, subpath, shown = link.linkpath, link.subpath, link.display
    if shown is not None and target.lower() not in names:
        behind, mark, part = shown.partition("#")
        if behind.strip().lower() in names or "." in behind or _ADDRESS.match(behind):
            target, shown = behind.strip(), link.linkpath
            subpath = part if mark else subpath
    far = _ADDRESS.fullmatch(target)
    if far is not None:
        target = far[1]
    if "*" in target:  # every note of a branch
        return msgspec.structs.replace(link, citation=True)
    if (target, subpath, shown) == (link.linkpath, link.subpath, link.display):
        return link
    return msgspec.structs.replace(link, linkpath=target, subpath=subpath, display=shown)


# --------------------------------------------------------------------------- what notes are called


def page_names(notes: Iterable[Note]) -> Iterator[tuple[str, str]]:
    """Yield the names by which Logseq's links find a page, the surest first, with its path.

    Args:
        notes: the notes, adapted.
    """
    rows = list(notes)
    for note in rows:
        yield note.title, note.path
    for note in rows:
        for alias in note.aliases:
            yield alias, note.path
        day = _DAY.fullmatch(note.name)
        if day is not None:
            yield from ((name, note.path) for name in _day_names(*map(int, day.groups())))


def _day_names(year: int, month: int, day: int) -> Iterator[str]:
    """A day as Logseq writes it in links."""
    if not 1 <= month <= len(_MONTHS):
        return
    ending = "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    yield f"{_MONTHS[month - 1]} {day}{ending}, {year}"
    for sign in "-/_":
        yield f"{year}{sign}{month:02}{sign}{day:02}"
