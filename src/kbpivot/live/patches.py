"""What is known of a vault, followed through edits of texts without working all of it out again.

Each part is patched only where that surely equals working it out anew; a hypothesis test holds
it to that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kbpivot.graph import LiveGraphs, Patch, Sought
from kbpivot.graph.memo import follow
from kbpivot.notes.vocabulary import DEFAULT
from kbpivot.study import lost_notes
from kbpivot.study.tracks import goals_sought
from kbpivot.vault import renamed_slugs, sought_slug
from kbpivot.workspace.workspace import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kbpivot.graph.attributes import Graph
    from kbpivot.model import Note
    from kbpivot.study.status import KnownStatuses
    from kbpivot.traits import Traits, TraitsTable
    from kbpivot.vault import Vault
    from kbpivot.workspace.workspace import Workspace

__all__ = ["Followed", "Patches"]

_LISTS = frozenset({"index", "track"})
_PLAIN = frozenset({"concept", "other"})


@dataclass(frozen=True, slots=True)
class Followed:
    """How one workspace differs from the one before.

    Attributes:
        patch: what changed in its graphs.
        links: whether a note links to something else than before.
        state: whether what the person knows is the same.
        titles: whether a note is called otherwise.
        ordered: whether an order of lists, numbers or "next" links is in the graphs.
        optional: whether an optional prerequisite is.
        lists: whether goals may be others: an index or a track was edited, or names another note.
    """

    patch: Patch
    links: bool
    state: bool
    titles: bool
    ordered: bool
    optional: bool
    lists: bool


class Patches:
    """Follows the parts of a workspace through edits of texts, under settings that stay."""

    def __init__(self) -> None:
        """Begin with nothing; the first edit makes the tables that later ones are quick by."""
        self._table: TraitsTable | None = None
        self._graphs: LiveGraphs | None = None
        self._sought: Sought | None = None
        self._margin = -1

    def forget(self) -> None:
        """Begin anew, after anything but an edit of texts."""
        self._table = self._graphs = self._sought = None

    def prepare(self, work: Workspace) -> None:
        """Make what a first edit would have to make."""
        if self._table is None:
            self._table = work.traits_table()
            self._table.prepare(work.vault)
        if self._graphs is None and work.study_graph is work.written_graph:
            self._graphs = LiveGraphs(
                work.relations,
                {WRITTEN: work.written_graph, ("stated",): work.graph},
                traits=self._table.traits,
                vocabulary=work.vocabulary or DEFAULT,
            )
            self._margin = _margin(work.written_graph)
            for graph in (work.graph, work.written_graph):
                follow(graph, changed="new")
        if self._sought is None and self._graphs is not None:
            self._sought = Sought(work.vault.notes)

    def following(
        self, work: Workspace, vault: Vault, edited: Mapping[str, Note]
    ) -> tuple[dict[str, object], Followed | None]:
        """Work out what is known of a vault after edits.

        The graphs of `work` are patched in place, so it is of no use any more.

        Args:
            work: the workspace before them.
            vault: the vault after them.
            edited: the notes that changed, as they were.

        Returns:
            Parts of the workspace after, by name; and how it differs from the one before, None
            when more than the parts returned may be others.
        """
        self.prepare(work)
        assert self._table is not None
        before = self._table.traits
        changed = self._table.edited(vault, edited.values())
        traits = self._table.traits
        known: dict[str, object] = {
            "traits": traits,
            "config": work.config,
            "statuses": work.statuses,
        }
        graphs, self._graphs = self._graphs, None
        sought, self._sought = self._sought, None
        if graphs is None or sought is None:
            return known, None  # guesses rest on the texts themselves
        renamed = frozenset[str]().union(
            *(renamed_slugs(note, vault[path]) for path, note in edited.items())
        )
        for path, note in edited.items():
            sought.replace(note, vault[path])
        # Who names a note by its title or an alias may mean another one now, or none.
        naming = sought.paths(renamed) - edited.keys()
        patch = graphs.edited(work.vault, vault, {*edited, *naming}, traits=before, changed=changed)
        if patch is None:
            return known, None
        self._graphs, self._sought = graphs, sought
        for graph in (work.graph, work.written_graph):
            follow(graph, changed="edges" if patch.stated or patch.weaker else "nodes")
        known |= {"graph": work.graph, "written_graph": work.written_graph}
        self._margin -= 10 * len(patch.stated) + len(patch.nodes)
        if patch.weaker or self._margin < 0:
            self._margin = _margin(work.written_graph)
        if self._margin >= 0:
            known["study_graph"] = work.written_graph
        # A note that moved is known again by its text.
        same = not lost_notes(work.log, paths=vault.paths)
        same = same and _same_progress(edited, vault, before, changed, work.statuses)
        if renamed:
            same = same and not any(vault[path].marks for path in naming)
            same = same and renamed.isdisjoint(sought_slug(one.note) for one in work.log)
        if same:
            known |= {"state": work.state, "log": work.log}
        return known, Followed(
            patch,
            links=any(_linked(note) != _linked(vault[path]) for path, note in edited.items()),
            state=same,
            titles=bool(renamed),
            ordered=graphs.ordered,
            optional=graphs.optional,
            lists=any(traits[path].kind in _LISTS for path in {*edited, *naming})
            or (bool(renamed) and _goals_named(work, vault, traits, renamed)),
        )


def _margin(graph: Graph) -> int:
    """By how much more is written about order than where guesses come in, in tenths of a pair."""
    said = sum(facts["grade"] != "optional" for *_, facts in graph.edges(data=True))
    return int(10 * said - len(graph))


def _goals_named(
    work: Workspace, vault: Vault, traits: Mapping[str, Traits], slugs: frozenset[str]
) -> bool:
    """Whether settings, an index or a track may name goals by names with these slugs."""
    if work.config.study.goals or work.config.tracks:
        return True
    lists = (vault[path] for path, one in traits.items() if one.kind in _LISTS)
    return any(sought_slug(name) in slugs for note in lists for name in goals_sought(note))


def _linked(note: Note) -> tuple[str, ...]:
    return tuple(link.linkpath for link in note.links if not link.citation)


def _same_progress(
    edited: Mapping[str, Note],
    vault: Vault,
    traits: Mapping[str, Traits],
    changed: Mapping[str, Traits],
    statuses: KnownStatuses,
) -> bool:
    """Whether the notes say of the person's progress what they said before."""
    for path, new in changed.items():
        old = traits[path]
        if old.maturity != new.maturity or old.in_advice != new.in_advice:
            return False
        if old.kind != new.kind and not {old.kind, new.kind} <= _PLAIN:
            return False
    return all(
        _marks(note) == _marks(vault[path]) and statuses.same(note, vault[path])
        for path, note in edited.items()
    )


def _marks(note: Note) -> tuple[object, ...]:
    """The signs beside links that say how far the person is with other notes."""
    return tuple((m.form, m.mark, m.target.target, m.target.linked) for m in note.marks)
