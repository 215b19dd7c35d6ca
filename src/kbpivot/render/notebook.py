"""What a notebook shows for a result: a table as HTML and as text, and a picture as SVG.

Colours and type are the notebook's own, so that a table fits a light page and a dark one. All
words of notes are escaped; a picture is an image, in which nothing can run.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from functools import singledispatch
from html import escape
from typing import TYPE_CHECKING, Final

from kbpivot.graph.digraph import PrerequisiteGraph
from kbpivot.publish.gap import Gaps
from kbpivot.record import Record, Records, Row
from kbpivot.render.drawing.draw import Drawn, graph_drawing, path_picture
from kbpivot.render.drawing.formats import written
from kbpivot.render.text import Lines
from kbpivot.safe_text import one_line
from kbpivot.study.next import Suggestions
from kbpivot.study.path import LearningPath
from kbpivot.study.plan import Plan
from kbpivot.vault import Vault
from kbpivot.wording import counted, day_words, duration, named

if TYPE_CHECKING:
    from kbpivot.render.drawing.picture import Picture

__all__ = ["Sheet", "bundle", "sheet_bundle"]

_MOST_ROWS: Final = 40
_MOST_BOXES: Final = 120
_SHORT: Final = 24  # characters
_LINE: Final = "1px solid rgba(128,128,128,.35)"
_CELL: Final = "padding:.25em .8em;vertical-align:top;text-align:"
_FRAME: Final = "overflow:auto;max-height:36em;margin:.4em 0"
_KINDS: Final = {"svg": "image/svg+xml", "html": "text/html", "mermaid": "text/vnd.mermaid"}


class Sheet(Record, frozen=True):
    """A table with what is said above and below it.

    Attributes:
        heading: what it is.
        columns: what stands above each column; a `>` before it puts numbers to the right.
        rows: the cells.
        remarks: sentences above the table.
        picture: an SVG.
    """

    heading: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    remarks: tuple[str, ...] = ()
    picture: str = ""


def bundle(shown: object) -> dict[str, str]:
    """Return what a notebook shows, by the kind of its content."""
    if isinstance(shown, Drawn):
        return _drawn_bundle(shown)
    return sheet_bundle(_sheet(shown))


def sheet_bundle(sheet: Sheet) -> dict[str, str]:
    """Return a table as HTML and text, and its picture as SVG where it has one."""
    found = {"text/plain": _text(sheet), "text/html": _html(sheet)}
    if sheet.picture:
        found["image/svg+xml"] = sheet.picture
    return found


def _drawn_bundle(drawn: Drawn) -> dict[str, str]:
    text = str(drawn)
    found = {"text/plain": text}
    if drawn.written_as == "svg":
        found |= {"image/svg+xml": text, "text/html": _image(text)}
    elif drawn.written_as == "html":
        # The page may move about in its frame, and reach nothing outside of it.
        found["text/html"] = (
            f'<iframe sandbox="allow-scripts" srcdoc="{escape(text)}"'
            ' style="width:100%;height:36em;border:0"></iframe>'
        )
    elif drawn.written_as in _KINDS:
        found[_KINDS[drawn.written_as]] = text
    return found


# Words of HTML --------------------------------------------------------------------------


def _html(sheet: Sheet) -> str:
    parts = [f"<div><p><strong>{_word(sheet.heading)}</strong></p>"]
    parts += [f"<p>{_word(remark)}</p>" for remark in sheet.remarks]
    if sheet.picture:
        parts.append(_image(sheet.picture))
    if sheet.rows:
        names = [(one.lstrip(">"), _side(one)) for one in sheet.columns]
        head = "".join(
            f'<th scope="col" style="{_CELL}{side};border-bottom:{_LINE}">{_word(name)}</th>'
            for name, side in names
        )
        body = "".join(
            "<tr>"
            + "".join(
                f'<td style="{_CELL}{side}{_wrapping(cell)}">{_word(cell)}</td>'
                for cell, (_, side) in zip(row, names, strict=True)
            )
            + "</tr>"
            for row in sheet.rows[:_MOST_ROWS]
        )
        parts.append(
            f'<table style="border-collapse:collapse"><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table>"
        )
    parts += [f"<p>{_word(rest)}</p>" for rest in _rest(sheet)]
    return "".join(parts) + "</div>"


def _word(text: str) -> str:
    return escape(one_line(text))


def _wrapping(cell: str) -> str:
    """Keep a short cell on one line, so that the long ones share what room there is."""
    return ";white-space:nowrap" if len(cell) <= _SHORT else ""


def _side(column: str) -> str:
    return "right" if column.startswith(">") else "left"


def _image(svg: str) -> str:
    data = b64encode(svg.encode("utf-8", "replace")).decode("ascii")
    return (
        f'<div style="{_FRAME}"><img alt="" style="max-width:none"'
        f' src="data:image/svg+xml;base64,{data}"></div>'
    )


def _rest(sheet: Sheet) -> list[str]:
    more = len(sheet.rows) - _MOST_ROWS
    return [f"… and {more} more; .rows() has all."] if more > 0 else []


def _text(sheet: Sheet) -> str:
    lines = Lines()
    lines.wrap(sheet.heading)
    for remark in sheet.remarks:
        lines.wrap(remark)
    if sheet.rows:
        right = "".join("r" if one.startswith(">") else " " for one in sheet.columns)
        rows = (sheet.columns, *sheet.rows[:_MOST_ROWS])
        lines.table(
            [tuple(cell.lstrip(">") for cell in row) for row in rows[:1]] + list(rows[1:]),
            indent=2,
            right=right,
        )
    for rest in _rest(sheet):
        lines.wrap(rest)
    return lines.text().plain


# Results --------------------------------------------------------------------------------


@singledispatch
def _sheet(shown: object) -> Sheet:
    raise TypeError(f"A notebook shows no {type(shown).__name__}.")


@_sheet.register
def _suggestions(shown: Suggestions) -> Sheet:
    if not shown:
        reached = "You have everything towards it." if shown.reached else ""
        return Sheet("Nothing to suggest", remarks=tuple(filter(None, (reached,))))
    return Sheet(
        f"What to study next toward {shown.toward}" if shown.toward else "What to study next",
        ("Note", ">Time", "Why"),
        tuple(
            (
                one.title,
                duration(one.hours),
                " ".join(reason.message for reason in one.reasons),
            )
            for one in shown
        ),
    )


@_sheet.register
def _path(shown: LearningPath) -> Sheet:
    titles = {step.node: step.title for step in shown}
    goals = [titles.get(goal, goal.rpartition("/")[2].removesuffix(".md")) for goal in shown.goals]
    if not shown:
        return Sheet(f"The path to {named(goals)}", remarks=("Nothing is left to learn.",))
    steps = counted(len(shown), "step")
    return Sheet(
        f"The path to {named(goals)}: {steps}, {duration(shown.hours)}",
        (">", "Note", "State", ">Time", "Builds on"),
        tuple(
            (
                str(number),
                f"{step.title} (goal)" if step.goal else step.title,
                step.state,
                duration(step.hours),
                named([need.title for need in step.needs if not need.met]),
            )
            for number, step in enumerate(shown, start=1)
        ),
        picture=_svg(path_picture(shown)),
    )


@_sheet.register
def _plan(shown: Plan) -> Sheet:
    finish = shown.finish
    said = [] if finish.p50 is None else [f"Probably done by {day_words(finish.p50)}"]
    if said and finish.p80 is not None and finish.p80 != finish.p50:
        said = [f"{said[0]}, with some delay by {day_words(finish.p80)}"]
    if shown.left_out:
        said.append(f"{counted(len(shown.left_out), 'step')} left out by the deadline")
    return Sheet(
        f"A plan of {counted(len(shown.weeks), 'week')}, {duration(shown.minutes / 60)} of study",
        ("Week from", "What", ">Time"),
        tuple(
            (
                day_words(week.start) if item is week.items[0] else "",
                _item_words(item.title, item.kind, item.part, item.parts),
                duration(item.minutes / 60),
            )
            for week in shown.weeks
            for item in week.items
        ),
        remarks=tuple(f"{one}." for one in said),
    )


def _item_words(title: str, kind: str, part: int, parts: int) -> str:
    if kind == "review":
        return f"review: {title}"
    return title if parts == 1 else f"{title} ({part} of {parts})"


@_sheet.register
def _gaps(shown: Gaps) -> Sheet:
    if not shown:
        return Sheet("No gaps")
    return Sheet(
        counted(len(shown), "gap"),
        ("Kind", "Where", "What is lacking", ">Notes behind it"),
        tuple(
            (one.kind, f"{one.path}:{one.line}", one.message, str(len(one.needed_by)))
            for one in shown
        ),
    )


@_sheet.register
def _records(shown: Records) -> Sheet:  # type: ignore[type-arg]
    rows = shown.rows()
    return _row_sheet(counted(len(rows), "row") if rows else "Nothing here", rows)


def _row_sheet(heading: str, rows: Sequence[Row]) -> Sheet:
    """Rows as they are, without the columns in which nothing stands."""
    keys = [key for key in (rows[0] if rows else ()) if any(_cell(row[key]) for row in rows)]
    return Sheet(
        heading,
        tuple(f">{key}" if isinstance(rows[0][key], int | float) else key for key in keys),
        tuple(tuple(_cell(row[key]) for key in keys) for row in rows),
    )


def _cell(value: str | float) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return "" if value != value else f"{value:g}"  # noqa: PLR0124 - not a number
    return str(value)


@_sheet.register
def _vault(shown: Vault) -> Sheet:
    folders = Counter(path.rpartition("/")[0] for path in shown)
    links = sum(1 for _ in shown.all_links())
    said = f"{counted(links, 'link')}, {len(shown.unresolved())} of them to no file"
    return Sheet(
        f"A vault of {counted(len(shown), 'note')}",
        ("Folder", ">Notes"),
        tuple((folder or "/", str(number)) for folder, number in sorted(folders.items())),
        remarks=(f"{said}; {counted(len(shown.files), 'other file')}.",),
    )


@_sheet.register
def _graph(shown: PrerequisiteGraph) -> Sheet:
    grades = Counter(str(facts.get("grade", "stated")) for _, _, facts in shown.edges(data=True))
    joined = [node for node in shown if shown.pred[node] or shown.succ[node]]
    drawn = _svg(graph_drawing(shown.subgraph(joined))) if len(joined) <= _MOST_BOXES else ""
    if drawn:
        said = "States are those of a beginner; Workspace.draw knows what you know."
    else:
        said = "Too large to draw here; kb.draw(graph, goal=…) draws a part." if joined else ""
    return Sheet(
        f"A graph of {counted(len(shown), 'node')} and {counted(shown.number_of_edges(), 'edge')}",
        ("Grade", ">Edges"),
        tuple((grade, str(number)) for grade, number in sorted(grades.items())),
        remarks=tuple(filter(None, (said,))),
        picture=drawn,
    )


def _svg(shown: Picture) -> str:
    return written(shown, "svg") if 0 < len(shown.nodes) <= _MOST_BOXES else ""
