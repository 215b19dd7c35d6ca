"""Courses from a syllabus: Markdown lists and tables, playlists as yt-dlp writes them, OPML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from kbpivot.errors import RefusedError
from kbpivot.notes.durations import DURATION, minutes_in, minutes_of
from kbpivot.record import Record
from kbpivot.safe_text import one_line

if TYPE_CHECKING:
    from kbpivot.maps import Map

__all__ = ["Part", "Syllabus", "course_on_map", "read_syllabus"]

_MOST: Final = 500
_NUMBER: Final = re.compile(
    r"^(?:(?:lessons?|lectures?|chapters?|weeks?|units?|modules?|parts?|sections?|sessions?"
    r"|ch\.|no\.)\s*\d{1,3}(?:\s*[.):\-–—|·]\s*|\s+)|\d{1,3}\s*[.):|·]\s*|\d{1,3}\s+[-–—]\s+)"
    r"(?=[^\s\d])",
    re.IGNORECASE,
)
_ITEM: Final = re.compile(
    r"^(?P<indent>[ \t]*)(?:[-*+]|\d+[.)])[ \t]+(?:\[.\][ \t]+)?(?P<words>\S.*)$"
)
_HEADING: Final = re.compile(r"^(?P<level>#{1,6})[ \t]+(?P<words>.+?)[ \t]*#*$")
_LINK: Final = re.compile(
    r"\[(?P<words>[^\[\]]*)\]\((?P<address>[^()\s]*(?:\([^()\s]*\))?[^()\s]*)\)"
)
_WIKILINK: Final = re.compile(
    r"\[\[(?P<target>[^\[\]|#]+)(?:#[^\[\]|]*)?(?:\|(?P<shown>[^\[\]]*))?\]\]"
)
_TEACHES: Final = re.compile(r"^(?:teaches|topics?|concepts?|covers?)\s*:\s*", re.IGNORECASE)
_TIMES: Final = re.compile(r"\b(?:time|length|duration|hours?|minutes?|min)\b", re.IGNORECASE)
_TITLES: Final = re.compile(
    r"\b(?:title|lesson|lecture|chapter|topic|name|session)\b", re.IGNORECASE
)
_TAUGHT: Final = re.compile(r"\b(?:concepts?|teaches|topics|covers?)\b", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"[(\[]\s*[)\]]")
_CLOCK: Final = re.compile(
    r"(?<![\d:])(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,3}):(?P<seconds>[0-5]\d)(?![\d:])"
)


class Part(Record, frozen=True):
    """A lesson or chapter.

    Attributes:
        title: what it is called.
        minutes: how long it takes; None where nothing says.
        address: where it is; may be empty.
        teaches: what it says that it teaches.
    """

    title: str
    minutes: int | None = None
    address: str = ""
    teaches: tuple[str, ...] = ()


class Syllabus(Record, frozen=True):
    """A course.

    Attributes:
        title: what it is called; empty where nothing says.
        parts: its lessons, in order.
        address: where it is; may be empty.
        medium: `course` or `book`.
    """

    title: str
    parts: tuple[Part, ...]
    address: str = ""
    medium: str = "course"


def read_syllabus(data: bytes, *, name: str) -> Syllabus:
    """Read a syllabus, whatever of the known forms it has.

    Args:
        data: the file.
        name: of the file, for messages.

    Raises:
        RefusedError: it is none of them, or lists nothing.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RefusedError(f"{name}:{line}: This is not valid UTF-8.") from None
    plain = text.lstrip()
    if plain.startswith("<"):
        found = _outline(data, name)
    elif plain.startswith("{") or name.lower().endswith(".json"):
        found = _playlist(plain, name)
    else:
        found = _markdown(text)
    parts = tuple(part for part in found.parts if part.title)[:_MOST]
    if not parts:
        raise RefusedError(f"{name} lists no lessons: a list, a table, a playlist or an OPML does.")
    return Syllabus(found.title, parts, found.address, found.medium)


def _clean(words: str) -> str:
    words = _LINK.sub(lambda link: link["words"], words)
    words = _WIKILINK.sub(lambda link: link["shown"] or link["target"], words)
    return one_line(re.sub(r"(\*\*|__|`)", "", words)).strip()


def _part(words: str, *, teaches: Iterable[str] = (), time: str = "") -> Part:
    """A lesson from the words of an item: number and length are taken out of its title."""
    link = _LINK.search(words)
    title = _clean(words)
    minutes = minutes_of(time, unit="") if time else None
    if minutes is None and (clock := _CLOCK.search(time or title)):
        minutes = _clock_minutes(clock)
        title = title if time else title.replace(clock[0], "")
    if minutes is None and not time and (said := _length(title)) is not None:
        minutes, title = said
    title = _NUMBER.sub("", _BRACKETS.sub("", title).strip(" -–—:·,|"))
    return Part(title.strip(" -–—:·,|"), minutes, link["address"] if link else "", tuple(teaches))


def _length(title: str) -> tuple[int, str] | None:
    """The length at the end of a title, or in brackets, and the title without it."""
    for match in reversed(list(DURATION.finditer(title))):
        rest = title[match.end() :].strip(" )].")
        opened = title[: match.start()].rstrip()[-1:]
        if rest and opened not in "([":
            continue
        minutes = minutes_in(match[0])
        if minutes is not None and (not rest or opened in "(["):
            return minutes, title[: match.start()] + title[match.end() :]
    return None


def _clock_minutes(clock: re.Match[str]) -> int:
    hours, minutes, seconds = (int(clock[one] or 0) for one in ("hours", "minutes", "seconds"))
    return max(1, round(hours * 60 + minutes + seconds / 60))


# Markdown -------------------------------------------------------------------------------


def _markdown(text: str) -> Syllabus:
    lines = _body(text)
    title = next((_clean(h["words"]) for line in lines if (h := _HEADING.match(line))), "")
    rows = [line for line in lines if line.lstrip().startswith("|")]
    parts = list(_table(rows)) if len(rows) > 2 else list(_list(lines))
    return Syllabus(title, tuple(parts))


def _body(text: str) -> list[str]:
    """The lines of a text, without properties and code."""
    lines = text.splitlines()
    if lines[:1] == ["---"] and "---" in lines[1:]:
        lines = lines[lines.index("---", 1) + 1 :]
    kept: list[str] = []
    fenced = False
    for line in lines:
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif not fenced:
            kept.append(line)
    return kept


def _list(lines: Iterable[str]) -> Iterator[Part]:
    """The items at the outer level; what stands below one is what it teaches."""
    items = [
        (len(m["indent"].expandtabs(4)), m["words"]) for line in lines if (m := _ITEM.match(line))
    ]
    outer = min((indent for indent, _ in items), default=0)
    groups: list[tuple[str, list[str]]] = []
    for indent, words in items:
        if indent <= outer + 1:
            groups.append((words, []))
        elif groups:
            groups[-1][1].append(words)
    for words, below in groups:
        yield _part(words, teaches=_names(below))


def _names(rows: Iterable[str]) -> list[str]:
    found: list[str] = []
    for row in rows:
        listed = _TEACHES.match(row)
        words = _clean(row[listed.end() :] if listed else row)
        found += re.split(r"\s*[,;]\s*", words) if listed else [words]
    return [one for one in found if one]


def _table(rows: list[str]) -> Iterator[Part]:
    cells = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))] for row in rows
    ]
    head, *body = [row for row in cells if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    titles = [at for at, cell in enumerate(head) if _TITLES.search(cell)]
    times = [at for at, cell in enumerate(head) if _TIMES.search(cell)]
    taught = [at for at, cell in enumerate(head) if _TAUGHT.search(cell) and at not in titles[:1]]
    numbered = re.fullmatch(r"#|no\.?|nr\.?|", head[0], re.IGNORECASE) is not None
    if len(titles) > 1 and all(re.fullmatch(r"[\d.]*", row[titles[0]]) for row in body if row):
        titles = titles[1:]  # "Lesson" is the number, and "Title" the title
    place = titles[0] if titles else int(numbered and len(head) > 1)
    unit = "hours" if times and re.search(r"hour", head[times[0]], re.IGNORECASE) else "minutes"
    for row in body:
        if place >= len(row):
            continue
        time = row[times[0]] if times and times[0] < len(row) else ""
        if re.fullmatch(r"\d+(?:[.,]\d+)?", time):
            time = f"{time} {unit}"
        below = [row[taught[0]]] if taught and taught[0] < len(row) and taught[0] != place else []
        names = [one for cell in below for one in re.split(r"\s*[,;]\s*", _clean(cell)) if one]
        yield _part(row[place], teaches=names, time=time)


# Other forms ----------------------------------------------------------------------------


def _playlist(text: str, name: str) -> Syllabus:
    """A playlist as `yt-dlp -J` writes it, or one entry a line as `yt-dlp -j` does."""
    try:
        found = json.loads(text)
    except RecursionError:
        raise RefusedError(f"{name}: This JSON is nested too deeply.") from None
    except ValueError:
        found = {"entries": list(_json_lines(text, name))}
    if not isinstance(found, dict) or not isinstance(found.get("entries"), list):
        if isinstance(found, dict) and isinstance(found.get("title"), str):
            found = {"entries": [found]}
        else:
            raise RefusedError(f"{name}: This JSON is no playlist as yt-dlp writes it.")
    entries = [one for one in found["entries"] if isinstance(one, dict)]
    first = entries[0] if entries else {}
    title = _said(found, "title") or _said(first, "playlist_title") or _said(first, "playlist")
    return Syllabus(
        one_line(title),
        tuple(map(_video, entries)),
        _said(found, "webpage_url") or _said(first, "playlist_webpage_url"),
    )


def _json_lines(text: str, name: str) -> Iterator[object]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                raise RefusedError(f"{name}:{number}: This is not valid JSON.") from None


def _video(entry: dict[str, object]) -> Part:
    seconds = entry.get("duration")
    known = isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 < seconds < 1e6
    minutes = (
        max(1, round(float(seconds) / 60)) if known and isinstance(seconds, int | float) else None
    )
    title = one_line(_said(entry, "title") or _said(entry, "fulltitle"))
    if title in {"[Private video]", "[Deleted video]"}:
        title = ""
    address = _said(entry, "webpage_url") or _said(entry, "url")
    if not address.startswith("http"):
        address = ""
    return Part(_NUMBER.sub("", title) or title, minutes, address)


def _said(entry: dict[str, object], key: str) -> str:
    value = entry.get(key)
    return value.strip() if isinstance(value, str) else ""


def _outline(data: bytes, name: str) -> Syllabus:
    try:
        # Expat bounds what entities may expand to, and loads nothing from outside.
        root = ET.fromstring(data)  # noqa: S314
    except (ET.ParseError, ValueError, LookupError) as error:
        raise RefusedError(f"{name}: This is not valid XML: {error}.") from None
    title = next((one.text or "" for one in root.iter() if _tag(one) == "title"), "")
    body = next((one for one in root.iter() if _tag(one) == "body"), root)
    outer = [one for one in body if _tag(one) == "outline"]
    if len(outer) == 1 and len(outer[0]):  # one outline around all
        title = title or outer[0].get("text") or ""
        outer = [one for one in outer[0] if _tag(one) == "outline"]
    return Syllabus(one_line(title), tuple(_outlined(one) for one in outer))


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _outlined(one: ET.Element) -> Part:
    said = {key.lower(): value for key, value in one.attrib.items()}
    below = [inner.get("text") or "" for inner in one if _tag(inner) == "outline"]
    part = _part(
        said.get("text") or said.get("title") or "",
        teaches=_names(below),
        time=said.get("duration", ""),
    )
    address = said.get("url") or said.get("htmlurl") or ""
    return Part(part.title, part.minutes, part.address or address, part.teaches)


# The map --------------------------------------------------------------------------------


def course_on_map(field: Map, id_: str) -> Syllabus:
    """Return a course or book of a map by what other entries say that it teaches, and where.

    Args:
        field: the map.
        id_: id of the course or book.

    Raises:
        RefusedError: no entry says where in it to look.
    """
    from kbpivot.maps.sources import sources_of

    one = field.concepts[id_]
    taught: dict[str, list[str]] = {}
    for entry in field.concepts.values():
        for source in entry.source:
            resource, _, place = source.partition(":")
            if resource.strip() == id_ and place.strip() and entry.kind == "concept":
                taught.setdefault(" ".join(place.split()), []).append(entry.name)
    if not taught:
        raise RefusedError(
            f"The map knows {one.name} and none of its lessons; give a file that lists them."
        )
    each = None if one.hours is None else max(1, round(one.hours * 60 / len(taught)))
    places = sorted(
        taught,
        key=lambda place: [
            (0, int(part), "") if part.isdigit() else (1, 0, part)
            for part in re.findall(r"\d+|\D+", place)
        ],
    )
    address = next((source.address for source in sources_of(field, id_) if source.address), "")
    return Syllabus(
        one.name,
        tuple(
            Part(place[:1].upper() + place[1:], each, "", tuple(sorted(taught[place])))
            for place in places
        ),
        address,
        "book" if one.kind == "book" else "course",
    )
