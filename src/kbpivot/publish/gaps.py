"""What public notes lean on and their readers cannot reach, the most worthwhile first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kbpivot.graph import contradictions
from kbpivot.publish.acronyms import acronym_gaps
from kbpivot.publish.conventions import belonging_gaps
from kbpivot.publish.dead_links import planned_link_gaps, private_link_gaps
from kbpivot.publish.depth import circle_gaps, goal_gaps, jump_gaps
from kbpivot.publish.gap import Gap, Gaps
from kbpivot.publish.missing import missing_part_gaps, orphan_gaps
from kbpivot.publish.missing_prerequisites import leaning_gaps
from kbpivot.publish.near_names import near_name_gaps
from kbpivot.publish.order_gaps import start_order_gaps
from kbpivot.publish.policy import Public, public_notes
from kbpivot.publish.readership import Readership
from kbpivot.publish.unexplained import concept_gaps
from kbpivot.traits import vault_traits
from kbpivot.vault import planned_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import networkx as nx

    from kbpivot.graph import Contradiction
    from kbpivot.maps import Map
    from kbpivot.traits import Traits
    from kbpivot.vault import Vault

__all__ = ["KINDS", "OPT_IN", "QUICK_KINDS", "gaps"]

KINDS: tuple[str, ...] = (
    "private-prerequisite",
    "planned-prerequisite",
    "stub-prerequisite",
    "goal-gap",
    "embeds-private",
    "links-to-private",
    "near-name",
    "cycle",
    "start-order",
    "depth-jump",
    "unexplained-concept",
    "planned-link",
    "missing-embed",
    "missing-heading",
    "undefined-acronym",
    "orphan-public",
    "paper-without-concepts",
    "concept-without-source",
)
"""The kinds of gaps, in the order in which equal ones are told."""

OPT_IN: tuple[str, ...] = ("unexplained-fundamental",)
"""Kinds that are told only where they are asked for by name, and by no check."""

_MANY_A_NOTE = frozenset(
    {"planned-link", "links-to-private", "near-name", "missing-embed", "missing-heading"}
)

QUICK_KINDS: tuple[str, ...] = tuple(
    kind
    for kind in KINDS
    if kind
    not in ("unexplained-concept", "undefined-acronym", "missing-heading", "concept-without-source")
)
"""The kinds that are found without reading any text again: what a first screen has time for."""


def gaps(
    vault: Vault,
    G: nx.DiGraph[str],
    *,
    public: Public | Collection[str] | None = None,
    traits: Mapping[str, Traits] | None = None,
    goals: Mapping[str, float] | Iterable[str] | None = None,
    misplaced: Iterable[Contradiction] | None = None,
    kinds: Collection[str] | None = None,
    every: bool = False,
    field: Map | None = None,
    placed: Mapping[str, str] | None = None,
) -> Gaps:
    """Find what the public notes of a vault lack.

    Only what the author states counts as a prerequisite; guesses never make a gap.

    Args:
        vault: the notes.
        G: the graph of `prerequisite_graph`; other edges than stated ones are passed over.
        public: what others can read, or the paths of the public notes; worked out from the
            notes when not given.
        traits: what each note is; worked out when not given.
        goals: notes worth more than others, with their weight (1 without one).
        misplaced: what `contradictions` found; worked out when not given.
        kinds: the kinds to look for; all of `KINDS` when not given.
        every: tell `orphan-public`, `paper-without-concepts` and `concept-without-source` also
            where most notes are so.
        field: the map by which `unexplained-fundamental` goes; none is told without it.
        placed: id of each note that stands on the map, by path; worked out when not given.

    Returns:
        Gaps by value an hour of work brings, best first; ties by kind, path, line and target.

    Raises:
        ValueError: a kind is one of neither `KINDS` nor `OPT_IN`.
    """
    wanted = frozenset(KINDS if kinds is None else kinds)
    if unknown := sorted(wanted.difference(KINDS, OPT_IN)):
        known = ", ".join((*KINDS, *OPT_IN))
        raise ValueError(f"{unknown[0]!r} is no kind of gap; there are {known}.")
    if traits is None:
        traits = vault_traits(vault)
    if public is None:
        public = public_notes(vault, traits=traits)
    elif not isinstance(public, Public):
        public = Public(frozenset(public), "as given", files=frozenset(vault.files))
    readers = Readership(vault, G, public=public, traits=traits, goals=_weights(goals))

    found = _Found(wanted, readers)
    # In this order: what is told already is not told again.
    if found.asks("private-prerequisite", "planned-prerequisite", "stub-prerequisite"):
        found.add(leaning_gaps(readers))
    if found.asks("links-to-private", "embeds-private"):
        found.add(private_link_gaps(readers, said=found.nodes))
    if found.asks("near-name"):
        found.add(near_name_gaps(readers, said=found.nodes))
    if found.asks("unexplained-concept"):
        found.add(concept_gaps(readers, said=found.nodes | found.planned))
    if found.asks("planned-link"):
        found.add(planned_link_gaps(readers, said=found.planned))
    if found.asks("goal-gap"):
        found.add(goal_gaps(readers, said=found.nodes | found.planned))
    if found.asks("cycle"):
        found.add(circle_gaps(readers, G))
    if found.asks("depth-jump"):
        found.add(jump_gaps(readers))
    if found.asks("start-order"):
        if misplaced is None:
            misplaced = contradictions(vault, traits=traits)
        found.add(start_order_gaps(readers, misplaced))
    if found.asks("missing-heading", "missing-embed"):
        found.add(missing_part_gaps(readers, said=found.planned, every=every))
    if found.asks("orphan-public"):
        found.add(orphan_gaps(readers, every=every))
    if found.asks("undefined-acronym"):
        found.add(acronym_gaps(readers))
    if found.asks("paper-without-concepts", "concept-without-source"):
        found.add(belonging_gaps(readers, every=every))
    if field is not None and found.asks("unexplained-fundamental"):
        from kbpivot.maps import place_notes
        from kbpivot.publish.fundamentals import fundamental_gaps

        where = place_notes(vault, field) if placed is None else placed
        found.add(fundamental_gaps(readers, field, where))
    return ranked(found.gaps)


class _Found:
    """Gaps of the kinds asked for, and what they say is lacking, so that nothing is told twice."""

    def __init__(self, wanted: frozenset[str], readers: Readership) -> None:
        self.gaps: list[Gap] = []
        self._wanted = wanted
        self._readers = readers

    def asks(self, *kinds: str) -> bool:
        """Tell whether one of these kinds is wanted."""
        return not self._wanted.isdisjoint(kinds)

    def add(self, more: Iterable[Gap]) -> None:
        """Take the gaps that are asked for."""
        self.gaps.extend(gap for gap in more if gap.kind in self._wanted)

    @property
    def nodes(self) -> frozenset[str]:
        """Everything that is lacking."""
        return frozenset(gap.target for gap in self.gaps)

    @property
    def planned(self) -> frozenset[str]:
        """Keys of the planned notes among them."""
        vault = self._readers.vault
        return frozenset(planned_key(gap.target) for gap in self.gaps if gap.target not in vault)


def ranked(found: Iterable[Gap]) -> Gaps:
    """Put gaps in order: value an hour brings, then kind, path, line, target.

    Of several of a kind that one note may have by the dozen, the second counts for a half, the
    third for a third: whoever has seen one of them has seen that note.
    """
    rank = {kind: number for number, kind in enumerate((*KINDS, *OPT_IN))}
    order = sorted(
        found, key=lambda gap: (-gap.weight, rank[gap.kind], gap.path, gap.line, gap.target)
    )
    seen: Counter[tuple[str, str]] = Counter()
    weights: list[float] = []
    for gap in order:
        if gap.kind in _MANY_A_NOTE:
            seen[gap.kind, gap.path] += 1
        weights.append(gap.weight / max(1, seen[gap.kind, gap.path]))
    # The order above decides between equals: sorting is stable.
    return Gaps(order[at] for at in sorted(range(len(order)), key=lambda at: -weights[at]))


def _weights(goals: Mapping[str, float] | Iterable[str] | None) -> Mapping[str, float]:
    if goals is None:
        return {}
    items = getattr(goals, "items", None)
    return dict(items()) if callable(items) else dict.fromkeys(goals, 1.0)
