"""What follows from the person's log beside the notes: what they know, and what guesses remain."""

from __future__ import annotations

from copy import copy
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kbpivot.workspace.derived import WRITTEN
from kbpivot.workspace.steps import step

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import networkx as nx

    from kbpivot.graph import Edge, Relations
    from kbpivot.model import Diagnostic
    from kbpivot.shell.answer_cache import KeptAnswers
    from kbpivot.shell.log import Event, Log
    from kbpivot.study.moved_notes import Rename
    from kbpivot.study.state import KnowledgeState
    from kbpivot.study.status import StatusWords
    from kbpivot.workspace.derived import Derived
    from kbpivot.workspace.inputs import Inputs

__all__ = ["Person"]

_MANY = 2_000  # notes from which guesses are not made anew at each change


class Person:
    """What the log says and what follows from it; a new event makes a new one of these."""

    def __init__(
        self,
        inputs: Inputs,
        derived: Derived,
        *,
        guess: bool = True,
        earlier: tuple[Edge, ...] | None = None,
    ) -> None:
        """Read nothing yet.

        Args:
            inputs: what was read.
            derived: what follows from it.
            guess: let guesses order what little or nothing is stated about.
            earlier: guesses made before the notes changed; a large vault goes on with them.
        """
        self._inputs = inputs
        self._derived = derived
        self._guess = guess
        self._earlier = earlier

    def record(self, *events: Event, follow: bool = True) -> tuple[Event, ...]:
        """Append events to the log, and return all that was added.

        Several events are lines of one command, which `undo` takes back together.

        Args:
            events: the events, oldest first.
            follow: also record, before them, the moves of notes that the log lacks.

        Raises:
            LogError: the log cannot be written; it is as it was before.
        """
        from kbpivot.shell.log import append, new_batch, new_event

        if len(events) > 1:
            batch = new_batch()
            events = tuple(replace(one, batch=one.batch or batch) for one in events)
        moved: list[Event] = []
        if follow and events and self.moves:
            # After all that the log has, and before what is added now, so that `undo` takes
            # that back first.
            last = max(event.when for event in self.log)
            at = min(event.when for event in events) - timedelta(milliseconds=1)
            moved = [
                new_event(
                    "renamed",
                    move.note,
                    to=move.to,
                    at=at if at > last else datetime.now().astimezone(),
                    hash=self._inputs.note_hash(move.to),
                )
                for move in self.moves
            ]
        append(self._inputs.log_place, *moved, *events)
        return (*moved, *events)

    @cached_property
    @step("read your log")
    def log(self) -> Log:
        """The person's own log."""
        from kbpivot.shell.log import read_log

        return read_log(self._inputs.log_place)

    @cached_property
    @step("follow notes that were renamed")
    def moves(self) -> tuple[Rename, ...]:
        """Where notes went that the log still has under another path."""
        from kbpivot.study import effective_events, lost_notes, renames

        lost = lost_notes(self.log, paths=self._inputs.vault.paths)
        if not lost:
            return ()
        # Notes are read and git is asked only when something is looked for.
        hashes = (
            {path: self._inputs.note_hash(path) for path in self._inputs.vault.paths}
            if any(lost.values())
            else {}
        )
        first = min(event.day for event in effective_events(self.log) if event.note in lost)
        return renames(
            self.log,
            paths=self._inputs.vault.paths,
            hashes={path: value for path, value in hashes.items() if value is not None},
            git=self._inputs.site.git.moves_since(first),
        )

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The events of the log that count, each under the path its note has today."""
        from kbpivot.study import followed, under_their_notes

        found = followed(self.log, self.moves)
        field = self._derived.on_map.field if any(one.concept for one in found) else None
        if field is None:
            return found
        return under_their_notes(
            found,
            paths=self._inputs.vault,
            notes={id_: path for path, id_ in self._derived.on_map.placed.ids.items()},
            names={id_: one.name for id_, one in field.concepts.items()},
        )

    @cached_property
    @step("tell what you know")
    def state(self) -> KnowledgeState:
        """What the person knows, from the notes and the log."""
        from kbpivot.study.state import knowledge_state

        found = knowledge_state(
            self._inputs.vault,
            log=self.events,
            traits=self._derived.traits,
            words=self._status_words,
        )
        return replace(found, names=found.names | self._planned_by_other_names(found.names))

    def _planned_by_other_names(self, names: Collection[str]) -> frozenset[str]:
        """Planned notes that mean what the log has under the map's own name for it."""
        if not any(event.concept for event in self.events):
            return frozenset()
        find = self._derived.on_map.map.find
        known = {id_ for name in names if (id_ := find(name)) is not None}
        planned = (one.title for one in self._derived.relations.planned.values())
        return frozenset(title for title in planned if find(title) in known)

    @cached_property
    def known_concepts(self) -> frozenset[str]:
        """Ids of what the person knows of the map: by a note of theirs, or by name without one."""
        on_map, state = self._derived.on_map, self.state
        field = on_map.field
        if field is None:
            return frozenset()
        found = {id_ for path, id_ in on_map.placed.ids.items() if path in state.mastered}
        named = (field.find(name) for name in state.names)
        return frozenset(found.union(id_ for id_ in named if id_ is not None))

    @cached_property
    def placed_concepts(self) -> frozenset[str]:
        """Ids of what only a placement says that the person knows."""
        last: dict[str, Event] = {}
        for event in self.events:
            if event.event in {"known", "mastered", "forgot"}:
                last[event.note] = event
        return frozenset(
            event.concept
            for event in last.values()
            if event.event == "known" and event.by == "placement" and event.concept is not None
        )

    def state_at(self, day: date) -> KnowledgeState:
        """Return what the person knew at the end of a day; what notes say has no day."""
        from kbpivot.study.state import knowledge_state

        return knowledge_state(
            self._inputs.vault,
            log=self.events,
            at=day,
            traits=self._derived.traits,
            words=self._status_words,
        )

    @cached_property
    def _status_words(self) -> StatusWords:
        from kbpivot.study.status import StatusWords

        own, keys = self._inputs.config.status, self._inputs.config.properties
        return StatusWords().extended(
            mastered=own.mastered,
            started=own.started,
            not_started=own.not_started,
            neutral=own.neutral,
            status_keys=keys.status,
            mastery_keys=keys.mastery,
            mastered_from=own.mastered_from,
        )

    @cached_property
    @step("guess what comes first")
    def guesses(self) -> tuple[Edge, ...]:
        """Strong and likely guesses that nobody has refused, best first."""
        vault = self._inputs.vault
        if self._earlier is not None and len(vault) > _MANY:
            # Guessing takes seconds here; what was guessed is as good after one more sentence.
            return tuple(
                one for one in self._earlier if one.source in vault and one.target in vault
            )
        from kbpivot.workspace.guesses import open_guesses

        return open_guesses(
            self._inputs.vault,
            root=self._inputs.root,
            traits=self._derived.traits,
            stated=(
                (e.source, e.target) for e in self._derived.relations.edges if e.grade != "ordered"
            ),
            events=self.events,
            field=self._derived.on_map.field,
            placed=self._derived.on_map.placed.ids,
            cache=self._inputs.cached,
        )

    @cached_property
    def guessed_graph(self) -> nx.DiGraph[str]:
        """The graph with guesses too: edges that no note states and the texts suggest."""
        from kbpivot.graph import with_guesses
        from kbpivot.study.basis import GUESSES_FILL

        found = with_guesses(self._derived.relations, self.guesses)
        graph = self._derived.graph_of(found, *WRITTEN, "inferred")
        graph.graph[GUESSES_FILL] = True
        return graph

    @cached_property
    @step("draw up the graph to study by")
    def study_graph(self) -> nx.DiGraph[str]:
        """The graph that study goes by: what is written, the map, and guesses about the rest.

        The map and guesses block nothing and order only what nothing else does. Guesses come in
        when more than a tenth of the notes that are studied stand in no other pair, so a vault
        that says what comes first never pays for them. Where fewer pairs are stated or ordered
        than a tenth of the notes, all count beside those.

        On the way to a goal of the settings that only the map knows, its entries are planned
        notes.
        """
        on_map = self._derived.on_map
        if self._derived.given_graph is not None or not on_map.goals:
            return self._own_study_graph
        return self.toward(on_map.ids_of(on_map.goals))

    is_extended = False
    """Whether the study graph has entries of the map on the way to a goal that was named."""

    def extended(self, ids: Iterable[str]) -> Person:
        """Return the same with entries of the map on the way to some of them in the study graph.

        Args:
            ids: ids of entries of the map.
        """
        other = copy(self)
        other.__dict__ |= {"study_graph": self.toward(ids), "is_extended": True}
        return other

    def toward(self, ids: Iterable[str]) -> nx.DiGraph[str]:
        """Return the graph that study goes by with what the map knows on the way to entries.

        Args:
            ids: ids of entries of the map.
        """
        from kbpivot.graph import with_map_steps
        from kbpivot.study.work_left import satisfied

        on_map, graph = self._derived.on_map, self._own_study_graph
        return with_map_steps(
            graph,
            on_map.map,
            (*on_map.ids_of(on_map.goals), *ids),
            notes=on_map.placed.ids,
            met=satisfied(graph, self.state),
            granted=self.granted_concepts,
        )

    def before(self, nodes: Collection[str], ids: Iterable[str]) -> nx.DiGraph[str]:
        """Return the part of `toward(ids)` that lies before some nodes and entries of the map.

        A path to them comes out the same in it, and it is made much sooner.

        Args:
            nodes: nodes of the graph that study goes by.
            ids: ids of entries of the map.
        """
        from kbpivot.graph import with_map_steps
        from kbpivot.graph.closure import with_ancestors

        on_map, graph = self._derived.on_map, self._own_study_graph
        wanted = (*on_map.ids_of(on_map.goals), *ids)
        start = {node for node in nodes if node in graph}
        if wanted:
            below = on_map.map.closure(wanted)
            start.update(node for node, id_ in self.entries_of_nodes.items() if id_ in below)
        near = graph.subgraph(with_ancestors(graph, start)).copy()
        if not wanted:
            return near
        return with_map_steps(
            near,
            on_map.map,
            wanted,
            notes=on_map.placed.ids,
            met=self._met,
            granted=self.granted_concepts,
        )

    @cached_property
    def _met(self) -> frozenset[str]:
        from kbpivot.study.work_left import satisfied

        return satisfied(self._own_study_graph, self.state)

    @cached_property
    def entries_of_nodes(self) -> dict[str, str]:
        """The entry of the map that each node stands for, of nodes that stand for one."""
        from kbpivot.graph.attributes import exists, title_of

        on_map, graph = self._derived.on_map, self._own_study_graph
        found = {node: id_ for node, id_ in on_map.placed.ids.items() if node in graph}
        for node in graph:
            if not exists(graph, node) and (id_ := on_map.map.find(title_of(graph, node))):
                found[node] = id_
        return found

    @cached_property
    def granted_concepts(self) -> frozenset[str]:
        """Ids of what is taken for granted: the beginnings of the map, unless the log denies them."""
        field = self._derived.on_map.field
        if field is None:
            return frozenset()
        last: dict[str | None, str] = {}
        for event in self.events:
            if event.event in {"known", "mastered", "forgot"}:
                last[event.concept or field.find(event.note)] = event.event
        return frozenset(id_ for id_ in field.beginnings if last.get(id_) != "forgot")

    @cached_property
    def _own_study_graph(self) -> nx.DiGraph[str]:
        from kbpivot.graph.lessons import with_lessons

        graph = self._graph_of_notes
        given = self._derived.given_graph is not None
        return graph if given else with_lessons(graph, self._inputs.vault)

    @cached_property
    def _graph_of_notes(self) -> nx.DiGraph[str]:
        from kbpivot.graph import with_guesses
        from kbpivot.graph.attributes import stores
        from kbpivot.study.basis import GUESSES_FILL
        from kbpivot.study.work_left import STUDY_KINDS

        if self._derived.given_graph is not None:
            return self._derived.given_graph
        found, grades = self._mapped_relations, (*WRITTEN, "mapped")
        mapped = found is not self._derived.relations
        graph = self._derived.graph_of(found, *grades) if mapped else self._derived.written_graph
        nodes, edges, before = stores(graph)
        studied = [node for node, facts in nodes.items() if facts["kind"] in STUDY_KINDS]
        said = sum(
            facts["grade"] in ("stated", "ordered")
            for after in edges.values()
            for facts in after.values()
        )
        silent = sum(not edges[node] and not before[node] for node in studied)
        if self._guess and silent * 10 > len(studied) and self.guesses:
            graph = (
                self._derived.graph_of(with_guesses(found, self.guesses), *grades, "inferred")
                if mapped
                else self.guessed_graph.copy()
            )
        elif not mapped:
            return graph
        else:
            graph = graph.copy()
        self._date_by_map(graph)
        graph.graph.pop(GUESSES_FILL, None)
        if said * 10 < len(studied):
            graph.graph[GUESSES_FILL] = True
        return graph

    def _date_by_map(self, graph: nx.DiGraph[str]) -> None:
        """Note on a graph of one's own the years of the map, and what only helps by it."""
        from kbpivot.study.required import HELPS, MAP_YEAR

        on_map = self._derived.on_map
        notes = {id_: path for path, id_ in on_map.placed.ids.items() if path in graph}
        for id_, path in notes.items():
            if year := on_map.map.concepts[id_].year:
                graph.nodes[path][MAP_YEAR] = year
            for other in on_map.map.concepts[id_].helps:
                if other in notes and graph.has_edge(notes[other], path):
                    graph.edges[notes[other], path][HELPS] = True

    @cached_property
    def _mapped_relations(self) -> Relations:
        """What the notes say with what the map says beside it, but for what was refused."""
        from kbpivot.graph import with_map
        from kbpivot.study.learning_log import refusals

        refused, edges = refusals(self.events), self._derived.on_map.edges
        left = [one for one in edges if (one.source, one.target) not in refused]
        return with_map(self._derived.relations, left) if left else self._derived.relations

    @cached_property
    def unlogged_history(self) -> Mapping[str, tuple[date, ...]]:
        """The days on which git saw each note change, up to the week in which the log begins."""
        from kbpivot.study import week_of

        first = min((event.day for event in self.events), default=None)
        found = {
            path: tuple(day for day in days if first is None or day < week_of(first))
            for path, days in self._inputs.site.git.note_days.items()
            if path in self._inputs.vault and self._derived.traits[path].in_advice
        }
        return {path: days for path, days in found.items() if days}

    @cached_property
    def touched(self) -> Mapping[str, date]:
        """The last day of each note that git saw change, or of which the log says something."""
        from kbpivot.study.learning_log import CONFIRMED, REFUSED

        found = {path: max(days) for path, days in self._inputs.site.git.note_days.items() if days}
        for event in self.events:
            if event.event not in (CONFIRMED, REFUSED):
                found[event.note] = max(event.day, found.get(event.note, event.day))
        return found

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was noticed in files and notes, in the log and in the words for progress."""
        return (
            *self._inputs.vault.diagnostics,
            *self._derived.relations.diagnostics,
            *self.log.diagnostics,
            *map(_copy_remark, self.log.copies),
            *self.state.diagnostics,
        )

    @cached_property
    @step("look for an answer given before")
    def kept_answers(self) -> KeptAnswers | None:
        """Answers given before that still hold; None where that is not sure."""
        from kbpivot.shell.answer_cache import KeptAnswers, fingerprint

        if not self._inputs.cached:
            return None
        site = self._inputs.site
        basis = fingerprint(
            self._inputs.root,
            self._inputs.listing,
            beside=(
                *(self._inputs.site_folder, self._guess),
                site.basis(),
            ),
            log=[file for _, file in self._inputs.log_place.parts()],
        )
        return None if basis is None else KeptAnswers(self._inputs.root, basis)

    def is_keepable(self, now: datetime) -> bool:
        """Tell whether answers rest on nothing but the files, the log as it is, and the day.

        Args:
            now: the time; of an event yet to come nothing is known before.
        """
        from kbpivot.study import lost_notes

        return (
            not any(one.severity == "error" for one in self._inputs.vault.reading)
            and not self.log.diagnostics
            and not self.log.copies
            and all(event.when <= now for event in self.log)
            and not lost_notes(self.log, paths=self._inputs.vault.paths)
        )


def _copy_remark(path: str) -> Diagnostic:
    from kbpivot.model import Diagnostic

    return Diagnostic(
        "conflict-copy",
        "warning",
        path,
        None,
        "This is a conflict copy of your log; what it says counts as well.",
        "Add its lines to the log, then delete it: lines that stand twice count once.",
    )
