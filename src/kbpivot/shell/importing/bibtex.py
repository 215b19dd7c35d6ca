"""BibTeX and BibLaTeX, as Zotero, JabRef, DBLP and publishers write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kbpivot.edit.new_note import Paper
from kbpivot.shell.importing.bibliography import Bibliography, Unread, arxiv_id, doi

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["read_bibtex"]

_LATEX: Final = re.compile(r"[\\{}~`]|--|''")
_YEAR: Final = re.compile(r"(?<!\d)(1[5-9]\d{2}|20\d{2}|21\d{2})(?!\d)")
_VENUES: Final = ("journaltitle", "journal", "booktitle", "eventtitle", "howpublished", "publisher")
_LINE: Final = re.compile(r"in line (\d+)")


def read_bibtex(text: str) -> Bibliography:
    """Read the entries of a `.bib` file; one that is damaged does not hide those before it.

    LaTeX becomes plain text, formulas stay as they are, ids stay text.
    """
    import pybtex.errors  # type: ignore[import-untyped]
    from pybtex.database import parse_string  # type: ignore[import-untyped]

    with pybtex.errors.capture() as problems:
        found = parse_string(text.removeprefix("\ufeff"), "bibtex")
    unread = [_unread(str(problem), text) for problem in problems]
    papers: list[Paper] = []
    for key, entry in found.entries.items():
        fields = {str(name).lower(): str(value) for name, value in entry.fields.items()}
        persons = entry.persons.get("author") or entry.persons.get("editor") or ()
        authors = tuple(_author(person) for person in persons)
        paper = _paper(str(key), fields, authors=tuple(filter(None, authors)))
        if paper.title:
            papers.append(paper)
        else:
            line = _line_of(str(key), text)
            unread.append(Unread(line, f"The entry {str(key)!r} has no title."))
    return Bibliography(tuple(papers), tuple(unread))


def _unread(problem: str, text: str) -> Unread:
    place = _LINE.search(problem)
    twice = re.search(r"repeated bibliography entry: (.+)", problem)
    said = re.sub(r"^syntax error in line \d+: ", "", problem)
    if twice:
        said = f"the key {twice[1]!r} is used twice, and the first entry counts"
    line = int(place[1]) if place else _line_of(twice[1], text, last=True) if twice else None
    return Unread(line, f"{said[:1].upper()}{said[1:]}.")


def _line_of(key: str, text: str, *, last: bool = False) -> int | None:
    """Return the line on which the first or the last entry with a key begins."""
    found = list(
        re.finditer(rf"@\w+\s*[{{(]\s*{re.escape(key)}\s*(?=[,}})\s])", text, re.IGNORECASE)
    )
    return text.count("\n", 0, found[-1 if last else 0].start()) + 1 if found else None


def _author(person: object) -> str:
    """Return a name as one says it; "and others" becomes "et al."."""
    parts = [
        _plain(str(part))
        for names in ("first_names", "middle_names", "prelast_names", "last_names")
        for part in getattr(person, names)
    ]
    name = " ".join(part for part in parts if part)
    lineage = " ".join(_plain(str(part)) for part in getattr(person, "lineage_names", ()))
    if name == "others":
        return "et al."
    return f"{name}, {lineage}" if lineage else name


def _paper(key: str, fields: Mapping[str, str], *, authors: tuple[str, ...]) -> Paper:
    def said(name: str) -> str:
        return _plain(fields.get(name, ""))

    title = ": ".join(filter(None, (said("title"), said("subtitle"))))
    year = _YEAR.search(fields.get("year") or fields.get("date") or "")
    archive = (fields.get("archiveprefix") or fields.get("eprinttype") or "").lower()
    eprint = arxiv_id(fields.get("eprint", "")) if archive in {"", "arxiv"} else ""
    places = (fields.get(name, "") for name in ("arxiv", "doi", "url", "journal", "note", "number"))
    arxiv = eprint or next(filter(None, (_named_arxiv(place) for place in places)), "")
    venue = next(filter(None, (said(name) for name in _VENUES)), "")
    return Paper(
        title=title,
        authors=authors,
        year=int(year[0]) if year else None,
        venue="" if _named_arxiv(venue) or venue.lower() in {"arxiv", "corr"} else venue,
        arxiv=arxiv,
        doi=doi(fields.get("doi", "")),
        url=_address(fields.get("url", "")),
        citekey="" if key.startswith("unnamed-") else key,
        abstract=_paragraphs(fields.get("abstract", "")),
    )


def _named_arxiv(text: str) -> str:
    """Return an arXiv id only where the text says that it is one."""
    return arxiv_id(text) if "arxiv" in text.lower() else ""


def _address(text: str) -> str:
    found = re.search(r"https?://[^\s{}]+", text.replace("\\_", "_").replace("\\%", "%"))
    return found[0] if found else ""


def _paragraphs(text: str) -> str:
    parts = re.split(r"\n[ \t]*\n", text)
    return "\n\n".join(filter(None, (_plain(part) for part in parts)))


def _plain(text: str) -> str:
    """Return LaTeX as plain text on one line."""
    if _LATEX.search(text):
        # To BibTeX a percent sign is a sign; only LaTeX would take it for a comment.
        text = _decoder()(re.sub(r"(?<!\\)%", r"\\%", text))
    return " ".join(text.split())


@lru_cache(maxsize=1)
def _decoder() -> Callable[[str], str]:
    from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

    decode = LatexNodes2Text(math_mode="verbatim").latex_to_text

    def decoded(text: str) -> str:
        try:
            return str(decode(text, tolerant_parsing=True))
        except (RecursionError, ValueError, IndexError):
            return re.sub(r"[{}]", "", text)  # nested beyond measure: the words are what counts

    return decoded
