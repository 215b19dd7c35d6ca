"""Many texts placed on one vault: what they lean on, what of that is missing, how near a goal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import networkx as nx

    from kbpivot.graph.inference import Names
    from kbpivot.graph.inference.names import Form
    from kbpivot.language.words import Stemmer
    from kbpivot.study.intake import Bucket, Nearness
    from kbpivot.study.paper import PaperReadiness
    from kbpivot.study.tracks import Track
    from kbpivot.workspace.workspace import Workspace

__all__ = ["Abstracts", "Leans"]

# A text without any of these, and without lines that begin so, has no code, formula, address,
# heading, list or tag.
_MARKED: Final = re.compile(r"[`$<>\[\]*_#|\\~{}=]|:/|www\.|---")
_LINE_MARKS: Final = frozenset("-+ \t0123456789")
_ENTRY: Final = "\x00"
"""Stands before the id of an entry of the map among the names of notes."""


class Leans(NamedTuple):
    """What a text leans on, before it is worked out what that takes.

    Attributes:
        nodes: notes and planned notes that it names.
        ids: what else it names of the map, by id.
    """

    nodes: tuple[str, ...]
    ids: tuple[str, ...]


class _Over(Mapping[tuple[str, ...], "Form | None"]):
    """Two tables of names as one, of which neither is copied; what the first one means counts."""

    def __init__(
        self,
        first: Mapping[tuple[str, ...], Form | None],
        other: Mapping[tuple[str, ...], Form | None],
    ) -> None:
        self._first = first
        self._other = other

    def __getitem__(self, words: tuple[str, ...]) -> Form | None:
        found = self._first.get(words)
        return self._other.get(words) if found is None else found

    def __contains__(self, words: object) -> bool:
        return words in self._first or words in self._other

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(dict.fromkeys((*self._first, *self._other)))

    def __len__(self) -> int:
        return len(self._first.keys() | self._other.keys())


class Abstracts:
    """Places titles and abstracts; what is the same for all of them is worked out once.

    What it says of one is what `kbpivot ready --abstract` says of it.
    """

    def __init__(self, work: Workspace) -> None:
        """Work out nothing yet.

        Args:
            work: the vault.
        """
        self._work = work
        self._entry_names: dict[str, Names] = {}
        self._known: dict[Leans, tuple[nx.DiGraph[str], PaperReadiness]] = {}

    def leans(self, text: str) -> Leans:
        """Return what a text names; a quick look that finds no sentences.

        Args:
            text: title and abstract.
        """
        from kbpivot.graph.inference.mentions import Passage, named_in_prose
        from kbpivot.notes import sections

        passages = (
            [Passage(one.heading, one.level, one.text, one.start) for one in sections(text)]
            if _MARKED.search(text)
            or any(row[:1] in _LINE_MARKS for row in text.split("\n") if row)
            else [Passage("", 0, text, 0)]
        )
        ids = frozenset(self._work.entries_named(text)) if self._asks_map else frozenset()
        names = self._names_with(ids) if ids else self._names
        named = named_in_prose(passages, names=names, stem=self._stem)
        return Leans(
            tuple(node for node in named if node in self._study),
            tuple(one[1:] for one in named if one[:1] == _ENTRY and one[1:] in ids),
        )

    def readiness(self, text: str, leans: Leans) -> PaperReadiness:
        """Return what of all that a text leans on is known and what is missing, in order.

        Args:
            text: title and abstract.
            leans: what it names.
        """
        from kbpivot.study import leanings, paper_readiness

        graph, known = self._known.get(leans, (None, None))
        if graph is None:
            graph = self._work.person.before(leans.nodes, leans.ids)
        mapped = {
            str(facts["map"]): node for node, facts in graph.nodes(data=True) if "map" in facts
        }
        concepts = self._work.on_map.map.concepts if mapped else {}
        found = leanings(
            graph,
            text,
            names=self._names,
            besides={node for id_, node in mapped.items() if id_ not in leans.ids},
            called={mapped[one]: concepts[one].names for one in leans.ids if one in mapped},
        )
        nodes = [one.node for one in found]
        if known is not None and nodes == [one.node for one in known.concepts]:
            return replace(known, concepts=found)  # the words alone differ
        answer = paper_readiness(graph, found, self._work.state)
        self._known[leans] = graph, answer
        return answer

    def lacking(self, leans: Leans) -> dict[str, float]:
        """Return what a text names itself and is not known, with its hours.

        Nodes are called as `readiness` calls them; what they build on is not among them.
        """
        hours, done = self._hours, self._done
        found = {node: hours[node] for node in leans.nodes if node not in done}
        for id_ in leans.ids:
            node = self._nodes_of_entries.get(id_)
            if node is None:
                node, left = self._entry_hours[id_]
                if left:
                    found[node] = left
            elif node not in done:
                found[node] = hours[node]
        return found

    def nearness(self, leans: Leans) -> Nearness | None:
        """Return how near what a text names lies to a goal, None where no goal is near."""
        near = [self.near[node] for node in leans.nodes if node in self.near]
        near += [self.near_entries[id_] for id_ in leans.ids if id_ in self.near_entries]
        return min(near, key=lambda one: (one.steps, one.node), default=None)

    def bucket(self, leans: Leans, hours: float) -> Bucket:
        """Return on which list something belongs.

        Args:
            leans: what it names.
            hours: what is missing.
        """
        from kbpivot.study.intake import bucket

        nodes = (*leans.nodes, *leans.ids)
        return bucket(nodes, hours, study=self.studied, way=self._way)

    def narrowed(self, leans: Leans, found: PaperReadiness) -> Leans:
        """Return what a text names as far as a thorough look confirms it."""
        named = {one.node for one in found.concepts}
        return Leans(
            tuple(node for node in leans.nodes if node in named),
            tuple(id_ for id_ in leans.ids if self._node_of(id_) in named),
        )

    def title(self, name: str) -> str:
        """Return what to call a node or an entry of the map."""
        from kbpivot.graph.attributes import title_of

        if name in self._graph:
            return title_of(self._graph, name)
        return self._work.on_map.map.concepts[name].name

    def _node_of(self, id_: str) -> str:
        return self._nodes_of_entries.get(id_) or self._work.on_map.map.concepts[id_].name

    @cached_property
    def _way(self) -> frozenset[str]:
        """Nodes and ids of entries on the way to a goal."""
        return frozenset({*self.near, *self.near_entries})

    @cached_property
    def studied(self) -> frozenset[str]:
        """Nodes that the person studies, and ids of entries that they know without a note."""
        from kbpivot.study.intake import studied

        return studied(self._graph, self._work.state) | self._work.person.known_concepts

    @cached_property
    def near(self) -> Mapping[str, Nearness]:
        """How near each node on a goal's way lies to one."""
        from kbpivot.study.intake import distances

        return distances(
            self._graph, {goal: name for goal, name in self._goals.items() if goal in self._graph}
        )

    @cached_property
    def near_entries(self) -> Mapping[str, Nearness]:
        """How near each entry of the map on a goal's way lies to one."""
        from kbpivot.study.intake import nearest

        on_map = self._work.on_map
        if on_map.field is None or not self._work.is_on_field:
            return {}
        goals = {
            id_: self._goals[path] for path, id_ in on_map.placed.ids.items() if path in self._goals
        }
        for track in self._tracks:
            goals |= dict.fromkeys(track.ids, track.name)
        field = on_map.map
        before = {id_: field.concepts[id_].needs for id_ in field.closure(goals)}
        return nearest(before, goals) if goals else {}

    @cached_property
    def goals(self) -> tuple[str, ...]:
        """What the goals are called."""
        return tuple(dict.fromkeys(track.name for track in self._tracks))

    @cached_property
    def _tracks(self) -> tuple[Track, ...]:
        return tuple(one for one in self._work.tracks() if one.source != "index")

    @cached_property
    def _goals(self) -> dict[str, str]:
        """What to call each goal, by node."""
        from kbpivot.graph.attributes import title_of

        return {
            goal: title_of(self._graph, goal) if goal in self._graph else track.name
            for track in self._tracks
            for goal in track.goals
        }

    @cached_property
    def _asks_map(self) -> bool:
        return self._work.on_map.field is not None and self._work.is_on_field

    @cached_property
    def _graph(self) -> nx.DiGraph[str]:
        return self._work.person.study_graph

    @cached_property
    def _study(self) -> frozenset[str]:
        from kbpivot.graph.attributes import kind_of
        from kbpivot.study.work_left import STUDY_KINDS

        G = self._graph
        return frozenset(
            node
            for node, facts in G.nodes(data=True)
            if kind_of(G, node) in STUDY_KINDS and "map" not in facts
        )

    @cached_property
    def _done(self) -> frozenset[str]:
        from kbpivot.study.work_left import satisfied

        return satisfied(self._graph, self._work.state)

    @cached_property
    def _hours(self) -> Mapping[str, float]:
        from kbpivot.study.work_left import hours_of

        return hours_of(self._graph, self._work.state)

    @cached_property
    def _nodes_of_entries(self) -> Mapping[str, str]:
        found = self._work.person.entries_of_nodes if self._asks_map else {}
        return {id_: node for node, id_ in found.items() if node in self._graph}

    @cached_property
    def _entry_hours(self) -> Mapping[str, tuple[str, float]]:
        """What each entry of the map is called, and the hours it takes; none where it is known."""
        from kbpivot.schedule.graph_instance import DEFAULT_HOURS

        known = self._work.person.known_concepts
        return {
            id_: (
                one.name,
                0.0 if id_ in known else DEFAULT_HOURS if one.hours is None else one.hours,
            )
            for id_, one in self._work.on_map.map.concepts.items()
        }

    @cached_property
    def _names(self) -> Names:
        from kbpivot.graph.inference import vault_names
        from kbpivot.study.paper import with_planned

        # What only the map has planned is looked for by all of its names, where a text names it.
        own = [node for node, facts in self._graph.nodes(data=True) if "map" not in facts]
        return with_planned(vault_names(self._work.vault), self._graph.subgraph(own), {})

    def _names_with(self, ids: Iterable[str]) -> Names:
        """The same with some entries of the map; notes come first."""
        own = self._names
        parts = [self._names_of_entry(id_) for id_ in ids]
        ends: dict[tuple[str, ...], Form | None] = {}
        for part in parts:
            for words, form in part.ends.items():
                if form is not None or words not in ends:
                    ends[words] = form
        firsts = own.firsts.union(*(part.firsts for part in parts))
        return replace(own, firsts=firsts, ends=_Over(own.ends, ends))

    def _names_of_entry(self, id_: str) -> Names:
        found = self._entry_names.get(id_)
        if found is None:
            from kbpivot.graph.inference.names import names_of

            one = self._work.on_map.map.concepts[id_]
            found = self._entry_names[id_] = names_of(
                [(f"{_ENTRY}{id_}", (one.name,), one.aliases)], language=self._names.language
            )
        return found

    @cached_property
    def _stem(self) -> Stemmer:
        from kbpivot.language.words import Stemmer

        return Stemmer(self._names.language)
