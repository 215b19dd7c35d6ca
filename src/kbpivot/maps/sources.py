"""Where to learn what a map knows: its sources in words, each with an address where there is one."""

from __future__ import annotations

from typing import NamedTuple

from kbpivot.maps.records import Map

__all__ = ["Source", "sources_of"]


class Source(NamedTuple):
    """One place to learn or check something.

    Attributes:
        text: what to call it: a paper's name, a book and a place in it.
        address: where it is on the web; empty for a book that is not.
    """

    text: str
    address: str


def sources_of(field: Map, id_: str) -> tuple[Source, ...]:
    """Return where to learn or check an entry of a map, in its own order.

    Args:
        field: the map.
        id_: id of an entry.
    """
    return tuple(_source(field, id_, written) for written in field.concepts[id_].source)


def _source(field: Map, id_: str, written: str) -> Source:
    address = _address(written)
    if address:
        known = field.paper_ids.get(written.lower() if written.startswith("doi:") else written)
        if known == id_ or written.startswith("https://"):
            return Source(written, address)
        if known is None:
            return Source(f"the paper {written}", address)
        return Source(f"{field.concepts[known].name} ({written})", address)
    resource, _, place = written.partition(":")
    book = field.concepts.get(resource.strip())
    if book is None:
        return Source(written, "")
    found = (_address(one) for one in book.source)
    return Source(f"{book.name}, {place.strip()}", next(filter(None, found), ""))


def _address(written: str) -> str:
    if written.startswith("https://"):
        return written
    if written.startswith("arXiv:"):
        return f"https://arxiv.org/abs/{written[6:]}"
    return f"https://doi.org/{written[4:]}" if written.startswith("doi:") else ""
