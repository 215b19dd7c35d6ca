"""A clone or folder of code as texts: no symbolic link is followed, nothing outside is read."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kbpivot.errors import RefusedError
from kbpivot.record import Record
from kbpivot.shell.regular_file import is_regular, read_regular

__all__ = ["Clone", "anchored_lines", "read_clone"]

_MOST_FILES: Final = 50_000
_MOST_BYTES: Final = 1_000_000  # of one file; a longer one was written by a program
_MOST_IN_ALL: Final = 200_000_000
_SUFFIXES: Final = frozenset(
    {
        *(".py", ".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".go", ".rs", ".c", ".h", ".cc"),
        *(".cpp", ".cxx", ".hpp", ".hh", ".cu", ".cuh", ".java", ".kt", ".scala", ".rb"),
    }
)
# Folders of what a reader does not begin with: tests, pages, copies of other people's code.
_ASIDE: Final = frozenset(
    {
        *("test", "tests", "testing", "spec", "specs", "__tests__", "doc", "docs", "example"),
        *("examples", "benchmark", "benchmarks", "bench", "vendor", "_vendor", "vendored"),
        *("third_party", "third-party", "external", "extern", "node_modules", "build", "dist"),
        *("target", "site-packages", "__pycache__", "migrations", "fixtures", "scripts", "tools"),
        *("venv", "env", "conformance", "fuzz"),
    }
)
_DESCRIBED: Final = ("pyproject.toml", "package.json", "Cargo.toml", "setup.cfg")
_README: Final = re.compile(r"readme(?:\.(?:md|rst|txt|markdown))?", re.IGNORECASE)
_TESTS: Final = re.compile(
    r"(?:^|/)(?:test_[^/]*|[^/]*_test|[^/]*\.test|[^/]*\.spec|conftest)\.\w+$"
)


class Clone(Record, frozen=True):
    """What a folder of code holds.

    Attributes:
        name: what it is called.
        description: its own line on what it is, empty without one.
        commit: the commit that is checked out, empty where that cannot be read inside of it.
        files: number of regular files.
        lines: lines of its source files.
        sources: text of each source file by its path, those of tests and copies left out.
        readme: text of its README, empty without one.
    """

    name: str
    description: str
    commit: str
    files: int
    lines: int
    sources: dict[str, str]
    readme: str


def read_clone(folder: str | os.PathLike[str]) -> Clone:
    """Read a folder of code.

    Args:
        folder: a local clone, or any folder.

    Raises:
        RefusedError: it is no folder, holds no code, or too many files.
        OSError: it cannot be read.
    """
    root = Path(os.path.abspath(Path(folder).expanduser()))  # noqa: PTH100 - keeps links
    if not root.is_dir():
        raise RefusedError(f"{folder} is no folder; name a clone or another folder of code.")
    sources: dict[str, str] = {}
    files = lines = size = 0
    for path, aside in _files(root, "", aside=False):
        files += 1
        if files > _MOST_FILES:
            raise RefusedError(
                f"{folder} holds more than {_MOST_FILES:,} files; name a part of it."
            )
        if Path(path).suffix.lower() not in _SUFFIXES:
            continue
        text = _text(root, path)
        if text is None:
            continue
        size += len(text)
        if size > _MOST_IN_ALL:
            raise RefusedError(f"{folder} holds too much code to read; name a part of it.")
        lines += text.count("\n")
        if not aside and not _TESTS.search(path):
            sources[path] = text
    if not sources:
        raise RefusedError(f"There is no code in {folder} in a language that kbpivot can order.")
    described = [text for name in _DESCRIBED if (text := _text(root, name)) is not None]
    readme = next(
        (
            _text(root, one.name) or ""
            for one in sorted(os.scandir(root), key=lambda one: one.name)
            if _README.fullmatch(one.name)
        ),
        "",
    )
    said = dict(zip([n for n in _DESCRIBED if (root / n).is_file()], described, strict=False))
    name, description = _described(said)
    return Clone(
        name=name or root.name,
        description=description or _first_words(readme),
        commit=_commit(root),
        files=files,
        lines=lines,
        sources=sources,
        readme=readme,
    )


def _files(root: Path, below: str, *, aside: bool) -> Iterator[tuple[str, bool]]:
    """Yield the regular files of a folder, sorted, and whether they stand aside."""
    try:
        listed = sorted(os.scandir(root / below), key=lambda one: one.name)
    except OSError:
        return
    for one in listed:
        path = f"{below}/{one.name}" if below else one.name
        if one.name.startswith(".") or one.is_symlink():
            continue
        if one.is_dir(follow_symlinks=False):
            yield from _files(root, path, aside=aside or one.name.lower() in _ASIDE)
        elif is_regular(one.stat(follow_symlinks=False)):
            yield path, aside


def _text(root: Path, path: str) -> str | None:
    """The text of a file inside of a folder; None where it is none, too long, or a link leads."""
    place = root
    for part in path.split("/"):
        place = place / part
        if part in {"", ".", ".."} or place.is_symlink():
            return None
    try:
        return read_regular(place, most=_MOST_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return None


def anchored_lines(folder: str | os.PathLike[str], paths: list[str]) -> dict[str, list[str]] | None:
    """Return the lines of some files of a clone as they are now, by path; None without the clone.

    A path that leads out of the folder, or through a symbolic link, is a file that is not there.
    """
    root = Path(os.path.abspath(Path(folder).expanduser()))  # noqa: PTH100 - keeps links
    if not root.is_dir():
        return None
    texts = {path: _text(root, path) for path in paths}
    return {path: text.splitlines() for path, text in texts.items() if text is not None}


def _described(files: dict[str, str]) -> tuple[str, str]:
    """The name and the line that a project gives itself."""
    import configparser
    import tomllib

    for name, text in files.items():
        about: object = None
        try:
            if name == "package.json":
                about = json.loads(text)
            elif name == "setup.cfg":
                parser = configparser.ConfigParser(interpolation=None)
                parser.read_string(text)
                about = dict(parser["metadata"]) if parser.has_section("metadata") else None
            else:
                table = tomllib.loads(text)
                tool = table.get("tool")
                poetry = tool.get("poetry") if isinstance(tool, dict) else None
                about = table.get("project") or table.get("package") or poetry
        except (ValueError, RecursionError, configparser.Error):
            continue
        if isinstance(about, dict) and isinstance(about.get("name"), str):
            said = about.get("description")
            return about["name"].rpartition("/")[2], " ".join(said.split()) if isinstance(
                said, str
            ) else ""
    return "", ""


def _first_words(readme: str) -> str:
    """The first sentence of a README that is running text."""
    for part in re.split(r"\n\s*\n", readme):
        plain = " ".join(part.split())
        if re.match(r"[A-Za-z*_`]", plain) and not re.match(r"[=~-]{3,}", part.splitlines()[-1]):
            sentence = re.match(r".*?[.!?](?=\s|$)", plain)
            words = sentence[0] if sentence else plain
            if len(words.split()) >= 4 and "](http" not in words[:40]:
                return words[:300]
    return ""


def _commit(root: Path) -> str:
    """The commit that is checked out, read from files of the clone itself."""
    head = (_text(root, ".git/HEAD") or "").strip()
    if not head.startswith("ref: "):
        return head if re.fullmatch(r"[0-9a-f]{40,64}", head) else ""
    name = head.removeprefix("ref: ").strip()
    found = (_text(root, f".git/{name}") or "").strip()
    if not found:
        packed = _text(root, ".git/packed-refs") or ""
        row = re.search(rf"^([0-9a-f]{{40,64}}) {re.escape(name)}$", packed, re.MULTILINE)
        found = row[1] if row else ""
    return found if re.fullmatch(r"[0-9a-f]{40,64}", found) else ""
