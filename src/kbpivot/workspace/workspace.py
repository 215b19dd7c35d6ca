"""The one place that puts a vault, its settings and the person's log together."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from kbpivot.record import Records, Shown
from kbpivot.workspace import naming, readers
from kbpivot.workspace.derived import WRITTEN, Derived, Omission
from kbpivot.workspace.inputs import Inputs
from kbpivot.workspace.person import Person

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import date
    from pathlib import Path

    import networkx as nx

    from kbpivot.model import Diagnostic, Heading
    from kbpivot.publish import Gaps, Public
    from kbpivot.publish.check import Finding
    from kbpivot.publish.disclosure import Disclosure
    from kbpivot.publish.reader import ReaderPath, Venue
    from kbpivot.record import Row
    from kbpivot.render.drawing.draw import Drawn
    from kbpivot.render.drawing.formats import Format
    from kbpivot.shell.config import Config
    from kbpivot.shell.log import Event, Log
    from kbpivot.shell.site import Site
    from kbpivot.study.next import Suggestion, Suggestions
    from kbpivot.study.objective import Objective
    from kbpivot.study.paper import Leaning
    from kbpivot.study.path import LearningPath
    from kbpivot.study.questions import Question
    from kbpivot.study.state import KnowledgeState
    from kbpivot.study.tracks import Track
    from kbpivot.traits import Traits
    from kbpivot.vault import Vault
    from kbpivot.workspace.audience import Audience
    from kbpivot.workspace.on_map import OnMap

_SOME = 10  # one note in how many has to stand in an order, for that to be one to read in

__all__ = ["WRITTEN", "Omission", "Recorded", "Workspace"]


class Recorded(NamedTuple):
    """What writing to the log gives.

    Attributes:
        workspace: the workspace with the log as it is now.
        events: what was added, moves of notes that were recorded on the way included.
    """

    workspace: Workspace
    events: tuple[Event, ...]


class Workspace(Shown):
    """A vault and what is known about it; each part is read or worked out when first asked.

    A workspace does not change: `recorded` and `renewed` return another one. Nothing is written
    but the parse cache in the user's cache folder and, by `recorded`, the log.

    Attributes:
        inputs: what is read: notes, settings, surroundings. For kbpivot's own commands, as are
            the next two.
        derived: what follows from the inputs.
        person: what follows from the log beside them.

    >>> ws = Workspace("examples/vault")  # doctest: +SKIP
    >>> ws.vault, ws.graph, ws.state  # doctest: +SKIP
    """

    inputs: Inputs
    derived: Derived
    person: Person
    _guess: bool
    _owner: Workspace | None

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        graph: nx.DiGraph[str] | None = None,
        cache: bool = True,
        guess: bool = True,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Find the vault; nothing is read yet.

        Args:
            path: the vault's folder; without it `$KBPIVOT_VAULT`, else the nearest folder
                upward with `.obsidian`, `.kbpivot` or `kbpivot.toml`, else this one. The
                folder of a Quartz site means its `content` folder.
            graph: a prerequisite graph of your own to go by, in place of that of the notes.
            cache: use and keep what was parsed before.
            guess: let guesses order what little or nothing is stated about.
            progress: called now and then with the number of files parsed and to be parsed.

        Raises:
            VaultNotFoundError: there is no such folder.
        """
        inputs = Inputs(path, cache=cache, progress=progress)
        derived = Derived(inputs, graph=graph)
        self._hold(inputs, derived, Person(inputs, derived, guess=guess), guess=guess)

    def _hold(
        self,
        inputs: Inputs,
        derived: Derived,
        person: Person,
        *,
        guess: bool,
        owner: Workspace | None = None,
    ) -> None:
        self.__dict__.update(inputs=inputs, derived=derived, person=person)
        self.__dict__.update(_guess=guess, _owner=owner)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(
            f"A workspace does not change, so {name!r} cannot be set;"
            " Workspace(path, graph=...) goes by a graph of your own."
        )

    __delattr__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        whole = f"{type(self).__name__}({str(self.root)!r})"
        return whole if self._owner is None else f"{whole}.for_audience('public')"

    def __getstate__(self) -> dict[str, object]:
        return dict(vars(self))

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)

    @property
    def audience(self) -> Audience:
        """Whom its answers are for: `me`, the owner, or `public`, readers of the public notes."""
        return "me" if self._owner is None else "public"

    @property
    def owner(self) -> Workspace:
        """The workspace with everything, whomever this one is for; for kbpivot's own commands."""
        return self if self._owner is None else self._owner

    def for_audience(self, audience: str) -> Workspace:
        """Return a workspace whose answers name only what an audience may know.

        For `public` that is what the public notes say: they, what they name that is not written
        yet, and of settings and log what is about these. What a private note says, is called or
        leads to plays no part, so every order, count and reason is what a reader could have
        worked out. Gaps and findings are those of everything, in words that name no private note.

        Args:
            audience: `me` or `public`.

        Raises:
            KbpivotError: there is no such audience.
        """
        from kbpivot.workspace.audience import audience_named, disclosed_parts

        if audience_named(audience) == "me":
            return self.owner
        other = object.__new__(type(self))
        other._hold(*disclosed_parts(self.owner), guess=self._guess, owner=self.owner)
        return other

    @property
    def guesses_count(self) -> bool:
        """Whether guesses order what little or nothing is stated about."""
        return self._guess

    def renewed(self, vault: Vault, *, site: Site | None = None) -> Workspace:
        """Return a workspace on the same folder with its notes as they are now.

        Settings and log are read again; what site and git say is kept, and in a large vault what
        was guessed.

        Args:
            vault: the notes.
            site: facts to take in place of those kept.
        """
        if self._owner is not None:
            return self._owner.renewed(vault, site=site).for_audience("public")
        known = vars(self.person)
        inputs = self.inputs.renewed(vault, site=site)
        derived = Derived(inputs, graph=self.derived.given_graph)
        person = Person(
            inputs,
            derived,
            guess=self._guess,
            earlier=known.get("guesses"),
        )
        return self._with(inputs, derived, person)

    def recorded(self, *events: Event, follow: bool = True) -> Recorded:
        """Append events to the person's log.

        Args:
            events: the events, oldest first.
            follow: also record, before them, the moves of notes that the log lacks.

        Returns:
            The workspace after it, and all that was added.

        Raises:
            LogError: the log cannot be written; it is as it was before.
        """
        if self._owner is not None:
            done = self._owner.recorded(*events, follow=follow)
            told = done.workspace.for_audience("public")
            ids = {event.id for event in (*events, *told.log)}
            return Recorded(told, tuple(event for event in done.events if event.id in ids))
        added = self.person.record(*events, follow=follow)
        person = Person(self.inputs, self.derived, guess=self._guess)
        return Recorded(self._with(self.inputs, self.derived, person), added)

    def _with(self, inputs: Inputs, derived: Derived, person: Person) -> Workspace:
        other = object.__new__(type(self))
        other._hold(inputs, derived, person, guess=self._guess, owner=self._owner)
        return other

    @property
    def root(self) -> Path:
        """The vault's folder."""
        return self.inputs.root

    @property
    def config(self) -> Config:
        """The settings in `kbpivot.toml`; for a Quartz site the file may lie beside `content`."""
        return self.inputs.config

    @property
    def vault(self) -> Vault:
        """The notes and the links between them."""
        return self.inputs.vault

    @property
    def traits(self) -> Mapping[str, Traits]:
        """What each note is, by path."""
        return self.derived.traits

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """The graph of stated prerequisites."""
        from kbpivot.graph import as_networkx

        return as_networkx(self.derived.graph)

    @cached_property
    def written_graph(self) -> nx.DiGraph[str]:
        """The graph with weaker edges too: optional ones, the order of lists and numbers.

        Only stated edges block; the others order what could come next either way.
        """
        from kbpivot.graph import as_networkx

        return as_networkx(self.derived.written_graph)

    @property
    def public(self) -> Public:
        """What others can read: by `kbpivot.toml`, the notes, the site or git, and which it was."""
        return self.derived.public

    @property
    def log(self) -> Log:
        """The person's own log."""
        return self.person.log

    @property
    def events(self) -> Records[Event]:
        """The events of the log that count, each under the path its note has today."""
        return Records(self.person.events)

    @property
    def state(self) -> KnowledgeState:
        """What the person knows, from the notes and the log."""
        return self.person.state

    @cached_property
    def study_graph(self) -> nx.DiGraph[str]:
        """The graph that study goes by: what is written, and guesses where that is little.

        Guesses block nothing. They come in when fewer pairs of notes are stated than a tenth of
        the notes that are studied, so a vault that says what comes first never pays for them. The
        order of a list says nothing of the notes beside it, so it keeps no guess away.
        """
        from kbpivot.graph import as_networkx

        return as_networkx(self.person.study_graph)

    @property
    def on_map(self) -> OnMap:
        """What the map of the field says about the notes; read when first asked for."""
        return self.derived.on_map

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was noticed in files, notes and own maps, the log and the words for progress."""
        return (*self.person.diagnostics, *self.on_map.diagnostics)

    def rows(self) -> list[Row]:
        """Return the notes as flat rows of plain values, for a data frame.

        Those of `Vault.rows`, and what each note is: kind, hours, maturity, whether advice is
        about it and others can read it, the state it is in, how many it needs and is needed by.
        """
        from kbpivot.workspace.shown import note_rows

        return note_rows(self)

    def draw(
        self,
        *,
        format: Format = "svg",  # noqa: A002 - as in `kbpivot.draw`
        goal: str | None = None,
        around: str | None = None,
        depth: int = 1,
        grades: Collection[str] = (),
        public: bool = False,
        all_edges: bool = False,
    ) -> Drawn:
        """Draw the graph as the command `graph` does: with states and, in a page, texts.

        Args:
            format: as for `kbpivot.draw`.
            goal: only this note and what it builds on.
            around: only this note and its neighbours, `depth` steps each way.
            depth: steps to go from `around`.
            grades: which edges: `stated`, `optional`, `ordered`, `mapped`, `inferred`; the first
                two unless said, and in a page those that the order of study goes by.
            public: only what readers of the public notes see.
            all_edges: also draw edges that others imply.

        Raises:
            NoteNotFoundError: nothing answers to `goal` or `around`.
            AmbiguousNoteError: several notes do.
            ValueError: there is no such format.
        """
        from kbpivot.workspace.shown import drawn

        return drawn(
            self,
            format,
            grades=grades,
            goal=goal,
            around=around,
            depth=depth,
            public=public,
            all_edges=all_edges,
        )

    def _bundle(self) -> dict[str, str]:
        from kbpivot.workspace.shown import workspace_bundle

        return workspace_bundle(self)

    def is_disclosable(self, node: str) -> bool:
        """Return whether readers of the public notes may be told the name of a node."""
        return self._disclosure.is_disclosable(node)

    def disclosable_tracks(self, tracks: Iterable[Track]) -> tuple[Track, ...]:
        """Return the tracks whose names readers of the public notes may be told.

        A track of the settings has no note behind it: its name is told where one of its goals
        may be, unless it holds the name of a private note.
        """
        return readers.tracks_told(self, tracks)

    @cached_property
    def secret_names(self) -> frozenset[tuple[str, ...]]:
        """The names that no sentence for others may hold, as words: of notes and of tracks."""
        return readers.secret_names(self)

    @cached_property
    def _disclosure(self) -> Disclosure:
        from kbpivot.publish.disclosure import Disclosure

        return Disclosure(self.derived.written_graph, self.public.named, vault=self.vault)

    def node(self, name: str) -> str:
        """Return the node of the graph that a person means: a note, or a planned one.

        Raises:
            AmbiguousNoteError: several notes answer to the name.
            NoteNotFoundError: nothing does; it carries near names.
        """
        return naming.node_named(self, name)

    @cached_property
    def lesson_names(self) -> Mapping[str, str]:
        """The node of each lesson, by its name and by that of its course with its number."""
        return naming.lesson_names(self.vault)

    def known_as(self, name: str) -> tuple[str, str | None]:
        """Return what the log calls a thing, and its id on the map where no note is about it.

        A note, a planned one, or something on the map that has no note yet.

        Raises:
            AmbiguousNoteError: several notes answer to the name.
            NoteNotFoundError: nothing does; it carries near names.
        """
        return naming.logged_name(self, name)

    @cached_property
    def is_on_field(self) -> bool:
        """Whether the map has something to say here unasked.

        It has where the notes are about its field or a goal of the settings is on it, and where
        there are no notes to study yet.
        """
        from kbpivot.study.work_left import STUDY_KINDS

        if not any(one.in_advice and one.kind in STUDY_KINDS for one in self.traits.values()):
            return True
        return self.on_map.placed.about

    def concept(self, name: str) -> str:
        """Return the id of the entry of the map that a name means, or that a note is about.

        Raises:
            NotOnMapError: nothing on the map is called so; it carries near names.
        """
        return naming.concept_named(self, name)

    def tracks(self, names: Iterable[str] = ()) -> tuple[Track, ...]:
        """Return what to study towards.

        The notes and tracks named; else the goals of the settings that there are; else the
        tracks of the vault; else its main index; else nothing.

        Raises:
            NoteNotFoundError: nothing answers to a name.
        """
        from kbpivot.study.tracks import main_index, tracks

        configured = self.config.tracks
        wanted = tuple(names)
        if wanted:
            return tuple(naming.goal_named(self, name) for name in wanted)
        if self.goals:
            return self.goals
        found = tracks(self.vault, self.derived.written_graph, configured=configured)
        if found:
            return found
        index = main_index(self.vault, self.derived.written_graph)
        return () if index is None else (index,)

    def ids_meant(self, name: str) -> tuple[str, ...]:
        """Return the entries of the map that a person means by a name that no note has.

        A name that is an ordinary word as well means nothing where the notes are about other
        things; nothing then is empty.
        """
        return naming.entries_meant(self, name)

    def toward(self, names: Iterable[str] = (), *, with_map: bool = False) -> Workspace:
        """Return a workspace whose study graph has the map's entries on the way to some goals.

        That is so for goals that only the map knows; for notes of the vault with `with_map`. The
        workspace itself is returned where nothing is to be added.

        Args:
            names: goals; else those of the settings.
            with_map: whether to add them also on the way to notes.

        Raises:
            NoteNotFoundError: nothing answers to a name.
        """
        if self.person.is_extended or self.derived.given_graph is not None:
            return self
        names = tuple(names)
        if not names and not with_map:
            return self
        aims = self.tracks(names)
        ids = [id_ for aim in aims for id_ in aim.ids]
        if with_map:
            placed = self.on_map.placed.ids
            ids += [placed[goal] for aim in aims for goal in aim.goals if goal in placed]
        return self._with(self.inputs, self.derived, self.person.extended(ids)) if ids else self

    @property
    def leads_by_map(self) -> bool:
        """Whether the study graph has entries of the map that no note is about."""
        return self.person.is_extended or bool(self.on_map.goals)

    @cached_property
    def hours_sources(self) -> Mapping[str, str]:
        """Where the hours of each node come from, in words."""
        found = self.derived.hours_sources
        if not self.leads_by_map:
            return found
        nodes = self.person.study_graph.nodes(data=True)
        return {**found, **{node: "by the map" for node, facts in nodes if "map" in facts}}

    def granted(self, names: Iterable[str] = ()) -> tuple[str, ...]:
        """Return what of the map is taken for granted on the way to goals that only it knows.

        Args:
            names: goals; else those of the settings.

        Raises:
            NoteNotFoundError: nothing answers to a name.
        """
        if not self.leads_by_map:
            return ()
        field = self.on_map.map
        below = field.closure(id_ for aim in self.tracks(names) for id_ in aim.ids)
        found = self.person.granted_concepts & below - self.person.known_concepts
        return tuple(sorted(field.concepts[id_].name for id_ in found))

    def beyond_notes(self, names: Iterable[str] = ()) -> int:
        """Return how many entries of the map without a note are on the way to goals with one.

        Args:
            names: goals; else those of the settings.

        Raises:
            NoteNotFoundError: nothing answers to a name.
        """
        from kbpivot.study.work_left import satisfied

        names = tuple(names)
        if self.person.is_extended or not (names or self.goals) or not self.on_map.placed.ids:
            return 0
        graph = self.toward(names, with_map=True).person.study_graph
        new = {node for node in graph if node not in self.toward(names).person.study_graph}
        return len(new - satisfied(graph, self.state))

    @cached_property
    def goals(self) -> tuple[Track, ...]:
        """What the settings name to study towards, as far as there is such a note."""
        return self._set_goals[0]

    @property
    def lost_goals(self) -> tuple[str, ...]:
        """What to say of goals and tracks in the settings that no note answers to."""
        return self._set_goals[1]

    @property
    def unused_filters(self) -> tuple[str, ...]:
        """What to say of Obsidian's excluded files that could not be told, once it was tried."""
        return self.derived.unused_filters if self._owner is None else ()

    @cached_property
    def _set_goals(self) -> tuple[tuple[Track, ...], tuple[str, ...]]:
        return naming.goals_set(self)

    def track(self, name: str) -> Track:
        """Return the track of this name; any note stands for itself.

        Raises:
            NoteNotFoundError: nothing answers to the name; near are tracks, else notes.
        """
        return naming.track_named(self, name)

    def suggestions(
        self,
        names: Iterable[str] = (),
        *,
        today: date,
        limit: int = 3,
        minutes: int | None = None,
        since: int | None = None,
        finish_started: bool = True,
        expected: str | None = None,
    ) -> Suggestions:
        """Return what to study next.

        Args:
            names: goals or tracks; else those of the settings, the tracks, the main index.
            today: to say how long ago something was.
            limit: how many suggestions at most.
            minutes: what fits into so much time comes first.
            since: leave out optional prerequisites that are papers older than this year.
            finish_started: put what was begun first.
            expected: a note whose absence should be explained.

        Raises:
            NoteNotFoundError: nothing answers to a name.
        """
        from kbpivot.study import next_notes

        names = tuple(names)
        goals, aims = self._aims(names)
        return next_notes(
            self._graph_toward(names),
            self.state,
            goals=goals,
            tracks=aims,
            limit=limit,
            minutes=minutes,
            hours_source=self.hours_sources,
            since=since,
            finish_started=finish_started,
            expected=None if expected is None else self.node(expected),
            today=today,
            asked=self._is_asked(names),
        )

    def aim(self, names: Iterable[str] = ()) -> Objective:
        """Return what `suggestions` with the same names are toward.

        Raises:
            NoteNotFoundError: nothing answers to a name.
        """
        from kbpivot.study import current_objective

        names = tuple(names)
        goals, aims = self._aims(names)
        graph = self._graph_toward(names)
        return current_objective(
            graph, self.state, goals=goals, tracks=aims, asked=self._is_asked(names)
        )

    def way(
        self, names: Iterable[str] = (), *, since: int | None = None, finish_started: bool = True
    ) -> tuple[Objective, LearningPath]:
        """Return what to study toward and all steps there; the first is what comes next.

        Args:
            names: as for `suggestions`, like the other arguments.
            since: leave out optional prerequisites that are papers older than this year.
            finish_started: put what was begun first.

        Raises:
            NoteNotFoundError: nothing answers to a name.
        """
        from kbpivot.study.path import path_of
        from kbpivot.study.way import way_to

        names = tuple(names)
        aim = self.aim(names)
        toward = aim
        if names and aim.kind in ("vault", "any"):
            # Who has all of what was asked for is told so, and not sent elsewhere.
            weights = {goal: 1.0 for track in self.tracks(names) for goal in track.goals}
            toward = replace(aim, kind="track", weights=weights, asked=True)
        way = way_to(
            self._graph_toward(names),
            self.state,
            toward,
            since=since,
            finish_started=finish_started,
        )
        return aim, path_of(way)

    def _graph_toward(self, names: Iterable[str]) -> nx.DiGraph[str]:
        """The graph for an answer toward some goals.

        Where everything is written, nobody says what they know of it and no goal is named, all
        that is left is an order to read in: then guesses do not count beside what is surer.
        """
        from kbpivot.graph.parts import part_of

        names = tuple(names)
        graph, state = self.toward(names).person.study_graph, self.state
        if state.mastered or state.started or not state.assumed or self.tracks(names):
            return graph
        surer = part_of(graph, ("stated", "optional", "ordered", "mapped"))
        in_pairs = {node for pair in surer.edges for node in pair}
        return surer if len(in_pairs) * _SOME >= len(state.written) else graph

    def _is_asked(self, names: Iterable[str]) -> bool:
        """Whether the person says what to study toward, now or in the settings."""
        return bool(tuple(names) or self.goals)

    def _aims(self, names: Iterable[str]) -> tuple[list[str] | None, tuple[Track, ...]]:
        """The goals, where notes alone are asked for, and the tracks to go by without."""
        names = tuple(names)
        aims = self.tracks(names)
        asked = bool(names or self.goals)
        single = asked and all(aim.source == "goal" for aim in aims)
        return [goal for aim in aims for goal in aim.goals] if single else None, aims

    def parts(self, found: Iterable[Suggestion]) -> Mapping[str, Heading]:
        """Return the heading before which to stop, of each suggestion that fits only in part."""
        from kbpivot.study import part_until

        ends: dict[str, Heading] = {}
        for one in found:
            if one.part is None or one.path is None:
                continue
            spent = self.state.spent.get(one.path, 0.0)
            end = part_until(
                self.vault[one.path],
                minutes=one.part,
                whole=one.hours * 60 + spent,
                done=spent,
            )
            if end is not None:
                ends[one.path] = end
        return ends

    def reading(self, text: str) -> Workspace:
        """Return a workspace whose study graph has what the map knows of the terms of a text.

        The workspace itself is returned where the map has nothing to say here, or of the text.

        Args:
            text: the title and abstract of a paper.
        """
        if self.person.is_extended or self.on_map.field is None or not self.is_on_field:
            return self
        ids = self.entries_named(text)
        return self._with(self.inputs, self.derived, self.person.extended(ids)) if ids else self

    def entries_named(self, text: str) -> tuple[str, ...]:
        """Return the entries of the map that a text names, apart from those with a note.

        What is taken for granted is none of them.

        Args:
            text: the title and abstract of a paper.

        Raises:
            KbpivotError: no map is in use.
        """
        from kbpivot.maps import named_entries

        field, noted = self.on_map.map, self.on_map.notes
        granted = self.person.granted_concepts
        return tuple(
            id_ for id_ in named_entries(field, text) if id_ not in noted and id_ not in granted
        )

    def leanings(self, text: str, *, arxiv: str = "") -> tuple[Leaning, ...]:
        """Return what of the vault a text names, first named first.

        In the workspace that `reading` returns, also what the map knows of it.

        Args:
            text: the title and abstract of a paper.
            arxiv: its id; a note on it is left out.
        """
        from kbpivot.graph.inference import vault_names
        from kbpivot.study import leanings

        graph = self.person.study_graph
        own = [note.path for note in self.vault.notes if arxiv and note.ids.arxiv[:1] == (arxiv,)]
        mapped = {
            str(facts["map"]): node for node, facts in graph.nodes(data=True) if "map" in facts
        }
        named = self.entries_named(text) if mapped else ()
        concepts = self.on_map.map.concepts if mapped else {}
        return leanings(
            graph,
            text,
            names=vault_names(self.vault),
            besides={*own, *(node for id_, node in mapped.items() if id_ not in named)},
            called={mapped[one]: concepts[one].names for one in named if one in mapped},
        )

    @property
    def first_written(self) -> Mapping[str, date]:
        """The day on which each note was first written: by git, else as the note itself says."""
        from kbpivot.traits.created import created_on

        git = {path: min(days) for path, days in self.inputs.site.git.note_days.items() if days}
        found: dict[str, date] = {}
        for note in self.vault.notes:
            day = git.get(note.path) or created_on(note)
            if day is not None and self.traits[note.path].kind not in {"template", "manual"}:
                found[note.path] = day
        return found

    @property
    def subjects(self) -> tuple[Mapping[str, frozenset[str]], ...]:
        """Ways to sort notes by what they are about: the tracks that need them; parts of the map."""
        from kbpivot.graph.closure import with_ancestors
        from kbpivot.study.map_coverage import area_name
        from kbpivot.study.required import required_graph

        graph = self.person.study_graph
        tracks: dict[str, frozenset[str]] = {}
        for track in self.tracks():
            goals = [goal for goal in track.goals if goal in graph]
            if goals and track.source != "index":
                needed = with_ancestors(required_graph(graph, goals)[0], goals)
                tracks[track.name] = frozenset(needed)
        areas: dict[str, set[str]] = {}
        if self.on_map.field is not None and self.is_on_field:
            for path, id_ in self.on_map.placed.ids.items():
                area = self.on_map.map.concepts[id_].area
                areas.setdefault(area_name(self.on_map.map, area), set()).add(path)
        return tracks, {name: frozenset(paths) for name, paths in areas.items()}

    def questions(self, about: str | None = None) -> tuple[Question, ...]:
        """Return what is worth asking about guesses, the most useful first.

        What somebody asked with `kbpivot suggest --ask` comes before it; no answer goes by that.

        Args:
            about: a note; then only guesses about it and what leads to it.

        Raises:
            NoteNotFoundError: nothing answers to its name.
        """
        from kbpivot.study import questions
        from kbpivot.study.learning_log import asked

        return questions(
            self.person.guessed_graph,
            self.state,
            tracks=self.tracks(),
            about=None if about is None else self.node(about),
            asked=asked(self.events),
            touched=self.person.touched,
        )

    @property
    def has_answered(self) -> bool:
        """Whether the person has answered a question about a guess before."""
        from kbpivot.study.learning_log import CONFIRMED, REFUSED

        return any(event.event in (CONFIRMED, REFUSED) for event in self.events)

    def gaps(self, kinds: Collection[str] | None = None, *, goals: Iterable[str] = ()) -> Gaps:
        """Return what the public notes lack, the most worthwhile first.

        Args:
            kinds: the kinds to look for; all when not given.
            goals: notes or tracks that count for more; else those of the settings or tracks.

        Raises:
            NoteNotFoundError: nothing answers to the name of a goal.
        """
        owner = self.owner
        found = readers.all_gaps(
            owner, kinds, public=self.public, goals=readers.goal_values(self, goals)
        )
        if self._owner is None:
            return found
        from kbpivot.workspace.audience import told_gaps

        return told_gaps(found)

    def reader_path(self, venue: Venue | None = None) -> ReaderPath:
        """Return the walk of a newcomer through the public notes.

        Args:
            venue: where they are read; worked out when not given.
        """
        path = readers.walk(self.owner, public=self.public, venue=venue)
        if self._owner is None:
            return path
        from kbpivot.workspace.audience import told_walk

        return told_walk(path, self.vault)

    def findings(
        self, *, select: Iterable[str] = (), ignore: Iterable[str] = ()
    ) -> tuple[Finding, ...]:
        """Return what a check of the vault finds, by file and line.

        Args:
            select: rules or groups to check in place of those in `kbpivot.toml`.
            ignore: rules or groups not to check, besides those in `kbpivot.toml`.

        Raises:
            ConfigError: `kbpivot.toml` names a rule that is none.
        """
        return self.told(self.every_finding(select=select, ignore=ignore))

    def told(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return those of some findings that the audience may know, in words for it."""
        if self._owner is None:
            return tuple(findings)
        from kbpivot.workspace.audience import told_findings

        return told_findings(findings, self.inputs)

    def every_finding(
        self, *, select: Iterable[str] = (), ignore: Iterable[str] = ()
    ) -> tuple[Finding, ...]:
        """Return what a check of everything finds; `told` says what of it the audience may know.

        For kbpivot's own commands.

        Args:
            select: as for `findings`, like `ignore`.
            ignore: rules or groups not to check.
        """
        return readers.all_findings(self.owner, public=self.public, select=select, ignore=ignore)
