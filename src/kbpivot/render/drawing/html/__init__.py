"""A picture as one web page that works offline: a map to walk about in, with every note's text."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from html import escape
from importlib import resources
from typing import Final
from urllib.parse import quote

from kbpivot.render.drawing.picture import PRIVATE_TITLE, Picture, PictureNode
from kbpivot.render.drawing.svg import BOX_HEIGHT, BOX_WIDTH, ICONS, Drawing, drawing, heading
from kbpivot.render.drawing.theme import GRADE_LOOKS, GRADES, STATE_LOOKS, STATES
from kbpivot.safe_text import one_line, safe_json
from kbpivot.wording import duration

__all__ = ["html"]

_MANY: Final = 150  # edges; more are drawn paler, so that the boxes stand out
_SLOT: Final = re.compile(r"\{\{(\w+)\}\}")


def html(
    picture: Picture,
    *,
    title: str = "",
    text: Callable[[str], str] | None = None,
    resolve: Callable[[str, str], str | None] | None = None,
    vault_name: str = "",
    all_edges: bool = False,
) -> str:
    """Write a picture as one self-contained page that loads nothing from anywhere.

    Args:
        picture: what to show. In one made for the public, links to private notes lose their
            words, and only texts of notes it names are asked for. What a public text says in its
            own prose stands as it was published.
        title: heading of the page.
        text: the text of a note, by its path; None leaves texts out.
        resolve: where a linkpath in the note at a path leads, called as
            `resolve(linkpath, path)`; None when there is no such note.
        vault_name: name of the vault in Obsidian; adds links that open each note there.
        all_edges: also draw edges that others imply.
    """
    drawn = drawing(picture, all_edges=all_edges, interactive=True)
    name = one_line(title) or heading(picture)
    style = _filled(
        _file("page.css").replace("/*{{", "{{").replace("}}*/", "}}"),
        light=_colours(dark=False),
        dark=_colours(dark=True),
    )
    script = _file("page.js")
    policy = (
        f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)};"
        " base-uri 'none'; form-action 'none'"
    )
    tracks = sorted({track for node in picture.nodes for track in node.tracks})
    return _filled(
        _file("page.html"),
        policy=policy,
        title=escape(name),
        style=style,
        script=script,
        symbols=_symbols(),
        summary=escape(_summary(picture)),
        chips=_chips(picture),
        no_tracks="" if tracks else " hidden",
        tracks="".join(f"<option>{escape(track)}</option>" for track in tracks),
        width=f"{drawn.width:g}",
        height=f"{drawn.height:g}",
        drawing=drawn.body,
        lines=_lines(picture, drawn, all_edges=all_edges),
        many="many" if len(picture.drawn_edges(all_edges=all_edges)) > _MANY else "",
        list="".join(_row(node) for node in picture.nodes),
        data=safe_json(
            _data(picture, gap=drawn.gap, text=text, resolve=resolve, vault_name=vault_name),
            markup=True,
        ),
    )


def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _filled(template: str, **values: str) -> str:
    """Fill `{{name}}` in one pass, so that a value with braces in it stays as it is."""
    return _SLOT.sub(lambda match: values[match[1]], template)


def _digest(source: str) -> str:
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _colours(*, dark: bool) -> str:
    rules = []
    for state, look in STATE_LOOKS.items():
        fill, stroke, ink = look.dark if dark else (look.fill, look.stroke, look.ink)
        rules.append(f".{state} {{ --fill: {fill}; --line: {stroke}; --text: {ink}; }}")
    return "\n".join(rules)


def _symbols() -> str:
    signs = "".join(f'<g id="sign-{state}" class="{state}">{ICONS[state]}</g>' for state in STATES)
    return f"<defs>{signs}</defs>"


def _sign(node: PictureNode) -> str:
    return (
        f'<svg class="sign {node.state}" viewBox="-9 -9 18 18" aria-hidden="true">'
        f'<use href="#sign-{node.state}"/></svg>'
    )


def _summary(picture: Picture) -> str:
    mastered = sum(node.state == "mastered" for node in picture.nodes)
    hours = sum(node.hours for node in picture.nodes if node.state != "mastered")
    notes = len(picture.nodes)
    return (
        f"{notes} note{'' if notes == 1 else 's'} · {mastered} mastered · {duration(hours)} to go"
    )


def _chips(picture: Picture) -> str:
    chips = []
    for state in STATES:
        count = sum(node.state == state for node in picture.nodes)
        if count:
            chips.append(
                f'<label class="chip {state}" title="{STATE_LOOKS[state].meaning}">'
                f'<input type="checkbox" value="{state}" checked><span>'
                f'<svg class="sign {state}" viewBox="-9 -9 18 18" aria-hidden="true">'
                f'<use href="#sign-{state}"/></svg>{state} {count}</span></label>'
            )
    return "".join(chips)


def _lines(picture: Picture, drawn: Drawing, *, all_edges: bool) -> str:
    edges = picture.drawn_edges(all_edges=all_edges)
    items = []
    for grade in GRADES:
        if any(edge.grade == grade for edge in edges):
            look = GRADE_LOOKS[grade]
            dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
            items.append(
                '<li><svg viewBox="0 0 36 8" aria-hidden="true">'
                f'<path class="edge {grade}" d="M0 4H34" stroke-width="{look.weight}"{dash}'
                f' marker-end="url(#tip-{grade})"/></svg>{look.meaning}</li>'
            )
    if drawn.circles:
        items.append(
            '<li><svg viewBox="0 0 36 8" aria-hidden="true">'
            '<path class="edge back" d="M0 4H34" stroke-width="1.5"/></svg>closes a circle</li>'
        )
    if not items and len(picture.nodes) > 1:
        items.append("<li>No lines: no note here says what it needs.</li>")
    return "".join(items)


def _row(node: PictureNode) -> str:
    goal = " goal" if node.about else ""
    return (
        f'<li><button type="button" class="row{goal}" data-node="{node.id}">{_sign(node)}'
        f'<span class="title">{escape(node.title)}<span class="unseen">, {node.state}</span></span>'
        f'<span class="hours">{duration(node.hours)}</span></button></li>'
    )


def _data(
    picture: Picture,
    *,
    gap: float,
    text: Callable[[str], str] | None,
    resolve: Callable[[str, str], str | None] | None,
    vault_name: str,
) -> dict[str, object]:
    nodes: list[dict[str, object]] = []
    for node in picture.nodes:
        facts: dict[str, object] = {
            "id": node.id,
            "key": node.key,
            "title": node.title,
            "path": node.path,
            "state": node.state,
            "hours": duration(node.hours),
            "kind": node.kind,
            "about": node.about,
            "goal": node.goal,
            "tracks": node.tracks,
        }
        if node.path is not None:
            if vault_name:
                facts["open"] = _obsidian_url(vault_name, node.path)
            if text is not None:
                facts["text"] = _text(picture, node, text(node.path), resolve)
        nodes.append(facts)
    return {
        "box": {"width": BOX_WIDTH, "height": BOX_HEIGHT, "gap": gap},
        "meanings": {state: _sentence(STATE_LOOKS[state].meaning) for state in STATES},
        "nodes": nodes,
        "edges": [
            {
                "a": edge.source,
                "b": edge.target,
                "grade": edge.grade,
                "reasons": [
                    {
                        "path": reason.path,
                        "line": reason.line,
                        "words": one_line(reason.words),
                        "grade": reason.grade,
                    }
                    for reason in edge.reasons
                ],
            }
            for edge in picture.edges
        ],
    }


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _obsidian_url(vault_name: str, path: str) -> str:
    encoded = [quote(part.encode("utf-8", "surrogatepass"), safe="") for part in (vault_name, path)]
    return f"obsidian://open?vault={encoded[0]}&file={encoded[1]}"


def _text(
    picture: Picture,
    node: PictureNode,
    source: str,
    resolve: Callable[[str, str], str | None] | None,
) -> str:
    from kbpivot.render.markdown import Destination, markdown

    ids = picture.ids
    path = node.path or ""

    def destination(linkpath: str) -> Destination:
        target = resolve(linkpath, path) if resolve is not None else None
        if target is None:
            return Destination(ids.get(linkpath))
        if picture.public is not None and target not in picture.public:
            return Destination(name=PRIVATE_TITLE)
        return Destination(ids.get(target))

    page = markdown(source, destination=destination)
    # The page has said the title already.
    return page.removeprefix(f"<h3>{escape(node.title, quote=False)}</h3>").lstrip()
