"""The menu of a site made of the notes: MkDocs, Docusaurus, mdBook, GitBook, Hugo, Just the Docs."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kbpivot.notes.navigation import (
    book_source,
    category_position,
    mkdocs_nav,
    sidebar_pages,
    summary_pages,
)
from kbpivot.shell.quartz import uncommented
from kbpivot.shell.regular_file import file_stamp, read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Documentation", "Menu"]

_MOST = 1024 * 1024  # bytes of a configuration
_MKDOCS = ("mkdocs.yml", "mkdocs.yaml")
_DOCUSAURUS = ("docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs")
_SIDEBARS = ("sidebars.js", "sidebars.ts", "sidebars.json")
_BOOKS = ("book.toml", ".gitbook.yaml", ".gitbook.yml", "book.json")
_SUMMARY = "SUMMARY.md"
_HUGO = ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json")
_HUGO_BEFORE = ("config.toml", "config.yaml", "config.yml")  # other programs have such files, too
_JEKYLL = ("_config.yml", "_config.yaml")
_CATEGORIES = ("_category_.json", "_category_.yml", "_category_.yaml")
_FOLDERS = ("", "..", "website", "docs", "site")
_MOST_FOLDERS = 2_000  # folders looked through for the places of categories


class Menu(NamedTuple):
    """The pages of a site in the order of its menu.

    Attributes:
        name: the file that says so.
        folder: the folder of the pages, in the vault; empty for all of it.
        pages: paths or ids in that folder.
    """

    name: str
    folder: str
    pages: tuple[str, ...]


class Documentation:
    """What the configuration of a site around or inside a vault says of the order of its pages.

    Nothing here fails: a file that is missing or damaged says nothing.
    """

    def __init__(self, root: Path) -> None:
        """Look at nothing yet; `root` is the folder of the vault."""
        self._root = root

    def __repr__(self) -> str:
        return f"Documentation({str(self._root)!r})"

    def basis(self) -> object:
        """Return what the facts rest on, as it is now; they hold as long as it is equal."""
        names = (*_MKDOCS, *_DOCUSAURUS, *_SIDEBARS, *_BOOKS, *_HUGO, *_HUGO_BEFORE, *_JEKYLL)
        return (
            tuple(file_stamp(self._root / one / name) for one in _FOLDERS for name in names),
            tuple((path, file_stamp(path)) for path in self._category_files()),
        )

    @cached_property
    def menus(self) -> tuple[Menu, ...]:
        """The menus, the surest first; empty where no site is made of the notes."""
        found: list[Menu] = []
        for folder in _FOLDERS:
            for name in _MKDOCS:
                text = self._text(folder, name)
                if text is not None:
                    docs, pages = mkdocs_nav(text)
                    found.append(Menu(name, self._within(folder, docs), pages))
            found += self._books(folder)
            if self._is_docusaurus(folder):
                for name in _SIDEBARS:
                    text = self._text(folder, name)
                    if text is not None:
                        pages = sidebar_pages(uncommented(text))
                        found.append(Menu(name, self._within(folder, "docs"), pages))
        return tuple(menu for menu in found if len(menu.pages) > 1)

    def _books(self, folder: str) -> Iterator[Menu]:
        """The summary of a book, in the order in which it is read."""
        for name in _BOOKS:
            text = self._text(folder, name)
            if text is None:
                continue
            source = book_source(text, name=name)
            summary = self._text(os.path.join(folder, source), _SUMMARY)  # noqa: PTH118
            if summary is not None:
                yield Menu(_SUMMARY, self._within(folder, source), summary_pages(summary))
                return

    @cached_property
    def place_key(self) -> str:
        """The property in which notes say their place in a menu; empty where no site has one."""
        if self.is_docusaurus:
            return "sidebar_position"
        if self._is_hugo:
            return "weight"
        texts = (self._text(folder, name) for folder in _FOLDERS for name in _JEKYLL)
        return "nav_order" if any(text and "just-the-docs" in text for text in texts) else ""

    @property
    def folder_page(self) -> str:
        """The name of the note that speaks for its folder; empty where none does."""
        return "_index.md" if self.place_key == "weight" else ""

    @cached_property
    def _is_hugo(self) -> bool:
        for folder in _FOLDERS:
            if any((self._root / folder / name).is_file() for name in _HUGO):
                return True
            texts = (self._text(folder, name) for name in _HUGO_BEFORE)
            if any(text and "baseurl" in text.casefold() for text in texts):
                return True
        return False

    @cached_property
    def positions(self) -> Mapping[str, float]:
        """The places that Docusaurus gives folders of the vault."""
        found: dict[str, float] = {}
        for path in self._category_files():
            folder = os.path.relpath(os.path.dirname(path), self._root)  # noqa: PTH120
            position = category_position(_read(path) or "")
            if position is not None:
                found[folder.replace(os.sep, "/")] = position
        return found

    @cached_property
    def is_docusaurus(self) -> bool:
        """Tell whether a Docusaurus site is made of the notes."""
        return any(self._is_docusaurus(folder) for folder in _FOLDERS)

    def _is_docusaurus(self, folder: str) -> bool:
        return any((self._root / folder / name).is_file() for name in _DOCUSAURUS)

    def _category_files(self) -> Iterator[str]:
        if not self.is_docusaurus:
            return
        for number, (folder, folders, files) in enumerate(os.walk(self._root)):
            if number > _MOST_FOLDERS:
                return
            folders[:] = sorted(f for f in folders if f[0] != "." and f != "node_modules")
            for name in _CATEGORIES:
                if name in files:
                    yield os.path.join(folder, name)  # noqa: PTH118

    def _text(self, folder: str, name: str) -> str | None:
        return _read(str(self._root / folder / name))

    def _within(self, folder: str, docs: str) -> str:
        """The folder of a site's pages, as a path in the vault."""
        path = os.path.normpath(self._root / folder / docs)
        inside = os.path.relpath(path, self._root).replace(os.sep, "/")
        return "" if inside == "." or inside.startswith("..") else inside


def _read(path: str) -> str | None:
    try:
        return read_regular(path, most=_MOST).decode("utf-8-sig", "replace")
    except OSError:
        return None
