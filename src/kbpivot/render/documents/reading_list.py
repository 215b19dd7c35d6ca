"""A list of what came out as Obsidian Markdown: boxes to tick, each with its link and reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from kbpivot.render.answers.intake import IntakeEntry, why
from kbpivot.render.documents.dashboard import plain
from kbpivot.safe_text import inert, one_line

__all__ = ["MARK", "Box", "boxes", "destination", "is_reading_list", "reading_list"]

MARK: Final = "%% kbpivot intake: tick a box, and the next `kbpivot intake --note` makes a note %%"
"""First line of the list, by which it is told from what else kbpivot keeps in notes."""

_HEADS: Final = (("now", "Read now"), ("soon", "Soon"))
_BOX: Final = re.compile(
    r"^[ \t]*[-*+] \[(?P<mark>.)\] \[(?P<title>(?:\\.|[^\\\]\r\n])*)\]\(<?(?P<url>[^()<>\s]+)>?\)",
    re.MULTILINE,
)
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9\-._~:/?#@!$&'*+,;=%]|%(?=%)")


class Box(NamedTuple):
    """A box in the list.

    Attributes:
        title: as it is shown.
        url: the destination of its link.
        ticked: whether it is ticked.
    """

    title: str
    url: str
    ticked: bool


def destination(url: str) -> str:
    """Return an address as the destination of a link: nothing in it ends the link."""
    return _UNSAFE.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")),
        one_line(url),
    )


def boxes(text: str) -> tuple[Box, ...]:
    """Return the boxes of a list, in order."""
    return tuple(
        Box(re.sub(r"\\(.)", r"\1", one["title"]), one["url"], one["mark"] in "xX")
        for one in _BOX.finditer(text)
    )


def is_reading_list(text: str) -> bool:
    """Tell whether what stands between kbpivot's markers is such a list, or nothing."""
    return not text.strip() or text.lstrip().startswith(MARK[:20])


def reading_list(items: Sequence[IntakeEntry]) -> str:
    """Write the list.

    Args:
        items: what is to be read, the best first; what is not for now is left out.

    Returns:
        Markdown; the same items always give the same bytes.
    """
    rows = [MARK]
    for bucket, head in _HEADS:
        listed = [one for one in items if one.bucket == bucket]
        if listed:
            rows += ["", f"## {head}", "", *map(_row, listed)]
    if len(rows) == 1:
        rows += ["", "Nothing is to be read now."]
    return inert("\n".join(rows) + "\n")


def _row(item: IntakeEntry) -> str:
    if item.url:
        head = f"- [ ] [{plain(item.title)}]({destination(item.url)})"
    else:  # what has no address cannot be told again when it is ticked
        head = f"- {plain(item.title)}"
    return f"{head}  \n  {plain(why(item))}"
