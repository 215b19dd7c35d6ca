"""What a map must keep to be a reference work, beyond being readable at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from kbpivot.errors import KbpivotError
from kbpivot.maps.canonical import canonical
from kbpivot.maps.parse import Reader, near_hint, parse_map, way_down
from kbpivot.maps.records import Concept, Map
from kbpivot.maps.spelling import name_key
from kbpivot.model import Diagnostic

__all__ = ["LEAST_CONCEPTS", "arxiv_year", "map_faults"]

LEAST_CONCEPTS: Final = 40
"""Concepts an area has at least; a smaller one belongs to another."""

_RESOURCES: Final = ("course", "book", "repository")
_ARXIV: Final = re.compile(r"(\d\d)(0[1-9]|1[0-2])\.(\d{4,5})")
_OLD_ARXIV: Final = re.compile(r"[a-z-]+(?:\.[A-Z]{2})?/(\d\d)(?:0[1-9]|1[0-2])\d{3}")
_DOI: Final = re.compile(r"doi:10\.\d{4,9}/\S+")
_ADDRESS: Final = re.compile(r"https://[^\s/]+\.[^\s/]+(?:/\S*)?")
_PLACE: Final = re.compile(r"([a-z0-9-]+): \S.*")
_EMPTY_SAYING: Final = re.compile(r"(?:Understand|Learn|Know|Be familiar)\b")


def map_faults(
    texts: Mapping[str, str], *, roots: Collection[str], least: int = LEAST_CONCEPTS
) -> tuple[Diagnostic, ...]:
    """Hold the files of a map against every rule of a reference work.

    Acyclic; no unknown id; no need that another need implies; no name twice; ids of papers well
    formed and of the paper's year; hours 0.25 to 40; a source for every entry and a reason of its
    own for every need; a way from every entry down to a root; areas of some size; canonical form.

    Args:
        texts: text of each file by path.
        roots: ids of the entries that need nothing.
        least: concepts an area has at least.

    Returns:
        The faults by file and line.
    """
    reader = Reader()
    field = parse_map(texts, name="map", reader=reader)
    for id_ in field.order:
        for keys, message in _entry_faults(field.concepts[id_], field):
            reader.tell_of(id_, *keys, message=f"{id_}: {message}")
        for keys, message in _graph_faults(field.concepts[id_], field, roots):
            reader.tell_of(id_, *keys, message=f"{id_}: {message}")
    _tell_reasons(field, reader)
    _tell_areas(field, least, reader)
    for id_ in sorted(set(roots) - field.concepts.keys()):
        reader.tell(min(texts, default=""), None, f"The root {id_!r} is missing.")
    for path in sorted(texts):
        _tell_form(path, texts[path], reader)
    return tuple(
        sorted(reader.found, key=lambda d: (d.path, d.span.start if d.span else -1, d.message))
    )


def arxiv_year(id_: str) -> int | None:
    """Return the year of an arXiv id, None when it is no id.

    >>> arxiv_year("2106.09685"), arxiv_year("cs.CL/0306050"), arxiv_year("1706.0376")
    (2021, 2003, None)
    """
    if found := _ARXIV.fullmatch(id_):
        month = int(found[1] + found[2])
        digits = 4 if month < 1501 else 5
        return 2000 + int(found[1]) if month >= 704 and len(found[3]) == digits else None
    if found := _OLD_ARXIV.fullmatch(id_):
        year = int(found[1])
        return 1900 + year if year > 90 else 2000 + year
    return None


_Faults = Iterator[tuple[tuple[str, ...], str]]


def _entry_faults(one: Concept, field: Map) -> _Faults:
    if not one.says:
        yield ("says",), "it does not say what one can do with it"
    elif not one.says.endswith((".", "?", "!")):
        yield ("says",), "says is no whole sentence"
    elif _EMPTY_SAYING.match(one.says):
        yield ("says",), f"{one.says.split()[0]!r} says nothing: name what one can do or explain"
    if one.hours is None or not 0.25 <= one.hours <= 40:
        yield ("hours",), f"hours are 0.25 to 40, not {one.hours}"
    if one.year and not 1950 <= one.year <= 2100:
        yield ("year",), f"{one.year} is no year from 1950 on; 0 stands for what is older"
    keys = [name_key(name) for name in one.names]
    for place, key in enumerate(keys):
        if not key or key in keys[:place]:
            yield (
                ("aliases",),
                f"the name {one.names[place]!r} is the same as another to the matcher",
            )
    if not one.source:
        yield ("source",), "it has no source"
    for place, source in enumerate(one.source):
        for message in _source_faults(one, place, source, field):
            yield ("source",), message


def _source_faults(one: Concept, place: int, source: str, field: Map) -> Iterator[str]:
    own = place == 0 and one.kind == "paper"
    if source.startswith("arXiv:"):
        year = arxiv_year(source[6:])
        if year is None:
            yield f"{source!r} is no arXiv id"
        elif own and year != one.year:
            yield f"the year is {one.year}, and {source} is of {year}"
    elif source.startswith("doi:"):
        if not _DOI.fullmatch(source):
            yield f"{source!r} is no DOI"
    elif source.startswith("https://"):
        if not _ADDRESS.fullmatch(source):
            yield f"{source!r} is no address"
        elif "arxiv.org/" in source or "doi.org/" in source:
            yield f"{source!r} is written arXiv:… or doi:…"
    elif found := _PLACE.fullmatch(source):
        resource = field.concepts.get(found[1])
        if resource is None or resource.kind not in _RESOURCES or resource.id == one.id:
            known = [id_ for id_, other in field.concepts.items() if other.kind in _RESOURCES]
            hint = near_hint(found[1], known)
            yield f"{found[1]!r} is no course, book or repository of the map. {hint}".rstrip()
        if own:
            yield "a paper's own id comes first"
    else:
        yield f"{source!r} is none of arXiv:…, doi:…, https://… and 'book: place'"


def _graph_faults(one: Concept, field: Map, roots: Collection[str]) -> _Faults:
    if one.id in roots:
        if one.needs:
            yield ("needs",), "a root needs nothing"
        return
    if not one.needs:
        yield (), "it needs nothing and is no root"
    elif not field.closure([one.id]) & set(roots):
        yield (), f"no way leads from it down to {' or '.join(sorted(roots))}"
    needs = {id_: concept.needs for id_, concept in field.concepts.items()}
    closures = {need: field.closure([need]) for need in one.needs}
    for need in one.needs:
        for other, below in closures.items():
            if other != need and need in below:
                way = " needs ".join(way_down(needs, other, need))
                yield ("needs", need), f"the need {need!r} is implied: {way}"
                break
    below = field.closure(one.needs)
    for id_ in one.helps:
        if id_ in below:
            yield ("helps",), f"{id_!r} is needed already"
        elif one.id in field.closure([id_]):
            yield ("helps",), f"{id_!r} needs {one.id!r} itself"


def _tell_reasons(field: Map, reader: Reader) -> None:
    given: dict[str, tuple[str, str]] = {}
    for id_ in sorted(field.concepts):
        for need, because in sorted(field.concepts[id_].needs.items()):
            words = re.findall(r"\w+", because.casefold())
            key = " ".join(words)
            if len(words) < 3:
                reader.tell_of(
                    id_, "needs", need, message=f"{id_}: the need {need!r} has no reason"
                )
            elif because.endswith("."):
                reader.tell_of(
                    id_, "needs", need, message=f"{id_}: half a sentence has no full stop"
                )
            elif key in given:
                other, its = given[key]
                reader.tell_of(
                    id_,
                    "needs",
                    need,
                    message=f"{id_}: the need {need!r} has the reason of {other} needs {its}",
                )
            given.setdefault(key, (id_, need))


def _tell_areas(field: Map, least: int, reader: Reader) -> None:
    sizes: dict[str, int] = {}
    for id_, one in field.concepts.items():
        path = reader.homes[id_]
        sizes[path] = sizes.get(path, 0) + (one.kind == "concept")
    for path, size in sorted(sizes.items()):
        if size < least:
            reader.tell(path, None, f"The area has {size} concepts, and {least} at least are due.")


def _tell_form(path: str, text: str, reader: Reader) -> None:
    try:
        wanted = canonical(text)
    except KbpivotError as error:
        reader.tell(path, None, str(error))
        return
    except ValueError:
        return  # no TOML; that is told
    if wanted != text:
        lines, due = text.splitlines(), wanted.splitlines()
        at = next((k for k, (a, b) in enumerate(zip(lines, due, strict=False)) if a != b), -1)
        span = reader.places[path].line(at + 1)
        reader.tell(path, span, "The file is not in canonical form from here on.")
