"""Findings as others read them: GitHub annotations, SARIF, Markdown, each within what they take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal, NamedTuple
from urllib.parse import quote

from kbpivot.safe_text import one_line, safe_json
from kbpivot.wording import counted

__all__ = ["Finding", "Shared", "github", "markdown", "sarif"]

Level = Literal["error", "warning", "info"]

_LEVELS: Final = ("error", "warning", "info")
_ANNOTATIONS: Final = 10  # of one level that GitHub shows for a step
_RESULTS: Final = 25_000  # in a run of SARIF that code scanning takes
_SARIF_BYTES: Final = 10_000_000  # … in one file
_SUMMARY_BYTES: Final = 1_000_000  # of the 1 MiB of a step's summary; a step may write more to it


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


class Shared(NamedTuple):
    """Findings in a format for others.

    Attributes:
        text: in that format.
        left_out: one sentence on the findings for which there was no room, else "".
    """

    text: str
    left_out: str


def _severest_first(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by how much they matter, else in the order given."""
    return sorted(findings, key=lambda one: _LEVELS.index(one.level))


def _left_out(found: Sequence[Finding], shown: Sequence[Finding], why: str) -> str:
    """Say how many findings are left out, by level, and why."""
    kept = [one.level for one in shown]
    words = {"error": "error", "warning": "warning", "info": "remark"}
    missing = [
        counted(number, words[level])
        for level in _LEVELS
        if (number := sum(one.level == level for one in found) - kept.count(level))
    ]
    return f"Left out here: {', '.join(missing)}. {why}" if missing else ""


def _as_many_as_fit(
    found: Sequence[Finding],
    written: Callable[[Sequence[Finding], str], str],
    *,
    most: int,
    why: str,
    number: int | None = None,
) -> Shared:
    """Write as many of the first findings as fit into so many bytes.

    Args:
        found: the findings, those first that matter most.
        written: writes some of them, and the sentence on the others.
        most: bytes.
        why: there is no room for more, one sentence.
        number: of findings at most.
    """
    shown = found[:number]
    while True:
        left = _left_out(found, shown, why)
        text = written(shown, left)
        size = len(text.encode("utf-8", "surrogatepass"))
        if size <= most or not shown:
            return Shared(text, left)
        shown = shown[: min(len(shown) - 1, int(len(shown) * most / size * 0.99))]


# GitHub's annotations -------------------------------------------------------------------


def _data(text: str) -> str:
    return one_line(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def github(findings: Iterable[Finding], *, prefix: str = "") -> Shared:
    """Return workflow commands that GitHub shows beside the lines of a change.

    The most severe come first; of each level there are no more than GitHub shows.

    Args:
        findings: what was found.
        prefix: the vault's folder as seen from the repository, with a slash, or nothing.
    """
    words = {"error": "error", "warning": "warning", "info": "notice"}
    found = _severest_first(findings)
    shown = [
        one
        for level in _LEVELS
        for one in [one for one in found if one.level == level][:_ANNOTATIONS]
    ]
    lines = []
    for one in shown:
        place = f"file={_property(prefix + one.path)}"
        if one.line is not None:
            place += f",line={one.line}"
            if one.column is not None:
                place += f",col={one.column}"
        lines.append(
            f"::{words[one.level]} {place},title={_property(one.code)}::{_data(one.message)}\n"
        )
    why = f"GitHub shows {_ANNOTATIONS} annotations of a level; the other formats have all."
    return Shared("".join(lines), _left_out(found, shown, why))


# Markdown -------------------------------------------------------------------------------


def markdown(findings: Iterable[Finding], *, prefix: str = "") -> Shared:
    """Return a list in Markdown, for a job summary or a comment, the most severe first.

    Args:
        findings: what was found.
        prefix: the vault's folder as seen from the repository, with a slash, or nothing.
    """

    def written(shown: Sequence[Finding], left: str) -> str:
        lines = [_item(one, prefix) for one in shown]
        if left:
            lines.append(f"\n{left}\n")
        return "".join(lines) or "Nothing was found.\n"

    why = "The summary of a step holds no more."
    return _as_many_as_fit(_severest_first(findings), written, most=_SUMMARY_BYTES, why=why)


def _item(one: Finding, prefix: str) -> str:
    path = prefix + one.path
    place = path if one.line is None else f"{path}:{one.line}"
    anchor = "" if one.line is None else f"#L{one.line}"
    return f"- [`{_code(place)}`]({quote(path)}{anchor}) {_escaped(one.message)} (`{one.code}`)\n"


def _code(text: str) -> str:
    return one_line(text).replace("`", "'").replace("]", "\\]")


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_[]<>|" else c for c in one_line(text))


# SARIF ----------------------------------------------------------------------------------


def sarif(
    findings: Iterable[Finding],
    *,
    version: str,
    rules: Mapping[str, str] | None = None,
    prefix: str = "",
) -> Shared:
    """Return SARIF 2.1.0, which code hosts and editors read, the most severe results first.

    There are no more results, and no more bytes, than code scanning takes; the log says what is
    left out.

    Args:
        findings: what was found.
        version: of this program.
        rules: what each rule is about, by code.
        prefix: the vault's folder as seen from the repository, with a slash, or nothing.
    """
    found = _severest_first(findings)
    why = "Code scanning takes no more; `--select` checks fewer rules at a time."

    def written(shown: Sequence[Finding], left: str) -> str:
        log = _log(shown, left, version=version, rules=rules or {}, prefix=prefix)
        text = safe_json(log, indent=2)
        # Without blanks three times as many fit.
        return f"{text if len(text) < _SARIF_BYTES // 2 else safe_json(log)}\n"

    return _as_many_as_fit(found, written, most=_SARIF_BYTES, why=why, number=_RESULTS)


def _log(
    found: Sequence[Finding], left: str, *, version: str, rules: Mapping[str, str], prefix: str
) -> dict[str, object]:
    """The log as SARIF has it."""
    levels = {"error": "error", "warning": "warning", "info": "note"}
    codes = {code: place for place, code in enumerate(sorted({one.code for one in found}))}
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
                "ruleIndex": codes[one.code],
                "level": levels[one.level],
                "message": {"text": one_line(one.message)},
                "locations": [{"physicalLocation": place}],
            }
        )
    driver = {
        "name": "kbpivot",
        "version": version,
        "rules": [
            {"id": code, "shortDescription": {"text": rules.get(code, code)}} for code in codes
        ],
    }
    run: dict[str, object] = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints"}
    if left:
        told = {"level": "warning", "message": {"text": left}}
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": [told]}]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{**run, "results": results}],
    }
