"""Tracks: named sets of goals, how far along they are, and what they share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from kbpivot.errors import NoteNotFoundError
from kbpivot.graph.attributes import kind_of, stores, title_of
from kbpivot.graph.closure import with_ancestors
from kbpivot.notes.titles import shown_title
from kbpivot.record import Record
from kbpivot.study.goals import goal_weights, node_named
from kbpivot.study.required import required_graph
from kbpivot.study.state import name_key
from kbpivot.study.way import progress
from kbpivot.study.work_left import STUDY_KINDS, hours_of, satisfied

if TYPE_CHECKING:
    from kbpivot.graph.attributes import Graph
    from kbpivot.model import Note
    from kbpivot.study.state import KnowledgeState
    from kbpivot.vault import Vault

__all__ = [
    "Shared",
    "Track",
    "TrackProgress",
    "goals_sought",
    "main_index",
    "shared_notes",
    "track_named",
    "track_progress",
    "tracks",
]

_LISTED_SHARE = 0.25  # of the notes that are studied, for an index to speak of the vault
_ORDERED_SHARE = 0.1
_GOAL_KEYS = frozenset({"goals", "goal", "targets"})
_BRACKETS = re.compile(r"!?\[\[([^\]|#]+)[^\]]*\]\]")


class Track(Record, frozen=True):
    """A named set of goals.

    Attributes:
        name: what to call it.
        goals: nodes of the graph, in the author's order.
        source: `configuration`, `note` (of kind track), `index`, `goal` (a single note), or `map`
            (a track of the map).
        path: the note that says so, None for a configured track.
        unknown: goals that no note and no prerequisite answers to.
        ids: what it leads to on the map, where only the map knows it.
    """

    name: str
    goals: tuple[str, ...]
    source: Literal["configuration", "note", "index", "goal", "map"]
    path: str | None = None
    unknown: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


class TrackProgress(Record, frozen=True):
    """How far along a track is.

    Attributes:
        track: the track.
        done: notes of it that are known.
        total: notes of it: the goals and all they build on.
        hours_left: hours of what is not known.
    """

    track: Track
    done: int
    total: int
    hours_left: float

    @property
    def share(self) -> float:
        """Share of the notes that is done, 0 to 1; an empty track is done."""
        return self.done / self.total if self.total else 1.0


class Shared(Record, frozen=True):
    """A note that several tracks build on.

    Attributes:
        node: its node in the graph.
        title: what to call it.
        tracks: names of the tracks, in the order given.
        hours: what it takes.
        known: whether the person has it.
    """

    node: str
    title: str
    tracks: tuple[str, ...]
    hours: float
    known: bool


def _planned(G: Graph) -> Mapping[str, str]:
    names = sorted(node for node, facts in G.nodes(data=True) if not facts.get("exists", True))
    return {name_key(node): node for node in names}


def _node(vault: Vault, G: Graph, name: str, *, source: str, planned: Mapping[str, str]) -> str:
    """The node a goal's name means, or "" for none."""
    text = _goal_text(name)
    path = vault.find(text, source=source) if text else None
    if path is not None and path in G:
        return path
    return planned.get(name_key(text), "")


def _goal_text(name: str) -> str:
    found = _BRACKETS.search(name)
    return found[1].strip() if found else name.strip()


def goals_sought(note: Note) -> Iterator[str]:
    """Yield the names under which a track's or index's goals are looked for in the vault."""
    yield from map(_goal_text, _property_goals(note))
    for entry in note.entries:
        yield _goal_text(entry.target.target)
    if not note.entries:
        for link in note.links:
            yield _goal_text(link.linkpath)


def _property_goals(note: Note) -> list[str]:
    names: list[str] = []
    for key, value in note.properties.items():
        if key.strip().casefold() in _GOAL_KEYS:
            if isinstance(value, str):
                names += [f"[[{m}]]" for m in _BRACKETS.findall(value)] or [value]
            elif isinstance(value, list | tuple):
                names += [item for item in value if isinstance(item, str)]
    return names


def _listed(
    vault: Vault, G: Graph, note: Note, planned: Mapping[str, str], seen: set[str]
) -> list[str]:
    """The notes that a note lists, in order; a listed index stands for what it lists itself."""
    seen.add(note.path)
    targets = [
        (entry.target.target, entry.target.linked)
        for entry in sorted(note.entries, key=lambda entry: entry.span.start)
    ] or [(link.linkpath, True) for link in note.links if link.kind != "property" and link.linkpath]
    goals: dict[str, None] = {}
    for name, linked in targets:
        node = _node(vault, G, name, source=note.path, planned=planned if linked else {})
        if not node:
            continue
        if kind_of(G, node) in STUDY_KINDS:
            goals.setdefault(node)
        elif kind_of(G, node) in {"index", "track"} and node not in seen:
            goals |= dict.fromkeys(_listed(vault, G, vault[node], planned, seen))
    goals.pop(note.path, None)
    return list(goals)


def _track_of(vault: Vault, G: Graph, note: Note, *, source: Literal["note", "index"]) -> Track:
    planned = _planned(G)
    wanted = {
        name: _node(vault, G, name, source=note.path, planned=planned)
        for name in _property_goals(note)
    }
    goals = [node for node in dict.fromkeys(wanted.values()) if node and node != note.path]
    unknown = tuple(name for name, node in wanted.items() if not node and _BRACKETS.search(name))
    if not goals:
        goals = _listed(vault, G, note, planned, set())
    if not goals and source == "note" and note.path in G:
        # A track that names nothing leads to what it builds on.
        goals = sorted(
            need
            for need, facts in G.pred[note.path].items()
            if facts.get("grade", "stated") == "stated"
        )
    return Track(shown_title(note), tuple(goals), source, note.path, unknown)


def tracks(
    vault: Vault, G: Graph, *, configured: Mapping[str, Sequence[str]] | None = None
) -> tuple[Track, ...]:
    """Return the tracks of a vault: the configured ones, then the notes of kind `track`.

    The goals of a note are those of its property `goals`, else the notes it lists.

    Args:
        vault: the notes.
        G: their graph; `kind` of its nodes says which note is a track.
        configured: names of goals by name of the track.
    """
    found: list[Track] = []
    planned = _planned(G)
    for name, wanted in (configured or {}).items():
        nodes = {goal: _node(vault, G, goal, source="", planned=planned) for goal in wanted}
        goals = tuple(dict.fromkeys(node for node in nodes.values() if node))
        unknown = tuple(goal for goal, node in nodes.items() if not node)
        found.append(Track(name, goals, "configuration", None, unknown))
    found += [_track_of(vault, G, note, source="note") for note in _of_kind(vault, G, "track")]
    return tuple(found)


def _of_kind(vault: Vault, G: Graph, kind: str) -> list[Note]:
    """The notes of one kind, in order of path."""
    nodes = stores(G)[0]
    return [
        vault[path]
        for path in sorted(node for node, facts in nodes.items() if facts.get("kind") == kind)
        if path in vault
    ]


def main_index(vault: Vault, G: Graph) -> Track | None:
    """Return what the vault's main index lists as a track, None without one.

    The main index is the one in the fewest folders; of these, the one that lists most. It lists a
    quarter of the notes that are studied, or puts a tenth of them in an order: a page with doors
    to a few corners says nothing about the rest.
    """
    studied = sum(
        bool(facts.get("exists", True)) and facts.get("kind", "") in STUDY_KINDS
        for facts in stores(G)[0].values()
    )
    best: tuple[tuple[int, int, str], Track] | None = None
    for note in _of_kind(vault, G, "index"):
        depth = note.path.count("/")
        if best is not None and depth > best[0][0]:
            continue
        track = _track_of(vault, G, note, source="index")
        rank = (depth, -len(track.goals), note.path)
        # The summary of a book is its menu, however it is written.
        ordered = note.name == "SUMMARY" or any(one.level >= 0 for one in note.entries)
        share = _ORDERED_SHARE if ordered else _LISTED_SHARE
        listed = sum(goal in vault for goal in track.goals)
        if len(track.goals) < 2 or listed < share * studied:
            continue
        if best is None or rank < best[0]:
            best = (rank, track)
    if best is None:
        return None
    return replace(best[1], name=f"what {best[1].path} lists")


def track_named(
    vault: Vault, G: Graph, name: str, *, configured: Mapping[str, Sequence[str]] | None = None
) -> Track:
    """Return the track that a name means; any index is one, and so is any note for itself.

    Raises:
        NoteNotFoundError: nothing answers to the name.
        AmbiguousNoteError: several notes do.
    """
    known = tracks(vault, G, configured=configured)
    key = name_key(name)
    for track in known:
        if name in (track.name, track.path) or key == name_key(track.name):
            return track
    path = vault.find(name)
    if path is None or path not in G:
        try:
            path = node_named(G, name)
        except NoteNotFoundError:
            path = vault.note(name).path  # raises with the vault's own near names
    if path in vault and (path not in G or kind_of(G, path) in {"index", "track"}):
        source: Literal["note", "index"] = (
            "note" if path in G and kind_of(G, path) == "track" else "index"
        )
        track = _track_of(vault, G, vault[path], source=source)
        if track.goals:
            return track
    return Track(title_of(G, path) if path in G else path, (path,), "goal", path)


def track_progress(
    G: Graph,
    found: Iterable[Track],
    state: KnowledgeState,
    *,
    hours: Mapping[str, float] | None = None,
) -> tuple[TrackProgress, ...]:
    """Return how far along each track is, in the order given.

    A track's notes are its goals and everything they build on, planned ones included; what
    counts as done is what counts so for `next`, which tells its steps of as many.
    """
    left = hours_of(G, state, hours=hours)
    result: list[TrackProgress] = []
    for track in found:
        goals = [goal for goal in track.goals if goal in G]
        notes, done = progress(G, goals, state, asked=track.source == "goal")
        result.append(
            TrackProgress(
                track,
                done=len(done),
                total=len(notes),
                hours_left=sum(left[node] for node in sorted(notes - done)),
            )
        )
    return tuple(result)


def shared_notes(
    G: Graph,
    found: Sequence[Track],
    state: KnowledgeState,
    *,
    hours: Mapping[str, float] | None = None,
    since: int | None = None,
) -> tuple[Shared, ...]:
    """Return what two or more tracks build on: those of most tracks first, then by title.

    For someone undecided, the open ones are time well spent whichever track it will be.

    Args:
        G: a prerequisite graph.
        found: the tracks.
        state: what the person knows.
        hours: hours of a note where better known than in `G`.
        since: leave out optional prerequisites that are papers older than this year.
    """
    known = satisfied(G, state) - (state.assumed - state.mastered)
    left = hours_of(G, state, hours=hours)
    users: dict[str, list[str]] = {}
    for track in found:
        goals = goal_weights(G, [goal for goal in track.goals if goal in G])
        graph, _, _, _ = required_graph(G, goals, since=since)
        for node in with_ancestors(graph, goals):
            users.setdefault(node, []).append(track.name)
    counts = Counter({node: len(names) for node, names in users.items()})
    return tuple(
        Shared(node, title_of(G, node), tuple(users[node]), left[node], node in known)
        for node in sorted(users, key=lambda n: (-counts[n], title_of(G, n), n))
        if counts[node] > 1
    )
