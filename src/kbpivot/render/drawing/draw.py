"""Graphs and learning paths drawn by one call, for scripts and notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from kbpivot.record import Shown
from kbpivot.render.drawing.formats import Format, written
from kbpivot.render.drawing.picture import Picture, PictureEdge, PictureNode, Reason, picture
from kbpivot.safe_text import one_line
from kbpivot.study.path import LearningPath

if TYPE_CHECKING:
    from collections.abc import Collection

    import networkx as nx

    from kbpivot.study.path import Step
    from kbpivot.study.state import KnowledgeState

__all__ = ["Drawn", "draw", "graph_drawing", "path_picture"]


class Drawn(str, Shown):  # noqa: SLOT000 - text takes no slots
    """A drawing as text: write it to a file, or let a notebook show it.

    Attributes:
        written_as: the format it is in.
    """

    written_as: str

    def __new__(cls, text: str, format: str) -> Self:  # noqa: A002 - the word of the contract
        """Keep the format beside the text."""
        drawn = super().__new__(cls, text)
        drawn.written_as = format
        return drawn

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        return str(self), self.written_as


def draw(
    graph: nx.DiGraph[str] | LearningPath,
    *,
    format: Format = "svg",  # noqa: A002 - the word of the contract
    state: KnowledgeState | None = None,
    goal: str | None = None,
    around: str | None = None,
    depth: int = 1,
    public: Collection[str] | None = None,
    all_edges: bool = False,
    title: str = "",
) -> Drawn:
    """Draw a prerequisite graph, part of one, or a learning path.

    What comes first stands left, an arrow from A to B means A before B. Edges that others imply
    are left out. `Workspace.draw` also knows the person and the texts of the notes.

    Args:
        graph: any graph whose edges mean "comes before", or a path to goals.
        format: `svg`, `html` (one page that works offline), `mermaid`, `dot`, `graphml`, `json`,
            `canvas` or `text` (a tree).
        state: what the person knows; nothing when not given. A path knows it.
        goal: only this note and what it builds on.
        around: only this note and its neighbours, `depth` steps each way.
        depth: steps to go from `around`.
        public: paths others can read; private notes are drawn without their names.
        all_edges: also draw edges that others imply.
        title: what the drawing is of.

    Returns:
        The drawing's text; a notebook shows SVG and pages as pictures.

    Raises:
        NoteNotFoundError: nothing answers to `goal` or `around`.
        AmbiguousNoteError: several nodes do.
        ValueError: there is no such format, or a path was to be cut to a part.
    """
    if isinstance(graph, LearningPath):
        if goal is not None or around is not None or public is not None:
            raise ValueError("A path is drawn whole: draw the graph for a part, or for others.")
        shown = path_picture(graph)
    else:
        shown = graph_drawing(
            graph, state=state, goal=goal, around=around, depth=depth, public=public
        )
    return Drawn(written(shown, format, all_edges=all_edges, title=title), format)


def graph_drawing(
    graph: nx.DiGraph[str],
    *,
    state: KnowledgeState | None = None,
    goal: str | None = None,
    around: str | None = None,
    depth: int = 1,
    public: Collection[str] | None = None,
) -> Picture:
    """Choose what a drawing of any graph shows; see `draw`."""
    from kbpivot.graph.edges import GRADES
    from kbpivot.study.fringe import node_states
    from kbpivot.study.goals import node_named
    from kbpivot.study.state import KnowledgeState

    whole = _completed(graph)
    return picture(
        whole,
        states=node_states(whole, state or KnowledgeState()),
        goal=None if goal is None else node_named(whole, goal),
        around=None if around is None else node_named(whole, around),
        depth=depth,
        follow=GRADES,
        public=public,
    )


def _completed(graph: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """The graph with the attributes that a picture needs, where somebody built it without."""
    from kbpivot.graph.attributes import edge_grade, exists, kind_of, title_of
    from kbpivot.schedule.graph_instance import DEFAULT_HOURS

    whole = graph.copy()
    for node, facts in whole.nodes(data=True):
        facts.update(
            exists=exists(graph, node),
            title=title_of(graph, node),
            kind=kind_of(graph, node),
            hours=facts.get("hours", DEFAULT_HOURS),
        )
    for source, target, facts in whole.edges(data=True):
        facts["grade"] = edge_grade(graph, source, target)
    return whole


def path_picture(path: LearningPath) -> Picture:
    """Return a picture of the steps of a path, and of what each builds on among them."""
    from kbpivot.graph.edges import GRADES
    from kbpivot.render.drawing.transitive_reduction import implied_edges

    ids = {step.node: f"n{number}" for number, step in enumerate(path.steps, start=1)}
    needs = {
        (need.node, step.node): need for step in path for need in step.needs if need.node in ids
    }
    grade_of = {one: one for one in GRADES}
    grades = {pair: grade_of[need.grade] for pair, need in needs.items()}  # type: ignore[index]
    implied = implied_edges(grades, nodes=list(ids))
    return Picture(
        nodes=tuple(_step_node(step, ids[step.node]) for step in path),
        edges=tuple(
            PictureEdge(
                source=ids[pair[0]],
                target=ids[pair[1]],
                grade=grades[pair],
                implied=pair in implied,
                reasons=tuple(
                    Reason(one.grade, one.path, one.line, one.key, one.reason)
                    for one in need.evidence
                ),
            )
            for pair, need in needs.items()
        ),
    )


def _step_node(step: Step, id_: str) -> PictureNode:
    return PictureNode(
        id=id_,
        key=step.node,
        path=step.path,
        title=one_line(step.title) or one_line(step.node),
        kind="",
        hours=step.hours,
        state=step.state,
        about=False,
        goal=step.goal,
        tracks=(),
        redacted=False,
    )
