"""The order in which the menu of a site or a book lists its pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

__all__ = ["book_source", "category_position", "mkdocs_nav", "sidebar_pages", "summary_pages"]

_STRING = re.compile(
    r"(?:(?<!\w)(?P<key>[A-Za-z_]\w*+)\s*+:\s*+)?(?P<sign>[\"'`])(?P<said>[^\"'`\n]*)(?P=sign)(?P<after>\s*:)?"
)
_IDS = frozenset({"id"})
_POSITION = re.compile(r"[\"']?position[\"']?\s*:\s*(?P<number>\d+(?:\.\d+)?)")
_NAV = re.compile(r"^nav:", re.MULTILINE)
_TOP = re.compile(r"^[^\s#\-]", re.MULTILINE)
_DEEPEST = 12
_NEAR = 200  # characters before a text in which its key stands


_PAGE = re.compile(
    r"\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\]\(\s*<?(?P<path>[^()<>\n#]+?\.md)(?:#[^)\n]*)?>?\s*\)"
)
_SOURCES = {
    "book.toml": re.compile(r"^\s*src\s*=\s*[\"'](?P<folder>[^\"'\n]+)[\"']", re.MULTILINE),
    "book.json": re.compile(r"[\"']root[\"']\s*:\s*[\"'](?P<folder>[^\"'\n]+)[\"']"),
}
_ROOT = re.compile(r"^root:[ \t]*[\"']?(?P<folder>[^\"'#\r\n]+)", re.MULTILINE)


def book_source(text: str, *, name: str) -> str:
    """Return the folder of a book's chapters, where mdBook and GitBook look for its summary.

    Args:
        text: the configuration; what cannot be read says nothing.
        name: the name of its file.
    """
    found = _SOURCES.get(name, _ROOT).search(text)
    if found is None:
        return "src" if name == "book.toml" else ""
    return found["folder"].strip().removeprefix("./").rstrip("/")


def summary_pages(text: str) -> tuple[str, ...]:
    """Return the chapters that a book's summary names, as paths in its folder, in order."""
    from urllib.parse import unquote

    found = (unquote(page["path"]).removeprefix("./") for page in _PAGE.finditer(text))
    return tuple(dict.fromkeys(found))


def mkdocs_nav(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the folder of the pages of a MkDocs site, and its `nav` as paths in it, in order.

    Args:
        text: its `mkdocs.yml`; what cannot be read says nothing.
    """
    import yaml

    from kbpivot.notes.yaml_bounds import block_trouble

    docs = re.search(r"^docs_dir:[ \t]*[\"']?([^\"'#\r\n]+)", text, re.MULTILINE)
    folder = docs[1].strip() if docs else "docs"
    start = _NAV.search(text)
    if start is None:
        return folder, ()
    end = _TOP.search(text, start.end())
    # Only this part is read: elsewhere stand tags that name Python functions.
    source = text[start.start() : end.start() if end else len(text)]
    if block_trouble(source.replace("\r\n", "\n").replace("\r", "\n")) is not None:
        return folder, ()
    try:
        root = yaml.compose(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, UnicodeError, RecursionError):
        return folder, ()
    return folder, tuple(_pages(root, 0))


def _pages(node: yaml.Node | None, depth: int) -> Iterator[str]:
    import yaml

    if depth > _DEEPEST:
        return
    if isinstance(node, yaml.ScalarNode):
        if node.value.lower().endswith(".md"):
            yield str(node.value)
    elif isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _pages(one, depth + 1)
    elif isinstance(node, yaml.MappingNode):
        for _, one in node.value:
            yield from _pages(one, depth + 1)


def sidebar_pages(text: str) -> tuple[str, ...]:
    """Return the pages that the sidebars of a Docusaurus site name, in order.

    Args:
        text: its `sidebars.js`, `.ts` or `.json`, without comments. It is not run: strings that
            stand for themselves or behind `id` are pages.
    """
    found: dict[str, None] = {}
    for match in _STRING.finditer(text):
        said, key = match["said"].strip(), match["key"]
        quoted_key = match["after"] is not None
        before = text[max(match.start() - _NEAR, 0) : match.start()].rstrip()
        named = re.search(r"[\"']([A-Za-z_]\w*)[\"']\s*:$", before[-60:])
        if named is not None:
            key = named[1]
        if said and not quoted_key and (key is None or key in _IDS) and "://" not in said:
            found.setdefault(said)
    return tuple(found)


def category_position(text: str) -> float | None:
    """Return the place of a folder in a Docusaurus sidebar, by its `_category_` file."""
    found = _POSITION.search(text)
    return float(found["number"]) if found else None
