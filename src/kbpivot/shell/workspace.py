"""The one place that puts a vault, its settings and the person's record together."""

from __future__ import annotations

import hashlib
import os
from copy import copy
from datetime import datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from kbpivot.errors import AmbiguousNoteError, NoteNotFoundError
from kbpivot.shell.site import Site, vault_root

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import date
    from pathlib import Path

    import networkx as nx

    from kbpivot.graph import Contradiction, Edge, Relations
    from kbpivot.model import Diagnostic, Heading
    from kbpivot.notes.vocabulary import Vocabulary
    from kbpivot.publish import Gap, Public
    from kbpivot.publish.check import Finding
    from kbpivot.publish.reader import Venue
    from kbpivot.publish.stub import NewNote
    from kbpivot.shell.config import Config
    from kbpivot.shell.log import Event, Log
    from kbpivot.study.next import Suggestion, Suggestions
    from kbpivot.study.paper import Leaning
    from kbpivot.study.questions import Question
    from kbpivot.study.rename import Rename
    from kbpivot.study.state import KnowledgeState
    from kbpivot.study.status import KnownStatuses, StatusWords
    from kbpivot.study.tracks import Track
    from kbpivot.traits import Traits, TraitsTable
    from kbpivot.vault import LinkStyle, Vault

__all__ = ["WRITTEN", "Omission", "Workspace"]

WRITTEN = ("stated", "optional", "ordered")
_MANY = 2_000  # notes from which guesses are not made anew at each change


class Omission(msgspec.Struct, frozen=True):
    """Notes that advice leaves out for one reason.

    Attributes:
        reason: `template`, `manual`, `clipping`, `excalidraw`, `excluded` (Obsidian's setting)
            or `ignored` (`kbpivot.toml`).
        notes: how many.
        first: path of the first one.
    """

    reason: str
    notes: int
    first: str


class Workspace:
    """A vault and what is known about it; each part is read or worked out when first asked.

    Nothing is written, but the parse cache in the user's cache folder.

    >>> ws = Workspace("examples/vault")  # doctest: +SKIP
    >>> ws.vault, ws.graph, ws.state  # doctest: +SKIP
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        cache: bool = True,
        guess: bool = True,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Find the vault; nothing is read yet.

        Args:
            path: the vault's folder; without it `$KBPIVOT_VAULT`, else the nearest folder
                upward with `.obsidian`, `.kbpivot` or `kbpivot.toml`, else this one. The
                folder of a Quartz site means its `content` folder.
            cache: use and keep what was parsed before.
            guess: let guesses order what little or nothing is stated about.
            progress: called now and then with the number of files parsed and to be parsed.

        Raises:
            VaultNotFoundError: there is no such folder.
        """
        self._root = vault_root(path, environment=os.environ.get("KBPIVOT_VAULT"))
        self._cache = cache
        self._guess = guess
        self._progress = progress

    def __repr__(self) -> str:
        return f"Workspace({str(self.root)!r})"

    def renewed(
        self,
        vault: Vault,
        *,
        site: Site | None = None,
        known: Mapping[str, object] = MappingProxyType({}),
    ) -> Workspace:
        """Return a workspace on the same folder with its notes as they are now.

        Settings and record are read again; what site and git say is kept, and in a large vault
        what was guessed.

        Args:
            vault: the notes.
            site: facts to take in place of those kept.
            known: other parts that are known already, by name.
        """
        other = copy(self)
        worked_out = {n for n, v in vars(type(self)).items() if isinstance(v, cached_property)}
        kept = {name: value for name, value in vars(self).items() if name not in worked_out}
        kept |= {"vault": vault, "site": self.site if site is None else site, **known}
        if "guesses" in vars(self) and len(vault) > _MANY:
            # Guessing takes seconds here; what was guessed is as good after one more sentence.
            kept["guesses"] = tuple(
                one for one in self.guesses if one.source in vault and one.target in vault
            )
        other.__dict__ = kept
        return other

    def surroundings(self) -> Site:
        """Return what Obsidian's settings, a site generator and git say now."""
        return Site(self._root)

    @property
    def cached(self) -> bool:
        """Whether what was parsed is kept outside the vault."""
        return self._cache

    @property
    def root(self) -> Path:
        """The vault's folder."""
        return self._root.path

    @property
    def root_reason(self) -> str:
        """Why it is that folder, as the end of a sentence."""
        return self._root.reason

    @cached_property
    def config(self) -> Config:
        """The settings in `kbpivot.toml`; for a Quartz site the file may lie beside `content`."""
        from kbpivot.shell.config import CONFIG_NAME, read_config

        site = self._root.site
        if site is not None and not (self.root / CONFIG_NAME).exists():
            return read_config(site)
        return read_config(self.root)

    @cached_property
    def site(self) -> Site:
        """What Obsidian's settings, a site generator and git say about the vault."""
        return Site(self._root)

    @cached_property
    def in_obsidian(self) -> bool:
        """Whether Obsidian has opened the folder, or one above it, as a vault."""
        return any((folder / ".obsidian").is_dir() for folder in (self.root, *self.root.parents))

    @cached_property
    def vault(self) -> Vault:
        """The notes and the links between them."""
        from kbpivot.shell.read import read_vault

        return read_vault(
            self.root,
            cache=self._cache,
            vocabulary=self.vocabulary,
            progress=self._progress,
        )

    @cached_property
    def linked(self) -> Vault:
        """The vault as far as links and names go; quicker than `vault` when files are new.

        Of a note not read before it holds no more than properties and links.
        """
        from kbpivot.shell.read import read_vault

        if "vault" in vars(self):
            return self.vault
        return read_vault(
            self.root,
            cache=self._cache,
            vocabulary=self.vocabulary,
            whole=False,
            progress=self._progress,
        )

    @cached_property
    def log(self) -> Log:
        """The person's own record."""
        from kbpivot.shell.log import read_log

        return read_log(self.root)

    @cached_property
    def moves(self) -> tuple[Rename, ...]:
        """Where notes went that the record still has under another path."""
        from kbpivot.study import effective_events, lost_notes, renames

        lost = lost_notes(self.log, paths=self.vault.paths)
        if not lost:
            return ()
        # Notes are read and git is asked only when something is looked for.
        hashes = (
            {path: self.note_hash(path) for path in self.vault.paths} if any(lost.values()) else {}
        )
        first = min(event.day for event in effective_events(self.log) if event.note in lost)
        return renames(
            self.log,
            paths=self.vault.paths,
            hashes={path: value for path, value in hashes.items() if value is not None},
            git=self.site.moves_since(first),
        )

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The events of the record that count, each under the path its note has today."""
        from kbpivot.study import followed

        return followed(self.log, self.moves)

    def append(self, *events: Event, follow: bool = True) -> tuple[Event, ...]:
        """Add events to the person's record; log and state are worked out anew after it.

        Args:
            events: the events, oldest first.
            follow: also record, before them, the moves of notes that the record lacks.

        Returns:
            What was added.

        Raises:
            LogError: the record cannot be written; it is as it was before.
        """
        from kbpivot.shell.log import append, new_event

        moved: list[Event] = []
        if follow and events and self.moves:
            # After all that the record has, and before what is added now, so that `undo`
            # takes that back first.
            last = max(event.when for event in self.log)
            at = min(event.when for event in events) - timedelta(milliseconds=1)
            moved = [
                new_event(
                    "renamed",
                    move.note,
                    to=move.to,
                    at=at if at > last else datetime.now().astimezone(),
                    hash=self.note_hash(move.to),
                )
                for move in self.moves
            ]
        append(self.root, *moved, *events)
        changed = ["log", "moves", "events", "state", "diagnostics"]
        if any(event.event in {"refused", "undone"} for event in events):
            changed += ["guesses", "guessed_graph", "study_graph"]
        for name in changed:
            self.__dict__.pop(name, None)
        return (*moved, *events)

    def note_hash(self, node: str) -> str | None:
        """Return a fingerprint of a note's text, by which it is found again when it moves."""
        if node not in self.vault:
            return None
        text = self.vault.text(node).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, digest_size=8).hexdigest()

    @cached_property
    def traits(self) -> Mapping[str, Traits]:
        """What each note is, by path."""
        return self.traits_table().traits

    def traits_table(self) -> TraitsTable:
        """Return what each note is, as a table that can follow edits."""
        from kbpivot.notes.vocabulary import DEFAULT
        from kbpivot.traits import TraitsTable

        templates, daily = self.site.template_folder, self.site.daily_folder
        return TraitsTable(
            self.vault,
            template_folders=() if templates is None else (templates,),
            daily_folders=() if daily is None else (daily,),
            excluded=self.site.excluded,
            ignored=self.config.study.ignore,
            kind_keys=self.config.properties.kind,
            vocabulary=self.vocabulary or DEFAULT,
        )

    @cached_property
    def hours_sources(self) -> Mapping[str, str]:
        """Where the hours of each note come from, in words, by path."""
        from kbpivot.study import hours_origin

        return {path: hours_origin(one.minutes_source) for path, one in self.traits.items()}

    @cached_property
    def graph(self) -> nx.DiGraph[str]:
        """The graph of stated prerequisites."""
        return self._graph(self.relations, "stated")

    @cached_property
    def written_graph(self) -> nx.DiGraph[str]:
        """The graph with weaker edges too: optional ones, the order of lists and numbers.

        Only stated edges block; the others order what could come next either way.
        """
        return self._graph(self.relations, *WRITTEN)

    @cached_property
    def guessed_graph(self) -> nx.DiGraph[str]:
        """The graph with guesses too: edges that no note states and the texts suggest."""
        from kbpivot.study.needs import GUESSES_FILL

        graph = self._graph(self._weighed(self.guesses), *WRITTEN, "inferred")
        graph.graph[GUESSES_FILL] = True
        return graph

    @cached_property
    def study_graph(self) -> nx.DiGraph[str]:
        """The graph that study goes by: what is written, and guesses where that is little.

        Guesses block nothing. They come in when fewer pairs of notes are stated or ordered than
        a tenth of the notes that are studied, so a vault that says what comes first never pays
        for them.
        """
        from kbpivot.study.needs import STUDY_KINDS, kind_of

        written = self.written_graph
        if not self._guess:
            return written
        studied = sum(kind_of(written, node) in STUDY_KINDS for node in written)
        said = sum(facts["grade"] != "optional" for *_, facts in written.edges(data=True))
        return written if said * 10 >= studied or not self.guesses else self.guessed_graph

    @cached_property
    def guesses(self) -> tuple[Edge, ...]:
        """Strong and likely guesses that nobody has refused, best first."""
        from kbpivot.shell.guesses import open_guesses

        return open_guesses(
            self.vault,
            root=self.root,
            traits=self.traits,
            stated=((e.source, e.target) for e in self.relations.edges if e.grade != "ordered"),
            events=self.events,
            cache=self._cache,
        )

    @cached_property
    def relations(self) -> Relations:
        """What the notes say about order, weighed; without guesses."""
        return self._weighed(())

    def _weighed(self, guesses: Iterable[Edge]) -> Relations:
        from kbpivot.graph import vault_relations
        from kbpivot.notes.vocabulary import DEFAULT

        return vault_relations(
            self.vault,
            grades=(*WRITTEN, "inferred"),
            traits=self.traits,
            inferred=guesses,
            vocabulary=self.vocabulary or DEFAULT,
        )

    def _graph(self, found: Relations, *grades: str) -> nx.DiGraph[str]:
        from kbpivot.graph import prerequisite_graph
        from kbpivot.notes.vocabulary import DEFAULT

        return prerequisite_graph(
            self.vault,
            grades=grades,
            traits=self.traits,
            vocabulary=self.vocabulary or DEFAULT,
            found=found,
        )

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Where an index or numbered files put a note before something it needs."""
        return self.relations.contradictions

    @cached_property
    def public(self) -> Public:
        """What others can read: by `kbpivot.toml`, the notes, the site or git, and which it was."""
        from kbpivot.publish import PublishingFacts, public_notes

        site, settings = self.site, self.config.public
        facts = PublishingFacts(
            quartz=site.is_quartz,
            explicit=site.publishes_explicitly,
            drafts_removed=site.removes_drafts,
            ignored=site.ignored,
            remote=site.has_remote,
            tracked=site.tracked,
        )
        return public_notes(
            self.vault,
            facts=facts,
            policy=settings.policy,
            include=settings.include,
            exclude=settings.exclude,
            traits=self.traits,
        )

    @cached_property
    def state(self) -> KnowledgeState:
        """What the person knows, from the notes and the log."""
        from kbpivot.study.state import knowledge_state

        return knowledge_state(
            self.vault,
            log=self.events,
            traits=self.traits,
            words=self._status_words,
            known=self.statuses,
        )

    @cached_property
    def statuses(self) -> KnownStatuses:
        """What notes were found to say of the person, for a workspace renewed with it."""
        from kbpivot.study.status import KnownStatuses

        return KnownStatuses()

    def state_at(self, day: date) -> KnowledgeState:
        """Return what the person knew at the end of a day; what notes say has no day."""
        from kbpivot.study.state import knowledge_state

        return knowledge_state(
            self.vault, log=self.events, at=day, traits=self.traits, words=self._status_words
        )

    @cached_property
    def unlogged_history(self) -> Mapping[str, tuple[date, ...]]:
        """The days on which git saw each note change, up to the week in which the record begins."""
        from kbpivot.study import week_of

        first = min((event.day for event in self.events), default=None)
        found = {
            path: tuple(day for day in days if first is None or day < week_of(first))
            for path, days in self.site.note_days.items()
            if path in self.vault and self.traits[path].in_advice
        }
        return {path: days for path, days in found.items() if days}

    def may_be_named(self, node: str) -> bool:
        """Return whether readers of the public notes meet a note or a name anyway."""
        if node in self.vault:
            return node in self.public
        graph = self.graph
        if self.public.policy == "all":
            return True
        return node in graph and any(after in self.public for after in graph.succ[node])

    def node(self, name: str) -> str:
        """Return the node of the graph that a person means: a note, or a planned one.

        Raises:
            AmbiguousNoteError: several notes answer to the name.
            NoteNotFoundError: nothing does; it carries near names.
        """
        from kbpivot.study.needs import node_named

        path = self.vault.find(name)
        if path is not None and path in self.written_graph:
            return path
        try:
            return node_named(self.written_graph, name)
        except AmbiguousNoteError:
            raise
        except NoteNotFoundError:
            return self.vault.note(name).path  # its error knows every name of the vault

    def tracks(self, names: Iterable[str] = ()) -> tuple[Track, ...]:
        """Return what to study towards.

        The notes and tracks named; else the goals of the settings; else the tracks of the
        vault; else its main index; else nothing.

        Raises:
            NoteNotFoundError: nothing answers to a name.
        """
        from kbpivot.study.tracks import main_index, track_named, tracks

        configured = self.config.tracks
        wanted = tuple(names) or self.config.study.goals
        if wanted:
            return tuple(
                track_named(self.vault, self.written_graph, name, configured=configured)
                for name in wanted
            )
        found = tracks(self.vault, self.written_graph, configured=configured)
        if found:
            return found
        index = main_index(self.vault, self.written_graph)
        return () if index is None else (index,)

    def track(self, name: str) -> Track:
        """Return the track of this name; any note stands for itself.

        Raises:
            NoteNotFoundError: nothing answers to the name; near are tracks, else notes.
        """
        from kbpivot.study.tracks import track_named, tracks
        from kbpivot.vault import near_names

        configured = self.config.tracks
        try:
            return track_named(self.vault, self.written_graph, name, configured=configured)
        except AmbiguousNoteError:
            raise
        except NoteNotFoundError as missing:
            found = tracks(self.vault, self.written_graph, configured=configured)
            known = [(one.name, one.name) for one in found]
            raise NoteNotFoundError(name, near=near_names(name, known) or missing.near) from None

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
        aims = self.tracks(names)
        asked = bool(names or self.config.study.goals)
        single = asked and all(aim.source == "goal" for aim in aims)
        return next_notes(
            self.study_graph,
            self.state,
            goals=[goal for aim in aims for goal in aim.goals] if single else None,
            tracks=aims,
            limit=limit,
            minutes=minutes,
            hours_source=self.hours_sources,
            since=since,
            finish_started=finish_started,
            expected=None if expected is None else self.node(expected),
            today=today,
        )

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

    def leanings(self, text: str, *, arxiv: str = "") -> tuple[Leaning, ...]:
        """Return what of the vault a text names, first named first.

        Args:
            text: the title and abstract of a paper.
            arxiv: its id; a note on it is left out.
        """
        from kbpivot.graph.inference import vault_names
        from kbpivot.study import leanings

        own = [note.path for note in self.vault.notes if arxiv and note.ids.arxiv[:1] == (arxiv,)]
        return leanings(self.study_graph, text, names=vault_names(self.vault), besides=own)

    def questions(self, about: str | None = None) -> tuple[Question, ...]:
        """Return what is worth asking about guesses, the most useful first.

        Args:
            about: a note; then only guesses about it and what leads to it.

        Raises:
            NoteNotFoundError: nothing answers to its name.
        """
        from kbpivot.study import questions

        return questions(
            self.guessed_graph,
            self.state,
            tracks=self.tracks(),
            about=None if about is None else self.node(about),
        )

    def gaps(
        self, kinds: Collection[str] | None = None, *, goals: Iterable[str] = ()
    ) -> tuple[Gap, ...]:
        """Return what the public notes lack, the most worthwhile first.

        Args:
            kinds: the kinds to look for; all when not given.
            goals: notes or tracks that count for more; else those of the settings or tracks.

        Raises:
            NoteNotFoundError: nothing answers to the name of a goal.
        """
        from kbpivot.publish import gaps

        return gaps(
            self.vault,
            self.graph,
            public=self.public,
            traits=self.traits,
            goals=self._goal_values(goals),
            misplaced=self.contradictions,
            kinds=kinds,
            every=kinds is not None,
        )

    def _goal_values(self, goals: Iterable[str] = ()) -> Mapping[str, float]:
        """What somebody says they work towards; the main index alone says no such thing."""
        names = tuple(goals)
        stated = bool(names or self.config.study.goals)
        return {
            goal: 1.0
            for track in self.tracks(names)
            if stated or track.source in ("configuration", "note")
            for goal in track.goals
        }

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
        from kbpivot.errors import ConfigError
        from kbpivot.publish.check import check

        settings = self.config.check
        try:
            return check(
                self.vault,
                self.graph,
                public=self.public,
                traits=self.traits,
                goals=self._goal_values(),
                misplaced=self.contradictions,
                diagnostics=self.diagnostics,
                select=tuple(select) or settings.select,
                ignore=(*settings.ignore, *ignore),
                folders={
                    folder: (rules.select, rules.ignore)
                    for folder, rules in settings.folders.items()
                },
                link_style=self.link_style,
            )
        except ValueError as trouble:
            raise ConfigError(str(trouble), path="kbpivot.toml") from None

    @property
    def link_style(self) -> LinkStyle:
        """How Obsidian writes new links here."""
        style = self.site.link_style
        return (
            "relative" if style == "relative" else "absolute" if style == "absolute" else "shortest"
        )

    @property
    def venue(self) -> Venue:
        """Where the public notes are read: on GitHub, or on a site that knows wikilinks."""
        if self.site.is_quartz or self.public.policy in ("explicit", "opt-out"):
            return "site"
        return "github" if self.site.has_remote or self.public.policy == "tracked" else "site"

    def new_note(self, name: str, *, now: datetime) -> NewNote:
        """Return the beginning of a note that others wait for, from the vault's template or ours.

        Sentences of private notes are quoted only when the new note is private as well.

        Args:
            name: what the others call it.
            now: the time, with its zone.

        Raises:
            RefusedError: there is such a note, or nothing names it.
            ValueError: no file can have this name on every system.
        """
        from kbpivot.errors import RefusedError
        from kbpivot.notes import parse_note
        from kbpivot.publish import public_flag
        from kbpivot.publish.dead_links import planned_name
        from kbpivot.publish.stub import mentions_of, new_note, usual_folder, vault_template
        from kbpivot.render.newnote import filled

        known = self.vault.find(name)
        if known is not None:
            raise RefusedError(f"{name} is there already: {known}. Nothing was written.")
        own = vault_template(self.vault, self.traits)
        if own is not None:
            template = self.vault.text(own)
        else:
            from kbpivot.shell.bundled import bundled_folder

            template = (bundled_folder("templates") / "concept.md").read_text(encoding="utf-8")
        flag = public_flag(parse_note("new.md", template))
        private = flag is False or (self.public.policy == "explicit" and flag is not True)
        read = None if private else self.public.paths
        mentions = mentions_of(self.vault, self.graph, name, paths=read)
        if not mentions:
            raise RefusedError(f"No note names {name!r}, so there is nothing to begin it with.")
        return new_note(
            self.vault,
            name,
            template=filled(
                template,
                title=planned_name(name),
                now=now,
                date_format=self.site.date_format,
                time_format=self.site.time_format,
            ),
            mentions=mentions,
            folder=usual_folder(self.traits, mentions),
            style=self.link_style,
        )

    @cached_property
    def left_out(self) -> tuple[Omission, ...]:
        """What advice leaves out and why, the most frequent reason first."""
        reasons: dict[str, list[str]] = {}
        for path, traits in self.traits.items():
            if not traits.in_advice:
                reasons.setdefault(traits.left_out, []).append(path)
        found = [Omission(reason, len(paths), paths[0]) for reason, paths in reasons.items()]
        return tuple(sorted(found, key=lambda one: (-one.notes, one.reason)))

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was noticed in files and notes, in the log and in the words for progress."""
        return (
            *self.vault.diagnostics,
            *self.relations.diagnostics,
            *self.log.diagnostics,
            *self.state.diagnostics,
        )

    def note_names(self) -> tuple[str, ...]:
        """Return what to call each note: its name, or its path where another one shares it.

        Only folders are listed; no note is read.
        """
        if "vault" in self.__dict__:
            paths = self.vault.paths
        else:
            from kbpivot.shell.files import list_files

            paths = tuple(file.path for file in list_files(self.root).notes)
        names = [path.rpartition("/")[2][:-3] for path in paths]
        seen: dict[str, int] = {}
        for name in names:
            seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
        return tuple(
            sorted(
                name if seen[name.casefold()] == 1 else path
                for name, path in zip(names, paths, strict=True)
            )
        )

    @cached_property
    def vocabulary(self) -> Vocabulary | None:
        """The words of the notes, None when the settings add none: then no parser is loaded."""
        own = self.config.properties
        if not (own.prerequisites or own.optional or own.unlocks or own.hours or own.minutes):
            return None
        from kbpivot.notes.vocabulary import DEFAULT

        return msgspec.structs.replace(
            DEFAULT,
            prerequisites=(*DEFAULT.prerequisites, *own.prerequisites),
            optional=(*DEFAULT.optional, *own.optional),
            unlocks=(*DEFAULT.unlocks, *own.unlocks),
            hours_keys=(*DEFAULT.hours_keys, *own.hours),
            minutes_keys=(*DEFAULT.minutes_keys, *own.minutes),
        )

    @cached_property
    def _status_words(self) -> StatusWords:
        from dataclasses import replace

        from kbpivot.study.status import StatusWords

        usual, own, keys = StatusWords(), self.config.status, self.config.properties
        taken = {
            word.casefold()
            for words in (own.mastered, own.started, own.not_started, own.neutral)
            for word in words
        }

        def joined(known: tuple[str, ...], added: tuple[str, ...]) -> tuple[str, ...]:
            # A word the person gives a meaning loses the one it had.
            return (*(word for word in known if word.casefold() not in taken), *added)

        return replace(
            usual,
            mastered=joined(usual.mastered, own.mastered),
            started=joined(usual.started, own.started),
            not_started=joined(usual.not_started, own.not_started),
            neutral=joined(usual.neutral, own.neutral),
            status_keys=(*usual.status_keys, *keys.status),
            mastery_keys=(*usual.mastery_keys, *keys.mastery),
            mastered_from=own.mastered_from,
        )
