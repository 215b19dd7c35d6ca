"""A page to study from: what comes next and why, the stages, every note, and the map.

It is one file that loads nothing from anywhere. Its words and marks go in as data, which a
script draws; without scripts the next step and the notes can be read all the same.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Callable, Mapping
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from kbpivot.render.drawing.html.places import map_data
from kbpivot.render.drawing.html.preview import preview
from kbpivot.render.drawing.html.record import Lane, NextNote, StudyPage
from kbpivot.render.drawing.html.texts import KeptTexts
from kbpivot.render.drawing.picture import PRIVATE_TITLE, Picture, PictureNode, Reason
from kbpivot.render.drawing.svg import ICONS, heading
from kbpivot.render.drawing.theme import GRADE_LOOKS, GRADES, STATE_LOOKS, STATES
from kbpivot.safe_text import one_line, safe_json
from kbpivot.wording import counted, duration

if TYPE_CHECKING:
    from kbpivot.render.markdown import Destination

__all__ = ["KeptTexts", "Lane", "NextNote", "StudyPage", "digest", "html", "page_data", "policy"]

_SLOT: Final = re.compile(r"\{\{(\w+)\}\}")
_SCRIPTS: Final = ("study.js", "stages.js", "note.js", "map.js", "page.js")


def html(
    page: StudyPage | Picture,
    *,
    title: str = "",
    text: Callable[[str], str] | None = None,
    resolve: Callable[[str, str], str | None] | None = None,
    quote_of: Callable[[str, int], str] | None = None,
    vault_name: str = "",
    all_edges: bool = False,
    live: str = "",
    texts: KeptTexts | None = None,
) -> str:
    """Write a study page as one self-contained file.

    Args:
        page: what to show; of a picture alone, its notes in its own order. In one made for the
            public, links to private notes lose their words, and only texts of notes it names
            are asked for. What a public text says in its own prose stands as it was published.
        title: heading of the page.
        text: the text of a note, by its path; None leaves texts out.
        resolve: where a linkpath in the note at a path leads, called as
            `resolve(linkpath, path)`; None when there is no such note.
        quote_of: the words at a path and line that say that a note needs another; "" where they
            are not to be told.
        vault_name: name of the vault in Obsidian; adds links that open each note there.
        all_edges: also draw edges that others imply.
        live: a script of a server that shows the page, run before the page's own. It may set
            `kbpivot.act`, which is then called with what the person does, and
            `kbpivot.read`, called with the note to open in Obsidian, and call
            `kbpivot.update` with new data. The page may then speak to the server it came from.
        texts: what was rendered for the page before, of a page that is made again and again.
    """
    study = page if isinstance(page, StudyPage) else StudyPage(page)
    drawn = study.picture
    name = one_line(title) or _heading(drawn)
    description = _description(study)
    data = page_data(
        study,
        title=name,
        text=text,
        resolve=resolve,
        quote_of=quote_of,
        vault_name=vault_name,
        all_edges=all_edges,
        live=bool(live),
        texts=texts,
    )
    return _filled(
        _file("page.html"),
        policy=policy(live),
        title=escape(name),
        description=escape(description),
        preview=preview(study),
        style=_style(),
        symbols=_symbols(),
        plain=_plain(study),
        tracks=_tracks(drawn),
        **_packed(data),
        scripts="".join(f"<script>{one}</script>\n" for one in _scripts(live)),
    )


def policy(live: str = "") -> str:
    """Return the content policy of a page: its own scripts and style, and nothing from elsewhere.

    Args:
        live: a script of a server that shows it; the page may then speak to that server.
    """
    speak = " connect-src 'self';" if live else ""
    return (
        f"default-src 'none'; script-src {' '.join(map(digest, _scripts(live)))};"
        f" style-src {digest(_style())};{speak} base-uri 'none'; form-action 'none'"
    )


def _style() -> str:
    return _filled(
        _file("page.css").replace("/*{{", "{{").replace("}}*/", "}}"),
        light=_colours(dark=False),
        dark=_colours(dark=True),
    )


def _scripts(live: str) -> list[str]:
    script = '"use strict";\n(() => {\n' + "".join(map(_file, _SCRIPTS)) + "})();\n"
    return [live, script] if live else [script]


def _tracks(drawn: Picture) -> str:
    names = sorted({track for node in drawn.nodes for track in node.tracks})
    return "".join(f"<option>{escape(name)}</option>" for name in names)


_LARGE: Final = 1_000_000
"""Characters of data from which on they are packed, since a page is sent about."""


def _packed(data: dict[str, object]) -> dict[str, str]:
    """The data of a page and their media type: JSON, or of much text that as a zlib stream."""
    text = safe_json(data)
    if len(text) < _LARGE:
        return {"data": safe_json(data, markup=True), "data_type": "application/json"}
    packed = base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")
    return {"data": packed, "data_type": "application/zlib"}


def _heading(picture: Picture) -> str:
    return heading(picture) if picture.about is not None else "What to study next"


def _description(study: StudyPage) -> str:
    """What the page is about in a sentence, for those who are sent its address."""
    notes = study.picture.nodes
    known = sum(node.state == "mastered" for node in notes)
    said = f"{counted(len(notes), 'note')}, {known:,} known."
    return f"{said} Next: {study.suggestions[0].title}." if study.suggestions else said


def _plain(study: StudyPage) -> str:
    """The next step and the notes in order, for readers without scripts."""
    rows: list[str] = []
    if study.suggestions:
        first = study.suggestions[0]
        rows.append(f"<p><strong>Study next: {escape(first.title)}</strong></p>")
        rows.append(f"<p>{escape(first.why)}</p>")
    rows += [f"<p>{escape(sentence)}</p>" for sentence in study.said]
    nodes = {node.id: node for node in study.picture.nodes}
    order = [*study.order, *(one for one in nodes if one not in set(study.order))]
    rows.append("<ol>")
    rows += [
        f'<li dir="auto"><span class="title">{escape(nodes[one].title)}</span>, {nodes[one].state},'
        f" {duration(nodes[one].hours)}</li>"
        for one in order
    ]
    rows.append("</ol>")
    return "".join(rows)


def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _filled(template: str, **values: str) -> str:
    """Fill `{{name}}` in one pass, so that a value with braces in it stays as it is."""
    return _SLOT.sub(lambda match: values[match[1]], template)


def digest(source: str) -> str:
    """Return what a content policy calls a script or a style by."""
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _colours(*, dark: bool) -> str:
    rules = []
    for state, look in STATE_LOOKS.items():
        fill, stroke, ink = look.dark if dark else (look.fill, look.stroke, look.ink)
        rules.append(f".{state} {{ --fill: {fill}; --line: {stroke}; --text: {ink}; }}")
    for grade, edge in GRADE_LOOKS.items():
        if grade in ("mapped", "inferred"):
            colour = edge.dark if dark else edge.stroke
            rules.append(f".edge.{grade}, .chain.{grade} {{ stroke: {colour}; }}")
    return "\n".join(rules)


def _symbols() -> str:
    signs = "".join(f'<g id="sign-{state}" class="{state}">{ICONS[state]}</g>' for state in STATES)
    return f"<defs>{signs}</defs>"


def page_data(
    study: StudyPage,
    *,
    title: str = "",
    text: Callable[[str], str] | None = None,
    resolve: Callable[[str, str], str | None] | None = None,
    quote_of: Callable[[str, int], str] | None = None,
    vault_name: str = "",
    all_edges: bool = False,
    live: bool = False,
    texts: KeptTexts | None = None,
) -> dict[str, object]:
    """Return what the page's script draws; the arguments are those of `html`."""
    drawn = study.picture
    ids = drawn.ids
    render = _rendered if texts is None else texts.page(ids)
    by_grade = {edge.grade for edge in drawn.edges}
    return {
        "title": title or _heading(drawn),
        "live": live,
        "heading": "" if drawn.goal is None else drawn.goal.title,
        "toward": study.toward,
        "nodes": [
            _node(drawn, ids, node, study, text, resolve, vault_name, render)
            for node in drawn.nodes
        ],
        "edges": [
            {
                "a": edge.source,
                "b": edge.target,
                "grade": edge.grade,
                **({"implied": True} if edge.implied and not all_edges else {}),
                "reasons": [_reason(reason, quote_of) for reason in edge.reasons],
            }
            for edge in drawn.edges
        ],
        "order": study.order,
        "next": [
            {
                "id": one.id,
                "title": one.title,
                "time": duration(one.hours),
                "source": one.source,
                "why": one.why,
            }
            for one in study.suggestions
        ],
        "said": study.said,
        "lanes": [lane.as_dict() for lane in study.lanes],
        "way": study.on_way,
        "week": study.weekly_hours,
        "meanings": {state: _sentence(STATE_LOOKS[state].meaning) for state in STATES},
        "grades": {
            grade: {"meaning": GRADE_LOOKS[grade].meaning, "dash": GRADE_LOOKS[grade].dash}
            for grade in GRADES
            if grade in by_grade
        },
        "map": map_data(drawn, all_edges=all_edges),
    }


def _reason(
    reason: Reason, quote_of: Callable[[str, int], str] | None
) -> dict[str, str | int | None]:
    words = one_line(reason.words)
    said: dict[str, str | int | None] = {
        "path": reason.path,
        "line": reason.line,
        "words": words,
        "grade": reason.grade,
    }
    if quote_of is not None and reason.path and reason.line and reason.grade != "inferred":
        quoted = one_line(quote_of(reason.path, reason.line))
        if quoted:
            said["quote"] = quoted
    return said


def _node(
    drawn: Picture,
    ids: Mapping[str, str],
    node: PictureNode,
    study: StudyPage,
    text: Callable[[str], str] | None,
    resolve: Callable[[str, str], str | None] | None,
    vault_name: str,
    render: Callable[[str, Callable[[str], Destination]], str],
) -> dict[str, object]:
    facts: dict[str, object] = {
        "id": node.id,
        "key": node.key,
        "title": node.title,
        "path": node.path,
        "state": node.state,
        "hours": duration(node.hours),
        "minutes": round(node.hours * 60),
    }
    if node.kind not in ("", "other"):
        facts["kind"] = node.kind
    for name, said in (
        ("about", node.about),
        ("goal", node.goal),
        ("private", node.redacted),
        ("met", node.id in study.met),
    ):
        if said:
            facts[name] = True
    if node.tracks:
        facts["tracks"] = node.tracks
    if node.path is not None:
        if vault_name:
            facts["open"] = _obsidian_url(vault_name, node.path)
        if text is not None:
            facts["text"] = _text(drawn, ids, node, text(node.path), resolve, render)
    return facts


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _obsidian_url(vault_name: str, path: str) -> str:
    encoded = [quote(part.encode("utf-8", "surrogatepass"), safe="") for part in (vault_name, path)]
    return f"obsidian://open?vault={encoded[0]}&file={encoded[1]}"


def _rendered(text: str, destination: Callable[[str], Destination]) -> str:
    from kbpivot.render.markdown import markdown

    return markdown(text, destination=destination)


def _text(
    picture: Picture,
    ids: Mapping[str, str],
    node: PictureNode,
    source: str,
    resolve: Callable[[str, str], str | None] | None,
    render: Callable[[str, Callable[[str], Destination]], str],
) -> str:
    from kbpivot.render.markdown import Destination

    path = node.path or ""

    def destination(linkpath: str) -> Destination:
        target = resolve(linkpath, path) if resolve is not None else None
        if target is None:
            return Destination(ids.get(linkpath))
        if picture.public is not None and target not in picture.public:
            return Destination(name=PRIVATE_TITLE)
        return Destination(ids.get(target))

    page = render(source, destination)
    # The page has said the title already.
    return page.removeprefix(f"<h3>{escape(node.title, quote=False)}</h3>").lstrip()
