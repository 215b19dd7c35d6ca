"""What is worked out from a vault and its settings: graphs, public notes, what is known."""

from __future__ import annotations

from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

import msgspec

from kbpivot.workspace.inputs import Material

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import networkx as nx

    from kbpivot.graph import Contradiction, Edge, Relations
    from kbpivot.model import Diagnostic
    from kbpivot.publish import Public
    from kbpivot.publish.reader import Venue
    from kbpivot.shell.log import Event
    from kbpivot.shell.site import Site
    from kbpivot.study.state import KnowledgeState
    from kbpivot.study.status import KnownStatuses, StatusWords
    from kbpivot.traits import Traits, TraitsTable
    from kbpivot.vault import LinkStyle, Vault

__all__ = ["WRITTEN", "Knowledge", "Omission"]

WRITTEN = ("stated", "optional", "ordered")
_MANY = 2_000  # notes from which guesses are not made anew at each change


class Omission(msgspec.Struct, frozen=True):
    """Notes that advice leaves out for one reason.

    Attributes:
        reason: `daily`, `template`, `manual`, `clipping`, `excalidraw`, `meeting`, `person`,
            `project`, `archived`, `untitled`, `readme` (of a folder), `excluded` (Obsidian) or
            `ignored` (`kbpivot.toml`).
        notes: how many.
        first: path of the first one.
    """

    reason: str
    notes: int
    first: str


class Knowledge(Material):
    """What follows from a vault, its settings and the person's record, each worked out once."""

    def renewed(
        self,
        vault: Vault,
        *,
        site: Site | None = None,
        known: Mapping[str, object] = MappingProxyType({}),
    ) -> Self:
        """Return a workspace on the same folder with its notes as they are now.

        Settings and record are read again; what site and git say is kept, and in a large vault
        what was guessed.

        Args:
            vault: the notes.
            site: facts to take in place of those kept.
            known: other parts that are known already, by name.
        """
        if "guesses" in vars(self) and len(vault) > _MANY:
            # Guessing takes seconds here; what was guessed is as good after one more sentence.
            kept = tuple(one for one in self.guesses if one.source in vault and one.target in vault)
            known = {"guesses": kept, **known}
        return super().renewed(vault, site=site, known=known)

    def append(self, *events: Event, follow: bool = True) -> tuple[Event, ...]:
        """Add events to the person's record; what follows from it is worked out anew.

        Args:
            events: the events, oldest first.
            follow: also record, before them, the moves of notes that the record lacks.

        Returns:
            What was added.

        Raises:
            LogError: the record cannot be written; it is as it was before.
        """
        added = super().append(*events, follow=follow)
        changed = ["state", "diagnostics"]
        if any(event.event in {"refused", "undone"} for event in events):
            changed += ["guesses", "guessed_graph", "study_graph"]
        for name in changed:
            self.__dict__.pop(name, None)
        return added

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
        from kbpivot.wording import hours_origin

        return {path: hours_origin(one.minutes_source) for path, one in self.traits.items()}

    @cached_property
    def left_out(self) -> tuple[Omission, ...]:
        """What advice leaves out and why, the most frequent reason first."""
        from kbpivot.traits import ASIDE_KINDS, is_readme

        reasons: dict[str, list[str]] = {}
        for path, traits in self.traits.items():
            if not traits.in_advice:
                reasons.setdefault(traits.left_out, []).append(path)
            elif traits.kind in ASIDE_KINDS:  # it keeps its links, and is never suggested
                reasons.setdefault(traits.kind, []).append(path)
            elif traits.kind == "index" and is_readme(path):
                reasons.setdefault("readme", []).append(path)
        found = [Omission(reason, len(paths), paths[0]) for reason, paths in reasons.items()]
        return tuple(sorted(found, key=lambda one: (-one.notes, one.reason)))

    @cached_property
    def relations(self) -> Relations:
        """What the notes say about order, weighed; without guesses."""
        from kbpivot.graph import vault_relations
        from kbpivot.notes.vocabulary import DEFAULT

        return vault_relations(
            self.vault,
            grades=WRITTEN,
            traits=self.traits,
            vocabulary=self.vocabulary or DEFAULT,
        )

    @cached_property
    def guesses(self) -> tuple[Edge, ...]:
        """Strong and likely guesses that nobody has refused, best first."""
        from kbpivot.workspace.guesses import open_guesses

        return open_guesses(
            self.vault,
            root=self.root,
            traits=self.traits,
            stated=((e.source, e.target) for e in self.relations.edges if e.grade != "ordered"),
            events=self.events,
            cache=self._cache,
        )

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
        from kbpivot.graph import with_guesses
        from kbpivot.study.basis import GUESSES_FILL

        found = with_guesses(self.relations, self.guesses)
        graph = self._graph(found, *WRITTEN, "inferred")
        graph.graph[GUESSES_FILL] = True
        return graph

    @cached_property
    def study_graph(self) -> nx.DiGraph[str]:
        """The graph that study goes by: what is written, and guesses where that is little.

        Guesses block nothing. They come in when fewer pairs of notes are stated or ordered than
        a tenth of the notes that are studied, so a vault that says what comes first never pays
        for them.
        """
        from kbpivot.graph.attributes import stores
        from kbpivot.study.work_left import STUDY_KINDS

        written = self.written_graph
        if not self._guess:
            return written
        nodes, edges, _ = stores(written)
        studied = sum(facts["kind"] in STUDY_KINDS for facts in nodes.values())
        said = sum(
            facts["grade"] != "optional" for found in edges.values() for facts in found.values()
        )
        return written if said * 10 >= studied or not self.guesses else self.guessed_graph

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
    def unread(self) -> tuple[Diagnostic, ...]:
        """What properties cannot be read, of notes that advice is about."""
        return tuple(
            one
            for one in self.vault.diagnostics
            if one.code == "bad-frontmatter"
            and one.path in self.traits
            and self.traits[one.path].in_advice
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

    @property
    def venue(self) -> Venue:
        """Where the public notes are read: on GitHub, or on a site that knows wikilinks."""
        if self.site.is_quartz or self.public.policy in ("explicit", "opt-out"):
            return "site"
        return "github" if self.site.has_remote or self.public.policy == "tracked" else "site"

    @property
    def link_style(self) -> LinkStyle:
        """How Obsidian writes new links here."""
        style = self.site.link_style
        return (
            "relative" if style == "relative" else "absolute" if style == "absolute" else "shortest"
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
    def _status_words(self) -> StatusWords:
        from kbpivot.study.status import StatusWords

        own, keys = self.config.status, self.config.properties
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

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was noticed in files and notes, in the log and in the words for progress."""
        return (
            *self.vault.diagnostics,
            *self.relations.diagnostics,
            *self.log.diagnostics,
            *self.state.diagnostics,
        )
