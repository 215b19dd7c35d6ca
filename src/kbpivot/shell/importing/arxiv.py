"""Papers by their arXiv id, over arXiv's public interface: the one place that uses the network."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPException
from typing import TYPE_CHECKING, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen
from xml.etree import ElementTree as ET

from kbpivot.edit.new_note import Paper
from kbpivot.errors import ConfigError, KbpivotError
from kbpivot.shell.importing.bibliography import Bibliography, Unread, arxiv_id, doi

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["ADDRESS", "ArxivError", "arxiv_address", "fetch_arxiv", "read_atom"]

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
    papers: dict[str, Paper] = {}
    for start in range(0, len(ids), _MOST):
        if start:
            sleep(pause)
        asked = ids[start : start + _MOST]
        for paper in read_atom(_answer(asked, address=address, timeout=timeout)):
            papers[paper.arxiv.lower()] = paper
    unread = [
        Unread(None, f"arXiv knows no paper {one}.") for one in ids if one.lower() not in papers
    ]
    wanted = dict.fromkeys(one.lower() for one in ids)
    return Bibliography(tuple(papers[one] for one in wanted if one in papers), tuple(unread))


def _answer(ids: Sequence[str], *, address: str, timeout: float) -> bytes:
    from kbpivot import __version__

    query = urlencode({"id_list": ",".join(ids), "max_results": len(ids)})
    request = Request(  # noqa: S310  # the scheme was checked with the address
        f"{address}{'&' if '?' in address else '?'}{query}",
        headers={"User-Agent": f"kbpivot/{__version__}", "Accept": "application/atom+xml"},
    )
    place = urlsplit(address).netloc
    try:
        with urlopen(request, timeout=timeout) as response:  # noqa: S310
            data: bytes = response.read(_LARGEST + 1)
    except HTTPError as error:
        error.close()
        if error.code in {429, 503}:
            raise ArxivError(
                f"{place} asks to wait ({error.code}); try again in a minute."
            ) from None
        raise ArxivError(f"{place} answered with {error.code} {error.reason}.") from None
    except TimeoutError:
        raise ArxivError(f"{place} gave no answer in {timeout:g} seconds.") from None
    except (URLError, OSError, HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        if isinstance(reason, TimeoutError):
            raise ArxivError(f"{place} gave no answer in {timeout:g} seconds.") from None
        said = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
        raise ArxivError(f"{place} could not be reached: {said}.") from None
    if len(data) > _LARGEST:
        raise ArxivError(f"{place} gave an answer of more than {_LARGEST:,} bytes.")
    return data


def read_atom(data: bytes) -> tuple[Paper, ...]:
    """Read the papers of an answer of arXiv.

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
    papers = (_paper(entry) for entry in feed.iter(f"{_ATOM}entry"))
    return tuple(paper for paper in papers if paper.arxiv and paper.title)


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
