"""The vault as its readers meet it: which notes they see, and what leans on what."""

from __future__ import annotations

import re
from collections import deque
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING

from kbpivot.errors import KbpivotError
from kbpivot.graph import components
from kbpivot.graph.claims import CLAIMS
from kbpivot.graph.edges import evidence_of
from kbpivot.notes import sections
from kbpivot.notes.comments import comments
from kbpivot.publish.disclosure import REDACTED, Disclosure

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import networkx as nx

    from kbpivot.model import Link
    from kbpivot.publish.policy import Public
    from kbpivot.traits import Traits
    from kbpivot.vault import ResolvedLink, Vault

__all__ = ["Readership"]

_BITS = bytes.maketrans(b"01", b"\0\1")
_LINE_END = re.compile(r"\r\n?|\n")
_EXPLAINED = frozenset({"excalidraw", "manual"})
_READ = frozenset({"paper", "concept", "code", "other"})
_PAGES = frozenset({"index", "track"})


class Readership:
    """A vault, its graph of stated prerequisites, and who can read what.

    Attributes:
        vault: the notes.
        public: what others can read.
        traits: what each note is.
        notes: the public notes whose leaning counts: no indexes, daily notes, templates,
            manuals, and nothing that is left out of advice.
        pages: those and the public indexes and tracks, in order of path.
        counted: `notes` as a set.
        goals: what notes are worth beyond 1, where somebody says so.
    """

    def __init__(
        self,
        vault: Vault,
        G: nx.DiGraph[str],
        *,
        public: Public,
        traits: Mapping[str, Traits],
        goals: Mapping[str, float],
    ) -> None:
        self.vault = vault
        self.public = public
        self.traits = traits
        self.goals = goals
        self._graph = G
        kinds = [(path, traits.get(path)) for path in vault.paths if path in public.paths]
        read = [(p, known.kind) for p, known in kinds if known is not None and known.in_advice]
        self.notes = tuple(path for path, kind in read if kind in _READ)
        self.pages = tuple(path for path, kind in read if kind in _READ or kind in _PAGES)
        self.counted = frozenset(self.notes)
        self._comments: dict[str, tuple[tuple[int, int], ...]] = {}
        self._behind: dict[int, tuple[str, ...]] = {}
        self._texts: dict[str, str] = {}
        self._running: dict[str, str] = {}

    # Names ------------------------------------------------------------------------------

    def title(self, node: str) -> str:
        """What to call a node: the note's title, or the planned note's name."""
        if node in self.vault:
            return self.vault.each(CLAIMS)[node].title
        known = self._graph.nodes.get(node, {})
        return str(known.get("title", node))

    def is_hidden(self, node: str) -> bool:
        """Tell whether others must not be told this node's name."""
        return not self._disclosure.is_disclosable(node)

    @cached_property
    def _disclosure(self) -> Disclosure:
        return Disclosure(self._graph, self.public.named, vault=self.vault)

    def shared_title(self, node: str) -> str:
        """What to call a node in front of others."""
        return REDACTED if self.is_hidden(node) else self.title(node)

    # The graph --------------------------------------------------------------------------

    @cached_property
    def after(self) -> Mapping[str, tuple[str, ...]]:
        """For each node what builds on it by the author's own word; guesses never count."""
        found: dict[str, list[str]] = {node: [] for node in sorted(self._graph)}
        for before, behind, facts in self._graph.edges(data=True):
            if facts.get("grade", "stated") == "stated" and before != behind:
                found[before].append(behind)
        return {node: tuple(sorted(behind)) for node, behind in found.items()}

    @cached_property
    def before(self) -> Mapping[str, tuple[str, ...]]:
        """For each node what it builds on."""
        found: dict[str, list[str]] = {node: [] for node in self.after}
        for node, behind in self.after.items():
            for one in behind:
                found[one].append(node)
        return {node: tuple(nodes) for node, nodes in found.items()}

    @cached_property
    def planned(self) -> tuple[str, ...]:
        """Nodes of notes that are not written yet."""
        return tuple(node for node in self.after if node not in self.vault)

    def hours(self, node: str) -> float:
        """A guess at the hours it takes to write a note."""
        stated = self._graph.nodes.get(node, {}).get("hours")
        return max(float(stated), 0.25) if isinstance(stated, int | float) else 1.3

    @cached_property
    def planned_hours(self) -> float:
        """The hours of a note that is only linked so far."""
        from kbpivot.traits import planned_minutes

        return planned_minutes(self.traits) / 60

    @cached_property
    def _units(self) -> tuple[list[list[str]], dict[str, int]]:
        units = components(self.after)
        return units, {node: number for number, unit in enumerate(units) for node in unit}

    @cached_property
    def _masks(self) -> list[int]:
        """For each knot of the graph the public notes in it or behind it, one bit a note."""
        units, unit_of = self._units
        bit = {path: 1 << number for number, path in enumerate(self.notes)}
        masks = [0] * len(units)
        for number in range(len(units) - 1, -1, -1):
            mask = 0
            for member in units[number]:
                mask |= bit.get(member, 0)
                for behind in self.after[member]:
                    mask |= masks[unit_of[behind]]
            masks[number] = mask
        return masks

    def behind(self, node: str) -> tuple[str, ...]:
        """The public notes that need a node, directly or not, in order of path."""
        unit = self._units[1].get(node)
        if unit is None:
            return ()
        known = self._behind.get(unit)
        if known is None:
            bits = bin(self._masks[unit])[:1:-1].encode().translate(_BITS)
            known = self._behind[unit] = tuple(compress(self.notes, bits))
        if node in self.counted:
            return tuple(path for path in known if path != node)
        return known

    @cached_property
    def in_order(self) -> tuple[str, ...]:
        """All nodes, what comes before first; the members of a knot stand together."""
        return tuple(node for unit in self._units[0] for node in sorted(unit))

    def needs(self, node: str) -> frozenset[str]:
        """Everything a node builds on, directly or not."""
        seen: set[str] = set()
        waiting = [node]
        while waiting:
            for one in self.before.get(waiting.pop(), ()):
                if one not in seen:
                    seen.add(one)
                    waiting.append(one)
        return frozenset(seen - {node})

    def stumble(self, target: str) -> tuple[str, int]:
        """Where a reader first meets the lack of a target: the nearest public note and its line.

        A target that only private or planned notes need is met in the public note that leads
        to it.
        """
        parents: dict[str, str] = {target: ""}
        level = deque([target])
        while level:
            below: dict[str, str] = {}
            for node in level:
                for behind in self.after[node]:
                    if behind not in parents and behind not in below:
                        below[behind] = node
            met = [
                (line is None, path, line or 1)
                for path in below
                if path in self.counted
                for line in (self.stated_line(below[path], path),)
            ]
            if met:
                _, path, line = min(met)
                return path, line
            parents.update(below)
            level = deque(sorted(below))
        raise ValueError(f"no public note needs {target}")

    def stated_line(self, before: str, path: str) -> int | None:
        """The line of a note that says or shows that it builds on another node."""
        lines: list[int] = [
            one.span.line
            for one in evidence_of(self._graph.edges[before, path])
            if one.path == path and one.span is not None
        ]
        if lines:
            return min(lines)
        linked = [link.line for link in self.vault.links(path) if link.target == before]
        return min((line for line in linked if line is not None), default=None)

    # Text -------------------------------------------------------------------------------

    def text(self, path: str) -> str:
        """The text of a note, empty where the vault does not hold it or it cannot be read."""
        known = self._texts.get(path)
        if known is None:
            try:
                known = self.vault.text(path)
            except (KbpivotError, OSError):
                known = ""
            self._texts[path] = known
        return known

    def running_text(self, path: str) -> str:
        """The text without code, formulas, addresses and marks; offsets are those of the file."""
        known = self._running.get(path)
        if known is None:
            pieces, at = [], 0
            for part in sections(self.text(path)):
                pieces.append(" " * (part.start - at))
                pieces.append(part.text)
                at = part.start + len(part.text)
            known = self._running[path] = "".join(pieces)
        return known

    def line_at(self, path: str, offset: int) -> int:
        """The 1-based line of an offset in a note's text."""
        return len(_LINE_END.findall(self.text(path), 0, offset)) + 1

    # Links ------------------------------------------------------------------------------

    def is_seen(self, link: ResolvedLink) -> bool:
        """Tell whether a reader sees a link: not so in a `%% comment %%`.

        The text is read only for the few links this is asked about; without one, yes.
        """
        if link.link.span is None:
            return True
        hidden = self._comments.get(link.source)
        if hidden is None:
            hidden = self._comments[link.source] = comments(self.text(link.source))
        at = link.link.span.start
        return not any(start <= at < end for start, end in hidden)

    @cached_property
    def links(self) -> tuple[ResolvedLink, ...]:
        """The links in the text of public pages, in order of page and place."""
        return tuple(
            link
            for path in self.pages
            for link in self.vault.links(path)
            if link.link.kind != "property" and link.link.span is not None
        )

    # Value ------------------------------------------------------------------------------

    @cached_property
    def _goal_values(self) -> Mapping[str, float]:
        """What each note on the way to a goal is worth beyond 1."""
        found: dict[str, float] = {}
        for goal, worth in sorted(self.goals.items()):
            seen, waiting = {goal}, [goal]
            while waiting:
                for node in self.before.get(waiting.pop(), ()):
                    if node not in seen:
                        seen.add(node)
                        waiting.append(node)
            for node in seen:
                found[node] = found.get(node, 0.0) + worth
        return found

    def value(self, paths: Collection[str]) -> float:
        """What public notes are worth together: 1 each, more on the way to a goal."""
        known = self._goal_values
        extra = sum(known[path] for path in paths if path in known) if known else 0.0
        return len(paths) + extra

    def is_page(self, path: str) -> bool:
        """Tell whether a note is an index or a track."""
        known = self.traits.get(path)
        return known is not None and known.kind in _PAGES

    def is_unfilled(self, path: str) -> bool:
        """Tell whether a note explains nothing: a template, or links and nothing else."""
        known = self.traits.get(path)
        return not (known is None or known.maturity == "written" or known.kind in _EXPLAINED)

    def explains(self, node: str) -> bool:
        """Tell whether a reader can open a node and finds an explanation there."""
        return node in self.public.paths and not self.is_unfilled(node)

    def place(self, link: Link) -> int:
        """The line of a link in a text."""
        return 1 if link.span is None else link.span.line
