"""A curriculum's own order: numbered files, and the lists and tables of index notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kbpivot.graph.edges import Evidence
from kbpivot.notes.vocabulary import DEFAULT, Vocabulary, canonical, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kbpivot.model import Entry, Note
    from kbpivot.traits import Traits
    from kbpivot.vault import Vault

__all__ = ["Run", "Stop", "index_runs", "note_runs", "number_runs"]

_NUMBERED = re.compile(r"0*(?P<number>\d{1,3})(?:[.)_\-\s]+(?=\D)|(?=[^\W\d_]))")
_COUNTED = re.compile(
    r"(?P<word>chapter|chap|ch|lecture|lec|week|lesson|part|module|unit|session|step|class"
    r"|kapitel|lektion|woche|teil|chapitre|leçon|semaine|capítulo|lección|semana|тема|глава|урок"
    r")[ _.\-]*0*(?P<number>\d{1,3})(?!\d)",
    re.IGNORECASE,
)
_COUNTED_CJK = re.compile(r"第\s*0*(?P<number>\d{1,3})\s*(?P<word>[章节節讲講课課周週回部])")
_FILED = 5  # so many entries in alphabetical order are a filing, not a curriculum
_STUDIED = frozenset({"paper", "concept", "other"})


@dataclass(frozen=True, slots=True)
class Stop:
    """A note in a run and the place that puts it there."""

    node: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Run:
    """Notes in the order in which somebody lists them.

    Attributes:
        path: the note that lists them; for numbered files, their folder.
        form: `index` for entries of a list or table, `numbers` for file names.
        numbered: True when the list counts, so that its order is surely meant.
        stops: the notes, each once.
    """

    path: str
    form: Literal["index", "numbers"]
    numbered: bool
    stops: tuple[Stop, ...]


def _studied(path: str, traits: Mapping[str, Traits]) -> bool:
    known = traits.get(path)
    return known is not None and known.in_advice and known.kind in _STUDIED


# --------------------------------------------------------------------------- numbered files


def number_runs(vault: Vault, traits: Mapping[str, Traits]) -> Iterator[Run]:
    """Runs of files whose names are numbered (`01-…`, `Lecture 2`), one folder at a time.

    Two files with one number leave their order open, so the run is cut there.
    """
    folders: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for note in vault.notes:
        if not _studied(note.path, traits):
            continue
        found = _number(note.name)
        if found is not None:
            folder = note.path.rpartition("/")[0]
            folders.setdefault((folder, found[0]), []).append((found[1], note.path))
    for (folder, _), numbered in sorted(folders.items()):
        numbered.sort()
        counts: dict[int, int] = {}
        for number, _ in numbered:
            counts[number] = counts.get(number, 0) + 1
        stops: list[Stop] = []
        for number, path in numbered:
            if counts[number] > 1:
                if len(stops) > 1:
                    yield Run(folder, "numbers", numbered=True, stops=tuple(stops))
                stops = []
                continue
            name = path.rpartition("/")[2]
            stops.append(Stop(path, Evidence("ordered", path, None, "numbers", name)))
        if len(stops) > 1:
            yield Run(folder, "numbers", numbered=True, stops=tuple(stops))


def _number(name: str) -> tuple[str, int] | None:
    """The word before the number (or "") and the number of a file name that counts."""
    found = _NUMBERED.match(name)
    if found:
        return "", int(found["number"])
    found = _COUNTED.match(name) or _COUNTED_CJK.match(name)
    if found:
        return found["word"].casefold(), int(found["number"])
    return None


# --------------------------------------------------------------------------- index notes


def index_runs(
    vault: Vault, traits: Mapping[str, Traits], *, vocabulary: Vocabulary = DEFAULT
) -> Iterator[Run]:
    """Runs of notes that an index, README or track lists, one list or table at a time.

    A track is one run from its first list to its last. A list headed "Related" or "References"
    is no order, nor is one of five or more entries that only follows the alphabet.
    """
    for note in vault.notes:
        if note.entries:
            yield from note_runs(vault, traits, note, vocabulary=vocabulary)


def note_runs(
    vault: Vault,
    traits: Mapping[str, Traits],
    note: Note,
    *,
    vocabulary: Vocabulary = DEFAULT,
) -> Iterator[Run]:
    """The runs of `index_runs` that one note makes."""
    known = words(vocabulary)
    about = traits.get(note.path)
    if about is None or about.kind not in ("index", "track") or not about.in_advice:
        return
    groups: dict[int, list[Entry]] = {}
    for entry in note.entries:
        heading = canonical(entry.heading)
        if heading not in known.asides and heading not in known.heading:
            group = 0 if about.kind == "track" else entry.group
            groups.setdefault(group, []).append(entry)
    for entries in groups.values():
        run = _index_run(vault, traits, note, entries, track=about.kind == "track")
        if run is not None:
            yield run


def _index_run(
    vault: Vault, traits: Mapping[str, Traits], note: Note, entries: list[Entry], *, track: bool
) -> Run | None:
    stops: dict[str, Stop] = {}
    for entry in entries:
        name = entry.target.target
        path = vault.resolve(name, source=note.path) or vault.find(name, source=note.path)
        if path is None or path in stops or not _studied(path, traits):
            continue
        evidence = Evidence("ordered", note.path, entry.span, "index", entry.heading)
        stops[path] = Stop(path, evidence)
    numbered = all(entry.numbered for entry in entries)
    if len(stops) < 2 or not (numbered or track or _means_order(tuple(stops))):
        return None
    return Run(note.path, "index", numbered, tuple(stops.values()))


def _means_order(paths: tuple[str, ...]) -> bool:
    names = [path.rpartition("/")[2].casefold() for path in paths]
    if len(names) < _FILED or names != sorted(names):
        return True
    return any(name[0].isdigit() for name in names)
