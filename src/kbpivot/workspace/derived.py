"""What follows from a vault and its settings: what notes are, their graphs, what is public."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from kbpivot.workspace.steps import step

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from kbpivot.graph import Contradiction, Menus, Relations
    from kbpivot.model import Diagnostic
    from kbpivot.publish import Public
    from kbpivot.publish.reader import Venue
    from kbpivot.traits import Traits
    from kbpivot.vault import Excluder, LinkStyle
    from kbpivot.workspace.inputs import Inputs
    from kbpivot.workspace.on_map import OnMap

__all__ = ["WRITTEN", "Derived", "Omission"]

WRITTEN = ("stated", "optional", "ordered")


class Omission(msgspec.Struct, frozen=True):
    """Notes that advice leaves out for one reason.

    Attributes:
        reason: `daily`, `template`, `manual`, `clipping`, `excalidraw`, `meeting`, `person`,
            `project`, `archived`, `untitled`, `readme` (of a folder), `copy` (that a
            synchroniser made), `excluded` (Obsidian) or `ignored` (`kbpivot.toml`).
        notes: how many.
        first: path of the first one.
    """

    reason: str
    notes: int
    first: str


class Derived:
    """What follows from the notes and the settings, each part worked out once."""

    def __init__(self, inputs: Inputs, *, graph: nx.DiGraph[str] | None = None) -> None:
        """Work out nothing yet.

        Args:
            inputs: what was read.
            graph: a graph to go by in place of that of the notes.
        """
        self._inputs = inputs
        self.given_graph = graph

    @cached_property
    @step("tell what each note is")
    def traits(self) -> Mapping[str, Traits]:
        """What each note is, by path."""
        from kbpivot.notes.vocabulary import DEFAULT
        from kbpivot.traits import vault_traits

        templates, daily = (
            self._inputs.site.obsidian.template_folder,
            self._inputs.site.obsidian.daily_folder,
        )
        return vault_traits(
            self._inputs.vault,
            template_folders=() if templates is None else (templates,),
            daily_folders=() if daily is None else (daily,),
            excluded=self._excluder,
            ignored=self._inputs.config.study.ignore,
            kind_keys=self._inputs.config.properties.kind,
            vocabulary=self._inputs.vocabulary or DEFAULT,
        )

    @cached_property
    def _excluder(self) -> Excluder:
        from kbpivot.vault import excluder

        return excluder(self._inputs.site.obsidian.excluded)

    @property
    def unused_filters(self) -> tuple[str, ...]:
        """Which of Obsidian's excluded files could not be told, as sentences."""
        told = self._excluder.troubles if "traits" in vars(self) else ()
        return tuple(f"{one}; under Excluded files in Obsidian it names nothing." for one in told)

    @cached_property
    def hours_sources(self) -> Mapping[str, str]:
        """Where the hours of each note come from, in words, by path."""
        from kbpivot.wording import hours_origin

        return {path: hours_origin(one.minutes_source) for path, one in self.traits.items()}

    @cached_property
    def left_out(self) -> tuple[Omission, ...]:
        """What advice leaves out and why, the most frequent reason first."""
        from kbpivot.traits import ASIDE_KINDS, is_readme
        from kbpivot.vault import is_note_path

        reasons: dict[str, list[str]] = {}
        for path, traits in self.traits.items():
            if not traits.in_advice:
                reasons.setdefault(traits.left_out, []).append(path)
            elif traits.kind in ASIDE_KINDS:  # it keeps its links, and is never suggested
                reasons.setdefault(traits.kind, []).append(path)
            elif traits.kind == "index" and is_readme(path):
                reasons.setdefault("readme", []).append(path)
        copies = [path for path in self._inputs.vault.copies if is_note_path(path)]
        if copies:
            reasons["copy"] = copies
        found = [Omission(reason, len(paths), paths[0]) for reason, paths in reasons.items()]
        return tuple(sorted(found, key=lambda one: (-one.notes, one.reason)))

    @cached_property
    @step("gather what the notes say about order")
    def relations(self) -> Relations:
        """What the notes say about order, weighed; without guesses."""
        from kbpivot.graph import vault_relations
        from kbpivot.notes.vocabulary import DEFAULT
        from kbpivot.workspace.recalled import with_kept_orders

        traits = self.traits
        with with_kept_orders(self._inputs.root if self._inputs.cached else None, len(traits)):
            return vault_relations(
                self._inputs.vault,
                grades=WRITTEN,
                traits=traits,
                vocabulary=self._inputs.vocabulary or DEFAULT,
                menus=self._menus,
            )

    @property
    def _menus(self) -> Menus:
        from kbpivot.graph import Menus

        site = self._inputs.site.documentation
        return Menus(
            lists=tuple((one.name, one.folder, one.pages) for one in site.menus),
            folders=site.positions,
            place_key=site.place_key,
            folder_page=site.folder_page,
        )

    @cached_property
    @step("draw up the graph of stated prerequisites")
    def graph(self) -> nx.DiGraph[str]:
        """The graph of stated prerequisites."""
        if self.given_graph is not None:
            from kbpivot.graph.parts import part_of

            return part_of(self.given_graph, ("stated",))
        return self.graph_of(self.relations, "stated")

    @cached_property
    @step("draw up the graph with weaker edges")
    def written_graph(self) -> nx.DiGraph[str]:
        """The graph with weaker edges too: optional ones, the order of lists and numbers.

        Only stated edges block; the others order what could come next either way.
        """
        if self.given_graph is not None:
            from kbpivot.graph.parts import part_of

            return part_of(self.given_graph, WRITTEN)
        return self.graph_of(self.relations, *WRITTEN)

    def graph_of(self, found: Relations, *grades: str) -> nx.DiGraph[str]:
        """Return the graph that relations make, as far as edges of some grades go."""
        from kbpivot.graph import plain_graph

        return plain_graph(self._inputs.vault, found, grades=grades, traits=self.traits)

    @cached_property
    def on_map(self) -> OnMap:
        """What the maps in use say about the notes."""
        from kbpivot.workspace.on_map import OnMap

        return OnMap(self._inputs, self)

    @property
    def unread(self) -> tuple[Diagnostic, ...]:
        """What properties cannot be read, of notes that advice is about."""
        return tuple(
            one
            for one in self._inputs.vault.diagnostics
            if one.code == "bad-frontmatter"
            and one.path in self.traits
            and self.traits[one.path].in_advice
        )

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Where an index or numbered files put a note before something it needs."""
        return self.relations.contradictions

    @cached_property
    @step("tell what is public")
    def public(self) -> Public:
        """What others can read: by `kbpivot.toml`, the notes, the site or git, and which it was."""
        from kbpivot.publish import PublishingFacts, public_notes

        site, settings = self._inputs.site, self._inputs.config.public
        facts = PublishingFacts(
            quartz=site.quartz.is_used,
            explicit=site.quartz.publishes_explicitly,
            drafts_removed=site.quartz.removes_drafts,
            ignored=site.quartz.ignored,
            remote=site.git.has_remote,
            tracked=site.git.tracked,
            unread=site.unread,
        )
        return public_notes(
            self._inputs.vault,
            facts=facts,
            policy=settings.policy,
            include=settings.include,
            exclude=settings.exclude,
            traits=self.traits,
        )

    @property
    def venue(self) -> Venue:
        """Where the public notes are read: on GitHub, or on a site that knows wikilinks."""
        if self._inputs.site.quartz.is_used or self.public.policy in ("explicit", "opt-out"):
            return "site"
        return (
            "github"
            if self._inputs.site.git.has_remote or self.public.policy == "tracked"
            else "site"
        )

    @property
    def link_style(self) -> LinkStyle:
        """How Obsidian writes new links here."""
        style = self._inputs.site.obsidian.link_style
        return (
            "relative" if style == "relative" else "absolute" if style == "absolute" else "shortest"
        )
