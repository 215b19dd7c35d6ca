"""BibTeX and BibLaTeX, as Zotero, JabRef, DBLP and publishers write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kbpivot.edit.new_note import Paper
from kbpivot.notes.vocabulary import canonical
from kbpivot.shell.importing.bibliography import Bibliography, Unread, arxiv_id, doi
from kbpivot.shell.importing.bibtex_entries import BibEntry, inherited, read_entries
from kbpivot.shell.importing.latex import address, names, plain

__all__ = ["read_bibtex"]

_YEAR: Final = re.compile(r"(?<!\d)(1[5-9]\d{2}|20\d{2}|21\d{2})(?!\d)")
_VENUES: Final = ("journaltitle", "journal", "booktitle", "eventtitle", "howpublished", "publisher")


def read_bibtex(text: str) -> Bibliography:
    """Read the entries of a `.bib` file; one that is damaged does not hide the others.

    LaTeX becomes plain text, formulas stay as they are, ids stay text. A key that is used twice
    for one title names one paper; for two titles it names two, of which the first keeps the key.
    """
    import pybtex.errors  # type: ignore[import-untyped]

    entries, damaged = read_entries(text.removeprefix("\ufeff"))
    told = list(damaged)
    untitled: list[Unread] = []
    papers: list[Paper] = []
    titles: dict[str, set[str]] = {}
    for entry in inherited(entries):
        with pybtex.errors.capture() as problems:
            paper = _paper(entry)
        told += [Unread(entry.line, f"{problem}.") for problem in problems]
        if not paper.title:
            name = f"The entry {entry.key!r}" if entry.key else "This entry"
            untitled.append(Unread(entry.line, f"{name} has no title."))
            continue
        known = titles.setdefault(entry.key.casefold(), set()) if entry.key else set()
        if not known:
            papers.append(paper)
        elif canonical(paper.title) in known:
            said = f"The key {entry.key!r} is used twice, and the first entry counts."
            told.append(Unread(entry.line, said))
        else:
            said = (
                f"The key {entry.key!r} is used twice, for different titles; "
                f"{paper.title!r} is taken without it."
            )
            told.append(Unread(entry.line, said))
            papers.append(_without_key(paper))
        known.add(canonical(paper.title))
    told.sort(key=lambda one: one.line or 0)
    return Bibliography(tuple(papers), (*told, *untitled))


def _without_key(paper: Paper) -> Paper:
    import msgspec

    return msgspec.structs.replace(paper, citekey="")


def _paper(entry: BibEntry) -> Paper:
    fields = entry.fields

    def said(name: str) -> str:
        return plain(fields.get(name, ""))

    title = ": ".join(filter(None, (said("title"), said("subtitle"))))
    year = _YEAR.search(fields.get("year") or fields.get("date") or "")
    archive = plain(fields.get("archiveprefix") or fields.get("eprinttype") or "").lower()
    eprint = arxiv_id(address(fields.get("eprint", ""))) if archive in {"", "arxiv"} else ""
    places = ("arxiv", "doi", "url", "howpublished", "journal", "note", "number")
    named = (_named_arxiv(address(fields.get(place, ""))) for place in places)
    venue = next(
        filter(None, (said(name) for name in _VENUES if not _is_address(fields, name))), ""
    )
    return Paper(
        title=title,
        authors=names(fields.get("author") or fields.get("editor") or ""),
        year=int(year[0]) if year else None,
        venue="" if _named_arxiv(venue) or venue.lower() in {"arxiv", "corr"} else venue,
        arxiv=eprint or next(filter(None, named), ""),
        doi=doi(address(fields.get("doi", ""))),
        url=_web(fields.get("url", "")) or _web(fields.get("howpublished", "")),
        citekey=entry.key,
        abstract=_paragraphs(fields.get("abstract", "")),
    )


def _is_address(fields: Mapping[str, str], name: str) -> bool:
    return name == "howpublished" and bool(_web(fields.get(name, "")))


def _named_arxiv(text: str) -> str:
    """Return an arXiv id only where the text says that it is one."""
    return arxiv_id(text) if "arxiv" in text.lower() else ""


def _web(text: str) -> str:
    found = re.search(r"https?://\S+", address(text))
    return found[0] if found else ""


def _paragraphs(text: str) -> str:
    parts = re.split(r"\n[ \t]*\r?\n", text)
    return "\n\n".join(filter(None, (plain(part) for part in parts)))
