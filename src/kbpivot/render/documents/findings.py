"""Findings as others read them: GitHub annotations, SARIF, Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple
from urllib.parse import quote

from kbpivot.safe_text import one_line, safe_json

__all__ = ["Finding", "github", "markdown", "sarif"]

Level = Literal["error", "warning", "info"]


class Finding(NamedTuple):
    """One finding, in words that may be shown to others.

    Attributes:
        code: the rule.
        level: how much it matters.
        path: the file, relative to the vault.
        line: 1-based, None for the whole file.
        column: 1-based, None for the whole line.
        message: one sentence.
    """

    code: str
    level: Level
    path: str
    line: int | None
    column: int | None
    message: str


def _data(text: str) -> str:
    return one_line(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def github(findings: Iterable[Finding], *, prefix: str = "") -> str:
    """Return workflow commands that GitHub shows beside the lines of a change.

    Args:
        findings: what was found.
        prefix: the vault's folder as seen from the repository, with a slash, or nothing.
    """
    words = {"error": "error", "warning": "warning", "info": "notice"}
    lines = []
    for one in findings:
        place = f"file={_property(prefix + one.path)}"
        if one.line is not None:
            place += f",line={one.line}"
            if one.column is not None:
                place += f",col={one.column}"
        lines.append(
            f"::{words[one.level]} {place},title={_property(one.code)}::{_data(one.message)}\n"
        )
    return "".join(lines)


def markdown(findings: Iterable[Finding], *, prefix: str = "") -> str:
    """Return a list in Markdown, for a job summary or a comment."""
    lines = []
    for one in findings:
        place = one.path if one.line is None else f"{one.path}:{one.line}"
        anchor = "" if one.line is None else f"#L{one.line}"
        address = quote(prefix + one.path)
        lines.append(
            f"- [`{_code(place)}`]({address}{anchor}) {_escaped(one.message)} (`{one.code}`)\n"
        )
    return "".join(lines) or "Nothing was found.\n"


def _code(text: str) -> str:
    return one_line(text).replace("`", "'").replace("]", "\\]")


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_[]<>|" else c for c in one_line(text))


def sarif(
    findings: Iterable[Finding],
    *,
    version: str,
    rules: Mapping[str, str] | None = None,
    prefix: str = "",
) -> str:
    """Return SARIF 2.1.0, which code hosts and editors read.

    Args:
        findings: what was found.
        version: of this program.
        rules: what each rule is about, by code.
        prefix: the vault's folder as seen from the repository, with a slash, or nothing.
    """
    levels = {"error": "error", "warning": "warning", "info": "note"}
    found = list(findings)
    codes = sorted({one.code for one in found})
    about = rules or {}
    results = []
    for one in found:
        place: dict[str, object] = {"artifactLocation": {"uri": quote(prefix + one.path)}}
        if one.line is not None:
            region = {"startLine": one.line}
            if one.column is not None:
                region["startColumn"] = one.column
            place["region"] = region
        results.append(
            {
                "ruleId": one.code,
                "ruleIndex": codes.index(one.code),
                "level": levels[one.level],
                "message": {"text": one_line(one.message)},
                "locations": [{"physicalLocation": place}],
            }
        )
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "kbpivot",
                        "version": version,
                        "rules": [
                            {"id": code, "shortDescription": {"text": about.get(code, code)}}
                            for code in codes
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    return f"{safe_json(log, indent=2)}\n"
