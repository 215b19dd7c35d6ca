"""Lessons of courses as steps: planned nodes between what a course needs and the course itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kbpivot.graph.claims import CLAIMS, NoteClaims
from kbpivot.graph.edges import EdgeFacts, Evidence
from kbpivot.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx

    from kbpivot.model import Lesson
    from kbpivot.vault import Vault

    Graph = nx.DiGraph[str]

__all__ = ["LESSON", "lesson_nodes", "with_lessons", "without_lessons"]

LESSON: Final = "lesson"
"""Attribute of nodes that are lessons: the path of their course."""

_LEAST: Final = 0.25  # hours that a course takes besides its lessons


def lesson_nodes(vault: Vault) -> Iterator[tuple[str, NoteClaims, Lesson]]:
    """Yield the node of each lesson, with its course and what the course says of it."""
    taken = set(vault.paths)
    for course in vault.each(CLAIMS).values():
        for lesson in course.lessons:
            node = f"{one_line(course.title)}: {lesson.number}. {one_line(lesson.title)}"
            while node in taken:
                node += "'"
            taken.add(node)
            yield node, course, lesson


def with_lessons(G: Graph, vault: Vault) -> Graph:
    """Return a graph with the lessons of courses; the graph itself where there are none.

    A lesson comes before its course, behind what the course builds on, and, in the order of the
    list, behind the lesson before. The hours of a course go to its lessons.

    Args:
        G: a prerequisite graph; it stays as it is.
        vault: the notes.
    """
    rows = [row for row in lesson_nodes(vault) if row[1].path in G]
    if not rows:
        return G
    extended = G.copy()
    before: dict[str, str] = {}
    for node, course, lesson in rows:
        path = course.path
        extended.add_node(
            node,
            exists=False,
            title=node,
            kind="other",
            hours=lesson.minutes / 60,
            maturity="planned",
            lesson=path,
            source=f"{path}:{lesson.span.line}",
        )
        part = Evidence("stated", path, lesson.span, "lesson", "lessons")
        extended.add_edges_from([(node, path, EdgeFacts.of((part,)))])
        for need, facts in G.pred[path].items():
            if facts.get("grade", "stated") == "stated" and need != node:
                extended.add_edges_from([(need, node, facts.copy())])
        if path in before:
            order = Evidence("ordered", path, lesson.span, "index", "lessons")
            extended.add_edges_from([(before[path], node, EdgeFacts.of((order,)))])
        before[path] = node
        hours = float(extended.nodes[path].get("hours", 0.0)) - lesson.minutes / 60
        extended.nodes[path]["hours"] = max(hours, _LEAST)
    return extended


def without_lessons(G: Graph) -> Graph:
    """Return the part of a graph that notes and what they name make up."""
    kept = [node for node, facts in G.nodes(data=True) if LESSON not in facts]
    return G if len(kept) == len(G) else G.subgraph(kept)
