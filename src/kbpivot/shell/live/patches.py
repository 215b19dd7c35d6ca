"""What is known of a vault, followed through edits of texts without working all of it out again.

Each part is patched only where that surely equals working it out anew; a hypothesis test holds
it to that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kbpivot.graph import LiveGraphs, Patch
from kbpivot.notes.vocabulary import DEFAULT
from kbpivot.shell.workspace import WRITTEN
from kbpivot.study import lost_notes
from kbpivot.vault import names_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kbpivot.model import Note
    from kbpivot.shell.workspace import Workspace
    from kbpivot.traits import Traits, TraitsTable
    from kbpivot.vault import Vault

__all__ = ["Followed", "Patches"]

_LISTS = frozenset({"index", "track"})
_PLAIN = frozenset({"concept", "other"})


@dataclass(frozen=True, slots=True)
class Followed:
    """How one workspace differs from the one before.

    Attributes:
        patch: what changed in its graphs.
        state: whether what the person knows is the same.
        lists: whether an index or a track was edited, so that goals may be others.
    """

    patch: Patch
    state: bool
    lists: bool


class Patches:
    """Follows the parts of a workspace through edits of texts, under settings that stay."""

    def __init__(self) -> None:
        """Begin with nothing; the first edit makes the tables that later ones are quick by."""
        self._table: TraitsTable | None = None
        self._graphs: LiveGraphs | None = None

    def forget(self) -> None:
        """Begin anew, after anything but an edit of texts."""
        self._table = self._graphs = None

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
        if any(names_of(note) != names_of(vault[path]) for path, note in edited.items()):
            self.forget()  # links by title and alias may lead elsewhere
            return {}, None
        if self._table is None:
            self._table = work.traits_table()
        before = self._table.traits
        changed = self._table.edited(vault, edited.values())
        traits = self._table.traits
        known: dict[str, object] = {"traits": traits, "config": work.config}
        written = work.written_graph
        if work.study_graph is not written:
            self._graphs = None  # guesses rest on the texts themselves
            return known, None
        if self._graphs is None:
            self._graphs = LiveGraphs(
                work.relations,
                {WRITTEN: written, ("stated",): work.graph},
                traits=before,
                vocabulary=work.vocabulary or DEFAULT,
            )
        patch = self._graphs.edited(work.vault, vault, edited, traits=before, changed=changed)
        if patch is None:
            self._graphs = None
            return known, None
        known |= {"graph": work.graph, "written_graph": written}
        # A note that moved is known again by its text.
        same = not lost_notes(work.log, paths=vault.paths)
        same = same and _same_progress(edited, vault, before, changed)
        if same:
            known |= {"state": work.state, "log": work.log}
        lists = any(traits[path].kind in _LISTS for path in edited)
        return known, Followed(patch, same, lists)


def _same_progress(
    edited: Mapping[str, Note],
    vault: Vault,
    traits: Mapping[str, Traits],
    changed: Mapping[str, Traits],
) -> bool:
    """Whether the notes say of the person's progress what they said before."""
    for path, new in changed.items():
        old = traits[path]
        if old.maturity != new.maturity or old.in_advice != new.in_advice:
            return False
        if old.kind != new.kind and not {old.kind, new.kind} <= _PLAIN:
            return False
    return all(_signs(note) == _signs(vault[path]) for path, note in edited.items())


def _signs(note: Note) -> tuple[object, ...]:
    """All in a note that may say how far the person is."""
    return (
        note.properties,
        tuple(tag.name for tag in note.tags),
        tuple((m.form, m.mark, m.target.target, m.target.linked) for m in note.marks),
    )
