"""The neutral picture every drawn format starts from: which notes, which edges, in which state."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from kbpivot.graph.edges import evidence_of
from kbpivot.publish.disclosure import Disclosure, names, secret_names
from kbpivot.record import Record
from kbpivot.render.drawing.selection import (
    chosen_nodes,
    reading_order,
    track_members,
)
from kbpivot.render.drawing.theme import Grade, State
from kbpivot.render.drawing.transitive_reduction import implied_edges
from kbpivot.safe_text import one_line

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.DiGraph[str]

__all__ = [
    "PRIVATE_TITLE",
    "Picture",
    "PictureEdge",
    "PictureNode",
    "Reason",
    "picture",
    "picture_with_ids",
]

PRIVATE_TITLE: Final = "private note"


class Reason(Record, frozen=True):
    """Where an edge is written: path and 1-based line, the key and the author's words.

    `path` may be empty (the place is private) and `line` None (the whole note says so).
    """

    grade: Grade
    path: str
    line: int | None
    key: str
    words: str


class PictureNode(Record, frozen=True):
    """One box of a picture.

    Attributes:
        id: `n1`, `n2`, … in reading order; safe in every format.
        key: the graph's node; `private note 1` when redacted.
        path: vault-relative path; None for a note not yet written or a redacted one.
        title: one printable line, no control characters.
        kind: what the note is (`concept`, `paper`, …).
        hours: reading time.
        state: state word.
        about: True for the note the picture is about: its goal, or what it is drawn around.
        goal: True for a goal: all else leads there.
        tracks: names of the tracks that lead through it, sorted.
        redacted: True when a private note stands behind it whose name must not show.
    """

    id: str
    key: str
    path: str | None
    title: str
    kind: str
    hours: float
    state: State
    about: bool
    goal: bool
    tracks: tuple[str, ...]
    redacted: bool


class PictureEdge(Record, frozen=True):
    """`source` comes before `target` (ids); `implied` when a chain of edges says it already."""

    source: str
    target: str
    grade: Grade
    implied: bool
    reasons: tuple[Reason, ...]
    score: float | None = None
    tier: str = ""


class Picture(Record, frozen=True):
    """Nodes in reading order (what comes first stands first) and edges in the same order.

    `public` holds the paths whose names may show, or None when all may.
    """

    nodes: tuple[PictureNode, ...]
    edges: tuple[PictureEdge, ...]
    public: frozenset[str] | None = None

    @property
    def about(self) -> PictureNode | None:
        """The note the picture is about, when there is one."""
        return next((node for node in self.nodes if node.about), None)

    @property
    def goal(self) -> PictureNode | None:
        """The note that all others lead to, when there is one."""
        return next((node for node in self.nodes if node.goal), None)

    @property
    def ids(self) -> dict[str, str]:
        """Id of each node by its key."""
        return {node.key: node.id for node in self.nodes}

    def drawn_edges(self, *, all_edges: bool = False) -> tuple[PictureEdge, ...]:
        """Edges worth a line: those that no chain of others says already."""
        return tuple(edge for edge in self.edges if all_edges or not edge.implied)

    def __repr__(self) -> str:
        return f"Picture({len(self.nodes)} nodes, {len(self.edges)} edges)"


def picture(
    G: Graph,
    *,
    states: Mapping[str, State],
    goal: str | None = None,
    around: str | None = None,
    depth: int = 1,
    follow: Collection[str] = ("stated",),
    public: Collection[str] | None = None,
    show_private: bool = False,
    tracks: Mapping[str, Iterable[str]] | None = None,
    order: Sequence[str] = (),
) -> Picture:
    """Choose what a drawing of `G` shows.

    Args:
        G: prerequisite graph; an edge A → B means A before B.
        states: state word of each node; one without a word counts as planned when it has no
            note, else as blocked.
        goal: show only this node and what it needs.
        around: show only this node, what it needs and what it unlocks, `depth` steps each way.
        depth: steps around `around`; 0 shows the node alone.
        follow: grades of the edges that lead to a goal or along a track. Edges of other
            grades are drawn between the notes that are shown, and pull in none.
        public: paths a reader can reach. When given, the names and words of every other note
            are left out: such notes become `private note 1`, …, a planned name shows only if
            a public note mentions it, and reasons are those written in public notes that do not mention a private name.
        show_private: show private names all the same.
        tracks: name → its goals; each node is told which tracks lead through it.
        order: the order in which to study, if one is known; it settles the reading order where
            edges leave it open.

    Raises:
        NoteNotFoundError: `goal` or `around` is not a node of `G`.
    """
    return picture_with_ids(
        G,
        states=states,
        goal=goal,
        around=around,
        depth=depth,
        follow=follow,
        public=public,
        show_private=show_private,
        tracks=tracks,
        order=order,
    )[0]


def picture_with_ids(
    G: Graph,
    *,
    states: Mapping[str, State],
    goal: str | None = None,
    around: str | None = None,
    depth: int = 1,
    follow: Collection[str] = ("stated",),
    public: Collection[str] | None = None,
    show_private: bool = False,
    tracks: Mapping[str, Iterable[str]] | None = None,
    order: Sequence[str] = (),
) -> tuple[Picture, dict[str, str]]:
    """Return what `picture` does, and the id of each node of `G` that it shows.

    The ids tell redacted nodes too, by their real names; keep them out of what is written.
    """
    chosen = chosen_nodes(G, goal=goal, around=around, depth=depth, follow=frozenset(follow))
    open_paths = None if public is None or show_private else frozenset(public)
    hidden: frozenset[str] = frozenset()
    if open_paths is not None:
        told = Disclosure(G, open_paths).is_disclosable
        hidden = frozenset(node for node in chosen if not told(node))
    if open_paths is not None and goal is None and around is None:
        # A private note that no public one touches says nothing to a reader.
        shown = chosen - hidden
        chosen = shown | {n for n in hidden if any(m in shown for m in (*G.pred[n], *G.succ[n]))}
        hidden &= chosen
    secrets = frozenset() if open_paths is None else secret_names(G, open_paths)
    reading = reading_order(G, chosen, order)
    led_by = track_members(G, tracks or {}, frozenset(follow))
    focus = goal if goal is not None else around

    nodes: list[PictureNode] = []
    ids: dict[str, str] = {}
    for key in reading:
        facts = G.nodes[key]
        redacted = key in hidden
        ids[key] = f"n{len(ids) + 1}"
        name = f"{PRIVATE_TITLE} {sum(node.redacted for node in nodes) + 1}" if redacted else key
        exists = bool(facts["exists"])
        nodes.append(
            PictureNode(
                id=ids[key],
                key=name,
                path=key if exists and not redacted else None,
                title=name if redacted else one_line(str(facts["title"])) or one_line(key),
                kind="other" if redacted else str(facts["kind"]),
                hours=float(facts["hours"]),
                state=states.get(key, "blocked" if exists else "planned"),
                about=key == focus,
                goal=key == goal,
                tracks=tuple(name for name, members in led_by.items() if key in members),
                redacted=redacted,
            )
        )

    pairs = [
        (source, target)
        for source in reading
        for target in sorted(
            (t for t in G.succ[source] if t in ids and t != source), key=reading.__getitem__
        )
    ]
    implied = implied_edges({pair: G.edges[pair]["grade"] for pair in pairs}, nodes=reading)
    edges = tuple(
        _edge(G.edges[pair], ids, pair, implied=pair in implied, secrets=secrets, public=open_paths)
        for pair in pairs
    )
    return Picture(nodes=tuple(nodes), edges=edges, public=open_paths), ids


def _edge(
    facts: Mapping[str, Any],
    ids: Mapping[str, str],
    pair: tuple[str, str],
    *,
    implied: bool,
    secrets: frozenset[tuple[str, ...]],
    public: frozenset[str] | None,
) -> PictureEdge:
    reasons = tuple(
        Reason(
            grade=item.grade,
            path=item.path,
            line=item.span.line if item.span is not None else None,
            key=item.key,
            words=item.reason,
        )
        for item in evidence_of(facts)
        if public is None or item.path in public
    )
    if secrets:
        reasons = tuple(
            replace(
                reason,
                key="" if names(reason.key, secrets) else reason.key,
                words="" if names(reason.words, secrets) else reason.words,
            )
            for reason in reasons
        )
    score = facts.get("score")
    return PictureEdge(
        source=ids[pair[0]],
        target=ids[pair[1]],
        grade=facts["grade"],
        implied=implied,
        reasons=reasons,
        score=None if score is None else float(score),
        tier=str(facts.get("tier", "")),
    )
