"""One thing that a source offers to read, watch or hear: what every format is read as."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from kbpivot.edit.new_note import Paper
from kbpivot.record import Record
from kbpivot.shell.importing.bibliography import Unread

__all__ = ["Item", "Items", "item_of", "plain_words", "without_twins"]

_MOST_WORDS: Final = 4000  # characters of an abstract that are read; papers have half of that
_MOST_TITLE: Final = 500
_MOST_RAW: Final = 40_000  # characters of a field with its markup
# Only what is a tag of HTML: "x<y" is none.
_TAG: Final = re.compile(
    r"</?(a|abbr|article|b|blockquote|br|cite|code|dd|div|dl|dt|em|figure|font|h[1-6]|hr|i|iframe"
    r"|img|jats:\w+|li|mark|ol|p|pre|q|s|script|section|small|span|strong|style|sub|sup|table|tbody"
    r"|td|th|thead|tr|tt|u|ul|video)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_SILENT: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<script\b.*?(?:</script\s*>|\Z)|<style\b.*?(?:</style\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_BLOCKS: Final = frozenset(
    [
        "article",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
        "jats:p",
    ]
)


class Item(Record, frozen=True):
    """One entry of a source.

    Attributes:
        paper: what it is, as `new paper` takes it: title, authors, ids, address and abstract.
        id: what tells it from others: `arXiv:2106.09685`, `doi:…`, its address, or the source's
            own id.
        published: the day it came out, None where nothing says.
        source: where it was read.
    """

    paper: Paper
    id: str
    published: date | None
    source: str

    @property
    def text(self) -> str:
        """Title and abstract as one text."""
        abstract = self.paper.abstract
        return f"{self.paper.title}.\n\n{abstract}" if abstract else self.paper.title

    @property
    def key(self) -> str:
        """A short name for its id, the same on every machine."""
        return hashlib.blake2b(
            self.id.casefold().encode("utf-8", "replace"), digest_size=9
        ).hexdigest()


class Items(NamedTuple):
    """What a source holds.

    Attributes:
        items: in the order of the source.
        unread: entries that could not be read.
        replaced: new versions of older papers, which are left out.
        feeds: addresses of further sources, where it is a list of them.
        ids: arXiv ids, where it is a list of them; arXiv knows what they are.
    """

    items: tuple[Item, ...] = ()
    unread: tuple[Unread, ...] = ()
    replaced: int = 0
    feeds: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


def item_of(
    paper: Paper, *, source: str, id_: str = "", published: date | None = None
) -> Item | None:
    """Return an entry as an item; None without a title.

    Args:
        paper: what is known of it.
        source: where it was read.
        id_: the source's own id.
        published: the day it came out.
    """
    if not paper.title:
        return None
    if paper.arxiv:
        name = f"arXiv:{paper.arxiv}"
    elif paper.doi:
        name = f"doi:{paper.doi}"
    else:
        name = paper.url or id_ or f"{source} {paper.title}"
    return Item(paper, name, published, source)


def without_twins(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return the items, each once: a paper stands in several lists of arXiv."""
    found: dict[str, Item] = {}
    for one in items:
        found.setdefault(one.key, one)
    return tuple(found.values())


def plain_words(text: str, *, lines: bool = True) -> str:
    """Return what a field says without markup: words, references to characters resolved.

    Args:
        text: plain text or HTML, whichever it is.
        lines: whether it may have paragraphs; else it is one line.
    """
    text = text[:_MOST_RAW]
    if "<" in text:
        text = _TAG.sub(_in_its_place, _SILENT.sub(" ", text))
    if "&" in text:
        text = html.unescape(text)
    most = _MOST_WORDS if lines else _MOST_TITLE
    paragraphs = (
        " ".join(one.split()) for one in (re.split(r"\n\s*\n", text) if lines else (text,))
    )
    whole = "\n\n".join(filter(None, paragraphs))
    return whole if len(whole) <= most else f"{whole[:most].rsplit(' ', 1)[0]} …"


def _in_its_place(tag: re.Match[str]) -> str:
    """A gap between paragraphs, or nothing, where a tag stood."""
    return "\n\n" if tag[1].lower() in _BLOCKS else ""
