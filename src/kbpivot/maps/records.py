"""A map of a field: concepts, what each needs and why, and tracks through them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import msgspec
from immutabledict import immutabledict

from kbpivot.maps.spelling import is_initials, name_key, stem, words_of
from kbpivot.model import Diagnostic

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Concept", "ConceptKind", "Map", "MapNames", "MapTrack", "names_of"]

_GOOD_PART = 10  # one in how many entries rests on what is common to several trades

ConceptKind = Literal["concept", "paper", "course", "book", "repository"]


class Concept(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One entry of a map: a concept, or a paper, course, book or repository.

    Attributes:
        id: stable name, lower-case letters, digits and hyphens.
        name: the field's own term.
        area: part of the field; the name of the file it stands in.
        kind: `concept`, `paper`, `course`, `book` or `repository`.
        aliases: other names that people give it.
        says: what you can do or explain once you have it; may be empty in a map of your own.
        needs: direct prerequisites by id, each with the reason, which may be empty.
        helps: ids of what is useful before it and not needed.
        hours: time to learn it for somebody with its needs; None where a map does not say.
        year: when it appeared; 0 when that was before 1950 or is not said.
        source: where to learn or check it.
        everyday: True when a name of it is also an ordinary word or a term of another field.
    """

    id: str
    name: str
    area: str
    kind: ConceptKind = "concept"
    aliases: tuple[str, ...] = ()
    says: str = ""
    needs: Mapping[str, str] = {}
    helps: tuple[str, ...] = ()
    hours: float | None = None
    year: int = 0
    source: tuple[str, ...] = ()
    everyday: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)

    @property
    def paper_ids(self) -> tuple[str, ...]:
        """Ids of the paper it is (`arXiv:2106.09685`, `doi:10.1038/nature14539`)."""
        if self.kind != "paper":
            return ()
        return tuple(one for one in self.source if one.startswith(("arXiv:", "doi:")))


class MapTrack(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A way through a map: a named set of goals.

    Attributes:
        id: stable name.
        name: what it is called.
        goals: ids of the concepts it leads to, in an order of the author's.
        aliases: other names for it.
        says: what one can do at its end.
    """

    id: str
    name: str
    goals: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    says: str = ""


class Map:
    """Concepts of a field by id, and what builds on what; it never changes.

    `needs` of all concepts lie in the map and go round in no circle; what a file says otherwise is
    left out and told in `diagnostics`.

    Attributes:
        name: what it is called where it is used, `ai` for the map that kbpivot brings.
        concepts: every entry by id.
        tracks: every track by id.
        diagnostics: what could not be read as a map, in order of file and line.
    """

    def __init__(
        self,
        name: str,
        concepts: Iterable[Concept],
        *,
        tracks: Iterable[MapTrack] = (),
        diagnostics: Iterable[Diagnostic] = (),
        names: MapNames | None = None,
        origins: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        """Put entries together.

        Args:
            name: what the map is called.
            concepts: its entries, with needs that lie in the map and close no circle.
            tracks: its tracks.
            diagnostics: what was noticed while it was read.
            names: what its entries are called, where that is known already.
            origins: where single needs are from, by the id and the id needed, if elsewhere.
        """
        self.name = name
        self.concepts: Mapping[str, Concept] = immutabledict({one.id: one for one in concepts})
        self.tracks: Mapping[str, MapTrack] = immutabledict({one.id: one for one in tracks})
        self.diagnostics = tuple(diagnostics)
        self._names = names
        self._origins = origins or {}

    def __repr__(self) -> str:
        return f"Map({self.name!r}, {len(self.concepts)} concepts, {len(self.tracks)} tracks)"

    def __contains__(self, id_: object) -> bool:
        return id_ in self.concepts

    def __len__(self) -> int:
        return len(self.concepts)

    def origin(self, id_: str, need: str) -> str:
        """Return the name of the map, or the file, that says an entry needs another."""
        return self._origins.get((id_, need), self.name)

    def line(self, id_: str, need: str) -> str:
        """Return what the map says of a need, as a reader would say it.

        >>> field.line("attention", "softmax")  # doctest: +SKIP
        'attention needs softmax, because it turns the matches into weights that add up to one'
        """
        because = self.concepts[id_].needs[need]
        return f"{id_} needs {need}, because {because}" if because else f"{id_} needs {need}"

    @cached_property
    def names(self) -> MapNames:
        """What the entries are called, by key."""
        return names_of(self.concepts.values()) if self._names is None else self._names

    def named(self, text: str) -> tuple[str, ...]:
        """Return the ids that are called so, apart from case, plural, hyphens and accents."""
        return self.names.ids(text)

    def has_area(self, text: str) -> bool:
        """Tell whether a part of the field is called so."""
        return name_key(text) in self._areas

    @cached_property
    def _areas(self) -> frozenset[str]:
        return frozenset(name_key(one.area) for one in self.concepts.values())

    @cached_property
    def paper_ids(self) -> Mapping[str, str]:
        """The id of each paper by what it is called elsewhere, such as `arXiv:2106.09685`."""
        return {
            paper.lower() if paper.startswith("doi:") else paper: one.id
            for one in self.concepts.values()
            for paper in one.paper_ids
        }

    @cached_property
    def common_areas(self) -> frozenset[str]:
        """Areas that hold what a good part of the map rests on: school, first steps.

        Empty where there is no other area.
        """
        bottom = [id_ for id_, one in self.concepts.items() if not one.needs]
        areas = {
            self.concepts[id_].area
            for id_ in bottom
            if len(self.above(id_)) * _GOOD_PART >= len(self.concepts)
        }
        return frozenset(areas) if self._areas - {name_key(area) for area in areas} else frozenset()

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """Ids of what needs nothing and lies under a good part of the map: school, first steps."""
        return frozenset(
            id_
            for id_, one in self.concepts.items()
            if not one.needs
            and one.area in self.common_areas
            and len(self.above(id_)) * _GOOD_PART >= len(self.concepts)
        )

    def above(self, id_: str) -> frozenset[str]:
        """Return all that needs an entry, directly or not."""
        seen: set[str] = set()
        work = [id_]
        while work:
            for after in self.needed_by[work.pop()]:
                if after not in seen:
                    seen.add(after)
                    work.append(after)
        return frozenset(seen)

    def neighbours(self, id_: str) -> frozenset[str]:
        """Return what an entry needs, what needs it, and what helps before either."""
        return self._neighbours[id_]

    @cached_property
    def _neighbours(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {id_: set() for id_ in self.concepts}
        for id_, one in self.concepts.items():
            for other in (*one.needs, *one.helps):
                if other in found:
                    found[id_].add(other)
                    found[other].add(id_)
        return {id_: frozenset(others) for id_, others in found.items()}

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """The ids as a graph: A → B where B needs A.

        Nodes have the attributes `name`, `kind`, `hours` and `year`, edges `because`.
        """
        import networkx as nx

        G: nx.DiGraph[str] = nx.DiGraph()
        for id_, one in self.concepts.items():
            G.add_node(id_, name=one.name, kind=one.kind, hours=one.hours, year=one.year)
        for id_, one in self.concepts.items():
            for need, because in one.needs.items():
                G.add_edge(need, id_, because=because)
        return G

    def find(self, name: str) -> str | None:
        """Return the id of what a name means; None if nothing or more than one thing is meant.

        Case, numbering, plural, hyphens, accents and abbreviations in brackets make no
        difference, and no other word is looked at: `attention` is the concept.
        """
        from kbpivot.maps.titles import readings

        if name in self.concepts:
            return name
        for reading in readings(name):
            found = reading.means(self)
            if len(found) == 1:
                return found[0]
            if found:
                return None
        return None

    def track_named(self, name: str) -> MapTrack | None:
        """Return the track of this id or name, apart from case and hyphens; None without one."""
        key = name_key(name)
        for track in self.tracks.values():
            if name == track.id or key in {name_key(one) for one in (track.name, *track.aliases)}:
                return track
        return None

    @cached_property
    def order(self) -> tuple[str, ...]:
        """All ids, what is needed first; ties by id."""
        waiting = {
            id_: sum(need in self.concepts for need in one.needs)
            for id_, one in self.concepts.items()
        }
        found = sorted(id_ for id_, number in waiting.items() if not number)
        for id_ in found:
            for after in self.needed_by[id_]:
                waiting[after] -= 1
                if not waiting[after]:
                    found.append(after)
        return tuple(found)

    @cached_property
    def needed_by(self) -> Mapping[str, tuple[str, ...]]:
        """For each id, the ids that need it directly, sorted."""
        found: dict[str, list[str]] = {id_: [] for id_ in self.concepts}
        for id_ in sorted(self.concepts):
            for need in self.concepts[id_].needs:
                if need in found:
                    found[need].append(id_)
        return {id_: tuple(after) for id_, after in found.items()}

    def closure(self, ids: Iterable[str]) -> frozenset[str]:
        """Return some ids and all that they need, directly or not."""
        seen = {id_ for id_ in ids if id_ in self.concepts}
        work = list(seen)
        while work:
            for need in self.concepts[work.pop()].needs:
                if need not in seen and need in self.concepts:
                    seen.add(need)
                    work.append(need)
        return frozenset(seen)


class MapNames(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What the entries of a map are called.

    Attributes:
        keys: ids by `name_key` of a name; more than one where a name means several.
        short: the words of an entry's name by an abbreviation of it, so that "kernel SVM" and
            "kernel support vector machine" are one.
    """

    keys: Mapping[str, tuple[str, ...]]
    short: Mapping[str, tuple[str, ...]]

    def ids(self, text: str) -> tuple[str, ...]:
        """Return the ids that are called so."""
        words = list(map(stem, words_of(text)))
        found = self.keys.get("".join(words))
        if found is None and len(words) > 1 and not self.short.keys().isdisjoint(words):
            found = self.keys.get(_written_out(words, self.short))
        return found or ()


def _written_out(words: Iterable[str], short: Mapping[str, tuple[str, ...]]) -> str:
    return "".join(part for word in words for part in short.get(word, (word,)))


def names_of(concepts: Iterable[Concept]) -> MapNames:
    """Collect what entries are called; a name of its own comes before another's alias."""
    whole = list(concepts)
    short: dict[str, tuple[str, ...]] = {}
    for one in whole:
        long = tuple(stem(word) for word in words_of(one.name))
        for alias in one.aliases:
            if len(long) > 1 and " " not in alias and is_initials(alias, one.name):
                short.setdefault(name_key(alias), long)
    # An own name comes before another's alias, and a name as written before one written out.
    tables: tuple[dict[str, list[str]], ...] = ({}, {}, {}, {})
    for one in whole:
        for place, spelled in enumerate(one.names):
            words = [stem(word) for word in words_of(spelled)]
            keys = ("".join(words), _written_out(words, short) if len(words) > 1 else "")
            for rank, key in enumerate(keys):
                ids = tables[2 * rank + min(place, 1)].setdefault(key, []) if key else [one.id]
                if one.id not in ids:
                    ids.append(one.id)
    keys_of: dict[str, tuple[str, ...]] = {}
    for table in tables:
        for key, ids in table.items():
            keys_of.setdefault(key, tuple(ids))
    return MapNames(dict(sorted(keys_of.items())), dict(sorted(short.items())))
