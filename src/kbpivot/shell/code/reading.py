"""Which files of a clone to read, in which order, and where in each to begin."""

from __future__ import annotations

from collections import Counter
from math import sqrt
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from kbpivot.errors import RefusedError
from kbpivot.record import Record
from kbpivot.shell.code.other_code import LANGUAGES, other_files
from kbpivot.shell.code.python_code import python_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    import networkx as nx

    from kbpivot.shell.code.clone import Clone
    from kbpivot.shell.code.source_file import SourceFile, Symbol

__all__ = ["LINES_AN_HOUR", "MOST_STOPS", "CodeReading", "Stop", "read_code"]

MOST_STOPS: Final = 12
LINES_AN_HOUR: Final = 400
"""So many lines are read with care in an hour: the upper end that studies of code review give."""

_ENDS: Final = 2  # of the stops, so many are what it all comes to
_LEAST_LINES: Final = 12
_WHOLE: Final = 60  # lines from which a file counts in full
_PLUMBING: Final = frozenset(
    {
        *(
            "__main__",
            "_version",
            "version",
            "__about__",
            "__version__",
            "about",
            "setup",
            "compat",
        ),
        *("testing", "_winconsole", "_windows", "_win32_console"),
        *("_compat", "conftest", "typing", "_typing", "types", "_types", "constants", "config"),
    }
)


class Stop(Record, frozen=True):
    """One file on the way through code.

    Attributes:
        path: its path in the clone.
        symbol: where to begin in it, empty where it defines nothing.
        line: 1-based line of that.
        text: the line's text.
        lines: lines of the file that are not empty.
        used_by: how many other files build on it, directly or not.
    """

    path: str
    symbol: str
    line: int
    text: str
    lines: int
    used_by: int


class CodeReading(Record, frozen=True):
    """A way through code.

    Attributes:
        stops: files in reading order, at most `MOST_STOPS`.
        rough: whether the order is from import lines and not from syntax trees.
        hours: time to read these files.
        words: what their docstrings or opening comments say.
    """

    stops: tuple[Stop, ...]
    rough: bool
    hours: float
    words: str


def read_code(clone: Clone) -> CodeReading:
    """Return which files to read first, so that what most builds on comes soonest.

    Files of the language with most lines are ordered as notes are: what a file imports comes
    before it, the value of a file is how many others build on it, and its hours follow from its
    lines.

    Raises:
        RefusedError: no file defines anything.
    """
    import networkx as nx

    from kbpivot.graph.closure import descendant_counts, with_descendants
    from kbpivot.schedule.study_order import study_order

    files, rough = _main_language(clone)
    by_path = {file.path: file for file in files}
    loaded: nx.DiGraph[str] = nx.DiGraph()
    loaded.add_nodes_from(by_path)
    loaded.add_edges_from((need, file.path) for file in files for need, _ in file.builds_on)
    graph = loaded.copy()
    graph.add_edges_from((need, file.path) for file in files for need, _ in file.uses)
    used = descendant_counts(graph)
    value = _values(graph)
    chosen = _chosen(files, graph, value)
    if not chosen:
        raise RefusedError(f"No file of {clone.name} defines anything to begin with.")
    # What a chosen file builds on may lead through others that are not.
    behind = {path: with_descendants(loaded, [path]) for path in chosen}
    part: nx.DiGraph[str] = nx.DiGraph()
    part.add_nodes_from(chosen)
    part.add_edges_from(
        (one, other)
        for one in chosen
        for other in chosen
        if other != one and other in behind[one] and one not in behind[other]
    )
    order = study_order(
        part,
        value={path: 1 + value[path] for path in chosen},
        hours={path: max(by_path[path].lines, 20) / LINES_AN_HOUR for path in chosen},
    )
    wanted = Counter(taken for f in files for taken in f.builds_on | f.uses if taken[1])
    read = [by_path[path] for path in order.notes]
    return CodeReading(
        stops=tuple(_stop(file, wanted, used[file.path]) for file in read),
        rough=rough,
        hours=sum(file.lines for file in read) / LINES_AN_HOUR,
        words="\n\n".join(file.words for file in read if file.words),
    )


def _main_language(clone: Clone) -> tuple[list[SourceFile], bool]:
    lines: Counter[int] = Counter()
    kinds: dict[str, int] = {".py": -1}
    kinds |= {suffix: at for at, one in enumerate(LANGUAGES) for suffix in one.suffixes}
    groups: dict[int, dict[str, str]] = {}
    for path, text in clone.sources.items():
        kind = kinds[PurePosixPath(path).suffix.lower()]
        lines[kind] += text.count("\n") + 1
        groups.setdefault(kind, {})[path] = text
    main = min(lines, key=lambda kind: (-lines[kind], kind))
    if main == -1:
        return python_files(groups[main], root=clone.name.replace("-", "_")), False
    return other_files(groups[main], LANGUAGES[main]), True


def _values(graph: nx.DiGraph[str]) -> dict[str, float]:
    """How much builds on each file, directly or not; around a circle of imports only directly.

    Where all modules import the package they are in, each leads to each, which says nothing.
    """
    from kbpivot.graph.closure import components, descendant_counts

    circle = {node: at for at, group in enumerate(components(graph, graph)) for node in group}
    straight = graph.copy()
    straight.remove_edges_from([(a, b) for a, b in graph.edges if circle[a] == circle[b]])
    behind = descendant_counts(straight)
    return {path: float(behind[path] + graph.out_degree(path)) for path in graph}


def _chosen(
    files: Sequence[SourceFile], graph: nx.DiGraph[str], value: dict[str, float]
) -> list[str]:
    """The files that most builds on, and a few that build on most."""
    from kbpivot.graph.closure import with_ancestors

    able = [file for file in files if _is_worth_reading(file)] or [f for f in files if f.symbols]
    if len(able) <= MOST_STOPS:
        return [file.path for file in able]

    def weight(file: SourceFile) -> float:
        return sqrt(min(1.0, file.lines / _WHOLE))

    ranked = sorted(able, key=lambda file: (-value[file.path] * weight(file), file.path))
    chosen = [file.path for file in ranked[: MOST_STOPS - _ENDS]]
    reach = {
        file.path: len(with_ancestors(graph, [file.path])) * weight(file)
        for file in ranked[MOST_STOPS - _ENDS :]
    }
    tops = sorted(reach, key=lambda path: (-reach[path], path))
    return [*chosen, *tops[:_ENDS]]


def _is_worth_reading(file: SourceFile) -> bool:
    name = PurePosixPath(file.path).stem
    if name in _PLUMBING or file.lines < _LEAST_LINES:
        return False
    return any(one.size > 2 for one in file.symbols)


def _stop(file: SourceFile, wanted: Counter[tuple[str, str]], used: int) -> Stop:
    symbol = _main_symbol(file, wanted)
    if symbol is None:
        return Stop(file.path, "", 1, "", file.lines, used)
    return Stop(file.path, symbol.name, symbol.line, symbol.text, file.lines, used)


def _main_symbol(file: SourceFile, wanted: Counter[tuple[str, str]]) -> Symbol | None:
    """What of a file the others take most, the longer of two; the longest, where they take none."""
    defined = [one for one in file.symbols if one.size > 1] or list(file.symbols)
    return min(
        defined,
        key=lambda one: (
            -wanted[file.path, one.name],
            one.name.startswith("_"),
            -one.size,
            one.line,
        ),
        default=None,
    )
