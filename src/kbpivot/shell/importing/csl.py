"""CSL-JSON, as Zotero, Mendeley and reference managers of the web export it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Final

from kbpivot.edit.new_note import Paper
from kbpivot.errors import RefusedError
from kbpivot.shell.importing.bibliography import Bibliography, Unread, arxiv_id, doi

__all__ = ["read_csl"]

_TAG: Final = re.compile(
    r"</?(?:i|b|em|strong|sub|sup|sc|span|p|jats:[a-z]+)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_BREAK: Final = re.compile(r"</(?:p|jats:p)>\s*|\n\s*\n", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<!\d)(1[5-9]\d{2}|20\d{2}|21\d{2})(?!\d)")
_HOLDERS: Final = ("items", "references")
_WRAPPERS: Final = 3
_DATES: Final = ("issued", "published", "published-print", "published-online", "posted")
_VENUES: Final = ("container-title", "event-title", "collection-title", "publisher")


def read_csl(text: str, *, name: str) -> Bibliography:
    """Read the items of a CSL-JSON file: a list, one item, or an object that holds them.

    Such an object is a library with `items`, pandoc's `references`, or the `message` that Crossref
    answers with.

    Args:
        text: of the file.
        name: of the file, for messages.

    Raises:
        RefusedError: the text is no JSON, or holds no items.
    """
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise RefusedError(f"{name}:{error.lineno}: This is not valid JSON: {error.msg}.") from None
    except RecursionError:
        raise RefusedError(f"{name}: This JSON is nested too deeply.") from None
    found = _unwrapped(found)
    if not isinstance(found, list):
        raise RefusedError(f"{name}: This JSON is no list of CSL items; export as CSL JSON.")
    papers: list[Paper] = []
    unread: list[Unread] = []
    for number, item in enumerate(found, start=1):
        paper = _paper(item) if isinstance(item, dict) else None
        if paper is not None and paper.title:
            papers.append(paper)
        else:
            unread.append(Unread(None, f"Item {number} has no title."))
    return Bibliography(tuple(papers), tuple(unread))


def _unwrapped(found: object) -> object:
    """Return the list of items in what a file holds, as far as there is one."""
    for _ in range(_WRAPPERS):
        if not isinstance(found, dict):
            break
        inside = next((found[one] for one in _HOLDERS if isinstance(found.get(one), list)), None)
        if inside is not None:
            return inside
        if "title" in found or not isinstance(found.get("message"), dict | list):
            return [found]
        found = found["message"]
    return [found] if isinstance(found, dict) else found


def _paper(item: Mapping[str, object]) -> Paper:
    def said(name: str) -> str:
        value = item.get(name)
        if isinstance(value, list):  # Crossref puts titles into lists
            value = value[0] if value else ""
        return _plain(value) if isinstance(value, str) else ""

    raw = {name: value for name, value in item.items() if isinstance(value, str)}
    note = raw.get("note", "")  # Zotero keeps further fields here: "arXiv: 1706.03762"
    arxiv = ""
    for place in (raw.get("number", ""), raw.get("URL", ""), raw.get("DOI", ""), note):
        if "arxiv" in place.lower():
            arxiv = arxiv or arxiv_id(place)
    if "arxiv" in raw.get("archive", "").lower():
        arxiv = (
            arxiv or arxiv_id(raw.get("archive_location", "")) or arxiv_id(raw.get("number", ""))
        )
    venue = next(filter(None, (said(name) for name in _VENUES)), "")
    people = item.get("author") or item.get("editor")
    citekey = re.search(r"^citation key:\s*(\S+)", note, re.IGNORECASE | re.MULTILINE)
    key = item.get("citation-key") or (citekey[1] if citekey else item.get("id"))
    return Paper(
        title=_title(said("title"), said("subtitle")),
        authors=tuple(filter(None, map(_author, people if isinstance(people, list) else ()))),
        year=next(filter(None, (_year(item.get(name)) for name in _DATES)), None),
        venue="" if venue.lower() == "arxiv" else venue,
        arxiv=arxiv,
        doi=doi(raw.get("DOI", "")),
        url=raw.get("URL", "").strip() if re.match(r"\s*https?://", raw.get("URL", "")) else "",
        # Zotero's own ids are addresses of the person's library, or numbers.
        citekey=key if isinstance(key, str) and re.fullmatch(r"[^\W\d][\w:.+\-]*", key) else "",
        abstract=_abstract(raw.get("abstract", "")),
    )


def _title(title: str, subtitle: str) -> str:
    """Return a title in full; Crossref tells the subtitle apart."""
    if not subtitle or not title or subtitle.casefold() in title.casefold():
        return title
    return f"{title}{' ' if title.endswith((':', '?', '!')) else ': '}{subtitle}"


def _author(person: object) -> str:
    if not isinstance(person, dict):
        return ""
    parts = [
        _plain(value)
        for name in ("given", "dropping-particle", "non-dropping-particle", "family")
        if isinstance(value := person.get(name), str)
    ]
    literal = person.get("literal") or person.get("name")
    name = " ".join(filter(None, parts)) or (_plain(literal) if isinstance(literal, str) else "")
    suffix = person.get("suffix")
    return f"{name}, {_plain(suffix)}" if isinstance(suffix, str) and suffix and name else name


def _year(issued: object) -> int | None:
    """Return the year of `{"date-parts": [[2017, 6]]}`, also in text, raw or literal."""
    found = _YEAR.search(json.dumps(issued)) if issued else None
    return int(found[0]) if found else None


def _abstract(text: str) -> str:
    return "\n\n".join(filter(None, (_plain(part) for part in _BREAK.split(text))))


def _plain(text: str) -> str:
    """Return a field without the markup that CSL allows in it, on one line."""
    return " ".join(html.unescape(_TAG.sub("", text)).split())
