"""Feeds of every kind as items: Atom, RSS, RDF and JSON Feed, also damaged ones."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from kbpivot.edit.new_note import Paper
from kbpivot.errors import KbpivotError
from kbpivot.shell.importing.bibliography import Unread, arxiv_id, doi
from kbpivot.shell.importing.items import Item, Items, item_of, plain_words

__all__ = ["MISSING", "FeedError", "read_feed"]

MISSING: Final = (
    "Feeds are read by fastfeedparser, which is not installed: `pip install 'kbpivot[intake]'`."
)
_CDATA: Final = re.compile(rb"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_BARE: Final = re.compile(rb"&(?!(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});)")
_ENTITY: Final = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_NAMES: Final = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_DECLARED: Final = re.compile(
    rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"'][^>]*\?>"
)
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_ANNOUNCED: Final = re.compile(
    r"^\s*arXiv:\S+\s+Announce Type:\s*(?P<type>[\w-]+)\s+(?:Abstract:\s*)?", re.IGNORECASE
)
_SAYS_ARXIV: Final = re.compile(r"arxiv", re.IGNORECASE)


class FeedError(KbpivotError):
    """A source is no feed, or one that cannot be read."""


def read_feed(data: bytes, *, source: str) -> Items:
    """Read a feed.

    What a damaged one still says is read: a wrong encoding, bare ampersands, a file that was cut
    off. Titles and abstracts become plain words. New versions of older papers, which arXiv
    announces beside new ones, are counted and left out.

    Args:
        data: the feed.
        source: where it is from.

    Raises:
        FeedError: it is no feed, or what reads feeds is not installed.
    """
    try:
        import fastfeedparser  # type: ignore[import-untyped]
    except ImportError:
        raise FeedError(MISSING) from None
    try:
        found = fastfeedparser.parse(_mended(data))
    except Exception as error:  # noqa: BLE001  what is no feed fails in many ways
        said = str(error).strip().rstrip(".") or type(error).__name__
        raise FeedError(f"This is no feed that can be read: {said[:200]}.") from None
    items: list[Item] = []
    unread: list[Unread] = []
    replaced = 0
    for number, entry in enumerate(found.entries, start=1):
        words, announced = _abstract(entry)
        if announced.startswith("replace"):
            replaced += 1
            continue
        item = _item(entry, words, source=source)
        if item is None:
            unread.append(Unread(None, f"Entry {number} has no title."))
        else:
            items.append(item)
    return Items(tuple(items), tuple(unread), replaced)


def _item(entry: Mapping[str, Any], abstract: str, *, source: str) -> Item | None:
    own = _said(entry, "id")
    link = _address(entry)
    arxiv = next(
        filter(None, (arxiv_id(one) for one in (link, own) if _SAYS_ARXIV.search(one))), ""
    ) or (arxiv_id(own.rpartition(":")[2]) if own.lower().startswith("oai:arxiv.org:") else "")
    published = _day(_said(entry, "published")) or _day(_said(entry, "updated"))
    return item_of(
        Paper(
            title=plain_words(_said(entry, "title"), lines=False),
            authors=_authors(entry),
            year=None if published is None else published.year,
            arxiv=arxiv,
            doi=doi(link) or doi(own),
            url=f"https://arxiv.org/abs/{arxiv}" if arxiv else link,
            abstract=abstract,
        ),
        source=source,
        id_=own,
        published=published,
    )


def _said(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return value.strip() if isinstance(value, str) else ""


def _address(entry: Mapping[str, Any]) -> str:
    """Where it can be read or heard; nothing but addresses of the web."""
    places = [_said(entry, "link"), _said(entry, "id")]
    places += [str(one.get("href") or "") for one in entry.get("links") or ()]
    places += [str(one.get("url") or "") for one in entry.get("enclosures") or ()]
    return next((one for one in places if re.match(r"https?://[^\s<>\"]+$", one)), "")


def _authors(entry: Mapping[str, Any]) -> tuple[str, ...]:
    names: list[str] = []
    for one in entry.get("authors") or ():
        name = plain_words(str(one.get("name") or ""), lines=False)
        # arXiv's own feeds put all of them into one field.
        names += [part.strip() for part in name.split(",")] if name.count(",") else [name]
    return tuple(dict.fromkeys(filter(None, names)))


def _abstract(entry: Mapping[str, Any]) -> tuple[str, str]:
    """What it is about, and as what arXiv announces it."""
    said = _said(entry, "description")
    if not said:
        parts = entry.get("content") or ()
        said = next((str(one["value"]) for one in parts if one.get("value")), "")
    head = _ANNOUNCED.match(said)
    kind = head["type"].lower() if head else ""
    return plain_words(said[head.end() :] if head else said), kind


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _mended(data: bytes) -> bytes:
    """The feed with the encoding it has, and every ampersand written as XML wants it."""
    if data.startswith(_UTF16):
        return data
    declared = _DECLARED.match(data[:400].removeprefix(b"\xef\xbb\xbf"))
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if name in {"utf-8", "utf8"}:
        try:
            data.decode()
        except UnicodeDecodeError:  # it says so and is what old editors write
            text = data.decode("cp1252", "replace")
            data = text.encode()
    if b"&" not in data or b"<!DOCTYPE" in data[:2000]:
        return data
    parts = _CDATA.split(data)
    parts[::2] = [_ENTITY.sub(_character, _BARE.sub(b"&amp;", part)) for part in parts[::2]]
    return b"".join(parts)


def _character(found: re.Match[bytes]) -> bytes:
    """A name of HTML as the character it stands for, by its number."""
    if found[1] in _XML_NAMES:
        return found[0]
    shown = html.unescape(found[0].decode("ascii"))
    if shown.startswith("&"):  # nobody knows it, so it is meant as it stands
        return b"&amp;" + found[0][1:]
    return "".join(f"&#{ord(one)};" for one in shown).encode()
