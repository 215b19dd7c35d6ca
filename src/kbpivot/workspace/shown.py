"""A workspace in notebooks: its notes as rows, its graph drawn, itself as a table."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from kbpivot.wording import counted, duration

if TYPE_CHECKING:
    from collections.abc import Collection

    from kbpivot.record import Row
    from kbpivot.render.drawing.draw import Drawn
    from kbpivot.render.drawing.html.record import StudyPage
    from kbpivot.render.drawing.picture import Picture
    from kbpivot.workspace.workspace import Workspace

__all__ = ["drawn", "note_rows", "picture_for", "picture_text", "workspace_bundle"]

_WRITTEN = ("stated", "optional")
_DATA = frozenset({"json", "graphml"})


def note_rows(work: Workspace) -> list[Row]:
    """Return the notes as flat rows of plain values: what each is, and what is known of it."""
    from kbpivot.study import node_states

    graph = work.derived.graph
    states = node_states(graph, work.state)
    rows = work.vault.rows()
    for row in rows:
        path = str(row["path"])
        traits = work.traits[path]
        row |= {
            "kind": traits.kind,
            "hours": float(traits.hours),
            "maturity": traits.maturity,
            "in_advice": traits.in_advice,
            "public": path in work.public.named,
            "state": states.get(path, ""),
            "needs": len(graph.pred[path]) if path in graph else 0,
            "needed_by": len(graph.succ[path]) if path in graph else 0,
        }
    return rows


def drawn(
    work: Workspace,
    format_: str,
    *,
    grades: Collection[str],
    goal: str | None,
    around: str | None,
    depth: int,
    public: bool,
    all_edges: bool,
) -> Drawn:
    """Draw the graph of a workspace."""
    from kbpivot.render.drawing.draw import Drawn

    picture, page = picture_for(
        work, format_, grades=grades, goal=goal, around=around, depth=depth, public=public
    )
    text = picture_text(work, picture, format_, public=public, all_edges=all_edges, page=page)
    return Drawn(text, format_)


def picture_for(
    work: Workspace,
    format_: str,
    *,
    grades: Collection[str] = (),
    goal: str | None = None,
    around: str | None = None,
    depth: int = 1,
    public: bool = False,
    show_private: bool = False,
) -> tuple[Picture, StudyPage | None]:
    """Return what a drawing in a format shows, and for html what the page shows beside it.

    Formats for other programs also hold daily notes, indexes and tracks that no edge names.

    Args:
        work: the vault.
        format_: one of the formats of drawings.
        grades: which edges; without any `stated` and `optional`, and in a page those that the
            order of study goes by.
        goal: only this note and what it builds on.
        around: only this note and its neighbours, `depth` steps each way.
        depth: steps to go from `around`.
        public: only what readers of the public notes see.
        show_private: the same notes, private ones by name.
    """
    if format_ == "html":
        from kbpivot.workspace.study_page import study_page

        page = study_page(
            work,
            now=datetime.now().astimezone(),
            goal=goal,
            around=around,
            depth=depth,
            grades=grades or None,
            public=public,
            show_private=show_private,
        )
        return page.picture, page
    from kbpivot.workspace.drawing import graph_picture

    picture = graph_picture(
        work,
        grades=grades or _WRITTEN,
        goal=goal,
        around=around,
        depth=depth,
        public=public,
        show_private=show_private,
        loose=format_ in _DATA,
    )
    return picture, None


def picture_text(
    work: Workspace,
    picture: Picture,
    format_: str,
    *,
    public: bool,
    all_edges: bool,
    source: str | None = None,
    before: str = "",
    page: StudyPage | None = None,
) -> str:
    """Write a picture of a workspace in a format.

    Args:
        work: the vault.
        picture: what to draw.
        format_: one of the formats of drawings.
        public: whether the picture is for readers of the public notes.
        all_edges: also draw edges that others imply.
        source: the note that a Mermaid drawing becomes, if it becomes one.
        before: the canvas that is replaced; its cards stay where they lie.
        page: for a page, what it shows beside the picture.
    """
    if page is not None:
        from kbpivot.workspace.study_page import page_text

        return page_text(work, page, public=public, all_edges=all_edges)
    from kbpivot.render.drawing.canvas import card_places
    from kbpivot.render.drawing.formats import written
    from kbpivot.workspace.drawing import note_text

    def link_text(path: str) -> str:
        return work.vault.link_text(path, source=source or "")

    return written(
        picture,
        format_,
        all_edges=all_edges,
        text=lambda path: note_text(work, path, public=public),
        resolve=lambda link, path: work.vault.resolve(link, source=path),
        vault_name="" if public else work.root.name,
        link_text=None if source is None else link_text,
        places=card_places(before) if before else None,
    )


def workspace_bundle(work: Workspace) -> dict[str, str]:
    """Return what a notebook shows of a workspace."""
    from kbpivot.render.notebook import Sheet, sheet_bundle
    from kbpivot.study import node_states

    graph = work.derived.graph
    states = list(node_states(graph, work.state).values())
    found = work.suggestions(today=datetime.now().astimezone().date(), limit=1)
    rows = [
        *([("Folder", str(work.root))] if work.audience == "me" else ()),
        ("Notes", str(len(work.vault))),
        ("Stated prerequisites", str(sum(map(len, graph.pred.values())))),
        ("Mastered", str(len(work.state.mastered))),
        ("Started", str(len(work.state.started))),
        ("Ready", str(states.count("ready"))),
        ("Public", counted(len(work.public.named), "note")),
    ]
    rows += [("Next", f"{one.title}, {duration(one.hours)}") for one in found]
    return sheet_bundle(Sheet(work.root.name or str(work.root), ("What", "Here"), tuple(rows)))
