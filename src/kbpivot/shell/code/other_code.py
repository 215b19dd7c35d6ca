"""Files of other languages by their import lines, which is rougher than a syntax tree."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from kbpivot.shell.code.source_file import SourceFile, Symbol

__all__ = ["LANGUAGES", "other_files"]

_SYMBOL: Final = re.compile(
    r"^(?:export\s+|default\s+|pub(?:\([^)]*\))?\s+|public\s+|private\s+|protected\s+|internal\s+"
    r"|abstract\s+|static\s+|async\s+|final\s+|sealed\s+|data\s+|open\s+|unsafe\s+)*"
    r"(?:class|struct|enum|trait|interface|type|func|fn|fun|function|def|module|object|record)\b\*?"
    r"\s*(?:\([^)]*\)\s*)?(?P<name>[A-Za-z_$][\w$]*)"
)
_C_FUNCTION: Final = re.compile(
    r"^[A-Za-z_][\w\s*&:<>,]*?\b(?P<name>[A-Za-z_]\w*)\([^;]*\)?\s*\{?\s*$"
)
_NO_FUNCTION: Final = frozenset({"if", "for", "while", "switch", "return", "else", "sizeof"})
_COMMENT: Final = re.compile(r"\A(?:\s*(?://[/!]?|\#(?!include|!)|/?\*+/?)[^\n]*\n)+")


class _Language(NamedTuple):
    """How a language says what a file builds on."""

    suffixes: tuple[str, ...]
    imports: re.Pattern[str]
    places: Callable[[str, str], Iterator[str]]


def _relative(path: str, said: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    base = posixpath.normpath(posixpath.join(posixpath.dirname(path), said))
    yield base
    for suffix in suffixes:
        yield base + suffix
        yield f"{base}/index{suffix}"


_JS: Final = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs")


def _script(path: str, said: str) -> Iterator[str]:
    if said.startswith("."):
        yield from _relative(path, said, _JS)
        yield from _relative(path, re.sub(r"\.m?js$", "", said), _JS)


def _included(path: str, said: str) -> Iterator[str]:
    yield posixpath.normpath(posixpath.join(posixpath.dirname(path), said))
    yield f"*/{said}"


def _rust(path: str, said: str) -> Iterator[str]:
    parts = [part for part in said.split("::") if part]
    folder = posixpath.dirname(path)
    inner = (
        folder if path.endswith(("/mod.rs", "/lib.rs", "/main.rs")) else path.removesuffix(".rs")
    )
    if parts[:1] == ["crate"]:
        top = path.partition("src/")
        folder, parts = (f"{top[0]}src" if top[1] else ""), parts[1:]
    elif parts[:1] == ["super"]:
        folder, parts = posixpath.dirname(inner), parts[1:]
    elif len(parts) == 1:  # mod name;
        folder = inner
    else:
        return
    for end in range(len(parts), 0, -1):
        base = posixpath.join(folder, *parts[:end])
        yield f"{base}.rs"
        yield f"{base}/mod.rs"


def _dotted(_path: str, said: str) -> Iterator[str]:
    base = said.replace(".", "/")
    for suffix in (".java", ".kt", ".scala"):
        yield f"*/{base}{suffix}"


def _ruby(path: str, said: str) -> Iterator[str]:
    yield posixpath.normpath(posixpath.join(posixpath.dirname(path), f"{said}.rb"))
    yield f"*/{said}.rb"


def _package(_path: str, said: str) -> Iterator[str]:
    parts = said.split("/")
    for start in range(len(parts)):
        yield "dir:" + "/".join(parts[start:])


LANGUAGES: Final = (
    _Language(
        _JS,
        re.compile(
            r"(?:^\s*(?:import|export)\b[^'\"\n;]*?(?:from\s*)?|\brequire\(\s*|\bimport\(\s*"
            r"|^\s*\}\s*from\s*)['\"]([^'\"\n]+)['\"]",
            re.MULTILINE,
        ),
        _script,
    ),
    _Language(
        (".go",),
        re.compile(r'^\s*(?:import\s+)?(?:[\w.]+\s+)?"([\w./-]+)"', re.MULTILINE),
        _package,
    ),
    _Language(
        (".rs",),
        re.compile(r"^\s*(?:pub(?:\([^)]*\))?\s+)?(?:mod|use)\s+([\w:]+)", re.MULTILINE),
        _rust,
    ),
    _Language(
        (".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".hh", ".cu", ".cuh"),
        re.compile(r'^\s*#\s*include\s+"([^"\n]+)"', re.MULTILINE),
        _included,
    ),
    _Language(
        (".java", ".kt", ".scala"),
        re.compile(r"^\s*import\s+(?:static\s+)?([\w.]+)", re.MULTILINE),
        _dotted,
    ),
    _Language(
        (".rb",),
        re.compile(r"^\s*require(?:_relative)?\s+['\"]([\w./-]+)['\"]", re.MULTILINE),
        _ruby,
    ),
)


def other_files(texts: Mapping[str, str], language: _Language) -> list[SourceFile]:
    """Read the files of one language.

    Args:
        texts: by path.
        language: one of `LANGUAGES`.
    """
    ends: dict[str, list[str]] = {}
    folders: dict[str, list[str]] = {}
    for path in sorted(texts):
        ends.setdefault(path.rpartition("/")[2], []).append(path)
        folders.setdefault(path.rpartition("/")[0], []).append(path)

    def found(place: str) -> list[str]:
        if place.startswith("dir:"):
            return folders.get(place[4:], [])
        if place.startswith("*/"):
            tail = place[1:]
            fits = [
                one for one in ends.get(place.rpartition("/")[2], ()) if f"/{one}".endswith(tail)
            ]
            return fits if len(fits) == 1 else []
        return [place] if place in texts else []

    def taken(path: str, text: str) -> Iterator[tuple[str, str]]:
        for said in language.imports.findall(text):
            for place in language.places(path, said):
                if files := found(place):
                    yield from ((file, "") for file in files if file != path)
                    break

    return [
        SourceFile(
            path=path,
            lines=sum(bool(line.strip()) for line in text.splitlines()),
            symbols=tuple(_symbols(text)),
            builds_on=frozenset(taken(path, text)),
            words=_opening(text),
        )
        for path, text in sorted(texts.items())
    ]


def _symbols(text: str) -> Iterator[Symbol]:
    lines = text.splitlines()
    begun: list[tuple[str, int]] = []
    for number, line in enumerate(lines, start=1):
        match = _SYMBOL.match(line) or _C_FUNCTION.match(line)
        if match and match["name"] not in _NO_FUNCTION:
            begun.append((match["name"], number))
    stops = [*(number for _, number in begun[1:]), len(lines) + 1]
    for (name, number), stop in zip(begun, stops, strict=False):
        yield Symbol(name, number, lines[number - 1].strip(), stop - number)


def _opening(text: str) -> str:
    found = _COMMENT.match(text)
    return re.sub(r"(?m)^\s*[/#*!]+\s?", "", found[0]).strip() if found else ""
