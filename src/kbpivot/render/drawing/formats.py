"""The formats in which a picture can be written, each by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

if TYPE_CHECKING:
    from kbpivot.render.drawing.picture import Picture

__all__ = ["FORMATS", "Format", "written"]

Format: TypeAlias = Literal["text", "json", "mermaid", "dot", "graphml", "canvas", "html", "svg"]
FORMATS: Final[tuple[str, ...]] = get_args(Format)


def written(
    picture: Picture,
    format_: str,
    *,
    all_edges: bool = False,
    title: str = "",
    text: Callable[[str], str] | None = None,
    resolve: Callable[[str, str], str | None] | None = None,
    vault_name: str = "",
    link_text: Callable[[str], str] | None = None,
    places: Mapping[str, tuple[float, float]] | None = None,
) -> str:
    """Write a picture in one of `FORMATS`.

    Args:
        picture: what to show.
        format_: the format.
        all_edges: also draw edges that others imply; json and graphml carry every edge.
        title: heading of a page, or what an SVG is of.
        text: the text of a note by its path, for a page.
        resolve: where a linkpath in the note at a path leads, for a page.
        vault_name: name of the vault in Obsidian, for a page that opens notes there.
        link_text: what a link to a path is written as, for Mermaid in a note.
        places: where cards of a canvas lie already.

    Raises:
        ValueError: there is no such format.
    """
    match format_:
        case "json":
            from kbpivot.render.drawing.nodelink import nodelink

            return nodelink(picture)
        case "graphml":
            from kbpivot.render.drawing.graphml import graphml

            return graphml(picture)
        case "mermaid":
            from kbpivot.render.drawing.mermaid import mermaid

            return mermaid(picture, all_edges=all_edges, link_text=link_text)
        case "dot":
            from kbpivot.render.drawing.dot import dot

            return dot(picture, all_edges=all_edges)
        case "canvas":
            from kbpivot.render.drawing.canvas import canvas

            return canvas(picture, all_edges=all_edges, places=places or {})
        case "svg":
            from kbpivot.render.drawing.svg import svg

            return svg(picture, title=title, all_edges=all_edges)
        case "html":
            from kbpivot.render.drawing.html import html

            return html(
                picture,
                title=title,
                text=text,
                resolve=resolve,
                vault_name=vault_name,
                all_edges=all_edges,
            )
        case "text":
            from kbpivot.render.drawing.tree import tree

            return tree(picture, all_edges=all_edges)
    raise ValueError(f"A drawing has no format {format_!r}; there are {', '.join(FORMATS)}.")
