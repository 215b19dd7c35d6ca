"""OPML: lists of feeds, as readers of feeds and podcast programs export them."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree as ET

from kbpivot.errors import KbpivotError
from kbpivot.shell.importing.bibliography import Unread
from kbpivot.shell.importing.items import Items

__all__ = ["OpmlError", "read_opml"]

_MOST: Final = 500


class OpmlError(KbpivotError):
    """A list of feeds cannot be read."""


def read_opml(data: bytes) -> Items:
    """Return the addresses of the feeds that a list names, each once, in its order.

    Args:
        data: the list.

    Raises:
        OpmlError: it is not valid XML.
    """
    try:
        # Expat bounds what entities may expand to, and loads nothing from outside.
        root = ET.fromstring(data)  # noqa: S314
    except (ET.ParseError, ValueError, LookupError) as error:
        raise OpmlError(f"This list of feeds is not valid XML: {error}.") from None
    found: dict[str, None] = {}
    unread: list[Unread] = []
    for outline in root.iter():
        if outline.tag.rpartition("}")[2].lower() != "outline":
            continue
        named = {key.lower(): value.strip() for key, value in outline.attrib.items()}
        address = named.get("xmlurl", "")
        if address.lower().startswith("feed://"):
            address = f"http://{address[7:]}"
        if address.lower().startswith(("http://", "https://")):
            found.setdefault(address)
        elif address:
            unread.append(Unread(None, f"{address[:200]!r} is no address of the web."))
    if not found and not unread:
        unread.append(Unread(None, "This list names no feeds."))
    if len(found) > _MOST:
        unread.append(Unread(None, f"Only the first {_MOST} of {len(found):,} feeds are read."))
    return Items(unread=tuple(unread), feeds=tuple(found)[:_MOST])
