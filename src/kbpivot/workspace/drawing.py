"""What a picture of a vault shows: its graph with states, tracks and the order of study."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import networkx as nx

    from kbpivot.render.drawing.picture import Picture
    from kbpivot.render.drawing.theme import State
    from kbpivot.study.objective import Objective
    from kbpivot.study.path import LearningPath
    from kbpivot.workspace.workspace import Workspace

__all__ = ["drawn_graph", "entry_picture", "graph_picture", "note_text"]


def graph_picture(
    work: Workspace,
    *,
    grades: Collection[str] | None,
    goal: str | None = None,
    around: str | None = None,
    depth: int = 1,
    public: bool = False,
    show_private: bool = False,
    loose: bool = False,
) -> Picture:
    """Choose what a drawing of the vault's graph shows.

    Args:
        work: the vault.
        grades: which edges: `stated`, `optional`, `ordered`, `mapped`, `inferred`; None for
            those that the order of study goes by.
        goal: only this note and what it builds on.
        around: only this note and its neighbours, `depth` steps each way.
        depth: steps to go from `around`.
        public: only what readers of the public notes see; private names are left out.
        show_private: the same notes, private ones by name.
        loose: also daily notes, indexes and tracks that no edge names.

    Raises:
        NoteNotFoundError: nothing answers to `goal` or `around`.
        AmbiguousNoteError: several notes do.
    """
    return drawn_graph(
        work,
        grades=grades,
        goal=goal,
        around=around,
        depth=depth,
        public=public,
        show_private=show_private,
        loose=loose,
    )[0]


def drawn_graph(
    work: Workspace,
    *,
    grades: Collection[str] | None,
    goal: str | None = None,
    around: str | None = None,
    depth: int = 1,
    public: bool = False,
    show_private: bool = False,
    loose: bool = False,
    way: tuple[Objective, LearningPath] | None = None,
) -> tuple[Picture, dict[str, str]]:
    """Return what `graph_picture` does, and the id of each node that it shows.

    `way` is that to `goal`, where it is known already.
    """
    from kbpivot.graph.attributes import kind_of
    from kbpivot.graph.parts import part_of
    from kbpivot.render.drawing.picture import picture_with_ids
    from kbpivot.study import node_states
    from kbpivot.study.tracks import tracks
    from kbpivot.study.work_left import STUDY_KINDS

    center = goal if goal is not None else around
    node = None if center is None else work.node(center)
    goals = [node] if goal is not None and node is not None else []
    # The order is that of `path` and `plan`, whichever edges are drawn.
    sought = goals or [n for track in work.tracks() for n in track.goals]
    steps: list[str] = []
    if sought or grades is None:
        aim, path = way or work.way([goal] if goal is not None else ())
        steps = [step.node for step in path.steps]
    if grades is None:
        whole = graph = _graph_of_study(work, goals or aim.weights)
        grades = _ALL
    else:
        whole = _whole(work, grades)
        graph = part_of(whole, tuple(grades))
    if not loose:
        kept = [
            n
            for n in graph
            if kind_of(graph, n) in STUDY_KINDS or n == node or graph.pred[n] or graph.succ[n]
        ]
        graph = graph.subgraph(kept)
    named = tracks(work.vault, whole, configured=work.config.tracks)
    if public and not show_private:
        named = work.disclosable_tracks(named)
    aims = {track.name: track for track in named if track.goals}
    steps = [node for node in steps if node in graph]
    known = sorted(n for n in work.state.mastered if n in graph)
    return picture_with_ids(
        graph,
        states=node_states(graph, work.state),
        goal=node if goal is not None else None,
        around=node if around is not None else None,
        depth=depth,
        follow=grades,
        public=work.public.named if public else None,
        show_private=show_private,
        tracks={name: track.goals for name, track in aims.items()},
        order=[*known, *steps] if steps else (),
    )


_ALL = ("stated", "optional", "ordered", "mapped", "inferred")


def _graph_of_study(work: Workspace, goals: Iterable[str]) -> nx.DiGraph[str]:
    """The graph with the edges that the order toward some goals goes by."""
    from kbpivot.study.required import required_graph

    graph = work.person.study_graph
    return required_graph(graph, [one for one in goals if one in graph])[0]


def entry_picture(work: Workspace, id_: str, *, depth: int = 1) -> Picture:
    """Choose what a drawing of one entry of the map shows: it, what it needs, what needs it.

    Args:
        work: the vault.
        id_: the entry.
        depth: steps to go each way.
    """
    from kbpivot.graph import field_graph
    from kbpivot.render.drawing.picture import picture

    field = work.on_map.map
    notes = {one: paths[0] for one, paths in work.on_map.notes.items()}
    graph = field_graph(field, notes)
    has = work.person.known_concepts | work.person.granted_concepts
    states: dict[str, State] = {}
    for one, entry in field.concepts.items():
        node = notes.get(one, one)
        if one in has:
            states[node] = "mastered"
        elif one in notes and has.issuperset(entry.needs):
            states[node] = "ready"
    return picture(
        graph, states=states, around=notes.get(id_, id_), depth=depth, follow=("mapped",)
    )


def _whole(work: Workspace, grades: Collection[str]) -> nx.DiGraph[str]:
    """The graph with edges of some grades at least."""
    if "mapped" not in grades:
        return work.person.guessed_graph if "inferred" in grades else work.derived.written_graph
    if "inferred" not in grades:
        return work.on_map.graph
    from kbpivot.graph import with_guesses

    found = with_guesses(work.on_map.relations, work.person.guesses)
    return work.derived.graph_of(found, *grades)


def note_text(work: Workspace, path: str, *, public: bool) -> str:
    """Return the text of a note to show beside a picture; of a private note none in public.

    A note that lies outside of the vault shows none at all: a page may go round.
    """
    if path in work.vault.outside or (public and path not in work.public.named):
        return ""
    return work.vault.text(path)
