"""A curriculum's own order: numbered files and folders, and the lists of index notes."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from immutabledict import immutabledict

from kbpivot.graph.claims import CLAIMS, NoteClaims
from kbpivot.graph.edges import Evidence
from kbpivot.graph.recall import recalled
from kbpivot.notes.counting import numbered_names
from kbpivot.notes.vocabulary import DEFAULT, Vocabulary, canonical, words
from kbpivot.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kbpivot.graph.targets import Targets
    from kbpivot.model import Entry
    from kbpivot.traits import Traits
    from kbpivot.vault import Vault

__all__ = ["NO_MENUS", "Menus", "Run", "Stop", "index_runs", "menu_runs", "number_runs"]

_ORDERING = re.compile(r"(?:^|(?<=/))\d+(?:[-_.]\d+)*[-_. ]+")  # Docusaurus leaves it out of ids
_STUDIED = frozenset({"paper", "concept", "code", "other"})
_SIDE_BY_SIDE = 144  # pairs of notes between two places of a run that are all told apart


class Stop(Record, frozen=True):
    """A note in a run and the place that puts it there.

    Attributes:
        node: a note, or a planned one.
        evidence: what says so.
        level: place in the run; stops of one level stand side by side.
    """

    node: str
    evidence: Evidence
    level: int


class Run(Record, frozen=True):
    """Notes in the order in which somebody lists them.

    Attributes:
        path: the note that lists them; for numbered files, their folder.
        form: `index` for entries of a list or table, `numbers` for names of files and folders,
            `menu` for the menu of a site.
        numbered: True when the list counts, so that its order is surely meant.
        stops: the notes, each once, by level.
    """

    path: str
    form: Literal["index", "numbers", "menu"]
    numbered: bool
    stops: tuple[Stop, ...]

    def steps(self) -> Iterator[tuple[Stop, Stop]]:
        """Yield each stop with each one of the level before it.

        Between two very wide levels each stop is only put behind some of the level before.
        """
        before: list[Stop] = []
        for _, group in groupby(self.stops, key=lambda stop: stop.level):
            after = list(group)
            if len(before) * len(after) <= _SIDE_BY_SIDE:
                yield from ((one, other) for one in before for other in after)
            else:
                longer = max(len(before), len(after))
                for place in range(longer):
                    one = before[place * len(before) // longer]
                    yield one, after[place * len(after) // longer]
            before = after


class Menus(NamedTuple):
    """What the configuration of a site says of the order of its pages.

    Attributes:
        lists: for each menu the file that says so, the folder of its pages, and these in order.
        folders: places of folders.
        place_key: the property in which notes say their place, empty for none.
        folder_page: the name of the note that speaks for its folder in that, empty for none.
    """

    lists: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    folders: Mapping[str, float] = immutabledict({})
    place_key: str = ""
    folder_page: str = ""


NO_MENUS = Menus()


def _studied(path: str, traits: Mapping[str, Traits]) -> bool:
    known = traits.get(path)
    return known is not None and known.in_advice and known.kind in _STUDIED


# --------------------------------------------------------------------------- numbered names


class _Folder:
    """A folder: paths of what is studied in it by name, "" for other notes, and its folders."""

    __slots__ = ("folders", "notes", "path")

    def __init__(self, path: str) -> None:
        self.path = path
        self.notes: dict[str, str] = {}
        self.folders: dict[str, _Folder] = {}


_Key = tuple[int, ...]


def number_runs(
    vault: Vault, traits: Mapping[str, Traits], *, menus: Menus = NO_MENUS
) -> Iterator[Run]:
    """Runs of files and folders whose names are numbered (`01-…`, `Lecture 2`, `Week 3/…`).

    What lies in a numbered folder comes behind all that lies in the folder before it. Names that
    share a number stand side by side.
    """
    studied = [(path, _studied(path, traits)) for path in vault.paths]
    positions = _positions(vault, menus)
    yield from recalled(
        "number_runs",
        lambda: (vault.dialect, studied, positions),
        lambda: _number_runs(studied, positions, dialect=vault.dialect),
        kept=tuple[Run, ...],
        size=len(studied),
    )


def _number_runs(
    paths: Iterable[tuple[str, bool]], positions: Mapping[str, float], *, dialect: str
) -> tuple[Run, ...]:
    root = _Folder("")
    for whole, is_studied in paths:
        folder = root
        *above, name = whole.split("/")
        if dialect == "dendron":  # each part of a dotted name is a folder
            *branch, name = name.removesuffix(".md").split(".")
            above += branch
        for part in above:
            inner = folder.folders.get(part)
            if inner is None:
                path = f"{folder.path}/{part}" if folder.path else part
                inner = folder.folders[part] = _Folder(path)
            folder = inner
        folder.notes[name.removesuffix(".md")] = whole if is_studied else ""
    found: list[tuple[str, Run]] = []
    _numbered(root, found, positions)
    found.sort(key=lambda row: (row[0], row[1].stops[0].node))
    return tuple(run for _, run in found)


def _positions(vault: Vault, menus: Menus) -> Mapping[str, float]:
    """The places that notes and folders are given in the menu of a site, by path."""
    found = dict(menus.folders)
    for note in vault.notes if menus.place_key else ():
        place = note.properties.get(menus.place_key)
        if isinstance(place, int | float) and not isinstance(place, bool):
            folder, _, name = note.path.rpartition("/")
            found[folder if folder and name == menus.folder_page else note.path] = float(place)
    return found


def _numbered(
    folder: _Folder, found: list[tuple[str, Run]], positions: Mapping[str, float]
) -> list[tuple[_Key, str]]:
    """Collect the runs below a folder; return its notes with their keys inside it.

    The largest numbering of a folder gives the keys, since what is numbered around the folder
    goes on through it; a second one is a run of its own.
    """
    rows: list[tuple[str, list[tuple[_Key, str]]]] = [
        (name, [((), path)] if path else []) for name, path in sorted(folder.notes.items())
    ]
    rows += [
        (name, _numbered(inner, found, positions)) for name, inner in sorted(folder.folders.items())
    ]
    numberings = numbered_names([name for name, _ in rows])
    places = [
        positions[path] if (path := (folder.notes.get(name) or _below(folder, name))) in positions
        else None
        for name, _ in rows
    ] if positions else []  # fmt: skip
    given = sorted({place for place in places if place is not None})
    if len(given) > 1:
        numberings = [{at: (given.index(p),) for at, p in enumerate(places) if p is not None}]
    if not numberings:
        return [((), path) for _, inner in rows for _, path in inner]
    first: list[tuple[_Key, str]] = []
    for place, numbering in enumerate(numberings):
        keyed = sorted(
            ((*numbers, -1, *key), path)
            for at, numbers in numbering.items()
            for key, path in rows[at][1]
        )
        if not place:
            first = keyed
        if len({key for key, _ in keyed}) > 1:
            found.append((folder.path, _run(folder.path, keyed)))
    return first


def _below(folder: _Folder, name: str) -> str:
    inner = folder.folders.get(name)
    return "" if inner is None else inner.path


def _run(folder: str, keyed: Sequence[tuple[_Key, str]]) -> Run:
    stops: list[Stop] = []
    for level, (_, group) in enumerate(groupby(keyed, key=lambda row: row[0])):
        for _, path in group:
            name = path.removeprefix(f"{folder}/")
            stops.append(Stop(path, Evidence("ordered", path, None, "numbers", name), level))
    return Run(folder, "numbers", numbered=True, stops=tuple(stops))


# --------------------------------------------------------------------------- menus of sites


def menu_runs(vault: Vault, traits: Mapping[str, Traits], menus: Menus) -> Iterator[Run]:
    """Runs of notes in the order in which the menu of a site lists them."""
    for name, folder, pages in menus.lists:
        prefix = f"{folder}/" if folder else ""
        ids: dict[str, str] = {}
        for path in vault.paths if any(not page.endswith(".md") for page in pages) else ():
            if path.startswith(prefix):
                own = vault[path].properties.get("id")
                inside = path[len(prefix) :].removesuffix(".md")
                above = inside.rpartition("/")[0]
                last = own if isinstance(own, str) else inside.rpartition("/")[2]
                for spelled in (inside, f"{above}/{last}" if above else last):
                    ids.setdefault(spelled, path)
                    ids.setdefault(_ORDERING.sub("", spelled), path)
        stops: dict[str, Stop] = {}
        for page in pages:
            path = prefix + page if prefix + page in vault else ids.get(page, "")
            if path and path not in stops and _studied(path, traits):
                said = Evidence("ordered", path, None, "menu", name)
                stops[path] = Stop(path, said, len(stops))
        if len(stops) > 1:
            yield Run(folder, "menu", numbered=True, stops=tuple(stops.values()))


# --------------------------------------------------------------------------- index notes


def index_runs(
    vault: Vault,
    traits: Mapping[str, Traits],
    *,
    targets: Targets,
    vocabulary: Vocabulary = DEFAULT,
) -> Iterator[Run]:
    """Runs of notes that an index, README or track lists in an order.

    A track is one run from its first list to its last. A list headed "Related" or "References"
    is no order, and neither is one without a sign of order.
    """
    for note in vault.each(CLAIMS).values():
        if note.entries:
            yield from _note_runs(traits, note, targets=targets, vocabulary=vocabulary)


def _note_runs(
    traits: Mapping[str, Traits],
    note: NoteClaims,
    *,
    targets: Targets,
    vocabulary: Vocabulary,
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
            groups.setdefault(entry.group, []).append(entry)
    if about.kind == "track":
        listed = _through(groups.values())
    else:
        listed = [
            [(one.level, one) for one in group if one.level >= 0] for group in groups.values()
        ]
    for entries in listed:
        run = _index_run(traits, note, entries, targets)
        if run is not None:
            yield run


def _through(groups: Iterable[Sequence[Entry]]) -> list[list[tuple[int, Entry]]]:
    """The entries of all lists of a track as one run: a list without a sign goes on as it stands.

    A list that is said to be none, or only follows the alphabet, stays out.
    """
    rows: list[tuple[int, Entry]] = []
    for group in groups:
        base = rows[-1][0] + 1 if rows else 0
        rows += sorted(
            (
                (base + (one.level if one.level >= 0 else place), one)
                for place, one in enumerate(group)
                if one.level >= -1
            ),
            key=lambda row: row[0],
        )
    return [rows]


def _index_run(
    traits: Mapping[str, Traits],
    note: NoteClaims,
    entries: Sequence[tuple[int, Entry]],
    targets: Targets,
) -> Run | None:
    stops: dict[str, Stop] = {}
    written = 0
    for level, entry in sorted(entries, key=lambda row: row[0]):
        node = targets.listed(entry, note.path)
        if not node or node in stops or (node in traits and not _studied(node, traits)):
            continue
        written += node in traits
        evidence = Evidence("ordered", note.path, entry.span, "index", entry.heading)
        stops[node] = Stop(node, evidence, level)
    if not written or len({stop.level for stop in stops.values()}) < 2:
        return None
    numbered = all(entry.numbered for _, entry in entries)
    return Run(note.path, "index", numbered, tuple(stops.values()))
