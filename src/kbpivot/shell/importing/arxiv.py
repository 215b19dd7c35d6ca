"""Papers by their arXiv id, over arXiv's public interface."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as ET

from kbpivot.edit.new_note import Paper
from kbpivot.errors import ConfigError, KbpivotError
from kbpivot.shell.importing.bibliography import Bibliography, Unread, arxiv_id, doi
from kbpivot.shell.web import WebError, fetch

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = [
    "ADDRESS",
    "ArxivError",
    "arxiv_address",
    "fetch_arxiv",
    "fetch_dated",
    "read_atom",
    "read_dated",
]

ADDRESS: Final = "https://export.arxiv.org/api/query"
_PAUSE: Final = 3.0  # seconds between requests, as arXiv's terms of use ask
_TIMEOUT: Final = 20.0
_MOST: Final = 50  # ids in one request
_LARGEST: Final = 8_000_000  # bytes of one answer
_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_OWN: Final = "{http://arxiv.org/schemas/atom}"


class ArxivError(KbpivotError):
    """arXiv could not be asked, or gave no answer that can be read."""


def arxiv_address(environment: Mapping[str, str] = os.environ) -> str:
    """Return where to ask: `$KBPIVOT_ARXIV`, else arXiv itself.

    Raises:
        ConfigError: the address is none of the web.
    """
    address = environment.get("KBPIVOT_ARXIV", "").strip() or ADDRESS
    if urlsplit(address).scheme not in {"http", "https"}:
        raise ConfigError(f"$KBPIVOT_ARXIV is {address!r}, which is no address of the web.")
    return address


def fetch_arxiv(
    ids: Sequence[str],
    *,
    address: str,
    pause: float = _PAUSE,
    timeout: float = _TIMEOUT,
    sleep: Callable[[float], object] = time.sleep,
) -> Bibliography:
    """Ask arXiv about papers, fifty in one request and three seconds between requests.

    Args:
        ids: without versions.
        address: of the interface, from `arxiv_address`.
        pause: seconds between requests.
        timeout: seconds to wait for an answer.
        sleep: waits.

    Raises:
        ArxivError: it cannot be reached, or answers with something else.
    """
    return fetch_dated(ids, address=address, pause=pause, timeout=timeout, sleep=sleep)[0]


def fetch_dated(
    ids: Sequence[str],
    *,
    address: str,
    pause: float = _PAUSE,
    timeout: float = _TIMEOUT,
    sleep: Callable[[float], object] = time.sleep,
) -> tuple[Bibliography, tuple[date | None, ...]]:
    """Ask arXiv about papers, and return with them the day of each one's first version.

    The arguments are those of `fetch_arxiv`.

    Raises:
        ArxivError: it cannot be reached, or answers with something else.
    """
    papers: dict[str, tuple[Paper, date | None]] = {}
    for start in range(0, len(ids), _MOST):
        if start:
            sleep(pause)
        asked = ids[start : start + _MOST]
        for paper, day in read_dated(_answer(asked, address=address, timeout=timeout)):
            papers[paper.arxiv.lower()] = paper, day
    unread = [
        Unread(None, f"arXiv knows no paper {one}.") for one in ids if one.lower() not in papers
    ]
    found = [papers[one] for one in dict.fromkeys(map(str.lower, ids)) if one in papers]
    return (
        Bibliography(tuple(paper for paper, _ in found), tuple(unread)),
        tuple(day for _, day in found),
    )


def _answer(ids: Sequence[str], *, address: str, timeout: float) -> bytes:
    query = urlencode({"id_list": ",".join(ids), "max_results": len(ids)})
    asked = f"{address}{'&' if '?' in address else '?'}{query}"
    try:
        found = fetch(
            asked, accept="application/atom+xml", near=True, timeout=timeout, largest=_LARGEST
        )
    except WebError as error:
        raise ArxivError(str(error)) from None
    return found.data or b""


def read_atom(data: bytes) -> tuple[Paper, ...]:
    """Read the papers of an answer of arXiv.

    Raises:
        ArxivError: it is no Atom feed.
    """
    return tuple(paper for paper, _ in read_dated(data))


def read_dated(data: bytes) -> tuple[tuple[Paper, date | None], ...]:
    """Read the papers of an answer of arXiv, each with the day of its first version.

    Raises:
        ArxivError: it is no Atom feed.
    """
    try:
        # Expat bounds what entities may expand to, and loads nothing from outside.
        feed = ET.fromstring(data)  # noqa: S314
    except ET.ParseError:
        raise ArxivError("The answer of arXiv cannot be read: it is not valid XML.") from None
    if feed.tag != f"{_ATOM}feed":
        raise ArxivError("The answer of arXiv cannot be read: it is no Atom feed.")
    found = ((_paper(entry), _day(entry)) for entry in feed.iter(f"{_ATOM}entry"))
    return tuple(one for one in found if one[0].arxiv and one[0].title)


def _day(entry: Element) -> date | None:
    try:
        return date.fromisoformat(_text(entry, f"{_ATOM}published")[:10])
    except ValueError:
        return None


def _paper(entry: Element) -> Paper:
    address = _text(entry, f"{_ATOM}id")
    arxiv = "" if "/api/errors" in address else arxiv_id(address)
    published = _text(entry, f"{_ATOM}published")
    names = (_text(author, f"{_ATOM}name") for author in entry.iter(f"{_ATOM}author"))
    return Paper(
        title=_text(entry, f"{_ATOM}title"),
        authors=tuple(filter(None, names)),
        year=int(published[:4]) if published[:4].isdecimal() else None,
        venue=_text(entry, f"{_OWN}journal_ref"),
        arxiv=arxiv,
        doi=doi(_text(entry, f"{_OWN}doi")),
        url=f"https://arxiv.org/abs/{arxiv}" if arxiv else "",
        abstract=_text(entry, f"{_ATOM}summary"),
    )


def _text(element: Element, tag: str) -> str:
    """Return the text of a child on one line, "" without one."""
    return " ".join((element.findtext(tag) or "").split())
