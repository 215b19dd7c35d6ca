"""A source of things to read, whatever its format: which one it is tells its first characters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from kbpivot.edit.new_note import Paper
from kbpivot.errors import KbpivotError
from kbpivot.shell.importing.bibliography import Bibliography, Unread, arxiv_id
from kbpivot.shell.importing.items import Items, item_of

__all__ = ["SourceError", "items_of_papers", "read_source"]

_ROOT: Final = re.compile(
    rb"^(?>\s+|<\?xml.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*+<\s*([A-Za-z_][\w.-]*(?::[\w.-]+)?)",
    re.DOTALL,
)
_BIB: Final = re.compile(r"^\s*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)
_REMARK: Final = re.compile(r"\s#.*$|^#.*$")
_MOST_IDS: Final = 2000


class SourceError(KbpivotError):
    """A source cannot be read as any format that is known."""


def read_source(data: bytes, *, source: str) -> Items:
    """Read a source: a feed, an answer of arXiv, OPML, BibTeX, CSL-JSON or a list of arXiv ids.

    Args:
        data: what it holds.
        source: where it is from, for messages.

    Raises:
        KbpivotError: it is none of these, or cannot be read.
    """
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or start.startswith(b"<"):
        return _xml(data, source=source)
    if not start:
        raise SourceError("There is nothing in it.")
    text = _text(data)
    if start.startswith((b"{", b"[")):
        return _json(data, text, source=source)
    if _BIB.search(text):
        from kbpivot.shell.importing.bibtex import read_bibtex

        return items_of_papers(read_bibtex(text), source=source)
    return _ids(text)


def items_of_papers(found: Bibliography, *, source: str, days: Iterable[date | None] = ()) -> Items:
    """Return the papers of a bibliography as items.

    Args:
        found: what was read.
        source: where it was read.
        days: when each came out, where that is known.
    """
    known = list(days)
    known += [None] * (len(found.papers) - len(known))
    made = (
        item_of(_addressed(paper), source=source, id_=paper.citekey, published=day)
        for paper, day in zip(found.papers, known, strict=True)
    )
    return Items(tuple(one for one in made if one is not None), found.unread)


def _addressed(paper: Paper) -> Paper:
    """The paper with an address to read it at, where an id gives one."""
    if paper.url:
        return paper
    import msgspec

    if paper.arxiv:
        return msgspec.structs.replace(paper, url=f"https://arxiv.org/abs/{paper.arxiv}")
    return (
        msgspec.structs.replace(paper, url=f"https://doi.org/{paper.doi}") if paper.doi else paper
    )


def _xml(data: bytes, *, source: str) -> Items:
    head = data[:4000]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    root = _ROOT.match(head.removeprefix(b"\xef\xbb\xbf"))
    name = b"" if root is None else root[1].lower()
    if name == b"opml":
        from kbpivot.shell.importing.opml import read_opml

        return read_opml(data)
    if name == b"html":
        raise SourceError("This is a page, not a feed; look there for the address of its feed.")
    if name == b"feed" and b"http://arxiv.org/schemas/atom" in head:
        return _arxiv(data, source=source)
    from kbpivot.shell.importing.feeds import read_feed

    return read_feed(data, source=source)


def _arxiv(data: bytes, *, source: str) -> Items:
    """An answer of arXiv, for which no reader of feeds is needed."""
    from kbpivot.shell.importing.arxiv import ArxivError, read_dated

    try:
        found = read_dated(data)
    except ArxivError:  # damaged
        from kbpivot.shell.importing.feeds import read_feed

        return read_feed(data, source=source)
    papers = Bibliography(tuple(paper for paper, _ in found), ())
    return items_of_papers(papers, source=source, days=(day for _, day in found))


def _json(data: bytes, text: str, *, source: str) -> Items:
    if re.search(r'"version"\s*:\s*"https?:(?:\\?/){2}jsonfeed\.org', text[:2000]):
        from kbpivot.shell.importing.feeds import read_feed

        return read_feed(data, source=source)
    from kbpivot.shell.importing.csl import read_csl

    return items_of_papers(read_csl(text, name=source), source=source, days=_csl_days(text))


def _csl_days(text: str) -> list[date | None]:
    """The day of each item of a list of CSL-JSON; none where an item has no title."""
    found = json.loads(text)
    if not isinstance(found, list) or any(
        not isinstance(one, dict) or not one.get("title") for one in found
    ):
        return []
    return [_csl_day(one.get("issued")) for one in found]


def _csl_day(issued: object) -> date | None:
    """The day of `{"date-parts": [[2026, 11, 30]]}`, None where it says no more than a month."""
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    try:
        year, month, day = (int(part) for part in parts[0])  # type: ignore[index]
        return date(year, month, day)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _ids(text: str) -> Items:
    """A list of arXiv ids or addresses, one a line; what follows # is a remark."""
    ids: dict[str, None] = {}
    unread: list[Unread] = []
    for number, row in enumerate(text.splitlines(), start=1):
        said = _REMARK.sub("", row).strip().removeprefix("- ").strip()
        if not said:
            continue
        found = [arxiv_id(word) for word in re.split(r"[\s,;]+", said)]
        if all(found):
            ids |= dict.fromkeys(found)
        elif one := arxiv_id(said):
            ids.setdefault(one)
        else:
            unread.append(Unread(number, f"{said[:80]!r} is no arXiv id."))
    if not ids:
        raise SourceError(
            "This is nothing that can be read here: no feed, OPML, BibTeX or CSL-JSON, and no list"
            " of arXiv ids."
        )
    if len(ids) > _MOST_IDS:
        unread.append(Unread(None, f"Only the first {_MOST_IDS:,} of {len(ids):,} ids are read."))
    return Items(unread=tuple(unread), ids=tuple(ids)[:_MOST_IDS])


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SourceError(f"Line {line} is not valid UTF-8; export it as UTF-8.") from None
