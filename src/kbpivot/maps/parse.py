"""The text of map files → a map; mistakes in it are diagnostics and never end a run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from kbpivot.maps.places import Places
from kbpivot.maps.records import Concept, Map, MapTrack, names_of
from kbpivot.model import Diagnostic, Span

__all__ = ["CONCEPT_KEYS", "KINDS", "TRACK_KEYS", "Reader", "near_hint", "parse_map", "way_down"]

KINDS: Final = ("concept", "paper", "course", "book", "repository")
CONCEPT_KEYS: Final = (
    "kind", "name", "aliases", "says", "hours", "year", "source", "everyday", "helps", "needs",
)  # fmt: skip
"""Keys of an entry in their canonical order."""
TRACK_KEYS: Final = ("name", "aliases", "says", "goals")
"""Keys of a track in their canonical order; a table with goals is a track."""

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_AT_LINE: Final = re.compile(r"^(.*) \(at (?:line (\d+), column \d+|end of document)\)$")

_Severity = Literal["error", "warning"]


class Reader:
    """Collects what is noticed in map files.

    Attributes:
        found: the diagnostics so far.
        places: the lines of each file, by path.
        homes: the file each id was read from.
    """

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self.places: dict[str, Places] = {}
        self.homes: dict[str, str] = {}

    def tell(
        self,
        path: str,
        span: Span | None,
        message: str,
        *,
        hint: str = "",
        severity: _Severity = "error",
    ) -> None:
        """Note a mistake."""
        self.found.append(Diagnostic("bad-map", severity, path, span, message, hint))

    def tell_of(
        self, id_: str, *keys: str, message: str, hint: str = "", severity: _Severity = "error"
    ) -> None:
        """Note a mistake in an entry, at one of its keys."""
        path = self.homes[id_]
        span = self.places[path].span(id_, *keys)
        self.tell(path, span, message, hint=hint, severity=severity)


def parse_map(
    texts: Mapping[str, str],
    *,
    name: str,
    known: Map | None = None,
    reader: Reader | None = None,
    diagnostics: Iterable[Diagnostic] = (),
) -> Map:
    """Read a map from the texts of its files.

    What is wrong is left out and told: an entry without a name, a need that no entry has, the
    need that closes a circle. The rest is a map all the same.

    Args:
        texts: text of each TOML file by path; the file's name is the area of its entries.
        name: what the map is called.
        known: another map whose ids the files may name, too.
        reader: collects diagnostics, and the place of each entry, for a caller who looks further.
        diagnostics: what was noticed while the files were read.
    """
    reader = Reader() if reader is None else reader
    reader.found += diagnostics
    concepts: dict[str, Concept] = {}
    tracks: dict[str, MapTrack] = {}
    for path in sorted(texts):
        for id_, table in _tables(path, texts[path], reader):
            if id_ in concepts or id_ in tracks:
                reader.tell(
                    path,
                    reader.places[path].span(id_),
                    f"{id_!r} stands in {reader.homes[id_]} already.",
                    hint="Keep one of the two entries.",
                )
                continue
            reader.homes[id_] = path
            if "goals" in table:
                if (track := _track(id_, table, reader)) is not None:
                    tracks[id_] = track
            elif (concept := _concept(id_, table, _area(path), reader)) is not None:
                concepts[id_] = concept
    every = {**({} if known is None else known.concepts), **concepts}
    whole = [_with_known_ids(one, every, reader) for one in concepts.values()]
    whole = _without_circles(whole, reader)
    _tell_shared_names(whole, reader)
    ways = [_with_known_goals(one, every, reader) for one in tracks.values()]
    found = sorted(reader.found, key=lambda d: (d.path, d.span.start if d.span else -1, d.message))
    return Map(
        name,
        sorted(whole, key=lambda one: one.id),
        tracks=sorted(ways, key=lambda one: one.id),
        diagnostics=found,
    )


def near_hint(word: str, known: Iterable[str], *, shown: Mapping[str, str] | None = None) -> str:
    """Return a question with the nearest of some words, empty when none is near.

    Args:
        word: what was written.
        known: what could have been meant.
        shown: how to write what could have been meant, where that differs.
    """
    import difflib

    near = difflib.get_close_matches(word, list(known), n=2, cutoff=0.7)
    names = dict.fromkeys(near if shown is None else (shown[one] for one in near))
    return f"Did you mean {' or '.join(map(repr, names))}?" if names else ""


def way_down(needs: Mapping[str, Iterable[str]], start: str, goal: str) -> list[str]:
    """Return the shortest way along needs from one id to another; empty when there is none."""
    came: dict[str, str] = {start: ""}
    queue = [start]
    for id_ in queue:
        if id_ == goal:
            way = [id_]
            while came[way[-1]]:
                way.append(came[way[-1]])
            return way[::-1]
        for need in needs.get(id_, ()):
            if need not in came:
                came[need] = id_
                queue.append(need)
    return []


def _area(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2].removesuffix(".toml")


def _tables(path: str, text: str, reader: Reader) -> list[tuple[str, dict[str, Any]]]:
    import tomllib

    places = reader.places[path] = Places(text)
    try:
        data = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        told = _AT_LINE.match(str(error))
        words, line = (told[1], told[2]) if told else (str(error), None)
        span = places.line(int(line)) if line else places.line_at(len(text.rstrip()))
        reader.tell(path, span, f"This is not valid TOML: {words}.", hint="Nothing of it is read.")
        return []
    except RecursionError:
        reader.tell(path, None, "It is nested too deeply.", hint="Nothing of it is read.")
        return []
    tables: list[tuple[str, dict[str, Any]]] = []
    for id_, table in data.items():
        if not isinstance(table, dict):
            reader.tell(
                path,
                places.span(id_),
                f"{id_!r} stands outside a table.",
                hint="Each entry is a table that is named by its id, such as [attention].",
            )
        elif not _SLUG.fullmatch(id_):
            reader.tell(
                path,
                places.span(id_),
                f"{id_!r} is no id.",
                hint="An id has lower-case letters a to z, digits and single hyphens.",
            )
        else:
            tables.append((id_, table))
    return tables


class _Table:
    """The keys of one entry, each checked when it is asked for."""

    def __init__(
        self, id_: str, table: dict[str, Any], keys: Iterable[str], reader: Reader
    ) -> None:
        self._id, self._table, self._reader = id_, table, reader
        for key in table:
            if key not in keys:
                message = f"There is no key {key!r} in an entry."
                reader.tell_of(id_, key, message=message, hint=near_hint(key, keys))

    def _wrong(self, key: str, needed: str) -> None:
        self._reader.tell_of(self._id, key, message=f"{key} of {self._id!r} must be {needed}.")

    def text(self, key: str) -> str:
        value = self._table.get(key, "")
        if not isinstance(value, str):
            self._wrong(key, "text")
            return ""
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self._wrong(key, "a list of texts")
            return ()
        return tuple(one for one in value if one.strip())

    def flag(self, key: str) -> bool:
        value = self._table.get(key, False)
        if not isinstance(value, bool):
            self._wrong(key, "true or false")
            return False
        return value

    def whole(self, key: str) -> int:
        value = self._table.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int):
            self._wrong(key, "a whole number")
            return 0
        return value

    def hours(self, key: str) -> float | None:
        value = self._table.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1000:
            self._wrong(key, "a number of hours above 0")
            return None
        return float(value)

    def reasons(self, key: str) -> dict[str, str]:
        """A table from id to reason; a plain list of ids has no reasons."""
        value = self._table.get(key, {})
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return dict.fromkeys(value, "")
        if isinstance(value, dict) and all(isinstance(one, str) for one in value.values()):
            return {id_: because.strip() for id_, because in value.items()}
        self._wrong(key, 'a table from id to reason, such as needs.softmax = "…"')
        return {}


def _concept(id_: str, table: dict[str, Any], area: str, reader: Reader) -> Concept | None:
    entry = _Table(id_, table, CONCEPT_KEYS, reader)
    kind = entry.text("kind") or "concept"
    if kind not in KINDS:
        reader.tell_of(
            id_,
            "kind",
            message=f"{kind!r} is no kind; the kinds are {', '.join(KINDS)}.",
            hint=near_hint(kind, KINDS),
        )
        kind = "concept"
    name = entry.text("name")
    if not name:
        if table.get("name", "") == "":
            reader.tell_of(id_, message=f"{id_!r} has no name.", hint="The entry is left out.")
        return None
    return Concept(
        id=id_,
        name=name,
        area=area,
        kind=kind,  # type: ignore[arg-type]
        aliases=entry.texts("aliases"),
        says=entry.text("says"),
        needs=entry.reasons("needs"),
        helps=entry.texts("helps"),
        hours=entry.hours("hours"),
        year=entry.whole("year"),
        source=entry.texts("source"),
        everyday=entry.flag("everyday"),
    )


def _track(id_: str, table: dict[str, Any], reader: Reader) -> MapTrack | None:
    entry = _Table(id_, table, TRACK_KEYS, reader)
    name, goals = entry.text("name"), entry.texts("goals")
    if not name or not goals:
        lacking = "name" if not name else "goals"
        reader.tell_of(
            id_, message=f"The track {id_!r} has no {lacking}.", hint="The track is left out."
        )
        return None
    return MapTrack(id_, name, goals, entry.texts("aliases"), entry.text("says"))


def _with_known_ids(one: Concept, every: Mapping[str, Concept], reader: Reader) -> Concept:
    import msgspec

    changed: dict[str, Any] = {}
    needs = {id_: because for id_, because in one.needs.items() if id_ in every and id_ != one.id}
    helps = tuple(id_ for id_ in one.helps if id_ in every and id_ != one.id)
    for key, named, kept in (("needs", one.needs, needs), ("helps", one.helps, helps)):
        for id_ in named:
            if id_ not in kept:
                what = "itself" if id_ == one.id else f"{id_!r}, and no entry has that id"
                verb = "needs" if key == "needs" else "is helped by"
                reader.tell_of(
                    one.id,
                    key,
                    *([id_] if key == "needs" else []),
                    message=f"{one.id!r} {verb} {what}.",
                    hint="" if id_ == one.id else near_hint(id_, every),
                )
    if len(needs) != len(one.needs):
        changed["needs"] = needs
    if len(helps) != len(one.helps):
        changed["helps"] = helps
    return msgspec.structs.replace(one, **changed) if changed else one


def _with_known_goals(one: MapTrack, every: Mapping[str, Concept], reader: Reader) -> MapTrack:
    import msgspec

    for id_ in one.goals:
        if id_ not in every:
            reader.tell_of(
                one.id,
                "goals",
                message=f"The track {one.id!r} leads to {id_!r}, and no entry has that id.",
                hint=near_hint(id_, every),
            )
    return msgspec.structs.replace(one, goals=tuple(id_ for id_ in one.goals if id_ in every))


def _without_circles(concepts: list[Concept], reader: Reader) -> list[Concept]:
    from graphlib import CycleError, TopologicalSorter

    import msgspec

    needs: dict[str, dict[str, str]] = {one.id: dict(one.needs) for one in concepts}
    cut: set[str] = set()
    while True:
        try:
            TopologicalSorter(needs).prepare()
        except CycleError as error:
            # The first and the last are one; each is needed by the one behind it.
            round_: list[str] = error.args[1][::-1]
            at = max(range(len(round_) - 1), key=lambda k: (reader.homes[round_[k]], round_[k]))
            id_, need = round_[at], round_[at + 1]
            way = [*round_[at:-1], *round_[: at + 1]]
            reader.tell_of(
                id_,
                "needs",
                need,
                message=f"These go round in a circle: {' needs '.join(way)}.",
                hint=f"That {id_!r} needs {need!r} is left out; take out the line that is wrong.",
            )
            del needs[id_][need]
            cut.add(id_)
            continue
        return [
            msgspec.structs.replace(one, needs=needs[one.id]) if one.id in cut else one
            for one in concepts
        ]


def _tell_shared_names(concepts: list[Concept], reader: Reader) -> None:
    for ids in dict.fromkeys(names_of(concepts).keys.values()):
        if len(ids) > 1:
            first, *others = ids
            for id_ in others:
                reader.tell_of(
                    id_,
                    "name",
                    message=f"{id_!r} and {first!r} share a name, so it means neither.",
                    hint="Give the name to one entry only.",
                    severity="warning",
                )
